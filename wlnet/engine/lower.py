"""A net as straight-line code: a `Program` of `Step`s that write numbered slots, in running order.

A program knows where arrays are (paths) but holds none, so one program serves every training and every
device. All places of a shared array are called by the first of them.  `bind` settles arrays and context once;
what remains for a batch is one call per layer, which is what keeps small nets as fast as hand-written
PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, NamedTuple

from ..nets.layer import INDEX, Context, Layer, classes_of
from ..nets.net import EMPTY, Graph, Leaf, Net, Path
from .cast import Cast

Slot = int
NOTHING: Slot = -1  # an input that nothing feeds; `forward` gets None there


@dataclass(frozen=True)
class Step:
    """`outputs = layer.forward(ctx, *inputs, **arrays, **nets)`; `arrays` says where each array is found.

    An array that the user removed has the path None.  `state` are the paths of arrays that move in training
    without being trained.
    """

    at: Path
    layer: Layer
    inputs: tuple[Slot, ...]
    outputs: tuple[Slot, ...]
    arrays: Mapping[str, Path | None] = field(default_factory=dict)
    nets: Mapping[str, Program] = field(default_factory=dict)
    state: tuple[Path, ...] = ()

    def paths(self) -> Iterator[Path]:
        """The arrays that this step reads, those of inner nets included."""
        yield from filter(None, self.arrays.values())
        for program in self.nets.values():
            yield from program.paths()

    @property
    def takes(self) -> int:
        """How many inputs are no states."""
        return sum(not port.output for port in self.layer.ports.values())

    def steps(self) -> Iterator[Step]:
        """This step and those of its inner nets."""
        yield self
        for program in self.nets.values():
            for step in program.steps:
                yield from step.steps()

    def moves(self, moving: Collection[Path] | None) -> bool:
        """Whether training moves the state of this step; `moving` may change (None: all arrays).

        One frozen array keeps all of them: moving averages belong together.
        """
        return moving is None or all(path in moving for path in self.state)

    def context(self, ctx: Context, moving: Collection[Path] | None) -> Context:
        """The context of this step: a layer whose state must not move runs as in evaluation."""
        still = ctx.training and self.state and not self.moves(moving)
        return replace(ctx, training=False, moves_state=False) if still else ctx


@dataclass(frozen=True)
class Program:
    """The steps of a net.  The first slots are its inputs, in the order of `inputs`."""

    inputs: tuple[str, ...]
    outputs: Mapping[str, Slot]
    steps: tuple[Step, ...]
    names: tuple[str, ...]  # of the slots

    def __call__(
        self, arrays: Mapping[Path, Any], inputs: Mapping[str, Any], ctx: Context | None = None
    ) -> dict[str, Any]:
        """The tensors of the output ports for a batch of inputs."""
        results = self.bind(arrays, ctx)(*(inputs[port] for port in self.inputs))
        return dict(zip(self.outputs, results, strict=True))

    def bind(
        self, arrays: Mapping[Path, Any], ctx: Context | None = None, moving: Collection[Path] | None = None
    ) -> Bound:
        """This program with its arrays and context settled, a function of the inputs in order."""
        ctx = ctx or Context()
        calls, padding = [], []
        for step, (sources, targets) in zip(self.steps, self._registers[1], strict=True):
            own = {name: None if path is None else arrays[path] for name, path in step.arrays.items()}
            own |= {name: inner.function(arrays, ctx, moving) for name, inner in step.nets.items()}
            here = step.context(ctx, moving)
            calls.append((partial(step.layer.forward, here, **own), sources, targets))
            forward = step.layer.forward_padded
            padding.append(
                Padding(self._goes_along(step), step.takes, forward and partial(forward, here, **own))
            )
        return Bound(tuple(calls), tuple(padding), *self._registers[::2])

    def function(
        self, arrays: Mapping[Path, Any], ctx: Context, moving: Collection[Path] | None = None
    ) -> Callable[..., Any]:
        """What a layer gets for an inner net: from tensors to a tensor, or a tuple for several outputs."""
        bound = self.bind(arrays, ctx, moving)
        return bound if len(self.outputs) > 1 else lambda *inputs: bound(*inputs)[0]

    def paths(self) -> Iterator[Path]:
        """The arrays that the program reads."""
        for step in self.steps:
            yield from step.paths()

    def _goes_along(self, step: Step) -> bool:
        """Whether nothing that is used of a step depends on what stands behind a place in a sequence."""
        states = step.outputs[sum(port.output for port in step.layer.ports.values()) :]
        inner = (each for program in step.nets.values() for other in program.steps for each in other.steps())
        return (
            step.layer.causal
            and not any(slot in self._used for slot in states)
            and not any(each.layer.batch_dependent for each in inner)
        )

    @cached_property
    def _used(self) -> set[Slot]:
        return {*self.outputs.values(), *(slot for step in self.steps for slot in step.inputs)}

    @cached_property
    def _registers(self) -> tuple[int, tuple[tuple[Any, Any], ...], tuple[int, ...]]:
        """How many registers a run needs besides its inputs, those of each step, those of the outputs.

        A register is used again once its slot is not needed any more, so that a run holds few tensors at a
        time. A single register stands for itself instead of a tuple.
        """
        last = {slot: i for i, step in enumerate(self.steps) for slot in step.inputs}
        last |= dict.fromkeys(self.outputs.values(), len(self.steps))
        register = {slot: slot for slot in range(len(self.inputs))} | {NOTHING: NOTHING}
        free: list[int] = []
        count, found = len(self.inputs), []
        for i, step in enumerate(self.steps):
            sources = tuple(register[slot] for slot in step.inputs)
            free += sorted({register[s] for s in step.inputs if last[s] == i and s != NOTHING}, reverse=True)
            for slot in step.outputs:
                register[slot] = free.pop() if free else count
                count = max(count, register[slot] + 1)
            free += [register[slot] for slot in step.outputs if slot not in last]
            found.append((_one(sources), _one(tuple(register[slot] for slot in step.outputs))))
        return count - len(self.inputs), tuple(found), tuple(register[s] for s in self.outputs.values())

    def __str__(self) -> str:
        lines = [f"{', '.join(self.inputs)} ->"]
        for step in self.steps:
            sources = ", ".join("None" if s == NOTHING else self.names[s] for s in step.inputs)
            held = "".join(f", {name}={'.'.join(path)}" for name, path in step.arrays.items() if path)
            targets = ", ".join(self.names[s] for s in step.outputs)
            lines.append(f"  {targets} = {type(step.layer).__name__}({sources}{held})")
            for name, inner in step.nets.items():
                lines.append(f"    where {name} is " + str(inner).replace("\n", "\n    "))
        return "\n".join([*lines, "  " + ", ".join(f"{p}: {self.names[s]}" for p, s in self.outputs.items())])


def _one(registers: tuple[int, ...]) -> Any:
    return registers[0] if len(registers) == 1 else registers


class Padding(NamedTuple):
    """What a layer makes of sequences of different lengths, padded: whether it is `causal`, else a `call` of
    its own or None; the first `ports` of its inputs may be padded."""

    causal: bool
    ports: int
    call: Callable[..., Any] | None


class Bound:
    """A program ready to run: from tensors, in the order of the input ports, to the tuple of outputs.

    A run has a register for each input and then the `room`; `calls` are the steps, each with the registers
    that it reads and writes, `results` the registers of the outputs.
    """

    __slots__ = ("calls", "padding", "results", "room")

    def __init__(
        self,
        calls: tuple[tuple[Any, Any, Any], ...],
        padding: tuple[Padding, ...],
        room: int,
        results: tuple[int, ...],
    ):
        self.calls, self.padding, self.results = calls, padding, results
        self.room = (None,) * (room + 1)  # the last one stays None: an input that nothing feeds

    def __call__(self, *inputs: Any) -> tuple[Any, ...]:
        return self.resume([*inputs, *self.room], 0)

    def resume(self, value: list[Any], first: int) -> tuple[Any, ...]:
        """Run from a step on, with these registers."""
        for call, sources, targets in self.calls[first:] if first else self.calls:
            if type(sources) is int:
                result = call(value[sources])
            else:
                result = call(*[value[s] for s in sources])
            if type(targets) is int:
                value[targets] = result
            else:
                for target, part in zip(targets, result, strict=True):
                    value[target] = part
        return tuple([value[r] for r in self.results])

    def needed(self, first: int) -> set[int]:
        """The registers that are read from a step on before they are written."""
        found = {*self.results}
        for _, sources, targets in reversed(self.calls[first:]):
            found -= {targets} if type(targets) is int else {*targets}
            found |= {sources} if type(sources) is int else {*sources}
        return found


def lower(net: Net) -> Program:
    """The program of `net`; it is worked out once and kept with the net."""
    found = net.memo.get("program")
    if found is None:
        found = net.memo["program"] = _program(net, (), canonical(net))
    return found


def canonical(net: Net) -> dict[Path, Path]:
    """For every place of a shared array, the first place of that array."""
    first: dict[str, Path] = {}
    return {path: first.setdefault(name, path) for path, name in net.shared().items()}


def _program(net: Net, at: Path, alias: Mapping[Path, Path]) -> Program:
    work = _Lowering(alias, [*net.inputs], [net.ports[port].kind for port in net.inputs])
    found = work.add(net, at, {port: slot for slot, port in enumerate(net.inputs)})
    outputs = {port: found[port] for port in net.outputs}
    return Program(tuple(net.inputs), outputs, tuple(work.steps), tuple(work.names))


class _Lowering:
    """The steps and slots of one program while it is made."""

    def __init__(self, alias: Mapping[Path, Path], names: list[str], kinds: list[str]):
        self.alias, self.names, self.steps = alias, names, list[Step]()
        self.kinds = kinds  # of the slots
        self.batch: tuple[Slot, ...] = (0,) if names else (NOTHING,)  # tells the size of the batch
        self.cast: dict[tuple[Slot, Cast], Slot] = {}

    def add(self, net: Net, at: Path, inputs: Mapping[str, Slot]) -> dict[str, Slot]:
        """Append the steps of `net`; the slot of each of its output ports."""
        if isinstance(net, Leaf):
            return self._add_leaf(net, at, inputs)
        assert isinstance(net, Graph)
        return self._add_graph(net, at, inputs)

    def _add_leaf(self, leaf: Leaf, at: Path, inputs: Mapping[str, Slot]) -> dict[str, Slot]:
        ports = leaf.all_ports
        sources = tuple(self._as_kind(inputs.get(p, NOTHING), leaf, p) for p in leaf.all_inputs)
        outputs = {port: len(self.names) + i for i, port in enumerate(leaf.all_outputs)}
        self.kinds += [ports[port].kind for port in outputs]
        self.names += [".".join((*at, port)) for port in outputs]
        specs = leaf.layer.arrays
        kept = {name: leaf.values.get(name, EMPTY) is not None for name in specs}
        arrays = {n: self.alias.get((*at, n), (*at, n)) if kept[n] else None for n in specs}
        step = Step(
            at,
            leaf.solved or leaf.layer,
            sources or self.batch,
            tuple(outputs.values()),
            arrays,
            {name: _program(net, (*at, name), self.alias) for name, net in leaf.nets.items()},
            tuple(path for n, path in arrays.items() if path is not None and not specs[n].trained),
        )
        self.steps.append(step)
        return outputs

    def _as_kind(self, slot: Slot, leaf: Leaf, port: str) -> Slot:
        """A slot with the numbers of `slot`, integers if and only if this port takes those."""
        kind = leaf.all_ports[port].kind
        if slot == NOTHING or (self.kinds[slot] == INDEX) == (kind == INDEX):
            return slot
        cast = Cast(kind)
        if kind == INDEX:
            (most,) = leaf.dims.get(classes_of(port)) or (None,)
            cast = Cast(kind, leaf.wl_head, most)
        if (slot, cast) not in self.cast:
            self.cast[slot, cast] = len(self.names)
            self.names.append(f"{self.names[slot]} as {kind}")
            self.kinds.append(kind)
            self.steps.append(Step((), cast, (slot,), (self.cast[slot, cast],)))
        return self.cast[slot, cast]

    def _add_graph(self, graph: Graph, at: Path, inputs: Mapping[str, Slot]) -> dict[str, Slot]:
        ready = {("", port): slot for port, slot in inputs.items()}
        source = {edge.target: edge.source for edge in graph.edges}
        needs = {
            n: {p: source[n, p] for p in node.all_inputs if (n, p) in source}
            for n, node in graph.nodes.items()
        }
        waiting = list(graph.nodes)
        while waiting:
            left = []
            for name in waiting:
                if all(end in ready for end in needs[name].values()):
                    fed = {port: ready[end] for port, end in needs[name].items()}
                    found = self.add(graph.nodes[name], (*at, name), fed)
                    ready |= {(name, port): slot for port, slot in found.items()}
                else:
                    left.append(name)
            if len(left) == len(waiting):
                raise ValueError(f"a graph with a cycle among {left}")
            waiting = left
        return {port: ready[source["", port]] for port in graph.outputs}
