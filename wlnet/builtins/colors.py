"""Colours: mixing them, ColorData, and a colour for every curve of a plot."""

from __future__ import annotations

import functools
from fractions import Fraction
from itertools import pairwise

import numpy as np

from ..expr import Expr, Integer, Node, Rational, Real, S, String, is_head
from ..kernel.builtin import builtin, symbol
from ..lazy import matplotlib
from ..media.colors import Color, color_of
from ..problem import Template
from .rounding import real_value

PALETTE: tuple[Color, ...] = (  # ColorData[97], the colours of curves
    (0.368417, 0.506779, 0.709798),
    (0.880722, 0.611041, 0.142051),
    (0.560181, 0.691569, 0.194885),
    (0.922526, 0.385626, 0.209179),
    (0.528488, 0.470624, 0.701351),
    (0.772079, 0.431554, 0.102387),
    (0.363898, 0.618501, 0.782349),
    (1.0, 0.75, 0.0),
    (0.647624, 0.37816, 0.614037),
    (0.571589, 0.586483, 0.0),
    (0.915, 0.3325, 0.2125),
    (0.40082222609352647, 0.5220066643438841, 0.85),
    (0.9728288904374106, 0.621644452187053, 0.07336199581899142),
    (0.736782672705901, 0.358, 0.5030266573755369),
    (0.28026441037696703, 0.715, 0.4292089322474965),
)
GRADIENTS = {  # the named gradients that are known, as the colour maps of matplotlib that are nearest
    "GrayTones": "gray",
    "Rainbow": "turbo",
    "DarkRainbow": "rainbow",
    "TemperatureMap": "coolwarm",
    "ThermometerColors": "RdYlBu_r",
    "SunsetColors": "inferno",
    "BlueGreenYellow": "viridis",
    "AvocadoColors": "YlGn_r",
    "SolarColors": "afmhot",
    "DeepSeaColors": "BuPu_r",
    "LakeColors": "GnBu_r",
    "CherryTones": "Reds_r",
    "FruitPunchColors": "Spectral",
    "GreenBrownTerrain": "gist_earth",
    "SouthwestColors": "terrain",
    "RedBlueTones": "RdBu",
    "BrownCyanTones": "BrBG",
    "GreenPinkTones": "PiYG",
    "Pastel": "Pastel1",
    "NeonColors": "spring",
    "RoseColors": "pink",
    "StarryNightColors": "cividis",
    "IslandColors": "ocean",
    "AlpineColors": "bone",
    "CandyColors": "cool",
    "ValentineTones": "RdPu_r",
}
NO_SCHEME = Template("notent", "`1` is not a colour scheme that is known here; these are: 97 and `2`.")
NO_COLORS = Template("arg", "`1` is not a list of colours, or of pairs {x, colour}.")

HALF = Rational(Fraction(1, 2))

symbol("ColorDataFunction", "ColorDataFunction[name, ...] is a colour scheme as a function; see ColorData.")


def rgb(color: Color) -> Expr:
    return Expr(S.RGBColor, tuple(Real(float(level)) for level in color))


@functools.cache
def _map(name: str):
    return matplotlib.colormaps[GRADIENTS[name]]


def gradient_color(name: str, level: float) -> Color:
    """The colour of a named gradient at a level from 0 to 1."""
    red, green, blue, _ = _map(name)(min(max(level, 0.0), 1.0))
    return red, green, blue


def gradient_colors(name: str, levels: np.ndarray) -> np.ndarray:
    """The colours at an array of levels, in one more dimension."""
    return _map(name)(np.clip(levels, 0, 1))[..., :3]


@builtin("ColorData[scheme_, what_]")
def color_data(k, scheme: Node, what: Node = Integer(0)):
    """ColorData["name"] is a gradient as a function of numbers from 0 to 1; ColorData[97, n] the colour of
    the nth curve.

    ColorData["Gradients"] lists the names that are known.  The gradients are the nearest ones of matplotlib,
    not the very same colours.

    >> ColorData["GrayTones"][0]
    RGBColor[0., 0., 0.]
    >> ColorData[97, 1]
    RGBColor[0.368417, 0.506779, 0.709798]
    """
    if scheme == String("Gradients"):
        return [String(name) for name in sorted(GRADIENTS)]
    if isinstance(scheme, String) and scheme.value in GRADIENTS:
        made = S.ColorDataFunction(scheme, String("Gradients"), S.List(Integer(0), Integer(1)))
        if what == String("ColorFunction") or what == Integer(0):
            return made
        return k.evaluate(Expr(made, (what,)))
    if not isinstance(scheme, Integer) or scheme.value != 97:
        raise NO_SCHEME(scheme, ", ".join(sorted(GRADIENTS)))
    if what == String("ColorList"):
        return [rgb(color) for color in PALETTE]
    if isinstance(what, Integer) and what.value > 0:
        return rgb(PALETTE[(what.value - 1) % len(PALETTE)])
    return S.ColorDataFunction(scheme, String("Indexed"))


