"""Shape expressions and the solver that works out dimensions from what is known of them.

A shape expression names the dimensions of a port or an array, outermost first: ``"c *inp"`` is a
dimension `c` followed by any number of dimensions called `inp`, in ``"c +inp"`` by at least one; ``""`` is a
single number.  All shapes of a layer share their names, so each known dimension helps to find the others, in
whichever direction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import prod
from typing import Any

from ..problem import Template

VARYING = Template(
    "varying",
    "The number of elements of `1` is not fixed, as it has to be here. NetMapOperator applies a layer to "
    "each element of a sequence.",
)

ANY_LENGTH = "Varying"  # a varying length without a name, which may turn out to have a name or to be fixed
Size = int | str | None  # a number, the name of a varying length, or not known yet
Dims = tuple[Size, ...] | None  # None: not even the rank is known


@dataclass(frozen=True)
class Shape:
    """A parsed shape expression: names before the star, the starred name, names after it.

    `least` is the number of dimensions that it has at least.
    """

    before: tuple[str, ...]
    star: str | None
    after: tuple[str, ...]
    least: int

    def names(self) -> tuple[str, ...]:
        return (*self.before, *((self.star,) if self.star else ()), *self.after)


@cache
def shape(text: str) -> Shape:
    words = text.split()
    stars = [i for i, word in enumerate(words) if word[0] in "*+"]
    if len(stars) > 1:
        raise ValueError(f"a shape has at most one star: {text!r}")
    if not stars:
        return Shape(tuple(words), None, (), len(words))
    at = stars[0]
    least = len(words) - (words[at][0] == "*")
    return Shape(tuple(words[:at]), words[at][1:], tuple(words[at + 1 :]), least)


@dataclass(frozen=True)
class Derived:
    """A name whose value `function` computes from the values of `names`.

    It is called once all of them are known; with `partial`, earlier too, and then it finds None (or None
    among dimensions) for what is not known and may return None.
    """

    function: Callable[..., Any]
    names: str
    partial: bool = False


def product(sizes: tuple[Size, ...]) -> int:
    """The number of elements of an array of these sizes.  Raises a Problem for a varying length."""
    if any(isinstance(size, str) for size in sizes):
        raise VARYING(describe(sizes))
    return prod(sizes)  # type: ignore[arg-type]


class Conflict(Exception):
    """What is known of `port` (`given`) does not fit what its layer makes of it (`expected`).

    `least` is the number of dimensions that `expected` must have, where it is not known.
    """

    def __init__(self, port: str, expected: Dims, given: Dims, least: int = 0):
        super().__init__(port, expected, given, least)
        self.port, self.expected, self.given, self.least = port, expected, given, least


def is_known(value: object) -> bool:
    return value is not None and not (isinstance(value, tuple) and None in value)


class _Clash(Exception):
    """Two values for one name."""


class Solver:
    """Finds the values of names: numbers for plain names, tuples for starred ones."""

    def __init__(
        self,
        shapes: Mapping[str, Shape],
        derived: tuple[tuple[str, Derived], ...],
        parameters: Mapping[str, Any],
    ):
        self.shapes, self.derived = shapes, derived
        self.values: dict[str, Any] = {n: v for n, v in parameters.items() if v is not None}
        self._changed = False

    def solve(self, known: Mapping[str, Dims]) -> dict[str, Dims]:
        """The dimensions of every shape, after matching those that are `known`.  Raises Conflict."""
        self._changed = True
        while self._changed:
            self._changed = False
            for name, rule in self.derived:
                self._derive(name, rule)
            for port, dims in known.items():
                if dims is not None and port in self.shapes:
                    self._match(port, self.shapes[port], dims)
        return {port: self.dims(form) for port, form in self.shapes.items()}

    def dims(self, form: Shape) -> Dims:
        """The dimensions of a shape as far as they are known."""
        middle = self.values.get(form.star) if form.star else ()
        if middle is None:
            return None
        return (*map(self._size, form.before), *middle, *map(self._size, form.after))

    def _size(self, name: str) -> Size:
        return int(name) if name.isdigit() else self.values.get(name)

    def _derive(self, name: str, rule: Derived) -> None:
        arguments = [self.values.get(n) for n in rule.names.split()]
        if rule.partial or all(map(is_known, arguments)):
            value = rule.function(*arguments)
            if value is not None:
                try:
                    self._bind(name, value)
                except _Clash:  # what is computed stands; a port that says otherwise is found when matched
                    self.values[name] = value

    def _match(self, port: str, form: Shape, dims: tuple[Size, ...]) -> None:
        least = form.least
        if len(dims) < least or (form.star is None and len(dims) != least):
            raise Conflict(port, self.dims(form), dims, least)
        before = dict(self.values)
        end = len(dims) - len(form.after)
        try:
            for name, size in zip(form.before, dims, strict=False):
                self._bind_size(name, size)
            if form.star:
                self._bind(form.star, dims[len(form.before) : end])
            for name, size in zip(form.after, dims[end:], strict=True):
                self._bind_size(name, size)
        except _Clash:
            self.values = before
            raise Conflict(port, self._closest(form, dims), dims, least) from None

    def _closest(self, form: Shape, dims: tuple[Size, ...]) -> Dims:
        """What was known of a shape, and for the rest what `dims` say, to be told next to `dims`."""
        if form.star and form.star not in self.values:
            self.values[form.star] = dims[len(form.before) : len(dims) - len(form.after)]
        known = self.dims(form)
        if known is None or len(known) != len(dims):
            return known
        return tuple(given if size is None else size for size, given in zip(known, dims, strict=True))

    def _bind_size(self, name: str, size: Size) -> None:
        if name.isdigit():
            if size is not None and size != int(name):
                raise _Clash
        elif size is not None:
            self._bind(name, size)

    def _bind(self, name: str, value: Any) -> None:
        old = self.values.get(name)
        new = _merge(old, value)
        if new != old:
            self.values[name], self._changed = new, True


def _merge(old: Any, new: Any) -> Any:
    """Both values in one, where each may be known in part.  Raises _Clash."""
    if old is None or new is None:
        return new if old is None else old
    if isinstance(old, tuple) and isinstance(new, tuple):
        if len(old) != len(new):
            raise _Clash
        return tuple(map(_merge, old, new))
    if old == ANY_LENGTH and not isinstance(new, tuple):  # any length may turn out to be a fixed one
        return new
    if old != new and (new != ANY_LENGTH or isinstance(old, tuple)):
        raise _Clash
    return old


def merge_dims(old: Dims, new: Dims) -> Dims | bool:
    """Both in one, or False where they contradict each other."""
    try:
        return _merge(old, new)
    except _Clash:
        return False


def _spoken(size: Size) -> str:
    if size is None:
        return "n"
    return f'"{size}"' if isinstance(size, str) and size != ANY_LENGTH else str(size)


def describe(dims: Dims, least: int = 0) -> str:
    """Dimensions in words: "a real number", "a vector of 3", "a 3×4 array"; unknown sizes are n."""
    if dims is None:
        return "an array" if least < 2 else f"an array of at least {least} dimensions"
    if not dims:
        return "a real number"
    if len(dims) > 1 and not any(dims):
        return f"an array of {len(dims)} dimensions"
    sizes = [_spoken(size) for size in dims]
    if len(sizes) == 1 and isinstance(dims[0], str):
        return "a vector of any length" if dims[0] == ANY_LENGTH else f"a vector of the length {sizes[0]}"
    if len(sizes) == 1:
        return "a vector" if sizes == ["n"] else f"a vector of {sizes[0]}"
    spoken_with_vowel = sizes[0][0] == "8" or sizes[0] in ("n", "11", "18")
    return f"{'an' if spoken_with_vowel else 'a'} {'×'.join(sizes)} array"
