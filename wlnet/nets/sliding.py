"""The arithmetic of windows that slide over spatial dimensions, for convolution and pooling.

What is known of one size already counts: the functions take and give None for sizes that are open.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..problem import Template
from .kinds import Padding, Spatial
from .shapes import Size

ONE = Spatial(1)

TOO_LARGE = Template("kernsize", "A kernel of `1` does not fit into an input of `2`, padding included.")
DIMENSIONS = Template("kerndim", "Windows slide over 1, 2 or 3 spatial dimensions, not over `1`.")
RANK = Template("kernrank", "`1` has `2` elements, but there are `3` spatial dimensions.")


def spread(sizes: Spatial, spatial: tuple[Size, ...] | None) -> tuple[int, ...] | None:
    """The size for each spatial dimension, once their number is known."""
    if isinstance(sizes.sizes, tuple):
        return sizes.sizes
    return None if spatial is None else sizes.spread(len(spatial))


def rank_of(
    rank: int | None, *settings: Spatial | Padding | tuple[Size, ...] | None
) -> tuple[Size, ...] | None:
    """As many open spatial dimensions as `rank` says, or as the first setting with a list has elements."""
    if rank is not None:
        return (None,) * rank
    for setting in settings:
        sizes = setting.sizes if isinstance(setting, (Spatial, Padding)) else setting
        if isinstance(sizes, tuple):
            return (None,) * len(sizes)
    return None


def check_settings(rank: int, stride: Spatial, padding: Padding, dilation: Spatial) -> None:
    """Raise a Problem unless the settings are for `rank` spatial dimensions, and those are 1, 2 or 3."""
    if rank > 3:
        raise DIMENSIONS(rank)
    for name, setting in (("Stride", stride), ("PaddingSize", padding), ("Dilation", dilation)):
        if isinstance(setting.sizes, tuple) and len(setting.sizes) != rank:
            raise RANK(f'"{name}"', len(setting.sizes), rank)


def need_room(spatial: Sequence[int], pads: Sequence[tuple[int, int]], extents: Sequence[int]) -> None:
    """Raise a Problem unless a kernel of this extent fits into data of this size, padding included."""
    padded = tuple(n + before + after for n, (before, after) in zip(spatial, pads, strict=True))
    if any(n < extent for n, extent in zip(padded, extents, strict=True)):
        raise TOO_LARGE(_times(tuple(extents)), _times(padded))


def output_sizes(
    spatial: tuple[Size, ...] | None,
    kernel: tuple[int, ...] | None,
    stride: Spatial,
    padding: Padding,
    dilation: Spatial = ONE,
) -> tuple[Size, ...] | None:
    """floor((n + before + after - dilation (k - 1) - 1) / stride) + 1 for each spatial dimension."""
    if spatial is None or kernel is None or len(kernel) != len(spatial):
        return None
    rank = len(kernel)
    check_settings(rank, stride, padding, dilation)
    strides, dilations = stride.spread(rank), dilation.spread(rank)
    known = tuple(n if isinstance(n, int) else 0 for n in spatial)
    pads = padding.around(known, kernel, strides, dilations)
    padded = tuple(n + before + after for n, (before, after) in zip(known, pads, strict=True))
    extents = tuple(d * (k - 1) + 1 for k, d in zip(kernel, dilations, strict=True))
    if any(isinstance(n, int) and p < e for n, p, e in zip(spatial, padded, extents, strict=True)):
        raise TOO_LARGE(_times(extents), _times(padded))
    sizes = ((p - e) // s + 1 for p, e, s in zip(padded, extents, strides, strict=True))
    return tuple(size if isinstance(n, int) else n for n, size in zip(spatial, sizes, strict=True))


def _times(sizes: tuple[int, ...]) -> str:
    return "×".join(map(str, sizes))


def flat_pads(pads: tuple[tuple[int, int], ...]) -> list[int]:
    """Paddings in the order of torch's `pad`: last dimension first."""
    return [n for pair in reversed(pads) for n in pair]
