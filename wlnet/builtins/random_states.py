"""RandomGeneratorState: where random numbers stand, to go on from there again."""

from __future__ import annotations

from zlib import crc32

from ..expr import TRUE, Integer, Node, S, String
from ..kernel.builtin import builtin, symbol, variable
from ..kernel.random_state import METHOD, generator_of, state_node
from ..problem import Template

NO_PROPERTY = Template("prop", "`1` is not a property of a RandomGeneratorState; these are: `2`.")
NO_STATE = Template("state", "`1` is not the state of a generator of random numbers.")
PROPERTIES = ("CrossSessionPersistent", "Method", "StateHash")

symbol(
    "RandomGeneratorState",
    "RandomGeneratorState[...] is a state of the random numbers; $RandomGeneratorState and SeedRandom give "
    "it, SeedRandom, BlockRandom and RandomSeeding take it.",
)
variable(
    "$RandomGeneratorState",
    "$RandomGeneratorState is where the random numbers stand; SeedRandom goes back there.",
    S.RandomGeneratorState(),
)


@builtin("RandomGeneratorState[]")
def random_generator_state(k) -> Node:
    """RandomGeneratorState[] is the state of the random numbers now.

    >> state = $RandomGeneratorState; x = RandomReal[]; SeedRandom[state]; RandomReal[] == x
    True
    """
    return state_node(k.random)


@builtin("RandomGeneratorState[method_, numbers_][property_]")
def property_of_state(k, method: Node, numbers: Node, property: Node) -> Node:
    """RandomGeneratorState[...]["property"] tells of a state "Method", "StateHash" or
    "CrossSessionPersistent".

    >> $RandomGeneratorState["Method"]
    "PCG64"
    """
    state = S.RandomGeneratorState(method, numbers)
    if generator_of(state) is None:
        raise NO_STATE(state)
    if property == String("Method"):
        return METHOD
    if property == String("CrossSessionPersistent"):
        return TRUE
    if property == String("StateHash"):
        return Integer(crc32(str(numbers).encode()))
    raise NO_PROPERTY(property, ", ".join(f'"{name}"' for name in PROPERTIES))
