"""States of the random numbers as expressions: ``RandomGeneratorState["PCG64", {state, step, flag, rest}]``.

That a state is such an expression, which can be kept in a file, is documented; what is in it is ours.
"""

from __future__ import annotations

import numpy as np

from ..expr import Integer, Node, S, String, is_head

METHOD = String("PCG64")


def state_node(random: np.random.Generator) -> Node:
    """The state of a generator."""
    found = random.bit_generator.state
    inner = found["state"]
    numbers = inner["state"], inner["inc"], found["has_uint32"], found["uinteger"]
    return S.RandomGeneratorState(METHOD, S.List(*(Integer(int(number)) for number in numbers)))


def generator_of(node: Node) -> np.random.Generator | None:
    """A generator in the state that an expression tells; None for what is no state."""
    if not is_head(node, S.RandomGeneratorState) or len(node.args) != 2:
        return None
    method, rest = node.args
    if method != METHOD or not is_head(rest, S.List) or len(rest.args) != 4:
        return None
    numbers = [part.value for part in rest.args if isinstance(part, Integer)]
    limits = (2**128, 2**128, 2, 2**32)
    if len(numbers) < 4 or not all(0 <= n < most for n, most in zip(numbers, limits, strict=True)):
        return None
    state, step, flag, kept = numbers
    random = np.random.Generator(np.random.PCG64())
    random.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": step},
        "has_uint32": flag,
        "uinteger": kept,
    }
    return random
