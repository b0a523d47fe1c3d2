"""The kinds of parameters that layers take, each read from an expression by its `from_node`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..convert import NOT_CONVERTED, from_node
from ..expr import Expr, Integer, Node, S, String, Symbol, to_node


def _natural(node: Node, least: int = 1) -> bool:
    return type(node) is Integer and node.value >= least


def _list(node: Node, least: int = 1) -> bool:
    return type(node) is Expr and node.head is S.List and all(_natural(a, least) for a in node.args)


class Count(int):
    """A whole number of at least 1."""

    expected = "a positive integer"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        return cls(node.value) if _natural(node) else NOT_CONVERTED  # type: ignore[attr-defined]


class Level(int):
    """A level of an array: 1 is the outermost dimension, -1 the innermost."""

    expected = "an integer that is not 0"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        return cls(node.value) if type(node) is Integer and node.value else NOT_CONVERTED


class Probability(float):
    """A probability that is not 1."""

    expected = "a number from 0 to 1, but not 1"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        value = from_node(float, node)
        return cls(value) if value is not NOT_CONVERTED and 0 <= value < 1 else NOT_CONVERTED


class Proportion(float):
    """A number from 0 to 1, both included."""

    expected = "a number from 0 to 1"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        value = from_node(float, node)
        return cls(value) if value is not NOT_CONVERTED and 0 <= value <= 1 else NOT_CONVERTED


class NotNegative(float):
    """A number of at least 0."""

    expected = "a number that is not negative"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        value = from_node(float, node)
        return cls(value) if value is not NOT_CONVERTED and value >= 0 else NOT_CONVERTED


class Lengths(tuple[int, ...]):
    """The dimensions of an array: n for {n}, or a list; {} is a single number."""

    expected = "a positive integer or a list of positive integers"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if _natural(node):
            return cls((node.value,))  # type: ignore[attr-defined]
        return cls(a.value for a in node.args) if _list(node) else NOT_CONVERTED  # type: ignore[attr-defined]

    def to_node(self) -> Node:
        return to_node(self[0] if len(self) == 1 else tuple(self))

    def __str__(self) -> str:
        return "×".join(map(str, self)) or "{}"


class ImageSize(tuple[int, ...]):
    """Height and width of an image."""

    expected = "a list {height, width} of positive integers"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        return cls(a.value for a in node.args) if _list(node) and len(node.args) == 2 else NOT_CONVERTED  # type: ignore

    def __str__(self) -> str:
        return "×".join(map(str, self))


class OpenLengths(tuple[int | None, ...]):
    """Dimensions of which some may be open, Automatic; n for {n}."""

    expected = "a positive integer, or a list of positive integers and Automatic"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        sizes = node.args if type(node) is Expr and node.head is S.List else (node,)
        if not all(_natural(n) or n is S.Automatic for n in sizes):
            return NOT_CONVERTED
        return cls(getattr(n, "value", None) for n in sizes)

    def to_node(self) -> Node:
        sizes = [S.Automatic if size is None else Integer(size) for size in self]
        return sizes[0] if len(sizes) == 1 and self[0] is not None else S.List(*sizes)

    def __str__(self) -> str:
        return "×".join("n" if size is None else str(size) for size in self) or "{}"


class Pairs(tuple[tuple[int, int], ...]):
    """How many elements are before and after each level."""

    expected = "a list {{m1, n1}, ...} of pairs of non-negative integers"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if type(node) is not Expr or node.head is not S.List or not node.args:
            return NOT_CONVERTED
        if not all(_list(pair, 0) and len(pair.args) == 2 for pair in node.args):
            return NOT_CONVERTED
        return cls(tuple(n.value for n in pair.args) for pair in node.args)  # type: ignore

    def __str__(self) -> str:
        return "{" + ", ".join(f"{{{before}, {after}}}" for before, after in self) + "}"


@dataclass(frozen=True)
class Spatial:
    """One size for every spatial dimension (an integer), or one for each (a list)."""

    sizes: int | tuple[int, ...]
    expected = "a positive integer or a list with one for each spatial dimension"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if _natural(node):
            return cls(node.value)  # type: ignore[attr-defined]
        if _list(node) and node.args:
            return cls(tuple(a.value for a in node.args))  # type: ignore[attr-defined]
        return NOT_CONVERTED

    @property
    def rank(self) -> int | None:
        """The number of spatial dimensions, where the sizes tell it."""
        return len(self.sizes) if isinstance(self.sizes, tuple) else None

    def spread(self, rank: int) -> tuple[int, ...]:
        """The size for each of `rank` dimensions."""
        return self.sizes if isinstance(self.sizes, tuple) else (self.sizes,) * rank

    def to_node(self) -> Node:
        return to_node(self.sizes)

    def __str__(self) -> str:
        return "×".join(map(str, self.sizes)) if isinstance(self.sizes, tuple) else str(self.sizes)


@dataclass(frozen=True)
class Padding:
    """PaddingSize: n, {n1, n2, ...}, {{before, after}, ...}, or "Same"."""

    sizes: int | tuple[tuple[int, int], ...] | str
    expected = 'an integer n, a list {n1, ...}, a list of pairs {{before, after}, ...}, or "Same"'

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if _natural(node, 0):
            return cls(node.value)  # type: ignore[attr-defined]
        if node == String("Same"):
            return cls("Same")
        if _list(node, 0) and node.args:
            return cls(tuple((a.value, a.value) for a in node.args))  # type: ignore[attr-defined]
        if type(node) is Expr and all(_list(a, 0) and len(a.args) == 2 for a in node.args) and node.args:
            return cls(tuple((a.args[0].value, a.args[1].value) for a in node.args))  # type: ignore[attr-defined]
        return NOT_CONVERTED

    def around(
        self,
        sizes: tuple[int, ...],
        kernel: tuple[int, ...],
        stride: tuple[int, ...],
        dilation: tuple[int, ...],
    ) -> tuple[tuple[int, int], ...]:
        """The elements added before and after each spatial dimension.

        "Same" makes the output Ceiling[size/stride] long; an odd element more goes behind.
        """
        if isinstance(self.sizes, int):
            return ((self.sizes, self.sizes),) * len(kernel)
        if isinstance(self.sizes, tuple):
            return self.sizes
        pads = []
        for n, k, s, d in zip(sizes, kernel, stride, dilation, strict=True):
            missing = max(0, (-(-n // s) - 1) * s + d * (k - 1) + 1 - n)
            pads.append((missing // 2, missing - missing // 2))
        return tuple(pads)

    def to_node(self) -> Node:
        return to_node(self.sizes)


class Choice(str):
    """One of several names, as symbols or strings; a subclass lists them in `names`."""

    names: tuple[str, ...] = ()

    @classmethod
    def from_node(cls, node: Node) -> Any:
        name = getattr(node, "value", None) or getattr(node, "name", None)
        return cls(name) if name in cls.names else NOT_CONVERTED


class Positive(float):
    """A number that is greater than 0."""

    expected = "a positive number"

    @classmethod
    def from_node(cls, node: Node) -> Any:
        value = from_node(float, node)
        return cls(value) if value is not NOT_CONVERTED and value > 0 else NOT_CONVERTED


class Pooling(Choice):
    names = ("Max", "Mean", "Total")
    expected = "Max, Mean or Total"

    def to_node(self) -> Node:
        return Symbol(str(self))


class CrossEntropyForm(Choice):
    names = ("Index", "Probabilities", "Binary")
    expected = '"Index", "Probabilities" or "Binary"'
