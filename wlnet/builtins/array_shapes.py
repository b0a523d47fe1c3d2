"""The shapes of arrays: transposing, reshaping, joining blocks."""

from __future__ import annotations

import math

import numpy as np

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import builtin
from ..kernel.numbers import ZERO
from ..problem import Template
from .functional import made_list
from .joining import flat_items
from .lists import is_list
from .packing import boxed, depth_of, unboxed

TRANSPOSE = Template("nmtx", "The first two levels of `1` cannot be transposed.")
PERMUTATION = Template("perm", "`1` does not say where each of the first levels of an array of `2` goes.")
BLOCKS = Template("depth", "The blocks of `1` do not fit together to a matrix.")
SHAPE = Template("shp", "`1` is not a list of positive whole numbers.")


@builtin("Transpose[x_, levels_]")
def transpose(k, x: Node, levels: Node | None = None):
    """Transpose[matrix] has the columns of matrix as rows.

    Transpose[array, {n1, n2, ...}] makes level k of array level nk; of levels that come together it takes the
    diagonal.

    >> {Transpose[{{a, b}, {c, d}}], Transpose[{{{a, b}}}, {3, 1, 2}], Transpose[{{a, b}, {c, d}}, {1, 1}]}
    {{{a, c}, {b, d}}, {{{a}, {b}}}, {a, d}}
    """
    if not is_list(x):
        return None
    if levels is not None:
        return _transposed(x, levels)
    if not x.args or not all(map(is_list, x.args)) or len({len(row.args) for row in x.args}) > 1:
        raise TRANSPOSE(x)
    return k.evaluated_list(
        k.evaluated_list(column) for column in zip(*(row.args for row in x.args), strict=True)
    )


@builtin("TensorTranspose[x_, levels_]")
def tensor_transpose(k, x: Node, levels: Node):
    """TensorTranspose[array, {n1, n2, ...}] makes level k of array level nk.

    >> TensorTranspose[{{a, b}, {c, d}}, {2, 1}]
    {{a, c}, {b, d}}
    """
    return _transposed(x, levels) if is_list(x) else None


def _transposed(x: Node, levels: Node) -> Node:
    if type(levels) is Expr and levels.head is S.TwoWayRule:
        levels = _exchange(levels, depth_of(x))
    goals = [item.value - 1 if type(item) is Integer else -1 for item in levels.args]
    if set(goals) != set(range(len(set(goals)))) or len(goals) > depth_of(x):
        raise PERMUTATION(levels, depth_of(x))
    array = boxed(x, len(goals))
    letters = list(range(len(goals)))
    if len(set(goals)) == len(goals):
        return unboxed(array.transpose([goals.index(i) for i in letters]))
    for goal in range(len(set(goals))):  # levels with one goal: their diagonal
        while (axes := [i for i, g in enumerate(goals) if g == goal])[1:]:
            array = np.diagonal(array, axis1=axes[0], axis2=axes[1])
            goals = [g for i, g in enumerate(goals) if i not in axes[:2]] + [goal]
    return unboxed(array.transpose([goals.index(i) for i in range(len(goals))]))


def _exchange(levels: Expr, depth: int) -> Node:
    a, b = (item.value for item in levels.args)  # type: ignore[attr-defined]
    return S.List(*(Integer(b if i == a else a if i == b else i) for i in range(1, max(a, b, depth) + 1)))


@builtin("ConjugateTranspose[x_]")
def conjugate_transpose(k, x: Node):
    """ConjugateTranspose[m] is Conjugate[Transpose[m]].

    >> ConjugateTranspose[{{1, I}, {2, 3}}]
    {{1, 2}, {-I, 3}}
    """
    return S.Conjugate(S.Transpose(x)) if is_list(x) else None


@builtin("ArrayReshape[x_, sizes_List, filler_]")
def array_reshape(k, x: Node, sizes: Node, filler: Node = ZERO):
    """ArrayReshape[list, {m, n}] puts the elements of list into a matrix of m rows and n columns.

    What is missing is 0, or a third argument; one size may be Automatic.

    >> {ArrayReshape[Range[6], {2, 3}], ArrayReshape[{a, b, c}, {2, 2}], ArrayReshape[{a, b}, {Automatic, 1}]}
    {{{1, 2, 3}, {4, 5, 6}}, {{a, b}, {c, 0}}, {{a}, {b}}}
    """
    if type(x) is not Expr:
        return None
    items = flat_items(x.args, S.List, 1 << 30)
    dims = [item.value if type(item) is Integer else -1 for item in sizes.args]
    if dims.count(-1) == 1 and S.Automatic in sizes.args:
        dims[dims.index(-1)] = math.ceil(len(items) / -math.prod(dims))
    if any(size < 1 for size in dims):
        raise SHAPE(sizes)
    total = math.prod(dims)
    items = (items + [filler] * (total - len(items)))[:total]
    for size in reversed(dims[1:]):
        items = [k.evaluated_list(items[i : i + size]) for i in range(0, len(items), size)]
    return made_list(k, S.List, items)


@builtin("ArrayFlatten[x_, rank_]")
def array_flatten(k, x: Node, rank: int = 2):
    """ArrayFlatten[{{m11, m12}, {m21, m22}}] is the matrix of the blocks m; a number fills a block.

    >> ArrayFlatten[{{{{1, 2}, {3, 4}}, 0}, {{{5, 6}}, {{7}}}}]
    {{1, 2, 0}, {3, 4, 0}, {5, 6, 7}}
    """
    if rank != 2 or not is_list(x) or not x.args or not all(is_list(row) and row.args for row in x.args):
        return None
    heights = [_size(list(row.args), 0, x) for row in x.args]
    widths = [_size(list(column), 1, x) for column in zip(*(row.args for row in x.args), strict=False)]
    rows = []
    for row, height in zip(x.args, heights, strict=True):
        blocks = [_block(b, height, w, x) for b, w in zip(row.args, widths, strict=False)]
        rows.append(np.concatenate(blocks, axis=1))
    return unboxed(np.concatenate(rows, axis=0))


def _size(blocks: list[Node], axis: int, x: Node) -> int:
    sizes = {boxed(block, 2).shape[axis] for block in blocks if depth_of(block) >= 2}
    if len(sizes) > 1:
        raise BLOCKS(x)
    return sizes.pop() if sizes else 1


def _block(block: Node, height: int, width: int, x: Node) -> np.ndarray:
    if depth_of(block) >= 2:
        return boxed(block, 2)
    if is_list(block):
        raise BLOCKS(x)
    filled = np.empty((height, width), dtype=object)
    filled.fill(block)
    return filled


@builtin("ArrayRules[x_, default_]")
def array_rules(k, x: Node, default: Node = ZERO):
    """ArrayRules[array] is the rules {i, j, ...} -> element for what is not 0, and one for all else.

    >> ArrayRules[{{1, 0}, {0, x}}]
    {{1, 1} -> 1, {2, 2} -> x, {_, _} -> 0}
    """
    if not is_list(x):
        return None
    array = boxed(x)
    rules: list[Node] = [
        S.Rule(Expr(S.List, tuple(Integer(i + 1) for i in place)), item)
        for place, item in np.ndenumerate(array)
        if item != default
    ]
    return [*rules, S.Rule(Expr(S.List, (S.Blank(),) * array.ndim), default)]
