"""SparseArray: arrays given by the positions of what is not zero.

A sparse array is kept as ``SparseArray[Automatic, dimensions, default, rules]``.  Functions of lists and
arithmetic take the full list in its place: what programs read and write as sparse arrays is small here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product

import numpy as np

from ..expr import Expr, Integer, Node, S, is_head, is_rule
from ..kernel.builtin import builtin, symbol
from ..kernel.numbers import ZERO, integer
from ..patterns.literals import pattern_names
from ..problem import Template
from .packing import boxed, depth_of, unboxed
from .unwrapping import see_through

BAD_RULES = Template("rules", "`1` is not a list of rules for positions, or a rectangular list.")
BAD_SIZE = Template("dims", "`1` are not the dimensions of an array.")
TOO_LARGE = Template("large", "An array of `1` elements is too large to be made in full.")
_MOST = 50_000_000

symbol("Band", "Band[{i, j}] means the diagonal that begins at a position of a SparseArray.")
_SEEN_THROUGH = frozenset(
    """
    Abs Accumulate Append ArrayDepth ArrayFlatten ArrayPad ArrayReshape Catenate Chop Clip Count Det
    Diagonal Differences Dimensions Divide Dot Drop Eigensystem Eigenvalues Eigenvectors Exp First
    Flatten Floor Inner Inverse Join KroneckerProduct Last LeastSquares Length LinearSolve Log Map
    MapIndexed MatrixPower MatrixQ MatrixRank Max Mean Median MemberQ Min Minus Most N Norm Normal
    Normalize NullSpace Outer PadLeft PadRight Part Partition Plus Position Power Prepend PseudoInverse
    ReplacePart Rest Reverse Round RowReduce Select Sign SingularValueDecomposition Sqrt
    StandardDeviation Subtract Take Times Total Tr Transpose UnitStep Unitize Variance VectorQ
    """.split()  # noqa: SIM905
)
Place = tuple[int, ...]


@builtin("SparseArray[data_, sizes_, default_, rules_]")
def sparse_array(k, data: Node, sizes: Node = S.Automatic, default: Node = ZERO, rules: Node | None = None):
    """SparseArray[{pos1 -> v1, pos2 -> v2, ...}, {n1, n2, ...}] has v at these positions, else 0.

    A position may be a pattern or Band[{i, j}]; SparseArray[list] is list as a sparse array, Normal gives the
    list.

    >> Normal[SparseArray[{{1, 1} -> a, {2, 3} -> b}]]
    {{a, 0, 0}, {0, 0, b}}
    >> Normal[SparseArray[{i_, i_} -> 1, {2, 2}]] + 1
    {{2, 1}, {1, 2}}
    """
    see_through(k, S.SparseArray, _through(k))
    if rules is not None:  # as it is kept
        return None
    if is_head(data, S.SparseArray):
        return data
    if is_head(data, S.List) and data.args and not all(map(is_rule, data.args)):
        return _of_list(data, default)
    dims = None if sizes is S.Automatic else _dimensions(sizes)
    found = _positions(k, _single_rules(data), dims)
    if dims is None:
        dims = tuple(max(place[i] for place in found) for i in range(len(next(iter(found))))) if found else ()
    if any(len(p) != len(dims) or not all(0 < x <= n for x, n in zip(p, dims, strict=True)) for p in found):
        raise BAD_RULES(data)
    return made(dims, default, {place: value for place, value in found.items() if value != default})


def made(dims: Place, default: Node, entries: dict[Place, Node]) -> Node:
    rules = [S.Rule(_list(place), entries[place]) for place in sorted(entries)]
    return S.SparseArray(S.Automatic, _list(dims), default, Expr(S.List, tuple(rules)))


def _list(numbers: Place) -> Expr:
    return Expr(S.List, tuple(map(integer, numbers)))


def _of_list(data: Node, default: Node) -> Node:
    if not depth_of(data):
        raise BAD_RULES(data)
    array = boxed(data)
    entries = {tuple(i + 1 for i in place): item for place, item in np.ndenumerate(array) if item != default}
    return made(array.shape, default, entries)


def _dimensions(sizes: Node) -> Place:
    items = sizes.args if is_head(sizes, S.List) else (sizes,)
    if not items or not all(type(item) is Integer and item.value > 0 for item in items):
        raise BAD_SIZE(sizes)
    return tuple(item.value for item in items)  # type: ignore[attr-defined]


def _single_rules(data: Node) -> list[Node]:
    """Rules of single positions: ``{p1, p2} -> {v1, v2}`` is taken apart."""
    rules: list[Node] = []
    for rule in data.args if is_head(data, S.List) else (data,):
        if not is_rule(rule):
            raise BAD_RULES(data)
        left, right = rule.args
        several = is_head(left, S.List) and left.args and all(is_head(p, S.List) for p in left.args)
        if several and is_head(right, S.List) and len(right.args) == len(left.args):
            rules += [Expr(rule.head, pair) for pair in zip(left.args, right.args, strict=True)]
        else:
            rules.append(rule)
    return rules


def _positions(k, rules: list[Node], dims: Place | None) -> dict[Place, Node]:
    """The values at positions; of several rules for one position the first counts."""
    found: dict[Place, Node] = {}
    for rule in rules:
        place, value = rule.args
        items = place.args if is_head(place, S.List) else (place,)
        if all(type(item) is Integer for item in items):
            found.setdefault(tuple(item.value for item in items), value)  # type: ignore[attr-defined]
        elif dims is None:
            raise BAD_SIZE(S.Automatic)
        elif is_head(place, S.Band):
            _fill_band(found, place, value, dims)
        else:
            _fill_pattern(k, found, rule, dims)
    return found


def _fill_band(found: dict[Place, Node], band: Node, value: Node, dims: Place) -> None:
    start = [item.value for item in band.args[0].args]  # type: ignore[attr-defined]
    values = value.args if is_head(value, S.List) else None
    for step in range(min(dims)):
        place = tuple(s + step for s in start)
        if any(p > n for p, n in zip(place, dims, strict=True)) or (
            values is not None and step >= len(values)
        ):
            break
        found.setdefault(place, value if values is None else values[step])


def _fill_pattern(k, found: dict[Place, Node], rule: Node, dims: Place) -> None:
    if math.prod(dims) > _MOST:
        raise TOO_LARGE(math.prod(dims))
    pattern = rule.args[0] if is_head(rule.args[0], S.List) or len(dims) > 1 else S.List(rule.args[0])
    bound = bool(pattern_names(pattern))
    marker = S.Missing
    for place in product(*(range(1, n + 1) for n in dims)):
        if place in found:
            continue
        position = _list(place)
        value = k.evaluate(
            S.Replace(position, S.List(Expr(rule.head, (pattern, rule.args[1])), S.Rule(S.Blank(), marker)))
        )
        if value is not marker:
            found[place] = value if bound else rule.args[1]


def full(sparse: Expr) -> Node:
    """The list that a sparse array stands for."""
    _, sizes, default, rules = sparse.args
    dims = tuple(item.value for item in sizes.args)  # type: ignore[attr-defined]
    if math.prod(dims) > _MOST:
        raise TOO_LARGE(math.prod(dims))
    array = np.empty(dims, dtype=object)
    array.fill(default)
    for rule in rules.args:
        array[tuple(item.value - 1 for item in rule.args[0].args)] = rule.args[1]  # type: ignore[attr-defined]
    return unboxed(array)


def is_sparse(node: Node) -> bool:
    return is_head(node, S.SparseArray) and len(node.args) == 4


def _through(k) -> Callable[[Expr], Node | None]:
    def apply(whole: Expr) -> Node | None:
        name = getattr(whole.head, "name", "")
        if name in _OWN and is_sparse(whole.args[0]):
            return _OWN[name](whole.args[0])
        if name not in _SEEN_THROUGH:
            return None
        args = tuple([full(arg) if is_sparse(arg) else arg for arg in whole.args])  # type: ignore[arg-type]
        return args[0] if name == "Normal" else k.evaluate(Expr(whole.head, args))

    return apply


def _rules(sparse: Expr) -> Node:
    blanks = Expr(S.List, (S.Blank(),) * len(sparse.args[1].args))
    return Expr(S.List, (*sparse.args[3].args, S.Rule(blanks, sparse.args[2])))


# what is known without the full list
_OWN: dict[str, Callable[[Expr], Node]] = {
    "ArrayRules": _rules,
    "Dimensions": lambda sparse: sparse.args[1],
    "Length": lambda sparse: sparse.args[1].args[0],
    "ArrayDepth": lambda sparse: integer(len(sparse.args[1].args)),
}
