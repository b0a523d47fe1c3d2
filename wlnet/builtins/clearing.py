"""Forgetting what names mean: Clear, ClearAll, Remove."""

from __future__ import annotations

from ..expr import NULL, Expr, Node, S, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.messages import GENERAL

HOLD_ALL = Attribute.HOLD_ALL


@builtin("Clear[symbols___]", attributes=HOLD_ALL)
def clear(k, symbols: tuple[Node, ...]):
    """Clear[x, f, ...] takes away values and definitions.

    >> x = 1; f[n_] := n; Clear[x, f]; {x, f[2]}
    {x, f[2]}
    """
    for symbol in _named(k, symbols):
        _clear(k, symbol, False)
    return NULL


@builtin("ClearAll[symbols___]", attributes=HOLD_ALL)
def clear_all(k, symbols: tuple[Node, ...]):
    """ClearAll[x, f, ...] takes away values, definitions, attributes, options and messages.

    >> SetAttributes[f, Flat]; ClearAll[f]; Attributes[f]
    {}
    """
    for symbol in _named(k, symbols):
        _clear(k, symbol, True)
    return NULL


@builtin("Remove[symbols___]", attributes=HOLD_ALL)
def remove(k, symbols: tuple[Node, ...]):
    """Remove[x, ...] forgets all that is known of the symbols.

    >> x = 1; Remove[x]; x
    x
    """
    for symbol in _named(k, symbols):
        if _clear(k, symbol, True):
            k.forget(symbol)
    return NULL


def _named(k, items: tuple[Node, ...]) -> list[Symbol]:
    """The symbols meant by symbols, lists of them and names with wildcards."""
    found: list[Symbol] = []
    for item in items:
        if type(item) is Symbol:
            found.append(item)
        elif type(item) is Expr and item.head is S.List:
            found.extend(_named(k, item.args))
        elif item.head is S.String:
            found.extend(symbols_matching(k, item.value))  # type: ignore[attr-defined]
        elif type(item) is Expr:
            found.extend(_named(k, (k.evaluate(item),)) if item.head in (S.Evaluate, S.Symbol) else [])
    return found


def symbols_matching(k, pattern: str) -> list[Symbol]:
    """The user's symbols whose names match a pattern with ``*`` and ``@``."""
    pattern = pattern.removeprefix("Global`").replace("@", "[a-z]*")
    context = pattern.rpartition("`")[0]
    return [
        s
        for s, d in list(k.definitions.items())
        if not d.described and s.name.rpartition("`")[0] == context and fits_wildcards(pattern, s.name)
    ]


def fits_wildcards(pattern: str, name: str) -> bool:
    """Whether a name matches a pattern in which ``*`` stands for any characters."""
    if "*" not in pattern:
        return pattern == name
    first, *rest = pattern.split("*")
    if not name.startswith(first):
        return False
    name = name[len(first) :]
    for part in rest[:-1]:
        place = name.find(part)
        if place < 0:
            return False
        name = name[place + len(part) :]
    return name.endswith(rest[-1])


def _clear(k, symbol: Symbol, everything: bool) -> bool:
    """Take away what is known of a symbol; False if that must not be."""
    definition = k.definitions[symbol]
    if definition.attributes & (Attribute.PROTECTED | Attribute.LOCKED):
        k.message(S.ClearAll if everything else S.Clear, GENERAL["wrsym"](symbol))
        return False
    definition.clear_values()
    k.changed(definition)
    if everything:
        k.set_attributes(symbol, 0)
        definition.options = definition.messages = None
    return True
