"""Measurements that are functions of the user; `measures` tells how they are called."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import NumericArray, array_of
from ..engine.probe import Call
from ..engine.tallies import Calling
from ..expr import Expr, Node, S, String, Value
from ..nets.coder import Evaluate
from ..nets.net import Graph, Net, Path
from ..nets.shown import typed
from ..problem import Template

NOT_A_NUMBER = Template(
    "measfun", "The function of a measurement gave `1`; a number or an array of numbers was expected."
)


def function_measure(function: Node, net: Net, training_net: Graph, evaluate: Evaluate) -> Call:
    """The measurement of what a function makes of the values at the ports of a net."""
    places = _places(net, training_net)

    def call(values: tuple[Any, ...]) -> np.ndarray:
        rules = [
            S.Rule(String(name), Value(NumericArray(value.detach().cpu().numpy())))
            for name, value in zip(places, values, strict=True)
        ]
        found = evaluate(Expr(function, (S.Association(*rules),)))
        array = array_of(found)
        if array is None or array.dtype.kind not in "biuf":
            raise NOT_A_NUMBER(typed(found))
        return array.astype(np.float64)

    return Call(Calling(str(function), call), tuple(places.values()))


def _places(net: Net, training_net: Graph) -> dict[str, tuple[Path, str]]:
    """Where in the training net the values are that a function sees, by name."""
    targets = [port for port in training_net.inputs if port not in net.inputs]
    found: dict[str, tuple[Path, str]] = {port: ((), port) for port in net.inputs}
    found |= {port: (("Net",), port) for port in net.outputs}
    for port in targets:
        found["Target" if len(targets) == 1 else f"{port}Target"] = (), port
    return found
