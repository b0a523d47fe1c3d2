"""The net functions are loaded when one of them is named, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from wlnet.declare import declare_all
from wlnet.expr import Symbol
from wlnet.kernel.builtin import REGISTRY
from wlnet.session import NET_NAMES, Session


def declared_in(package: str) -> set[str]:
    declare_all(package)
    return {d.name for d in REGISTRY if getattr(d.function, "__module__", "").startswith(f"{package}.")}


LANGUAGE = declared_in("wlnet.builtins")
NETS = sorted(declared_in("wlnet.netlang"))


def test_there_are_net_functions() -> None:
    assert {"NetTrain", "NetChain", "LinearLayer", "ResourceData"} <= set(NETS)


@pytest.mark.parametrize("name", NETS)
def test_a_net_function_is_found_by_its_name_or_adds_to_one_of_the_language(name: str) -> None:
    assert NET_NAMES.fullmatch(name) or name in LANGUAGE


def run(program: str) -> str:
    code = f"import sys\nfrom wlnet.session import Session\ns = Session()\n{program}"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_program_without_nets_does_not_load_them() -> None:
    assert run("s.evaluate('Total[Range[10]]'); print('wlnet.nets' in sys.modules)") == "False"


def test_functions_used_before_the_nets_came_know_them_afterwards() -> None:
    assert run("s.evaluate('f = Length[#]&; f[{1}]'); print(s.evaluate('f[NetChain[{1, 2}]]').value)") == "2"


def test_all_names_are_known_when_names_are_asked_for() -> None:
    assert "NetTrain" in str(Session().evaluate('Names["NetT*"]'))


def test_options_of_functions_that_are_loaded_late_belong_to_the_language() -> None:
    session = Session()
    session.evaluate('BeginPackage["late`"]')
    session.evaluate("first = 1")  # the names of options are collected here
    session.evaluate("NetFlatten")
    assert session.evaluate("AllowedHeads") is Symbol("AllowedHeads")  # not of the package
