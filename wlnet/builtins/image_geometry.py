"""Images cut, padded, turned, taken apart and put together.

Positions count from the lower left corner, rows of ImageTake from the top.
"""

from __future__ import annotations

import math

import numpy as np

from ..convert import NOT_CONVERTED, from_node
from ..expr import Expr, Integer, Node, Real, S, String, Value, is_head
from ..kernel.builtin import builtin
from ..lazy import pil_image
from ..media.colors import color_of
from ..media.image import Image, scaled
from ..problem import Template
from .images import needed_image, new_size
from .rounding import real_value

PADDINGS = {"Fixed": "edge", "Periodic": "wrap", "Reflected": "reflect", "Reversed": "symmetric"}
THUMBNAIL = 150  # pixels of the longer side

BAD_MARGIN = Template(
    "imgmargin", "`1` is not a margin: an integer, {m, n} or {{left, right}, {bottom, top}} was expected."
)
BAD_PADDING = Template("imgpad", "`1` is not a padding: a level, a colour or one of `2` was expected.")
NOTHING_LEFT = Template("imgempty", "Nothing of the image `1` would be left.")
BAD_SPAN = Template("imgtake", "`1` is not a span of rows or columns of an image of `2`.")
BAD_SIDE = Template("imgside", "`1` is not a side; Left, Right, Top or Bottom was expected.")
BAD_ANGLE = Template("imgangle", "`1` is not an angle in radians.")
BAD_GRID = Template("imggrid", "`1` is not a list of images, or a matrix of images that fit together.")
BAD_BLOCKS = Template("imgblocks", "`1` is not a size of blocks: a positive integer or {width, height}.")
BAD_PLACE = Template("imgplace", "`1` is not a position {x, y} in an image.")


def pixel_of(node: Node, image: Image) -> np.ndarray:
    """A level or a colour as a pixel of an image.  Raises a Problem."""
    level = from_node(float, node)
    if level is not NOT_CONVERTED:
        return scaled(np.full(image.channels, level, np.float32), image.type_name)
    color = color_of(node)
    if color is None:
        raise BAD_PADDING(node, ", ".join(f'"{name}"' for name in PADDINGS))
    one = Image(np.array([[color]], np.float32), "RGB").converted(image.color_space or "RGB")
    levels = np.ones(image.channels, np.float32)
    found = one.levels()[0, 0]
    levels[: np.size(found)] = found
    return scaled(levels, image.type_name)


def padded(image: Image, left: int, right: int, bottom: int, top: int, padding: Node) -> Image:
    """An image with margins; those below 0 are cut away."""
    width, height = image.dimensions
    inner = image.data[max(0, -top) : height - max(0, -bottom), max(0, -left) : width - max(0, -right)]
    if 0 in inner.shape:
        raise NOTHING_LEFT(Value(image))
    margins = [(max(0, top), max(0, bottom)), (max(0, left), max(0, right))]
    more = [(0, 0)] * (inner.ndim - 2)
    mode = PADDINGS.get(padding.value) if isinstance(padding, String) else None
    if mode:
        return Image(np.pad(inner, margins + more, mode), image.color_space)  # type: ignore[call-overload]
    pixel = pixel_of(padding, image)
    shape = (inner.shape[0] + sum(margins[0]), inner.shape[1] + sum(margins[1]), *inner.shape[2:])
    whole = np.empty(shape, inner.dtype)
    whole[:] = pixel if inner.ndim == 3 else pixel[0]
    whole[margins[0][0] :, margins[1][0] :][: inner.shape[0], : inner.shape[1]] = inner
    return Image(whole, image.color_space)


@builtin("ImagePad[image_, margin_, padding_]")
def image_pad(k, image: Node, margin: Node, padding: Node = Integer(0)):
    """ImagePad[image, m] adds m black pixels at each side; {{left, right}, {bottom, top}} says how many.

    ImagePad[image, m, padding] adds a colour, or "Fixed", "Periodic", "Reflected" or "Reversed" pixels.
    Negative m cuts.

    >> ImageData[ImagePad[Image[{{1, 0.5}}], {{1, 0}, {0, 0}}]]
    {{0., 1., 0.5}}
    """
    (left, right), (bottom, top) = _margins(margin)
    return padded(needed_image(image), left, right, bottom, top, padding)


