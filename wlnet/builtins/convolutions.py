"""Kernels moved along lists and arrays: ListConvolve, ListCorrelate; and the discrete Fourier transform.

ListConvolve with a kernel is ListCorrelate with the kernel turned round, so there is one engine.  The list
is first extended by what the kernel may hang over its ends; then every place takes the kernel in full.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import builtin
from ..kernel.numbers import ZERO
from ..problem import Template
from .packing import boxed, depth_of, machine, nested, numbers, unboxed, whole_numbers
from .padding import filled_around, overlaid
from .rounding import real_value

LEVELS = Template("ndim", "The kernel `1` and the list `2` do not have the same number of dimensions.")
KERNEL = Template(
    "kldims", "The kernel is longer than the list, and the alignment `1` leaves no place for it."
)
POSITION = Template("nlen2", "`1` is not a position in a kernel of `2` elements, or a pair of those.")
NO_NUMBERS = Template("fftl", "`1` is not a non-empty rectangular list of numbers.")
PARAMETERS = Template("fpopt", "The parameters `1` should be a pair of numbers.")


def is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


@builtin("ListCorrelate[kernel_List, x_List, align_, padding_, g_, h_]")
def list_correlate(
    k,
    kernel: Node,
    x: Node,
    align: Node | None = None,
    padding: Node | None = None,
    g: Node = S.Times,
    h: Node = S.Plus,
):
    """ListCorrelate[ker, list] is the sums of the products of ker with the stretches of list.

    ListCorrelate[ker, list, {kl, kr}] has the element kl of ker upon the first of list at the beginning, and
    kr upon the last at the end, where list goes on round or with a fourth argument.

    >> {ListCorrelate[{x, y}, {a, b, c}], ListCorrelate[{1, 1}, {1, 2, 3}, 1]}
    {{a*x + b*y, b*x + c*y}, {3, 5, 4}}
    """
    return _correlated(k, kernel, x, _ends(kernel, align, (1, -1)), padding, g, h)


@builtin("ListConvolve[kernel_List, x_List, align_, padding_, g_, h_]")
def list_convolve(
    k,
    kernel: Node,
    x: Node,
    align: Node | None = None,
    padding: Node | None = None,
    g: Node = S.Times,
    h: Node = S.Plus,
):
    """ListConvolve[ker, list] is the convolution of ker with list, where ker lies upon list in full.

    A third argument {kl, kr} has these elements of ker upon the first and the last of list; a fourth says
    with what list goes on.

    >> {ListConvolve[{x, y}, {a, b, c}], ListConvolve[{1, 2}, {1, 0, 0}, {1, -1}, 0]}
    {{b*x + a*y, c*x + b*y}, {1, 2, 0, 0}}
    """
    shape = boxed(kernel).shape
    ends = [
        (n - 1 - first, n - 1 - last)
        for n, (first, last) in zip(shape, _ends(kernel, align, (-1, 1)), strict=True)
    ]
    return _correlated(k, unboxed(np.flip(boxed(kernel))), x, ends, padding, g, h)


def _ends(kernel: Node, align: Node | None, default: tuple[int, int]) -> list[tuple[int, int]]:
    """For each dimension, the places in the kernel of the first and the last element of the list; from 0."""
    shape = boxed(kernel).shape
    left, right = (Integer(n) for n in default)
    if align is not None:
        left, right = align.args if is_list(align) and len(align.args) == 2 else (align, align)
    found = []
    for axis, size in enumerate(shape):
        pair = []
        for end in (left, right):
            each = end.args[axis] if is_list(end) and len(end.args) == len(shape) else end
            if type(each) is not Integer or not 0 < abs(each.value) <= size:
                raise POSITION(align, size)
            pair.append(each.value - 1 if each.value > 0 else size + each.value)
        found.append((pair[0], pair[1]))
    return found


def _correlated(k, kernel: Node, x: Node, ends, padding: Node | None, g: Node, h: Node) -> Node:
    if depth_of(kernel) > depth_of(x):
        raise LEVELS(kernel, x)
    extended = _extended(x, boxed(kernel).shape, ends, padding)
    if any(n > m for n, m in zip(boxed(kernel).shape, extended.shape, strict=True)):
        raise KERNEL(Expr(S.List, tuple(S.List(Integer(a + 1), Integer(b + 1)) for a, b in ends)))
    if g is S.Times and h is S.Plus and (found := _by_numbers(kernel, unboxed(extended))) is not None:
        return nested(found)
    weights = boxed(kernel)
    shape = tuple(m - n + 1 for n, m in zip(weights.shape, extended.shape, strict=True))
    made = np.empty(shape, dtype=object)
    for place in product(*map(range, shape)):
        window = extended[tuple(slice(p, p + n) for p, n in zip(place, weights.shape, strict=True))]
        pairs = zip(weights.ravel(), window.ravel(), strict=True)
        made[place] = k.evaluate(Expr(h, tuple(Expr(g, pair) for pair in pairs)))
    return unboxed(made)


def _extended(x: Node, sizes: tuple[int, ...], ends, padding: Node | None) -> np.ndarray:
    """The list with what the kernel hangs over its ends."""
    array = boxed(x, len(sizes))
    spans = [
        (-first, n - 1 - last + size) for n, size, (first, last) in zip(array.shape, sizes, ends, strict=True)
    ]
    if all(a == 0 and b == n for n, (a, b) in zip(array.shape, spans, strict=True)):
        return array
    if padding is None:
        return array[np.ix_(*(np.arange(a, b) % n for n, (a, b) in zip(array.shape, spans, strict=True)))]
    if array.ndim == 1:
        filling = padding.args or (ZERO,) if is_list(padding) else (padding,)
        (span,) = spans
        return boxed(Expr(S.List, tuple(overlaid(array.tolist(), *span, filling))), 1)
    grown = [(max(-a, 0), max(b - n, 0)) for n, (a, b) in zip(array.shape, spans, strict=True)]
    padded = filled_around(array, grown, padding)
    kept = [slice(a + before, b + before) for (a, b), (before, _) in zip(spans, grown, strict=True)]
    return padded[tuple(kept)]


def _by_numbers(kernel: Node, x: Node) -> np.ndarray | None:
    weights, array = whole_numbers(kernel), whole_numbers(x)
    if weights is None or array is None:
        if machine(kernel) is None and machine(x) is None:
            return None
        weights, array = numbers(kernel), numbers(x)
        if weights is None or array is None:
            return None
    if array.ndim == 1:
        return np.convolve(array, weights[::-1], "valid")
    windows = np.lib.stride_tricks.sliding_window_view(array, weights.shape)
    return np.tensordot(windows, weights, axes=weights.ndim)


# ---- Fourier ----


@builtin("Fourier[x_]")
def fourier(k, x: Node, *, FourierParameters: Node = S.List(ZERO, Integer(1))):
    """Fourier[list] is the discrete Fourier transform of list, of machine numbers, at every level.

    FourierParameters -> {a, b} divides by n^((1 - a)/2) and has Exp[2 Pi I b (r - 1) (s - 1)/n].

    >> Chop[Fourier[{1, 1, 1, 1}]]
    {2., 0, 0, 0}
    """
    return nested(_transformed(_numbers(x), FourierParameters, 1))


@builtin("InverseFourier[x_]")
def inverse_fourier(k, x: Node, *, FourierParameters: Node = S.List(ZERO, Integer(1))):
    """InverseFourier[list] undoes Fourier.

    >> Round[InverseFourier[Fourier[{1, 2, 3}]]]
    {1, 2, 3}
    """
    found = _transformed(_numbers(x), FourierParameters, -1)
    largest = float(np.abs(found).max(initial=0))
    small = float(np.abs(found.imag).max(initial=0)) <= 1e-14 * largest * math.log2(found.size + 1)
    return nested(found.real if small else found)


def _numbers(x: Node) -> np.ndarray:
    array = numbers(x)
    if array is None or not array.size:
        raise NO_NUMBERS(x)
    return array


def _transformed(array: np.ndarray, parameters: Node, way: int) -> np.ndarray:
    values = [real_value(p) for p in parameters.args] if is_list(parameters) else []
    if len(values) != 2 or None in values:
        raise PARAMETERS(parameters)
    a, b = (float(v) for v in values)  # type: ignore[arg-type]
    scale = array.size ** ((1 - way * a) / 2)
    if abs(b) == 1:
        return (np.fft.fftn(array) if way * b < 0 else np.fft.ifftn(array) * array.size) / scale
    for axis, n in enumerate(array.shape):
        factors = np.exp(2j * np.pi * way * b / n * np.outer(np.arange(n), np.arange(n)))
        array = np.moveaxis(np.tensordot(factors, array, axes=(1, axis)), 0, axis)
    return array / scale


@builtin("FourierDCT[x_List]")
def fourier_dct(k, x: Node):
    """FourierDCT[list] is the discrete cosine transform (of type 2) of a list of numbers.

    >> Chop[FourierDCT[{1, 1, 1, 1}]]
    {2., 0, 0, 0}
    """
    array = _numbers(x)
    if array.ndim != 1:
        return None
    n = len(array)
    doubled = np.fft.fft(np.concatenate([array, array[::-1]]))[:n]
    return nested((doubled * np.exp(-0.5j * np.pi * np.arange(n) / n)).real / 2 / math.sqrt(n))
