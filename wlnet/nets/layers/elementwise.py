"""ElementwiseLayer: a function of every number."""

from __future__ import annotations

from typing import Any

from ...expr import Integer, S, String
from ..elementwise import ElementwiseFunction
from ..layer import LAYERS, Layer, Port, layer

SIGMOIDS = (
    S.LogisticSigmoid,
    String("Sigmoid"),
    S.Function(S.LogisticSigmoid(S.Slot(Integer(1)))),
)


@layer
class ElementwiseLayer(Layer):
    """ElementwiseLayer[f] applies f to every number of its input; ElementwiseLayer["name"] a named function.

    f is a function such as Ramp or Tanh, or a pure function made of those, arithmetic, comparisons and If.
    Source: reference page of ElementwiseLayer.
    """

    positional = ("Function",)
    Function: ElementwiseFunction
    causal = True

    Input = Port("*any")
    Output = Port("*any", output=True)

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        return self.Function.compiled(Input)

    def natural_loss(self) -> Layer | None:
        return LAYERS["CrossEntropyLossLayer"]("Binary") if self.Function.node in SIGMOIDS else None  # type: ignore

    def row_label(self) -> str:
        return self.arguments_label() or "Elementwise"

    cases = (
        {"Function": ElementwiseFunction(S.Tanh), "Input": (3, 2)},
        {"Function": ElementwiseFunction(String("GELU")), "Input": ()},
        {
            "Function": ElementwiseFunction(
                S.Function(S.Plus(S.Power(S.Slot(Integer(1)), Integer(2)), Integer(1)))
            ),
            "Input": (4,),
        },
    )
