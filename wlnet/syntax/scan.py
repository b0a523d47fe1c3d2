r"""The lexer: text to the tokens of the grammar, one statement at a time.

One regular expression finds tokens; what a token means depends on three things kept here.

* `want`: whether an operand is wanted, and after what.  ``!`` is Not where one is wanted and Factorial where
  not; an operand left out after ``;``, ``;;`` or a comma is filled in.
* the stack of open brackets.  At its bottom a newline ends a statement that could end there.
* nested comments, which no regular expression counts.

Between brackets, operands and operators are collected into one RUN; only brackets and commas become tokens.

``<3 -> 1, _ -> None>`` reads as an association; `angles` says how its brackets are told from comparisons.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from ..expr import NULL, Expr, Integer, Node, S, String, Symbol
from . import constructs as c
from . import tokens as t
from .angles import closes, operand_follows
from .characters import CONSTANTS
from .climb import TIMES, Item
from .cursor import Cursor
from .numerals import BadNumber, number
from .operators import MATCHFIX, OPERATORS, PREFIX_SHAPES, UNREADABLE
from .sums import PLUS, POSITIVE, Add
from .tokens import Bracket, Token

# values of `want`; with DONE an operand is complete, the others say after what one is wanted
DONE, BEGIN, OPENER, COMMA, OPERATOR, STATEMENT, SPAN = range(7)
_OPTIONAL = (STATEMENT, SPAN)


class Scanner(Cursor):
    """Reads `text` statement by statement; errors name `source`."""

    def __init__(self, text: str, source: str = ""):
        super().__init__(text, source)
        self.want, self.after, self.running = BEGIN, "", True
        self.start, self.started = self.position, False  # where the statement begins; whether one came before
        self.items: list = []
        self.tokens: list[Token] = []
        self.stack: list[Bracket] = []

    def statement(self) -> list[Token]:
        """The tokens of the next statement; none at the end of the text."""
        self.want, self.running = BEGIN, True
        self.items, self.tokens, self.stack = [], [], []
        self.start = self.position = self.skip_space(self.position)
        text, match, handlers = self.text, t.MASTER.match, _HANDLERS
        while self.running:
            found = match(text, self.position)
            assert found is not None
            kind: int = found.lastindex  # type: ignore[assignment]
            self.position = found.end()
            if kind == t.SYMBOL and (symbol := _WORDS.get(found[1])) is not None:
                self.items.append(symbol)
                self.want = DONE
            else:
                handlers[kind](self, found, found.start(kind))
        self._flush()
        self.started = True
        return self.tokens

    # operands

    def _operand(self, node: Node) -> None:
        self.items.append(node)
        self.want = DONE

    def _symbol(self, found: re.Match[str], start: int) -> None:
        self._operand(self._word(found[t.SYMBOL], start))

    def _pattern(self, found: re.Match[str], start: int) -> None:
        self._operand(self._blank(found[t.PATTERN], start, self._word(found[t.SYMBOL], start)))

    def _only_blank(self, found: re.Match[str], start: int) -> None:
        self._operand(self._blank(found[t.BLANK], start))

    def _word(self, name: str, start: int) -> Symbol:
        """The symbol of a name as written; System` and Global` names are the short ones."""
        if (symbol := _WORDS.get(name)) is None:
            if t.BAD_NAME.search(name):
                self.error('"`" in a name stands between names, as in context`name', start, "expected a name")
            context, _, short = name.rpartition("`")
            full = short if context in ("System", "Global") else name
            symbol = _WORDS[name] = Symbol(CONSTANTS.get(full, full))
            if name[0] == "`":
                RELATIVE.add(symbol)
        return symbol

    def _blank(self, text: str, start: int, name: Symbol | None = None) -> Node:
        """The pattern of a blank such as ``_``, ``__h``, ``_.``, with `name` before it if there is one."""
        head = text.lstrip("_")
        kind = (S.Blank, S.BlankSequence, S.BlankNullSequence)[len(text) - len(head) - 1]
        blank = Expr(kind, (self._word(head, start),) if head and head != "." else ())
        pattern = blank if name is None else Expr(S.Pattern, (name, blank))
        return Expr(S.Optional, (pattern,)) if head == "." else pattern

    def _number(self, found: re.Match[str], start: int) -> None:
        try:
            self._operand(number(found[t.NUMERAL]))
        except BadNumber as bad:
            self.error(str(bad), start)

    def _string(self, found: re.Match[str], start: int) -> None:
        self._operand(String(self.unquote(found[t.STRING], start)))

    def _slot(self, found: re.Match[str], start: int) -> None:
        written = found[t.SLOT]
        name = written.lstrip("#")
        if not name or name[0].isdigit():
            head = S.SlotSequence if written.startswith("##") else S.Slot
            self._operand(Expr(head, (Integer(int(name or 1)),)))
        else:
            self._operand(Expr(S.Slot, (String(self.unquote(name, start + 1) if name[0] == '"' else name),)))

    def _out(self, found: re.Match[str], start: int) -> None:
        written = found[t.OUT]
        which = int(written[1:]) if written[1:].isdigit() else -len(written)
        self._operand(Expr(S.Out, () if which == -1 else (Integer(which),)))

    # operators: each entry of _BEFORE and _AFTER is one of these with what it needs to know

    def _operator(self, found: re.Match[str], start: int) -> None:
        spelling = found[t.OPERATOR]
        if not self.want:
            handle, op = _AFTER[spelling]
        elif spelling in _BEFORE:
            handle, op = _BEFORE[spelling]
        elif self._without_operand(spelling, start):
            handle, op = _AFTER[spelling]
        else:
            return
        handle(self, spelling, start, op)

    def _infix(self, spelling: str, start: int, op: Item) -> None:
        self.items.append(op)
        self.want, self.after = OPERATOR, spelling

    def _placed(self, spelling: str, start: int, op: c.PlacedOperator) -> None:
        self.items.append(c.Placed(op, start, not self.stack))
        self.want, self.after = OPERATOR, spelling

    def _postfix(self, spelling: str, start: int, op: Item) -> None:
        self.items.append(op)

    def _statement_end(self, spelling: str, start: int, op: Item) -> None:
        self.items.append(op)
        self.want = STATEMENT

    def _span(self, spelling: str, start: int, op: Item) -> None:
        if self.want == SPAN:
            self.items[-1] = c.OPEN_SPAN
        self.items.append(op)
        self.want = SPAN

    def _greater(self, spelling: str, start: int, op: Item | None) -> None:
        """``>``, ``>>``, ``>>>`` after an operand; within ``<...>`` each ``>`` of them may close."""
        if not self._in_rules() and spelling != ">":
            return self._put(spelling)
        self.position = start + 1
        if self._in_rules() and not operand_follows(self, start + 1, len(self.stack) == 1):
            return self._close(">", start, None)
        return self._infix(">", start, _GREATER)

    def _less(self, spelling: str, start: int, op: None) -> None:
        """``<`` where an operand is wanted, or may be."""
        if self.want in _OPTIONAL and not closes(self, self.position, not self.stack):
            self._leave_out()
            return self._infix(spelling, start, _LESS)
        return self._open(spelling, start, None)

    def _put(self, spelling: str) -> None:
        name = String(self.file_name(spelling))
        self.items.append(c.Suffix(c.FILE, S.Put if spelling == ">>" else S.PutAppend, (name,)))

    def _get(self, spelling: str, start: int, op: None) -> None:
        self._operand(Expr(S.Get, (String(self.file_name(spelling)),)))

    def _message(self, spelling: str, start: int, op: None) -> None:
        if self.text.startswith("[", self.position):
            self.items.append(c.TYPE)
        elif found := t.TAG.match(self.text, self.position):
            self.items.append(c.Message(self.unquote(found[1], found.start(1)) if found[1] else found[2]))
            self.position = found.end()
        else:
            expected = 'expected the tag of a message after "::", as in f::usage'
            self.error(expected, self.position, expected)

    def _unset(self, found: re.Match[str], start: int) -> None:
        if self.want:
            if self.want not in _OPTIONAL:
                self._no_operand("=.", start)
            self._leave_out()
        self.items.append(_UNSET)

    def _refuse(self, spelling: str, start: int, op: None) -> NoReturn:
        self.error(f"U+{ord(spelling):04X} has a meaning only in typeset input", start)

    # brackets and commas

    def _flush(self) -> None:
        if self.items:
            self.tokens.append(Token("RUN", self.items))
            self.items = []

    def _in_rules(self) -> bool:
        return bool(self.stack) and self.stack[-1].opening == "<"

    def _open(self, spelling: str, start: int, op: None) -> None:
        kind, close = t.BRACKETS[spelling]
        self._flush()
        self.stack.append(Bracket(spelling, start, close))
        told = start if kind == "RULES" else MATCHFIX[spelling][1] if kind == "GROUP" else None
        self.tokens.append(Token(kind, told))
        self.want = OPENER

    def _open_square(self, spelling: str, start: int, op: None) -> None:
        after = self.skip_space(self.position)
        if self.text.startswith("[", after):
            self.position = after + 1
            spelling = "[["
        self._open(spelling, start, op)

    def _close(self, spelling: str, start: int, op: None) -> None:
        if not self.stack:
            self.error(f'there is no bracket for this "{spelling}" to close', start)
        top = self.stack[-1]
        if top.close == "]]" and spelling == "]":
            at = self.skip_space(self.position)
            if at == len(self.text):
                self._unclosed(at, top)
            if not self.text.startswith("]", at):
                self._mismatch(spelling, start, top)
            self.position = at + 1
        elif top.close != spelling:
            self._mismatch(spelling, start, top)
        self.stack.pop()
        self._flush()
        self.tokens.append(t.CLOSE)
        self.want = DONE

    def _mismatch(self, spelling: str, start: int, top: Bracket) -> NoReturn:
        hint = ' (a ">" before an operand is Greater)' if top.opening == "<" else ""
        opened = f'"{top.opening}" opened at {self.where(top.position)}'
        expected = f'expected "{top.close}" before "{spelling}"'
        self.error(f'"{spelling}" does not close {opened}{hint}', start, expected)

    def _unclosed(self, at: int, top: Bracket) -> NoReturn:
        reason = f'"{top.opening}" opened at {self.where(top.position)} is not closed'
        self.error(reason, at, f'expected "{top.close}"', incomplete=True)

    def _comma(self, spelling: str, start: int, op: None) -> None:
        if not self.stack:
            self.error('"," separates only inside brackets', start)
        if self.stack[-1].opening == "(":
            self.error('"," inside parentheses: write {a, b} for a list, f[a, b] for arguments', start)
        self._flush()
        self.tokens.append(t.COMMA)
        self.want, self.after = COMMA, ","

    # operands left out

    def _without_operand(self, spelling: str, start: int) -> bool:
        """Make do where an operand is wanted and `spelling` begins none; False if that was all it meant."""
        closes = spelling in t.CLOSERS or (spelling == ">" and self._in_rules())
        if self.want in _OPTIONAL:
            self._leave_out()
        elif closes and self.want == OPENER and self.stack[-1].opening != "(":
            self._close(spelling, start, None)
            return False
        elif (closes and self.want == COMMA) or (spelling in t.SEPARATORS and self.want in (OPENER, COMMA)):
            self._operand(NULL)
        elif not (closes and self.want == BEGIN):
            self._no_operand(spelling, start)
        return True

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
        place = f'after "{self.after}"' if self.want == OPERATOR else f'before "{spelling}"'
        expected = f"expected an expression {place}"
        hint = " (what stands on the lines before is complete)" if self.want == BEGIN and self.started else ""
        self.error(expected + hint, start, expected, incomplete)

    # space and the end

    def _comment(self, found: re.Match[str], start: int) -> None:
        self.skip_comment(start)

    def _newline(self, found: re.Match[str], start: int) -> None:
        if not self.stack and self.want in (DONE, *_OPTIONAL):
            self._leave_out()
            self.running = False

    def _end(self, found: re.Match[str], start: int) -> None:
        if self.stack:
            self._unclosed(start, self.stack[-1])
        if self.want == OPERATOR:
            self._no_operand("", start, incomplete=True)
        if self.want != BEGIN:
            self._leave_out()
        self.running = False

    def _other(self, found: re.Match[str], start: int) -> None:
        self.stray(found[t.OTHER], start)


RELATIVE: set[Symbol] = set()  # the names read so far that begin with a backquote
_WORDS: dict[str, Symbol] = {}
_HANDLERS: dict[int, Callable[[Scanner, re.Match[str], int], None]] = {
    t.SYMBOL: Scanner._symbol,
    t.PATTERN: Scanner._pattern,
    t.NUMERAL: Scanner._number,
    t.STRING: Scanner._string,
    t.COMMENT: Scanner._comment,
    t.UNSET: Scanner._unset,
    t.OPERATOR: Scanner._operator,
    t.NEWLINE: Scanner._newline,
    t.SLOT: Scanner._slot,
    t.BLANK: Scanner._only_blank,
    t.OUT: Scanner._out,
    t.OTHER: Scanner._other,
    t.END: Scanner._end,
}
_BY_SHAPE: dict[
    str, Callable
] = {  # what does the work for the shapes of the table whose operators do more than join the run
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
Entry = tuple[Callable, Item | None]


def _items() -> dict[tuple[str, str, int], Item]:
    """One item for each shape, head and precedence of the table; some are known to the climb by name."""
    known: dict[tuple[str, str, int], Item] = {
        ("flat", "Times", 400): TIMES,
        ("add", "Plus", 310): PLUS,
        ("subtract", "-", 310): Add("Plus", 310, negative=True),
        ("positive", "Plus", 480): POSITIVE,
        ("span", "Span", 297): c.SPAN,
    }
    for row in OPERATORS:
        if row.shape in c.SHAPES:
            item = c.SHAPES[row.shape](row.head, row.precedence)
            known.setdefault((row.shape, row.head, row.precedence), item)
    return known


def _tables(items: dict[tuple[str, str, int], Item]) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """What each spelling does where an operand is wanted, and where not."""
    before: dict[str, Entry] = dict.fromkeys(t.GROUPING, (Scanner._open, None))
    before.update((s, (Scanner._refuse, None)) for s in UNREADABLE)
    after: dict[str, Entry] = {**before, "[": (Scanner._open_square, None), "\u301a": (Scanner._open, None)}
    after.update((s, (Scanner._close, None)) for s in t.CLOSERS)
    after.update((s, (Scanner._comma, None)) for s in t.SEPARATORS)
    for row in OPERATORS:
        handle = _BY_SHAPE.get(row.shape, Scanner._infix)
        entry = handle, items.get((row.shape, row.head, row.precedence))
        if row.shape in (*PREFIX_SHAPES, "span", "get"):
            before[row.spelling] = entry
        if row.shape in PREFIX_SHAPES:
            after.setdefault(row.spelling, entry)
        else:
            after[row.spelling] = entry
    before["<"], after[">"] = (Scanner._less, None), (Scanner._greater, None)
    return before, after


_ITEMS = _items()
_BEFORE, _AFTER = _tables(_ITEMS)
_UNSET = _ITEMS["unset", "Unset", 40]
_LESS, _GREATER = _ITEMS["compare", "Less", 290], _ITEMS["compare", "Greater", 290]
