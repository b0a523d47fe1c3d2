"""Definitions given as data: ``OwnValues[x] = {...}``, ``DownValues[f] = {...}`` and their kin."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Expr, Node, S, Symbol, is_head, is_rule
from ..kernel.define import define, define_up, setter, writable
from ..kernel.definition import Definition
from ..problem import Template
from .properties import set_n_value, symbols_of

NOT_RULES = Template("vrule", "Cannot set `1` to `2`, which is not a list of rules.")


def _declare(name: str, clear: Callable[[Definition], None]) -> None:
    """Declare ``name[f] = {left :> right, ...}``; `clear` takes the old definitions of this kind away."""

    @setter(name)
    def set_values(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
        (symbol,) = symbols_of(lhs.args)
        value = k.evaluate(rhs)
        rules = value.args if type(value) is Expr and value.head is S.List else (value,)
        if not all(map(is_rule, rules)):
            raise NOT_RULES(lhs, value)
        definition = writable(k, symbol, lhs)
        clear(definition)
        k.changed(definition)
        for rule in rules:
            _put(k, name, symbol, _pattern(rule.args[0]), rule.args[1])
        return rhs


def _pattern(left: Node) -> Node:
    held = type(left) is Expr and left.head is S.HoldPattern and len(left.args) == 1
    return left.args[0] if held else left


def _put(k, name: str, symbol: Symbol, left: Node, right: Node) -> None:
    if name == "NValues":
        set_n_value(k, left if is_head(left, S.N) else S.N(left), right, True)
    elif name == "UpValues":
        define_up(k, symbol, left, right, True)
    else:
        define(k, left, right, True)


def _no_own(definition: Definition) -> None:
    definition.own = definition.own_rules = None


def _no_down(definition: Definition) -> None:
    definition.down = None


def _no_up(definition: Definition) -> None:
    definition.up = None


def _no_sub(definition: Definition) -> None:
    definition.sub = None


def _no_n(definition: Definition) -> None:
    definition.n_values = None


_declare("NValues", _no_n)
_declare("OwnValues", _no_own)
_declare("DownValues", _no_down)
_declare("UpValues", _no_up)
_declare("SubValues", _no_sub)
