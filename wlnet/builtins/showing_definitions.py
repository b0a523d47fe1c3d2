"""Definitions as text: Definition and FullDefinition show them, Save writes them into a file."""

from __future__ import annotations

from collections.abc import Iterator

from ..attributes import names_of
from ..expr import FAILED, NULL, Expr, Foreign, Node, S, String, Symbol, Value
from ..kernel.builtin import Attribute, builtin
from ..kernel.contexts import shortened
from ..kernel.definition import Rule
from ..problem import Template
from ..syntax.write import input_form
from .files import FileName
from .get_put import append_text
from .options import option_rules
from .properties import NO_SYMBOL, symbol_of, symbols_of

PROTECTED = Template("builtin", "`1` is a function of the system, whose definition is no text.")


class ShownDefinition(Foreign):
    """Definition[f]: the definitions of f, printed as they would be typed."""

    def __init__(self, head: str, symbol: Symbol, text: str):
        self.head, self.symbol, self.text = head, symbol, text

    @property
    def head_name(self) -> str:
        return self.head

    def to_node(self) -> Node:
        return Expr(Symbol(self.head), (self.symbol,))

    def summary(self) -> str:
        return self.text


def definition_lines(k, symbol: Symbol) -> list[str]:
    """What would have to be typed to define a symbol as it is."""
    definition = k.definitions[symbol]
    made: list[Node] = []
    attributes = names_of(definition.attributes)
    if attributes:
        made.append(S.Set(S.Attributes(symbol), Expr(S.List, tuple(attributes))))
    if not definition.described and definition.own is not None:
        made.append((S.SetDelayed if definition.own_delayed else S.Set)(symbol, definition.own))
    for rule in definition.own_rules or ():
        made.append(_assignment(rule))
    for rules in (definition.down, definition.sub):
        made.extend(_assignment(rule) for rule in (rules.all() if rules is not None else ()))
    for rule in definition.up.all() if definition.up is not None else ():
        head = S.TagSetDelayed if rule.delayed else S.TagSet
        made.append(Expr(head, (symbol, rule.pattern, rule.value)))
    if definition.options and not definition.described:
        options = Expr(S.List, tuple(option_rules(definition.options, definition.delayed_options)))
        made.append(S.Set(S.Options(symbol), options))
    for tag, text in (definition.messages or {}).items():
        made.append(S.Set(S.MessageName(symbol, String(tag)), text))
    return [input_form(shortened(k, node)) for node in made]


def _assignment(rule: Rule) -> Node:
    return Expr(S.SetDelayed if rule.delayed else S.Set, (rule.pattern, rule.value))


def _mentioned(k, symbol: Symbol, seen: dict[Symbol, None]) -> None:
    """A symbol and those with definitions by the user that its definitions mention."""
    definition = k.definitions[symbol]
    if symbol in seen or definition.described:
        return
    seen[symbol] = None
    values: list[Node] = [definition.own] if definition.own is not None else []
    for rules in (definition.down, definition.sub, definition.up):
        values += [part for r in (rules.all() if rules is not None else ()) for part in (r.pattern, r.value)]
    for value in values:
        for other in _symbols(value):
            known = k.definitions.get(other)
            if known is not None and (known.is_kept or known.own is not None):
                _mentioned(k, other, seen)


def _symbols(node: Node) -> Iterator[Symbol]:
    if type(node) is Symbol:
        yield node
    elif type(node) is Expr:
        yield from _symbols(node.head)
        for arg in node.args:
            yield from _symbols(arg)


@builtin("Definition[f_]", attributes=Attribute.HOLD_ALL)
def definition_(k, f: Node):
    """Definition[f] prints as the definitions of f.

    >> f[x_] := x^2; ToString[Definition[f]]
    "f[x_] := x^2"
    """
    if (symbol := symbol_of(f)) is None:
        raise NO_SYMBOL(f)
    return Value(ShownDefinition("Definition", symbol, "\n\n".join(definition_lines(k, symbol))))


@builtin("FullDefinition[f_]", attributes=Attribute.HOLD_ALL)
def full_definition(k, f: Node):
    """FullDefinition[f] prints as the definitions of f and of what these mention.

    >> f[x_] := g[x]; g[x_] := x + 1; ToString[FullDefinition[f]]
    "f[x_] := g[x]\\n\\ng[x_] := x + 1"
    """
    if (symbol := symbol_of(f)) is None:
        raise NO_SYMBOL(f)
    return Value(ShownDefinition("FullDefinition", symbol, "\n\n".join(_full(k, [symbol]))))


def _full(k, symbols: list[Symbol]) -> list[str]:
    seen: dict[Symbol, None] = {}
    for symbol in symbols:
        _mentioned(k, symbol, seen)
    return [line for symbol in seen for line in definition_lines(k, symbol)]


@builtin("Save[file_, symbols__]", attributes=Attribute.HOLD_REST, failure=FAILED)
def save(k, file: FileName, symbols: tuple[Node, ...]):
    """Save[file, f] writes the definitions of f, and of what they mention, behind what is in a file.

    >> f[x_] := x + 1; p = CreateFile[]; Save[p, f]; Clear[f]; Get[p]; DeleteFile[p]; f[2]
    3
    """
    named = [k.evaluate(item) if type(item) is Expr else item for item in symbols]
    lines = _full(k, symbols_of(tuple(Symbol(s.value) if type(s) is String else s for s in named)))
    append_text(file, "".join(f"{line}\n\n" for line in lines))
    return NULL
