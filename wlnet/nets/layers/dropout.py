"""DropoutLayer: numbers left out at random while training."""

from __future__ import annotations

from math import sqrt
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Node, S, String, is_head
from ...lazy import torch
from ..kinds import Choice, Probability
from ..layer import Layer, Port, layer

PORTS = ("Output", "BinaryMask")
LEAST = -1.758099340847161  # what "SELU" tends to for large negative numbers


class DropoutMethod(Choice):
    names = ("Dropout", "AlphaDropout")
    expected = '"Dropout" or "AlphaDropout"'


class DropoutOutputs(tuple[str, ...]):
    """The outputs of a DropoutLayer."""

    expected = '"Output", "BinaryMask" or a list of these'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        names = [getattr(n, "value", "") for n in (node.args if is_head(node, S.List) else (node,))]
        fits = bool(names) and set(names) <= set(PORTS) and len(set(names)) == len(names)
        return cls(names) if fits else NOT_CONVERTED

    def to_node(self) -> Node:
        return String(self[0]) if len(self) == 1 else S.List(*map(String, self))


@layer
class DropoutLayer(Layer):
    """DropoutLayer[p] sets numbers to 0 with probability p while training, and divides the others by 1 - p.

    Outside of training it changes nothing.  Method -> "AlphaDropout" sets numbers to the least value of the
    function "SELU" instead, and moves and scales all so that mean 0 and variance 1 are kept.  OutputPorts may
    be "Output", "BinaryMask" (1 where numbers are kept) or both in a list.
    Sources: reference page of DropoutLayer; Klambauer et al. 2017 (arXiv:1706.02515).
    """

    positional = ("DropoutProbability",)
    DropoutProbability: Probability = Probability(0.5)
    Method: DropoutMethod = DropoutMethod("Dropout")
    OutputPorts: DropoutOutputs = DropoutOutputs(("Output",))
    random = True
    causal = True

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        return {"Input": Port("*any"), **{name: Port("*any", output=True) for name in self.OutputPorts}}

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *any) -> (batch, *any), for the mask too
        mask = None
        if ctx.training and self.DropoutProbability > 0:
            drawn = torch.rand(Input.shape, generator=ctx.random, dtype=Input.dtype, device=Input.device)
            mask = drawn < 1 - self.DropoutProbability
        if self.OutputPorts == ("Output",):
            return self._dropped(Input, mask)
        ones = torch.ones_like(Input) if mask is None else mask.to(Input.dtype)
        outputs = [ones if port == "BinaryMask" else self._dropped(Input, mask) for port in self.OutputPorts]
        return outputs[0] if len(outputs) == 1 else tuple(outputs)

    def _dropped(self, x: Any, mask: Any) -> Any:
        if mask is None:
            return x
        kept = 1 - self.DropoutProbability
        if self.Method == "Dropout":
            return x * mask / kept
        scale = 1 / sqrt(kept * (1 + self.DropoutProbability * LEAST**2))
        return scale * (torch.where(mask, x, LEAST) - self.DropoutProbability * LEAST)

    cases = (
        {"Input": (3, 4)},
        {"DropoutProbability": Probability(0), "Input": (5,)},
        {"Method": DropoutMethod("AlphaDropout"), "Input": (2, 3)},
        {"OutputPorts": DropoutOutputs(("Output", "BinaryMask")), "Input": (2, 3)},
    )
