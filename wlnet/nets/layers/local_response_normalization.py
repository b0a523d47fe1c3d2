"""LocalResponseNormalizationLayer: numbers divided by what neighbouring channels hold."""

from __future__ import annotations

from typing import Any

from ...lazy import functional
from ..kinds import Count
from ..layer import Layer, Port, layer


@layer
class LocalResponseNormalizationLayer(Layer):
    """LocalResponseNormalizationLayer[] divides by (alpha / (2 c + 1) s + b)^beta, where s sums neighbours.

    s is the sum of the squares at the same place in the channel itself and the c channels on either side, as
    far as there are so many.  "Alpha" is 1, "Beta" 0.5, "Bias" (b) 1 and "ChannelWindowSize" (c) 2 usually.
    Source: reference page of LocalResponseNormalizationLayer.
    """

    Alpha: float = 1.0
    Beta: float = 0.5
    Bias: float = 1.0
    ChannelWindowSize: Count = Count(2)

    Input = Port("c h w")
    Output = Port("c h w", output=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, c, h, w) -> (batch, c, h, w)
        reach = int(self.ChannelWindowSize)
        squares = functional.pad(Input.square(), (0, 0, 0, 0, reach, reach))
        sums = squares.unfold(1, 2 * reach + 1, 1).sum(-1)
        return Input / (self.Alpha / (2 * reach + 1) * sums + self.Bias) ** self.Beta

    cases = (
        {"Input": (6, 2, 3)},
        {"Alpha": 0.5, "Beta": 0.75, "Bias": 2.0, "ChannelWindowSize": Count(1), "Input": (3, 2, 2)},
        {"Input": (2, 2, 1)},
    )
