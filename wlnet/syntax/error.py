"""The one exception of reading: what is wrong, where, and whether more input could complete it."""

from __future__ import annotations


class WolframSyntaxError(Exception):
    """Text that is no expression.

    `line` and `column` count from 1; `source` names the text (a file, an input line); `reason` says in plain
    words what is wrong and `expected` what would have fitted (or ""); `incomplete` is True where more input
    could complete the text, so that a terminal asks for another line.
    """

    def __init__(
        self,
        reason: str,
        text: str = "",
        position: int = 0,
        source: str = "",
        expected: str = "",
        incomplete: bool = False,
    ):
        super().__init__(reason)
        self.reason, self.expected, self.source, self.incomplete = reason, expected, source, incomplete
        if not text[position:].strip():  # at the end: behind the last thing that was said
            position = len(text.rstrip())
        self.position = position
        self.line, self.column, self.text = place(text, position)

    def __str__(self) -> str:
        where = f"{self.source}:{self.line}:{self.column}" if self.source else f"{self.line}:{self.column}"
        shown, caret = _window(self.text, self.column - 1)
        return f"{where}: {self.reason}\n  {shown}\n  {caret}"


def place(text: str, position: int) -> tuple[int, int, str]:
    """The line and column of `position`, counted from 1, and the text of that line."""
    before = text[:position].replace("\r\n", "\n").replace("\r", "\n")
    start = before.rfind("\n") + 1
    rest = text[position:].replace("\r", "\n").partition("\n")[0]
    return before.count("\n") + 1, len(before) - start + 1, before[start:] + rest


def _window(line: str, column: int, width: int = 100) -> tuple[str, str]:
    """The part of a long line around `column`, and the caret under it."""
    start = max(0, column - width * 2 // 3) if len(line) > width else 0
    shown = line[start : start + width]
    before = ("…" if start else "") + "".join("\t" if c == "\t" else " " for c in shown[: column - start])
    shown = ("…" if start else "") + shown + ("…" if start + width < len(line) else "")
    return shown, (" " + before[1:] if start else before) + "^"
