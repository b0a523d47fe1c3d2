"""Information: what is known of a symbol, or which symbols match a name with stars."""

from __future__ import annotations

from ..expr import NULL, Expr, Node, S, String, Symbol
from ..kernel.builtin import builtin
from ..kernel.definition import Definition
from ..problem import Template
from ..syntax.write import output_form
from .properties import names, symbol_of

NOT_FOUND = Template("notfound", "Symbol `1` not found.")
NO_MATCH = Template("nomatch", 'No symbol matching "`1`" found.')
_PAGE = 78  # characters


def _missing(k, problem: Template, name: str) -> Node:
    k.message(S.Information, problem(name))
    return S.Missing(String("UnknownSymbol"), String(name))


@builtin("Information[x_]")
def information(k, x: Node):
    """Information[f], or ?f, prints what f is and how it is defined.

    Information["form*"] prints the names that match.

    >> Information[Plus]
    Null
    """
    if type(x) is String and ("*" in x.value or "@" in x.value):
        found = names(k, x)
        if not found:
            return _missing(k, NO_MATCH, x.value)
        k.write(in_columns(found))
        return NULL
    symbol = symbol_of(x)
    if symbol is None:
        return None
    definition = k.definitions.complete().get(symbol)
    lines = [] if definition is None else _lines(symbol, definition)
    if not lines:
        return _missing(k, NOT_FOUND, symbol.name)
    k.write("\n\n".join(lines))
    return NULL


def _lines(symbol: Symbol, definition: Definition) -> list[str]:
    """The usage of a symbol, then its definitions."""
    lines = []
    own = (definition.messages or {}).get("usage")
    if type(own) is String:
        lines.append(own.value)
    elif definition.described:
        lines.append(definition.described[0].usage)
    for rules in (definition.down, definition.sub, definition.up):
        for rule in rules.all() if rules is not None else ():
            head = S.SetDelayed if rule.delayed else S.Set
            lines.append(output_form(Expr(head, (rule.pattern, rule.value))))
    if definition.own is not None and not definition.described:
        lines.append(output_form(Expr(S.Set, (symbol, definition.own))))
    return lines


def in_columns(texts: list[str]) -> str:
    """Texts in as many columns as a page has room for, in order downwards."""
    width = max(map(len, texts)) + 2
    count = max(_PAGE // width, 1)
    height = -(-len(texts) // count)
    rows = [texts[i::height] for i in range(height)]
    return "\n".join("".join(text.ljust(width) for text in row).rstrip() for row in rows)
