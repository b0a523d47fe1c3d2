"""RMSProp: gradients divided by their recent size."""

from __future__ import annotations

from typing import Any

from ..method import Method, method


@method
class RMSProp(Method):
    """ "RMSProp" divides the gradient by the root of a running mean of its square, and adds momentum.

    Suboptions: "Beta", how much of the mean is kept in a step; "Epsilon", added to the divisor; "Momentum",
    how much of the step before is taken again.  Source: Hinton, lecture 6e of "Neural networks for machine
    learning", 2012.
    """

    Beta: float = 0.95
    Epsilon: float = 1e-6
    Momentum: float = 0.9

    slots = ("square", "velocity")

    def update(self, p: Any, g: Any, rate: float, step: int, *slots: Any) -> None:
        square, velocity = slots
        square.mul_(self.Beta).addcmul_(g, g, value=1 - self.Beta)
        velocity.mul_(self.Momentum).addcdiv_(g, square.sqrt().add_(self.Epsilon))
        p.sub_(velocity, alpha=rate)
