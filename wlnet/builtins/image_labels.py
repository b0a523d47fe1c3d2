"""Transparency and labels of images: RemoveAlphaChannel, AlphaChannel, Colorize, MorphologicalComponents."""

from __future__ import annotations

import numpy as np

from ..arrays import array_of, list_of
from ..expr import FAILED, Node
from ..kernel.builtin import builtin
from ..media.color_spaces import CHANNELS
from ..media.colors import color_of
from ..media.image import Image
from ..problem import Template
from .colors import PALETTE
from .images import image_in, needed_image

NO_COLOR = Template("color", "`1` is not a colour.")
NO_LABELS = Template("lbl", "`1` is not a matrix of whole numbers or an image of one channel.")


@builtin("AlphaChannel[image_]", failure=FAILED)
def alpha_channel(k, image: Node):
    """AlphaChannel[image] is the transparency of an image as an image, white where it is opaque.

    >> ImageData[AlphaChannel[Image[{{{1, 0, 0, 0.5}}}]]]
    {{0.5}}
    """
    picture = needed_image(image)
    if not picture.has_alpha:
        return Image(np.ones(picture.data.shape[:2], np.float32))
    return Image(np.ascontiguousarray(picture.data[..., -1]))


@builtin("RemoveAlphaChannel[image_, color_]", failure=FAILED)
def remove_alpha_channel(k, image: Node, color: Node | None = None):
    """RemoveAlphaChannel[image] is the image without its transparency; RemoveAlphaChannel[image, color] the
    image before a colour.

    >> ImageData[RemoveAlphaChannel[Image[{{{1, 0, 0, 0.5}}}], White]]
    {{{1., 0.5, 0.5}}}
    """
    picture = needed_image(image)
    if not picture.has_alpha:
        return image
    if color is None:
        return Image(np.ascontiguousarray(picture.data[..., :-1]), picture.color_space)
    behind = color_of(color)
    if behind is None:
        raise NO_COLOR(color)
    levels = picture.levels()
    alpha = levels[..., -1:]
    space = picture.color_space or ""
    colors = np.array(behind) if space == "RGB" else np.full(CHANNELS[space], np.mean(behind))
    return Image((levels[..., :-1] * alpha + colors * (1 - alpha)).astype(np.float32), space)


def _labels(node: Node) -> np.ndarray:
    picture = image_in(node)
    array = array_of(node) if picture is None else picture.data
    if array is None or array.ndim != 2 or not array.size:
        raise NO_LABELS(node)
    if array.dtype.kind == "f":
        if not np.array_equal(array, np.rint(array)):
            raise NO_LABELS(node)
        array = np.rint(array)
    return array.astype(np.int64)


@builtin("Colorize[labels_]", failure=FAILED)
def colorize(k, labels: Node):
    """Colorize[matrix] is an image with a colour for each whole number, black for 0.

    The colours are those of ColorData[97], from the beginning again where there are more numbers.

    >> ImageData[Colorize[{{0, 1}, {1, 0}}]][[1, 1]]
    {0., 0., 0.}
    """
    found = _labels(labels)
    palette = np.rint(np.array(PALETTE) * 255).astype(np.uint8)
    colors = palette[(found - 1) % len(palette)]
    colors[found == 0] = 0
    return Image(colors, "RGB")


def components(inside: np.ndarray, corners: bool = True) -> np.ndarray:
    """Numbers of the parts that hang together, 0 outside; by flooding from each pixel not yet numbered."""
    rows, columns = inside.shape
    steps = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    steps += [(-1, -1), (-1, 1), (1, -1), (1, 1)] if corners else []
    found, count = np.zeros(inside.shape, np.int64), 0
    for start in np.argwhere(inside).tolist():
        if found[start[0], start[1]]:
            continue
        count += 1
        waiting = [start]
        found[start[0], start[1]] = count
        while waiting:
            i, j = waiting.pop()
            for di, dj in steps:
                a, b = i + di, j + dj
                if 0 <= a < rows and 0 <= b < columns and inside[a, b] and not found[a, b]:
                    found[a, b] = count
                    waiting.append([a, b])
    return found


def _inside(node: Node, threshold: float) -> np.ndarray:
    picture = image_in(node)
    if picture is None:
        array = array_of(node)
        if array is None or array.ndim != 2:
            raise NO_LABELS(node)
        return array > threshold
    return picture.converted("Grayscale").levels() > threshold


@builtin("MorphologicalComponents[image_, threshold_]", failure=FAILED)
def morphological_components(k, image: Node, threshold: float = 0.0, *, CornerNeighbors: bool = True):
    """MorphologicalComponents[image] is a matrix with a number for each part that hangs together;
    MorphologicalComponents[image, t] counts pixels above t, not above 0.

    >> MorphologicalComponents[{{1, 0, 1}, {1, 0, 0}}]
    {{1, 0, 2}, {1, 0, 0}}
    """
    return list_of(components(_inside(image, threshold), CornerNeighbors))


@builtin("DeleteSmallComponents[image_, n_]", failure=FAILED)
def delete_small_components(k, image: Node, n: int = 1, *, CornerNeighbors: bool = True):
    """DeleteSmallComponents[image, n] makes the parts of a black and white image black that have at most n
    pixels; in a matrix of numbers of parts they become 0.

    >> DeleteSmallComponents[{{1, 0, 2}, {1, 0, 0}}]
    {{1, 0, 0}, {1, 0, 0}}
    """
    picture = image_in(image)
    if picture is None:
        labels = _labels(image)
        names, sizes = np.unique(labels, return_counts=True)
        return list_of(np.where(np.isin(labels, names[sizes <= n]), 0, labels))
    parts = components(_inside(image, 0.0), CornerNeighbors)
    sizes = np.bincount(parts.ravel())
    return Image((parts > 0) & (sizes[parts] > n))
