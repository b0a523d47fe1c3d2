"""Legends beside pictures: LineLegend, PointLegend, SwatchLegend, where Placed puts them, and BarLegend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..expr import Expr, Node, S, String, is_head, is_rule
from ..lazy import matplotlib_lines, matplotlib_patches
from .pens import Pen
from .style import read_style

INSIDE = {  # where Placed puts a legend that stands inside
    ("Right", "Top"): "upper right",
    ("Left", "Top"): "upper left",
    ("Right", "Bottom"): "lower right",
    ("Left", "Bottom"): "lower left",
    ("Center", "Top"): "upper center",
    ("Center", "Bottom"): "lower center",
    ("Left", "Center"): "center left",
    ("Right", "Center"): "center right",
    ("Center", "Center"): "center",
}
OUTSIDE = {  # the sides: Right and After are the usual ones
    "Right": "outside right upper",
    "After": "outside right upper",
    "Left": "outside left upper",
    "Before": "outside left upper",
    "Top": "outside upper center",
    "Above": "outside upper center",
    "Bottom": "outside lower center",
    "Below": "outside lower center",
}


def draw_legend(figure: Any, legend: Node, write: Callable[[Node], str]) -> None:
    """Draw a legend beside, or inside of, what a figure shows."""
    place: Node = S.After
    if is_head(legend, S.Placed) and len(legend.args) > 1:
        legend, place = legend.args[:2]
    args = [arg for arg in legend.args if not is_rule(arg)] if isinstance(legend, Expr) else []
    kind = getattr(legend.head, "name", "")
    if kind in HANDLES and len(args) >= 2:
        styles, labels = args[0].args, args[1].args
        handles = [HANDLES[kind](Pen().after(style) or Pen()) for style in styles]
    else:
        handles, labels = [matplotlib_patches.Patch(alpha=0)], (legend,)
    texts = [_label(label, write) for label in labels]
    count = min(len(handles), len(texts))
    where, owner = _position(figure, place)
    owner.legend(handles[:count], texts[:count], loc=where, frameon=False, fontsize=9)


def _position(figure: Any, place: Node) -> tuple[str, Any]:
    if is_head(place, S.List) and len(place.args) == 2:
        names = (getattr(place.args[0], "name", "Right"), getattr(place.args[1], "name", "Top"))
        return INSIDE.get(names, "best"), figure.axes[0] if figure.axes else figure
    return OUTSIDE.get(getattr(place, "name", ""), "outside right upper"), figure


def _label(label: Node, write: Callable[[Node], str]) -> str:
    content = read_style(label)[0]
    text = content.value if isinstance(content, String) else write(content)
    return text.replace("$", r"\$")


def _line(pen: Pen) -> Any:
    style = (0, pen.dashes) if pen.dashes else "-"
    return matplotlib_lines.Line2D([], [], color=pen.color, alpha=pen.opacity, lw=pen.width, ls=style)


def _point(pen: Pen) -> Any:
    return matplotlib_lines.Line2D(
        [], [], color=pen.color, alpha=pen.opacity, ls="", marker="o", ms=pen.point
    )


def _swatch(pen: Pen) -> Any:
    return matplotlib_patches.Patch(facecolor=pen.color, alpha=pen.opacity)


HANDLES: dict[str, Callable[[Pen], Any]] = {
    "LineLegend": _line,
    "PointLegend": _point,
    "SwatchLegend": _swatch,
}
