"""From the evaluated arguments of a call to those of the Python function, by the declaration of a builtin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..convert import NOT_CONVERTED
from ..expr import Node, Symbol
from ..patterns.compile import compile_arguments
from ..patterns.literals import sequence_names
from ..patterns.matchers import Bindings, items_of
from .prepared import Prepared

if TYPE_CHECKING:
    from .evaluator import Kernel


def argument_reader(k: Kernel, rule: Prepared) -> Callable[[tuple[Node, ...]], Any] | None:
    """What makes Python arguments of nodes; None if they are taken as they are."""
    if rule.parameters is None:
        return _matching_reader(k, rule)
    if any(p.many for p in rule.parameters):
        return _splitting_reader(rule)
    fits = [p.fits for p in rule.parameters]
    if not any(fits) and not any(rule.converters):
        return None
    steps = list(zip(fits, rule.converters, strict=True))

    def read(args: tuple[Node, ...]) -> list[Any] | None:
        values: list[Any] = []
        for (fit, convert), arg in zip(steps, args, strict=False):
            if fit is not None and not fit(arg):
                return None
            value = arg if convert is None else convert(arg)
            if value is NOT_CONVERTED:
                return None
            values.append(value)
        return values

    return read


def _splitting_reader(rule: Prepared) -> Callable[[tuple[Node, ...]], Any]:
    """For signatures in which one parameter takes several arguments."""
    parameters = rule.parameters or []
    place = next(i for i, p in enumerate(parameters) if p.many)
    behind = len(parameters) - place - 1

    def read(args: tuple[Node, ...]) -> list[Any] | None:
        end = len(args) - behind
        items: list[Any] = [*args[:place], args[place:end], *args[end:]]
        values: list[Any] = []
        for parameter, convert, item in zip(parameters, rule.converters, items, strict=True):
            fits = parameter.fits
            if fits is not None and not (all(map(fits, item)) if parameter.many else fits(item)):
                return None
            value = item if convert is None else convert(item)
            if value is NOT_CONVERTED:
                return None
            values.append(value)
        return values

    return read


def _matching_reader(k: Kernel, rule: Prepared) -> Callable[[tuple[Node, ...]], Any]:
    """For signatures that need the matcher."""
    arguments = compile_arguments(rule.symbol, rule.patterns, k.host)
    symbols = [Symbol(name) for name in rule.names]
    several = {name for pattern in rule.patterns for name in sequence_names(pattern)}

    def accept(found: list[Bindings]) -> Callable[[Bindings], bool]:
        def keep(bindings: Bindings) -> bool:
            found.append(bindings.copy())
            return True

        return keep

    def read(args: tuple[Node, ...]) -> list[Any] | None:
        found: list[Bindings] = []
        if not arguments.full(args, {}, accept(found)):
            return None
        values: list[Any] = []
        for symbol, convert in zip(symbols, rule.converters, strict=True):
            item: Any = found[0].get(symbol)
            if symbol in several:
                item = items_of(item)
            elif convert is not None:
                item = convert(item)
            if item is NOT_CONVERTED:
                return None
            values.append(item)
        return values

    return read
