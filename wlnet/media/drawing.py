"""Graphics[primitives, options] as pixels or as a file of vectors, drawn by matplotlib.

What can be drawn: Graphics, Legended and Labeled around it, GraphicsRow, GraphicsColumn and GraphicsGrid of
them, and images.  Sizes are in printer's points; the usual width of a picture is 360, of a row of several
the same for all together.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..expr import FALSE, NONE, Expr, Node, S, String, Value, is_head, is_rule
from ..lazy import backend_agg, matplotlib, matplotlib_figure
from .axes import set_axes
from .colors import color_of
from .drawing3d import draw_space
from .image import Image
from .legends import draw_legend
from .pens import Pen, number_of
from .primitives import Canvas, font, plain_pixels
from .style import TextStyle, read_style

WIDTH = 360.0
NAMED_SIZES = {"Tiny": 100.0, "Small": 180.0, "Medium": 360.0, "Large": 576.0}
POINTS_PER_INCH = 72.0
SPACE_RATIO = 0.85
LEGEND_HEIGHT = 36.0  # of a legend above or below a picture
PADDING = 0.04  # around a picture with axes, in inches
RECIPROCAL_GOLDEN = 0.6180339887498949
GRIDS = ("GraphicsRow", "GraphicsColumn", "GraphicsGrid")
DRAWN = ("Graphics", "Graphics3D", "Legended", "Labeled", *GRIDS)

Options = Mapping[str, Node]
Write = Callable[[Node], str]


def is_picture(node: Node) -> bool:
    """Whether `node` is something that is drawn here, rather than written."""
    if isinstance(node, Expr) and getattr(node.head, "name", "") in ("Legended", "Labeled"):
        return bool(node.args) and (is_picture(node.args[0]) or _image(node.args[0]) is not None)
    return isinstance(node, Expr) and getattr(node.head, "name", "") in DRAWN and bool(node.args)


def options_in(node: Node) -> dict[str, Node]:
    """The options of a picture, the first of several for one name."""
    found: dict[str, Node] = {}
    for arg in _flat(node.args[1:]):
        name = arg.args[0].value if isinstance(arg.args[0], String) else getattr(arg.args[0], "name", "")
        found.setdefault(name, arg.args[1])
    return found


def _flat(items: tuple[Node, ...]) -> list[Node]:
    found: list[Node] = []
    for item in items:
        if is_rule(item):
            found.append(item)
        elif is_head(item, S.List):
            found += _flat(item.args)
    return found


def drawn_image(
    node: Node, write: Write, scale: float = 1.0, width: float | None = None
) -> tuple[Image, list]:
    """The picture in pixels, `scale` of them a point, and what of it is not known here."""
    figure, unknown = _figure(node, write, width)
    figure.set_dpi(POINTS_PER_INCH * scale)
    canvas = backend_agg.FigureCanvasAgg(figure)
    canvas.draw()
    return Image(np.asarray(canvas.buffer_rgba())[..., :3].copy(), "RGB"), unknown


def drawn_file(node: Node, write: Write, kind: str) -> tuple[bytes, list]:
    """The picture as a file of vectors: "svg", "pdf" or "eps"."""
    figure, unknown = _figure(node, write, None)
    stream = io.BytesIO()
    dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind)
    with matplotlib.rc_context({"svg.hashsalt": "wlnet"}):  # the same picture is the same file
        figure.savefig(stream, format=kind, metadata=dates)
    return stream.getvalue(), unknown


def _figure(node: Node, write: Write, width: float | None) -> tuple[Any, list[Node]]:
    size = _size(node, width or WIDTH)
    figure = matplotlib_figure.Figure(figsize=(size[0] / 72, size[1] / 72))
    pad = 0.0 if _is_bare(node) else PADDING
    figure.set_layout_engine("compressed" if _is_beside(node) else "constrained", w_pad=pad, h_pad=pad)
    unknown: list[Node] = []
    _draw(figure, node, write, size, unknown)
    if _is_beside(node):  # numbers at the axes change when there is less room, and then need another one
        figure.draw_without_rendering()
    return figure, unknown


def natural_size(node: Node) -> tuple[float, float]:
    """Width and height of a picture in points, where nothing else is asked for."""
    return _size(node, WIDTH)


def _is_beside(node: Node) -> bool:
    """Whether a single picture shares the room with a legend, whose width decides on its own."""
    return is_head(node, S.Legended) and is_head(node.args[0], S.Graphics)


def _is_bare(node: Node) -> bool:
    """Whether a picture has nothing around it that needs room."""
    if not is_head(node, S.Graphics):
        return False
    options = options_in(node)
    around = [options.get(name, FALSE) for name in ("Frame", "Axes", "PlotLabel")]
    return all(value in (FALSE, NONE) for value in around)


def _image(node: Node) -> Image | None:
    return node.value if isinstance(node, Value) and isinstance(node.value, Image) else None


def _rows(node: Node) -> list[list[Node]]:
    """The pictures of a row, a column or a grid, by rows."""
    items = list(node.args[0].args) if is_head(node.args[0], S.List) else [node.args[0]]
    if getattr(node.head, "name", "") == "GraphicsRow":
        return [items]
    if getattr(node.head, "name", "") == "GraphicsColumn":
        return [[item] for item in items]
    return [list(row.args) if is_head(row, S.List) else [row] for row in items]


def _size(node: Node, usual: float) -> tuple[float, float]:
    """Width and height in points."""
    if (picture := _image(node)) is not None:
        return usual, usual * picture.dimensions[1] / picture.dimensions[0]
    if not is_picture(node):
        return usual, 24.0
    name, options = node.head.name, options_in(node)  # type: ignore[attr-defined]
    width, height = _asked(options.get("ImageSize", S.Automatic))
    if name in ("Legended", "Labeled"):
        inner = _size(node.args[0], usual)
        if name == "Labeled" or _is_level(node.args[1] if len(node.args) > 1 else NONE):
            return inner[0], inner[1] + (20 if name == "Labeled" else LEGEND_HEIGHT)
        return inner[0] * 1.25, inner[1]
    if name in GRIDS:
        rows = _rows(node)
        wide = width or usual
        each = wide / max(max(map(len, rows), default=1), 1)
        return wide, height or sum(max((_scaled(item, each) for item in row), default=each) for row in rows)
    ratio = SPACE_RATIO if name == "Graphics3D" else _ratio(node, options)
    if width is None and height is not None:
        return height / ratio, height
    return width or usual, height or (width or usual) * ratio


def _is_level(legend: Node) -> bool:
    """Whether a legend stands above or below a picture, or inside of it."""
    return (
        is_head(legend, S.Placed)
        and len(legend.args) > 1
        and (is_head(legend.args[1], S.List) or legend.args[1] in (S.Above, S.Below, S.Top, S.Bottom))
    )


def _scaled(node: Node, width: float) -> float:
    wide, high = _size(node, width)
    return high * width / wide


def _asked(size: Node) -> tuple[float | None, float | None]:
    sides = size.args if is_head(size, S.List) else (size, S.Automatic)
    found = [NAMED_SIZES.get(getattr(side, "name", "")) or number_of(side) for side in sides]
    return (found[0], found[1]) if len(found) == 2 else (None, None)


def _ratio(node: Node, options: Options) -> float:
    """Height by width of a Graphics: what AspectRatio says, or that of what it shows."""
    ratio = aspect(options)
    if ratio is not None:
        return ratio
    figure = matplotlib_figure.Figure()
    axes = figure.add_subplot()
    Canvas(axes, str).draw(node.args[0], Pen())
    axes.autoscale_view()
    set_axes(axes, options, str)
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    return min(max(abs(y1 - y0) / abs(x1 - x0), 0.1), 10.0) if x1 != x0 else 1.0


def aspect(options: Options) -> float | None:
    """Height by width; None where lengths are the same in both directions."""
    given = options.get("AspectRatio", S.Automatic)
    ratio = number_of(given)
    if ratio is None and isinstance(given, Expr):  # 1/GoldenRatio
        ratio = RECIPROCAL_GOLDEN
    return ratio if ratio and ratio > 0 else 1.0 if given is S.Full else None


def _draw(figure: Any, node: Node, write: Write, size: tuple[float, float], unknown: list[Node]) -> None:
    """Draw `node` into a figure, or into a part of one."""
    name = getattr(node.head, "name", "") if isinstance(node, Expr) else ""
    if (picture := _image(node)) is not None:
        axes = figure.add_subplot()
        axes.imshow(plain_pixels(picture), interpolation="nearest")
        axes.axis("off")
    elif not is_picture(node):
        _draw_text(figure, node, write)
    elif name in GRIDS:
        _draw_grid(figure, node, write, size, unknown)
    elif name == "Graphics3D":
        unknown += draw_space(figure, node, options_in(node), write, size[0])
    elif name == "Legended":
        _draw(figure, node.args[0], write, size, unknown)
        for legend in node.args[1].args if is_head(node.args[1], S.List) else node.args[1:2]:
            draw_legend(figure, legend, write)
    elif name == "Labeled":
        _draw(figure, node.args[0], write, size, unknown)
        content, style, _ = read_style(node.args[1], TextStyle(family="DejaVu Sans", size=11.0))
        place = node.args[2] if len(node.args) > 2 else S.Bottom
        title = figure.suptitle if place is S.Top else figure.supxlabel
        title(_label(content, write), **font(style))
    else:
        _draw_graphics(figure, node, write, size, unknown)


def _draw_text(figure: Any, node: Node, write: Write) -> None:
    if node is NONE or node is S.Null:
        return
    content, style, _ = read_style(node, TextStyle(family="DejaVu Sans", size=11.0))
    figure.text(0.5, 0.5, _label(content, write), ha="center", va="center", **font(style))


def _draw_grid(figure: Any, node: Node, write: Write, size: tuple[float, float], unknown: list[Node]) -> None:
    rows = _rows(node)
    columns = max(map(len, rows), default=0)
    if not columns:
        return
    each = size[0] / columns, size[1] / len(rows)
    heights = [max((_scaled(item, each[0]) for item in row), default=1.0) for row in rows]
    parts = figure.subfigures(len(rows), columns, squeeze=False, height_ratios=heights)
    for i, row in enumerate(rows):
        for j, item in enumerate(row):
            _draw(parts[i, j], item, write, each, unknown)
    label = options_in(node).get("PlotLabel", NONE)
    if label is not NONE:
        figure.suptitle(_label(label, write))


def _label(node: Node, write: Write) -> str:
    return node.value if isinstance(node, String) else write(node)


def _draw_graphics(
    figure: Any, node: Node, write: Write, size: tuple[float, float], unknown: list[Node]
) -> None:
    options = options_in(node)
    axes = figure.add_subplot()
    pen = Pen(page=size[0])
    canvas = Canvas(axes, write)
    ratio = aspect(options)
    if ratio is None:
        axes.set_aspect("equal")
    else:
        axes.set_box_aspect(ratio)
    axes.margins(0.02)
    if (prolog := options.get("Prolog")) is not None:
        canvas.draw(S.List(prolog), pen)
    styled = options.get("BaseStyle")
    canvas.draw(S.List(node.args[0]), pen.after(styled) or pen if styled is not None else pen)
    axes.autoscale_view()
    set_axes(axes, options, write)
    if (epilog := options.get("Epilog")) is not None:
        limits = axes.get_xlim(), axes.get_ylim()
        canvas.draw(S.List(epilog), pen)
        axes.set_xlim(limits[0])
        axes.set_ylim(limits[1])
    if (background := color_of(options.get("Background", NONE))) is not None:
        figure.set_facecolor(background)
        axes.set_facecolor(background)
    unknown += canvas.unknown
