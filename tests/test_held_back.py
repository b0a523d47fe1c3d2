"""Modules that are imported only when one of their names is used: the list is right, nothing is missed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from wlnet.kernel.held_back import FILE, PACKAGE, held_back

ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(name for names in held_back().values() for name in names)


def python(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def test_the_list_is_what_the_script_makes() -> None:
    program = (
        "import sys; sys.path.insert(0, 'scripts'); import held_back; print('\\n'.join(held_back.lines()))"
    )
    assert python(program) == FILE.read_text(encoding="utf-8")


def test_each_name_is_declared_once() -> None:
    assert len(NAMES) == len(set(NAMES))
    program = f"""
import json
from wlnet.declare import declare_all
from wlnet.kernel.builtin import REGISTRY
from wlnet.kernel.held_back import held_back
declare_all("{PACKAGE}", but=held_back())
print(json.dumps(sorted({{each.name for each in REGISTRY}})))
"""
    assert not set(json.loads(python(program))) & set(NAMES)


def test_a_session_begins_without_them_and_has_them_all_when_they_are_named() -> None:
    program = """
import json, sys
import wlnet
from wlnet.expr import Symbol
from wlnet.kernel.held_back import held_back
session = wlnet.Session()
held = held_back()
early = [module for module in held if module in sys.modules]
names = [name for names in held.values() for name in names]
missing = [name for name in names if not session.kernel.definitions[Symbol(name)].described]
late = [module for module, names in held.items() if names and module not in sys.modules]
print(json.dumps([early, missing, late, sorted(session.kernel.unsupported & set(names))]))
"""
    assert json.loads(python(program)) == [[], [], [], []]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Transpose[{{1, 2}, {3, 4}}]", "{{1, 3}, {2, 4}}"),
        ("Attributes[AssociationMap]", "{Protected}"),
        ('Names["KeyS*"]', "{KeySelect, KeySort, KeySortBy}"),
        ("KeySort = 1", "1"),
        ('ToExpression["Total[Counts[{a, a, b}]]"]', "3"),
        ("MemberQ[Attributes[And], HoldAll]", "True"),
        ("a && True && b", "a && b"),
        ("Clear[f]; f[x_] := Transpose[x]; f[{{1}, {2}}]", "{{1, 2}}"),
    ],
)
def test_what_is_said_first_in_a_session(text: str, expected: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wlnet", "-code", text], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.strip() == expected
