"""From declarations to functions that the evaluator calls, by number of arguments; done when a symbol is
first used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..expr import Expr, Node, Symbol, to_node
from ..problem import Problem
from .argument_reader import argument_reader
from .complaints import complaint_of_counts, complaint_of_kinds
from .definition import STAY, Definition, Native
from .messages import GENERAL
from .option_reader import option_node, option_reader
from .prepared import Prepared, all_arguments, prepared, uncurried
from .wrong_arguments import complaint

if TYPE_CHECKING:
    from .evaluator import Kernel

SubNative = Callable[["Kernel", Node, tuple[Node, ...]], "Node | None"]
_GENERAL = Symbol("General")


def prepare(k: Kernel, definition: Definition, key: int) -> tuple[Native, ...]:
    """The builtin rules for `key` arguments (or ``~key``, of which the first is a `Value`), in the order to
    try them.

    They are kept in the definition.  Rules for foreign values are tried first, and for nothing else.
    """
    count = key if key >= 0 else ~key
    rules = [prepared(declared) for declared in definition.declared if not declared.is_sub]
    takers = [rule for rule in rules if rule.takes(count)]
    ordered = sorted(takers, key=lambda rule: (not rule.foreign_first, rule.generality))
    natives = [native(k, rule) for rule in ordered if key < 0 or not rule.foreign_only]
    if rules and not takers and not is_operator(definition, count):
        natives.append(complaint_of_counts(k, definition.symbol, rules))
    elif takers and (find := complaint(definition.symbol, takers, count, definition.attributes)) is not None:
        natives.append(complaint_of_kinds(definition.symbol, takers, find))
    result = tuple(natives)
    if len(definition.natives) < 64:
        definition.natives[key] = result
    return result


def is_operator(definition: Definition, count: int) -> bool:
    return count > 0 and any(
        (d.operator is not None and prepared(d).low - 1 == count) or d.is_sub for d in definition.declared
    )


def prepare_sub(k: Kernel, definition: Definition) -> list[SubNative]:
    """What applications of applications of the symbol do: operator forms and declarations ``f[x_][y_]``."""
    if definition.sub_natives is None:
        found: list[Any] = []
        for declared in definition.declared:
            if declared.is_sub:
                found.append(_curried(k, prepared(uncurried(declared))))
            elif declared.operator is not None:
                found.append(_operator(k, prepared(declared)))
        definition.sub_natives = found
    return definition.sub_natives


def _curried(k: Kernel, rule: Prepared) -> SubNative:
    inner = native(k, rule)

    def apply(k: Kernel, head: Node, args: tuple[Node, ...]) -> Node | None:
        everything = (*all_arguments(head), *args)
        return inner(k, everything) if rule.low <= len(everything) <= rule.high else None

    return apply


def _operator(k: Kernel, rule: Prepared) -> SubNative:
    """``f[a, b][x]`` as a call of ``f`` with x at the place of the parameter that comes later."""
    place = rule.names.index(rule.declared.operator or "")
    symbol = rule.symbol

    def apply(k: Kernel, head: Node, args: tuple[Node, ...]) -> Node | None:
        if (
            len(args) != 1
            or type(head) is not Expr
            or head.head is not symbol
            or len(head.args) + 1 < rule.low
        ):
            return None
        whole = (*head.args[:place], args[0], *head.args[place:])
        return Expr(symbol, whole) if len(head.args) + 1 == rule.low else None

    return apply


def native(k: Kernel, rule: Prepared) -> Native:
    """The function that converts arguments, calls, and makes a message of a problem."""
    read = argument_reader(k, rule)
    assert rule.declared.function is not None
    function, symbol, failure = rule.declared.function, rule.symbol, rule.declared.failure
    options = option_reader(k, rule) if rule.options else None
    says, keeps_call = STAY if failure is None else failure, rule.declared.keeps_call

    def call(k: Kernel, args: tuple[Node, ...]) -> Node | None:
        whole = args
        try:
            given: dict[str, Any] = {}
            if options is not None:
                args, given = options(args)
            values = args if read is None else read(args)
            if values is None:
                return None
            if keeps_call:
                k.state["call"] = Expr(symbol, whole)
            result = function(k, *values, **given)
        except Problem as problem:
            k.message(symbol, problem)
            return says
        except OverflowError:  # a number that no machine type holds, as a size or a base
            k.message(_GENERAL, GENERAL["ovfl"]())
            return says
        return result if result is None or isinstance(result, Node) else to_node(result)

    def call_plainly(k: Kernel, args: tuple[Node, ...]) -> Node | None:
        try:
            result = function(k, *args)
        except Problem as problem:
            k.message(symbol, problem)
            return says
        except OverflowError:  # a number that no machine type holds, as a size or a base
            k.message(_GENERAL, GENERAL["ovfl"]())
            return says
        return result if result is None or isinstance(result, Node) else to_node(result)

    return call_plainly if read is None and options is None else call


def declared_options(definition: Definition) -> dict[Node, Node]:
    """The options of a builtin and their defaults."""
    found: dict[Node, Node] = {}
    for declared in definition.declared:
        rule = prepared(uncurried(declared) if declared.is_sub else declared)
        for name, default in rule.options.items():
            found.setdefault(Symbol(name), option_node(default))
    return found
