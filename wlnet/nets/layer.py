"""What a layer is: a frozen record of parameters whose class declares ports, arrays, shapes and a `forward`.

Adding a layer is one file in `layers/`.  The decorator `layer` collects the declarations; the constructor
of the language, inference both ways, initialization, extraction and the tests that walk `LAYERS` need
nothing more.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, TypeVar, dataclass_transform

from ..expr import Node
from .shapes import Derived, Dims, Solver, is_known, shape

REAL, INDEX, BOOLEAN = "real", "index", "boolean"


@dataclass(frozen=True)
class Port:
    """A place where data enter or leave.

    `kind` INDEX: class or token numbers, counted from 1; `count` names how many classes there are, and takes
    part in inference like a dimension.  BOOLEAN: True and False, as 1 and 0.
    """

    shape: str
    output: bool = False
    kind: str = REAL
    loss: bool = False  # an output that training makes small
    count: str = ""


def classes_of(port: str) -> str:
    """Under which name the number of classes at a port is found among dimensions, as a dimension."""
    return f"{port} classes"


@dataclass(frozen=True)
class Array:
    """An array of a layer.  `init` says how `initialize` fills it: "Weights", "Biases" or a number."""

    shape: str
    init: str | float = "Weights"
    optional: bool = False  # the user may say None
    trained: bool = True  # False: state that `forward` updates in place while training, as moving averages


@dataclass(frozen=True)
class Inner:
    """A net that the layer takes as a parameter and applies itself; the shapes of its ports."""

    ports: tuple[tuple[str, str], ...]  # port of the inner net, shape expression

    @staticmethod
    def of(**ports: str) -> Inner:
        return Inner(tuple(ports.items()))


@dataclass(frozen=True)
class State:
    """What a layer carries along a sequence, of this shape.

    It is an input that may be left open, for the value before the sequence, and under the name `final_of` an
    output, for the value after it.  Both are no ports of the net unless something is connected to them.
    """

    shape: str


def final_of(state: str) -> str:
    """Under which name the last value of a state is found among the outputs of a layer."""
    return f"final {state}"


@dataclass
class Context:
    """What a `forward` may ask of its run: is this training, and which random stream (a torch generator)."""

    training: bool = False
    random: Any = None
    moves_state: bool = True  # whether this layer may update its arrays that are not trained
    moments: Any = None  # variance and mean over dimensions, if the batch is shared with other processes


class Layer(ABC):
    """Abstract: a kind of layer.  The parameters are its dataclass fields; None is a parameter still open."""

    ports: Mapping[str, Port]
    arrays: Mapping[str, Array]
    inner: ClassVar[Mapping[str, Inner]]
    states: Mapping[str, State] = {}
    derived: tuple[tuple[str, Derived], ...]
    needs_nets: ClassVar[bool] = True  # whether the inner nets have to be given
    net_option: ClassVar[str] = ""  # the option that gives the inner net, where it is not an argument
    never_runs: ClassVar[bool] = False  # whether it only stands for a layer, and computes nothing
    is_array: ClassVar[bool] = False  # whether the layer only gives its array
    hands_on: ClassVar[str] = ""  # the inner net whose output is the output of the layer, element by element
    shares_inputs: ClassVar[bool] = False  # whether the inputs are those of the inner net, however many
    positional: ClassVar[tuple[str, ...]] = ()  # the parameters that are arguments; the others are options
    cases: ClassVar[
        tuple[dict[str, Any], ...]
    ]  # parameters and dimensions of inputs, for the tests of every layer
    random: ClassVar[bool] = False  # whether `forward` draws random numbers, at least while training
    always_random: ClassVar[bool] = False  # whether it does so in evaluation too
    moves_numbers: ClassVar[bool] = False  # whether the numbers of the output are those of the input
    batch_dependent: ClassVar[bool] = (
        False  # whether, in training, an output depends on the rest of its batch
    )
    # names of arrays that `forward` puts behind each other, in the order in which they should lie in memory
    neighbours: ClassVar[tuple[str, ...]] = ()
    # whether an element of an output sequence depends on no later elements of the input sequences
    causal: ClassVar[bool] = False
    # `forward` for sequences of different lengths, padded behind their ends; lengths come before inputs
    forward_padded: ClassVar[Callable[..., Any] | None] = None
    old_names: ClassVar[Mapping[str, str]] = {}  # names that options had once, and what they are called now
    obsolete: ClassVar[tuple[str, ...]] = ()  # names that constructors of this layer had once

    @abstractmethod
    def forward(self, ctx: Context, *inputs: Any, **arrays: Any) -> Any:
        """The output tensor (a tuple in port order for several), batch dimension first.

        States come behind the inputs, None for one that is left open, and their last values behind the
        outputs.  A layer without inputs gets a tensor, or None, whose first dimension tells the size of the
        batch.
        """

    @property
    def state_ports(self) -> Mapping[str, Port]:
        """The two ends of every state, inputs first."""
        if not self.states:
            return {}
        ends = {name: Port(state.shape) for name, state in self.states.items()}
        return ends | {final_of(name): Port(s.shape, output=True) for name, s in self.states.items()}

    def is_other(self, port: str) -> bool:
        """Whether the numbers of an input only say how others are moved."""
        return self.ports[port].kind == INDEX or port == "ReferenceShape"

    @property
    def takes_list(self) -> bool:
        """Whether the layer is applied to a list with data for each of its inputs."""
        return False

    def says(self, nets: Mapping[str, Any]) -> bool:
        """Whether the parameters say what these inner nets are, so that they need not be written."""
        return False

    @property
    def open_inputs(self) -> bool:
        """Whether the number of inputs is still open."""
        return False

    def with_inputs(self, count: int) -> Layer:
        """This layer with so many inputs, if their number is open."""
        return self

    def adapted(self, nets: Mapping[str, Any]) -> Layer:
        """This layer as it is with these inner nets, whose ports may decide on its own."""
        return self

    def inner_ports(self) -> Mapping[str, Inner]:
        """The ports of the inner nets, as far as they have to fit."""
        return self.inner

    def port_types(self) -> Mapping[str, Node]:
        """Types of ports that a parameter gives."""
        return {}

    def given_dims(self, port: str, dims: Dims) -> Dims:
        """The dimensions that a port has where the user gives these."""
        return dims

    def said_dims(self, port: str, dims: Dims) -> Dims:
        """What the user gives for a port to have these dimensions."""
        return dims

    def given_coder(self, port: str, coder: Any) -> Any:
        """The coder that a port has where the user gives this one."""
        return coder

    def handed_coders(self, nets: Mapping[str, Any]) -> Mapping[str, Any]:
        """Coders of ports that those of the inner nets make, unless the user gives others."""
        return {}

    @classmethod
    def spelled(cls, arguments: tuple[Node, ...]) -> tuple[Node, ...]:
        """The arguments of the constructor as they are spelled in full."""
        return arguments

    @classmethod
    def told_by(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Node]:
        """Parameters that the shapes of arrays which the user gives tell, where they are not given."""
        return {}

    def natural_loss(self) -> Layer | None:
        """The loss layer that NetTrain attaches to an output of this layer; None: mean squared error."""
        return None

    def settled(self, dims: Mapping[str, Dims]) -> Layer:
        """This layer with open parameters as the `dims` of arrays suggest, where the user gives arrays."""
        return self

    def row_label(self) -> str:
        """How the layer is called in the table of a net: its kind and its arguments."""
        return f"{type(self).__name__.removesuffix('Layer')} {self.arguments_label()}".rstrip()

    def arguments_label(self) -> str:
        """The arguments as far as they say more than is usual, in the table of a net."""
        usual = {f.name: f.default for f in fields(self)}  # type: ignore[arg-type]
        values = [(name, getattr(self, name)) for name in self.positional]
        return ", ".join(_text(v) for name, v in values if v is not None and v != usual[name])

    def parameters(self) -> dict[str, Any]:
        """The parameters by name; what begins with _ is worked out from inner nets and no parameter."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name[0] != "_"}  # type: ignore

    def solve(self, known: Mapping[str, Dims]) -> tuple[Layer, dict[str, Dims]]:
        """This layer with its open parameters filled in, and the dimensions of its ports and arrays.

        `known` are dimensions of ports, of arrays, and as "net.port" of ports of inner nets.  Raises
        Conflict.
        """
        shapes = {name: shape(port.shape) for name, port in self.ports.items()}
        shapes |= {classes_of(name): shape(port.count) for name, port in self.ports.items() if port.count}
        shapes |= {name: shape(port.shape) for name, port in self.state_ports.items()}
        shapes |= {name: shape(array.shape) for name, array in self.arrays.items()}
        for name, inner in self.inner_ports().items():
            shapes |= {f"{name}.{port}": shape(text) for port, text in inner.ports}
        parameters = {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]
        solver = Solver(shapes, self.derived, parameters)
        dims = solver.solve(known)
        still_open = (name for name, value in parameters.items() if not is_known(value))
        found = {name: solver.values[name] for name in still_open if name in solver.values}
        return (replace(self, **found) if found else self), dims  # type: ignore[type-var]


