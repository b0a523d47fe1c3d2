"""From the association of a net to the net; see `net_association` for what the associations hold.

Files of a Wolfram kernel have no notes of ours: there the types at the outermost ports count as given, and
those of the ports inside only where they do not follow from the layers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import array_of
from ..expr import NONE, Expr, Integer, Node, S, String, Value, is_head
from ..nets.construct import make_layer
from ..nets.infer import infer
from ..nets.layer import REAL, Layer, Port, classes_of, final_of
from ..nets.multipliers import Multipliers
from ..nets.net import Edge, Graph, Leaf, Net, Path
from ..nets.net_array import NetArray
from ..nets.shapes import Dims, is_known
from ..packed import Packed
from ..problem import Template
from .damage import Damaged
from .net_parameters import inner_types, known_parameters, layer_named
from .net_types import entries, read_dims, read_type, short
from .old_nets import OLD_KINDS, present

UNKNOWN_LAYERS = Template("netunknown", "The net has layers that are not available here: `1`.")
CONTAINERS = ("Chain", "Graph")

Fetch = Callable[[int], np.ndarray]  # the array of a number, in files


def no_arrays(number: int) -> np.ndarray:
    raise Damaged(f"there is no array {number}")


def read_net(node: Node, notes: Node | None = None, fetch: Fetch = no_arrays) -> Net:
    """The net of an association, with what our notes in the metadata say.

    Raises a Problem that names the layers which are not available, and Damaged for what is no such net.
    """
    kinds = inner_types(node)
    unknown = {kind for kind in kinds if kind not in (*CONTAINERS, *OLD_KINDS) and layer_named(kind) is None}
    if unknown:
        raise UNKNOWN_LAYERS(", ".join(f'"{kind}"' for kind in sorted(unknown)))
    said = _notes(notes)
    try:
        if said is not None:
            return infer(_Reading(fetch, said).net(node, ()), _outer_dims(node))
        net = infer(_Reading(fetch, {}, foreign=True).net(node, ()))
        if all(map(is_known, (leaf.dims.get(p) for _, leaf in net.leaves() for p in leaf.ports))):
            return net
        return infer(_Reading(fetch, {}, foreign=True, inner=True).net(node, ()))
    except (AttributeError, KeyError, IndexError, TypeError) as error:
        raise Damaged(f"its structure is not that of a net ({error})") from None


def _outer_dims(node: Node) -> dict[str, Dims]:
    """The dimensions at the outermost ports: those of a layer taken out of a net follow from nothing else."""
    types = {
        n: read_type(t) for side in ("Inputs", "Outputs") for n, t in entries(entries(node)[side]).items()
    }
    dims: dict[str, Dims] = {n: kind.dims for n, kind in types.items() if kind.dims is not None}
    return dims | {classes_of(n): (kind.count,) for n, kind in types.items() if kind.count is not None}


def is_net_association(node: Node) -> bool:
    return is_head(node, S.Association) and isinstance(entries(node).get("Type"), String)


def _notes(metadata: Node | None) -> dict[Path, Mapping[str, Node]] | None:
    """Our notes by path; None if there are none."""
    ours = entries(metadata).get("Wlnet") if metadata is not None else None
    if ours is None or "Nodes" not in entries(ours):
        return None
    nodes = entries(ours)["Nodes"]
    return {tuple(s.value for s in rule.args[0].args): entries(rule.args[1]) for rule in nodes.args}  # type: ignore


@dataclass
class _Reading:
    """One net while it is read."""

    fetch: Fetch
    notes: Mapping[Path, Mapping[str, Node]]
    foreign: bool = False  # no notes of ours say what was given
    inner: bool = False  # whether the types of ports inside count as given then

    def net(self, node: Node, at: Path) -> Net:
        said = entries(present(node))
        kind = said["Type"].value  # type: ignore[attr-defined]
        made = self._graph(kind, said, at) if kind in CONTAINERS else self._leaf(kind, said, at)
        rules = entries(said["TrainingParameters"]) if "TrainingParameters" in said else {}
        multipliers = rules.get("LearningRateMultipliers", S.Automatic)
        if multipliers is S.Automatic:
            return made
        return replace(made, multipliers=Multipliers.from_node(multipliers))  # type: ignore[type-var]

    def _settings(self, said: Mapping[str, Node], at: Path) -> dict[str, Any]:
        """What was given about the ports, and their coders."""
        types = {
            name: read_type(value)
            for side in ("Inputs", "Outputs")
            for name, value in (entries(said[side]) if side in said else {}).items()
        }
        coders = {name: kind.coder for name, kind in types.items() if kind.coder is not None}
        if not self.foreign:
            given = entries(self.notes.get(at, {}).get("Given", S.Association()))
            return {"given": {n: read_dims(d) for n, d in given.items()}, "coders": coders}
        if at and not self.inner:
            return {"given": {}, "coders": coders}
        sizes: dict[str, Dims] = {
            n: kind.dims for n, kind in types.items() if kind.coder is None and kind.dims is not None
        }
        sizes |= {classes_of(n): (kind.count,) for n, kind in types.items() if kind.count is not None}
        return {"given": sizes, "coders": coders}

    def _leaf(self, kind: str, said: Mapping[str, Node], at: Path) -> Leaf:
        cls = layer_named(kind)
        assert cls is not None
        held = entries(said.get("Parameters", S.Association()))
        parameters = known_parameters(cls, held)
        if make_layer(cls, parameters).open_inputs and entries(said["Inputs"]):
            names = entries(said.get("Inputs", S.Association()))
            numbered = [n.removeprefix("Input") for n in names] == [str(i + 1) for i in range(len(names))]
            parameters["InputPorts"] = Integer(len(names)) if numbered else S.List(*map(String, names))
        parameters |= entries(self.notes.get(at, {}).get("Parameters", S.Association()))
        layer = make_layer(cls, parameters)
        needed = {cls.net_option} if cls.net_option else set(cls.inner) if cls.needs_nets else set()
        given_nets = [name for name in cls.inner if name in held or name in needed]
        nets = {name: self.net(held[name], (*at, name)) for name in given_nets}
        values = self._values(layer, entries(said.get("Arrays", S.Association())))
        settings = self._settings(said, at)
        ends = {*layer.ports, *map(classes_of, layer.ports)}
        given = {n: d for n, d in settings["given"].items() if n in ends or not self.foreign}
        coders = {n: c for n, c in settings["coders"].items() if n in layer.ports}
        return Leaf(layer, given=given, values=values, nets=nets, coders=coders)

    def _values(self, layer: Layer, slots: Mapping[str, Node]) -> dict[str, Any]:
        """The arrays that have values, and None for those that are absent."""
        values: dict[str, Any] = {}
        for written, slot in slots.items():
            name = type(layer).old_names.get(written, written)
            if name not in layer.arrays:
                continue
            if slot is NONE and layer.arrays[name].optional:
                values[name] = None
            elif (found := self._array(slot)) is not None:
                values[name] = found
        return values

    def _array(self, slot: Node) -> Any:
        """What a slot holds; None for an array without values."""
        name = short(slot)
        if isinstance(slot, Value) and isinstance(slot.value, NetArray):
            return slot.value
        if name == "ExportedArray":
            return self.fetch(slot.args[0].value)  # type: ignore[attr-defined]
        if name == "NetArray":
            said = entries(slot.args[0])
            array = self._array(said["Array"]) if "Array" in said else None
            sizes = getattr(said.get("Dimensions"), "args", ())
            dims = [n.value for n in sizes if isinstance(n, Integer)]
            whole = tuple(dims) if dims and len(dims) == len(sizes) else None
            return NetArray(said["Name"].value, array, whole, said.get("Method"))  # type: ignore[attr-defined]
        array = array_of(slot) if isinstance(slot, Value) or name == "List" else None
        return None if array is None else array.astype(np.float32)

    def _graph(self, kind: str, said: Mapping[str, Node], at: Path) -> Graph:
        nodes = {name: self.net(node, (*at, name)) for name, node in entries(said["Nodes"]).items()}
        edges = tuple(Edge(_end(rule.args[1], True), _end(rule.args[0])) for rule in said["Edges"].args)
        inputs, outputs = list(entries(said["Inputs"])), list(entries(said["Outputs"]))
        _check_edges(nodes, edges, inputs, outputs)
        ports = {name: _port(nodes, [e.target for e in edges if e.source == ("", name)]) for name in inputs}
        for name in outputs:
            sources = [e.source for e in edges if e.target == ("", name)]
            ports[name] = replace(_port(nodes, sources), output=True)
        return Graph(nodes, edges, ports, f"Net{kind}", **self._settings(said, at))


def _end(path: Node, source: bool = False) -> tuple[str, str]:
    """The node and port of a ``NetPath``; of a state, the value after the sequence is a source."""
    steps = [step.value for step in path.args if isinstance(step, String)]
    if short(path) != "NetPath" or len(steps) != len(path.args) or len(steps) not in (2, 4):
        raise Damaged(f"{path!r} is no end of an edge")
    if len(steps) == 2:
        return "", steps[1]
    return steps[1], final_of(steps[3]) if source and steps[2] == "States" else steps[3]


def _check_edges(
    nodes: Mapping[str, Net], edges: Sequence[Edge], inputs: list[str], outputs: list[str]
) -> None:
    """Raise Damaged for edges to or from what is not there, and inputs that nothing feeds."""
    sources = {("", name) for name in inputs} | {(n, p) for n, net in nodes.items() for p in net.all_outputs}
    targets = {("", name) for name in outputs} | {(n, p) for n, net in nodes.items() for p in net.all_inputs}
    needed = {(n, p) for n, p in targets if not n or p in nodes[n].inputs}
    reached = [edge.target for edge in edges]
    for edge in edges:
        if edge.source not in sources or edge.target not in targets:
            raise Damaged(f"an edge leads from {edge.source} to {edge.target}")
    if len(set(reached)) != len(reached) or not needed <= set(reached):
        raise Damaged("not every port is reached by one edge")


def _port(nodes: Mapping[str, Net], ends: list[tuple[str, str]]) -> Port:
    """The kind of a port of a container: that of the ports inside that it is joined to."""
    inner = [nodes[name].all_ports[port] for name, port in ends if name]
    special = [port for port in inner if port.kind != REAL]
    return (special or inner or [Port("*any")])[0]


def revived(node: Node) -> Node:
    """The expression with nets in place of what `net_association.net_expression` writes for them."""
    if not isinstance(node, Expr):
        return node
    done: dict[int, Node] = {}
    waiting: list[Expr] = [node]
    while waiting:
        item = waiting[-1]
        if type(item.args) is Packed:  # numbers
            done[id(waiting.pop())] = item
            continue
        open_parts = [p for p in (item.head, *item.args) if isinstance(p, Expr) and id(p) not in done]
        if open_parts:
            waiting += open_parts
            continue
        waiting.pop()
        done[id(item)] = _revived_one(item, done)
    return done[id(node)]


def _revived_one(item: Expr, done: Mapping[int, Node]) -> Node:
    """An expression whose parts are `done`, itself if nothing in it changed."""
    name = short(item)
    if (name.startswith("Net") or name.endswith("Layer")) and item.args and is_net_association(item.args[0]):
        return Value(read_net(item.args[0], item.args[1] if len(item.args) > 1 else None))
    parts = [done.get(id(p), p) if isinstance(p, Expr) else p for p in (item.head, *item.args)]
    if all(new is old for new, old in zip(parts, (item.head, *item.args), strict=True)):
        return item
    return Expr(parts[0], tuple(parts[1:]))
