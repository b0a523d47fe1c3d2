"""String patterns: expressions such as ``"a" ~~ x__ ~~ DigitCharacter`` as something that searches text.

A pattern becomes a regular expression of Python wherever it can (`RegexPattern`).  Tests and conditions are
questions to the evaluator, which no regular expression can ask: a pattern with those becomes a matcher that
tries one way after the other (`string_backtracking`).
"""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from ..expr import Expr, Integer, Node, S, String, Symbol, is_head
from ..kernel.builtin import symbol
from ..problem import Template

INVALID = Template("invld", "Element `1` is not a valid string or pattern element in `2`.")
BAD_REGEX = Template("maxrec", "The regular expression `1` cannot be used: `2`.")

ANY = "(?s:.)"
ATOMS: dict[Symbol, tuple[str, str]] = {
    S.DigitCharacter: ("[0-9]", "a digit from 0 to 9"),
    S.LetterCharacter: (r"[^\W\d_]", "a letter"),
    S.WordCharacter: (r"[^\W_]", "a letter or a digit"),
    S.WhitespaceCharacter: (r"\s", "a space, tabulator, line end or other white space"),
    S.Whitespace: (r"\s+", "a run of white space"),
    S.HexadecimalCharacter: ("[0-9a-fA-F]", "a digit of hexadecimal numbers"),
    S.PunctuationCharacter: (r"(?:[^\w\s]|_)", "a character of punctuation"),
    S.NumberString: (r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+))", "the text of a number"),
    S.StartOfString: (r"\A", "the beginning of the text"),
    S.EndOfString: (r"\Z", "the end of the text"),
    S.StartOfLine: ("(?m:^)", "the beginning of a line"),
    S.EndOfLine: ("(?m:$)", "the end of a line"),
    S.WordBoundary: (r"\b", "a place where a word begins or ends"),
}
_CLASS_TESTS = {
    S.LetterQ: str.isalpha,
    S.DigitQ: str.isdigit,
    S.UpperCaseQ: str.isupper,
    S.LowerCaseQ: str.islower,
}

for _atom, (_, _meaning) in ATOMS.items():
    symbol(_atom.name, f"{_atom.name} stands in string patterns for {_meaning}.")
