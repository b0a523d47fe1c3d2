"""Functions at numbers of stated precision, and special functions at machine numbers, by mpmath.

One table: the name in the language, and the function of mpmath's numbers.  The exact values of these
functions are declared elsewhere; what is here is tried after them."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Complex, Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import is_number
from .big import has_big, machine_value, value_of
from .mp_functions import MORE_ARGUMENTS, ONE_ARGUMENT, TWO_ARGUMENTS, Function
from .numeric import FUNCTIONS

_NUMERIC = Attribute.LISTABLE | Attribute.NUMERIC_FUNCTION


def _declare(name: str, count: int, function: Function) -> None:
    """One rule: of arguments that are numbers, the value as precise as they allow."""

    def value(*args: Node) -> Node | None:
        if not all(map(is_number, args)):
            return None
        if any(type(arg) is Real or (type(arg) is Complex and type(arg.value[0]) is Real) for arg in args):
            return machine_value(function, *args)
        return value_of(function, *args) if has_big(*args) else None

    rules: dict[int, Callable[..., Node | None]] = {
        1: lambda k, a: value(a),
        2: lambda k, a, b: value(a, b),
        3: lambda k, a, b, c: value(a, b, c),
        4: lambda k, a, b, c, d: value(a, b, c, d),
    }
    names = "abcd"[:count]
    declared = rules[count]
    shown = ", ".join(("2", "0.5", "0.3", "0.25")[:count] if count > 1 else ("0.5",))
    declared.__doc__ = (
        f"{name}[{', '.join(names)}] has its value at inexact numbers to their precision.\n\n"
        f">> NumberQ[{name}[{shown}]]\nTrue"
    )
    builtin(f"{name}[{', '.join(n + '_' for n in names)}]", attributes=_NUMERIC)(declared)


for _name, _function in ONE_ARGUMENT.items():
    _declare(_name, 1, _function)
    FUNCTIONS.setdefault(getattr(S, _name), lambda z, f=_function: complex(f(z)))  # type: ignore[misc]
for _name, _function in TWO_ARGUMENTS.items():
    _declare(_name, 2, _function)
for (_name, _count), _function in MORE_ARGUMENTS.items():
    _declare(_name, _count, _function)
