"""Padding lists and arrays, and cutting them into pieces of the same size, with padding where that is needed.

Both think of copies of the padding laid side by side without end, and of the list laid upon them: for
PadRight its first element upon a first element of the padding, for PadLeft its last upon a last one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..expr import Expr, Integer, Node, S, String, is_head
from ..kernel.builtin import builtin
from ..kernel.numbers import ZERO
from ..problem import Template
from .functional import made_list
from .packing import boxed, depth_of, unboxed

PAD = Template("ilsm", "`1` is not a whole number or a list of those.")
PIECES = Template("ilsmp", "A positive whole number or a list of those is expected instead of `1`.")
ALIGNMENT = Template("nlen", "The alignment `1` is not a position in pieces of `2` elements.")
TOO_LARGE = Template("large", "A list of the length `1` is too large.")
_MOST = 2**31  # elements of a list
WIDTHS = Template("padw", "`1` is not a specification of how much to pad.")


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


def overlaid(
    items: Sequence[Node], start: int, stop: int, padding: Sequence[Node], anchor: int = 0
) -> list[Node]:
    """Positions `start` to `stop` of `items`, which begin at 0, upon copies of `padding` from `anchor` on."""
    count, period = len(items), len(padding)
    inner = list(items[max(start, 0) : max(stop, 0)])
    if not period:
        return inner
    before = [padding[(p - anchor) % period] for p in range(start, min(stop, 0))]
    after = [padding[(p - anchor) % period] for p in range(max(start, count), stop)]
    return before + inner + after


# ---- PadLeft and PadRight ----


def _pad(name: str, left: bool, text: str) -> None:
    def function(k, x: Node, n: Node = S.Automatic, padding: Node = ZERO, margin: Node = ZERO):
        if type(x) is not Expr:
            return None
        sizes = _common_sizes(x) if n is S.Automatic else _whole_numbers(n)
        margins = _whole_numbers(margin)
        if not sizes or not margins:
            raise PAD(n)
        margins += [0 if is_list(margin) else margins[-1]] * (len(sizes) - len(margins))
        return _padded(k, x, sizes, padding, margins, left)

    function.__doc__ = text
    builtin(f"{name}[x_, n_, padding_, margin_]")(function)


def _whole_numbers(node: Node) -> list[int]:
    items = node.args if is_list(node) else (node,)
    if not all(type(item) is Integer for item in items):
        raise PAD(node)
    if any(abs(item.value) > _MOST for item in items):  # type: ignore[attr-defined]
        raise TOO_LARGE(node)
    return [item.value for item in items]  # type: ignore[attr-defined]


def _common_sizes(x: Expr) -> list[int]:
    """The largest length at each level, as deep as there are only lists."""
    sizes: list[int] = []
    items: list[Node] = [x]
    while items and all(type(item) is Expr and item.head == x.head for item in items):
        sizes.append(max(len(item.args) for item in items))
        items = [part for item in items for part in item.args]
    return sizes


def _padded(k, x: Expr, sizes: list[int], padding: Node, margins: list[int], left: bool) -> Node:
    size, margin = sizes[0], margins[0]
    if size < 0:
        left, size = not left, -size
    cyclic = padding.args if is_list(padding) else (padding,)
    count = len(x.args)
    rest = sizes[1:]
    if rest:
        parts = overlaid(x.args, *_window(count, size, margin, left), (S.List(),), count if left else 0)
        nested = [
            _padded(k, p if type(p) is Expr else S.List(p), rest, _inner(cyclic, i), margins[1:], left)
            for i, p in enumerate(parts)
        ]
        return made_list(k, x.head, nested)
    items = overlaid(x.args, *_window(count, size, margin, left), cyclic, count if left else 0)
    return made_list(k, x.head, items)


def _inner(cyclic: tuple[Node, ...], i: int) -> Node:
    """The padding of the ith row: the one padding for all, or a row of a block."""
    return cyclic[i % len(cyclic)] if cyclic else S.List()


def _window(count: int, size: int, margin: int, left: bool) -> tuple[int, int]:
    return (count + margin - size, count + margin) if left else (-margin, size - margin)


_pad(
    "PadRight",
    False,
    """PadRight[list, n] is list with zeros added up to length n; PadRight[list, n, x] with x.

    PadRight[list, n, {x1, x2, ...}] goes through the x in turn, a fourth argument m leaves m of them in
    front; PadRight[list, {n1, n2, ...}] pads each level, PadRight[list] makes the rows equally long.

    >> {PadRight[{a, b}, 4], PadRight[{a, b, c}, 2], PadRight[{a}, 3, x], PadRight[{a}, 4, {x, y}]}
    {{a, b, 0, 0}, {a, b}, {a, x, x}, {a, y, x, y}}
    >> {PadRight[{{a}, {b, c}}], PadRight[{{a}}, {2, 2}]}
    {{{a, 0}, {b, c}}, {{a, 0}, {0, 0}}}""",
)
_pad(
    "PadLeft",
    True,
    """PadLeft[list, n] is list with zeros put in front up to length n; see PadRight for all its forms.

    >> {PadLeft[{a, b}, 4], PadLeft[{a, b, c}, 2], PadLeft[{a, b}, 5, {x, y, z}], PadLeft[{a}, 4, x, 1]}
    {{0, 0, a, b}, {b, c}, {y, z, x, a, b}, {x, x, a, x}}""",
)


# ---- ArrayPad ----

_MODES = {"Fixed": "edge", "Periodic": "wrap", "Reflected": "reflect", "Reversed": "symmetric"}


@builtin("ArrayPad[x_, widths_, padding_]")
def array_pad(k, x: Node, widths: Node, padding: Node = ZERO):
    """ArrayPad[array, m] has m zeros more on each side, at every level; ArrayPad[array, m, x] has m x.

    ArrayPad[array, {m, n}] puts m before and n behind, ArrayPad[array, {{m1, n1}, ...}] says it for each
    level; negative numbers take away.  "Fixed", "Periodic", "Reflected" and "Reversed" pad with the array.

    >> {ArrayPad[{a, b}, 1], ArrayPad[{{a}}, 1], ArrayPad[{a, b, c}, {-1, 1}, "Fixed"]}
    {{0, a, b, 0}, {{0, 0, 0}, {0, a, 0}, {0, 0, 0}}, {b, c, c}}
    """
    if not is_list(x):
        return None
    depth = depth_of(x)
    pairs = _pairs(widths, depth)
    array = boxed(x, len(pairs))
    for axis, (before, after) in enumerate(pairs):
        kept = slice(max(-before, 0), array.shape[axis] - max(-after, 0))
        array = array[(slice(None),) * axis + (kept,)]
    grown = [(max(before, 0), max(after, 0)) for before, after in pairs]
    if type(padding) is String and padding.value in _MODES:
        return unboxed(np.pad(array, grown, mode=_MODES[padding.value]))  # type: ignore[call-overload]
    if is_list(padding) and padding.args and array.ndim == 1:
        (before, after), items = grown[0], array.tolist()
        return made_list(k, S.List, overlaid(items, -before, len(items) + after, padding.args))
    return unboxed(filled_around(array, grown, padding))


def filled_around(array: np.ndarray, grown: list[tuple[int, int]], filler: Node) -> np.ndarray:
    """The array with `filler` before and behind it along each axis."""
    sizes = [before + n + after for n, (before, after) in zip(array.shape, grown, strict=True)]
    made = np.full(sizes, filler, dtype=object)
    made[tuple(slice(before, before + n) for n, (before, _) in zip(array.shape, grown, strict=True))] = array
    return made


def _pairs(widths: Node, depth: int) -> list[tuple[int, int]]:
    """How much to put before and behind, for each level."""
    if type(widths) is Integer:
        return [(widths.value, widths.value)] * depth
    if is_list(widths):
        if len(widths.args) == 2 and all(type(w) is Integer for w in widths.args):
            return [(widths.args[0].value, widths.args[1].value)] * depth  # type: ignore[attr-defined]
        rows = [row.args if is_list(row) else (row,) for row in widths.args]
        if rows and all(row and all(type(w) is Integer for w in row) for row in rows):
            return [(row[0].value, row[-1].value) for row in rows[:depth]]  # type: ignore[attr-defined]
    raise WIDTHS(widths)


# ---- Partition ----


@builtin("Partition[x_, n_, d_, alignment_, padding_]")
def partition(
    k, x: Node, n: Node, d: Node | None = None, alignment: Node | None = None, padding: Node | None = None
):
    """Partition[list, n] is list cut into pieces of n elements; Partition[list, n, d] begins one every d
    elements.

    Partition[list, n, d, {kl, kr}] has the first element at place kl of the first piece and the last one at
    place kr or later of the last, going round; a fifth argument pads with x, with {x1, ...}, or with
    nothing for {}.  Partition[list, {n1, n2}, {d1, d2}] cuts an array into blocks.

    >> {Partition[{a, b, c, d, e}, 2], Partition[{a, b, c}, 2, 1], Partition[{a, b, c}, UpTo[2]]}
    {{{a, b}, {c, d}}, {{a, b}, {b, c}}, {{a, b}, {c}}}
    >> {Partition[{a, b, c}, 2, 2, 1], Partition[{a, b, c}, 2, 2, 1, x]}
    {{{a, b}, {c, a}}, {{a, b}, {c, x}}}
    """
    if type(x) is not Expr:
        return None
    if is_head(n, S.UpTo) and len(n.args) == 1:
        n, alignment, padding = n.args[0], S.List(Integer(1), Integer(1)), S.List()
    sizes = _positive(n)
    steps = sizes if d is None else _positive(d)
    if is_list(n):
        return _blocks(x, sizes, (steps * len(sizes))[: len(sizes)])
    (size,), (step,) = sizes, steps[:1]
    count = len(x.args)
    first, last = _alignment(alignment, size)
    filling = x.args if padding is None else padding.args if is_list(padding) else (padding,)
    starts = range(-first, count - last, step)
    pieces = [Expr(x.head, tuple(overlaid(x.args, s, s + size, filling))) for s in starts]
    return made_list(k, x.head, [made_list(k, p.head, p.args) for p in pieces])  # type: ignore[arg-type]


def _positive(node: Node) -> list[int]:
    items = node.args if is_list(node) else (node,)
    if not items or not all(type(item) is Integer and item.value > 0 for item in items):
        raise PIECES(node)
    return [item.value for item in items]  # type: ignore[attr-defined]


def _alignment(node: Node | None, size: int) -> tuple[int, int]:
    """Where the first element stands in the first piece, and the last one at least in the last; from 0."""
    if node is None:
        return 0, size - 1
    ends = node.args if is_list(node) else (node, node)
    if len(ends) != 2 or not all(type(e) is Integer and 0 < abs(e.value) <= size for e in ends):
        raise ALIGNMENT(node, size)
    first, last = (e.value - 1 if e.value > 0 else size + e.value for e in ends)  # type: ignore[attr-defined]
    return first, last


def _blocks(x: Node, sizes: list[int], steps: list[int]) -> Node:
    depth = len(sizes)
    array = boxed(x, depth)
    places = []
    for axis, (size, step) in enumerate(zip(sizes, steps, strict=True)):
        starts = np.arange(0, array.shape[axis] - size + 1, step)
        shape = [1] * (2 * depth)
        shape[axis], shape[depth + axis] = len(starts), size
        places.append((starts[:, None] + np.arange(size)).reshape(shape))
    return unboxed(array[tuple(places)])


@builtin("BlockMap[f_, x_, n_, d_]")
def block_map(k, f: Node, x: Node, n: Node, d: Node | None = None):
    """BlockMap[f, list, n] applies f to each piece of n elements; BlockMap[f, list, n, d] begins one every d.

    >> {BlockMap[f, {a, b, c, d}, 2], BlockMap[Total, {1, 2, 3}, 2, 1]}
    {{f[{a, b}], f[{c, d}]}, {3, 5}}
    """
    return S.Map(f, S.Partition(x, n) if d is None else S.Partition(x, n, d))
