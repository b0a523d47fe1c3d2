"""What recurrent layers have in common: the arrays of a gate, stacked for PyTorch's kernels, and dropout.

A gate has the arrays InputWeights (n x k), StateWeights (n x n) and Biases (n), with the name of the gate in
front.  PyTorch's kernels take the gates of a layer in one matrix and have two biases each; the second is 0.
Dropout of states has no kernel; there `step` of a layer goes along the sequence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..convert import NOT_CONVERTED, from_node
from ..expr import NONE, Node, Real, S, String, is_head, is_rule
from ..lazy import torch
from .kinds import Count, Probability
from .layer import Layer, Port

WEIGHTS, INPUT = "VariationalWeights", "VariationalInput"
SEEN, KEPT = "VariationalState", "StateUpdate"
KINDS = ("InputWeights", "StateWeights", "Biases")  # of arrays of a gate
METHODS = (WEIGHTS, INPUT, SEEN, KEPT)


@dataclass(frozen=True)
class RecurrentDropout:
    """Probabilities of dropout in a recurrent layer by method; several may be combined.

    "VariationalWeights" leaves out weights that act on the state, "VariationalInput" components of the input,
    "VariationalState" components of the state as the gates see it; what is left out stays so for a whole
    sequence.  "StateUpdate" leaves out components of the state before the next step, others each time.
    """

    probabilities: tuple[tuple[str, float], ...] = ()
    expected = "None, a number from 0 to 1, or rules to such numbers from " + ", ".join(
        f'"{method}"' for method in METHODS
    )

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is NONE:
            return cls()
        rules = node.args if is_head(node, S.List) else (node,) if is_rule(node) else None
        if rules is None:
            rules = (S.Rule(String(WEIGHTS), node),)
        found: list[tuple[str, float]] = []
        for rule in rules:
            name = getattr(rule.args[0], "value", "") if is_rule(rule) else ""
            p = from_node(Probability, rule.args[1]) if name in METHODS else NOT_CONVERTED
            if p is NOT_CONVERTED:
                return NOT_CONVERTED
            found.append((name, float(p)))
        return cls(tuple(found))

    def to_node(self) -> Node:
        if not self.probabilities:
            return NONE
        return S.List(*(S.Rule(String(name), Real(p)) for name, p in self.probabilities))

    def of(self, method: str) -> float:
        return dict(self.probabilities).get(method, 0.0)

    @property
    def of_states(self) -> bool:
        """Whether something is left out of states, between the steps."""
        return any(method in (SEEN, KEPT) for method, _ in self.probabilities)


def _kept(ctx: Any, shape: Any, like: Any, probability: float) -> Any:
    """1/(1 - p) where something is kept, else 0."""
    drawn = torch.rand(shape, generator=ctx.random, dtype=like.dtype, device=like.device)
    return (drawn >= probability).to(like.dtype) / (1 - probability)


class Recurrent(Layer):
    """Abstract: a layer that goes through a sequence of vectors and gives its state after each."""

    OutputDimension: Count | None
    Dropout: RecurrentDropout
    gates: ClassVar[tuple[str, ...]]  # in the order of PyTorch's kernels
    causal = True

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        return {"Input": Port("length size"), "Output": Port("length OutputDimension", output=True)}

    @property
    def neighbours(self) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(gate + kind for kind in KINDS for gate in self.gates)

    @property
    def random(self) -> bool:  # type: ignore[override]
        return bool(self.Dropout.probabilities)

    def stacked(self, ctx: Any, arrays: Mapping[str, Any]) -> list[Any]:
        """Input weights, state weights, biases and second biases of all gates."""
        inputs, states, biases = (torch.cat([arrays[gate + kind] for gate in self.gates]) for kind in KINDS)
        if ctx.training and (p := self.Dropout.of(WEIGHTS)):
            states = states * _kept(ctx, states.shape, states, p)
        return [inputs, states, biases, torch.zeros_like(biases)]

    def given(self, ctx: Any, x: Any) -> Any:
        """The input, with components left out where there is dropout."""
        if ctx.training and (p := self.Dropout.of(INPUT)):
            return x * _kept(ctx, (x.shape[0], 1, x.shape[2]), x, p)
        return x

    def step(self, x: Any, seen: Any, states: tuple[Any, ...]) -> tuple[Any, ...]:
        """The states after a step, from what the input and the state give to all gates."""
        raise NotImplementedError

    def stepwise(self, ctx: Any, x: Any, starts: tuple[Any, ...], weights: Sequence[Any]) -> tuple[Any, ...]:
        """The states along a sequence and the last ones, with components left out of the states."""
        given = torch.nn.functional.linear(x, weights[0], weights[2])
        states = tuple(state[0] for state in starts)
        p, update = self.Dropout.of(SEEN), self.Dropout.of(KEPT)
        mask = _kept(ctx, states[0].shape, states[0], p) if p else 1.0
        found: list[Any] = []
        for t in range(x.shape[1]):
            if found and update:
                states = (states[0] * _kept(ctx, states[0].shape, states[0], update), *states[1:])
            states = self.step(given[:, t], (states[0] * mask) @ weights[1].T, states)
            found.append(states[0])
        return torch.stack(found, 1), *states

    def start(self, x: Any, state: Any, like: Any) -> Any:
        """The state before a sequence, zero unless it is given, as PyTorch's kernels take it."""
        if state is None:
            return x.new_zeros(1, x.shape[0], like.shape[1])
        return state.unsqueeze(0)

    def unmoved(self, x: Any, *starts: Any) -> tuple[Any, ...]:
        """What a sequence without elements gives, which PyTorch's kernels refuse: none, and the states."""
        return x.new_zeros(x.shape[0], 0, starts[0].shape[-1]), *(state[0] for state in starts)
