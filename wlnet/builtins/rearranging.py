"""Rearranging lists: reversing, rotating, mixing, cutting into runs."""

from __future__ import annotations

from itertools import groupby, pairwise

from ..expr import TRUE, Expr, Integer, Node, S
from ..kernel.builtin import builtin
from .levels import parts_of, with_parts
from .lists import is_list


@builtin("Reverse[x_, levels_]")
def reverse(k, x: Node, levels: Node = Integer(1)):
    """Reverse[x] is x with its elements in the opposite order; Reverse[x, n] at level n,
    Reverse[x, {m, n}] at several levels.

    >> {Reverse[{a, b, c}], Reverse[{{a, b}, {c, d}}, 2], Reverse[{{a, b}, {c, d}}, {1, 2}]}
    {{c, b, a}, {{b, a}, {d, c}}, {{d, c}, {b, a}}}
    """
    which = {item.value for item in (levels.args if is_list(levels) else (levels,)) if type(item) is Integer}
    if type(x) is not Expr or not which or min(which) < 1:
        return None
    return _reversed(x, which, 1)


def _reversed(x: Node, which: set[int], level: int) -> Node:
    if type(x) is not Expr or level > max(which):
        return x
    parts = parts_of(x)
    made = with_parts(x, tuple(_reversed(p, which, level + 1) for p in parts)) if level < max(which) else x
    return Expr(made.head, tuple(made.args[::-1])) if level in which else made


def _rotation(name: str, sign: int, text: str) -> None:
    def function(k, x: Node, n: Node = Integer(1)):
        steps = [item.value for item in (n.args if is_list(n) else (n,)) if type(item) is Integer]
        if type(x) is not Expr or not steps:
            return x if type(x) is Expr and x.args == () else None
        return _rotated(x, [sign * step for step in steps])

    function.__doc__ = text
    builtin(f"{name}[x_, n_]")(function)


def _rotated(x: Node, steps: list[int]) -> Node:
    """`x` turned to the left by the first step, its elements by the next, ..."""
    if type(x) is not Expr or not steps or not x.args:
        return x
    at = steps[0] % len(x.args)
    args = tuple(x.args[at:]) + tuple(x.args[:at])
    return Expr(x.head, tuple(_rotated(arg, steps[1:]) for arg in args) if len(steps) > 1 else args)


_rotation(
    "RotateLeft",
    1,
    "RotateLeft[x, n] moves the first n elements of x to its end; RotateLeft[x, {m, n}] at levels.\n\n"
    ">> {RotateLeft[{a, b, c}], RotateLeft[{{a, b}, {c, d}}, {1, 1}]}\n{{b, c, a}, {{d, c}, {b, a}}}",
)


_rotation(
    "RotateRight",
    -1,
    "RotateRight[x, n] moves the last n elements of x to its front.\n\n>> RotateRight[{a, b, c}]\n{c, a, b}",
)


@builtin("Riffle[x_, y_, spec_]")
def riffle(k, x: Node, y: Node, spec: Node = Integer(2)):
    """Riffle[{a, b, c}, x] puts x between the elements; Riffle[list1, list2] takes turns.

    Riffle[list, x, n] puts x at each n-th place, Riffle[list, x, {m, k, n}] at those from m to k.

    >> {Riffle[{a, b, c}, x], Riffle[{a, b}, {x, y}], Riffle[{a, b, c, d}, x, 3]}
    {{a, x, b, x, c}, {a, x, b, y}, {a, b, x, c, d}}
    """
    if type(x) is not Expr:
        return None
    between = y.args if is_list(y) else (y,)
    if not between:
        return x
    if spec == Integer(2) and is_list(y) and len(y.args) == len(x.args):
        return Expr(x.head, tuple(item for pair in zip(x.args, y.args, strict=True) for item in pair))
    numbers = [n.value for n in (spec.args if is_list(spec) else (spec,)) if type(n) is Integer]
    if len(numbers) == 1:
        return Expr(x.head, tuple(_mixed(tuple(x.args), between, numbers[0], None, numbers[0])))
    return Expr(x.head, tuple(_mixed(tuple(x.args), between, *numbers))) if len(numbers) == 3 else None


def _mixed(
    items: tuple[Node, ...], between: tuple[Node, ...], first: int, last: int | None, step: int
) -> list[Node]:
    """The items with the elements of `between` in turn at the places from `first` to `last`."""
    found: list[Node] = []
    left, used = list(items), 0
    while left or (last is not None and (last < 0 and len(found) + 1 >= first and used == 0)):
        place = len(found) + 1
        if place >= first and (place - first) % step == 0 and (last is None or last < 0 or place <= last):
            found.append(between[used % len(between)])
            used += 1
        found.append(left.pop(0))
    if last == -1 and used and (len(found) + 1 - first) % step == 0:
        found.append(between[used % len(between)])
    return found


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
