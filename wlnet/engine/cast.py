"""Numbers of one kind where a layer takes another: class numbers as reals, or reals as integers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..lazy import torch
from ..nets.integers import integers_told
from ..nets.layer import INDEX, Layer, Port
from ..nets.shapes import Size
from ..problem import Template

NOT_INTEGERS = Template("intrange", "`1` takes `2`, but `3` came to it inside the net.")


@dataclass(frozen=True)
class Cast(Layer):
    """What a program does between layers that count and layers that compute; no layer of the language."""

    kind: str
    taker: str = ""  # which layer takes integers, and up to which one
    most: Size = None
    ports = {"Input": Port("*any"), "Output": Port("*any", output=True)}
    arrays, inner, derived, cases = {}, {}, (), ()
    causal = True

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        if self.kind != INDEX:
            return Input.to(torch.get_default_dtype())
        whole = Input.long()
        wrong = whole != Input
        if isinstance(self.most, int):
            wrong = wrong | (whole < 1) | (whole > self.most)
        if wrong.any():
            raise NOT_INTEGERS(
                self.taker, integers_told((self.most and 1, self.most)), float(Input[wrong][0])
            )
        return whole
