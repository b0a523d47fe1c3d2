"""Sums and products over iterators, term by term."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Node, S, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, ZERO
from ..kernel.scope import NOTHING
from ..problem import Problem
from .iterators import compile_iterators, loop

_HELD = Attribute.HOLD_ALL
_TOGETHER = 1000  # terms added up at once


def _over(k, head: Symbol, start: Node, body: Node, iterators: tuple[Node, ...]) -> Node | None:
    """The sum or product of the values of `body`; None where the bounds are no numbers."""
    try:
        made = compile_iterators(k.functions, iterators, NOTHING)
        if made is None or any(_is_endless(k, iterator) for iterator in iterators):
            return None
        code, total, terms = k.functions.value(body, NOTHING), start, list[Node]()
        add: Callable[[tuple[Node, ...]], Node] = lambda items: k.call(k.definitions[head], items)  # noqa: E731

        def step() -> None:
            nonlocal total
            terms.append(code(()))
            if len(terms) >= _TOGETHER:
                total = add((total, *terms))
                terms.clear()

        loop(k, made, (), step)
        return add((total, *terms))
    except Problem:
        return None


def _is_endless(k, iterator: Node) -> bool:
    """Whether a bound is infinite."""
    if type(iterator) is not Expr or iterator.head is not S.List:
        return False
    bounds = [k.evaluate(bound) for bound in iterator.args[1:]]
    return any(type(bound) is Expr and bound.head is S.DirectedInfinity for bound in bounds)


@builtin("Sum[body_, iterators__]", attributes=_HELD)
def sum_(k, body: Node, iterators: tuple[Node, ...]):
    """Sum[body, {i, m, n}] is the sum of the values of body for i from m to n.

    >> {Sum[i^2, {i, 4}], Sum[i j, {i, 2}, {j, 3}], Sum[x^i, {i, 0, 2}]}
    {30, 18, 1 + x + x^2}
    """
    return _over(k, S.Plus, ZERO, body, iterators)


@builtin("Product[body_, iterators__]", attributes=_HELD)
def product_(k, body: Node, iterators: tuple[Node, ...]):
    """Product[body, {i, m, n}] is the product of the values of body for i from m to n.

    >> {Product[i, {i, 5}], Product[x + i, {i, 2}]}
    {120, (1 + x)*(2 + x)}
    """
    return _over(k, S.Times, ONE, body, iterators)
