"""Layers with any number of inputs, and how that number is found: given, by connections, or by the data.

The parameter InputPorts holds the names of the inputs, or None while their number is open.  The ports and the
rules of such a layer follow from it; one function, `relate`, says what the dimensions of the inputs and the
output say of each other, in whichever direction.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from ..convert import NOT_CONVERTED
from ..expr import Integer, Node, S, String, is_head, is_rule, to_node
from ..problem import Template
from .coder import ArrayEncoder
from .infer import infer
from .layer import Layer, Port
from .net import Net
from .open_inputs import is_open, takes_list, with_inputs
from .port_types import is_type
from .shapes import Derived, Dims

NOT_ONE_EACH = Template(
    "inputcount", "A list with data for `1` inputs was expected, not one of `2` elements."
)

Related = tuple[Sequence[Dims], Dims]  # dimensions of the inputs, and of the output


class InputNames(tuple[str, ...]):
    """The names of inputs: a number of them, names, or types with or without names, which stay in `types`."""

    expected = "a number of inputs, a list of names or of types, or rules from names to types"
    types: Sequence[Node] = ()
    are_numbered = False  # whether they were given as a number or as types only

    @classmethod
    def numbered(cls, count: int, types: Sequence[Node] = ()) -> InputNames:
        """The names "1", "2", ..."""
        made = cls(str(i + 1) for i in range(count))
        made.are_numbered, made.types = True, types
        return made

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if isinstance(node, Integer) and node.value > 0:
            return cls.numbered(node.value)
        if (is_head(node, S.Association) or is_head(node, S.List)) and all(map(is_rule, node.args)):
            rules = [rule.args for rule in node.args]
            names = [name.value for name, _ in rules if isinstance(name, String)]
            if 0 < len(rules) == len(set(names)):
                made = cls(names)
                made.types = [kind for _, kind in rules]
                return made
        if not is_head(node, S.List) or not node.args:
            return NOT_CONVERTED
        if all(map(is_type, node.args)):
            return cls.numbered(len(node.args), node.args)
        names = [getattr(name, "value", "") for name in node.args]
        if not all(isinstance(name, String) for name in node.args) or len(set(names)) < len(names):
            return NOT_CONVERTED
        return cls(names)

    def to_node(self) -> Node:
        return Integer(len(self)) if self.are_numbered else to_node(tuple(self))


class ManyInputs(Layer):
    """Abstract: a layer with any number of inputs; they are called "1", "2", ... with `prefix` in front."""

    InputPorts: InputNames | None
    prefix: ClassVar[str] = ""
    old_names = {"Inputs": "InputPorts"}

    def usual_inputs(self) -> InputNames | None:
        """The inputs that the layer has where InputPorts does not say; None: that is open."""
        return None

    def input_names(self) -> Sequence[str]:
        names, usual = self.InputPorts, self.usual_inputs()
        if names is None or (names.are_numbered and usual is not None):
            names = usual
        if names is None or not names.are_numbered:
            return names or ()
        return [self.prefix + name for name in names]

    def input_named(self, port: str) -> str:
        """The input called `port`, or the one that it numbers."""
        names = self.input_names()
        number = port.removeprefix("Input")
        if port in names or not number.isdigit():
            return port
        if not names:
            return self.prefix + number
        return names[int(number) - 1] if 0 < int(number) <= len(names) else port

    @property
    def takes_list(self) -> bool:
        return True

    @property
    def open_inputs(self) -> bool:
        return self.InputPorts is None and self.usual_inputs() is None

    def with_inputs(self, count: int) -> Layer:
        if not self.open_inputs:
            return self
        return replace(self, InputPorts=InputNames.numbered(count))  # type: ignore[type-var, call-arg]

    def port_types(self) -> Mapping[str, Node]:
        names = self.InputPorts
        return dict(zip(self.input_names(), names.types, strict=True)) if names and names.types else {}

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        inputs = {name: Port(f"*in{i}") for i, name in enumerate(self.input_names())}
        return {**inputs, "Output": Port("*out", output=True)}

    @property
    def derived(self) -> tuple[tuple[str, Derived], ...]:  # type: ignore[override]
        names = [*(f"in{i}" for i in range(len(self.input_names()))), "out"]
        return tuple(
            (name, Derived(partial(self._related, i), " ".join(names), partial=True))
            for i, name in enumerate(names)
        )

    def _related(self, which: int, *dims: Dims) -> Dims:
        inputs, output = self.relate(dims[:-1], dims[-1])
        return (*inputs, output)[which]

    @abstractmethod
    def relate(self, inputs: Sequence[Dims], output: Dims) -> Related:
        """All dimensions as far as they follow from those that are known; None for what is not.

        Where known ones contradict each other, the first stands.
        """


def of_list(net: Net, data: Node) -> tuple[Net, Node]:
    """A layer with any number of inputs, and the data for it by port, where those are given as a list.

    A list with an element for each input is one example, unless its elements are such lists themselves and
    only they fit what is known of the inputs; any other list of lists is a batch.
    """
    if not takes_list(net):
        return net, data
    if is_head(data, S.Association) and is_open(net):
        return _of_names(net, data), data
    if not is_head(data, S.List):
        return net, data
    if is_open(net) and data.args:
        net = infer(with_inputs(net, len(data.args)))
    names = net.inputs
    fits = [ArrayEncoder(net.dims.get(name)).is_example for name in names]
    if _is_batch(data, fits):
        columns: list[Node] = [S.List(*(each.args[i] for each in data.args)) for i in range(len(names))]
    elif len(data.args) == len(names):
        columns = list(data.args)
    else:
        raise NOT_ONE_EACH(len(names), len(data.args))
    return net, S.Association(*(S.Rule(String(n), c) for n, c in zip(names, columns, strict=True)))


def _of_names(net: Net, data: Node) -> Net:
    """A layer with as many inputs as an association has keys, if these are the names that they have then."""
    if not data.args:
        return net
    made = with_inputs(net, len(data.args))
    given = [rule.args[0].value for rule in data.args if isinstance(rule.args[0], String)]
    return infer(made) if sorted(given) == sorted(made.inputs) else net


def _is_batch(data: Node, fits: Sequence[Callable[[Node], bool]]) -> bool:
    """Whether a list is a batch of lists, each with an example for every input (which `fits` recognizes)."""
    if not all(is_head(each, S.List) and len(each.args) == len(fits) for each in data.args):
        return False
    if len(data.args) != len(fits):
        return True
    if all(fit(each) for fit, each in zip(fits, data.args, strict=True)):
        return False
    return all(fit(part) for each in data.args for fit, part in zip(fits, each.args, strict=True))