def _margins(node: Node) -> tuple[tuple[int, int], tuple[int, int]]:
    pairs = node.args if is_head(node, S.List) and len(node.args) == 2 else (node, node)
    if not any(is_head(pair, S.List) for pair in pairs):
        pairs = (pairs[0], pairs[1])
    found = []
    for pair in pairs:
        sides = pair.args if is_head(pair, S.List) and len(pair.args) == 2 else (pair, pair)
        if not all(isinstance(side, Integer) for side in sides):
            raise BAD_MARGIN(node)
        found.append((sides[0].value, sides[1].value))  # type: ignore[attr-defined]
    return found[0], found[1]


@builtin("ImageCrop[image_, size_, side_]")
def image_crop(k, image: Node, size: Node | None = None, side: Node = S.Center):
    """ImageCrop[image] cuts away borders of one colour; ImageCrop[image, {w, h}] cuts or adds at all sides.

    ImageCrop[image, size, Left] cuts at the left only; so do Right, Top and Bottom.

    >> ImageDimensions[ImageCrop[Image[Table[i j, {i, 5}, {j, 7}]], {3, 2}]]
    {3, 2}
    """
    picture = needed_image(image)
    if size is None:
        return _without_border(picture)
    width, height = new_size(size if is_head(size, S.List) else S.List(size, size), *picture.dimensions)
    more_x, more_y = width - picture.dimensions[0], height - picture.dimensions[1]
    shares = {S.Center: (0.5, 0.5), S.Left: (1, 0.5), S.Right: (0, 0.5), S.Top: (0.5, 1), S.Bottom: (0.5, 0)}
    if side not in shares:
        raise BAD_SIDE(side)
    left, top = (math.floor(more * share) for more, share in zip((more_x, more_y), shares[side], strict=True))
    return padded(picture, left, more_x - left, more_y - top, top, Integer(0))


def _without_border(image: Image) -> Image:
    differs = image.data != image.data[0, 0]
    differs = differs.any(2) if differs.ndim == 3 else differs
    if not differs.any():
        return image
    rows, columns = np.flatnonzero(differs.any(1)), np.flatnonzero(differs.any(0))
    return Image(image.data[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], image.color_space)


@builtin("ImageTake[image_, rows_, columns_]")
def image_take(k, image: Node, rows: Node, columns: Node = S.All):
    """ImageTake[image, n] gives the first n rows of an image, -n the last; {m, n} those from m to n.

    ImageTake[image, rows, columns] takes columns too.

    >> ImageData[ImageTake[Image[{{0, 0.5}, {1, 0.25}}], -1, {2, 2}]]
    {{0.25}}
    """
    picture = needed_image(image)
    width, height = picture.dimensions
    taken = picture.data[_span(rows, height, "rows"), _span(columns, width, "columns")]
    if 0 in taken.shape:
        raise NOTHING_LEFT(image)
    return Image(taken, picture.color_space)


def _span(node: Node, count: int, name: str) -> slice:
    if node is S.All:
        return slice(None)
    ends = node.args if is_head(node, S.List) and len(node.args) == 2 else (node,)
    numbers = [end.value for end in ends if isinstance(end, Integer) and 0 < abs(end.value) <= count]
    if len(numbers) < len(ends):
        raise BAD_SPAN(node, f"{count} {name}")
    if len(numbers) == 1:
        return slice(numbers[0]) if numbers[0] > 0 else slice(numbers[0], None)
    first, last = (n - 1 if n > 0 else count + n for n in numbers)
    return slice(first, last + 1)


# the axis, and which end of it
SIDES: dict[Node, tuple[int, int]] = {S.Left: (1, 0), S.Right: (1, 1), S.Top: (0, 0), S.Bottom: (0, 1)}


