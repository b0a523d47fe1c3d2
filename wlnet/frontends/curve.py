"""A curve of numbers in a few lines of braille dots: two in the width of a cell, four in its height."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

_DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])  # of a cell, from the top
_BLANK = 0x2800


def sampled(values: Sequence[float], count: int) -> np.ndarray:
    """At most `count` means of neighbours; what is no finite number is left out of them."""
    array = np.asarray(values, float)
    parts = np.array_split(array, count) if len(array) > count else list(array.reshape(-1, 1))
    finite = [part[np.isfinite(part)] for part in parts]
    return np.array([part.mean() if len(part) else math.nan for part in finite])


def curve(values: Sequence[float], width: int, height: int) -> tuple[list[str], float, float]:
    """Lines of text that show `values` from left to right, and what their lower and upper ends stand for.

    The heights are logarithmic where the values are all positive and differ by more than ten times.
    """
    points = sampled(values, 2 * width)
    seen = points[np.isfinite(points)]
    if not len(seen):
        return [" " * width] * height, math.nan, math.nan
    low, high = float(seen.min()), float(seen.max())
    heights = np.log(points) if low > 0 and high > 10 * low else points
    least, most = float(np.nanmin(heights)), float(np.nanmax(heights))
    levels = 4 * height - 1
    scaled = (heights - least) * (levels / (most - least)) if most > least else heights * 0 + levels / 2
    cells = np.full((height, width), _BLANK)
    columns = np.linspace(0, 2 * width - 1, len(points)).round().astype(int).tolist()
    for column, level in _joined(columns, scaled):
        row = levels - level
        cells[row // 4, column // 2] |= _DOTS[row % 4, column % 2]
    return ["".join(map(chr, row)) for row in cells.tolist()], low, high


def _joined(columns: Sequence[int], levels: np.ndarray) -> list[tuple[int, int]]:
    """The dots of a line through points; it breaks where there is no number."""
    dots = []
    for i in range(len(columns)):
        if math.isnan(levels[i]):
            continue
        last = i + 1 == len(columns) or math.isnan(levels[i + 1])
        end = (columns[i], levels[i]) if last else (columns[i + 1], levels[i + 1])
        steps = max(1, abs(end[0] - columns[i]), round(abs(end[1] - levels[i])))
        for step in range(steps + 1):
            at = step / steps
            x = columns[i] + at * (end[0] - columns[i])
            dots.append((round(x), round(float(levels[i] + at * (end[1] - levels[i])))))
    return dots
