"""TransposeLayer: the levels of an array in another order."""

from __future__ import annotations

from typing import Any

from ...expr import Integer, S
from ..layer import Layer, Port, layer
from ..shapes import Derived
from ..transposition import Transposition, permuted

FIRST_TWO = Transposition(S.TwoWayRule(Integer(1), Integer(2)))


@layer
class TransposeLayer(Layer):
    """TransposeLayer[] exchanges the first two levels of its input, TransposeLayer[m <-> n] others.

    TransposeLayer[{m1 <-> n1, ...}] does so one after the other.  With TransposeLayer[{n1, n2, ...}] level k
    of the input becomes level nk of the output, as in Transpose.
    Source: reference page of TransposeLayer.
    """

    moves_numbers = True
    positional = ("Specification",)
    Specification: Transposition = FIRST_TWO

    Input = Port("*inp")
    Output = Port("*out", output=True)
    out = Derived(lambda spec, inp: spec.of(inp), "Specification inp", partial=True)
    inp = Derived(lambda spec, out: spec.before(out), "Specification out", partial=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *inp) -> (batch, *out)
        return permuted(Input, self.Specification.sources(Input.dim() - 1))

    cases = (
        {"Input": (3, 2)},
        {"Specification": Transposition(S.TwoWayRule(Integer(1), Integer(-1))), "Input": (1, 2, 3)},
        {"Specification": Transposition(S.List(*map(Integer, (2, 3, 1)))), "Input": (4, 2, 3, 2)},
        {
            "Specification": Transposition(
                S.List(S.TwoWayRule(Integer(1), Integer(3)), S.TwoWayRule(Integer(1), Integer(4)))
            ),
            "Input": (3, 4, 2, 1),
        },
    )
