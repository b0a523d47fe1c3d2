"""``net[data, NetPort[{layer, "port"}]]``: the values of ports of layers inside a net."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..expr import Integer, Node, S, String, is_head
from ..nets.expose import completed, exposed, port_name
from ..nets.net import Net, Path
from ..nets.parts import step_names
from ..nets.shown import typed
from ..problem import Template

NOT_A_PORT = Template("netportspec", "`1` does not specify a port of a net.")


@dataclass(frozen=True)
class View:
    """A net whose outputs are the ports that were asked for: each NetPort with the output's name."""

    net: Net
    outputs: tuple[tuple[Node, str], ...]
    is_list: bool

    def answer(self, answers: dict[str, Node]) -> Node:
        if not self.is_list:
            return answers[self.outputs[0][1]]
        return S.Association(*(S.Rule(spec, answers[name]) for spec, name in self.outputs))


def view_of(net: Net, wanted: Node) -> View | None:
    """The view that shows the ports which are wanted; None where none is inside the net."""
    is_list = is_head(wanted, S.List) and bool(wanted.args)
    specs = wanted.args if is_list else (wanted,)
    if not all(is_head(spec, S.NetPort) and spec.args for spec in specs):
        return None
    paths = [completed(net, _path(net, spec)) for spec in specs]
    names = tuple(zip(specs, map(port_name, paths), strict=True))
    return View(exposed(net, list(dict.fromkeys(paths))), names, is_list)


def _path(net: Net, spec: Node) -> Path:
    first, rest = spec.args[0], spec.args[1:]
    return _steps(net, (*(first.args if is_head(first, S.List) else (first,)), *rest), spec)


def _steps(net: Net, steps: Sequence[Node], spec: Node) -> Path:
    if not steps:
        return ()
    step, rest = steps[0], steps[1:]
    if isinstance(step, String) and not rest and step.value in net.outputs:
        return (step.value,)
    if not isinstance(step, (Integer, String)):
        raise NOT_A_PORT(typed(spec))
    found = step_names(net, step, strict=False)
    if not found and isinstance(step, String):  # a state, or told of as a port that is not there
        return (step.value,)
    (name,) = found or step_names(net, step)
    part = net.children.get(name)
    if part is None:
        raise NOT_A_PORT(typed(spec))
    return (name, *_steps(part, rest, spec))
