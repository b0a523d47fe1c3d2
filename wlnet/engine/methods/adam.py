"""ADAM: adaptive moments."""

from __future__ import annotations

import math
from collections.abc import Callable
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
        rate, epsilon = self._corrected(rate, step)
        mean.lerp_(g, 1 - self.Beta1)
        square.mul_(self.Beta2).addcmul_(g, g, value=1 - self.Beta2)
        p.addcdiv_(mean, square.sqrt().add_(epsilon), value=-rate)

    def fused(self, p: Any, g: Any, *slots: Any) -> Callable[[float, int], object] | None:
        kernel = fused.kernel("_fused_adam_", p)
        if kernel is None:
            return None
        mean, square = slots
        vectors: Any = [p], [g], [mean], [square], [], [fused.endless(p.device)]
        fixed = {
            "beta1": self.Beta1,
            "beta2": self.Beta2,
            "weight_decay": 0.0,
            "amsgrad": False,
            "maximize": False,
        }

        def move(rate: float, step: int) -> None:
            rate, epsilon = self._corrected(rate, step)
            kernel(*vectors, lr=rate, eps=epsilon, **fixed)

        return move

    def _corrected(self, rate: float, step: int) -> tuple[float, float]:
        """Rate and divisor offset for the means as they are, which began at 0."""
        unbias = math.sqrt(1 - self.Beta2**step)
        return rate * unbias / (1 - self.Beta1**step), self.Epsilon * unbias
