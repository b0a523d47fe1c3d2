"""Rearranging lists: reversing, rotating, mixing, cutting into runs."""

from __future__ import annotations

from itertools import groupby, pairwise

from ..expr import TRUE, Expr, Integer, Node, S
from ..kernel.builtin import builtin
from .lists import is_list


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


@builtin("SplitBy[x_, f_]", operator="x")
def split_by(k, x: Node, f: Node):
    """SplitBy[list, f] cuts list into runs of elements with the same value of f; SplitBy[list, {f, g}] these
    again by g.

    >> SplitBy[{1, 3, 2, 4, 5}, EvenQ]
    {{1, 3}, {2, 4}, {5}}
    """
    if type(x) is not Expr:
        return None
    functions = f.args if is_list(f) else (f,)
    if not functions:
        return x
    runs = [Expr(x.head, tuple(run)) for _, run in groupby(x.args, key=k.function(functions[0]))]
    if len(functions) == 1:
        return Expr(x.head, tuple(runs))
    return Expr(x.head, tuple(split_by(k, run, Expr(S.List, functions[1:])) for run in runs))


@builtin("DeleteAdjacentDuplicates[x_, test_]")
def delete_adjacent_duplicates(k, x: Node, test: Node = S.SameQ):
    """DeleteAdjacentDuplicates[list] leaves one of each run of the same elements.

    >> DeleteAdjacentDuplicates[{a, a, b, a}]
    {a, b, a}
    """
    found = split(k, x, test)
    return None if found is None else Expr(x.head, tuple(run.args[0] for run in found.args))


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
