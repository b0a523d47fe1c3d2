"""Rearranging lists: reversing, rotating, cutting into pieces, padding."""

from __future__ import annotations

from itertools import groupby, pairwise

from ..expr import TRUE, Expr, Integer, Node, S
from ..kernel.builtin import builtin
from ..problem import Template
from .lists import flat_items, is_list

TRANSPOSE = Template("nmtx", "The first two levels of `1` cannot be transposed.")


@builtin("Reverse[x_]")
def reverse(k, x: Node):
    """Reverse[x] is x with its elements in the opposite order.

    >> Reverse[{a, b, c}]
    {c, b, a}
    """
    return Expr(x.head, x.args[::-1]) if type(x) is Expr else None


def _rotation(name: str, sign: int, text: str) -> None:
    def function(k, x: Node, n: int = 1):
        if type(x) is not Expr or not x.args:
            return x if type(x) is Expr else None
        at = sign * n % len(x.args)
        return Expr(x.head, x.args[at:] + x.args[:at])

    function.__doc__ = text
    builtin(f"{name}[x_, n_]")(function)


_rotation(
    "RotateLeft",
    1,
    "RotateLeft[x, n] moves the first n elements of x to its end.\n\n>> RotateLeft[{a, b, c}]\n{b, c, a}",
)


_rotation(
    "RotateRight",
    -1,
    "RotateRight[x, n] moves the last n elements of x to its front.\n\n>> RotateRight[{a, b, c}]\n{c, a, b}",
)


@builtin("Partition[x_, n_, d_]")
def partition(k, x: Node, n: Node, d: int | None = None):
    """Partition[list, n] is list cut into pieces of n elements; Partition[list, n, d] begins one every d
    elements.

    >> {Partition[{a, b, c, d, e}, 2], Partition[{a, b, c}, 2, 1], Partition[{a, b, c}, UpTo[2]]}
    {{{a, b}, {c, d}}, {{a, b}, {b, c}}, {{a, b}, {c}}}
    """
    if type(x) is not Expr:
        return None
    ragged = type(n) is Expr and n.head is S.UpTo
    size = n.args[0] if ragged else n
    if type(size) is not Integer or size.value < 1 or (d is not None and d < 1):
        return None
    step, count = d or size.value, len(x.args)
    last = count if ragged else count - size.value + 1
    return Expr(x.head, tuple(Expr(x.head, x.args[i : i + size.value]) for i in range(0, last, step)))


@builtin("Transpose[x_]")
def transpose(k, x: Node):
    """Transpose[matrix] has the columns of matrix as rows.

    >> Transpose[{{a, b}, {c, d}}]
    {{a, c}, {b, d}}
    """
    if not is_list(x):
        return None
    if not x.args or not all(map(is_list, x.args)) or len({len(row.args) for row in x.args}) > 1:
        raise TRANSPOSE(x)
    return k.evaluated_list(
        k.evaluated_list(column) for column in zip(*(row.args for row in x.args), strict=True)
    )


@builtin("Riffle[x_, y_]")
def riffle(k, x: Node, y: Node):
    """Riffle[{a, b, c}, x] puts x between the elements; Riffle[list1, list2] takes turns.

    >> {Riffle[{a, b, c}, x], Riffle[{a, b}, {x, y}]}
    {{a, x, b, x, c}, {a, x, b, y}}
    """
    if type(x) is not Expr:
        return None
    if is_list(y) and len(y.args) == len(x.args):
        return Expr(x.head, tuple(item for pair in zip(x.args, y.args, strict=True) for item in pair))
    between = y.args if is_list(y) else (y,)
    if not between:
        return x
    found: list[Node] = []
    for i, item in enumerate(x.args):
        found.append(item)
        if i < len(x.args) - 1:
            found.append(between[i % len(between)])
    return Expr(x.head, tuple(found))


@builtin("PadRight[x_, n_, filler_]")
def pad_right(k, x: Node, n: int, filler: Node = Integer(0)):
    """PadRight[list, n] is list with zeros added up to length n; PadRight[list, n, x] with x.

    >> {PadRight[{a, b}, 4], PadRight[{a, b, c}, 2], PadRight[{a}, 3, x]}
    {{a, b, 0, 0}, {a, b}, {a, x, x}}
    """
    return Expr(x.head, (x.args + (filler,) * (n - len(x.args)))[:n]) if type(x) is Expr and n >= 0 else None


@builtin("PadLeft[x_, n_, filler_]")
def pad_left(k, x: Node, n: int, filler: Node = Integer(0)):
    """PadLeft[list, n] is list with zeros put in front up to length n; PadLeft[list, n, x] with x.

    >> PadLeft[{a, b}, 4]
    {0, 0, a, b}
    """
    if type(x) is not Expr or n < 0:
        return None
    return Expr(x.head, ((filler,) * (n - len(x.args)) + x.args)[max(len(x.args) - n, 0) :])


@builtin("Split[x_, test_]")
def split(k, x: Node, test: Node | None = None):
    """Split[list] cuts list into runs of the same elements; Split[list, test] where test of neighbours is
    not True.

    >> {Split[{a, a, b, a}], Split[{1, 2, 5, 6}, #2 - #1 == 1 &]}
    {{{a, a}, {b}, {a}}, {{1, 2}, {5, 6}}}
    """
    if type(x) is not Expr:
        return None
    if test is None:
        return Expr(x.head, tuple(Expr(x.head, tuple(run)) for _, run in groupby(x.args)))
    alike, runs = k.function(test), [[x.args[0]]] if x.args else []
    for a, b in pairwise(x.args):
        if alike(a, b) is TRUE:
            runs[-1].append(b)
        else:
            runs.append([b])
    return Expr(x.head, tuple(Expr(x.head, tuple(run)) for run in runs))


@builtin("SplitBy[x_, f_]")
def split_by(k, x: Node, f: Node):
    """SplitBy[list, f] cuts list into runs of elements with the same value of f.

    >> SplitBy[{1, 3, 2, 4, 5}, EvenQ]
    {{1, 3}, {2, 4}, {5}}
    """
    if type(x) is not Expr:
        return None
    return Expr(x.head, tuple(Expr(x.head, tuple(run)) for _, run in groupby(x.args, key=k.function(f))))


@builtin("ArrayReshape[x_, sizes_List, filler_]")
def array_reshape(k, x: Node, sizes: list[int], filler: Node = Integer(0)):
    """ArrayReshape[list, {m, n}] puts the elements of list into a matrix of m rows and n columns.

    >> ArrayReshape[Range[6], {2, 3}]
    {{1, 2, 3}, {4, 5, 6}}
    """
    if type(x) is not Expr:
        return None
    items = list(flat_items(x.args, S.List, 1 << 30))
    total = 1
    for size in sizes:
        total *= size
    items = (items + [filler] * (total - len(items)))[:total]
    for size in reversed(sizes[1:]):
        items = [Expr(S.List, tuple(items[i : i + size])) for i in range(0, len(items), size)]
    return Expr(S.List, tuple(items))


@builtin("Subsequences[x_List, n_]")
def subsequences(k, x: Node, n: Node = S.All):
    """Subsequences[list] is the list of all stretches of list.

    >> Subsequences[{a, b}]
    {{}, {a}, {b}, {a, b}}
    """
    count = len(x.args)
    if is_list(n):
        sizes = [item.value for item in n.args if type(item) is Integer]
    else:
        sizes = list(range((n.value if type(n) is Integer else count) + 1))
    found = [x.args[i : i + size] for size in sizes for i in range(count - size + 1)]
    return Expr(S.List, tuple(Expr(S.List, part) for part in dict.fromkeys(found)))
