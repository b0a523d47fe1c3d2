"""The dialogue: numbered inputs and outputs, on a terminal or piped in.

On a terminal `terminal.TerminalReader` reads with prompts, history and completion.  Otherwise lines come
from the standard input, without prompts, and values are printed bare; a syntax error ends it there, as in
a file.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import Protocol

from ..expr import NULL, Expr, Integer, Node, S, Symbol, is_head
from ..lazy import LazyModule
from ..session import Session
from ..syntax.error import WolframSyntaxError
from ..syntax.parse import read
from .display import Console, is_formed, labelled, shown
from .script import FAILURE, OK, describe_command, input_lines
from .usage import explain

terminal = LazyModule("wlnet.frontends.terminal")

BANNER = "wlnet: ?name explains a function, Tab completes, Ctrl-C stops, Ctrl-D leaves."
# `%` reads as Out[] and `%%` as Out[-2]
RELATIVE = """
Out[] := Out[$Line - 1]
Out[n_Integer?Negative] := Out[$Line + n]
In[n_Integer?Negative] := In[$Line + n]
"""


class Reader(Protocol):
    """Gives the text of the next input, complete as far as it can be; raises EOFError when there is none."""

    def __call__(self, number: int) -> str: ...


class Dialogue:
    """Evaluates inputs one after the other and keeps them, with their values, as In[n] and Out[n]."""

    def __init__(self, session: Session, console: Console, labels: bool):
        self.session, self.console, self.labels = session, console, labels
        self.number, self.aborted = 1, False
        session.evaluate(RELATIVE)

    def answer(self, text: str) -> bool:
        """Evaluate all of `text` and show the values; False after a syntax error."""
        if text.lstrip().startswith("?"):
            self.console.write(explain(self.session, text.strip()))
            return True
        try:
            for node in read(text):
                self._evaluate(node)
        except WolframSyntaxError as e:
            self.console.error(e)
            return False
        return True

    def _evaluate(self, node: Node) -> None:
        number, session = Integer(self.number), self.session
        if node is S.Quit or node is S.Exit:  # alone on a line, the word is enough
            node = Expr(node)
        session.evaluate_node(S.Set(Symbol("$Line"), number))
        session.evaluate_node(S.SetDelayed(S.In(number), node))
        hidden, node = _without_semicolon(node)
        value = session.evaluate_node(node)
        self.aborted = session.aborted
        self.console.progress.clear()
        session.evaluate_node(S.Set(S.Out(number), _without_form(value)))
        if not hidden and value is not NULL:
            seen = session.shown(value)
            width = shutil.get_terminal_size().columns
            self.console.write(f"\n{labelled(self.number, seen, width)}" if self.labels else shown(seen))
        self.number += 1


def _without_semicolon(node: Node) -> tuple[bool, Node]:
    """Whether an input ends in ``;``, which hides its value, and the input without it."""
    if is_head(node, S.CompoundExpression) and node.args[-1] is NULL:
        rest = node.args[:-1]
        return True, rest[0] if len(rest) == 1 else Expr(S.CompoundExpression, rest)
    return False, node


def _without_form(value: Node) -> Node:
    """``Out[n]`` of ``x // InputForm`` is x: the form is for the eye."""
    return value.args[0] if is_formed(value) else value


def main(session: Session, console: Console, words: list[str]) -> int:
    """Hold a dialogue until the input ends; the exit status."""
    describe_command(session, words, [])
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return piped(Dialogue(session, console, labels=False))
    console.write(BANNER)
    return typed(Dialogue(session, console, labels=True), terminal.TerminalReader(session))


def typed(dialogue: Dialogue, reader: Reader) -> int:
    """Answer what is typed.  Ctrl-C drops the line, Ctrl-D leaves, and errors are forgiven."""
    while True:
        try:
            text = reader(dialogue.number)
            if text.strip():
                dialogue.answer(text)
                dialogue.console.write("")
        except KeyboardInterrupt:  # while typing, or while an input is read or its value is shown
            continue
        except EOFError:
            return OK


def piped(dialogue: Dialogue) -> int:
    """Answer what is piped in, expression by expression, up to a syntax error or an abort."""
    for text in complete_inputs(input_lines()):
        if not dialogue.answer(text) or dialogue.aborted:
            return FAILURE
    return OK


def complete_inputs(lines: Iterator[str]) -> Iterator[str]:
    """The lines joined into texts that are complete expressions; the last may be incomplete."""
    text = ""
    for line in lines:
        text += line
        if text.strip() and not is_incomplete(text):
            yield text
            text = ""
    if text.strip():
        yield text


def is_incomplete(text: str) -> bool:
    """Whether more input could make `text` complete."""
    if text.lstrip().startswith("?"):
        return False
    try:
        for _ in read(text):
            pass
    except WolframSyntaxError as e:
        return e.incomplete
    return False
