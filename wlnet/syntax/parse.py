"""Text to expressions: `parse` reads one, `read` the statements of a text one after the other.

A statement is scanned whole, then given to the parser that Lark makes of ``grammar/wolfram.lark``.  The
parser keeps a stack of its own and calls `_Builder` on the way, so no tree is built twice and brackets may be
nested to any depth.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lark import Lark, Transformer
from lark.lexer import Lexer

from ..expr import NULL, Expr, Node, S, Symbol, is_rule
from .climb import Fault, Item, climb
from .constructs import CALL, Suffix
from .error import place
from .scan import Scanner, Token

_PACKAGE = Path(__file__).resolve().parent.parent


def parse(text: str, source: str = "") -> Node:
    """The one expression that `text` holds; Null if it holds none.  Raises `WolframSyntaxError`."""
    statements = _statements(Scanner(text, source))
    _, node = next(statements, (None, NULL))
    for scanner, _ in statements:
        scanner.error("this is a second expression; only one can be read here", scanner.start)
    return node


def read(text: str, source: str = "") -> Iterator[Node]:
    """The statements of `text` in order; a bad one raises `WolframSyntaxError` after those before it came."""
    for _, node in _statements(Scanner(text, source)):
        yield node


def read_with_lines(text: str, source: str = "") -> Iterator[tuple[int, Node]]:
    """The same, each statement with the number of the line on which it begins."""
    line, counted = 1, 0
    for scanner, node in _statements(Scanner(text, source)):
        start = scanner.decoded.place(scanner.start)
        line += place(text[counted:start], start - counted)[0] - 1
        counted = start
        yield line, node


def _statements(scanner: Scanner) -> Iterator[tuple[Scanner, Node]]:
    while tokens := scanner.statement():
        try:
            node: Node = _parser().parse(tokens)  # type: ignore[arg-type, assignment]
        except Fault as fault:
            incomplete = fault.open_ended and scanner.at_end()
            scanner.error(fault.reason, fault.position, incomplete=incomplete)
        yield scanner, node


class _Tokens(Lexer):
    """Hands the parser the tokens that were scanned before."""

    __future_interface__ = 2

    def __init__(self, lexer_conf):
        pass

    def lex(self, lexer_state, parser_state):
        return iter(lexer_state if type(lexer_state) is list else lexer_state.text)


class _Builder(Transformer):
    """What each rule of the grammar makes of its parts."""

    def start(self, parts):
        return parts[0]

    def seq(self, parts):
        if len(parts) == 1:
            items = parts[0].items if type(parts[0]) is Token else parts
            return climb(items) if len(items) > 1 or isinstance(items[0], Item) else items[0]
        items = []
        for part in parts:
            if type(part) is Token:
                items += part.items
            else:
                items.append(part)
        return climb(items)

    def call(self, parts):
        return Suffix(CALL, None, tuple(parts))

    def part(self, parts):
        return Suffix(CALL, S.Part, tuple(parts))

    def list(self, parts):
        return Expr(S.List, tuple(parts))

    def association(self, parts):
        return Expr(S.Association, tuple(parts))

    def rules(self, parts):
        for part in parts[1:]:
            if not is_rule(part):
                reason = '"<" opens an association here, whose elements are rules: <a -> 1>'
                raise Fault(reason, parts[0].items)
        return Expr(S.Association, tuple(parts[1:]))

    def group(self, parts):
        return Expr(Symbol(parts[0].items), tuple(parts[1:]))

    def paren(self, parts):
        return parts[0]


def _grammar() -> str:
    """The grammar: inside the package where it is installed, beside it in a checkout."""
    installed = _PACKAGE / "grammar" / "wolfram.lark"
    beside = _PACKAGE.parent / "grammar" / "wolfram.lark"
    return (installed if installed.exists() else beside).read_text(encoding="utf-8")


_made: list[Lark] = []


def _parser() -> Lark:
    if not _made:
        _made.append(
            Lark(_grammar(), parser="lalr", lexer=_Tokens, transformer=_Builder(), maybe_placeholders=False)
        )
    return _made[0]
