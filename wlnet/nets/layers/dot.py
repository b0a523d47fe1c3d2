"""DotLayer: the product of vectors, matrices and arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import NONE, Integer, Node, S, is_head
from ...problem import Template
from ..input_ports import InputNames, ManyInputs, Related
from ..layer import layer
from ..shapes import Dims
from ..transposition import Transposition, permuted

COUNT = Template("dotspecs", "There are `1` transpositions for `2` inputs.")
SCALAR = Template("dotrank", "The products of a DotLayer are of vectors and arrays, not of single numbers.")


class Transpositions(tuple[Transposition | None, ...]):
    """What is transposed before the product, for each input; None: nothing."""

    expected = "a list with None, m <-> n, swaps or levels for each input"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if not is_head(node, S.List) or not node.args:
            return NOT_CONVERTED
        each = [None if n is NONE else Transposition.from_node(n) for n in node.args]
        return NOT_CONVERTED if NOT_CONVERTED in each else cls(each)

    def to_node(self) -> Node:
        return S.List(*(NONE if each is None else each.to_node() for each in self))

    def __str__(self) -> str:
        return "{" + ", ".join(map(str, self)) + "}"


@layer
class DotLayer(ManyInputs):
    """DotLayer[] is the product Dot[in1, in2, ...] of its inputs, which are called "1", "2", ...

    The last dimension of each input is summed with the first of the next one.  DotLayer[{t1, t2, ...}] first
    transposes the inputs, ti as in TransposeLayer, or None.
    Source: reference page of DotLayer.
    """

    positional = ("TransposeSpecifications",)
    TransposeSpecifications: Transpositions | None = None
    InputPorts: InputNames | None = None

    def usual_inputs(self) -> InputNames | None:
        specs = self.TransposeSpecifications
        return None if specs is None else InputNames.numbered(len(specs))

    def _each(self, count: int) -> Sequence[Transposition | None]:
        specs = self.TransposeSpecifications or (None,) * count
        if len(specs) != count:
            raise COUNT(len(specs), count)
        return specs

    def relate(self, inputs: Sequence[Dims], output: Dims) -> Related:
        specs = self._each(len(inputs))
        arrays = [dims if t is None else t.of(dims) for t, dims in zip(specs, inputs, strict=True)]
        if () in arrays:
            raise SCALAR()
        for i in range(len(arrays) - 1):
            arrays[i], arrays[i + 1] = _agreeing(arrays[i], arrays[i + 1])
        if not arrays or None in arrays:
            return _back(specs, arrays), output
        product = _product([dims for dims in arrays if dims is not None])
        return _back(specs, _from_output(arrays, output)), product

    def forward(self, ctx: Any, *inputs: Any) -> Any:
        # (batch, *a, k), (batch, k, *b), ... -> (batch, *a, *b)
        arrays = [
            x if t is None else permuted(x, t.sources(x.dim() - 1))
            for t, x in zip(self._each(len(inputs)), inputs, strict=True)
        ]
        first, *others = arrays
        for other in others:
            left = first.reshape(first.shape[0], -1, first.shape[-1])
            right = other.reshape(*other.shape[:2], -1)
            first = (left @ right).reshape(-1, *first.shape[1:-1], *other.shape[2:])
        return first

    cases = (
        {"InputPorts": InputNames.numbered(2), "1": (3,), "2": (3,)},
        {"InputPorts": InputNames.numbered(3), "1": (2, 3), "2": (3, 4), "3": (4,)},
        {
            "TransposeSpecifications": Transpositions(
                (None, Transposition(S.TwoWayRule(Integer(1), Integer(2))))
            ),
            "InputPorts": InputNames(("a", "b")),
            "a": (2, 2, 3),
            "b": (4, 3),
        },
    )


def _agreeing(left: Dims, right: Dims) -> tuple[Dims, Dims]:
    """Two neighbours with what is known of the dimension they are summed along."""
    if left is None or right is None or not left or not right:
        return left, right
    size = left[-1] if left[-1] is not None else right[0]
    return (*left[:-1], size), (size, *right[1:])


def _product(arrays: Sequence[tuple]) -> tuple:
    product = arrays[0]
    for dims in arrays[1:]:
        product = (*product[:-1], *dims[1:])
    return product


def _from_output(arrays: Sequence[Dims], output: Dims) -> Sequence[Dims]:
    """The outer dimensions of the first array and the inner ones of the last, where the output tells them."""
    first, last = arrays[0], arrays[-1]
    if output is None or len(arrays) != 2 or first is None or last is None:
        return arrays
    if len(output) != len(first) + len(last) - 2:
        return arrays
    outer, inner = output[: len(first) - 1], output[len(first) - 1 :]
    return [_filled(first, (*outer, None)), _filled(last, (None, *inner))]


def _filled(dims: tuple, more: tuple) -> tuple:
    return tuple(new if size is None else size for size, new in zip(dims, more, strict=True))


def _back(specs: Sequence[Transposition | None], arrays: Sequence[Dims]) -> list[Dims]:
    """The dimensions before the arrays are transposed."""
    return [dims if t is None else t.before(dims) for t, dims in zip(specs, arrays, strict=True)]
