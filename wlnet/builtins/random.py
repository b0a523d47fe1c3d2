"""Random numbers and choices, reproducible by SeedRandom.

The stream is numpy's PCG64: the same seed gives the same numbers on every machine, though not those of
Wolfram.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..attributes import Attribute
from ..convert import NOT_CONVERTED, from_node
from ..expr import Expr, Integer, Node, S, String, Symbol, is_head, is_rule
from ..kernel.builtin import builtin
from ..kernel.random_state import generator_of, state_node
from ..problem import Template
from .packing import nested

NO_SEED = Template("seed", "Argument `1` is not a valid seed: an integer, a string or a state was expected.")
NO_RANGE = Template("unifr", "The endpoints specified by `1` are not valid endpoints of a range.")
NO_DIMENSIONS = Template("array", "The array dimensions `1` are not a list of non-negative integers.")
SMALL_SAMPLE = Template("smplen", "RandomSample cannot generate a sample of length `1` from `2` elements.")
TOO_MANY = Template("large", "An array of the dimensions `1` is too large.")
_MOST = 2**31  # elements of an array
NO_CHOICE = Template(
    "lrwl", "The items for choice `1` should be a nonempty list or a rule weights -> choices."
)
BAD_WEIGHTS = Template("wghtv", "The weights `1` should be as many non-negative numbers as there are items.")


@builtin("SeedRandom[seed_]")
def seed_random(k, seed: Node = S.Automatic):
    """SeedRandom[n] starts the random numbers anew, so that they are the same each time; SeedRandom[] at
    random, SeedRandom[state] where a RandomGeneratorState says.  It gives the new state.

    >> (SeedRandom[1]; RandomReal[]) == (SeedRandom[1]; RandomReal[])
    True
    """
    if isinstance(seed, String):
        k.random = np.random.default_rng(zlib.crc32(seed.value.encode()))
    elif isinstance(seed, Integer):
        k.random = np.random.default_rng(abs(seed.value) * 2 + (seed.value < 0))
    elif seed is S.Automatic:
        k.random = np.random.default_rng()
    elif (random := generator_of(seed)) is not None:
        k.random = random
    else:
        raise NO_SEED(seed)
    return state_node(k.random)


@builtin("BlockRandom[expr_]", attributes=Attribute.HOLD_FIRST)
def block_random(k, expr: Node, *, RandomSeeding: Node = S.Inherited):
    """BlockRandom[expr] evaluates expr and leaves the random numbers after it as they were before.

    RandomSeeding -> seed begins with a seed, Automatic with one by chance.

    >> (SeedRandom[1]; RandomReal[]) == (SeedRandom[1]; BlockRandom[RandomReal[]]; RandomReal[])
    True
    """
    state = k.random.bit_generator.state
    try:
        if RandomSeeding is not S.Inherited:
            k.evaluate(S.SeedRandom() if RandomSeeding is S.Automatic else S.SeedRandom(RandomSeeding))
        return k.evaluate(expr)
    finally:
        k.random.bit_generator.state = state


@builtin("RandomReal[range_, dims_]")
def random_real(k, range: Node = Integer(1), dims: Node = S.Automatic):
    """RandomReal[] is a random number from 0 to 1; RandomReal[{a, b}, n] a list of n between a and b.

    >> 2 < RandomReal[{2, 3}] < 3
    True
    """
    if is_distribution(range):
        return S.RandomVariate(range) if dims is S.Automatic else S.RandomVariate(range, dims)
    low, high = _ends(k, range, float)
    return _array(dims, lambda size: k.random.uniform(low, high, size))


@builtin("RandomInteger[range_, dims_]")
def random_integer(k, range: Node = Integer(1), dims: Node = S.Automatic):
    """RandomInteger[] is 0 or 1; RandomInteger[{a, b}, n] a list of n integers from a to b, both included.

    >> MemberQ[{1, 2, 3}, RandomInteger[{1, 3}]]
    True
    """
    if is_distribution(range):
        return S.RandomVariate(range) if dims is S.Automatic else S.RandomVariate(range, dims)
    low, high = _ends(k, range, int)
    if low >= -(2**63) and high < 2**63:
        return _array(dims, lambda size: k.random.integers(low, high, size, endpoint=True))
    return _large_integers(k, low, high, () if dims is S.Automatic else sizes_of(dims))


def _large_integers(k, low: int, high: int, sizes: tuple[int, ...]) -> Node:
    """Integers beyond 64 bits: enough random bits, and again where they are beyond the range."""
    if sizes:
        return Expr(S.List, tuple(_large_integers(k, low, high, sizes[1:]) for _ in range(sizes[0])))
    count = (high - low).bit_length()
    while True:
        drawn = int.from_bytes(k.random.bytes(count // 8 + 1), "little") >> (8 - count % 8)
        if drawn <= high - low:
            return Integer(low + drawn)


def is_distribution(node: Node) -> bool:
    return type(node) is Expr and isinstance(node.head, Symbol) and node.head.name.endswith("Distribution")


def _ends(k: Any, node: Node, kind: Any) -> tuple[Any, Any]:
    """The ends of a range: 0 to n for n."""
    ends = node.args if is_head(node, S.List) and len(node.args) == 2 else (Integer(0), node)
    low, high = (from_node(kind, k.evaluate(S.N(end)) if kind is float else end) for end in ends)
    if low is NOT_CONVERTED or high is NOT_CONVERTED:
        raise NO_RANGE(node)
    return min(low, high), max(low, high)


def _array(dims: Node, draw: Callable[[Any], Any]) -> Node:
    """One number, or a nested list of them of the dimensions asked for."""
    return nested(np.asarray(draw(() if dims is S.Automatic else sizes_of(dims))))


def _nested(items: Any, kind: Callable[[Any], Node]) -> Node:
    if isinstance(items, list):
        return Expr(S.List, tuple([_nested(item, kind) for item in items]))
    return kind(items)


def sizes_of(dims: Node) -> tuple[int, ...]:
    sizes = dims.args if is_head(dims, S.List) else (dims,)
    if not all(isinstance(size, Integer) and size.value >= 0 for size in sizes):
        raise NO_DIMENSIONS(dims)
    if math.prod(size.value for size in sizes) > _MOST:  # type: ignore[attr-defined]
        raise TOO_MANY(dims)
    return tuple(size.value for size in sizes)  # type: ignore[attr-defined]


@builtin("RandomChoice[items_, dims_]")
def random_choice(k, items: Node, dims: Node = S.Automatic):
    """RandomChoice[{e1, e2, ...}] is one of the e; RandomChoice[list, n] a list of n choices.

    RandomChoice[{w1, ...} -> {e1, ...}] chooses by weights.

    >> RandomChoice[{1, 0} -> {a, b}]
    a
    """
    elements, weights = _weighted(items)
    if dims is S.Automatic:
        return elements[int(k.random.choice(len(elements), p=weights))]
    places = k.random.choice(len(elements), sizes_of(dims), p=weights)
    return _nested(places.tolist(), elements.__getitem__)


@builtin("RandomSample[items_, count_]")
def random_sample(k, items: Node, count: Node = S.Automatic):
    """RandomSample[{e1, e2, ...}, n] is a list of n of the e, none of them twice; without n all in random
    order.

    RandomSample[list, UpTo[n]] takes at most n.

    >> Sort[RandomSample[{3, 1, 2}]]
    {1, 2, 3}
    """
    elements, weights = _weighted(items)
    size = _sample_size(count, len(elements))
    if weights is None:
        places = k.random.permutation(len(elements))[:size]
    else:
        places = k.random.choice(len(elements), size, replace=False, p=weights)
    return Expr(S.List, tuple([elements[i] for i in places.tolist()]))


def _sample_size(count: Node, available: int) -> int:
    most = is_head(count, S.UpTo) and len(count.args) == 1
    size = count.args[0] if most else count
    if size is S.Automatic or size is S.All:
        return available
    if not isinstance(size, Integer) or size.value < 0:
        raise NO_DIMENSIONS(count)
    if size.value > available and not most:
        raise SMALL_SAMPLE(size.value, available)
    return min(size.value, available)


def _weighted(items: Node) -> tuple[Sequence[Node], np.ndarray | None]:
    """The items to choose from and their probabilities, None if all are alike."""
    weights, elements = items.args if is_rule(items) else (None, items)
    if is_head(elements, S.Association):
        elements = Expr(S.List, tuple(rule.args[1] for rule in elements.args))
    if not is_head(elements, S.List) or not elements.args:
        raise NO_CHOICE(items)
    if weights is None:
        return elements.args, None
    numbers = [from_node(float, w) for w in weights.args]
    if len(numbers) != len(elements.args) or any(n is NOT_CONVERTED or n < 0 for n in numbers):
        raise BAD_WEIGHTS(weights)
    total = sum(numbers)
    if total <= 0:
        raise BAD_WEIGHTS(weights)
    return elements.args, np.array(numbers) / total


@builtin("Random[kind_, range_]")
def random(k, kind: Node = S.Real, range: Node = S.Automatic):
    """Random[] is a random number from 0 to 1, Random[Integer, {a, b}] a whole one; RandomReal and
    RandomInteger are its successors.

    >> {NumberQ[Random[]], Random[Integer, {3, 3}]}
    {True, 3}
    """
    known: dict[Node, Symbol] = {S.Real: S.RandomReal, S.Integer: S.RandomInteger, S.Complex: S.RandomComplex}
    made = known.get(kind)
    if made is None:
        return None
    return Expr(made, () if range is S.Automatic else (range,))