@builtin("ColorDataFunction[name_, rest___][x_]")
def color_data_function(k, name: Node, rest: tuple[Node, ...], x: Node):
    """ColorDataFunction[name, ...][x] is the colour of a scheme for x.

    >> Map[ColorData["GrayTones"], {0, 1}]
    {RGBColor[0., 0., 0.], RGBColor[1., 1., 1.]}
    """
    level = real_value(x)
    if isinstance(name, Integer):
        return color_data(k, name, x)
    if level is None or not isinstance(name, String) or name.value not in GRADIENTS:
        return None
    return rgb(gradient_color(name.value, float(level)))


def mixed(colors: list[Color], share: float) -> Color:
    """Between colours that stand at equal distances, the first for 0 and the last for 1."""
    places = np.linspace(0, 1, len(colors))
    red, green, blue = (float(np.interp(share, places, levels)) for levels in zip(*colors, strict=True))
    return red, green, blue


@builtin("Blend[colors_, x_]")
def blend(k, colors: Node, x: Node = HALF):
    """Blend[{color1, color2, ...}, x] is a mixture, color1 for x = 0 and the last for x = 1.

    Blend[{color1, ...}] mixes equal parts, Blend[colors, {w1, w2, ...}] parts of these weights,
    Blend[{{x1, color1}, ...}, x] has the colours at x1, ..., Blend["name", x] is ColorData["name"][x].

    >> {Blend[{Red, Blue}], Blend[{Red, Blue}, 0.25]}
    {RGBColor[0.5, 0., 0.5], RGBColor[0.75, 0., 0.25]}
    """
    if isinstance(colors, String):
        return k.evaluate(Expr(S.ColorData(colors), (x,)))
    if not is_head(colors, S.List) or not colors.args:
        raise NO_COLORS(colors)
    if is_head(x, S.List) or x == HALF:
        found = [color_of(color) for color in colors.args]
        if None not in found:
            weights = [real_value(w) for w in x.args] if is_head(x, S.List) else [1] * len(found)
            if None in weights or len(weights) != len(found):
                return None
            parts = np.array(weights, float) / sum(map(float, weights))  # type: ignore[arg-type]
            return rgb(tuple((parts @ np.array(found, float)).tolist()))  # type: ignore[arg-type]
    level = real_value(x)
    return None if level is None else _between(colors, float(level))


def _between(colors: Node, level: float) -> Node:
    if all(is_head(pair, S.List) and len(pair.args) == 2 for pair in colors.args):
        places = [real_value(pair.args[0]) for pair in colors.args]
        found = [color_of(pair.args[1]) for pair in colors.args]
    else:
        places = list(np.linspace(0, 1, len(colors.args)).tolist())
        found = [color_of(color) for color in colors.args]
    if None in places or None in found or any(float(b) <= float(a) for a, b in pairwise(places)):  # type: ignore[arg-type]
        raise NO_COLORS(colors)
    ends = np.array(places, float)
    columns = np.array(found, float).T
    return rgb(tuple(float(np.interp(level, ends, column)) for column in columns))  # type: ignore[arg-type]


@builtin("Lighter[color_, share_]")
def lighter(k, color: Node, share: float = 1 / 3):
    """Lighter[color, f] is color mixed with the share f of white, 1/3 unless it is given.

    >> Lighter[Blue, 0.5]
    RGBColor[0.5, 0.5, 1.]
    """
    found = color_of(color)
    return None if found is None else rgb(mixed([found, (1.0, 1.0, 1.0)], share))


@builtin("Darker[color_, share_]")
def darker(k, color: Node, share: float = 1 / 3):
    """Darker[color, f] is color mixed with the share f of black, 1/3 unless it is given.

    >> Darker[Green, 0.5]
    RGBColor[0., 0.5, 0.]
    """
    found = color_of(color)
    return None if found is None else rgb(mixed([found, (0.0, 0.0, 0.0)], share))


@builtin("ColorQ[expr_]")
def color_q(k, expr: Node):
    """ColorQ[expr] is True if expr is a colour.

    >> ColorQ /@ {Red, GrayLevel[0.5], 7}
    {True, True, False}
    """
    return color_of(expr) is not None


@builtin("RandomColor[n_]")
def random_color(k, n: int):
    """RandomColor[] is a colour by chance, RandomColor[n] a list of n of them.

    >> {Head[RandomColor[]], Length[RandomColor[3]]}
    {RGBColor, 3}
    """
    return Expr(S.List, tuple(k.evaluate(S.RandomColor()) for _ in range(n))) if n >= 0 else None


@builtin("RandomColor[]")
def one_random_color(k):
    """RandomColor[] is a colour by chance.

    >> Length[RandomColor[]]
    3
    """
    levels = k.evaluate(S.RandomReal(S.List(Integer(0), Integer(1)), Integer(3)))
    return Expr(S.RGBColor, tuple(levels.args))
