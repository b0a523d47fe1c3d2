"""Pictures in other colour spaces: grey, RGB, HSB, CMYK, XYZ and LAB; every way goes through RGB.

RGB is sRGB.  XYZ and LAB are for the white D50, and LAB is divided by 100, so that L goes from 0 to 1.
Sources: IEC 61966-2-1; CIE 15; Lindbloom, "RGB/XYZ Matrices", for the matrix that is adapted to D50.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

CHANNELS = {"Grayscale": 1, "RGB": 3, "HSB": 3, "CMYK": 4, "XYZ": 3, "LAB": 3}
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # the weights of ITU-R BT.601
COLOR_HEADS = {  # how a colour of each space is written
    "Grayscale": "GrayLevel",
    "RGB": "RGBColor",
    "HSB": "Hue",
    "CMYK": "CMYKColor",
    "XYZ": "XYZColor",
    "LAB": "LABColor",
}
_TO_XYZ = np.array(
    [[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]]
)
_WHITE = _TO_XYZ.sum(1)
_EDGE = 6 / 29

Way = Callable[[np.ndarray], np.ndarray]


def in_space(colors: np.ndarray, old: str, new: str) -> np.ndarray:
    """Levels (..., channels), their colour space changed."""
    if old == new:
        return colors
    rgb = colors if old == "RGB" else _TO_RGB[old](colors)
    return (rgb if new == "RGB" else _FROM_RGB[new](rgb)).astype(np.float32)


def color_in(rgb: tuple[float, float, float], space: str) -> list[float]:
    """The numbers of one colour in a space."""
    if space == "Grayscale":
        return [0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]]
    color = np.array(rgb, np.float64)
    return (color if space == "RGB" else _FROM_RGB[space](color)).tolist()


def _gray(rgb: np.ndarray) -> np.ndarray:
    return (rgb.astype(np.float32) @ LUMA)[..., None]


def _hsb(rgb: np.ndarray) -> np.ndarray:
    most, least = rgb.max(-1), rgb.min(-1)
    spread = most - least
    r, g, b = np.moveaxis(rgb, -1, 0)
    safe = np.where(spread > 0, spread, 1)
    hue = np.select([most == r, most == g], [(g - b) / safe % 6, (b - r) / safe + 2], (r - g) / safe + 4) / 6
    return np.stack([np.where(spread > 0, hue, 0), spread / np.where(most > 0, most, 1), most], -1)


def _from_hsb(hsb: np.ndarray) -> np.ndarray:
    hue, saturation, brightness = (part[..., None] for part in np.moveaxis(hsb, -1, 0))
    place = (hue * 6 + np.array([5.0, 3.0, 1.0])) % 6
    return brightness * (1 - saturation * np.clip(np.minimum(place, 4 - place), 0, 1))


def _cmyk(rgb: np.ndarray) -> np.ndarray:
    black = 1 - rgb.max(-1, keepdims=True)
    inks = (1 - rgb - black) / np.where(black < 1, 1 - black, 1)
    return np.concatenate([inks, black], -1)


def _from_cmyk(cmyk: np.ndarray) -> np.ndarray:
    return (1 - cmyk[..., :3]) * (1 - cmyk[..., 3:])


def _xyz(rgb: np.ndarray) -> np.ndarray:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((np.maximum(rgb, 0) + 0.055) / 1.055) ** 2.4)
    return linear @ _TO_XYZ.T


def _from_xyz(xyz: np.ndarray) -> np.ndarray:
    linear = xyz @ np.linalg.inv(_TO_XYZ).T
    return np.where(
        linear <= 0.0031308, linear * 12.92, 1.055 * np.maximum(linear, 0.0031308) ** (1 / 2.4) - 0.055
    )


def _lab(rgb: np.ndarray) -> np.ndarray:
    ratio = _xyz(rgb) / _WHITE
    root = np.where(ratio > _EDGE**3, np.cbrt(ratio), ratio / (3 * _EDGE**2) + 4 / 29)
    x, y, z = np.moveaxis(root, -1, 0)
    return np.stack([1.16 * y - 0.16, 5 * (x - y), 2 * (y - z)], -1)


def _from_lab(lab: np.ndarray) -> np.ndarray:
    light, a, b = np.moveaxis(lab, -1, 0)
    y = (light + 0.16) / 1.16
    root = np.stack([y + a / 5, y, y - b / 2], -1)
    ratio = np.where(root > _EDGE, root**3, 3 * _EDGE**2 * (root - 4 / 29))
    return _from_xyz(ratio * _WHITE)


_FROM_RGB: dict[str, Way] = {"Grayscale": _gray, "HSB": _hsb, "CMYK": _cmyk, "XYZ": _xyz, "LAB": _lab}
_TO_RGB: dict[str, Way] = {
    "Grayscale": lambda gray: np.repeat(gray, 3, axis=-1),
    "HSB": _from_hsb,
    "CMYK": _from_cmyk,
    "XYZ": _from_xyz,
    "LAB": _from_lab,
}
