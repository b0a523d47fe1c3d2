"""What follows along a list: moving averages, smoothing, small values taken away."""

from __future__ import annotations

import numpy as np

from ..expr import Expr, Integer, Node, Real, S, String
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import REALS, ZERO, complex_of, is_zero, scalar, to_float
from ..problem import Template
from .packing import machine, nested
from .rounding import real_value

TOO_LONG = Template("arg2", "The window `1` should be a positive whole number no larger than the length `2`.")
THRESHOLD = Template(
    "thr", '`1` is not a threshold: a number, {"Hard", d}, {"Soft", d}, {"LargestValues", n}.'
)


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


def _check_window(n: int, x: Expr) -> None:
    if not 1 <= n <= len(x.args):
        raise TOO_LONG(n, len(x.args))


@builtin("MovingAverage[x_List, window_]")
def moving_average(k, x: Node, window: Node):
    """MovingAverage[list, n] is the means of n elements that follow each other.

    MovingAverage[list, {w1, w2, ...}] takes the means with these weights.

    >> {MovingAverage[{1, 2, 3, 6}, 2], MovingAverage[{a, b, c}, {1, 2}]}
    {{3/2, 5/2, 9/2}, {(a + 2*b)/3, (b + 2*c)/3}}
    """
    weights = list(window.args) if is_list(window) else None
    n = len(weights) if weights is not None else window.value if type(window) is Integer else 0
    _check_window(n, x)
    array = machine(x)
    if array is not None and array.ndim == 1 and weights is None:
        return nested(np.convolve(array, np.full(n, 1 / n), "valid"))
    if weights is None:
        return S.Map(S.Mean, S.Partition(x, Integer(n), Integer(1)))
    kernel = Expr(S.List, tuple(weights))
    return S.Divide(S.ListCorrelate(kernel, x), S.Total(kernel))


@builtin("MovingMedian[x_List, n_Integer]")
def moving_median(k, x: Node, n: int):
    """MovingMedian[list, n] is the medians of n elements that follow each other.

    >> MovingMedian[{1, 5, 2, 8}, 3]
    {2, 5}
    """
    _check_window(n, x)
    return S.Map(S.Median, S.Partition(x, Integer(n), Integer(1)))


@builtin("MovingMap[f_, x_List, n_Integer]")
def moving_map(k, f: Node, x: Node, n: int):
    """MovingMap[f, list, n] applies f to the stretches of list that reach over n steps: n + 1 elements each.

    >> MovingMap[Total, {1, 2, 3, 4}, 1]
    {3, 5, 7}
    """
    _check_window(n + 1, x)
    return S.Map(f, S.Partition(x, Integer(n + 1), Integer(1)))


@builtin("ExponentialMovingAverage[x_List, a_]")
def exponential_moving_average(k, x: Node, a: Node):
    """ExponentialMovingAverage[list, a] moves from one element on by the part a of the way to the next.

    >> ExponentialMovingAverage[{1, 2, 3}, 1/2]
    {1, 3/2, 9/4}
    """
    found = list(x.args[:1])
    for item in x.args[1:]:
        found.append(k.evaluate(S.Plus(found[-1], S.Times(a, S.Subtract(item, found[-1])))))
    return found


# ---- small values ----


@builtin("Chop[x_, delta_]")
def chop(k, x: Node, delta: float = 1e-10):
    """Chop[x] has 0 in place of machine numbers closer to zero than 10^-10; Chop[x, d] than d.

    >> {Chop[1.*^-12], Chop[{1., 1.*^-11 + 2. I}], Chop[f[0.001], 0.01]}
    {0, {1., 0. + 2.*I}, f[0]}
    """
    return _chopped(x, delta)


def _chopped(x: Node, delta: float) -> Node:
    kind = type(x)
    if kind is Real:
        return ZERO if abs(x.value) < delta else x  # type: ignore[attr-defined]
    if kind is Expr:
        args = tuple([_chopped(arg, delta) for arg in x.args])
        return x if all(a is b for a, b in zip(args, x.args, strict=True)) else Expr(x.head, args)
    if x.head is S.Complex and any(type(part) is Real for part in x.value):  # type: ignore[attr-defined]
        re, im = (ZERO if abs(to_float(scalar(p))) < delta else p for p in x.value)  # type: ignore[attr-defined]
        return re if im is ZERO else im_only(im) if re is ZERO else x
    return x


def im_only(im: Node) -> Node:
    return complex_of(0.0 if type(im) is Real else 0, scalar(im))


@builtin("Unitize[x_]", attributes=Attribute.LISTABLE)
def unitize(k, x: Node):
    """Unitize[x] is 0 where x is zero and 1 elsewhere.

    >> Unitize[{0, 2, -1.5, 0.}]
    {0, 1, 1, 0}
    """
    if type(x) in REALS or x.head is S.Complex:
        return int(not is_zero(x))
    value = real_value(x)
    return None if value is None else int(value != 0)


@builtin("Threshold[x_List, spec_]")
def threshold(k, x: Node, spec: Node):
    """Threshold[list, d] has 0 for the elements whose size is at most d.

    Threshold[list, {"Soft", d}] also brings the others nearer to zero by d, {"LargestValues", n} keeps n.

    >> {Threshold[{0.1, -3., 2.}, 0.5], Threshold[{0.1, -3., 2.}, {"Soft", 0.5}]}
    {{0., -3., 2.}, {0., -2.5, 1.5}}
    >> Threshold[{1, -5, 3}, {"LargestValues", 1}]
    {0, -5, 0}
    """
    name, amount = ("Hard", spec) if not is_list(spec) or len(spec.args) != 2 else _named(spec)
    delta = real_value(amount)
    if delta is None or name not in ("Hard", "Soft", "LargestValues"):
        raise THRESHOLD(spec)
    sizes = [abs(value) if value is not None else None for value in map(real_value, x.args)]  # type: ignore[arg-type]
    if None in sizes:
        return None
    if name == "LargestValues":
        kept = set(sorted(range(len(sizes)), key=lambda i: -sizes[i])[: int(delta)])  # type: ignore[operator]
    else:
        kept = {i for i, size in enumerate(sizes) if size > delta}  # type: ignore[operator]
    soft = name == "Soft"
    return [_kept(item, amount, soft) if i in kept else S.Times(ZERO, item) for i, item in enumerate(x.args)]


def _named(spec: Expr) -> tuple[str, Node]:
    name, amount = spec.args
    return (name.value if type(name) is String else ""), amount


def _kept(item: Node, amount: Node, soft: bool) -> Node:
    return S.Times(S.Sign(item), S.Subtract(S.Abs(item), amount)) if soft else item
