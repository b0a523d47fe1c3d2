"""The options of Graphics that concern its frame: ranges, axes, frames, ticks, grid lines and labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..arrays import array_of
from ..expr import FALSE, NONE, TRUE, Node, S, String, is_head
from .pens import Pen, number_of
from .primitives import font
from .style import TextStyle, read_style, styled

Options = Mapping[str, Node]
Write = Callable[[Node], str]
LABEL = TextStyle(family="DejaVu Sans", size=10.0)
TITLE = TextStyle(family="DejaVu Sans", size=11.0)


def set_axes(axes: Any, options: Options, write: Write) -> None:
    """Let the axes be as the options say; what has been drawn decides where they say nothing."""
    _set_scales(axes, options.get("ScalingFunctions", NONE))
    _set_range(axes, options)
    frame, shown = options.get("Frame", FALSE), options.get("Axes", FALSE)
    axes.tick_params(labelsize=8, length=3)
    if frame not in (FALSE, NONE):
        _set_frame(axes, frame)
        _set_labels(axes, options.get("FrameLabel", NONE), write, swapped=True)
        _set_ticks(axes, options.get("FrameTicks", S.Automatic), write, framed=True)
    elif _both(shown) != (False, False):
        _set_crossing(axes, _both(shown), options.get("AxesOrigin", S.Automatic))
        _set_labels(axes, options.get("AxesLabel", NONE), write)
        _set_ticks(axes, options.get("Ticks", S.Automatic), write)
    else:
        axes.axis("off")
    _set_grid(axes, options.get("GridLines", NONE), options.get("GridLinesStyle", NONE))
    if (label := options.get("PlotLabel", NONE)) is not NONE:
        _write(axes.set_title, label, write, TITLE)
    _set_styles(axes, options, framed=frame not in (FALSE, NONE))


def _directives(node: Node | None) -> tuple[Node, ...]:
    if node is None or node is S.Automatic:
        return ()
    return tuple(node.args) if is_head(node, S.List) or is_head(node, S.Directive) else (node,)


def _set_styles(axes: Any, options: Options, framed: bool) -> None:
    """AxesStyle or FrameStyle for the lines, TicksStyle or FrameTicksStyle and LabelStyle for the letters."""
    names = ("FrameStyle", "FrameTicksStyle") if framed else ("AxesStyle", "TicksStyle")
    lines, letters = (_directives(options.get(name)) for name in names)
    if lines:
        pen = Pen(width=0.6)
        for directive in lines:
            pen = pen.after(directive) or pen
        for spine in axes.spines.values():
            spine.set_color(pen.color)
            spine.set_linewidth(pen.width)
        axes.tick_params(color=pen.color, labelcolor=pen.color)
    labels = _directives(options.get("LabelStyle"))
    if labels or letters or lines:
        style, _ = styled(TextStyle(size=8.0), (*lines, *labels, *letters))
        axes.tick_params(labelsize=style.size, labelcolor=style.color)
    if labels:
        for item in (axes.title, axes.xaxis.label, axes.yaxis.label):
            style, _ = styled(TextStyle(size=item.get_fontsize()), labels)
            item.set(fontsize=style.size, color=style.color, weight=style.weight)


def _both(shown: Node) -> tuple[bool, bool]:
    if is_head(shown, S.List) and len(shown.args) == 2:
        return shown.args[0] is TRUE, shown.args[1] is TRUE
    return (True, True) if shown in (TRUE, S.Automatic) else (False, False)


def _set_scales(axes: Any, scaling: Node) -> None:
    names = scaling.args if is_head(scaling, S.List) else (NONE, scaling)
    for name, change in zip(names, (axes.set_xscale, axes.set_yscale), strict=False):
        if isinstance(name, String) and name.value in ("Log", "Log10", "Log2"):
            change("log", nonpositive="mask")
        elif name == String("Reverse"):
            (axes.invert_xaxis if change == axes.set_xscale else axes.invert_yaxis)()


def _set_range(axes: Any, options: Options) -> None:
    given = options.get("PlotRange", S.Automatic)
    specs = given.args if is_head(given, S.List) and len(given.args) == 2 else (given, given)
    if all(number_of(spec) is not None for spec in specs):  # only the vertical range
        specs = (S.Automatic, given) if is_head(given, S.List) else specs
    padding = options.get("PlotRangePadding", S.Automatic)
    for spec, change in zip(specs, (axes.set_xlim, axes.set_ylim), strict=True):
        ends = (
            list(spec.args) if is_head(spec, S.List) else [spec, spec] if number_of(spec) is not None else []
        )
        values = [number_of(end) for end in ends]
        if not is_head(spec, S.List) and len(values) == 2 and values[1] is not None:
            values[0] = -values[1]
        if len(values) == 2 and None not in values and values[0] == values[1]:
            continue
        if len(values) == 2:
            change(*values)
    if padding is NONE or number_of(padding) == 0:
        axes.margins(0)


def _set_frame(axes: Any, frame: Node) -> None:
    """All four sides, or those that ``{{left, right}, {bottom, top}}`` names."""
    sides = ("left", "right", "bottom", "top")
    flags: list[Node] = [TRUE] * 4
    if is_head(frame, S.List) and all(is_head(pair, S.List) for pair in frame.args):
        flags = [flag for pair in frame.args for flag in pair.args]
    elif is_head(frame, S.List):
        order: tuple[Node, ...] = (*frame.args, TRUE, TRUE, TRUE, TRUE)
        flags = [order[1], order[3], order[0], order[2]]
    for side, flag in zip(sides, flags, strict=False):
        axes.spines[side].set_visible(flag is not FALSE and flag is not NONE)
        axes.spines[side].set_linewidth(0.6)
    axes.tick_params(direction="in", width=0.6, top=True, right=True)


def _set_crossing(axes: Any, shown: tuple[bool, bool], origin: Node) -> None:
    """Axes that cross where AxesOrigin says, else at 0 or the end that is nearest to it."""
    place = array_of(origin)
    chosen = place.tolist() if place is not None and place.shape == (2,) else [None, None]
    for i, (limits, scale) in enumerate(
        ((axes.get_xlim(), axes.get_xscale()), (axes.get_ylim(), axes.get_yscale()))
    ):
        if chosen[i] is None:
            chosen[i] = min(limits) if scale == "log" else float(np.clip(0, *sorted(limits)))
        elif not min(limits) <= chosen[i] <= max(limits):  # what is shown reaches to the axes
            change = (axes.set_xlim, axes.set_ylim)[i]
            change(min(*limits, chosen[i]), max(*limits, chosen[i]))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for i, (side, flag) in enumerate((("bottom", shown[0]), ("left", shown[1]))):
        axes.spines[side].set_visible(flag)
        axes.spines[side].set_position(("data", chosen[1 - i]))
        axes.spines[side].set_linewidth(0.6)
    axes.tick_params(direction="in", width=0.6, bottom=shown[0], labelbottom=shown[0])
    axes.tick_params(left=shown[1], labelleft=shown[1])


def _set_labels(axes: Any, labels: Node, write: Write, swapped: bool = False) -> None:
    """AxesLabel -> {x, y}, or one label: of the vertical axis, of the lower side of a frame."""
    if labels is NONE:
        return
    if not is_head(labels, S.List):
        labels = S.List(labels, NONE) if swapped else S.List(NONE, labels)
    pair = [labels.args[0], labels.args[1] if len(labels.args) > 1 else NONE]
    if all(is_head(label, S.List) for label in pair):  # {{left, right}, {bottom, top}}
        pair = [pair[1].args[0], pair[0].args[0]]
    for label, change in zip(pair, (axes.set_xlabel, axes.set_ylabel), strict=True):
        if label not in (NONE, S.Automatic):
            _write(change, label, write, LABEL)


def _write(change: Callable[..., Any], label: Node, write: Write, style: TextStyle) -> None:
    content, style, _ = read_style(label, style)
    change(content.value if isinstance(content, String) else write(content), **font(style))


def _set_ticks(axes: Any, ticks: Node, write: Write, framed: bool = False) -> None:
    if ticks in (NONE, FALSE):
        ticks = S.List(NONE, NONE)
    if not is_head(ticks, S.List) or len(ticks.args) != 2:
        return
    pair = list(ticks.args)
    if framed and is_head(pair[0], S.List) and is_head(pair[1], S.List) and len(pair[0].args) == 2:
        pair = [pair[1].args[0] if pair[1].args else NONE, pair[0].args[0]]  # {{left, right}, {bottom, top}}
    for spec, axis in zip(pair, (axes.xaxis, axes.yaxis), strict=True):
        if spec in (NONE, FALSE):
            axis.set_ticks([])
        elif is_head(spec, S.List):
            places = [item.args[0] if is_head(item, S.List) and item.args else item for item in spec.args]
            names = [
                item.args[1] if is_head(item, S.List) and len(item.args) > 1 else None for item in spec.args
            ]
            numbers = [number_of(place) for place in places]
            if None in numbers:
                continue
            shown = [_tick(name, place, write) for name, place in zip(names, places, strict=True)]
            axis.set_ticks(numbers, shown, parse_math=False)


def _tick(name: Node | None, place: Node, write: Write) -> str:
    name = read_style(place if name is None else name)[0]
    if is_head(name, S.Rotate) and name.args:
        name = name.args[0]
    return name.value if isinstance(name, String) else write(name)


def _set_grid(axes: Any, grid: Node, style: Node) -> None:
    pen = Pen(color=(0.75, 0.75, 0.75), width=0.5)
    pen = pen.after(style) or pen
    look = {"color": pen.color, "alpha": pen.opacity, "lw": pen.width, "zorder": 0}
    look["ls"] = (0, pen.dashes) if pen.dashes else "-"
    pair = grid.args if is_head(grid, S.List) and len(grid.args) == 2 else (grid, grid)
    axes.set_axisbelow(True)
    for spec, name, line in zip(pair, "xy", (axes.axvline, axes.axhline), strict=True):
        if spec in (S.Automatic, S.All, S.Full, TRUE):
            axes.grid(axis=name, **look)
        elif is_head(spec, S.List):
            for place in spec.args:
                at = number_of(place.args[0] if is_head(place, S.List) and place.args else place)
                if at is not None:
                    line(at, **look)
