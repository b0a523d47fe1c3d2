"""NetPairEmbeddingOperator: how far apart a net puts two things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...expr import Node, Symbol
from ...lazy import functional, torch
from ..coder import Encoder
from ..coders.pair import PairEncoder
from ..kinds import Choice
from ..layer import LAYERS, Inner, Layer, Port, layer
from ..operators import Ends, Operator
from ..shapes import Dims


class Distance(Choice):
    """A distance of two vectors."""

    names = ("EuclideanDistance", "CosineDistance")
    expected = "EuclideanDistance or CosineDistance"

    def to_node(self) -> Node:
        return Symbol(str(self))


@layer
class NetPairEmbeddingOperator(Operator):
    """NetPairEmbeddingOperator[net] is the distance of what net makes of both members of a pair.

    DistanceFunction is EuclideanDistance (usually) or CosineDistance.  "Input" -> type is the type of each
    member; an encoder of net encodes each of them.  NetTrain uses ContrastiveLossLayer, with targets True for
    pairs that should be far apart.
    Source: reference page of NetPairEmbeddingOperator.

    >> NetPairEmbeddingOperator[ElementwiseLayer[Ramp]][{{3, 4}, {0, -1}}]
    5.
    """

    DistanceFunction: Distance = Distance("EuclideanDistance")
    _Ends: Ends = ()

    Net = Inner.of()

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        start = self.single("Net")[0] if self._Ends else None
        return {
            "Input": start.shown("2 *in") if start else Port("2 *in"),
            "Output": Port("", output=True),
        }

    def inner_ports(self) -> dict[str, Inner]:
        if not self._Ends:
            return {}
        start, end = self.single("Net")
        return self.inner_of({("Net", start.port): "*in", ("Net", end.port): "*out"})

    def given_dims(self, port: str, dims: Dims) -> Dims:
        """The dimensions of the port of which the user gave those of a member."""
        return (2, *dims) if port == "Input" and dims is not None else dims

    def said_dims(self, port: str, dims: Dims) -> Dims:
        """What the user gives to have these dimensions at the port."""
        return dims[1:] if port == "Input" and dims else dims

    def given_coder(self, port: str, coder: Any) -> Any:
        """The encoder of pairs whose members the given one encodes."""
        is_one = port == "Input" and isinstance(coder, Encoder) and not isinstance(coder, PairEncoder)
        return PairEncoder(coder) if is_one else coder

    def handed_coders(self, nets: Mapping[str, Any]) -> Mapping[str, Any]:
        encoder = nets["Net"].coders.get(self.single("Net")[0].port)
        return {"Input": PairEncoder(encoder)} if isinstance(encoder, Encoder) else {}

    def natural_loss(self) -> Layer:
        return LAYERS["ContrastiveLossLayer"]()

    def forward(self, ctx: Any, Input: Any, *, Net: Any) -> Any:
        # (batch, 2, *in) -> (batch,)
        made = Net(Input.flatten(0, 1)).unflatten(0, Input.shape[:2]).flatten(2)
        first, second = made[:, 0], made[:, 1]
        if self.DistanceFunction == "EuclideanDistance":
            return torch.linalg.vector_norm(first - second, dim=1)
        return 1 - functional.cosine_similarity(first, second, dim=1, eps=0.0)

    cases = (
        {"Net": "NetChain[{LinearLayer[3], Tanh}]", "Input": (2, 4)},
        {
            "DistanceFunction": Distance("CosineDistance"),
            "Net": "LinearLayer[{2, 2}]",
            "Input": (2, 3, 2),
        },
    )
