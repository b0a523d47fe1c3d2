"""ADAM: adaptive moments."""

from __future__ import annotations

import math
from typing import Any

from .. import fused
from ..method import Method, method


@method
class ADAM(Method):
    """ "ADAM" divides a running mean of the gradient by the root of a running mean of its square.

    Suboptions: "Beta1" and "Beta2", how much of the two means is kept in a step; "Epsilon", added to the
    divisor. Both means are corrected for having begun at 0.  Source: Kingma and Ba, 2014 (arXiv:1412.6980),
    algorithm 1.
    """

    Beta1: float = 0.9
    Beta2: float = 0.999
    Epsilon: float = 1e-5

    slots = ("mean", "square")

    def update(self, p: Any, g: Any, rate: float, step: int, *slots: Any) -> None:
        mean, square = slots
        unbias = math.sqrt(1 - self.Beta2**step)
        rate, epsilon = rate * unbias / (1 - self.Beta1**step), self.Epsilon * unbias
        kernel = fused.kernel("_fused_adam_", p.device.type)
        if kernel is None:
            mean.lerp_(g, 1 - self.Beta1)
            square.mul_(self.Beta2).addcmul_(g, g, value=1 - self.Beta2)
            p.addcdiv_(mean, square.sqrt().add_(epsilon), value=-rate)
            return
        kernel(
            [p],
            [g],
            [mean],
            [square],
            [],
            [fused.endless(p.device)],
            lr=rate,
            beta1=self.Beta1,
            beta2=self.Beta2,
            eps=epsilon,
            weight_decay=0.0,
            amsgrad=False,
            maximize=False,
        )
