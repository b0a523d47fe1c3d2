"""A message as data: a `Template` stands beside the check that needs it, a `Problem` is one occurrence of it.

A problem is raised where it is known and printed where the head is known: the evaluator catches it and says
``head::tag: text``.  So a net library or a file reader can report to a user without knowing who asked.
A problem is the user's fault; our own faults are ordinary exceptions and are never caught.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_SLOT = re.compile(r"`(\d*|\.)`")


@dataclass(frozen=True)
class Template:
    """The text of a message; `` `1` ``, `` `2` `` stand for what an occurrence fills in, ` `` ` for the next,
    `` `.` `` for a grave accent.
    """

    tag: str
    text: str

    def __call__(self, *slots: object) -> Problem:
        return Problem(self, slots)


class Problem(Exception):
    """One occurrence of a message.  `head` names the symbol it belongs to, if that is not the function
    called.
    """

    def __init__(self, template: Template, slots: tuple[object, ...] = (), head: str | None = None):
        super().__init__(template, slots)
        self.template, self.slots, self.head = template, slots, head

    def of(self, head: str) -> Problem:
        """This problem, said in the name of `head`."""
        return Problem(self.template, self.slots, head)

    def text(self, show: Callable[[object], str] = str) -> str:
        """The text with its slots filled in, each written by `show`."""

        place = 0

        def fill(found: re.Match[str]) -> str:
            nonlocal place
            if found[1] == ".":
                return "`"
            place = int(found[1]) if found[1] else place + 1
            return show(self.slots[place - 1]) if 0 < place <= len(self.slots) else found[0]

        return _SLOT.sub(fill, self.template.text)

    def __str__(self) -> str:
        return f"{self.template.tag}: {self.text()}"
