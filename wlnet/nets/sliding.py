"""The arithmetic of windows that slide over spatial dimensions, for convolution and pooling."""

from __future__ import annotations

from ..problem import Template
from .kinds import Padding, Spatial
from .shapes import Size, is_known

ONE = Spatial(1)

TOO_LARGE = Template("kernsize", "A kernel of `1` does not fit into an input of `2` with padding `3`.")
RANK = Template("kernrank", "`1` has `2` elements, but there are `3` spatial dimensions.")


def spread(sizes: Spatial, spatial: tuple[Size, ...] | None) -> tuple[int, ...] | None:
    """The size for each spatial dimension, once their number is known."""
    if isinstance(sizes.sizes, tuple):
        return sizes.sizes
    return None if spatial is None else sizes.spread(len(spatial))


def rank_of(*settings: Spatial | Padding) -> tuple[Size, ...] | None:
    """As many unknown spatial dimensions as the first setting with a list has elements."""
    for setting in settings:
        if isinstance(setting.sizes, tuple):
            return (None,) * len(setting.sizes)
    return None


def output_sizes(
    spatial: tuple[Size, ...] | None,
    kernel: tuple[int, ...] | None,
    stride: Spatial,
    padding: Padding,
    dilation: Spatial = ONE,
) -> tuple[Size, ...] | None:
    """floor((n + before + after - dilation (k - 1) - 1) / stride) + 1 for each spatial dimension."""
    if not is_known(spatial) or kernel is None or len(kernel) != len(spatial):  # type: ignore[arg-type]
        return None
    rank = len(kernel)
    for name, setting in (("Stride", stride), ("PaddingSize", padding), ("Dilation", dilation)):
        if isinstance(setting.sizes, tuple) and len(setting.sizes) != rank:
            raise RANK(name, len(setting.sizes), rank)
    strides, dilations = stride.spread(rank), dilation.spread(rank)
    pads = padding.around(spatial, kernel, strides, dilations)  # type: ignore[arg-type]
    sizes = tuple(
        (n + before + after - d * (k - 1) - 1) // s + 1
        for n, k, s, d, (before, after) in zip(spatial, kernel, strides, dilations, pads, strict=True)  # type: ignore
    )
    if min(sizes) < 1:
        raise TOO_LARGE(_times(kernel), _times(spatial), pads)  # type: ignore[arg-type]
    return sizes


def _times(sizes: tuple[int, ...]) -> str:
    return "×".join(map(str, sizes))


def flat_pads(pads: tuple[tuple[int, int], ...]) -> list[int]:
    """Paddings in the order of torch's `pad`: last dimension first."""
    return [n for pair in reversed(pads) for n in pair]
