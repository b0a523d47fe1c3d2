"""CatenateLayer: several arrays one behind the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...lazy import torch
from ...problem import Template
from .. import kinds
from ..input_ports import InputNames, ManyInputs, Related
from ..layer import layer
from ..levels import dimensions
from ..shapes import Dims, Size

NO_LEVEL = Template(
    "catlevel", "CatenateLayer[`1`] needs arrays of at least `2`; the smallest one here has `3`."
)


@layer
class CatenateLayer(ManyInputs):
    """CatenateLayer[n] joins its inputs, called "1", "2", ..., along level n; CatenateLayer[] along level 1.

    Arrays with fewer dimensions than others are replicated along the outer dimensions that they lack; levels
    count from the first dimension of the array that has fewest, -n from the innermost one.
    Source: reference page of CatenateLayer.
    """

    moves_numbers = True
    positional = ("Level",)
    Level: kinds.Level = kinds.Level(1)
    InputPorts: InputNames | None = None

    def _place(self, least: int, full: int) -> int:
        """The dimension of the output along which arrays are joined, from 0."""
        if abs(self.Level) > least:
            raise NO_LEVEL(int(self.Level), dimensions(abs(self.Level)), dimensions(least))
        return full - least + self.Level - 1 if self.Level > 0 else full + self.Level

    def relate(self, inputs: Sequence[Dims], output: Dims) -> Related:
        if output is not None and len(output) == abs(self.Level):  # no input has fewer dimensions
            inputs = [(None,) * len(output) if dims is None else dims for dims in inputs]
        if not inputs or any(dims is None for dims in inputs):
            return inputs, output
        ranks = [len(dims) for dims in inputs if dims is not None]
        full, place = max(ranks), self._place(min(ranks), max(ranks))
        back = place - full  # counted from the innermost dimension, where all arrays are aligned
        if output is not None and len(output) != full:
            output = None
        arrays = [dims for dims in inputs if dims is not None]
        sizes = [_first_known([*arrays, output], i) for i in range(-full, 0)]
        joined = [dims[back] for dims in arrays]
        whole = output[back] if output is not None else None
        sizes[place], joined = _joined(joined, whole)
        related: list[Dims] = []
        for dims, size in zip(arrays, joined, strict=True):
            own = sizes[full - len(dims) :]
            own[back] = size
            related.append(tuple(own))
        return related, tuple(sizes)

    def forward(self, ctx: Any, *inputs: Any) -> Any:
        # (batch, *in1), (batch, *in2), ... -> (batch, *out)
        ranks = [x.dim() - 1 for x in inputs]
        full, place = max(ranks), self._place(min(ranks), max(ranks))
        if min(ranks) < full:
            outer = next(x.shape[1:] for x in inputs if x.dim() > full)
            inputs = tuple(_replicated(x, outer[: full + 1 - x.dim()]) for x in inputs)
        return torch.cat(inputs, place + 1)

    cases = (
        {"InputPorts": InputNames.numbered(2), "1": (3,), "2": (2,)},
        {"Level": kinds.Level(2), "InputPorts": InputNames(("a", "b")), "a": (2, 3), "b": (2, 1)},
        {"InputPorts": InputNames.numbered(3), "1": (2, 3), "2": (4,), "3": (2, 1)},
        {"Level": kinds.Level(-1), "InputPorts": InputNames.numbered(2), "1": (2, 1, 3), "2": (1, 2)},
    )


def _first_known(arrays: Sequence[Dims], i: int) -> Size:
    """The first known size of dimension i, a negative number, among arrays that have it."""
    found = (dims[i] for dims in arrays if dims is not None and len(dims) >= -i)
    return next((size for size in found if size is not None), None)


def _joined(sizes: list[Size], whole: Size) -> tuple[Size, list[Size]]:
    """The size of all and the sizes of the parts along the joined dimension."""
    if None not in sizes:
        fixed = [size for size in sizes if isinstance(size, int)]
        return (sum(fixed) if len(fixed) == len(sizes) else "Varying"), sizes
    if sizes.count(None) == 1 and isinstance(whole, int):
        rest = [size for size in sizes if size is not None]
        if all(isinstance(size, int) for size in rest) and whole > sum(rest):  # type: ignore[arg-type]
            return whole, [whole - sum(rest) if size is None else size for size in sizes]  # type: ignore
    return whole, sizes


def _replicated(x: Any, outer: Sequence[int]) -> Any:
    """An array repeated along new outer dimensions of these sizes."""
    if not outer:
        return x
    return x.reshape(x.shape[0], *[1] * len(outer), *x.shape[1:]).expand(-1, *outer, *x.shape[1:])
