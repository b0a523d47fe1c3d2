"""Show, and pictures beside each other: GraphicsRow, GraphicsColumn, GraphicsGrid; HighlightImage."""

from __future__ import annotations

from ..expr import NONE, Expr, Integer, Node, Real, S, Symbol, Value, is_head, is_rule
from ..kernel.builtin import symbol
from ..media.image import Image
from ..problem import Template
from .colors import rgb
from .drawn import image_from
from .images import needed_image
from .picture_options import GRAPHICS, Options, graphics, picture

NO_PICTURE = Template("gtype", "`1` is not a picture that can be shown with others.")

symbol("GraphicsRow", "GraphicsRow[{picture1, picture2, ...}] is a picture with others beside each other.")
symbol(
    "GraphicsColumn", "GraphicsColumn[{picture1, picture2, ...}] is a picture with others below each other."
)
symbol("GraphicsGrid", "GraphicsGrid[{{picture11, ...}, ...}] is a picture with others in rows and columns.")


@picture("Show[pictures__]")
def show(k, pictures: tuple[Node, ...], *, options: Options):
    """Show[picture1, picture2, ...] is one picture with all of them; the options of the first one count.

    Show[picture, options] changes options.  An image is shown in coordinates of its pixels, from below.

    >> Length[First[Show[Graphics[{Point[{0, 0}]}], Graphics[{Point[{1, 1}]}]]]]
    2
    """
    items = [part for item in pictures for part in (item.args if is_head(item, S.List) else (item,))]
    changed = {name: value for name, value in options.items() if value != GRAPHICS.get(name)}
    if len(items) == 1 and isinstance(items[0], Value) and not changed:
        return items[0]
    legends: list[Node] = []
    parts: list[Expr] = []
    for item in items:
        while is_head(item, S.Legended) and len(item.args) == 2:
            legends += item.args[1].args if is_head(item.args[1], S.List) else (item.args[1],)
            item = item.args[0]
        parts.append(_as_graphics(item))
    if all(part.head is S.Graphics3D for part in parts):
        return _in_space(parts, changed, legends)
    if any(part.head is S.Graphics3D for part in parts):
        raise NO_PICTURE(next(part for part in parts if part.head is S.Graphics3D))
    rules = [rule for part in parts for rule in part.args[1:] if is_rule(rule)]
    merged = dict(options)
    for rule in reversed(rules):
        name = getattr(rule.args[0], "name", "")
        if name in merged and name not in changed:
            merged[name] = rule.args[1]
    whole = graphics(Expr(S.List, tuple(part.args[0] for part in parts)), merged)
    return _with(whole, legends)


def _with(whole: Node, legends: list[Node]) -> Node:
    if not legends:
        return whole
    return S.Legended(whole, legends[0] if len(legends) == 1 else Expr(S.List, tuple(legends)))


def _in_space(parts: list[Expr], changed: dict[str, Node], legends: list[Node]) -> Node:
    """Several Graphics3D in one."""
    rules: list[Node] = [S.Rule(Symbol(name), value) for name, value in changed.items()]
    rules += [rule for part in parts for rule in part.args[1:] if is_rule(rule)]
    kept = {rule.args[0]: rule for rule in reversed(rules)}
    primitives = Expr(S.List, tuple(part.args[0] for part in parts))
    return _with(Expr(S.Graphics3D, (primitives, *reversed(kept.values()))), legends)


def _as_graphics(item: Node) -> Expr:
    if isinstance(item, Value) and isinstance(item.value, Image):
        return S.Graphics(S.List(S.Inset(item, _pair(0, 0), _pair(0, 0), _pair(*item.value.dimensions))))
    if not (is_head(item, S.Graphics) or is_head(item, S.Graphics3D)) or not item.args:
        raise NO_PICTURE(item)
    return item  # type: ignore[return-value]


def _pair(x: int, y: int) -> Node:
    return S.List(Integer(x), Integer(y))


@picture("HighlightImage[image_, marks_]", PlotRange=S.Automatic, AspectRatio=S.Automatic)
def highlight_image(k, image: Node, marks: Node, *, options: Options):
    """HighlightImage[image, {primitive1, ...}] is the image with graphics drawn over it, as an image.

    The coordinates are pixels from the lower left corner; areas are half transparent, with their edges.

    >> ImageDimensions[HighlightImage[Image[{{0, 1}, {1, 0}}], Rectangle[{0, 0}, {1, 1}]]]
    {2, 2}
    """
    picture_ = needed_image(image)
    width, height = picture_.dimensions
    color = rgb((1.0, 0.2, 0.0))
    items = marks.args if is_head(marks, S.List) else (marks,)
    edge = S.EdgeForm(S.Directive(color, S.Opacity(Integer(1)), S.AbsoluteThickness(Integer(1))))
    over = Expr(S.List, (color, edge, S.Opacity(Real(0.4)), *items))
    base = S.Inset(image, _pair(0, 0), _pair(0, 0), _pair(width, height))
    ranges = S.List(_pair(0, width), _pair(0, height))
    shown = S.Graphics(S.List(base, over), S.Rule(S.PlotRange, ranges), S.Rule(S.PlotRangePadding, NONE))
    made = image_from(k, shown, S.HighlightImage, 1.0, float(width))
    assert made is not None
    return made.resized(width, height)
