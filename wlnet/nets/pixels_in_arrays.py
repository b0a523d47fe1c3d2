"""Pixels as bytes, many pictures in one array: which dimension is which.

(n, height, width) are grey levels; with channels last, (n, height, width, channels), or first, (n, channels,
height, width), what has 1, 3 or (for "CMYK") 4 elements are the channels.  Where both ends could be, nothing
is guessed.  Pixels of 3 channels are RGB, whatever colour space they become.  That bytes are pixels is ours.
"""

from __future__ import annotations

import numpy as np

from ..problem import Template

UNCLEAR = Template(
    "pixels",
    "Bytes of the dimensions `1` are no pictures for certain: pixels are n×height×width, or with `2` "
    "channels first or last, but not where both ends have such a size. Arrays of reals are taken as encoded "
    "already.",
)
SPACES = {1: "Grayscale", 3: "RGB"}


def pixels_of_stack(rows: np.ndarray, color_space: str) -> tuple[np.ndarray, str]:
    """Pixels (n, height, width, channels), and their colour space.  Raises a Problem where unclear."""
    spaces = SPACES | ({4: "CMYK"} if color_space == "CMYK" else {})
    if rows.ndim == 3:
        return rows[..., None], SPACES[1]
    first, last = (rows.ndim == 4 and rows.shape[at] in spaces for at in (1, -1))
    if first == last:
        raise UNCLEAR("×".join(map(str, rows.shape)), " or ".join(map(str, spaces)))
    planes = np.moveaxis(rows, 1, -1) if first else rows
    return planes, spaces[planes.shape[-1]]
