"""Style[expr, directives]: what a styled expression looks like, as far as text can be drawn here.

The inner of two nested styles wins, and the last of two directives that say the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from ..expr import Integer, Node, Rational, Real, S, String, Symbol, is_head, is_rule
from .colors import Color, color_of

NAMED_SIZES = {"Tiny": 6.0, "Small": 9.0, "Medium": 12.0, "Large": 24.0}  # FontSize, in points
RELATIVE_SIZES = {"Smaller": 0.8, "Larger": 1.25}
WEIGHTS = {
    **dict.fromkeys(("Thin", "UltraLight", "ExtraLight"), 200),
    "Light": 300,
    **dict.fromkeys(("Plain", "Regular", "Normal", "Medium", "Automatic"), 400),
    **dict.fromkeys(("SemiBold", "Demi", "DemiBold"), 600),
    "Bold": 700,
    **dict.fromkeys(("ExtraBold", "Heavy", "Black", "Fat"), 900),
}
SLANTS = {"Italic": True, "Oblique": True, "Plain": False, "Automatic": False}


@dataclass(frozen=True)
class TextStyle:
    """How text is drawn; `size` in printer's points, `background` None for what Rasterize says."""

    family: str = "DejaVu Sans Mono"
    size: float = 12.0
    weight: int = 400
    italic: bool = False
    color: Color = (0.0, 0.0, 0.0)
    background: Color | None = None


def read_style(node: Node, style: TextStyle | None = None) -> tuple[Node, TextStyle, tuple[Node, ...]]:
    """What is inside the Style of `node`, the style it is drawn in, and the directives not known here."""
    style = style or TextStyle()
    unknown: tuple[Node, ...] = ()
    while is_head(node, S.Style) and node.args:
        style, strange = styled(style, node.args[1:])
        node, unknown = node.args[0], (*unknown, *strange)
    return node, style, unknown


def styled(style: TextStyle, directives: Iterable[Node]) -> tuple[TextStyle, tuple[Node, ...]]:
    """`style` changed by the directives, one after another, and the directives that are not known."""
    unknown: list[Node] = []
    for directive in directives:
        if is_head(directive, S.Directive) or is_head(directive, S.List):
            style, strange = styled(style, directive.args)
            unknown += strange
        elif (changed := _changed(style, directive)) is not None:
            style = changed
        else:
            unknown.append(directive)
    return style, tuple(unknown)


def _changed(style: TextStyle, directive: Node) -> TextStyle | None:
    if is_rule(directive):
        name, value = directive.args
        read = OPTIONS.get(_name(name) or "")
        return read(style, value) if read else None
    if isinstance(directive, Symbol) and directive.name in DIRECTIVES:
        return replace(style, **DIRECTIVES[directive.name])
    if (color := color_of(directive)) is not None:
        return replace(style, color=color)
    return _sized(style, directive)


def _sized(style: TextStyle, node: Node) -> TextStyle | None:
    if isinstance(node, (Integer, Real, Rational)) and node.value > 0:
        return replace(style, size=float(node.value))
    name = _name(node) or ""
    if name in RELATIVE_SIZES:
        return replace(style, size=style.size * RELATIVE_SIZES[name])
    return replace(style, size=NAMED_SIZES[name]) if name in NAMED_SIZES else None


def _weighted(style: TextStyle, node: Node) -> TextStyle | None:
    if isinstance(node, Integer) and 1 <= node.value <= 1000:
        return replace(style, weight=node.value)
    weight = WEIGHTS.get(_name(node) or "")
    return None if weight is None else replace(style, weight=weight)


def _slanted(style: TextStyle, node: Node) -> TextStyle | None:
    slant = SLANTS.get(_name(node) or "")
    return None if slant is None else replace(style, italic=slant)


def _in_family(style: TextStyle, node: Node) -> TextStyle | None:
    return replace(style, family=node.value) if isinstance(node, String) and node.value.strip() else None


def _colored(field: str) -> Callable[[TextStyle, Node], TextStyle | None]:
    def read(style: TextStyle, node: Node) -> TextStyle | None:
        color = color_of(node)
        change: dict[str, Any] = {field: color}
        return None if color is None else replace(style, **change)

    return read


def _name(node: Node) -> str | None:
    """The name of a symbol or a string: options and their values may be written either way."""
    return node.name if isinstance(node, Symbol) else node.value if isinstance(node, String) else None


DIRECTIVES: dict[str, dict[str, Any]] = {
    "Plain": {"weight": 400, "italic": False},
    "Bold": {"weight": 700},
    "Italic": {"italic": True},
}
OPTIONS: dict[str, Callable[[TextStyle, Node], TextStyle | None]] = {
    "FontSize": _sized,
    "FontWeight": _weighted,
    "FontSlant": _slanted,
    "FontFamily": _in_family,
    "FontColor": _colored("color"),
    "Background": _colored("background"),
}
