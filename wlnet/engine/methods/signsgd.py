"""SignSGD: steps of one size."""

from __future__ import annotations

from typing import Any

from ..method import Method, method


@method
class SignSGD(Method):
    """ "SignSGD" moves every number by the learning rate, against the sign of a running mean of its gradient.

    Suboption: "Momentum", how much of the mean is kept in a step; with 0 the sign of the gradient itself
    counts. Source: Bernstein et al., 2018 (arXiv:1802.04434), "Signum".
    """

    Momentum: float = 0.93

    slots = ("mean",)

    def update(self, p: Any, g: Any, rate: float, step: int, *slots: Any) -> None:
        (mean,) = slots
        mean.lerp_(g, 1 - self.Momentum)
        p.sub_(mean.sign(), alpha=rate)
