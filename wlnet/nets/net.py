"""The net as a value: a `Leaf` is one layer with its arrays, a `Graph` joins nets by edges.

Nets are immutable, and so are their arrays: one that others could write to is copied.  `given` and
`coders` are what the user fixed about ports, `dims` what inference made of it for every port (and for a
leaf, every array). A chain is a graph whose `kind` is "NetChain".
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..expr import Foreign, Node
from .layer import Array, Layer, Port
from .net_array import NetArray, closed, is_closed, is_fill, plain, same_array
from .shapes import Dims
from .table import table
from .write import graph_node, layer_node, net_node

if TYPE_CHECKING:
    from .coder import Coder
    from .multipliers import Multipliers

Path = tuple[str, ...]
EMPTY: Mapping[str, Any] = {}


class Net(Foreign):
    """Abstract: what Leaf and Graph have in common."""

    given: Mapping[str, Dims]
    coders: Mapping[str, Coder]
    multipliers: Multipliers | None
    dims: Mapping[str, Dims]

    @property
    @abstractmethod
    def ports(self) -> Mapping[str, Port]:
        """The ports, inputs before outputs."""

    @property
    @abstractmethod
    def parts(self) -> Mapping[str, Net | np.ndarray | NetArray | None]:
        """What a part specification can name, one level down."""

    @property
    @abstractmethod
    def children(self) -> Mapping[str, Net]:
        """The parts that are nets themselves."""

    @property
    def positions(self) -> Sequence[str]:
        """The names of the parts that can be counted, in order: layers of a container."""
        return ()

    @property
    def is_named(self) -> bool:
        """Whether the parts have names of their own, and not just their positions."""
        return True

    @property
    @abstractmethod
    def label(self) -> str:
        """How the net is called in the table of a net around it."""

    @property
    @abstractmethod
    def title(self) -> str:
        """How the net is called in its own table."""

    def wires(self) -> Iterable[tuple[tuple[str, str], tuple[str, str]]]:
        """From which node and port to which data go between the parts; this net itself is called ""."""
        return ()

    @abstractmethod
    def expression(self, types: Mapping[str, Node]) -> Node:
        """The expression that builds this net, with these types of its ports."""

    def to_node(self) -> Node:
        return net_node(self)

    def summary(self) -> str:
        return table(self)

    @abstractmethod
    def leaves(self, at: Path = ()) -> Iterator[tuple[Path, Leaf]]:
        """Every layer in the net with its path, in the order of the net."""

    @abstractmethod
    def rebuilt(self, leaf_at: Callable[[Path, Leaf], Leaf], at: Path = ()) -> Net:
        """The net with `leaf_at(path, leaf)` in place of each leaf; parts that stay the same are shared."""

    @cached_property
    def memo(self) -> dict[str, Any]:
        """A place where higher floors keep what they worked out about this net, as its lowered program."""
        return {}

    @property
    def inputs(self) -> list[str]:
        return [name for name, port in self.ports.items() if not port.output]

    @property
    def outputs(self) -> list[str]:
        return [name for name, port in self.ports.items() if port.output]

    @property
    def states(self) -> Mapping[str, Port]:
        """The ends of states that a layer carries along; see State."""
        return EMPTY

    def said_dims(self, port: str, dims: Dims) -> Dims:
        """What the user gives for a port to have these dimensions."""
        return dims

    @property
    def all_ports(self) -> Mapping[str, Port]:
        """The ports, and the ends of states."""
        states = self.states
        return {**self.ports, **states} if states else self.ports

    @property
    def all_inputs(self) -> list[str]:
        """The inputs, then the states that may be given."""
        return [name for name, port in self.all_ports.items() if not port.output]

    @property
    def all_outputs(self) -> list[str]:
        """The outputs, then the last values of the states."""
        return [name for name, port in self.all_ports.items() if port.output]

    def array_specs(self) -> dict[Path, Array]:
        """The arrays of the net by path, without those the user removed."""
        return {
            (*at, name): spec
            for at, leaf in self.leaves()
            for name, spec in leaf.layer.arrays.items()
            if leaf.values.get(name, EMPTY) is not None
        }

    def array_dims(self) -> dict[Path, Dims]:
        return {(*at, name): leaf.dims.get(name) for at, leaf in self.leaves() for name in leaf.layer.arrays}

    def arrays(self) -> dict[Path, np.ndarray]:
        """The arrays that have values."""
        return {
            (*at, name): array
            for at, leaf in self.leaves()
            for name, value in leaf.values.items()
            if (array := plain(value)) is not None and not is_fill(value, leaf.dims.get(name))
        }

    def shared(self) -> dict[Path, str]:
        """The name of each shared array, by every path that leads to it."""
        held = (((*at, n), v) for at, leaf in self.leaves() for n, v in leaf.values.items())
        return {path: value.name for path, value in held if isinstance(value, NetArray)}

    def missing(self) -> list[Path]:
        """The arrays that have no values yet."""
        have = self.arrays()
        return [path for path in self.array_specs() if path not in have]

    def with_arrays(self, new: Mapping[Path, np.ndarray]) -> Net:
        """The net with the arrays of `new` in place of its own, at every place of a shared one.

        Layers whose sizes were open keep those that were inferred: their arrays have them now.
        """
        names = self.shared()
        by_name = {names[path]: closed(array) for path, array in new.items() if path in names}

        def leaf_at(at: Path, leaf: Leaf) -> Leaf:
            mine: dict[str, np.ndarray | NetArray] = {}
            for name in leaf.layer.arrays:
                shared = names.get((*at, name))
                if shared is not None and shared in by_name:
                    held = leaf.values[name]
                    assert isinstance(held, NetArray)
                    mine[name] = replace(held, value=by_name[shared], dims=None)
                elif (*at, name) in new:
                    mine[name] = new[*at, name]
            settled = leaf.solved or leaf.layer
            return replace(leaf, layer=settled, values={**leaf.values, **mine}) if mine else leaf

        return self.rebuilt(leaf_at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Net) and _same(self, other)

    def __hash__(self) -> int:
        return hash((self.wl_head, tuple(self.ports), len(self.parts)))


@dataclass(frozen=True, eq=False)
class Leaf(Net):
    """One layer.  `layer` has the parameters the user gave, `solved` those and the ones that follow."""

    layer: Layer
    given: Mapping[str, Dims] = field(default_factory=dict)
    values: Mapping[str, np.ndarray | NetArray | None] = field(default_factory=dict)
    nets: Mapping[str, Net] = field(default_factory=dict)
    coders: Mapping[str, Coder] = field(default_factory=dict)
    multipliers: Multipliers | None = None
    dims: Mapping[str, Dims] = field(default_factory=dict)
    solved: Layer | None = None

    def __post_init__(self) -> None:
        if self.nets:
            object.__setattr__(self, "layer", self.layer.adapted(self.nets))
        if not all(map(is_closed, self.values.values())):
            safe = {n: closed(v) if isinstance(v, np.ndarray) else v for n, v in self.values.items()}
            object.__setattr__(self, "values", safe)

    @property
    def wl_head(self) -> str:  # type: ignore[override]
        return type(self.layer).__name__

    @property
    def ports(self) -> Mapping[str, Port]:
        return self.layer.ports

    @property
    def is_constant(self) -> bool:
        """Whether this is an array that nothing changes, as the constants of a FunctionLayer are."""
        return self.layer.is_array and self.multipliers is not None and self.multipliers.freezes_all

    @property
    def states(self) -> Mapping[str, Port]:
        return self.layer.state_ports

    def said_dims(self, port: str, dims: Dims) -> Dims:
        return self.layer.said_dims(port, dims)

    @property
    def parts(self) -> Mapping[str, Net | np.ndarray | NetArray | None]:
        return {**self.nets, **dict.fromkeys(self.layer.arrays), **self.values}

    @property
    def children(self) -> Mapping[str, Net]:
        return self.nets

    @property
    def label(self) -> str:
        return (self.solved or self.layer).row_label()

    @property
    def title(self) -> str:
        return f"{self.wl_head} {(self.solved or self.layer).arguments_label()}".rstrip()

    def expression(self, types: Mapping[str, Node]) -> Node:
        return layer_node(self, types)

    def leaves(self, at: Path = ()) -> Iterator[tuple[Path, Leaf]]:
        yield at, self
        for name, net in self.nets.items():
            yield from net.leaves((*at, name))

    def rebuilt(self, leaf_at: Callable[[Path, Leaf], Leaf], at: Path = ()) -> Net:
        leaf = leaf_at(at, self)
        nets = {name: net.rebuilt(leaf_at, (*at, name)) for name, net in self.nets.items()}
        return leaf if not nets or nets == leaf.nets else replace(leaf, nets=nets)


@dataclass(frozen=True)
class Edge:
    """From an output of one node to an input of another; a node named "" is the graph itself."""

    source: tuple[str, str]
    target: tuple[str, str]


@dataclass(frozen=True, eq=False)
class Graph(Net):
    """Nets joined by edges.  Unnamed layers are called "1", "2", ..."""

    nodes: Mapping[str, Net]
    edges: tuple[Edge, ...]
    port_map: Mapping[str, Port]
    kind: str = "NetGraph"
    given: Mapping[str, Dims] = field(default_factory=dict)
    coders: Mapping[str, Coder] = field(default_factory=dict)
    multipliers: Multipliers | None = None
    dims: Mapping[str, Dims] = field(default_factory=dict)

    @property
    def wl_head(self) -> str:  # type: ignore[override]
        return self.kind

    @property
    def ports(self) -> Mapping[str, Port]:
        return self.port_map

    @property
    def parts(self) -> Mapping[str, Net | np.ndarray | NetArray | None]:
        return self.nodes

    @property
    def children(self) -> Mapping[str, Net]:
        return self.nodes

    @property
    def label(self) -> str:
        return self.kind

    @property
    def title(self) -> str:
        return self.kind

    def wires(self) -> Iterable[tuple[tuple[str, str], tuple[str, str]]]:
        return ((edge.source, edge.target) for edge in self.edges)

    def expression(self, types: Mapping[str, Node]) -> Node:
        return graph_node(self, types)

    @property
    def positions(self) -> Sequence[str]:
        return list(self.nodes)

    @cached_property
    def is_named(self) -> bool:  # type: ignore[override]
        return list(self.nodes) != [str(i + 1) for i in range(len(self.nodes))]

    def leaves(self, at: Path = ()) -> Iterator[tuple[Path, Leaf]]:
        for name, node in self.nodes.items():
            yield from node.leaves((*at, name))

    def rebuilt(self, leaf_at: Callable[[Path, Leaf], Leaf], at: Path = ()) -> Net:
        nodes = {name: node.rebuilt(leaf_at, (*at, name)) for name, node in self.nodes.items()}
        return self if all(nodes[n] is self.nodes[n] for n in nodes) else replace(self, nodes=nodes)


def _same(a: Net, b: Net) -> bool:
    """Whether two nets are built alike and hold the same numbers."""
    if a is b:
        return True
    if isinstance(a, Leaf) and isinstance(b, Leaf):
        mine = (a.solved or a.layer, a.dims, a.coders, a.multipliers)
        if (
            mine != (b.solved or b.layer, b.dims, b.coders, b.multipliers)
            or a.values.keys() != b.values.keys()
        ):
            return False
        same_arrays = all(same_array(a.values[name], b.values[name]) for name in a.values)
        return (
            same_arrays
            and a.nets.keys() == b.nets.keys()
            and all(map(_same, a.nets.values(), b.nets.values()))
        )
    if isinstance(a, Graph) and isinstance(b, Graph):
        mine_ = (a.kind, set(a.edges), a.port_map, a.dims, a.coders, a.multipliers, list(a.nodes))
        if mine_ != (b.kind, set(b.edges), b.port_map, b.dims, b.coders, b.multipliers, list(b.nodes)):
            return False
        return all(map(_same, a.nodes.values(), b.nodes.values()))
    return False
