"""BatchNormalizationLayer: every channel shifted and scaled to mean 0 and variance 1."""

from __future__ import annotations

from typing import Any

from ...lazy import torch
from ..kinds import Positive, Proportion
from ..layer import Array, Layer, Port, layer


def _moments(values: Any, dims: list[int]) -> tuple[Any, Any]:
    return torch.var_mean(values, dims, correction=0)


@layer
class BatchNormalizationLayer(Layer):
    """BatchNormalizationLayer[] normalizes each channel by the mean and variance of the batch while training.

    Otherwise it uses "MovingMean" and "MovingVariance", which training updates as m old + (1 - m) batch
    with m = "Momentum" and the biased variance.  With a learning rate multiplier of 0, or with "Momentum"
    -> 1, the layer keeps them, and uses them in training too.  They cannot be shared arrays.
    Source: reference page of BatchNormalizationLayer.
    """

    Epsilon: Positive = Positive(0.001)
    Momentum: Proportion = Proportion(0.9)
    Interleaving: bool = False
    batch_dependent = True
    old_names = {"Gamma": "Scaling", "Beta": "Biases"}

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        form = "*inp c" if self.Interleaving else "c *inp"
        return {"Input": Port(form), "Output": Port(form, output=True)}

    Scaling = Array("c", init=1.0)
    Biases = Array("c", init="Biases")
    MovingMean = Array("c", init=0.0, trained=False)
    MovingVariance = Array("c", init=1.0, trained=False)

    def forward(
        self, ctx: Any, Input: Any, *, Scaling: Any, Biases: Any, MovingMean: Any, MovingVariance: Any
    ) -> Any:
        # (batch, c, *inp) -> (batch, c, *inp)
        channel = Input.dim() - 1 if self.Interleaving else 1
        mean, variance = MovingMean, MovingVariance
        if ctx.training and ctx.moves_state and self.Momentum < 1:
            others = [d for d in range(Input.dim()) if d != channel]
            numbers, moments = Input.to(MovingMean.dtype), ctx.moments or _moments
            variance, mean = moments(numbers, others)
            with torch.no_grad():
                MovingMean.lerp_(mean, 1 - self.Momentum)
                MovingVariance.lerp_(variance, 1 - self.Momentum)
        along = [-1 if d == channel else 1 for d in range(Input.dim())]
        factor = Scaling * torch.rsqrt(variance + self.Epsilon)
        return Input * factor.view(along) + (Biases - mean * factor).view(along)

    cases = ({"Input": (3,)}, {"Input": (3, 4, 5)}, {"Interleaving": True, "Input": (4, 5, 3)})
