r"""The lexer: text to the tokens of the grammar, one statement at a time.

One regular expression finds tokens; what a token means depends on three things kept here.

* `want`: whether an operand is wanted, and after what.  ``!`` is Not where one is wanted and Factorial where not; an
  operand left out after ``;``, ``;;`` or a comma is filled in.
* the stack of open brackets.  At its bottom a newline ends a statement that could end there.
* nested comments, which no regular expression counts.

Between brackets, operands and operators are collected into one `RUN`; only brackets and commas become tokens.

``<3 -> 1, _ -> None>`` reads as the association ``<|3 -> 1, _ -> None|>``.  ``<`` opens it where an operand is wanted,
which no other program has there.  Within it ``>`` closes unless an operand follows: in ``<a -> b > c, d -> e>`` the
first ``>`` is Greater, the second closes.  ``+`` and ``-`` count as the sign of an operand if no blank is between
(``b > -1``); a newline ends the search where the bracket is the outermost one.  Its elements have to be rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn

from ..expr import NULL, Expr, Integer, Node, S, String, Symbol
from . import climb as c
from .characters import CONSTANTS, NEWLINES, SPACES
from .error import WolframSyntaxError
from .escapes import BadEscape, Decoded, comment_end, describe, unescape
from .numerals import PATTERN as NUMBER
from .numerals import BadNumber, number
from .operators import MATCHFIX, OPERATORS, UNREADABLE

DONE, BEGIN, OPENER, COMMA, OPERATOR, STATEMENT, SPAN = range(
    7
)  # values of `want`; DONE: an operand is complete


class Token:
    """A token of the grammar; `items` are the operands and operators of a RUN, or what a bracket has to tell."""

    __slots__ = ("items", "type")
    start_pos = line = column = end_line = end_column = end_pos = (
        None  # asked for by Lark, which needs none of them
    )

    def __init__(self, type: str, items: Any = None):
        self.type, self.items = type, items


class Bracket:
    """An open bracket: how it was written and where, what closes it, and the token type of its closing."""

    __slots__ = ("close", "closing", "opening", "position")

    def __init__(self, opening: str, position: int, close: str, closing: Token):
        self.opening, self.position, self.close, self.closing = opening, position, close, closing


_COMMA = Token("_COMMA")
_BRACKETS = {  # spelling: (opening token, closing bracket, closing token)
    "[": ("_CALL", "]", Token("_CLOSE")),
    "[[": ("_PART", "]]", Token("_CLOSE")),
    "\u301a": ("_PART", "\u301b", Token("_CLOSE")),
    "(": ("_PAREN", ")", Token("_CLOSE")),
    "{": ("_LIST", "}", Token("_CLOSE")),
    "<|": ("_ASSOCIATION", "|>", Token("_CLOSE")),
    "\uf113": ("_ASSOCIATION", "\uf114", Token("_CLOSE")),
    "<": ("RULES", ">", Token("_CLOSE")),
    **{opening: ("GROUP", close, Token("_CLOSE")) for opening, (close, _) in MATCHFIX.items()},
}
_CLOSERS = {close for _, close, _ in _BRACKETS.values()} - {"]]", ">"}
_SEPARATORS = (",", "\uf765")


def _spellings() -> dict[str, list[str]]:
    """All that the table and the brackets spell, by first character, longest first."""
    known = {o.spelling for o in OPERATORS} | {*_BRACKETS, *_CLOSERS, *_SEPARATORS, *UNREADABLE} - {"[["}
    by_first: dict[str, list[str]] = {}
    for spelling in sorted(known, key=len, reverse=True):
        by_first.setdefault(spelling[0], []).append(spelling)
    return by_first


def _operator_pattern(by_first: dict[str, list[str]]) -> str:
    single = "".join(first for first, all_ in by_first.items() if all_ == [first])
    longer = (all_ for first, all_ in by_first.items() if all_ != [first])
    branches = ["|".join(re.escape(s) + (r"(?![0-9])" if s == "/." else "") for s in all_) for all_ in longer]
    return "|".join([f"[{re.escape(single)}]", *branches])


_BY_FIRST = _spellings()
_FOREIGN = re.escape("".join(first for first in _BY_FIRST if not first.isascii()) + SPACES + NEWLINES)
_BLANKS = rf"[ \t\f\v{re.escape(SPACES)}]*"
_LETTER = rf"[^\x00-#%-@\[-`{{-\x7f{_FOREIGN}]"
_NAME = rf"{_LETTER}(?:{_LETTER}|[0-9])*"
_FULL_NAME = rf"`?{_NAME}(?:`{_NAME})*"
_BLANK = rf"_(?:\.|_{{0,2}}(?:{_FULL_NAME})?)"
_STRING = r'"[^"\\]*(?:\\[\s\S][^"\\]*)*"'
_FILE = rf"(?:{_LETTER}|[0-9`/.\\!\-:*~?_]|\[[^\s\[\]]*\])+"

_MASTER = re.compile(
    rf"{_BLANKS}(?:"
    rf"({_FULL_NAME})({_BLANK})?"  # 1 symbol, 2 with a blank
    rf"|({NUMBER})"  # 3
    rf"|({_STRING})"  # 4
    rf"|(\(\*)"  # 5 comment
    rf"|(=[ \t]*\.(?![0-9]))"  # 6 unset
    rf"|({_operator_pattern(_BY_FIRST)})"  # 7
    rf"|(\r\n?|[\n{NEWLINES}])"  # 8
    rf"|(#(?:#[0-9]*|[0-9]+|{_FULL_NAME}|{_STRING})?)"  # 9 slot
    rf"|({_BLANK})"  # 10
    rf"|(%(?:[0-9]+|%*))"  # 11 out
    rf"|([\s\S])"  # 12 anything else
    rf"|())"  # 13 the end
)
_TAG = re.compile(rf"({_STRING})|((?:{_LETTER}|[0-9])+)")
_FILE_NAME = re.compile(rf"[ \t\r\n]*(?:({_STRING})|({_FILE}))")
_SPACE = re.compile(rf"[ \t\f\v\r\n{re.escape(SPACES + NEWLINES)}]*")
_LINE_SPACE = re.compile(_BLANKS)


class Scanner:
    """Reads `text` statement by statement; errors name `source`."""

    def __init__(self, text: str, source: str = ""):
        self.decoded, self.source = Decoded(text), source
        self.text = self.decoded.text
        self.position = self.text.find("\n") % (len(self.text) + 1) if self.text.startswith("#!") else 0
        self.want, self.after, self.running = BEGIN, "", True
        self.start = self.position  # of the statement
        self.items: list = []
        self.tokens: list[Token] = []
        self.stack: list[Bracket] = []

    def statement(self) -> list[Token]:
        """The tokens of the next statement; none at the end of the text."""
        self.want, self.running = BEGIN, True
        self.items, self.tokens = [], []
        self.start = self._skip_space(self.position)
        text, match, handlers = self.text, _MASTER.match, _HANDLERS
        while self.running:
            found = match(text, self.position)
            assert found is not None
            kind = found.lastindex
            self.position = found.end()
            if kind == 1 and (symbol := _WORDS.get(found[1])) is not None:
                self.items.append(symbol)
                self.want = DONE
            else:
                handlers[kind](self, found, found.start(kind))  # type: ignore[index]
        self._flush()
        return self.tokens

    def error(self, reason: str, position: int, expected: str = "", incomplete: bool = False) -> NoReturn:
        place = self.decoded.place(position)
        raise WolframSyntaxError(reason, self.decoded.original, place, self.source, expected, incomplete)

    def at_end(self) -> bool:
        return not self.text[self.position :].strip()

    # operands

    def _operand(self, node: Node) -> None:
        self.items.append(node)
        self.want = DONE

    def _symbol(self, found: re.Match[str], start: int) -> None:
        self._operand(_word(found[1]))

    def _pattern(self, found: re.Match[str], start: int) -> None:
        self._operand(_blank(found[2], _word(found[1])))

    def _blank(self, found: re.Match[str], start: int) -> None:
        self._operand(_blank(found[10]))

    def _number(self, found: re.Match[str], start: int) -> None:
        try:
            self._operand(number(found[3]))
        except BadNumber as bad:
            self.error(str(bad), start)

    def _string(self, found: re.Match[str], start: int) -> None:
        self._operand(String(self._unquote(found[4], start)))

    def _unquote(self, literal: str, start: int) -> str:
        if "\\" not in literal:
            return literal[1:-1]
        try:
            return unescape(literal[1:-1])
        except BadEscape as bad:
            self.error(bad.reason, start + 1 + bad.position)

    def _slot(self, found: re.Match[str], start: int) -> None:
        name = found[9].lstrip("#")
        head = S.SlotSequence if found[9].startswith("##") else S.Slot
        if not name or name[0].isdigit():
            self._operand(Expr(head, (Integer(int(name or 1)),)))
        else:
            self._operand(Expr(head, (String(self._unquote(name, start + 1) if name[0] == '"' else name),)))

    def _out(self, found: re.Match[str], start: int) -> None:
        marks, digits = found[11].count("%"), found[11].lstrip("%")
        which = int(digits) if digits else -marks
        self._operand(Expr(S.Out, (Integer(which),) if digits or marks > 1 else ()))

    # operators: each entry of _BEFORE and _AFTER is one of these with what it needs to know

    def _operator(self, found: re.Match[str], start: int) -> None:
        spelling = found[7]
        if self.want and (entry := _BEFORE.get(spelling)) is None:
            if (entry := self._without_operand(spelling, start)) is None:
                return
        elif not self.want:
            entry = _AFTER[spelling]
        entry[0](self, spelling, start, entry[1])

    def _infix(self, spelling: str, start: int, op: c.Item) -> None:
        self.items.append(op)
        self.want, self.after = OPERATOR, spelling

    def _placed(self, spelling: str, start: int, op: c.Item) -> None:
        self.items.append(c.Placed(op, start, not self.stack))
        self.want, self.after = OPERATOR, spelling

    def _postfix(self, spelling: str, start: int, op: c.Item) -> None:
        self.items.append(op)

    def _statement_end(self, spelling: str, start: int, op: c.Item) -> None:
        self.items.append(op)
        self.want = STATEMENT

    def _span(self, spelling: str, start: int, op: c.Item) -> None:
        if self.want == SPAN:
            self.items[-1] = c.OPEN_SPAN
        self.items.append(op)
        self.want = SPAN

    def _greater(self, spelling: str, start: int, op: c.Item | None) -> None:
        """``>``, ``>>``, ``>>>`` after an operand; within ``<...>`` each ``>`` of them may close."""
        if not self.stack or self.stack[-1].opening != "<":
            return self._infix(spelling, start, op) if op else self._put(spelling, start)
        self.position = start + 1
        if self._operand_follows():
            return self._infix(">", start, _AFTER_GREATER)
        return self._close(">", start, None)

    def _put(self, spelling: str, start: int) -> None:
        name = String(self._file_name(spelling))
        self.items.append(c.Suffix(c.FILE, S.Put if spelling == ">>" else S.PutAppend, (name,)))

    def _get(self, spelling: str, start: int, op: None) -> None:
        self._operand(Expr(S.Get, (String(self._file_name(spelling)),)))

    def _file_name(self, spelling: str) -> str:
        found = _FILE_NAME.match(self.text, self.position)
        if found is None:
            at = self._skip_space(self.position)
            expected = f'expected a file name after "{spelling}"'
            self.error(expected, at, expected, incomplete=at == len(self.text))
        self.position = found.end()
        return self._unquote(found[1], found.start(1)) if found[1] else found[2]

    def _message(self, spelling: str, start: int, op: None) -> None:
        if self.text.startswith("[", self.position):
            self.items.append(c.TYPE)
        elif found := _TAG.match(self.text, self.position):
            self.items.append(c.Message(self._unquote(found[1], found.start(1)) if found[1] else found[2]))
            self.position = found.end()
        else:
            expected = 'expected the tag of a message after "::", as in f::usage'
            self.error(expected, self.position, expected)

    def _unset(self, found: re.Match[str], start: int) -> None:
        if self.want:
            if self.want not in (STATEMENT, SPAN):
                self._no_operand("=.", start)
            self._leave_out()
        self.items.append(_UNSET)

    # brackets and commas

    def _flush(self) -> None:
        if self.items:
            self.tokens.append(Token("RUN", self.items))
            self.items = []

    def _open(self, spelling: str, start: int, op: None) -> None:
        kind, close, closing = _BRACKETS[spelling]
        self._flush()
        self.stack.append(Bracket(spelling, start, close, closing))
        told = start if kind == "RULES" else MATCHFIX[spelling][1] if kind == "GROUP" else None
        self.tokens.append(Token(kind, told))
        self.want = OPENER

    def _open_square(self, spelling: str, start: int, op: None) -> None:
        after = self._skip_space(self.position)
        if self.text.startswith("[", after):
            self.position = after + 1
            spelling = "[["
        self._open(spelling, start, op)

    def _close(self, spelling: str, start: int, op: None) -> None:
        if not self.stack:
            self.error(f'there is no bracket for this "{spelling}" to close', start)
        top = self.stack[-1]
        if top.close == "]]" and spelling == "]":
            at = self._skip_space(self.position)
            if not self.text.startswith("]", at):
                self._mismatch(spelling, start, top)
            self.position = at + 1
        elif top.close != spelling:
            self._mismatch(spelling, start, top)
        self.stack.pop()
        self._flush()
        self.tokens.append(top.closing)
        self.want = DONE

    def _mismatch(self, spelling: str, start: int, top: Bracket) -> NoReturn:
        hint = ' (a ">" before an operand is Greater)' if top.opening == "<" else ""
        expected = f'expected "{top.close}" before "{spelling}"'
        self.error(f'"{spelling}" does not close {self._named(top)}{hint}', start, expected)

    def _named(self, bracket: Bracket) -> str:
        where = WolframSyntaxError("", self.decoded.original, self.decoded.place(bracket.position))
        return f'"{bracket.opening}" opened at {where.line}:{where.column}'

    def _comma(self, spelling: str, start: int, op: None) -> None:
        if not self.stack:
            self.error('"," separates only inside brackets', start)
        if self.stack[-1].opening == "(":
            self.error('"," inside parentheses: write {a, b} for a list, f[a, b] for arguments', start)
        self._flush()
        self.tokens.append(_COMMA)
        self.want, self.after = COMMA, ","

    # operands left out

    def _without_operand(self, spelling: str, start: int) -> tuple | None:
        """What `spelling` means where an operand is wanted and it cannot begin one."""
        if self.want in (STATEMENT, SPAN):
            self._leave_out()
            return _AFTER[spelling]
        closes = spelling in _CLOSERS or (spelling == ">" and self.stack and self.stack[-1].opening == "<")
        if closes and self.want == OPENER and self.stack[-1].opening != "(":
            self._close(spelling, start, None)
            return None
        if (closes and self.want == COMMA) or (spelling in _SEPARATORS and self.want in (OPENER, COMMA)):
            self._operand(NULL)
            return _AFTER[spelling]
        if closes and self.want == BEGIN:
            return _AFTER[spelling]
        self._no_operand(spelling, start)

    def _leave_out(self) -> None:
        """Fill in for the operand that ``;`` or ``;;`` may lack."""
        if self.want == STATEMENT:
            self.items.append(c.NO_STATEMENT)
        elif self.want == SPAN:
            self.items[-1] = c.OPEN_SPAN
        self.want = DONE

    def _no_operand(self, spelling: str, start: int, incomplete: bool = False) -> NoReturn:
        if spelling == "[":
            self.error('"[" needs an expression before it; lists are written {a, b}', start)
        if spelling == ")" and self.want == OPENER:
            self.error("there is nothing between these parentheses", start)
        if self.want == OPERATOR:
            expected = f'expected an expression after "{self.after}"'
        else:
            expected = f'expected an expression before "{spelling}"'
        self.error(expected, start, expected, incomplete)

    def _operand_follows(self) -> bool:
        """Whether an operand comes next, so that the ``>`` just read stands between two of them."""
        space = _SPACE if len(self.stack) > 1 else _LINE_SPACE
        at = self._skip_space(self.position, space)
        found = _MASTER.match(self.text, at)
        assert found is not None
        if found.lastindex in (1, 2, 3, 4, 9, 10, 11):
            return True
        if found.lastindex != 7 or found[7] in ("<", ";;"):
            return False
        if found[7] in "+-":
            return not self.text[found.end() : found.end() + 1].isspace()
        return found[7] in _BEFORE

    # space

    def _skip_space(self, position: int, space: re.Pattern[str] = _SPACE) -> int:
        """The position after blanks and comments, or of a comment that does not end."""
        while found := space.match(self.text, position):
            position = found.end()
            if not self.text.startswith("(*", position):
                break
            if (end := comment_end(self.text, position)) < 0:
                break
            position = end
        return position

    def _comment(self, found: re.Match[str], start: int) -> None:
        end = comment_end(self.text, start)
        if end < 0:
            self.error("this comment is not closed", start, 'expected "*)"', incomplete=True)
        self.position = end

    def _newline(self, found: re.Match[str], start: int) -> None:
        if not self.stack and self.want in (DONE, STATEMENT, SPAN):
            self._leave_out()
            self.running = False

    def _end(self, found: re.Match[str], start: int) -> None:
        if self.stack:
            top = self.stack[-1]
            self.error(f"{self._named(top)} is not closed", start, f'expected "{top.close}"', incomplete=True)
        if self.want == OPERATOR:
            self._no_operand("", start, incomplete=True)
        if self.want != BEGIN:
            self._leave_out()
        self.running = False

    def _other(self, found: re.Match[str], start: int) -> None:
        char = found[12]
        if char == '"':
            self.error("this string is not closed", start, "expected '\"'", incomplete=True)
        if char == "`":
            self.error('a "`" needs a name after it', start, "expected a name")
        if char == "\\":
            rest = self.text[start:]
            if not rest[1:].strip():
                self.error('"\\" at the end of a line joins it to the next', start, incomplete=True)
            if rest[1] in "(!*":
                self.error("typeset input \\( ... \\) cannot be read; write it in a line", start)
            escape = re.match(r"\\(\[\w*\]?|.)", rest)
            self.error(describe(escape[0] if escape else "\\"), start)
        self.error(f"U+{ord(char):04X} ({char!r}) has no meaning here", start)


def _word(name: str) -> Symbol:
    """The symbol of a name as written; System` and Global` names are the short ones."""
    context, _, short = name.rpartition("`")
    full = short if context in ("System", "Global") else name
    symbol = Symbol(CONSTANTS.get(full, full))
    _WORDS[name] = symbol
    return symbol


def _blank(text: str, name: Symbol | None = None) -> Node:
    """The pattern of a blank such as ``_``, ``__h``, ``_.``, after `name` if there is one."""
    head = text.lstrip("_")
    kind = (S.Blank, S.BlankSequence, S.BlankNullSequence)[len(text) - len(head) - 1]
    blank = Expr(kind, (_word(head),) if head and head != "." else ())
    pattern = blank if name is None else Expr(S.Pattern, (name, blank))
    return Expr(S.Optional, (pattern,)) if head == "." else pattern


_WORDS: dict[str, Symbol] = {}
_HANDLERS: tuple[Callable[..., None] | None, ...] = (
    None,
    Scanner._symbol,
    Scanner._pattern,
    Scanner._number,
    Scanner._string,
    Scanner._comment,
    Scanner._unset,
    Scanner._operator,
    Scanner._newline,
    Scanner._slot,
    Scanner._blank,
    Scanner._out,
    Scanner._other,
    Scanner._end,
)


def _items() -> dict[tuple[str, str, int], c.Item]:
    """One item for each shape, head and precedence of the table; some are known to the climb by name."""
    known: dict[tuple[str, str, int], c.Item] = {
        ("flat", "Times", 400): c.TIMES,
        ("add", "Plus", 310): c.PLUS,
        ("subtract", "-", 310): c.Add("Plus", 310, negative=True),
        ("positive", "Plus", 480): c.POSITIVE,
        ("span", "Span", 297): c.SPAN,
    }
    for row in OPERATORS:
        if row.shape in c.SHAPES:
            item = c.SHAPES[row.shape](row.head, row.precedence)
            known.setdefault((row.shape, row.head, row.precedence), item)
    return known


_PREFIX_SHAPES = ("prefix", "twice", "positive", "negate", "integral", "differential")
_HANDLED = {  # shapes whose operators do more than join the run
    "compound": Scanner._statement_end,
    "span": Scanner._span,
    "colon": Scanner._placed,
    "test": Scanner._placed,
    "tag": Scanner._placed,
    "tilde": Scanner._placed,
    "postfix": Scanner._postfix,
    "prime": Scanner._postfix,
    "file": Scanner._greater,
    "message": Scanner._message,
    "get": Scanner._get,
}


def _tables() -> tuple[dict[str, tuple], dict[str, tuple]]:
    """What each spelling does where an operand is wanted, and where not."""
    items = _items()
    before: dict[str, tuple] = {s: (Scanner._open, None) for s in _BRACKETS if s not in ("[", "[[", "\u301a")}
    after = {**before, "[": (Scanner._open_square, None), "\u301a": (Scanner._open, None)}
    del after["<"]
    after.update((s, (Scanner._close, None)) for s in _CLOSERS)
    after.update((s, (Scanner._comma, None)) for s in _SEPARATORS)
    for row in OPERATORS:
        entry = (_HANDLED.get(row.shape, Scanner._infix), items.get((row.shape, row.head, row.precedence)))
        if row.shape in (*_PREFIX_SHAPES, "span", "get"):
            before[row.spelling] = entry
        if row.shape in _PREFIX_SHAPES:
            after.setdefault(row.spelling, entry)
        else:
            after[row.spelling] = entry
    after[">"] = (Scanner._greater, after[">"][1])
    return before, after


_BEFORE, _AFTER = _tables()
_AFTER_GREATER = _AFTER[">"][1]
_UNSET = _items()["unset", "Unset", 40]
