"""Images changed pixel by pixel: thresholds, sums, functions, channels; and images made of nothing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..arrays import array_of, list_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import FALSE, TRUE, Expr, Integer, Node, S, String, Value, is_head
from ..kernel.builtin import builtin
from ..media.color_spaces import CHANNELS
from ..media.colors import color_of
from ..media.image import UNLIKE, Image
from ..problem import Template
from .image_geometry import alike, pixel_of
from .images import image_in, needed_image

USUAL_SIZE = (150, 150)  # of images that are made without one

NO_THRESHOLD = Template("imgthresh", "`1` is not a threshold: a number, {t1, t2} or a function was expected.")
NO_LEVELS = Template("imgapply", "The function `1` does not give levels, equally many for every pixel.")
NO_RANGE = Template("imgrange", "`1` is not a range of levels.")
NO_CHANNELS = Template("imgchannels", "`1` is not a list of as many images of one channel as `2` has.")
NO_COLORS = Template("imgcolors", "`1` is not a list of at least two colours.")
NO_SIZE = Template("imgrsize", "`1` is not a size for an image: n or {width, height} was expected.")
NOT_ADJUSTED = Template(
    "imgadjust", "The correction `1` is not available; ImageAdjust[image] and {0, 0, gamma} are."
)


@builtin("Binarize[image_, threshold_]")
def binarize(k, image: Node, threshold: Node | None = None):
    """Binarize[image] makes pixels white that are above a level found by Otsu's method, and all others black.

    Binarize[image, t] takes those above t, {t1, t2} those from t1 to t2; a function of levels gives True or
    False.

    >> ImageData[Binarize[Image[{{0.1, 0.2, 0.8}}]]]
    {{0, 0, 1}}
    """
    picture = needed_image(image)
    levels = picture.levels()
    number = NOT_CONVERTED if threshold is None else from_node(float, threshold)
    if threshold is not None and number is NOT_CONVERTED and not is_head(threshold, S.List):
        return Image(_chosen(k, threshold, levels))
    gray = picture.converted("Grayscale").levels() if picture.color_space in CHANNELS else levels
    if threshold is None:
        return Image(gray > otsu(gray))
    if number is not NOT_CONVERTED:
        return Image(gray > number)
    ends = [from_node(float, end) for end in threshold.args]
    if len(ends) != 2 or NOT_CONVERTED in ends:
        raise NO_THRESHOLD(threshold)
    return Image((gray >= ends[0]) & (gray <= ends[1]))


def _chosen(k, test: Node, levels: np.ndarray) -> np.ndarray:
    pixels = levels.reshape(-1) if levels.ndim == 2 else levels.reshape(-1, levels.shape[2])
    answers = k.evaluate(Expr(S.Map, (test, list_of(pixels)))).args
    if not all(answer is TRUE or answer is FALSE for answer in answers):
        raise NO_THRESHOLD(test)
    return np.array([answer is TRUE for answer in answers]).reshape(levels.shape[:2])


def otsu(levels: np.ndarray, bins: int = 256) -> float:
    """The level that parts pixels into two groups whose means lie as far apart as possible (Otsu, 1979)."""
    least, most = float(levels.min()), float(levels.max())
    if least == most:
        return most
    counts, edges = np.histogram(levels, bins, (least, most))
    centres = (edges[1:] + edges[:-1]) / 2
    below, mass = np.cumsum(counts), np.cumsum(counts * centres)
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    best = np.nan_to_num(between[:-1])
    most_apart = np.flatnonzero(best == best.max())
    return float(edges[1:-1][most_apart[len(most_apart) // 2]])


@builtin("ImageAdjust[image_, correction_, range_]")
def image_adjust(k, image: Node, correction: Node = Integer(0), range: Node | None = None):
    """ImageAdjust[image] spreads the levels of an image from 0 to 1.

    ImageAdjust[image, {0, 0, g}] raises levels to the power g.  ImageAdjust[image, 0, {a, b}] takes a and
    b for the ends.

    >> ImageData[ImageAdjust[Image[{{0.25, 0.5, 0.75}}]]]
    {{0., 0.5, 1.}}
    """
    picture = needed_image(image)
    levels = picture.levels()
    numbers = array_of(correction)
    gamma = 1.0
    if numbers is None or numbers.shape not in ((), (3,)) or (numbers.reshape(-1)[:2] != 0).any():
        raise NOT_ADJUSTED(correction)
    if numbers.shape == (3,):
        gamma = float(numbers[2])
    ends = (levels.min(), levels.max())
    if range is not None:
        given = array_of(range)
        if given is None or given.shape != (2,):
            raise NO_RANGE(range)
        ends = tuple(given)
    elif numbers.shape == (3,):
        ends = (0.0, 1.0)
    spread = ends[1] - ends[0]
    made = np.clip((levels - ends[0]) / spread, 0, 1) if spread else levels
    return Image((made**gamma).astype(np.float32), picture.color_space).as_type(picture.type_name)


@builtin("ImageApply[f_, image_]")
def image_apply(k, f: Node, image: Node):
    """ImageApply[f, image] applies f to the level of each pixel, or the list of its levels in colours.

    ImageApply[f, {image1, image2, ...}] gives f the pixels of several images.

    >> ImageData[ImageApply[1 - # &, Image[{{0, 0.25}}]]]
    {{1., 0.75}}
    """
    items = image.args if is_head(image, S.List) else (image,)
    pictures = [needed_image(item) for item in items]
    for picture in pictures:
        if picture.dimensions != pictures[0].dimensions:
            raise UNLIKE(pictures[0].dimensions, picture.dimensions)
    columns = []
    for picture in pictures:
        levels = picture.levels().astype(np.float64)
        columns.append(list_of(levels.reshape(-1, *levels.shape[2:])))
    call = Expr(S.MapThread, (f, S.List(*columns))) if len(columns) > 1 else Expr(S.Map, (f, columns[0]))
    made = array_of(k.evaluate(call))
    width, height = pictures[0].dimensions
    if made is None or made.ndim not in (1, 2) or len(made) != width * height:
        raise NO_LEVELS(f)
    return Image(made.reshape(height, width, *made.shape[1:]).astype(np.float32))


Operation = Callable[[np.ndarray, np.ndarray], np.ndarray]
OPERATIONS: dict[str, tuple[Operation, str]] = {
    "ImageAdd": (np.add, "the sum of the levels of images, numbers or colours"),
    "ImageSubtract": (np.subtract, "the first less the others"),
    "ImageMultiply": (np.multiply, "the product of the levels of images, numbers or colours"),
    "ImageDifference": (lambda a, b: np.abs(a - b), "the absolute difference of the levels of two images"),
}


def _together(operation: Operation, first: Node, others: tuple[Node, ...]) -> Image:
    picture = needed_image(first)
    images = [picture, *(image for node in others if (image := image_in(node)) is not None)]
    for image in images:
        if image.dimensions != picture.dimensions:
            raise UNLIKE(picture.dimensions, image.dimensions)
    if any(color_of(node) is not None for node in others):
        images = [image.converted("RGB", alpha=True) for image in images]
    images = alike([images])[0]
    base, rest = images[0], iter(images[1:])
    made = base.levels()
    for node in others:
        made = operation(made, next(rest).levels() if image_in(node) else _levels_of(node, base))
    return Image(made.astype(np.float32), base.color_space).as_type(base.type_name)


def _levels_of(node: Node, image: Image) -> np.ndarray:
    level = from_node(float, node)
    return np.float32(level) if level is not NOT_CONVERTED else pixel_of(node, image.as_type("Real32"))  # type: ignore


def _declare(name: str) -> None:
    operation, text = OPERATIONS[name]

    def combine(k, image: Node, others: tuple[Node, ...]):
        return _together(operation, image, others)

    wanted = operation(np.float64(0.5), np.float64(0.25))
    combine.__doc__ = (
        f"{name}[image, x] gives {text}; whole-numbered levels are clipped.\n\n"
        f">> ImageData[{name}[Image[{{{{0.5}}}}], 0.25]]\n{{{{{wanted}}}}}\n"
    )
    combine.__name__ = name
    builtin(f"{name}[image_, others__]")(combine)


for _name in OPERATIONS:
    _declare(_name)


@builtin("ColorSeparate[image_, space_]")
def color_separate(k, image: Node, space: Node = S.Automatic):
    """ColorSeparate[image] gives a list of the channels as grey images; "HSB" behind it those of that space.

    >> ImageData /@ ColorSeparate[Image[{{{0, 0.5, 1}}}]]
    {{{0.}}, {{0.5}}, {{1.}}}
    """
    picture = needed_image(image)
    if isinstance(space, String):
        picture = picture.converted(space.value)
    planes = picture.data if picture.data.ndim == 3 else picture.data[..., None]
    return [Value(Image(np.ascontiguousarray(planes[..., i]))) for i in range(planes.shape[2])]


@builtin("ColorCombine[images_List, space_]")
def color_combine(k, images: Node, space: Node = S.Automatic):
    """ColorCombine[{image1, image2, ...}, "space"] gives an image with these channels; three are "RGB".

    >> ImageData[ColorCombine[{Image[{{0}}], Image[{{0.5}}], Image[{{1}}]}]]
    {{{0., 0.5, 1.}}}
    """
    pictures = [needed_image(item) for item in images.args]
    name = space.value if isinstance(space, String) else None
    count = CHANNELS.get(name) if name else None
    sizes = {picture.dimensions for picture in pictures}
    wrong = count is not None and len(pictures) not in (count, count + 1)
    if not pictures or len(sizes) > 1 or any(p.channels > 1 for p in pictures) or wrong:
        raise NO_CHANNELS(images, name or "an image")
    planes = [picture.data for picture in alike([pictures])[0]]
    return Image(np.stack(planes, 2), name)


_MOST = 2**20  # pixels a side


def _size(node: Node) -> tuple[int, int]:
    sides = node.args if is_head(node, S.List) and len(node.args) == 2 else (node, node)
    if not all(isinstance(side, Integer) and 0 < side.value < _MOST for side in sides):
        raise NO_SIZE(node)
    return sides[0].value, sides[1].value  # type: ignore[attr-defined]


@builtin("ConstantImage[value_, size_, type_]")
def constant_image(k, value: Node, size: Node = S.List(*map(Integer, USUAL_SIZE)), type: str = "Real32"):
    """ConstantImage[level, {w, h}] is an image of one grey level or colour.

    >> ImageData[ConstantImage[0.5, {2, 1}]]
    {{0.5, 0.5}}
    """
    width, height = _size(size)
    channels = array_of(value)
    if channels is None:
        color = color_of(value)
        if color is None:
            raise NO_RANGE(value)
        channels = np.array(color)
    whole = np.empty((height, width, *channels.shape), np.float32)
    whole[:] = channels
    return Expr(S.Image, (Value(Image(whole)), String(type)))


@builtin("RandomImage[range_, size_]")
def random_image(
    k,
    range: Node = Integer(1),
    size: Node = S.List(*map(Integer, USUAL_SIZE)),
    *,
    ColorSpace: Node = S.Automatic,
):
    """RandomImage[max, {w, h}] is an image of random levels from 0 to max; {min, max} is a range.

    ColorSpace -> "RGB" gives colours.

    >> ImageDimensions[RandomImage[1, {4, 3}]]
    {4, 3}
    """
    width, height = _size(size)
    count = CHANNELS.get(ColorSpace.value, 1) if isinstance(ColorSpace, String) else 1
    drawn = array_of(k.evaluate(Expr(S.RandomReal, (range, Integer(width * height * count)))))
    if drawn is None:
        raise NO_RANGE(range)
    shape = (height, width) if count == 1 else (height, width, count)
    return Image(drawn.reshape(shape).astype(np.float32))


@builtin("LinearGradientImage[colors_List, size_]")
def linear_gradient_image(k, colors: Node, size: Node = S.List(*map(Integer, USUAL_SIZE))):
    """LinearGradientImage[{color1, color2, ...}, {w, h}] is an image that goes from colour to colour.

    >> ImageData[LinearGradientImage[{Black, White}, {3, 1}]][[1, 2]]
    {0.5, 0.5, 0.5}
    """
    found = [color_of(item) for item in colors.args]
    if len(found) < 2 or None in found:
        raise NO_COLORS(colors)
    width, height = _size(size)
    places, ends = np.linspace(0, len(found) - 1, width), np.array(found, np.float64)
    row = np.stack([np.interp(places, np.arange(len(found)), ends[:, i]) for i in (0, 1, 2)], 1)
    return Image(np.repeat(row[None].astype(np.float32), height, 0))
