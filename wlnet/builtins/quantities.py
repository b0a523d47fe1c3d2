"""Quantities: numbers with a unit.  UnitConvert converts; how they are added and compared stands in
`quantity_arithmetic`.

A quantity of a unit that is not known here ("Rounds", "Batches") stands for itself."""

from __future__ import annotations

import re

from ..expr import Expr, Integer, Node, S, String, is_head, to_node
from ..kernel.builtin import builtin
from ..problem import Template
from . import units
from .quantity_arithmetic import calculate
from .unwrapping import see_through

NO_UNIT = Template("unkunit", "Unable to interpret unit specification `1`.")
NO_QUANTITY = Template("quant", "`1` is not a quantity.")
UNLIKE = Template("compat", "`1` and `2` are incompatible units.")
_WRITTEN = re.compile(r"\s*([-+]?\d+(?:\.\d*)?)\s*(\S.*?)\s*")


def _known(node: Node) -> Node:
    name = units.canonical(node)
    if name is None:
        raise NO_UNIT(node)
    return name


@builtin("Quantity[magnitude_, unit_]")
def quantity(k, magnitude: Node, unit: Node | None = None):
    """Quantity[n, "unit"] is n of a unit; Quantity["unit"] one.  Units are multiplied and divided as numbers.

    >> {Quantity[3, "h"], Quantity["Minutes"], Quantity[3, "Meters"/"Second"]}
    {Quantity[3, "Hours"], Quantity[1, "Minutes"], Quantity[3, "Meters"/"Seconds"]}
    """
    see_through(k, S.Quantity, lambda node: calculate(k, node))
    if unit is None:
        if type(magnitude) is String and (found := _WRITTEN.fullmatch(magnitude.value)):
            magnitude, unit = k.evaluate(S.ToExpression(String(found[1]))), String(found[2])
            return None if units.canonical(unit) is None else S.Quantity(magnitude, unit)
        name = units.canonical(magnitude)
        return None if name is None else S.Quantity(Integer(1), name)
    if is_head(magnitude, S.List):
        return Expr(S.List, tuple([S.Quantity(each, unit) for each in magnitude.args]))
    name = units.canonical(unit)
    return None if name is None or (name := k.evaluate(name)) == unit else S.Quantity(magnitude, name)


def is_quantity(node: Node) -> bool:
    return is_head(node, S.Quantity) and len(node.args) == 2 and units.canonical(node.args[1]) is not None


@builtin("QuantityQ[expr_]")
def quantity_q(k, expr: Node):
    """QuantityQ[expr] gives True if expr is a quantity of a known unit.

    >> {QuantityQ[Quantity[3, "Hours"]], QuantityQ[3]}
    {True, False}
    """
    return is_quantity(expr)


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
        return Expr(
            S.List, tuple([S.QuantityMagnitude(each, *([unit] if unit else [])) for each in quantity.args])
        )
    if unit is None:
        return _parts(quantity)[0] if is_head(quantity, S.Quantity) else quantity
    return _parts(unit_convert(k, quantity, unit))[0]


@builtin("QuantityUnit[quantity_]")
def quantity_unit(k, quantity: Node):
    """QuantityUnit[q] gives the unit of a quantity.

    >> QuantityUnit[Quantity[3, "Hours"]]
    "Hours"
    """
    if is_head(quantity, S.List):
        return Expr(S.List, tuple([S.QuantityUnit(each) for each in quantity.args]))
    return _parts(quantity)[1]


@builtin("UnitConvert[quantity_, unit_]")
def unit_convert(k, quantity: Node, unit: Node | None = None):
    """UnitConvert[q, "unit"] gives a quantity in another unit; UnitConvert[q] in base units.

    >> {UnitConvert[Quantity[2, "Hours"], "Minutes"], UnitConvert[Quantity[1, "Kilobytes"]]}
    {Quantity[120, "Minutes"], Quantity[1000, "Bytes"]}
    >> UnitConvert[Quantity[36, "Kilometers"/"Hours"], "Meters"/"Seconds"]
    Quantity[10, "Meters"/"Seconds"]
    """
    if is_head(quantity, S.List):
        return Expr(S.List, tuple([unit_convert(k, each, unit) for each in quantity.args]))
    magnitude, given = _parts(quantity)
    have = units.read(_known(given))
    if have is None:
        return None
    if unit is not None and is_head(unit, S.Quantity):
        unit = unit.args[1]
    if unit is None or unit in (String("SI"), String("SIBase")):
        wanted = units.reference(have)
    else:
        wanted = _known(unit)
    want = units.read(wanted)
    if want is None or have.dimensions != want.dimensions:
        raise UNLIKE(given, wanted)
    return S.Quantity(k.evaluate(converted(magnitude, have, want)), k.evaluate(wanted))


def converted(magnitude: Node, have: units.Unit, want: units.Unit) -> Node:
    """The number in another unit of the same dimensions, to be evaluated."""
    if have.offset == want.offset == 0:
        return S.Times(magnitude, to_node(have.scale / want.scale))
    base = S.Times(S.Plus(magnitude, to_node(have.offset / have.scale)), to_node(have.scale / want.scale))
    return S.Plus(base, to_node(-want.offset / want.scale))


@builtin("CompatibleUnitQ[units__]")
def compatible_unit_q(k, units: tuple[Node, ...]):
    """CompatibleUnitQ[u1, u2, ...] gives True if all are units or quantities of the same dimensions.

    >> {CompatibleUnitQ["Meters", "Feet"], CompatibleUnitQ[Quantity[1, "Meters"], "Seconds"]}
    {True, False}
    """
    found = [_dimensions(each) for each in units]
    return None not in found and len(set(found)) == 1


def _dimensions(node: Node) -> tuple[tuple[str, object], ...] | None:
    name = units.canonical(node.args[1] if is_head(node, S.Quantity) and len(node.args) == 2 else node)
    unit = None if name is None else units.read(name)
    return None if unit is None else unit.dimensions


@builtin("UnitDimensions[unit_]")
def unit_dimensions(k, unit: Node):
    """UnitDimensions[u] gives the dimensions of a unit or quantity with their exponents.

    >> UnitDimensions["Meters"/"Seconds"]
    {{"LengthUnit", 1}, {"TimeUnit", -1}}
    """
    found = _dimensions(unit)
    if found is None:
        raise NO_UNIT(unit)
    return [[String(name), to_node(power)] for name, power in found]
