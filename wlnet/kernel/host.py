"""What the kernel answers to patterns that are being matched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..expr import TRUE, Integer, Node, S, Symbol
from ..patterns.matchers import Bindings
from .scope import BoundNames

if TYPE_CHECKING:
    from .evaluator import Kernel

_BUILTIN_DEFAULTS: dict[Symbol, Node] = {S.Plus: Integer(0), S.Times: Integer(1)}


class Host:
    """The questions of `patterns.matchers.Host`, answered by a kernel."""

    def __init__(self, kernel: Kernel):
        self._k = kernel

    def attributes(self, symbol: Symbol) -> int:
        return self._k.definitions[symbol].attributes

    def condition(self, test: Node, names: frozenset[Symbol]) -> Callable[[Bindings], bool]:
        code = self._k.functions.value(test, BoundNames({name: name for name in names}))
        return lambda bindings: code(bindings) is TRUE

    def test(self, function: Node) -> Callable[[Node], bool]:
        k = self._k
        if type(function) is not Symbol:
            return lambda node: k.apply(k.evaluate(function), (node,)) is TRUE
        definition = k.definitions[function]

        def ask(node: Node) -> bool:
            if definition.own is None:
                return k.call(definition, (node,)) is TRUE
            return k.apply(k.evaluate(function), (node,)) is TRUE

        return ask

    def default(self, head: Symbol, place: int, count: int) -> Node | None:
        given = self._k.definitions[head].defaults or {}
        for key in ((place, count), (place,), ()):
            if key in given:
                return self._k.evaluate(given[key])
        if head is S.Power and place == 2:
            return Integer(1)
        return _BUILTIN_DEFAULTS.get(head)