def _text(value: Any) -> str:
    """The value of a parameter for people: inferred dimensions as 3×4, numbers without zeros at the end."""
    if isinstance(value, float):
        return f"{value:g}"
    return "×".join(map(str, value)) if type(value) is tuple else str(value)


LAYERS: dict[str, type[Layer]] = {}
OBSOLETE: dict[str, type[Layer]] = {}  # old names of constructors
_L = TypeVar("_L", bound=Layer)


@dataclass_transform(frozen_default=True)
def layer(cls: type[_L]) -> type[_L]:
    """Declare a layer: collect its ports, arrays, inner nets and derived names, and register it."""
    kinds: dict[type, dict[str, Any]] = {Port: {}, Array: {}, Inner: {}, Derived: {}, State: {}}
    for base in reversed(cls.__mro__):  # what several layers have in common stands in an abstract class
        for name, value in list(vars(base).items()):
            if type(value) in kinds:
                kinds[type(value)][name] = value
                if base is cls:
                    delattr(cls, name)
    # a layer whose ports or rules depend on its parameters has a property instead
    if not isinstance(getattr(cls, "ports", None), property):
        cls.ports = kinds[Port]
    if not isinstance(getattr(cls, "derived", None), property):
        cls.derived = tuple((name.rstrip("_"), rule) for name, rule in kinds[Derived].items())
    if not isinstance(getattr(cls, "arrays", None), property):
        cls.arrays = kinds[Array]
    if not isinstance(getattr(cls, "states", None), property):
        cls.states = {name.rstrip("_"): state for name, state in kinds[State].items()}
    cls.inner = kinds[Inner]
    made = dataclass(frozen=True)(cls)
    LAYERS[cls.__name__] = made
    OBSOLETE.update(dict.fromkeys(cls.obsolete, made))
    return made
