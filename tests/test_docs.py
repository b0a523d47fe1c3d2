"""What docstrings claim is true: every example in them runs and gives what stands below it.

An example begins with ``>>``.  One that begins with ``>`` is only shown: it needs data, a network or time
that tests do not have.  Layers have `cases` in place of examples.
"""

from __future__ import annotations

from functools import cache

import pytest

from wlnet.declare import declare_all
from wlnet.kernel.builtin import REGISTRY, Builtin
from wlnet.kernel.prepared import prepared
from wlnet.session import Session
from wlnet.syntax.write import input_form

declare_all("wlnet.builtins")
declare_all("wlnet.netlang")
DECLARED = {
    f"{declared.function.__module__.removeprefix('wlnet.')}:{declared.signature}": declared
    for declared in REGISTRY
    if declared.function is not None and declared.function.__module__.startswith("wlnet.")
}


def examples(declared: Builtin) -> list[tuple[str, str]]:
    """The inputs after ``>>``, each with the text below it."""
    found: list[tuple[str, list[str]]] = []
    for line in declared.doc.split("\n"):
        if line.startswith(">>"):
            found.append((line[2:].strip(), []))
        elif line.strip() and found:
            found[-1][1].append(line.strip())
    return [(source, " ".join(expected) or "Null") for source, expected in found]


@cache
def reader() -> Session:
    """A session that only reads, so that one is enough."""
    return Session(debug=True)


def as_written(expected: str) -> str:
    """What a docstring expects, as wlnet would write it."""
    return input_form(reader().evaluate(f"HoldComplete[{expected}]").args[0])


@pytest.mark.parametrize("name", DECLARED)
def test_a_signature_names_the_parameters_of_its_function(name: str) -> None:
    prepared(DECLARED[name])


@pytest.mark.parametrize(
    "symbol", sorted({d.name for d in DECLARED.values() if not d.name.endswith("Layer")})
)
def test_a_function_has_an_example(symbol: str) -> None:
    docs = [declared.doc for declared in DECLARED.values() if declared.name == symbol]
    assert any(line.startswith(">") for doc in docs for line in doc.split("\n")), "one that runs, after >>"


@pytest.mark.parametrize("name", [name for name, declared in DECLARED.items() if examples(declared)])
def test_the_examples_are_true(name: str) -> None:
    for source, expected in examples(DECLARED[name]):
        session = Session(debug=True)
        session.kernel.write = session.kernel.report = lambda text: None  # type: ignore[assignment]
        written = input_form(session.evaluate(source))
        assert written == expected or written == as_written(expected), source
