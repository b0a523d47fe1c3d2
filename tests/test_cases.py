"""The sample cases and programs that are kept beside the repository, where they are there."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

import wlnet
from wlnet.expr import TRUE, Expr, Node, S
from wlnet.session import Session
from wlnet.syntax.write import full_form, input_form

SHARED = Path(wlnet.__file__).resolve().parents[2] / "shared"
PROGRAMS = SHARED / "bench" / "language"
WANTED = 0.97  # of the cases


def session() -> Session:
    made = Session()
    made.kernel.report = lambda message: None
    return made


def passes(case: dict[str, str]) -> bool:
    """Whether evaluating the input gives what is expected."""
    here = session()
    got = here.evaluate(case["input"])
    if case["compare"] == "sameq":
        expected = here.evaluate(case["expected"])
        return got == expected or here.evaluate_node(Expr(S.SameQ, (got, expected))) is TRUE
    return spaceless(input_form(got)) == spaceless(case["expected"]) or held(case["expected"]) == full_form(
        got
    )


def spaceless(text: str) -> str:
    return text.replace(" ", "")


@cache
def reader() -> Session:
    """A session that only reads expressions, so that one is enough."""
    return session()


def held(text: str) -> str:
    node: Node = reader().evaluate(f"HoldComplete[{text}]")
    return full_form(node.args[0])


def test_nearly_all_sample_cases_are_evaluated_as_expected() -> None:
    path = SHARED / "cases" / "evaluate.jsonl"
    if not path.exists():
        pytest.skip("the sample cases are not beside the repository")
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    failed = [case["input"] for case in cases if not passes(case)]
    assert len(failed) <= (1 - WANTED) * len(cases), failed


NAMES = "collatz doloop fib matrix patdispatch puremap realmap seqpat sieve sortcmp strings tablemapfold"


@pytest.mark.parametrize("name", NAMES.split())
def test_programs_print_the_right_answers(name: str) -> None:
    path = PROGRAMS / f"{name}.wl"
    if not path.exists():
        pytest.skip("the programs are not beside the repository")
    here, printed = session(), list[str]()
    here.kernel.write = printed.append
    here.evaluate(path.read_text(encoding="utf-8"))
    expected = json.loads((PROGRAMS / "expected.json").read_text(encoding="utf-8"))[name]
    assert spaceless("".join(printed)) == spaceless(expected)