@builtin("ImageReflect[image_, side_]")
def image_reflect(k, image: Node, side: Node = S.Top):
    """ImageReflect[image] exchanges top and bottom; ImageReflect[image, Left] left and right.

    ImageReflect[image, Top -> Left] exchanges rows and columns.

    >> ImageData[ImageReflect[Image[{{0, 1}}], Left]]
    {{1., 0.}}
    """
    picture = needed_image(image)
    ends = side.args if is_head(side, S.Rule) else (side, None)
    for end in ends:
        if end is not None and end not in SIDES:
            raise BAD_SIDE(end)
    axis, at = SIDES[ends[0]]
    if ends[1] is None or SIDES[ends[1]][0] == axis:
        same = ends[1] is not None and SIDES[ends[1]] == (axis, at)
        return picture if same else Image(np.flip(picture.data, axis), picture.color_space)
    turned = picture.data.swapaxes(0, 1)
    if at != SIDES[ends[1]][1]:
        turned = np.flip(turned, (0, 1))
    return Image(turned, picture.color_space)


@builtin("ImageRotate[image_, angle_]")
def image_rotate(k, image: Node, angle: Node | None = None, *, Background: Node = S.Black):
    """ImageRotate[image] turns an image left by Pi/2; ImageRotate[image, angle] by an angle.

    The image becomes larger where it has to.  Background is the colour of the corners.

    >> ImageData[ImageRotate[Image[{{0, 0.5}}]]]
    {{0.5}, {0.}}
    """
    picture = needed_image(image)
    number = math.pi / 2 if angle is None else real_value(angle)
    if number is None:
        raise BAD_ANGLE(angle)
    quarters = float(number) / (math.pi / 2)
    if abs(quarters - round(quarters)) < 1e-9:
        return Image(np.rot90(picture.data, round(quarters) % 4), picture.color_space)
    pixel = pixel_of(Background, picture.as_type("Real32"))
    levels = picture.levels()
    planes = [levels] if levels.ndim == 2 else [levels[..., i] for i in range(picture.channels)]
    turned = [
        np.asarray(
            pil_image.fromarray(np.ascontiguousarray(plane)).rotate(
                math.degrees(number),
                resample=pil_image.Resampling.BILINEAR,
                expand=True,
                fillcolor=float(pixel[i]),
            )
        )
        for i, plane in enumerate(planes)
    ]
    made = turned[0] if len(turned) == 1 else np.stack(turned, 2)
    return Image(made, picture.color_space).as_type(picture.type_name)


@builtin("ImagePartition[image_, size_, offset_]")
def image_partition(k, image: Node, size: Node, offset: Node | None = None):
    """ImagePartition[image, n] gives a matrix of the blocks of n x n pixels in an image; {w, h} of w x h.

    ImagePartition[image, size, offset] begins the next block after fewer or more pixels.

    >> Map[ImageDimensions, ImagePartition[Image[Table[0, {4}, {6}]], 2], {2}]
    {{{2, 2}, {2, 2}, {2, 2}}, {{2, 2}, {2, 2}, {2, 2}}}
    """
    picture = needed_image(image)
    (width, height), (dx, dy) = _block(size), _block(size if offset is None else offset)
    whole_width, whole_height = picture.dimensions
    rows = []
    for y in range(0, whole_height - height + 1, dy):
        blocks = (picture.data[y : y + height, x : x + width] for x in range(0, whole_width - width + 1, dx))
        rows.append([Value(Image(block, picture.color_space)) for block in blocks])
    return rows


def _block(node: Node) -> tuple[int, int]:
    sides = node.args if is_head(node, S.List) and len(node.args) == 2 else (node, node)
    if not all(isinstance(side, Integer) and side.value > 0 for side in sides):
        raise BAD_BLOCKS(node)
    return sides[0].value, sides[1].value  # type: ignore[attr-defined]


@builtin("ImageAssemble[grid_]")
def image_assemble(k, grid: Node):
    """ImageAssemble[{{im11, im12, ...}, ...}] puts a matrix of images together; a list is one row.

    >> ImageData[ImageAssemble[{Image[{{0}}], Image[{{1}}]}]]
    {{0., 1.}}
    """
    rows = grid.args if is_head(grid, S.List) else ()
    rows = rows if rows and all(is_head(row, S.List) and row.args for row in rows) else (grid,)
    if not is_head(rows[0], S.List) or not rows[0].args:
        raise BAD_GRID(grid)
    images = alike([[needed_image(item) for item in row.args] for row in rows])
    try:
        whole = np.concatenate([np.concatenate([image.data for image in row], 1) for row in images])
    except ValueError:
        raise BAD_GRID(grid) from None
    return Image(whole, images[0][0].color_space)


