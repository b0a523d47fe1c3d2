"""Colours out of expressions: RGBColor, GrayLevel, Hue and the names, as red, green and blue from 0 to 1."""

from __future__ import annotations

import colorsys

from ..expr import Expr, Integer, Node, Rational, Real, Symbol

Color = tuple[float, float, float]

NAMED: dict[str, Color] = {
    "Black": (0, 0, 0),
    "White": (1, 1, 1),
    "Gray": (0.5, 0.5, 0.5),
    "LightGray": (0.85, 0.85, 0.85),
    "Red": (1, 0, 0),
    "Green": (0, 1, 0),
    "Blue": (0, 0, 1),
    "Cyan": (0, 1, 1),
    "Magenta": (1, 0, 1),
    "Yellow": (1, 1, 0),
    "Brown": (0.6, 0.4, 0.2),
    "Orange": (1, 0.5, 0),
    "Pink": (1, 0.5, 0.5),
    "Purple": (0.5, 0, 0.5),
    "LightBlue": (0.87, 0.94, 1),
    "LightRed": (1, 0.85, 0.85),
    "LightGreen": (0.88, 1, 0.88),
    "LightYellow": (1, 1, 0.85),
    "LightOrange": (1, 0.9, 0.8),
    "LightPink": (1, 0.925, 0.925),
    "LightPurple": (0.94, 0.88, 0.94),
    "LightBrown": (0.94, 0.91, 0.88),
    "LightCyan": (0.9, 1, 1),
    "LightMagenta": (1, 0.9, 1),
}


def color_of(node: Node) -> Color | None:
    """The colour that `node` stands for; None if it is none.  An opacity behind it is not looked at."""
    if isinstance(node, Symbol):
        return NAMED.get(node.name)
    if not isinstance(node, Expr) or not isinstance(node.head, Symbol):
        return None
    if node.head.name == "RGBColor" and len(node.args) == 1 and isinstance(node.args[0], Expr):
        return color_of(Expr(node.head, node.args[0].args))
    levels = [float(arg.value) for arg in node.args if isinstance(arg, (Integer, Real, Rational))]
    if len(levels) != len(node.args):
        return None
    match node.head.name, levels:
        case "RGBColor", [r, g, b, *_]:
            return _clipped(r), _clipped(g), _clipped(b)
        case "GrayLevel", [level, *_]:
            return (_clipped(level),) * 3
        case "Hue", [hue]:
            return colorsys.hsv_to_rgb(hue % 1, 1, 1)
        case "Hue", [hue, saturation, brightness, *_]:
            return colorsys.hsv_to_rgb(hue % 1, _clipped(saturation), _clipped(brightness))
    return None


def _clipped(level: float) -> float:
    return min(max(level, 0.0), 1.0)
