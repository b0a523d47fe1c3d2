"""Quantities: numbers with a unit of time or of data.  They stand for themselves; UnitConvert converts."""

from __future__ import annotations

from fractions import Fraction

from ..expr import Expr, Integer, Node, S, String, is_head, to_node
from ..kernel.builtin import builtin
from ..problem import Template

NO_UNIT = Template("unkunit", "`1` is not a unit that is known here; these are: `2`.")
NO_QUANTITY = Template("quant", "`1` is not a quantity.")
UNLIKE = Template("compat", "`1` and `2` are not units of the same kind.")

# kind -> unit -> how many of the first unit of its kind it is
UNITS: dict[str, dict[str, Fraction]] = {
    "time": {
        "Seconds": Fraction(1),
        "Milliseconds": Fraction(1, 1000),
        "Microseconds": Fraction(1, 10**6),
        "Nanoseconds": Fraction(1, 10**9),
        "Minutes": Fraction(60),
        "Hours": Fraction(3600),
        "Days": Fraction(86400),
        "Weeks": Fraction(604800),
        "Months": Fraction(2629800),
        "Years": Fraction(31557600),
    },
    "data": {
        "Bytes": Fraction(1),
        "Bits": Fraction(1, 8),
        "Kilobytes": Fraction(10**3),
        "Megabytes": Fraction(10**6),
        "Gigabytes": Fraction(10**9),
        "Terabytes": Fraction(10**12),
        "Kibibytes": Fraction(2**10),
        "Mebibytes": Fraction(2**20),
        "Gibibytes": Fraction(2**30),
        "Tebibytes": Fraction(2**40),
    },
}
SHORT = {
    "s": "Seconds", "sec": "Seconds", "ms": "Milliseconds", "min": "Minutes", "h": "Hours", "hr": "Hours",
    "d": "Days", "B": "Bytes", "b": "Bits", "kB": "Kilobytes", "KB": "Kilobytes", "MB": "Megabytes",
    "GB": "Gigabytes", "TB": "Terabytes", "KiB": "Kibibytes", "MiB": "Mebibytes", "GiB": "Gibibytes",
}  # fmt: skip


def unit_name(node: Node) -> str | None:
    """The full name of a unit given as "Hours", "hour", "h"; None if it is not known."""
    if type(node) is not String:
        return None
    text = node.value
    if text in SHORT:
        return SHORT[text]
    name = text[:1].upper() + text[1:]
    return next((unit for units in UNITS.values() for unit in units if name in (unit, unit[:-1])), None)


def _scale(unit: str) -> tuple[str, Fraction]:
    return next((kind, units[unit]) for kind, units in UNITS.items() if unit in units)


def _known(node: Node) -> str:
    name = unit_name(node)
    if name is None:
        raise NO_UNIT(node, ", ".join(unit for units in UNITS.values() for unit in units))
    return name


@builtin("Quantity[magnitude_, unit_]")
def quantity(k, magnitude: Node, unit: Node | None = None):
    """Quantity[n, "unit"] is n of a unit of time or of data; Quantity["unit"] one.

    >> {Quantity[3, "h"], Quantity["Minutes"]}
    {Quantity[3, "Hours"], Quantity[1, "Minutes"]}
    """
    if unit is None:
        name = unit_name(magnitude)
        return None if name is None else S.Quantity(Integer(1), String(name))
    if is_head(magnitude, S.List):
        return Expr(S.List, tuple([S.Quantity(each, unit) for each in magnitude.args]))
    name = unit_name(unit)
    return None if name is None or unit == String(name) else S.Quantity(magnitude, String(name))


@builtin("QuantityQ[expr_]")
def quantity_q(k, expr: Node):
    """QuantityQ[expr] gives True if expr is a quantity of a known unit.

    >> {QuantityQ[Quantity[3, "Hours"]], QuantityQ[3]}
    {True, False}
    """
    return is_head(expr, S.Quantity) and len(expr.args) == 2 and unit_name(expr.args[1]) is not None


def _parts(node: Node) -> tuple[Node, Node]:
    if not is_head(node, S.Quantity) or len(node.args) != 2:
        raise NO_QUANTITY(node)
    return node.args  # type: ignore[return-value]


@builtin("QuantityMagnitude[quantity_, unit_]")
def quantity_magnitude(k, quantity: Node, unit: Node | None = None):
    """QuantityMagnitude[q] gives the number of a quantity; QuantityMagnitude[q, "unit"] that in a unit.

    >> {QuantityMagnitude[Quantity[3, "Hours"]], QuantityMagnitude[Quantity[3, "Hours"], "Minutes"]}
    {3, 180}
    """
    if is_head(quantity, S.List):
        return Expr(S.List, tuple([quantity_magnitude(k, each, unit) for each in quantity.args]))
    if unit is None:
        return _parts(quantity)[0] if is_head(quantity, S.Quantity) else quantity
    return _parts(unit_convert(k, quantity, unit))[0]


@builtin("QuantityUnit[quantity_]")
def quantity_unit(k, quantity: Node):
    """QuantityUnit[q] gives the unit of a quantity.

    >> QuantityUnit[Quantity[3, "Hours"]]
    "Hours"
    """
    return _parts(quantity)[1]


@builtin("UnitConvert[quantity_, unit_]")
def unit_convert(k, quantity: Node, unit: Node | None = None):
    """UnitConvert[q, "unit"] gives a quantity in another unit; UnitConvert[q] in seconds or bytes.

    >> {UnitConvert[Quantity[2, "Hours"], "Minutes"], UnitConvert[Quantity[1, "Kilobytes"]]}
    {Quantity[120, "Minutes"], Quantity[1000, "Bytes"]}
    """
    magnitude, given = _parts(quantity)
    kind, scale = _scale(_known(given))
    if unit is not None and is_head(unit, S.Quantity):
        unit = unit.args[1]
    name = next(iter(UNITS[kind])) if unit is None else _known(unit)
    other, other_scale = _scale(name)
    if kind != other:
        raise UNLIKE(given, unit)
    return S.Quantity(k.evaluate(S.Times(magnitude, to_node(scale / other_scale))), String(name))
