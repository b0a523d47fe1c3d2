"""Charts as pictures: lines and matrices, drawn by matplotlib without its global state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..lazy import backend_agg, matplotlib_figure
from .image import Image

DPI = 144
SIZE = (5.0, 3.1)  # inches
MOST_LABELS, MOST_NUMBERS = 40, 20  # of a matrix, so that they can be read


@dataclass(frozen=True)
class Line:
    """A series of points with a name; `faint` for what is only background."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    faint: bool = False


def line_chart(
    lines: Sequence[Line], x_label: str, y_label: str, logarithmic: bool = False, square: bool = False
) -> Image:
    """Lines in one frame; `logarithmic`: the heights, if they allow it."""

    def draw(axes: Any) -> None:
        for line in lines:
            marker = "." if len(line.x) == 1 else ""
            axes.plot(line.x, line.y, label=line.name, alpha=0.3 if line.faint else 1, marker=marker, lw=1.4)
        shown = [np.asarray(line.y, float) for line in lines if not line.faint]
        heights = np.concatenate(shown) if shown else np.empty(0)
        heights = heights[np.isfinite(heights) & (heights > 0)]
        if logarithmic and len(heights):
            axes.set_yscale("log")
            axes.set_ylim(heights.min() / 2, heights.max() * 2)  # what is faint may go beyond
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)
        axes.grid(alpha=0.25)
        if any(line.name for line in lines):
            axes.legend(frameon=False, fontsize="small")

    return _drawn(draw, (4.2, 4.0) if square else SIZE)


def matrix_chart(counts: np.ndarray, names: Sequence[str], row_label: str, column_label: str) -> Image:
    """A table of counts with colours, each row compared with its own sum."""

    def draw(axes: Any) -> None:
        sums = counts.sum(1, keepdims=True)
        shares = np.divide(counts, sums, out=np.zeros(counts.shape), where=sums > 0)
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        axes.set_xlabel(column_label)
        axes.set_ylabel(row_label)
        places = range(len(names)) if len(names) <= MOST_LABELS else []
        shown = [names[i] for i in places]
        axes.set_xticks(places, shown, rotation=90 if max(map(len, shown), default=0) > 3 else 0)
        axes.set_yticks(places, shown)
        for i, j in np.ndindex(*counts.shape) if len(names) <= MOST_NUMBERS else ():
            color = "white" if shares[i, j] > 0.5 else "black"
            axes.text(j, i, str(counts[i, j]), ha="center", va="center", color=color, fontsize="small")

    side = min(12.0, 2.5 + 0.35 * len(names))
    return _drawn(draw, (side, side))


def _drawn(draw: Callable[[Any], None], size: tuple[float, float]) -> Image:
    figure = matplotlib_figure.Figure(figsize=size, dpi=DPI, layout="constrained")
    canvas = backend_agg.FigureCanvasAgg(figure)
    draw(figure.add_subplot())
    canvas.draw()
    return Image(np.asarray(canvas.buffer_rgba())[..., :3].copy(), "RGB")
