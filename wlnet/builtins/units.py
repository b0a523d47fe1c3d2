"""Units: what each is in terms of the units of its kind, and products of units.

A unit is a text such as "Meters", or a product of powers of them: ``"Meters"/"Seconds"``.  The scales are the
exact ones of the international system and of the international yard and pound; a month is a twelfth, and a
year 365.25 days."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..expr import Expr, Integer, Node, Rational, S, String, is_head, to_node

Dimensions = Mapping[str, Fraction]
F = Fraction
# dimension -> its unit of reference, which has scale 1
REFERENCE = {
    "LengthUnit": "Meters", "MassUnit": "Kilograms", "TimeUnit": "Seconds", "InformationUnit": "Bytes",
    "TemperatureUnit": "Kelvins", "ElectricCurrentUnit": "Amperes", "AngleUnit": "Radians",
    "AmountUnit": "Moles", "LuminousIntensityUnit": "Candelas",
}  # fmt: skip
# dimension -> unit -> how many of the unit of reference it is
SIMPLE: dict[str, dict[str, Fraction]] = {
    "LengthUnit": {
        "Meters": F(1), "Kilometers": F(1000), "Decimeters": F(1, 10), "Centimeters": F(1, 100),
        "Millimeters": F(1, 1000), "Micrometers": F(1, 10**6), "Nanometers": F(1, 10**9),
        "Inches": F(254, 10**4), "Feet": F(3048, 10**4), "Yards": F(9144, 10**4), "Miles": F(1609344, 1000),
        "NauticalMiles": F(1852), "AstronomicalUnits": F(149597870700), "Angstroms": F(1, 10**10),
        "LightYears": F(9460730472580800),
    },
    "MassUnit": {
        "Kilograms": F(1), "Grams": F(1, 1000), "Milligrams": F(1, 10**6), "Micrograms": F(1, 10**9),
        "MetricTons": F(1000), "Pounds": F(45359237, 10**8), "Ounces": F(45359237, 16 * 10**8),
        "Stones": F(14 * 45359237, 10**8),
    },
    "TimeUnit": {
        "Seconds": F(1), "Milliseconds": F(1, 1000), "Microseconds": F(1, 10**6), "Nanoseconds": F(1, 10**9),
        "Minutes": F(60), "Hours": F(3600), "Days": F(86400), "Weeks": F(604800), "Months": F(2629800),
        "Years": F(31557600), "Decades": F(315576000), "Centuries": F(3155760000),
    },
    "InformationUnit": {
        "Bytes": F(1), "Bits": F(1, 8), "Kilobytes": F(10**3), "Megabytes": F(10**6), "Gigabytes": F(10**9),
        "Terabytes": F(10**12), "Petabytes": F(10**15), "Kibibytes": F(2**10), "Mebibytes": F(2**20),
        "Gibibytes": F(2**30), "Tebibytes": F(2**40), "Kilobits": F(125), "Megabits": F(125000),
        "Gigabits": F(125 * 10**6),
    },
    "TemperatureUnit": {"Kelvins": F(1), "KelvinsDifference": F(1)},
    "ElectricCurrentUnit": {"Amperes": F(1), "Milliamperes": F(1, 1000)},
    "AmountUnit": {"Moles": F(1)},
    "LuminousIntensityUnit": {"Candelas": F(1)},
    "AngleUnit": {"Radians": F(1)},
}  # fmt: skip
# unit -> scale and exponents of length, mass, time, current
_MADE = {
    "Hertz": (F(1), 0, 0, -1, 0), "Kilohertz": (F(10**3), 0, 0, -1, 0), "Megahertz": (F(10**6), 0, 0, -1, 0),
    "Gigahertz": (F(10**9), 0, 0, -1, 0), "Newtons": (F(1), 1, 1, -2, 0), "Joules": (F(1), 2, 1, -2, 0),
    "Kilojoules": (F(1000), 2, 1, -2, 0), "Watts": (F(1), 2, 1, -3, 0), "Kilowatts": (F(1000), 2, 1, -3, 0),
    "Pascals": (F(1), -1, 1, -2, 0), "Bars": (F(10**5), -1, 1, -2, 0), "Volts": (F(1), 2, 1, -3, -1),
    "Ohms": (F(1), 2, 1, -3, -2), "Coulombs": (F(1), 0, 0, 1, 1), "Liters": (F(1, 1000), 3, 0, 0, 0),
    "Milliliters": (F(1, 10**6), 3, 0, 0, 0), "Hectares": (F(10**4), 2, 0, 0, 0),
    "Calories": (F(4184, 1000), 2, 1, -2, 0), "KilowattHours": (F(3600000), 2, 1, -2, 0),
    "Atmospheres": (F(101325), -1, 1, -2, 0), "Acres": (F(40468564224, 10**7), 2, 0, 0, 0),
}  # fmt: skip
AFFINE = {"DegreesCelsius": (F(1), F(27315, 100)), "DegreesFahrenheit": (F(5, 9), F(45967, 180))}
NUMBERS = {"Percent": F(1, 100), "PerMille": F(1, 1000), "PartsPerMillion": F(1, 10**6), "Dozen": F(12)}
SHORT = {
    "s": "Seconds", "sec": "Seconds", "ms": "Milliseconds", "min": "Minutes", "h": "Hours", "hr": "Hours",
    "d": "Days", "B": "Bytes", "b": "Bits", "kB": "Kilobytes", "KB": "Kilobytes", "MB": "Megabytes",
    "GB": "Gigabytes", "TB": "Terabytes", "KiB": "Kibibytes", "MiB": "Mebibytes", "GiB": "Gibibytes",
    "m": "Meters", "km": "Kilometers", "cm": "Centimeters", "mm": "Millimeters", "um": "Micrometers",
    "nm": "Nanometers", "in": "Inches", "ft": "Feet", "yd": "Yards", "mi": "Miles", "kg": "Kilograms",
    "g": "Grams", "mg": "Milligrams", "lb": "Pounds", "oz": "Ounces", "Hz": "Hertz", "kHz": "Kilohertz",
    "MHz": "Megahertz", "GHz": "Gigahertz", "N": "Newtons", "J": "Joules", "W": "Watts", "kW": "Kilowatts",
    "V": "Volts", "A": "Amperes", "K": "Kelvins", "Pa": "Pascals", "L": "Liters", "mL": "Milliliters",
    "%": "Percent", "Celsius": "DegreesCelsius", "Fahrenheit": "DegreesFahrenheit", "Foot": "Feet",
    "Inch": "Inches", "Century": "Centuries", "Metres": "Meters", "Kilometres": "Kilometers",
}  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """What a unit is: exponents of dimensions, and how many of the products of units of reference."""

    dimensions: tuple[tuple[str, Fraction], ...]
    scale: Fraction
    offset: Fraction | int = 0  # of temperatures: where their zero is


def _table() -> dict[str, Unit]:
    found = {
        name: Unit(((dimension, F(1)),), scale)
        for dimension, units in SIMPLE.items()
        for name, scale in units.items()
    }
    order = ("LengthUnit", "MassUnit", "TimeUnit", "ElectricCurrentUnit")
    for name, (scale, *powers) in _MADE.items():
        dims = tuple(sorted((d, F(p)) for d, p in zip(order, powers, strict=True) if p))
        found[name] = Unit(dims, scale)
    for name, (scale, offset) in AFFINE.items():
        found[name] = Unit((("TemperatureUnit", F(1)),), scale, offset)
    return found | {name: Unit((), scale) for name, scale in NUMBERS.items()}


UNITS = _table()
_SINGULAR = {name.removesuffix("s"): name for name in UNITS}


def unit_name(node: Node) -> str | None:
    """The full name of a unit given as "Hours", "hour", "h"; None if it is not known."""
    if type(node) is not String:
        return None
    text = node.value
    if text in UNITS:
        return text
    if text in SHORT:
        return SHORT[text]
    name = "".join(word[:1].upper() + word[1:] for word in re.split(r"[ _]", text))
    return name if name in UNITS else SHORT.get(name) or _SINGULAR.get(name)


def canonical(node: Node) -> Node | None:
    """A unit in full names; None if one of them is not known."""
    if type(node) is String:
        name = unit_name(node)
        return None if name is None else node if name == node.value else String(name)
    if is_head(node, S.Times):
        parts = [canonical(arg) for arg in node.args]
        return None if None in parts else Expr(S.Times, tuple(parts))  # type: ignore[arg-type]
    if is_head(node, S.Power) and len(node.args) == 2 and type(node.args[1]) in (Integer, Rational):
        base = canonical(node.args[0])
        return None if base is None else Expr(S.Power, (base, node.args[1]))
    return None


def powers_of(node: Node) -> dict[str, Fraction]:
    """The exponents of the names in a unit in full names."""
    if type(node) is String:
        return {node.value: F(1)}
    found: dict[str, Fraction] = {}
    if is_head(node, S.Power):
        return {name: p * F(node.args[1].value) for name, p in powers_of(node.args[0]).items()}
    for arg in node.args:
        for name, p in powers_of(arg).items():
            found[name] = found.get(name, F(0)) + p
    return {name: p for name, p in found.items() if p}


def unit_of(powers: Mapping[str, Fraction]) -> Node:
    """The unit with these exponents, to be evaluated."""
    parts = [
        String(name) if p == 1 else Expr(S.Power, (String(name), to_node(p)))
        for name, p in powers.items()
        if p
    ]
    return parts[0] if len(parts) == 1 else Expr(S.Times, tuple(parts))


def read(node: Node) -> Unit | None:
    """What a unit in full names is."""
    scale, dimensions = F(1), dict[str, Fraction]()
    powers = powers_of(node)
    if len(powers) == 1 and type(node) is String:
        return UNITS.get(node.value)
    for name, power in powers.items():
        unit = UNITS[name]
        if power.denominator != 1:
            if unit.scale != 1:
                return None
        else:
            scale *= unit.scale ** int(power)
        for dimension, p in unit.dimensions:
            dimensions[dimension] = dimensions.get(dimension, F(0)) + p * power
    return Unit(tuple(sorted((d, p) for d, p in dimensions.items() if p)), scale)


def reference(unit: Unit) -> Node:
    """The product of units of reference that has the dimensions of `unit`."""
    return unit_of({REFERENCE[d]: p for d, p in unit.dimensions})
