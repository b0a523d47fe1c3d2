"""What operators, layers that apply nets, have in common: ports that follow from the ports of their nets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ..problem import Template
from .layer import INDEX, Inner, Layer, Port, classes_of

ONE_PORT = Template("opports", "`1` needs a net with one input and one output, not `2` with the ports `3`.")


@dataclass(frozen=True)
class End:
    """A port of an inner net."""

    net: str
    port: str
    output: bool
    kind: str

    @property
    def count(self) -> str:
        """Under which name its number of classes takes part in inference; "" if there are none."""
        return f"{self.port}_count" if self.kind == INDEX else ""

    def shown(self, shape: str, output: bool | None = None) -> Port:
        """A port of the operator of this kind."""
        return Port(shape, self.output if output is None else output, self.kind, count=self.count)


Ends = tuple[End, ...]


def ends_of_nets(nets: Mapping[str, Any]) -> Ends:
    return tuple(
        End(name, port, spec.output, spec.kind)
        for name, net in nets.items()
        for port, spec in net.ports.items()
    )


class Operator(Layer):
    """Abstract: a layer with inner nets; `_Ends` are their ports."""

    _Ends: Ends

    def adapted(self, nets: Mapping[str, Any]) -> Layer:
        ends = ends_of_nets(nets)
        return self if ends == self._Ends else replace(self, _Ends=ends)  # type: ignore[type-var, call-arg]

    def single(self, net: str) -> tuple[End, End]:
        """The input and the output of an inner net that must have one of each.  Raises a Problem."""
        mine = [end for end in self._Ends if end.net == net]
        if [end.output for end in mine] != [False, True]:
            raise ONE_PORT(type(self).__name__, "one", ", ".join(f'"{end.port}"' for end in mine))
        return mine[0], mine[1]

    def inner_of(self, shapes: Mapping[tuple[str, str], str]) -> dict[str, Inner]:
        """The ports of inner nets with these shapes, and their numbers of classes."""
        found: dict[str, list[tuple[str, str]]] = {}
        for end in self._Ends:
            text = shapes.get((end.net, end.port))
            if text is not None:
                ports = found.setdefault(end.net, [])
                ports.append((end.port, text))
                if end.count:
                    ports.append((classes_of(end.port), end.count))
        return {name: Inner(tuple(ports)) for name, ports in found.items()}


class OneNet(Operator):
    """Abstract: an operator with a net of one input and one output, as which its own ports are called."""

    shapes: ClassVar[tuple[str, str]]  # of input and output
    inner_shapes: ClassVar[tuple[str, str]]  # of those of the net
    hands_on = "Net"

    Net = Inner.of()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        given, made = self.shapes
        if not self._Ends:
            return {"Input": Port(given), "Output": Port(made, output=True)}
        start, end = self.single("Net")
        return {"Input": start.shown(given), "Output": end.shown(made)}

    def inner_ports(self) -> dict[str, Inner]:
        if not self._Ends:
            return {}
        ends = zip(self.single("Net"), self.inner_shapes, strict=True)
        return self.inner_of({("Net", end.port): shape for end, shape in ends})
