"""Internal`InheritedBlock, a Block whose symbols begin with what they are outside."""

from __future__ import annotations

from ..expr import Node, S, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Returned
from ..kernel.definition import Definition, RuleSet
from .scoping import declarations


@builtin("Internal`InheritedBlock[variables_, body_]", attributes=Attribute.HOLD_ALL)
def inherited_block(k, variables: Node, body: Node):
    """Internal`InheritedBlock[{f, ...}, body] evaluates body; what it changes in the definitions and the
    attributes of f is taken back afterwards.

    The documentation does not mention it; programs use it to change functions for a while.

    >> f[1] = 1; {Internal`InheritedBlock[{f}, f[2] = 2; {f[1], f[2]}], f[2]}
    {{1, 2}, f[2]}
    """
    declared = declarations(variables)
    kept = [_Kept(k, name) for name, _, _ in declared]
    starts = [None if value is None else k.evaluate(value) for _, value, _ in declared]
    try:
        for each, start in zip(kept, starts, strict=True):
            each.begin(start)
        return k.evaluate(body)
    except Returned as left:
        if left.head is not S.Block:
            raise
        return left.value
    finally:
        for each in kept:
            each.restore()


class _Kept:
    """What a symbol was before."""

    def __init__(self, k, symbol: Symbol):
        self.k, self.symbol = k, symbol
        self.definition: Definition = k.definitions[symbol]
        self.values = self.definition.saved()
        self.attributes, self.options = self.definition.attributes, self.definition.options

    def begin(self, start: Node | None) -> None:
        """Go on with copies of the definitions, and perhaps a value of its own."""
        definition = self.definition
        definition.down, definition.up, definition.sub = map(
            _copied, (definition.down, definition.up, definition.sub)
        )
        if definition.own_rules is not None:
            definition.own_rules = [*definition.own_rules]
        if start is not None:
            self.k.set_own(self.symbol, start)

    def restore(self) -> None:
        definition = self.definition
        definition.restore(self.values)
        definition.options = self.options
        self.k.set_attributes(self.symbol, self.attributes)
        if definition.watch is not None and definition.own is not None:
            definition.watch(self.k, definition.own)
        self.k.changed(definition)


def _copied(rules: RuleSet | None) -> RuleSet | None:
    if rules is None:
        return None
    copy = RuleSet()
    copy.literals, copy.rules = dict(rules.literals), [*rules.rules]
    return copy
