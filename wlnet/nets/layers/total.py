"""TotalLayer: the sum of several arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..input_ports import InputNames, ManyInputs, Related
from ..layer import layer
from ..shapes import Dims, merge_dims


@layer
class TotalLayer(ManyInputs):
    """TotalLayer[] adds its inputs, which are called "1", "2", ... and all have the dimensions of the output.

    Source: reference page of TotalLayer.
    """

    InputPorts: InputNames | None = None

    def relate(self, inputs: Sequence[Dims], output: Dims) -> Related:
        common: Dims = None
        for dims in (*inputs, output):
            both = merge_dims(common, dims)
            common = common if both is False else both  # type: ignore[assignment]
        return [common] * len(inputs), common

    def forward(self, ctx: Any, first: Any, *others: Any) -> Any:
        # (batch, *out), ... -> (batch, *out)
        for other in others:
            first = first + other
        return first

    cases = (
        {"InputPorts": InputNames.numbered(2), "Output": (3, 2)},
        {"InputPorts": InputNames(("a", "b", "c")), "a": ()},
        {"InputPorts": InputNames.numbered(1), "1": (4,)},
    )
