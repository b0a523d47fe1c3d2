"""Lists from a rule: Range, Table, Array and constant arrays."""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from ..expr import Expr, Integer, Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.definition import Code
from ..kernel.forms import form, guarded, run
from ..kernel.numbers import ONE, REALS, integer
from ..kernel.scope import Scope, build
from ..packed import Packed, packed
from ..problem import Problem, Template
from .iterators import compile_iterators, table
from .packing import nested
from .steps import Steps, check_room, steps
from .vectors import vector_code

RANGE = Template("range", "Range specification in `1` does not have appropriate bounds.")


@builtin("Range[a_, b_, step_]", attributes=Attribute.LISTABLE)
def range_(k, a: Node, b: Node | None = None, step: Node = ONE):
    """Range[n] is the list of the numbers from 1 to n; Range[m, n, step] those from m to n.

    >> {Range[4], Range[2, 8, 3], Range[0, 1, 1/4]}
    {{1, 2, 3, 4}, {2, 5, 8}, {0, 1/4, 1/2, 3/4, 1}}
    """
    first, last = (ONE, a) if b is None else (a, b)
    given = (a,) if b is None else (a, b) if step is ONE else (a, b, step)
    if not all(type(node) in REALS for node in (first, last, step)):
        return _exact_range(k, first, last, step, RANGE(Expr(S.Range, given)))
    if not step.value:  # type: ignore[attr-defined]
        raise RANGE(Expr(S.Range, given))
    found = steps(first, last, step)
    if type(found) is Packed:
        return Expr(S.List, found)  # type: ignore[arg-type]
    array = found.array() if type(found) is Steps else None
    return k.evaluated_list(found) if array is None else nested(array)


def _exact_range(k, first: Node, last: Node, step: Node, problem: Problem) -> Node:
    """The list between exact or symbolic ends, as ``Range[Pi]`` and ``Range[x, x + 2]``."""
    count = k.evaluate(S.Floor(S.N(S.Divide(S.Subtract(last, first), step))))
    if type(count) is not Integer:
        raise problem
    return k.evaluated_list(
        [k.evaluate(S.Plus(first, S.Times(Integer(i), step))) for i in range(count.value + 1)]
    )


@builtin("Table[body_, iterators__]", attributes=Attribute.HOLD_ALL)
def table_(k, body: Node, iterators: tuple[Node, ...]):
    """Table[body, {i, n}] is the list of the values of body for i from 1 to n; several iterators give
    nested lists.

    >> {Table[i^2, {i, 4}], Table[i + j, {i, 2}, {j, 0, 2}], Table[f[x], {x, {a, b}}]}
    {{1, 4, 9, 16}, {{1, 2, 3}, {2, 3, 4}}, {f[a], f[b]}}
    """
    return run(table_code, k, Expr(S.Table, (body, *iterators)))


@form("Table")
def table_code(c, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """Table compiled with the definition it stands in."""
    if len(node.args) < 2:
        return None
    iterators = compile_iterators(c, node.args[1:], scope)
    if iterators is None:
        return None
    k, body, last = c.k, c.value(node.args[0], scope), iterators[-1].definition
    vector = None if last is None else vector_code(k, node.args[0], scope, last.symbol)
    return guarded(k, S.Table, lambda frame: table(k, iterators, frame, body, vector), build(node, scope))


@builtin("Array[f_, n_, origin_, head_]")
def array(k, f: Node, n: Node, origin: Node = ONE, head: Node = S.List):
    """Array[f, n] is {f[1], ..., f[n]}; Array[f, {m, n}] a nested list.

    Array[f, n, r] begins with f[r]; Array[f, n, {a, b}] takes n values from a to b.

    >> {Array[f, 3], Array[f, {2, 2}], Array[f, 3, 0]}
    {{f[1], f[2], f[3]}, {{f[1, 1], f[1, 2]}, {f[2, 1], f[2, 2]}}, {f[0], f[1], f[2]}}
    """
    sizes = _sizes(n)
    if sizes is None:
        return None
    is_list = type(origin) is Expr and origin.head is S.List
    origins = origin.args if is_list and type(n) is Expr else (origin,) * len(sizes)
    if len(origins) != len(sizes):
        return None
    places = [_places(k, o, size) for o, size in zip(origins, sizes, strict=True)]
    apply = k.function(f)

    def build(place: int, at: tuple[Node, ...]) -> Node:
        if place == len(sizes):
            return apply(*at)
        return Expr(head, tuple(build(place + 1, (*at, i)) for i in places[place]))

    return build(0, ())


def _places(k, origin: Node, size: int) -> list[Node]:
    """The arguments for one dimension of an array, from an origin or between two ends."""
    if type(origin) is Integer:
        return [integer(origin.value + i) for i in range(size)]
    if type(origin) is Expr and origin.head is S.List and len(origin.args) == 2:
        start, end = origin.args
        step = S.Divide(S.Subtract(end, start), Integer(max(size - 1, 1)))
        return [k.evaluate(S.Plus(start, S.Times(Integer(i), step))) for i in range(size)]
    return [k.evaluate(S.Plus(origin, Integer(i))) for i in range(size)]


def _sizes(n: Node) -> list[int] | None:
    each = n.args if type(n) is Expr and n.head is S.List else (n,)
    if not all(type(item) is Integer and item.value >= 0 for item in each):
        return None
    return [item.value for item in each]  # type: ignore[attr-defined]


@builtin("ConstantArray[c_, n_]")
def constant_array(k, c: Node, n: Node):
    """ConstantArray[c, n] is a list of n times c; ConstantArray[c, {m, n}] a nested one.

    >> ConstantArray[0, {2, 3}]
    {{0, 0, 0}, {0, 0, 0}}
    """
    sizes = _sizes(n)
    if sizes is None:
        return None
    check_room(math.prod(sizes) // 2)
    if type(c) is Real or (type(c) is Integer and abs(c.value) < 2**63):
        array = np.full(sizes, c.value)
        if sizes and (made := packed(array)) is not None:
            return made
    made = c
    for size in reversed(sizes):
        made = k.evaluated_list((made,) * size)
    return made


@builtin("Tuples[lists_List, n_]")
def tuples(k, lists: Node, n: int | None = None):
    """Tuples[list, n] is the list of all n-tuples of elements of list; Tuples[{list1, list2, ...}] takes
    one from each.

    >> {Tuples[{0, 1}, 2], Tuples[{{a, b}, {c}}]}
    {{{0, 0}, {0, 1}, {1, 0}, {1, 1}}, {{a, c}, {b, c}}}
    """
    if n is not None:
        columns = [lists.args] * n
    elif all(type(item) is Expr for item in lists.args):
        columns = [item.args for item in lists.args]
    else:
        return None
    return Expr(S.List, tuple(Expr(S.List, row) for row in product(*columns)))


@builtin("Subdivide[a_, b_, n_]")
def subdivide(k, a: Node, b: Node | None = None, n: int | None = None):
    """Subdivide[n] divides the range from 0 to 1 into n equal parts; Subdivide[a, b, n] that from a to b.

    >> {Subdivide[2], Subdivide[0, 10, 4]}
    {{0, 1/2, 1}, {0, 5/2, 5, 15/2, 10}}
    """
    if n is not None:
        count, low, high = integer(n), a, b
    elif b is not None:
        count, low, high = b, integer(0), a
    else:
        count, low, high = a, integer(0), ONE
    if type(count) is not Integer or count.value < 1:
        return None
    width = k.evaluate(S.Divide(S.Subtract(high, low), count))
    return k.evaluate(S.List(*(S.Plus(low, S.Times(integer(i), width)) for i in range(count.value + 1))))
