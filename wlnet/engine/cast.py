"""Numbers of one kind where a layer takes another: class numbers as reals, or reals as whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..lazy import torch
from ..nets.layer import INDEX, Layer, Port


@dataclass(frozen=True)
class Cast(Layer):
    """What a program does between layers that count and layers that compute; no layer of the language."""

    kind: str
    ports = {"Input": Port("*any"), "Output": Port("*any", output=True)}
    arrays, inner, derived, cases = {}, {}, (), ()

    def forward(self, ctx: Any, Input: Any) -> Any:
        # (batch, *any) -> (batch, *any)
        return Input.long() if self.kind == INDEX else Input.to(torch.get_default_dtype())
