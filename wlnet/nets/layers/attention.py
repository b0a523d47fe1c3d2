"""AttentionLayer: a mean of values, weighted by how well their keys fit a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import NONE, Integer, Node, S, String, is_rule
from ...lazy import torch
from ...problem import Template
from ..kinds import Choice, Probability
from ..layer import Array, Inner, Port, layer
from ..operators import Ends, Operator

SCORING_PORTS = Template(
    "attnet", 'A net that scores needs the inputs "Input" and "Query" and one output, not the ports `1`.'
)


class ScoringMethod(Choice):
    names = ("Bilinear", "Dot")
    expected = '"Bilinear", "Dot" or a net'


@dataclass(frozen=True)
class AttentionMask:
    """Which keys a query sees: all, or with `is_causal` those up to its own position, the last `window`."""

    is_causal: bool = False
    window: int | None = None
    expected = 'None, "Causal", or "Causal" -> n with a positive integer n'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is NONE:
            return cls()
        if node == String("Causal"):
            return cls(True)
        if is_rule(node) and node.args[0] == String("Causal") and isinstance(node.args[1], Integer):
            window = node.args[1].value
            return cls(True, window) if window > 0 else NOT_CONVERTED
        return NOT_CONVERTED

    def to_node(self) -> Node:
        if not self.is_causal:
            return NONE
        causal = String("Causal")
        return causal if self.window is None else S.Rule(causal, Integer(self.window))

    def seen(self, queries: int, keys: int, device: Any) -> Any:
        """Whether each query sees each key, a matrix."""
        distance = torch.arange(queries, device=device)[:, None] - torch.arange(keys, device=device)
        seen = distance >= 0
        return seen if self.window is None else seen & (distance < self.window)


class Rescaling(Choice):
    """What is done to scores: nothing, or a division by the square root of the size of a key."""

    names = ("None", "DimensionSqrt")
    expected = 'None or "DimensionSqrt"'

    def to_node(self) -> Node:
        return NONE if self == "None" else String(str(self))


@layer
class AttentionLayer(Operator):
    """AttentionLayer[] gives for every query the mean of the values, weighted by the scores of their keys.

    The weights are Exp of the scores, divided by their total.  The score of a key k for a query q is k.W.q
    with the array "Weights" W (AttentionLayer["Bilinear"], as usual), k.q (AttentionLayer["Dot"]), or what a
    net with the ports "Input" (k), "Query" (q) and "Output" gives (AttentionLayer[net]).
    Options: "Mask" -> "Causal" hides from the i-th query all keys behind the i-th, "Causal" -> n all but n of
    the others too; "MultiHead" -> True takes the next to last dimension of all arrays for heads that work
    side by side, with the same arrays; "ScoreRescaling" -> "DimensionSqrt" divides scores by the square root
    of the size of a key; "Dropout" -> p leaves out weights while training.
    Sources: reference page of AttentionLayer; Vaswani et al. 2017 (arXiv:1706.03762).  The page names no
    way of rescaling and no place of W: the choice is ours.
    """

    positional = ("Scoring",)
    Scoring: ScoringMethod = ScoringMethod("Bilinear")
    Dropout: Probability = Probability(0)
    Mask: AttentionMask = AttentionMask()
    MultiHead: bool = False
    ScoreRescaling: Rescaling = Rescaling("None")
    _Ends: Ends = ()
    needs_nets = False

    Net = Inner.of()

    @property
    def random(self) -> bool:  # type: ignore[override]
        return self.Dropout > 0

    @property
    def arrays(self) -> dict[str, Array]:  # type: ignore[override]
        return {} if self._Ends or self.Scoring == "Dot" else {"Weights": Array("key query")}

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        query = "key" if self.Scoring == "Dot" and not self._Ends else "query"
        heads = "heads " if self.MultiHead else ""
        one = bool(self.Mask.is_causal)
        keys, queries = ("n", "m") if one else ("*keys", "*queries")
        return {
            "Key": Port(f"{keys} {heads}key"),
            "Value": Port(f"{keys} {heads}value"),
            "Query": Port(f"{queries} {heads}{query}"),
            "Output": Port(f"{queries} {heads}value", output=True),
        }

    def inner_ports(self) -> dict[str, Inner]:
        if not self._Ends:
            return {}
        ends = {end.port: end for end in self._Ends}
        outputs = [end.port for end in self._Ends if end.output]
        if ends.keys() != {"Input", "Query", *outputs} or len(outputs) != 1:
            raise SCORING_PORTS(", ".join(f'"{port}"' for port in ends))
        return self.inner_of({("Net", "Input"): "key", ("Net", "Query"): "query", ("Net", outputs[0]): ""})

    def forward(
        self, ctx: Any, Key: Any, Value: Any, Query: Any, *, Weights: Any = None, Net: Any = None
    ) -> Any:
        # (batch, *keys, [heads], key), (batch, *keys, [heads], value), (batch, *queries, [heads], query)
        #   -> (batch, *queries, [heads], value)
        key, value, query = (self._by_head(x) for x in (Key, Value, Query))  # (batch, heads, n, size)
        scores = self._scores(key, query, Weights, Net)
        if self.ScoreRescaling == "DimensionSqrt":
            scores = scores / key.shape[-1] ** 0.5
        if self.Mask.is_causal:
            seen = self.Mask.seen(query.shape[2], key.shape[2], key.device)
            scores = scores.masked_fill(~seen, float("-inf"))
        weights = scores.softmax(-1)
        if ctx.training and self.Dropout > 0:
            drawn = torch.rand(
                weights.shape, generator=ctx.random, dtype=weights.dtype, device=weights.device
            )
            weights = weights * (drawn >= self.Dropout) / (1 - self.Dropout)
        output = weights @ value
        size = -1 if output.numel() else output.shape[1] * output.shape[-1]  # -1 says nothing of nothing
        if not self.MultiHead:
            return output.squeeze(1).reshape(*Query.shape[:-1], size)
        return output.transpose(1, 2).reshape(*Query.shape[:-1], size)

    def _by_head(self, x: Any) -> Any:
        """(batch, *places, [heads], size) -> (batch, heads, places, size)."""
        if not self.MultiHead:
            return x.reshape(x.shape[0], 1, -1, x.shape[-1])
        return x.reshape(x.shape[0], -1, *x.shape[-2:]).transpose(1, 2)

    def _scores(self, key: Any, query: Any, weights: Any, net: Any) -> Any:
        """(batch, heads, queries, keys)."""
        if net is None:
            return query @ (key if weights is None else key @ weights).transpose(-1, -2)
        sizes = (*query.shape[:3], key.shape[2])
        keys = key.unsqueeze(2).expand(*sizes, key.shape[-1])
        queries = query.unsqueeze(3).expand(*sizes, query.shape[-1])
        named = {"Input": keys.flatten(0, 3), "Query": queries.flatten(0, 3)}
        return net(*(named[end.port] for end in self._Ends if not end.output)).view(sizes)

    cases = (
        {"Key": (3, 2), "Value": (3, 4), "Query": (2, 5)},
        {"Key": (2, 3, 2), "Value": (2, 3, 4), "Query": (5,)},
        {
            "Scoring": ScoringMethod("Dot"),
            "Key": (4, 2),
            "Value": (4, 3),
            "Query": (4, 2),
            "Mask": AttentionMask(True),
        },
        {
            "Scoring": ScoringMethod("Dot"),
            "Key": (4, 2, 3),
            "Value": (4, 2, 2),
            "Query": (4, 2, 3),
            "Mask": AttentionMask(True, 2),
            "MultiHead": True,
            "ScoreRescaling": Rescaling("DimensionSqrt"),
        },
        {
            "Net": 'NetGraph[{CatenateLayer[], LinearLayer[{}]}, {{NetPort["Query"], NetPort["Input"]} -> 1, '
            '1 -> 2}, "Input" -> 2, "Query" -> 3]',
            "Key": (4, 2),
            "Value": (4, 2),
            "Query": (2, 2, 3),
        },
    )
