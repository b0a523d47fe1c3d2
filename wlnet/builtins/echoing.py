"""Printing what passes by: EchoFunction, EchoLabel, EchoTiming, EchoEvaluation; Monitor and PrintTemporary.

Without a front end that can change what it has shown, Monitor only evaluates, and PrintTemporary prints as
Print does.
"""

from __future__ import annotations

import time

from ..expr import Node, Real, S
from ..kernel.builtin import Attribute, builtin
from ..syntax.write import input_form, output_form
from .messages import echo, print_

HOLD_ALL = Attribute.HOLD_ALL


@builtin("EchoFunction[f_][x_]")
def echo_function(k, f: Node, x: Node):
    """EchoFunction[f][x] prints f[x] and gives x.

    >> EchoFunction[Length][{a, b}]
    {a, b}
    """
    return echo(k, x, S.Null, f)


@builtin("EchoFunction[label_, f_][x_]")
def echo_function_with_label(k, label: Node, f: Node, x: Node):
    """EchoFunction[label, f][x] prints label and f[x], and gives x.

    >> EchoFunction["length", Length][{a, b}]
    {a, b}
    """
    return echo(k, x, label, f)


@builtin("EchoLabel[label_][x_]")
def echo_label(k, label: Node, x: Node):
    """EchoLabel[label][x] prints label and x, and gives x.

    >> EchoLabel["x"][5]
    5
    """
    return echo(k, x, label)


@builtin("EchoTiming[x_, label_]", attributes=HOLD_ALL)
def echo_timing(k, x: Node, label: Node = S.Null):
    """EchoTiming[x] prints the seconds that x takes, and gives its value.

    >> EchoTiming[1 + 1]
    2
    """
    start = time.perf_counter()
    value = k.evaluate(x)
    echo(k, Real(time.perf_counter() - start), k.evaluate(label))
    return value


@builtin("EchoEvaluation[x_]", attributes=HOLD_ALL)
def echo_evaluation(k, x: Node):
    """EchoEvaluation[x] prints x before and after it is evaluated, and gives its value.

    >> EchoEvaluation[1 + 1]
    2
    """
    k.write(">> " + input_form(x))
    value = k.evaluate(x)
    k.write("<< " + output_form(value))
    return value


@builtin("Monitor[x_, shown_, seconds_]", attributes=HOLD_ALL)
def monitor(k, x: Node, shown: Node, seconds: Node = S.Automatic):
    """Monitor[x, shown] gives the value of x; where there is no front end, nothing is shown meanwhile.

    >> Monitor[Table[i^2, {i, 3}], i]
    {1, 4, 9}
    """
    return k.evaluate(x)


@builtin("PrintTemporary[items___]")
def print_temporary(k, items: tuple[Node, ...]):
    """PrintTemporary[x, ...] prints as Print does; where there is no front end, what it prints stays.

    >> PrintTemporary["working"]
    Null
    """
    return print_(k, items)
