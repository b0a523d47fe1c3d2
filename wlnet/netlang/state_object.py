"""NetStateObject: a net that remembers its states from one application to the next."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import list_of
from ..expr import FAILED, Expr, Foreign, Node, S, String, Value, is_head
from ..kernel.builtin import applier, builtin
from ..nets.net import Net
from ..nets.surgery.extract import extract
from .arguments import NetArgument
from .states import arrays_of, need_states, state_key
from .use import Request, applied


class StateObject(Foreign):
    """A net and the states that it has reached; the only value of a net that changes."""

    wl_head = "NetStateObject"

    def __init__(self, net: Net):
        self.net, self.found = net, need_states(net)
        self.memory: dict[str, np.ndarray] = {}

    def states(self) -> Node:
        """The states by their NetPorts; Automatic while they are as before any application."""
        rules = [S.Rule(state_key(s), _shown(self.memory.get(s.before))) for s in self.found.states]
        return Expr(S.Association, tuple(rules))

    def to_node(self) -> Node:
        return S.NetStateObject(Value(self.net))

    def summary(self) -> str:
        return f"NetStateObject[{self.net.title}]"


def _shown(array: np.ndarray | None) -> Node:
    if array is None:
        return S.Automatic
    return list_of(array[0] if len(array) == 1 else array)


@builtin("NetStateObject[net_]", failure=FAILED)
def net_state_object(k, net: NetArgument):
    """NetStateObject[net] is a net that goes on from the states that its last application left.

    States are zero at first.  NetExtract[object, "States"] gives them.  States that are fed by a layer of the
    net are not remembered, nor those inside NetMapOperator and NetNestOperator, which begin anew for each
    element; a net without other states is refused.

    >> Head[NetStateObject[GatedRecurrentLayer[2]]]
    NetStateObject
    """
    return StateObject(net)  # type: ignore[arg-type]


@builtin("NetStateObject[net_, seed_]", failure=FAILED)
def net_state_object_after(k, net: NetArgument, seed: Node):
    """NetStateObject[net, seed] has the states that net has after the data seed.

    A seed may also be an association from NetPorts to states, as NetExtract[object, "States"] gives.
    """
    made = StateObject(net)  # type: ignore[arg-type]
    if is_head(seed, S.Association) and all(is_head(rule.args[0], S.NetPort) for rule in seed.args):
        given = S.Association(*(rule for rule in seed.args if rule.args[1] is not S.Automatic))
        made.memory = arrays_of(made.found, given, False)
        return made
    applied(k, made.net, Request.of((seed,)), made.memory)
    return made


@applier(StateObject)
def apply_state_object(k: Any, state: StateObject, args: tuple[Node, ...]) -> Node:
    """The value of ``object[data]``."""
    return applied(k, state.net, Request.of(args), state.memory)


@builtin("NetExtract[object_, spec_]", failure=FAILED)
def extract_states(k, object: StateObject, spec: Node):
    """NetExtract[object, "States"] gives the states of a NetStateObject; other parts are those of its net.

    >> NetExtract[NetStateObject[BasicRecurrentLayer[1]], "States"]
    <|NetPort["State"] -> Automatic|>
    """
    return object.states() if spec == String("States") else extract(object.net, spec)


@builtin("Normal[object_]")
def normal_of_states(k, object: StateObject):
    """Normal[object] is the layers of the net of a NetStateObject."""
    return extract(object.net, S.All)
