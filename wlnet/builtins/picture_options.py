"""The options that all pictures share, and declaring a function that makes one.

    @picture("Plot[f_, ranges__]", attributes=Attribute.HOLD_ALL, PlotPoints=S.Automatic, ...)
    def plot(k, f, ranges, options): ...

The function gets its `options` in one dictionary, by name: those of Graphics, with the defaults that the
declaration changes, and its own.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from ..expr import FALSE, NONE, TRUE, Expr, Integer, Node, S, Symbol
from ..kernel.builtin import Attribute, builtin, symbol
from ..problem import Template

Options = Mapping[str, Node]

GRAPHICS: dict[str, Node] = {
    "AlignmentPoint": S.Center,
    "AspectRatio": S.Automatic,
    "Axes": FALSE,
    "AxesLabel": NONE,
    "AxesOrigin": S.Automatic,
    "AxesStyle": S.List(),
    "Background": NONE,
    "BaselinePosition": S.Automatic,
    "BaseStyle": S.List(),
    "Epilog": S.List(),
    "FormatType": S.TraditionalForm,
    "Frame": FALSE,
    "FrameLabel": NONE,
    "FrameStyle": S.List(),
    "FrameTicks": S.Automatic,
    "FrameTicksStyle": S.List(),
    "GridLines": NONE,
    "GridLinesStyle": S.List(),
    "ImageMargins": Integer(0),
    "ImagePadding": S.All,
    "ImageSize": S.Automatic,
    "LabelStyle": S.List(),
    "Method": S.Automatic,
    "PlotLabel": NONE,
    "PlotRange": S.All,
    "PlotRangeClipping": FALSE,
    "PlotRangePadding": S.Automatic,
    "PlotRegion": S.Automatic,
    "Prolog": S.List(),
    "RotateLabel": TRUE,
    "ScalingFunctions": NONE,
    "Ticks": S.Automatic,
    "TicksStyle": S.List(),
}
NOT_FOLLOWED = Template("opnf", "The option `1` is known but not followed here; the picture is without it.")
IGNORED = frozenset(
    ("PlotTheme", "AlignmentPoint", "PlotRegion", "RotateLabel", "Lighting", "MeshStyle", "LabelingFunction")
)
GOLDEN = S.Power(S.GoldenRatio, Integer(-1))
PLOT: dict[str, Node] = {  # what curves, points and bars change of them
    "AspectRatio": GOLDEN,
    "Axes": TRUE,
    "ColorFunction": S.Automatic,
    "ColorFunctionScaling": TRUE,
    "PerformanceGoal": S.Automatic,
    "PlotLegends": NONE,
    "PlotRange": S.Automatic,
    "PlotStyle": S.Automatic,
    "PlotTheme": S.Automatic,
}
for _name in (*GRAPHICS, *PLOT):
    if _name not in ("Background", "ImageSize", "Method"):
        symbol(_name, f"{_name} is an option of Graphics and of the functions that make pictures.")


def picture(
    signature: str, *, attributes: int = Attribute.NONE, like: Options | None = None, **defaults: Node
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the function below as a builtin with the options of Graphics, `like` those and `defaults`."""
    options = {**GRAPHICS, **(like or {}), **defaults}
    ignored = {
        name for name in options if name in IGNORED or (name == "ColorFunction" and "PlotStyle" in options)
    }
    head = Symbol(signature.partition("[")[0])

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def call(k, *args: Any, **given: Any):
            for name in sorted(ignored):
                if given[name] != options[name]:
                    k.message(head, NOT_FOLLOWED(name))
            return function(k, *args, options=given)

        positional = [p for p in inspect.signature(function).parameters.values() if p.name != "options"]
        keywords = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
            for name, default in sorted(options.items())
        ]
        call.__signature__ = inspect.Signature([*positional, *keywords])  # type: ignore[attr-defined]
        call.__annotations__ = {p.name: get_type_hints(function).get(p.name, Any) for p in positional}
        del call.__wrapped__  # type: ignore[attr-defined]
        builtin(signature, attributes=attributes)(call)
        return function

    return register


def graphics(primitives: Node, options: Options) -> Expr:
    """Graphics with those of the options that say something."""
    rules = [
        S.Rule(Symbol(name), value)
        for name, value in options.items()
        if name in GRAPHICS and value != GRAPHICS[name]
    ]
    return Expr(S.Graphics, (primitives, *rules))
