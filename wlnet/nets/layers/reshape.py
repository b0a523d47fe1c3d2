"""ReshapeLayer: the same numbers in an array of other dimensions."""

from __future__ import annotations

from math import prod
from typing import Any

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, S, String, is_head
from ...problem import Template
from ..layer import Layer, Port, layer
from ..levels import shown
from ..shapes import Derived, Dims, Size, describe

MISFIT = Template("reshape", "There is no way to reshape `1` by `2`.")
ONE_OPEN = Template("reshapeopen", "The list `1` has more than one Automatic or All.")
WORDS = (S.Inherited, S.Automatic, S.All)


class NewDimensions(tuple[Node, ...]):
    """The entries of the new dimensions: integers, Inherited, Automatic, All; or "ReferenceShape" alone."""

    expected = 'a list of positive integers, Inherited, Automatic and All, or "ReferenceShape"'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node == String("ReferenceShape"):
            return cls((node,))
        if not is_head(node, S.List):
            return NOT_CONVERTED
        if not all(n in WORDS or (isinstance(n, Integer) and n.value > 0) for n in node.args):
            return NOT_CONVERTED
        if sum(n is S.Automatic or n is S.All for n in node.args) > 1:
            raise ONE_OPEN(node)
        return cls(node.args)

    @property
    def is_reference(self) -> bool:
        return self[:1] == (String("ReferenceShape"),)

    def to_node(self) -> Node:
        return self[0] if self.is_reference else S.List(*self)

    def __str__(self) -> str:
        return shown(self.to_node())

    def of(self, inp: Dims) -> Dims:
        """The dimensions that an array of dimensions `inp` gets.  Raises a Problem if it does not fit."""
        if self.is_reference:
            return None
        if inp is None:
            return None if S.All in self else tuple(getattr(n, "value", None) for n in self)
        if S.All in self:
            at = self.index(S.All)
            before, after = (
                self._sizes(self[:at], inp, 0),
                self._sizes(self[at + 1 :], inp, len(inp) - len(self)),
            )
            return (*before, *self._rest(inp, before, after), *after)
        sizes = self._sizes(self, inp, 0)
        return self._filled(sizes, inp) if _are_numbers(inp) else tuple(sizes)

    def _sizes(self, entries: tuple[Node, ...], inp: tuple[Size, ...], start: int) -> list[Size]:
        """The sizes that entries name; those of Inherited are found in the input from `start` on."""
        sizes: list[Size] = []
        for i, entry in enumerate(entries, start):
            if entry is S.Inherited and not 0 <= i < len(inp):
                raise MISFIT(describe(inp), self)
            sizes.append(inp[i] if entry is S.Inherited else getattr(entry, "value", None))
        return sizes

    def _filled(self, sizes: list[Size], inp: Any) -> Dims:
        """The sizes with that of Automatic worked out."""
        known = prod(size for size in sizes if isinstance(size, int))
        missing, left = divmod(prod(inp), known)
        if left or (None not in sizes and missing != 1):
            raise MISFIT(describe(inp), self)
        return tuple(missing if size is None else size for size in sizes)

    def _rest(self, inp: tuple[Size, ...], before: list[Size], after: list[Size]) -> tuple[Size, ...]:
        """The input dimensions that All stands for: those that the sizes before and after it leave over."""
        start, end = _taken(inp, before), _taken(inp[::-1], after[::-1])
        if start is None or end is None or start + end > len(inp):
            raise MISFIT(describe(inp), self)
        return inp[start : len(inp) - end]


def _are_numbers(dims: tuple[Size, ...]) -> bool:
    return all(isinstance(size, int) for size in dims)


def _taken(inp: tuple[Size, ...], sizes: list[Size]) -> int | None:
    """How many dimensions of the input, from the outermost, hold as many elements as `sizes`.

    As many as there are sizes, if that fits.
    """
    wanted = prod(sizes) if _are_numbers(tuple(sizes)) else None  # type: ignore[arg-type]
    for count in (len(sizes), *range(len(inp) + 1)):
        part = inp[:count]
        if list(part) == sizes or (_are_numbers(part) and prod(part) == wanted):  # type: ignore[arg-type]
            return count
    return None


@layer
class ReshapeLayer(Layer):
    """ReshapeLayer[{n1, n2, ...}] reads the numbers of its input, row by row, as an array of that size.

    An entry Inherited copies the size at its place in the input, Automatic (once) is worked out, All (once)
    stands for the dimensions of the input that the entries before and after it do not use up.
    ReshapeLayer[{}] makes a single number, ReshapeLayer["ReferenceShape"] takes the dimensions of a second
    input of that name.
    Source: reference page of ReshapeLayer.
    """

    moves_numbers = True
    positional = ("Dimensions",)
    Dimensions: NewDimensions

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        reference = {"ReferenceShape": Port("*out")} if self.Dimensions.is_reference else {}
        return {"Input": Port("*inp"), **reference, "Output": Port("*out", output=True)}

    out = Derived(lambda new, inp: new.of(inp), "Dimensions inp", partial=True)
    checked = Derived(lambda new, inp, out: _checked(new, inp, out), "Dimensions inp out")

    def forward(self, ctx: Any, Input: Any, ReferenceShape: Any = None) -> Any:
        # (batch, *inp) -> (batch, *out)
        if ReferenceShape is not None:
            return Input.reshape(ReferenceShape.shape)
        return Input.reshape(Input.shape[0], *(self.Dimensions.of(tuple(Input.shape[1:])) or ()))

    cases = (
        {"Dimensions": NewDimensions((Integer(2), Integer(3))), "Input": (6,)},
        {"Dimensions": NewDimensions(()), "Input": (1,)},
        {"Dimensions": NewDimensions((S.Inherited, S.Automatic)), "Input": (2, 3, 4)},
        {"Dimensions": NewDimensions((Integer(2), Integer(2), S.All)), "Input": (4, 3, 2)},
        {"Dimensions": NewDimensions((String("ReferenceShape"),)), "Input": (6,), "ReferenceShape": (3, 2)},
    )


def _checked(new: NewDimensions, inp: Any, out: Any) -> bool:
    if _are_numbers(inp) and _are_numbers(out) and prod(inp) != prod(out):
        raise MISFIT(describe(inp), describe(out) if new.is_reference else new)
    return True
