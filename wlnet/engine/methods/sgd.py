"""SGD: stochastic gradient descent with momentum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from .. import fused
from ..method import Method, method


@method
class SGD(Method):
    """ "SGD" goes along the gradient; with momentum, along a sum of gradients in which older ones fade.

    Suboption: "Momentum", the part of the sum that is kept in a step; with 0 an array moves by rate times
    gradient. The automatic learning rate is 0.01, our choice: a step then moves as far as 0.14 gradients in
    the long run, and nets initialized as NetInitialize does train without diverging.  Source: Polyak, 1964.
    """

    automatic_rate: ClassVar[float] = 0.01
    Momentum: float = 0.93

    @property
    def slots(self) -> tuple[str, ...]:
        return ("velocity",) if self.Momentum else ()

    def update(self, p: Any, g: Any, rate: float, step: int, *slots: Any) -> None:
        if not slots:
            p.sub_(g, alpha=rate)
            return
        (velocity,) = slots
        velocity.mul_(self.Momentum).add_(g)
        p.sub_(velocity, alpha=rate)

    def fused(self, p: Any, g: Any, *slots: Any) -> Callable[[float, int], object] | None:
        kernel = fused.kernel("_fused_sgd_", p)
        if kernel is None or not slots:
            return None
        vectors = [p], [g], [*slots]
        fixed = {"momentum": self.Momentum, "weight_decay": 0.0, "dampening": 0.0}
        fixed |= {"nesterov": False, "maximize": False, "is_first_step": False}

        def move(rate: float, step: int) -> None:
            kernel(*vectors, lr=rate, **fixed)

        return move
