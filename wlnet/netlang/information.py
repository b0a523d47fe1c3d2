"""Information[net, "property"]: facts about a net, one function each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from math import prod

from ..expr import FAILED, Integer, Node, Real, S, String, Symbol, Value, is_head
from ..kernel.builtin import builtin
from ..nets.multipliers import effective, multipliers_node
from ..nets.net import Net, Path
from ..nets.parts import path_node
from ..nets.shapes import Dims, is_known
from ..nets.shown import typed
from ..nets.surgery.extract import part_node
from ..nets.write import port_node
from ..problem import Template
from .arguments import NOT_A_NET
from .net_pictures import full_diagram, layers_diagram, summary_diagram

NO_PROPERTY = Template("netinfo", "`1` is not a property of nets; these are: `2`.")
BYTES = 4  # of a 32-bit real
BYTE = String("Bytes")

PROPERTIES: dict[str, Callable[[Net], Node]] = {}


def net_property(name: str) -> Callable[[Callable[[Net], Node]], Callable[[Net], Node]]:
    """Declare a property of nets."""

    def register(function: Callable[[Net], Node]) -> Callable[[Net], Node]:
        PROPERTIES[name] = function
        return function

    return register


def _by_path(items: dict[Path, Node]) -> Node:
    return S.Association(*(S.Rule(path_node(path), node) for path, node in items.items()))


def _size(dims: Dims) -> int:
    return prod(dims) if is_known(dims) else 0  # type: ignore[arg-type]


def _dims_node(dims: Dims) -> Node:
    return S.Automatic if dims is None else S.List(*(S.Automatic if d is None else Integer(d) for d in dims))  # type: ignore


def _dims(net: Net) -> dict[Path, Dims]:
    dims = net.array_dims()
    return {path: dims[path] for path in net.array_specs()}


def _distinct(net: Net) -> list[Path]:
    """One path for each array, however often it is shared."""
    names, seen, paths = net.shared(), set(), []
    for path in net.array_specs():
        name = names.get(path)
        if name is None or name not in seen:
            paths.append(path)
        seen.add(name)
    return paths


@net_property("Arrays")
def arrays(net: Net) -> Node:
    have = net.arrays()
    return _by_path({path: part_node(have.get(path)) for path in net.array_specs()})


@net_property("ArraysByteCounts")
def byte_counts(net: Net) -> Node:
    return _by_path({path: Integer(BYTES * _size(dims)) for path, dims in _dims(net).items()})


@net_property("ArraysCount")
def arrays_count(net: Net) -> Node:
    return Integer(len(_distinct(net)))


@net_property("ArraysDimensions")
def arrays_dimensions(net: Net) -> Node:
    return _by_path({path: _dims_node(dims) for path, dims in _dims(net).items()})


@net_property("ArraysElementCounts")
def element_counts(net: Net) -> Node:
    return _by_path({path: Integer(_size(dims)) for path, dims in _dims(net).items()})


@net_property("ArraysLearningRateMultipliers")
def learning_rate_multipliers(net: Net) -> Node:
    return multipliers_node(effective(net), path_node)


@net_property("ArraysList")
def arrays_list(net: Net) -> Node:
    have = net.arrays()
    return S.List(*(part_node(have.get(path)) for path in net.array_specs()))


@net_property("ArraysPositionList")
def positions(net: Net) -> Node:
    return S.List(*(S.List(*(path_node((step,)) for step in path)) for path in net.array_specs()))


@net_property("ArraysTotalElementCount")
def total_elements(net: Net) -> Node:
    dims = _dims(net)
    return Integer(sum(_size(dims[path]) for path in _distinct(net)))


@net_property("ArraysTotalByteCount")
def total_bytes(net: Net) -> Node:
    dims = _dims(net)
    return Integer(BYTES * sum(_size(dims[path]) for path in _distinct(net)))


@net_property("InputPortNames")
def input_names(net: Net) -> Node:
    return S.List(*map(String, net.inputs))


@net_property("InputPorts")
def input_ports(net: Net) -> Node:
    return S.Association(*(S.Rule(String(p), port_node(net, p)) for p in net.inputs))


@net_property("OutputPortNames")
def output_names(net: Net) -> Node:
    return S.List(*map(String, net.outputs))


@net_property("OutputPorts")
def output_ports(net: Net) -> Node:
    return S.Association(*(S.Rule(String(p), port_node(net, p)) for p in net.outputs))


@net_property("Layers")
def layers(net: Net) -> Node:
    return _by_path({at: Value(leaf) for at, leaf in net.leaves()})


@net_property("LayersCount")
def layers_count(net: Net) -> Node:
    return Integer(sum(1 for _ in net.leaves()))


@net_property("LayersList")
def layers_list(net: Net) -> Node:
    return S.List(*(Value(leaf) for _, leaf in net.leaves()))


@net_property("LayerTypeCounts")
def type_counts(net: Net) -> Node:
    counts = Counter(leaf.wl_head for _, leaf in net.leaves())
    return S.Association(*(S.Rule(Symbol(name), Integer(count)) for name, count in counts.items()))


@net_property("SharedArraysCount")
def shared_count(net: Net) -> Node:
    return Integer(len(set(net.shared().values())))


@net_property("ArraysSizes")
def arrays_sizes(net: Net) -> Node:
    return _by_path({path: S.Quantity(Integer(BYTES * _size(d)), BYTE) for path, d in _dims(net).items()})


@net_property("ArraysTotalSize")
def arrays_total_size(net: Net) -> Node:
    dims = _dims(net)
    megabytes = BYTES * sum(_size(dims[path]) for path in _distinct(net)) / 1e6
    return S.Quantity(Real(megabytes), String("Megabytes"))


def _states(net: Net) -> list[Path]:
    return [(*at, state) for at, leaf in net.leaves() for state in leaf.layer.states]


@net_property("RecurrentStatesCount")
def states_count(net: Net) -> Node:
    return Integer(len(_states(net)))


@net_property("RecurrentStatesList")
def states_list(net: Net) -> Node:
    """The states as NetPorts, which say where to read them, save those inside NetMapOperator and the like."""
    return S.List(*(S.NetPort(_steps(path)) for path in _states(net)))


@net_property("RecurrentStatesPositionList")
def states_positions(net: Net) -> Node:
    return S.List(*map(_steps, _states(net)))


def _steps(path: Path) -> Node:
    return S.List(*(path_node((step,)) for step in path))


@net_property("TopologyHash")
def topology_hash(net: Net) -> Node:
    """The same for nets of the same kinds of layers in the same connections, whatever names and sizes."""
    return String(sha256(repr(_topology(net)).encode()).hexdigest()[:32])


def _topology(net: Net) -> object:
    number = {name: i for i, name in enumerate(net.children)}
    wires = [((number.get(a, -1), p), (number.get(b, -1), q)) for (a, p), (b, q) in net.wires()]
    return net.wl_head, list(net.ports), sorted(wires), [_topology(part) for part in net.children.values()]


@net_property("SummaryGraphic")
def summary_graphic(net: Net) -> Node:
    return Value(summary_diagram(net).image())


@net_property("FullSummaryGraphic")
def full_summary_graphic(net: Net) -> Node:
    return Value(full_diagram(net).image())


@net_property("LayersGraph")
def layers_graph(net: Net) -> Node:
    return Value(layers_diagram(net).image())


@net_property("SummarySVG")
def summary_svg(net: Net) -> Node:
    """The summary graphic as the text of an SVG file; our own property."""
    return String(summary_diagram(net).svg())


@net_property("Properties")
def properties(net: Net) -> Node:
    return S.List(*map(String, sorted(PROPERTIES)))


@builtin("Information[net_, property_]", failure=FAILED)
def information(k, net: Net, property: Node):
    """Information[net, "property"] gives a property of a net; "Properties" lists them.

    Information[net, {"property1", ...}] gives a list of several.

    >> Information[LinearLayer[3, "Input" -> 2], "ArraysTotalElementCount"]
    9
    """
    if is_head(property, S.List):
        return S.List(*(information(k, net, each) for each in property.args))
    found = PROPERTIES.get(property.value) if isinstance(property, String) else None
    if found is None:
        raise NO_PROPERTY(typed(property), ", ".join(f'"{name}"' for name in sorted(PROPERTIES)))
    return found(net)


@builtin("Information[x_, property_]", failure=FAILED)
def information_of_others(k, x: Node, property: Node):
    """Information[{net1, net2, ...}, property] gives a property of each net; of nothing else there are any.

    >> Information[{NetChain[{1, 2}], LinearLayer[3]}, "LayersCount"]
    {2, 1}
    """
    nets = x.args if is_head(x, S.List) else ()
    if not nets or not all(isinstance(net, Value) and isinstance(net.value, Net) for net in nets):
        raise NOT_A_NET(x)
    return S.List(*(information(k, net.value, property) for net in nets))


@builtin("Information[net_]", failure=FAILED)
def information_summary(k, net: Net):
    """Information[net] gives an association of properties of a net that are short.

    >> Information[NetChain[{1, Ramp}]]["LayersCount"]
    2
    """
    shown = (
        "ArraysCount",
        "ArraysTotalElementCount",
        "ArraysTotalByteCount",
        "LayersCount",
        "LayerTypeCounts",
    )
    shown += ("InputPorts", "OutputPorts", "SharedArraysCount")
    return S.Association(*(S.Rule(String(name), PROPERTIES[name](net)) for name in shown))


@builtin("NetInformation[net_, property_]", failure=FAILED)
def net_information(k, net: Node, property: Node):
    """NetInformation[net, property] is an old name of Information[net, property].

    >> NetInformation[NetChain[{1, 2}], "LayersCount"]
    2
    """
    if isinstance(net, Value) and isinstance(net.value, Net):
        return information(k, net.value, property)
    return information_of_others(k, net, property)
