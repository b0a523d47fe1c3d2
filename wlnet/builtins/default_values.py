"""What arguments that are left out stand for: Default and DefaultValues."""

from __future__ import annotations

from ..expr import NULL, Expr, Integer, Node, S, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.define import setter, writable
from ..problem import Template
from .properties import symbols_of

NOT_PLACES = Template("intp", "In `1` the place of an argument and their number must be whole numbers.")


@setter("Default")
def set_default(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    """``Default[f, i] = value`` says what an optional argument stands for."""
    (symbol,) = symbols_of(lhs.args[:1])
    definition = writable(k, symbol, lhs)
    places = tuple(map(k.evaluate, lhs.args[1:]))
    if len(places) > 2 or not all(type(place) is Integer for place in places):
        raise NOT_PLACES(lhs)
    key = tuple(place.value for place in places)  # type: ignore[attr-defined]
    definition.defaults = {**(definition.defaults or {}), key: rhs}
    definition.forget_compiled()
    return rhs


@builtin("Default[f_, place_, count_]")
def default(k, f: Node, place: Node = NULL, count: Node = NULL):
    """Default[f] is what ``_.`` stands for as an argument of f; Default[f, i] as the i-th, Default[f, i, n]
    as the i-th of n.

    Where none is given for a place, it is that for all of f; the four that the language has are 0 for Plus,
    1 for Times and 1 for the second argument of Power.

    >> {Default[Plus], Default[f] = 7; f[1] /. f[x_, y_.] :> {x, y}}
    {0, {1, 7}}
    """
    if type(f) is not Symbol:
        return None
    places = [item.value for item in (place, count) if type(item) is Integer]
    i, n = [*places, 0, 0][:2]
    return k.host.default(f, i, n)


@builtin("DefaultValues[f_]", attributes=Attribute.HOLD_ALL)
def default_values(k, f: Node):
    """DefaultValues[f] is the list of the definitions of Default[f, ...].

    >> Default[f] = 7; DefaultValues[f]
    {HoldPattern[Default[f]] :> 7}
    """
    (symbol,) = symbols_of((f,))
    rules = []
    for key, value in (k.definitions[symbol].defaults or {}).items():
        pattern = Expr(S.Default, (symbol, *map(Integer, key)))
        rules.append(Expr(S.RuleDelayed, (Expr(S.HoldPattern, (pattern,)), value)))
    return Expr(S.List, tuple(rules))