def alike(rows: list[list[Image]]) -> list[list[Image]]:
    """Images of one colour space and type: that of the first, or RGB and reals where they differ."""
    kinds = {(image.color_space, image.channels, image.type_name) for row in rows for image in row}
    if len(kinds) == 1:
        return rows
    space = "RGB" if len({space for space, _, _ in kinds}) > 1 else rows[0][0].color_space
    names = {name for _, _, name in kinds}
    name = names.pop() if len(names) == 1 else "Real32"
    return [[image.converted(str(space)).as_type(name) for image in row] for row in rows]


@builtin("ImageCompose[image_, overlay_, place_]")
def image_compose(k, image: Node, overlay: Node, place: Node | None = None):
    """ImageCompose[image, overlay] lays an image over the middle of another; its transparency is kept to.

    ImageCompose[image, {overlay, opacity}, {x, y}] puts its middle at a position from the lower left.

    >> ImageData[ImageCompose[Image[{{0, 0, 0}}], Image[{{1}}]]]
    {{0., 1., 0.}}
    """
    below, opacity = needed_image(image), 1.0
    if is_head(overlay, S.List) and len(overlay.args) == 2:
        given = from_node(float, overlay.args[1])
        opacity = 1.0 if given is NOT_CONVERTED else min(max(given, 0.0), 1.0)
        overlay = overlay.args[0]
    above = needed_image(overlay)
    space = str(below.color_space) if below.color_space == above.color_space else "RGB"
    base, cover = below.converted(space), above.converted(space)
    width, height = base.dimensions
    x, y = (width / 2, height / 2) if place is None else _point(place)
    left, top = round(x - cover.dimensions[0] / 2), round(height - y - cover.dimensions[1] / 2)
    strength = np.full(cover.levels().shape[:2], opacity, np.float32)
    if above.has_alpha:
        strength *= above.levels()[..., -1]
    made = _laid_over(base.levels().copy(), cover.levels(), strength, left, top)
    return Image(made, space).as_type(below.type_name)


def _laid_over(base: np.ndarray, cover: np.ndarray, strength: np.ndarray, left: int, top: int) -> np.ndarray:
    there = base[max(0, top) :, max(0, left) :]
    there = there[: max(0, cover.shape[0] + min(0, top)), : max(0, cover.shape[1] + min(0, left))]
    size = there.shape[:2]
    over = cover[max(0, -top) :, max(0, -left) :][: size[0], : size[1]]
    share = strength[max(0, -top) :, max(0, -left) :][: size[0], : size[1]]
    share = share[..., None] if base.ndim == 3 else share
    there[:] = (1 - share) * there + share * over
    return base


def _point(node: Node) -> tuple[float, float]:
    numbers = [from_node(float, item) for item in node.args] if is_head(node, S.List) else []
    if len(numbers) != 2 or NOT_CONVERTED in numbers:
        raise BAD_PLACE(node)
    return numbers[0], numbers[1]


@builtin("Thumbnail[image_, size_]")
def thumbnail(k, image: Node, size: Node = Integer(THUMBNAIL)):
    """Thumbnail[image] gives an image of at most 150 pixels at its longer side; Thumbnail[image, n] of n.

    >> ImageDimensions[Thumbnail[Image[Table[0, {10}, {20}]], 4]]
    {4, 2}
    """
    picture = needed_image(image)
    width, height = picture.dimensions
    most = new_size(S.List(size), width, height)
    return picture.resized(*most) if max(width, height) > max(most) else picture


@builtin("PixelValue[image_, place_]")
def pixel_value(k, image: Node, place: Node):
    """PixelValue[image, {x, y}] gives the level or levels of a pixel, counted from the lower left.

    >> PixelValue[Image[{{0, 0.25}, {0.5, 1}}], {1, 1}]
    0.5
    """
    picture = needed_image(image)
    x, y = (math.ceil(n) for n in _point(place))
    width, height = picture.dimensions
    if not (1 <= x <= width and 1 <= y <= height):
        raise BAD_PLACE(place)
    levels = picture.levels()[height - y, x - 1]
    if levels.ndim == 0:
        return Real(float(levels))
    return Expr(S.List, tuple(Real(float(level)) for level in levels))
