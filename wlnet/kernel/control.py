"""Leaving an evaluation early.  These exceptions are private to the language: none reaches a user of the
session.
"""

from __future__ import annotations

from ..expr import NULL, Expr, Node, S, String


class Leaving(BaseException):
    """Abstract: the evaluation in progress is left.  Not an `Exception`, so that nobody catches it by
    accident.
    """


class Thrown(Leaving):
    """Throw[value, tag]; where nobody catches it, `uncaught` of both is the value of the evaluation."""

    def __init__(self, value: Node, tag: Node | None = None, uncaught: Node | None = None):
        self.value, self.tag, self.uncaught = value, tag, uncaught


class Returned(Leaving):
    """Return[value], out of the nearest function or loop, or of the nearest `head`."""

    def __init__(self, value: Node = NULL, head: Node | None = None):
        self.value, self.head = value, head


class Broken(Leaving):
    """Break[]."""


class Continued(Leaving):
    """Continue[]."""


class Aborted(Leaving):
    """Abort[]."""


class Quitted(Leaving):
    """Quit[code]."""

    def __init__(self, code: int = 0):
        self.code = code


class Terminated(Leaving):
    """A limit was reached and the evaluation as a whole is given up."""

    def __init__(self, reason: str):
        self.reason = reason

    @property
    def value(self) -> Node:
        return Expr(S.TerminatedEvaluation, (String(self.reason),))
