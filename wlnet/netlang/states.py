"""``NetPort[All, "States"]``: states of recurrent layers before and after a sequence, as data of a net."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..arrays import NumericArray, array_of, list_of
from ..expr import Expr, Node, S, String, Value, is_head
from ..nets.coder import fits
from ..nets.net import Net
from ..nets.parts import path_node
from ..nets.ragged import Column
from ..nets.shapes import describe
from ..nets.shown import typed
from ..nets.states import OpenState, Stateful, stateful
from ..problem import Template

NO_STATES = Template("netstates", "This `1` has no states that could be given or read`2`.")
BAD_STATES = Template("netstateval", "`1` is not a value for the states of this net; `2` was expected.")
COUNT = Template("netstatecount", "There are states for `1` examples, but `2` were given.")

Run = Callable[[Net, dict[str, Column]], dict[str, Column]]
ALL = S.NetPort(S.All, String("States"))


def asks_states(wanted: Node) -> bool:
    """Whether a second argument asks for the states after the data."""
    return wanted == ALL


def split_states(net: Net, data: Node) -> tuple[Node, Node | None]:
    """The data without the states that they give, and those.

    States are given as an association under NetPort[All, "States"], or each under its NetPort; those of a
    layer by itself also by name.
    """
    if not is_head(data, S.Association):
        return data, None
    rest, single, whole = list[Node](), list[Node](), list[Node]()
    for rule in data.args:
        key, value = rule.args
        if key == ALL:
            whole.append(value)
        elif is_head(key, S.NetPort):
            single.append(rule)
        elif isinstance(key, String) and key.value in net.states:
            single.append(S.Rule(S.NetPort(key), value))
        else:
            rest.append(rule)
    if not whole and not single:
        return data, None
    if single and whole and is_head(whole[-1], S.Association):
        single = [*whole[-1].args, *single]
    return Expr(S.Association, tuple(rest)), S.Association(*single) if single else whole[-1]


def state_key(state: OpenState) -> Node:
    """How a state is called: the NetPort at which it is."""
    steps = path_node(state.path)
    return S.NetPort(steps) if is_head(steps, S.List) else S.NetPort(String(state.path[0]))


def need_states(net: Net) -> Stateful:
    """The net with its states as ports.  Raises a Problem if it has none."""
    found = stateful(net)
    if not found.states:
        inside = _operator_around(net)
        raise NO_STATES(net.wl_head, f"; those inside {inside} begin anew for each element" * bool(inside))
    return found


def _operator_around(net: Net) -> str:
    """The operator in which a layer with states stands; "" if there is no such layer."""
    paths = [at for at, leaf in net.leaves() if leaf.layer.states]
    around = {
        leaf.wl_head for at, leaf in net.leaves() if leaf.nets and any(p[: len(at)] == at for p in paths)
    }
    return " and ".join(sorted(around))


def arrays_of(found: Stateful, given: Node | None, is_batch: bool) -> dict[str, np.ndarray]:
    """The states that an association gives, by port.  Raises a Problem."""
    if given is None:
        return {}
    keys = {state_key(state): state.before for state in found.states}
    if not is_head(given, S.Association) or not all(rule.args[0] in keys for rule in given.args):
        wanted = "an association from NetPorts of states to arrays"
        raise BAD_STATES(typed(given), wanted)
    arrays = {}
    for rule in given.args:
        array, port = array_of(rule.args[1]), keys[rule.args[0]]
        dims = found.net.dims.get(port)
        if array is None or array.ndim < is_batch or not fits(array.shape[is_batch:], dims):
            wanted = ("a list, each element " if is_batch else "") + describe(dims)
            raise BAD_STATES(typed(rule.args[1]), wanted)
        arrays[port] = array.astype(np.float32) if is_batch else array.astype(np.float32)[None]
    return arrays


def run_with_states(
    found: Stateful, arrays: dict[str, Column], before: Mapping[str, np.ndarray], run: Run
) -> tuple[dict[str, Column], dict[str, np.ndarray]]:
    """The outputs of a net, and the states after the data by the port that takes them."""
    count = len(next(iter(arrays.values())))
    for array in before.values():
        if len(array) != count:
            raise COUNT(len(array), count)
    given: dict[str, Any] = {}
    for state in found.states:
        array = before.get(state.before)
        given[state.before] = found.zeros(state, count) if array is None else array
    outputs = run(found.net, {**arrays, **given})
    after = {state.before: outputs.pop(state.after) for state in found.states}
    return outputs, after  # type: ignore[return-value]


def states_node(
    found: Stateful, after: Mapping[str, np.ndarray], is_batch: bool, numeric: bool = False
) -> Node:
    """States as an association from NetPorts to arrays."""

    def shown(array: np.ndarray) -> Node:
        mine = array if is_batch else array[0]
        return Value(NumericArray(mine)) if numeric else list_of(mine)

    rules = [S.Rule(state_key(state), shown(after[state.before])) for state in found.states]
    return Expr(S.Association, tuple(rules))
