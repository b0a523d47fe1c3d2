"""Directives of graphics: what a list like ``{Red, Thick, Dashed}`` makes of the pen for what comes after it.

Thicknesses and sizes are kept in printer's points; Thickness and PointSize are shares of the width of the
picture, AbsoluteThickness and AbsolutePointSize are points.  The named sizes are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ..expr import NONE, Expr, Integer, Node, Rational, Real, S, Symbol, is_head
from .colors import Color, color_of

NAMED_WIDTHS = {"Tiny": 0.25, "Small": 0.5, "Medium": 1.0, "Large": 2.0}
NAMED_POINTS = {"Tiny": 2.0, "Small": 3.0, "Medium": 5.0, "Large": 8.0}
NAMED_GAPS = {"Tiny": 1.0, "Small": 3.0, "Medium": 6.0, "Large": 12.0}
SHORTHANDS = {
    "Thick": ("AbsoluteThickness", (2.0,)),
    "Thin": ("AbsoluteThickness", (0.5,)),
    "Dashed": ("AbsoluteDashing", (4.0, 3.0)),
    "Dotted": ("AbsoluteDashing", (0.5, 2.5)),
    "DotDashed": ("AbsoluteDashing", (0.5, 2.5, 4.0, 2.5)),
}


@dataclass(frozen=True)
class Pen:
    """How lines, points and areas are drawn; lengths in points, `page` the width of the picture in points."""

    page: float = 360.0
    color: Color = (0.0, 0.0, 0.0)
    opacity: float = 1.0
    width: float = 0.75
    dashes: tuple[float, ...] = ()
    point: float = 4.0
    edge: Pen | None = None  # of areas; None: no edge
    face: Pen | None = None  # of areas; None: the pen itself
    filled: bool = True

    def changed(self, directives: Iterable[Node]) -> Pen | None:
        """The pen after the directives; None if one of them is none."""
        pen: Pen | None = self
        for directive in directives:
            pen = pen.after(directive) if pen is not None else None
        return pen

    def after(self, node: Node) -> Pen | None:
        """The pen after one directive; None if `node` is none."""
        if (color := color_of(node)) is not None:
            opacity = number_of(node.args[-1]) if len(node.args) in (2, 4) else None
            return replace(self, color=color, opacity=self.opacity if opacity is None else opacity)
        if isinstance(node, Symbol):
            if node.name in SHORTHANDS:
                name, lengths = SHORTHANDS[node.name]
                return READERS[name](self, tuple(map(Real, lengths)))
            return self if node is S.Automatic else None
        if is_head(node, S.Directive) or is_head(node, S.List):
            return self.changed(node.args)
        read = READERS.get(getattr(node.head, "name", "")) if isinstance(node, Expr) else None
        return read(self, node.args) if read else None


def number_of(node: Node) -> float | None:
    return float(node.value) if isinstance(node, (Integer, Real, Rational)) else None


def _length(node: Node, named: dict[str, float], unit: float) -> float | None:
    if isinstance(node, Symbol):
        return named.get(node.name)
    number = number_of(node)
    return None if number is None else number * unit


def _opacity(pen: Pen, args: tuple[Node, ...]) -> Pen | None:
    level = number_of(args[0]) if args else None
    if level is None:
        return None
    pen = replace(pen, opacity=min(max(level, 0.0), 1.0))
    return pen.after(args[1]) if len(args) > 1 else pen


def _width(relative: bool) -> Callable[[Pen, tuple[Node, ...]], Pen | None]:
    def read(pen: Pen, args: tuple[Node, ...]) -> Pen | None:
        width = _length(args[0], NAMED_WIDTHS, pen.page if relative else 1.0) if args else None
        return None if width is None else replace(pen, width=width)

    return read


def _point(relative: bool) -> Callable[[Pen, tuple[Node, ...]], Pen | None]:
    def read(pen: Pen, args: tuple[Node, ...]) -> Pen | None:
        size = _length(args[0], NAMED_POINTS, pen.page if relative else 1.0) if args else None
        return None if size is None else replace(pen, point=size)

    return read


def _dashing(relative: bool) -> Callable[[Pen, tuple[Node, ...]], Pen | None]:
    def read(pen: Pen, args: tuple[Node, ...]) -> Pen | None:
        items = args[0].args if args and is_head(args[0], S.List) else args
        if args and args[0] is NONE:
            items = ()
        lengths = [_length(item, NAMED_GAPS, pen.page if relative else 1.0) for item in items]
        if None in lengths:
            return None
        dashes = tuple(max(length, 0.1) for length in lengths if length is not None)
        return replace(pen, dashes=dashes * (1 + len(dashes) % 2))

    return read


def _edge(pen: Pen, args: tuple[Node, ...]) -> Pen | None:
    if args and args[0] is NONE:
        return replace(pen, edge=None)
    edge = replace(pen, color=(0.0, 0.0, 0.0), opacity=1.0, edge=None, face=None).changed(args)
    return None if edge is None else replace(pen, edge=edge)


def _face(pen: Pen, args: tuple[Node, ...]) -> Pen | None:
    if args and args[0] is NONE:
        return replace(pen, filled=False)
    face = replace(pen, edge=None, face=None).changed(args)
    return None if face is None else replace(pen, face=face, filled=True)


READERS: dict[str, Callable[[Pen, tuple[Node, ...]], Pen | None]] = {
    "Opacity": _opacity,
    "Thickness": _width(True),
    "AbsoluteThickness": _width(False),
    "PointSize": _point(True),
    "AbsolutePointSize": _point(False),
    "Dashing": _dashing(True),
    "AbsoluteDashing": _dashing(False),
    "EdgeForm": _edge,
    "FaceForm": _face,
}
