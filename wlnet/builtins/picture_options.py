"""The options that all pictures share, and declaring a function that makes one.

    @picture("Plot[f_, ranges__]", attributes=Attribute.HOLD_ALL, PlotPoints=S.Automatic, ...)
    def plot(k, f, ranges, options): ...

The function gets its `options` in one dictionary, by name: those of Graphics, with the defaults that the
declaration changes, and its own.
"""

from __future__ import annotations

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
        builtin(signature, attributes=attributes)(_Picture(function, head, options, sorted(ignored)))
        return function

    return register


class _Picture:
    """What a declaration calls: a function whose signature has the options; made out when it is asked for."""

    def __init__(
        self, function: Callable[..., Any], head: Symbol, options: dict[str, Node], ignored: list[str]
    ):
        self.function, self.head, self.options, self.ignored = function, head, options, ignored
        self.__name__, self.__qualname__ = function.__name__, function.__qualname__
        self.__module__, self.__doc__ = function.__module__, function.__doc__
        self.__kwdefaults__ = options

    def __call__(self, k, *args: Any, **given: Any):
        for name in self.ignored:
            if given[name] != self.options[name]:
                k.message(self.head, NOT_FOLLOWED(name))
        return self.function(k, *args, options=given)

    def _positional(self) -> list[inspect.Parameter]:
        parameters = inspect.signature(self.function).parameters.values()
        return [p.replace(kind=p.POSITIONAL_OR_KEYWORD) for p in parameters if p.name != "options"]

    @property
    def __signature__(self) -> inspect.Signature:
        keywords = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
            for name, default in sorted(self.options.items())
        ]
        return inspect.Signature([*self._positional(), *keywords])

    @property
    def __annotations__(self) -> dict[str, Any]:  # type: ignore[override]
        hints = get_type_hints(self.function)
        return {p.name: hints.get(p.name, Any) for p in self._positional()}


def graphics(primitives: Node, options: Options) -> Expr:
    """Graphics with those of the options that say something."""
    rules = [
        S.Rule(Symbol(name), value)
        for name, value in options.items()
        if name in GRAPHICS and value != GRAPHICS[name]
    ]
    return Expr(S.Graphics, (primitives, *rules))
