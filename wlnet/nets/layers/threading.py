"""ThreadingLayer: a function of the corresponding numbers of several arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...expr import NONE, S
from ...problem import Template
from .. import broadcasting
from ..input_ports import InputNames, ManyInputs, Related
from ..layer import layer
from ..shapes import Dims
from ..threading_function import ThreadingFunction

WRONG_NUMBER = Template("threadargs", "The function of this ThreadingLayer takes `1` inputs, not `2`.")


@layer
class ThreadingLayer(ManyInputs):
    """ThreadingLayer[f] applies f to corresponding numbers of its inputs, ThreadingLayer[f, bspec] after
    replication.

    f is Plus, Times, Max and the like, or a pure function of several slots made of what ElementwiseLayer
    supports; slots with names name the inputs.  bspec Automatic replicates along dimensions of size 1, None
    nothing; n inserts missing dimensions at level n, -n from the end; a list has one of these for each input.
    Without names the inputs are "Input1", "Input2", ...; their numbers alone are understood too.
    Source: reference page of ThreadingLayer.
    """

    positional = ("Function", "Broadcasting")
    Function: ThreadingFunction
    Broadcasting: broadcasting.Broadcasting = broadcasting.Broadcasting()
    InputPorts: InputNames | None = None
    prefix = "Input"

    def __post_init__(self) -> None:
        count, names = self.Function.count, self.InputPorts
        if names is not None and count is not None and len(names) != count:
            raise WRONG_NUMBER(count, len(names))

    @property
    def causal(self) -> bool:  # type: ignore[override]
        """Inserted dimensions may come before that of a sequence, which is not the first one then."""
        return not self.Broadcasting.inserts

    def usual_inputs(self) -> InputNames | None:
        count, names = self.Function.count, self.Function.names
        count = self.Broadcasting.count if count is None else count
        return InputNames(names) if names else None if count is None else InputNames.numbered(count)

    def relate(self, inputs: Sequence[Dims], output: Dims) -> Related:
        return self.Broadcasting.relate(inputs, output)

    def forward(self, ctx: Any, *inputs: Any) -> Any:
        # (batch, *in1), (batch, *in2), ... -> (batch, *out)
        full = max(x.dim() for x in inputs) - 1
        if any(x.dim() <= full for x in inputs):
            inputs = tuple(
                map(self._spread, inputs, self.Broadcasting.each(len(inputs)), [full] * len(inputs))
            )
        return self.Function(*inputs)

    def _spread(self, x: Any, spec: Any, full: int) -> Any:
        """An array with the dimensions inserted that it lacks."""
        gaps = self.Broadcasting.inserted(spec, x.dim() - 1, full) or range(0)
        return x.reshape(*x.shape[: gaps.start + 1], *[1] * len(gaps), *x.shape[gaps.start + 1 :])

    def row_label(self) -> str:
        return f"Threading {self.Function}".rstrip()

    cases = (
        {
            "Function": ThreadingFunction(S.Plus),
            "Input1": (3, 2),
            "Input2": (3, 2),
            "InputPorts": InputNames.numbered(2),
        },
        {
            "Function": ThreadingFunction(S.Times),
            "InputPorts": InputNames(("a", "b", "c")),
            "a": (3, 2),
            "b": (1, 2),
            "c": (3, 1),
        },
        {
            "Function": ThreadingFunction(S.Subtract),
            "Broadcasting": broadcasting.Broadcasting.from_node(S.List(NONE, NONE)),
            "Input1": (2,),
        },
    )
