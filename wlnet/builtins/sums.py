"""Sums and products over iterators, term by term; those with symbolic bounds by `closed_sums`."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Node, S, Symbol, is_head
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, ZERO, is_number
from ..kernel.scope import NOTHING
from ..problem import Problem, Template
from .closed_sums import closed_product, closed_sum
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


def _closed(k, formula: Callable[..., Node | None], body: Node, iterators: tuple[Node, ...]) -> Node | None:
    """By a formula, the innermost iterator first; None where a bound is no symbol, or no formula is known."""
    *outer, inner = iterators
    if type(inner) is not Expr or inner.head is not S.List or not 2 <= len(inner.args) <= 3:
        return None
    name, *bounds = inner.args
    low, high = (ONE, *map(k.evaluate, bounds))[-2:]
    if type(name) is not Symbol or k.evaluate(name) != name:
        return None
    if is_number(high) or is_head(high, S.List) or not _is_symbolic(high):
        return None
    value = formula(k, k.evaluate(body), name, low, high)
    if value is None or not outer:
        return value
    return Expr(S.Sum if formula is closed_sum else S.Product, (k.evaluate(value), *outer))


_NO_FORMULA = Template("unsupported", "No formula for `1` is known in wlnet; it stays as it is.")
_SAID = "sums without a formula"


def _say_unknown(k, call: Expr) -> None:
    """Say once of a sum of known functions that it has a formula in the language, perhaps, but not here."""
    body, *iterators = call.args
    proper = all(is_head(i, S.List) and len(i.args) in (2, 3) for i in iterators)
    said = k.state.setdefault(_SAID, set())
    if proper and call not in said and _is_known(k, body):
        said.add(call)
        k.message(call.head, _NO_FORMULA(call))


def _is_known(k, node: Node) -> bool:
    """Whether all functions in `node` are functions of the language."""
    if type(node) is not Expr:
        return True
    head = node.head
    known = type(head) is Symbol and bool(k.definitions[head].described)
    return known and all(_is_known(k, arg) for arg in node.args)


def _is_symbolic(bound: Node) -> bool:
    """Whether it is no text and the like."""
    return type(bound) is Symbol or type(bound) is Expr


@builtin("Sum[body_, iterators__]", attributes=_HELD)
def sum_(k, body: Node, iterators: tuple[Node, ...]):
    """Sum[body, {i, m, n}] is the sum of the values of body for i from m to n.

    >> {Sum[i^2, {i, 4}], Sum[i j, {i, 2}, {j, 3}], Sum[x^i, {i, 0, 2}], Sum[i, {i, n}]}
    {30, 18, 1 + x + x^2, (n*(1 + n))/2}
    """
    found = _over(k, S.Plus, ZERO, body, iterators) or _closed(k, closed_sum, body, iterators)
    if found is None:
        _say_unknown(k, S.Sum(body, *iterators))
    return found


@builtin("Product[body_, iterators__]", attributes=_HELD)
def product_(k, body: Node, iterators: tuple[Node, ...]):
    """Product[body, {i, m, n}] is the product of the values of body for i from m to n.

    >> {Product[i, {i, 5}], Product[x + i, {i, 2}]}
    {120, (1 + x)*(2 + x)}
    """
    found = _over(k, S.Times, ONE, body, iterators) or _closed(k, closed_product, body, iterators)
    if found is None:
        _say_unknown(k, S.Product(body, *iterators))
    return found
