"""A place in a text: what the lexer reads from, and how it says that something there is wrong."""

from __future__ import annotations

import re
from typing import NoReturn

from .error import WolframSyntaxError
from .escapes import BadEscape, Decoded, comment_end, describe, unescape
from .tokens import FILE_NAME, SPACE

_ESCAPE = re.compile(r"\\(\[\w*\]?|.)")


class Cursor:
    """`position` in `text`, the text given with its escapes decoded; errors point into the text given."""

    def __init__(self, text: str, source: str):
        self.decoded, self.source = Decoded(text), source
        self.text, self.position = self.decoded.text, 0
        if self.text.startswith("#!"):
            self.position = self.text.find("\n") % (len(self.text) + 1)

    def error(self, reason: str, at: int, expected: str = "", incomplete: bool = False) -> NoReturn:
        place = self.decoded.place(at)
        raise WolframSyntaxError(reason, self.decoded.original, place, self.source, expected, incomplete)

    def where(self, position: int) -> str:
        """``3:5``, the line and column of `position`."""
        place = WolframSyntaxError("", self.decoded.original, self.decoded.place(position))
        return f"{place.line}:{place.column}"

    def at_end(self) -> bool:
        return not self.text[self.position :].strip()

    def skip_space(self, position: int, space: re.Pattern[str] = SPACE) -> int:
        """The position after blanks and comments from `position` on."""
        while found := space.match(self.text, position):
            position = found.end()
            if not self.text.startswith("(*", position) or (end := comment_end(self.text, position)) < 0:
                break
            position = end
        return position

    def skip_comment(self, start: int) -> None:
        end = comment_end(self.text, start)
        if end < 0:
            self.error("this comment is not closed", start, 'expected "*)"', incomplete=True)
        self.position = end

    def unquote(self, literal: str, start: int) -> str:
        """The value of the string `literal`, which stands at `start`."""
        if "\\" not in literal:
            return literal[1:-1]
        try:
            return unescape(literal[1:-1])
        except BadEscape as bad:
            self.error(bad.reason, start + 1 + bad.position)

    def file_name(self, operator: str) -> str:
        """The name, quoted or not, after the file operator just read."""
        found = FILE_NAME.match(self.text, self.position)
        if found is None:
            at = self.skip_space(self.position)
            expected = f'expected a file name after "{operator}"'
            self.error(expected, at, expected, incomplete=at == len(self.text))
        self.position = found.end()
        return self.unquote(found[1], found.start(1)) if found[1] else found[2]

    def stray(self, char: str, start: int) -> NoReturn:
        """Say what is wrong with a character that begins no token."""
        if char == '"':
            self.error("this string is not closed", start, "expected '\"'", incomplete=True)
        if char != "\\":
            self.error(f"the character U+{ord(char):04X} has no meaning here", start)
        rest = self.text[start : start + 100]
        if not rest[1:].strip():
            self.error('"\\" at the end of a line joins it to the next', start, incomplete=True)
        if rest[1] in "(!*":
            self.error("typeset input \\( ... \\) cannot be read; write it in a line", start)
        escape = _ESCAPE.match(rest)
        self.error(describe(escape[0] if escape else "\\"), start)
