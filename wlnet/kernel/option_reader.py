"""Reading the options of a call, by the keyword-only parameters of its declaration."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..convert import NOT_CONVERTED
from ..expr import NONE, Expr, Node, S, String, Symbol, is_rule, to_node
from ..patterns.elements import is_option
from .messages import GENERAL

if TYPE_CHECKING:
    from .evaluator import Kernel
    from .prepared import Prepared


def option_reader(k: Kernel, rule: Prepared) -> Callable[[tuple[Node, ...]], tuple[tuple[Node, ...], dict]]:
    definition = k.definitions[rule.symbol]

    def read(args: tuple[Node, ...]) -> tuple[tuple[Node, ...], dict[str, Any]]:
        end = len(args)
        while end > rule.low and is_option(args[end - 1]) and (is_rule(args[end - 1]) or end > rule.high):
            end -= 1
        if end > rule.high:
            raise GENERAL["nonopt"](args[end - 1], rule.high, Expr(rule.symbol, args))
        given: dict[Node, Node] = {}
        for option in _flat_rules(args[end:]):
            name = _option_symbol(option.args[0])
            if name is None or name.name not in rule.options:
                raise GENERAL["optx"](option.args[0], Expr(rule.symbol, args))
            given.setdefault(name, option.args[1])  # the first of several counts
        given = {**(definition.options or {}), **given}
        return args[:end], {name: _option(k, rule, name, given) for name in rule.options}

    return read


def _flat_rules(items: tuple[Node, ...]) -> list[Expr]:
    """The rules in nested lists of rules."""
    found: list[Expr] = []
    for item in items:
        if is_rule(item):
            found.append(item)  # type: ignore[arg-type]
        else:
            found.extend(_flat_rules(item.args))
    return found


def _option_symbol(name: Node) -> Symbol | None:
    if type(name) is String:
        return Symbol(name.value)
    return name if type(name) is Symbol else None


def _option(k: Kernel, rule: Prepared, name: str, given: dict[Node, Node]) -> Any:
    """The value of one option for Python: converted if given, the default as it is."""
    default, node = rule.options[name], given.get(Symbol(name))
    if node is None or node == option_node(default):
        return default
    node = k.evaluate(node)
    convert = rule.option_converters[name]
    value = node if convert is None else convert(node)
    if value is not NOT_CONVERTED:
        return value
    if node is S.Automatic:
        return default
    raise GENERAL["optvg"](name, node)


def option_node(default: Any) -> Node:
    """The default of an option as the language shows it."""
    return NONE if default is None else to_node(default)
