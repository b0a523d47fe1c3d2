"""Encoders turn the user's data into arrays at an input, decoders arrays into answers at an output.

A coder is one declaration in `coders/`; `NetEncoder[{"name", ...}]` and `NetDecoder[...]` find it by name.
Coders sit outside a net: training sees encoded arrays only.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

import numpy as np

from ..arrays import array_of, list_of
from ..expr import FALSE, NONE, TRUE, Expr, Foreign, Integer, Node, S, String, Value, is_rule
from ..problem import Template
from .layer import BOOLEAN, INDEX, REAL
from .ragged import Column, Ragged, is_ragged, shapes
from .shapes import Dims, Size, describe
from .shown import typed

Evaluate = Callable[[Node], Node]
TRUTH: dict[Node, Node] = {TRUE: Integer(1), FALSE: Integer(0)}

UNKNOWN_CODER = Template("coder", "`1` is not the name of an available `2`; these are: `3`.")
NOT_AVAILABLE = Template("codernone", "The `1` `2` is not available: `3`.")
CODER_ARGUMENTS = Template("coderargs", "`1` does not fit the `2` `3`: `4` was expected.")
UNKNOWN_PARAMETER = Template("coderparam", "`1` is not a parameter of the `2` `3`.")
NOT_ENCODABLE = Template("encode", 'Example `1` at the port "`2`" is `3`, but `4` was expected.')
UNKNOWN_PROPERTY = Template("decprop", "`1` is not a property of this output; these are: `2`.")


class Misfit(Exception):
    """An example that an encoder cannot take: its place in the batch, from 0, and what was expected."""

    def __init__(self, place: int, expected: str):
        super().__init__(place, expected)
        self.place, self.expected = place, expected


class Coder(Foreign):
    """Abstract: an encoder or a decoder.  `dims` are the dimensions of its arrays, `kind` their kind."""

    name: ClassVar[str]
    kind: ClassVar[str] = REAL
    dims: Dims

    @property
    def brief(self) -> str:
        """What it takes or makes, in a few words; "" for nothing more than its dimensions say."""
        return ""

    @property
    def count(self) -> int | None:
        """How many classes the numbers of kind INDEX stand for, if that is fixed."""
        return None

    @abstractmethod
    def arguments(self) -> tuple[Node, ...]:
        """What stands behind the name in the expression that builds this coder."""

    @abstractmethod
    def parts(self) -> dict[str, Node]:
        """What NetExtract gives, by name."""

    def to_node(self) -> Node:
        return Expr(getattr(S, self.wl_head), (S.List(String(self.name), *self.arguments()),))

    def summary(self) -> str:
        sizes = "×".join("n" if size is None else str(size) for size in self.dims or ())
        shape = f" {sizes}" if sizes else ""
        return f'{self.wl_head}["{self.name}"]{shape}'

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Coder) and self.to_node() == other.to_node()

    def __hash__(self) -> int:
        return hash(self.to_node())


class Encoder(Coder):
    """Abstract: examples to arrays."""

    wl_head = "NetEncoder"

    @property
    def random(self) -> bool:
        """Whether random numbers are drawn, so that training encodes anew in every round."""
        return False

    @abstractmethod
    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        """The arrays of a batch of examples, stacked; Ragged where they are sequences of different lengths.

        Raises Misfit for an example it cannot take.
        """

    def is_example(self, node: Node) -> bool:
        """Whether `node` is one example, and not a list of them."""
        return not (isinstance(node, Expr) and node.head is S.List)

    def of_bytes(self, rows: np.ndarray) -> Column | None:
        """The arrays of examples that are in one array of whole numbers from 0 to 255; None: not special."""
        return None

    def decoder(self) -> Decoder | None:
        """The decoder that undoes this encoder."""
        return None


class Decoder(Coder):
    """Abstract: arrays to answers."""

    wl_head = "NetDecoder"
    properties: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        """The answers for a batch of arrays: the property `wanted`, or for None the arrays themselves."""

    def encoder(self) -> Encoder | None:
        """The encoder for targets at an output that has this decoder."""
        return None

    def encoder_for(self, dims: Dims) -> Encoder | None:
        """The same for an output of some dimensions, which say what this decoder leaves open."""
        return self.encoder()

    def taking(self, depth: int) -> Decoder:
        """This decoder for an array of `depth` dimensions that it is applied to by itself."""
        return self

    def no_property(self, wanted: Node) -> Exception:
        return UNKNOWN_PROPERTY(typed(wanted), ", ".join(f'"{p}"' for p in self.properties))


OLD_NAMES = {"BPESubwordTokens": "SubwordTokens"}  # of coders, with those of today
# kinds of coders that the language has and that are not here, with what to do instead
UNAVAILABLE = {
    "FeatureExtractor": 'it needs learned feature extractors; {"Function", f, dims} takes one of your own'
}
ENCODERS: dict[str, type[Encoder]] = {}
DECODERS: dict[str, type[Decoder]] = {}
_C = TypeVar("_C", bound=Coder)


def coder(cls: type[_C]) -> type[_C]:
    """Declare a coder: register it under its name."""
    table: dict[str, Any] = ENCODERS if issubclass(cls, Encoder) else DECODERS
    table[cls.name] = cls
    return cls


def make_coder(head: str, spec: Node) -> Coder:
    """The coder of ``NetEncoder["name"]`` or ``NetEncoder[{"name", arguments...}]``.  Raises a Problem."""
    table: dict[str, Any] = ENCODERS if head == "NetEncoder" else DECODERS
    name, arguments = spec, tuple[Node, ...]()
    if isinstance(spec, Expr) and spec.head is S.List and spec.args:
        name, arguments = spec.args[0], spec.args[1:]
    text = OLD_NAMES.get(name.value, name.value) if isinstance(name, String) else ""
    found = table.get(text)
    if text in UNAVAILABLE:
        raise NOT_AVAILABLE(head, typed(name), UNAVAILABLE[text])
    if found is None:
        raise UNKNOWN_CODER(typed(name), head, ", ".join(f'"{n}"' for n in sorted(table)))
    positional = [a for a in arguments if not is_rule(a)]
    options = {_option_name(a.args[0]): a.args[1] for a in arguments if is_rule(a)}
    return found.from_arguments(positional, options)


def _option_name(node: Node) -> str:
    return node.value if isinstance(node, String) else getattr(node, "name", "")


def misused(kind: type[Coder], given: Node, expected: str) -> Exception:
    """The problem of an argument that a coder cannot take."""
    return CODER_ARGUMENTS(typed(given), kind.wl_head, f'"{kind.name}"', expected)


def no_options(kind: type[Coder], options: dict[str, Node]) -> None:
    """Refuse the options that are left over."""
    for name in options:
        raise UNKNOWN_PARAMETER(f'"{name}"', kind.wl_head, f'"{kind.name}"')


class ArrayEncoder(Encoder):
    """What takes plain numbers at a port without a coder: arrays of the dimensions of the port.

    `real` is the kind of number that reals become.
    """

    name = "Array"
    real: type = np.float32

    def __init__(self, dims: Dims, kind: str = REAL, integers: tuple[Size, Size] | None = None):
        self.dims, self.array_kind = dims, kind
        # the least and the largest number where only integers may stand
        self.integers = (None, None) if integers is None and kind == INDEX else integers

    def encode(self, examples: Sequence[Node], evaluate: Evaluate) -> Column:
        if not examples:
            return np.zeros((0, *(n if isinstance(n, int) else 0 for n in self.dims or ())), np.float32)
        if self.array_kind == BOOLEAN:
            examples = [TRUTH.get(example, example) for example in examples]
        stacked = _stack(examples)
        if stacked is None or not fits(stacked.shape[1:], self.dims) or stacked.dtype.kind == "c":
            if self.dims and isinstance(self.dims[0], str):
                return self._sequences(examples)
            self._refuse(examples)
            raise Misfit(0, self._wanted())
        return self._numbers(stacked)

    def numbers(self, rows: Column) -> Column:
        """The numbers of examples that are in one array, or Ragged.  Raises Misfit."""
        wrong = [shape for shape in shapes(rows) if not fits(shape, self.dims)]
        if not isinstance(rows, Ragged):
            if wrong:
                raise Misfit(0, self._wanted())
            return self._numbers(rows)
        for place in np.flatnonzero(np.isin(rows.lengths, [shape[:1] for shape in wrong])):
            raise Misfit(int(place), self._wanted())
        if self.dims and isinstance(self.dims[0], str):
            return self._of_sequences(rows.values, rows.lengths)
        for place in np.flatnonzero(rows.lengths != rows.lengths[0]):
            raise Misfit(int(place), describe(rows[0].shape) + " as before")
        return self._numbers(rows.values.reshape(len(rows), -1, *rows.values.shape[1:]))

    def _numbers(self, stacked: np.ndarray) -> np.ndarray:
        """Numbers of the kind of the port.  Raises Misfit with the place of those that are not."""
        if self.integers is None:
            return self._reals(stacked)
        least, most = self.integers
        with np.errstate(invalid="ignore"):
            numbers = stacked.astype(np.int64)
        wrong = numbers != stacked
        if isinstance(least, int):
            wrong |= numbers < least
        if isinstance(most, int):
            wrong |= numbers > most
        for place in np.flatnonzero(wrong.reshape(len(stacked), -1).any(1)):
            raise Misfit(int(place), self._integers_wanted())
        return numbers if self.array_kind == INDEX else self._reals(numbers)

    def _wanted(self) -> str:
        if self.integers is not None and self.dims is not None:
            return self._integers_wanted()
        return "a number or an array of numbers" if self.dims is None else describe(self.dims)

    def _integers_wanted(self) -> str:
        least, most = self.integers or (None, None)
        span = "" if most is None and least is None else f" from {least} to {most}"
        if not self.dims:
            return f"an integer{span}"
        if len(self.dims) > 1:
            return f"{describe(self.dims)} of integers{span}"
        count = f"{self.dims[0]} " if isinstance(self.dims[0], int) else ""
        return f"a vector of {count}integers{span}"

    def _reals(self, stacked: np.ndarray) -> np.ndarray:
        with np.errstate(over="ignore"):
            reals: np.ndarray = stacked.astype(self.real)
        beyond = np.isinf(reals) & np.isfinite(stacked)
        for place in np.flatnonzero(beyond.reshape(len(reals), -1).any(1)):
            raise Misfit(int(place), f"{describe(self.dims)} within the range of 32-bit reals")
        return reals

    def _sequences(self, examples: Sequence[Node]) -> Ragged:
        """Arrays of different lengths, behind each other."""
        arrays = [array for array in map(array_of, examples) if array is not None]
        shapes = [array.shape for array in arrays if array.dtype.kind != "c"]
        fitting = [shape for shape in shapes if fits(shape, self.dims)]
        if len(fitting) < len(examples) or not is_ragged(fitting):
            self._refuse(examples, sequences=True)
            raise Misfit(0, self._wanted())
        return self._of_sequences(np.concatenate(arrays), np.array([len(array) for array in arrays]))

    def _of_sequences(self, values: np.ndarray, lengths: np.ndarray) -> Ragged:
        try:
            return Ragged(self._numbers(values), lengths)
        except Misfit as m:  # its place is that of an element
            raise Misfit(Ragged(lengths, lengths).example_at(m.place), m.expected) from None

    def _refuse(self, examples: Sequence[Node], sequences: bool = False) -> None:
        """Raise Misfit for the first example that does not fit; `sequences` may differ in length."""
        expected, first = self._wanted(), None
        for place, example in enumerate(examples):
            array = array_of(example)
            if array is None or not fits(array.shape, self.dims):
                raise Misfit(place, expected)
            shape = (None, *array.shape[1:]) if sequences and array.ndim else array.shape
            if first is not None and shape != first:
                raise Misfit(place, describe(first) + " as before")
            first = shape

    def is_example(self, node: Node) -> bool:
        array = array_of(node)
        if array is None:
            return super().is_example(node)
        if array.shape == (0,):  # no array has a dimension of 0: this is a batch of nothing
            return False
        return self.dims is None or array.ndim == len(self.dims)

    def arguments(self) -> tuple[Node, ...]:
        return ()

    def parts(self) -> dict[str, Node]:
        return {}


def _stack(examples: Sequence[Node]) -> np.ndarray | None:
    """All examples in one array: at once where they are plain numbers, else one by one."""
    if not isinstance(examples[0], Value):
        stacked = array_of(Expr(S.List, tuple(examples)))
        if stacked is not None:
            return stacked
    arrays = [array for array in map(array_of, examples) if array is not None]
    if len(arrays) < len(examples) or len({array.shape for array in arrays}) > 1:
        return None
    return np.stack(arrays)


def fits(shape: Sequence[int], dims: Dims) -> bool:
    """Whether an array of this shape can stand where `dims` are wanted."""
    if dims is None:
        return True
    return len(shape) == len(dims) and all(
        d is None or isinstance(d, str) or d == n for n, d in zip(shape, dims, strict=True)
    )


def encoded(node: Node, dims: Dims) -> np.ndarray | None:
    """The array in `node` if it is already in encoded form for a port of `dims`, which a coder lets pass."""
    array = array_of(node)
    return array if array is not None and array.ndim > 0 and fits(array.shape, dims) else None


def raw(batch: np.ndarray) -> list[Node]:
    """The arrays of a batch as lists."""
    return [list_of(a) for a in batch]


def wants_raw(wanted: Node) -> bool:
    return wanted is NONE