symbol("RegularExpression", 'RegularExpression["regex"] is a string pattern written as a regular expression.')
symbol("IgnoreCase", "IgnoreCase is an option: whether small and capital letters are taken as the same.")
symbol("Overlaps", "Overlaps is an option: whether places that overlap are all found.")
symbol("CaseSensitive", "CaseSensitive[p] is a string pattern in which IgnoreCase has no effect.")


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text where a pattern fits; positions count from 0, `end` is behind the last character."""

    start: int
    end: int
    names: dict[Symbol, Node]
    groups: tuple[str, ...]  # of the whole and of the groups of a RegularExpression


class StringPattern(Protocol):
    """What searches a text."""

    def search(self, text: str, start: int = 0) -> Found | None:
        """The first place from `start` on."""

    def match(self, text: str, start: int = 0) -> Found | None:
        """The place that begins at `start`."""

    def whole(self, text: str) -> Found | None:
        """The whole text, if it fits."""

    def at_end(self, text: str) -> Found | None:
        """The first place that ends where the text does."""

    def every(self, text: str, start: int) -> Iterator[Found]:
        """Every way to fit that begins at `start`."""


class NeedsTests(Exception):
    """Private: the pattern has a test or a condition, so that no regular expression will do."""


class Regex:
    """Writes a string pattern as a regular expression."""

    def __init__(self, whole: Node) -> None:
        self.whole = whole
        self.names: dict[Symbol, int] = {}  # pattern names and the groups that they are
        self.own: list[int] = []  # the groups of RegularExpressions
        self._count = 0

    def text(self, node: Any, lazy: bool = False) -> str:
        """The regular expression of a pattern; `lazy`: repetitions are as short as can be."""
        if type(node) is String:
            return re.escape(node.value)
        if type(node) is Symbol and node in ATOMS:
            return ATOMS[node][0]
        write = _WRITERS.get(node.head) if type(node) is Expr and type(node.head) is Symbol else None
        if write is None:
            raise INVALID(node, self.whole).of("StringExpression")
        return write(self, node, lazy)

    def _sequence(self, node: Any, lazy: bool) -> str:
        return "".join(
            [f"(?:{self.text(p, lazy)})" if _is_choice(p) else self.text(p, lazy) for p in node.args]
        )

    def _choice(self, node: Any, lazy: bool) -> str:
        return "(?:" + "|".join([self.text(p, lazy) for p in node.args]) + ")"

    def _blank(self, node: Any, lazy: bool) -> str:
        if node.args:
            raise INVALID(node, self.whole).of("StringExpression")
        return (
            ANY + {S.Blank: "", S.BlankSequence: "+", S.BlankNullSequence: "*"}[node.head] + _way(node, lazy)
        )

    def _named(self, node: Any, lazy: bool) -> str:
        name, pattern = node.args
        if name in self.names:
            return f"(?:\\{self.names[name]})"
        self._count += 1
        self.names[name] = self._count
        return f"({self.text(pattern, lazy)})"

    def _repeated(self, node: Any, lazy: bool) -> str:
        return f"(?:{self.text(node.args[0], lazy)}){_times(node)}" + ("?" if lazy else "")

    def _except(self, node: Any, lazy: bool) -> str:
        not_this, this = node.args[0], node.args[1] if len(node.args) == 2 else None
        if not_this is S.WordBoundary:
            return r"\B"
        return f"(?:(?!{self.text(not_this, lazy)}){ANY if this is None else self.text(this, lazy)})"

    def _regular(self, node: Any, lazy: bool) -> str:
        if len(node.args) != 1 or type(node.args[0]) is not String:
            raise INVALID(node, self.whole).of("StringExpression")
        text, groups = _python_regex(node.args[0].value, self._count)
        self.own.extend(range(self._count + 1, self._count + groups + 1))
        self._count += groups
        return text

    def _tested(self, node: Any, lazy: bool) -> str:
        pattern, test = node.args
        if test not in _CLASS_TESTS or not is_blank(pattern):
            raise NeedsTests
        times = {S.Blank: "", S.BlankSequence: "+", S.BlankNullSequence: "*"}
        bare = pattern.args[1] if is_head(pattern, S.Pattern) else pattern
        inner = character_class(test) + times[bare.head] + _way(bare, lazy)
        if bare is pattern:
            return inner
        name = pattern.args[0]
        if name in self.names:
            return f"(?:\\{self.names[name]})"
        self._count += 1
        self.names[name] = self._count
        return f"({inner})"

    def _conditional(self, node: Any, lazy: bool) -> str:
        raise NeedsTests


def is_blank(node: Node) -> bool:
    """Whether a pattern is ``_``, ``__`` or ``___``, perhaps with a name."""
    if is_head(node, S.Pattern):
        node = node.args[1]
    return type(node) is Expr and node.head in (S.Blank, S.BlankSequence, S.BlankNullSequence)


def _is_choice(node: Node) -> bool:
    return is_head(node, S.RegularExpression)  # it may have | outside of all brackets


def _way(node: Node, lazy: bool) -> str:
    return "?" if lazy and node.head is not S.Blank else ""


def _times(node: Node) -> str:
    """The quantifier of ``p..``, ``p...``, ``Repeated[p, n]``."""
    low = 1 if node.head is S.Repeated else 0
    if len(node.args) == 1:
        return "+" if low else "*"
    least, most = limits_of(node)
    return f"{{{least},{most}}}"


def limits_of(node: Node) -> tuple[int, Any]:
    """The least and the greatest number of times of a repeated pattern; "" for any number."""
    low = 1 if node.head is S.Repeated else 0
    if len(node.args) == 1:
        return low, ""
    limits = node.args[1].args if is_head(node.args[1], S.List) else (Integer(low), node.args[1])
    if len(limits) == 1:
        limits = limits * 2
    least, most = limits
    if type(least) is not Integer or not (type(most) is Integer or most == S.DirectedInfinity(Integer(1))):
        raise INVALID(node, node).of("StringExpression")
    return least.value, most.value if type(most) is Integer else ""


_WRITERS = {
    S.StringExpression: Regex._sequence,
    S.PatternSequence: Regex._sequence,
    S.Alternatives: Regex._choice,
    S.List: Regex._choice,
    S.Blank: Regex._blank,
    S.BlankSequence: Regex._blank,
    S.BlankNullSequence: Regex._blank,
    S.Pattern: Regex._named,
    S.Repeated: Regex._repeated,
    S.RepeatedNull: Regex._repeated,
    S.Except: Regex._except,
    S.RegularExpression: Regex._regular,
    S.PatternTest: Regex._tested,
    S.Condition: Regex._conditional,
    S.Shortest: lambda self, node, lazy: f"(?:{self.text(node.args[0], True)})",
    S.Longest: lambda self, node, lazy: f"(?:{self.text(node.args[0], False)})",
    S.Optional: lambda self, node, lazy: f"(?:{self.text(node.args[0], lazy)})?",
    S.Verbatim: lambda self, node, lazy: self.text(node.args[0], lazy),
    S.HoldPattern: lambda self, node, lazy: self.text(node.args[0], lazy),
    S.CaseSensitive: lambda self, node, lazy: f"(?-i:{self.text(node.args[0], lazy)})",
}


@functools.cache
def character_class(test: Symbol) -> str:
    """The characters for which one of the tests of characters holds, as a class of a regular expression."""
    if test is S.LetterQ or test is S.DigitQ:
        return ATOMS[S.LetterCharacter if test is S.LetterQ else S.DigitCharacter][0]
    holds = _CLASS_TESTS[test]
    return "[" + "".join([char for char in map(chr, range(0x3000)) if holds(char)]) + "]"


_POSIX = {
    "alpha": r"^\W\d_", "digit": "0-9", "alnum": r"^\W_", "upper": "A-Z", "lower": "a-z", "space": r"\s",
    "punct": r"!-/:-@\[-`{-~", "xdigit": "0-9a-fA-F", "word": r"\w", "blank": r" \t",
}  # fmt: skip
_POSIX_ALONE = re.compile(r"\[\[:(\w+):\]\]")
_POSIX_WITHIN = re.compile(r"\[:(\w+):\]")
_INLINE = re.compile(r"^\(\?([imsx]+)\)")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"z": r"\Z", "Z": r"(?=\n?\Z)", "h": r"[ \t]", "R": r"(?:\r\n|\n|\r)"}


@functools.lru_cache(512)
def _python_regex(text: str, offset: int) -> tuple[str, int]:
    """A regular expression in the notation of Python, behind `offset` groups of others, and its groups."""
    flags = _INLINE.match(text)
    body = text[flags.end() :] if flags else text
    body = _POSIX_ALONE.sub(lambda found: f"[{_POSIX.get(found[1], '')}]", body)
    body = _POSIX_WITHIN.sub(lambda found: _POSIX.get(found[1], "").removeprefix("^"), body)
    body = _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[0]), body)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of what it may read otherwise some day
            groups = re.compile(body).groups
    except (re.error, OverflowError, RecursionError) as error:
        raise BAD_REGEX(text, str(error)) from None
    if offset:
        body = _ESCAPE.sub(
            lambda found: f"(?:\\{int(found[1]) + offset})" if found[1] in "123456789" else found[0], body
        )
    return f"(?{flags[1]}:{body})" if flags else body, groups


@dataclass(frozen=True, slots=True)
class RegexPattern:
    """A pattern that is a regular expression."""

    regex: re.Pattern[str]
    names: tuple[tuple[Symbol, int], ...]
    own: tuple[int, ...]

    def _found(self, found: re.Match[str] | None) -> Found | None:
        if found is None:
            return None
        names: dict[Symbol, Node] = {name: String(found[group] or "") for name, group in self.names}
        groups = (found[0], *(found[group] or "" for group in self.own))
        return Found(found.start(), found.end(), names, groups)

    def search(self, text: str, start: int = 0) -> Found | None:
        return self._found(self.regex.search(text, start))

    def match(self, text: str, start: int = 0) -> Found | None:
        return self._found(self.regex.match(text, start))

    def whole(self, text: str) -> Found | None:
        return self._found(self.regex.fullmatch(text))

    def at_end(self, text: str) -> Found | None:
        return self._found(_to_the_end(self.regex).search(text))

    def every(self, text: str, start: int) -> Iterator[Found]:
        for end in range(len(text), start - 1, -1):
            found = self._found(self.regex.fullmatch(text, start, end))
            if found is not None:
                yield found


@functools.lru_cache(512)
def _to_the_end(regex: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{regex.pattern})\\Z", regex.flags)


@functools.lru_cache(1024)
def regex_pattern(node: Node, ignore_case: bool) -> RegexPattern | None:
    """The pattern as a regular expression; None if it has tests or conditions.  Raises a Problem."""
    writer = Regex(node)
    try:
        text = writer.text(node)
    except NeedsTests:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            regex = re.compile(text, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise BAD_REGEX(node, str(error)) from None
    return RegexPattern(regex, tuple(writer.names.items()), tuple(writer.own))
