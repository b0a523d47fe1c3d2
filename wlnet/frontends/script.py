"""Programs that are not typed: files, code on the command line, lines of the standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from ..expr import ABORTED, NULL, Expr, Foreign, Node, S, Symbol, Value, to_node
from ..session import Session
from ..syntax.error import WolframSyntaxError
from ..syntax.parse import read
from .arguments import Arguments, Source
from .display import Console, shown

OK, FAILURE = 0, 1


class Unreadable(Exception):
    """A file that cannot be read; the text says why."""


class StandardInput(Foreign):
    """The whole standard input as one text, read when somebody asks for it."""

    wl_head = "StandardInput"

    @cached_property
    def text(self) -> str:
        return sys.stdin.read()


def set_variable(session: Session, name: str, value: object) -> None:
    session.evaluate_node(S.Set(Symbol(name), to_node(value)))


def describe_command(session: Session, words: list[str], script: list[str]) -> None:
    """Tell the session how it was started: $CommandLine, $ScriptCommandLine and $ScriptInputString."""
    set_variable(session, "$CommandLine", ["wlnet", *words])
    set_variable(session, "$ScriptCommandLine", script)
    standard_input = StandardInput()
    session.kernel.appliers[StandardInput] = lambda k, value, args: to_node(standard_input.text)
    session.evaluate_node(S.SetDelayed(Symbol("$ScriptInputString"), Expr(Value(standard_input))))


def evaluate_each(
    session: Session, console: Console, nodes: Iterable[Node], each: Callable[[Node], None]
) -> int:
    """Evaluate expressions as they are read and give `each` the values, up to a syntax error or an abort."""
    try:
        for node in nodes:
            value = session.evaluate_node(node)
            if session.aborted:
                console.write(shown(ABORTED))
                return FAILURE
            each(value)
    except WolframSyntaxError as e:
        console.error(e)
        return FAILURE
    return OK


def run_text(session: Session, console: Console, text: str, source: str, printing: str) -> int:
    """Evaluate a program; `printing` is "all", "last" or "" and says which values are printed."""
    values: list[Node] = [NULL]

    def each(value: Node) -> None:
        values[0] = value
        if printing == "all":
            console.write(shown(session.shown(value)))

    status = evaluate_each(session, console, read(text, source), each)
    if status == OK and printing == "last":
        console.write(shown(session.shown(values[0])))
    return status


def read_file(name: str | Path) -> str:
    """The text of a program.  Raises Unreadable."""
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except OSError as e:
        raise Unreadable(f"cannot read {name}: {e.strerror}") from None
    except UnicodeDecodeError as e:
        raise Unreadable(f"cannot read {name}: byte {e.start + 1} is not UTF-8") from None


def run_file(session: Session, console: Console, name: str, printing: str = "") -> int:
    text = read_file(name)
    set_variable(session, "$InputFileName", str(Path(name).resolve()))
    return run_text(session, console, text, name, printing)


def run_source(session: Session, console: Console, source: Source, printing: str) -> int:
    if source.kind == "file":
        return run_file(session, console, source.text, printing)
    return run_text(session, console, source.text, "", printing or "last")


def input_lines() -> Iterator[str]:
    """The lines of the standard input.  Raises Unreadable for bytes that are no text."""
    number = 1
    try:
        for line in sys.stdin:
            line.encode()  # Python lets wrong bytes pass in some locales
            yield line
            number += 1
    except UnicodeError:
        raise Unreadable(f"cannot read the standard input: there is no UTF-8 near line {number}") from None


def run_lines(session: Session, console: Console) -> int:
    """Evaluate each line of the standard input as a program of its own and print its value."""
    for line in input_lines():
        if line.strip() and (status := run_text(session, console, line, "", "last")) != OK:
            return status
    return OK


def run(session: Session, console: Console, arguments: Arguments, words: list[str]) -> int:
    """Run all that a command line names, in order, up to the first that fails; the exit status."""
    sources = arguments.sources
    files = [source.text for source in sources if source.kind == "file"]
    describe_command(session, words, [files[0], *arguments.rest] if files else ["wlnet", *words])
    for source in sources:
        if (status := run_source(session, console, source, arguments.print)) != OK:
            return status
    return run_lines(session, console) if arguments.linewise else OK
