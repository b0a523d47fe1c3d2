"""How values look on a terminal, and where a session's output goes."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from ..expr import Expr, Node
from ..session import Session
from ..syntax.line_breaks import broken
from ..syntax.write import FORM_HEADS, output_form, result_form
from .progress import Lines, ProgressLine

BROKEN_PIPE = 141  # the exit status of a program that nobody reads any more, as shells know it


def shown(node: Node) -> str:
    """The text of a value where programs read it: as on a terminal, but numbers with all their digits."""
    return result_form(node)


def labelled(number: int, node: Node, width: int = 0) -> str:
    """The value as output `number` of a dialogue; a text of several lines begins on a line of its own."""
    form = f"//{node.head}" if is_formed(node) else ""
    text = output_form(node)
    label = f"Out[{number}]{form}={chr(10) if chr(10) in text else ' '}"
    return label + (broken(text, width - len(label)) if width else text)


def is_formed(node: Node) -> bool:
    """Whether `node` is a value inside a head that only says how it is written, as ``InputForm[x]``."""
    return type(node) is Expr and node.head in FORM_HEADS and len(node.args) > 0


class Console:
    """The streams of this process, as a session uses them: values and Print to one, messages to the other.

    A line of progress stands below what was printed and never stays: whatever prints takes it away first.
    """

    def __init__(self, session: Session, out: TextIO | None = None, err: TextIO | None = None):
        self.out, self.err = out or sys.stdout, err or sys.stderr
        self.progress = ProgressLine(self.err)
        session.kernel.write, session.kernel.report = self.write, self.error
        session.kernel.put = self.put
        watched = self.out.isatty() and self.err.isatty()
        session.kernel.notify = self.progress if watched else Lines(self.error)

    def write(self, text: str) -> None:
        """Print a line where results go.  Ends the process when nobody reads them any more."""
        self.put(text + "\n")

    def put(self, text: str) -> None:
        """Print a text where results go, without an end of the line."""
        self.progress.clear()
        try:
            print(text, file=self.out, end="", flush=True)
        except BrokenPipeError:
            self._nobody_reads(BROKEN_PIPE)
        except OSError as error:  # such as a full disk
            self.error(f"wlnet: cannot write the output: {error.strerror}")
            self._nobody_reads(1)

    def error(self, message: object) -> None:
        """Print a line where messages go."""
        self.progress.clear()
        print(message, file=self.err, flush=True)

    def _nobody_reads(self, status: int) -> None:
        """Leave with that exit status, and no complaint of the interpreter when it closes the stream."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())
        raise SystemExit(status)
