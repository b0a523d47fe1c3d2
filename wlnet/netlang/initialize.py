"""NetInitialize: arrays get their first values."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from ..expr import FAILED, Integer, Node, S, String
from ..kernel.builtin import builtin
from ..kernel.random_state import generator_of
from ..nets.initial_values import scheme
from ..nets.initialize import initialize
from ..nets.net import Net
from ..nets.shown import typed
from ..problem import Template
from .arguments import NetArgument

BAD_WHICH = Template("initwhich", "`1` is neither Automatic (arrays without values) nor All.")
BAD_SEED = Template(
    "seeding",
    "RandomSeeding -> `1` is neither an integer, a string, a RandomGeneratorState, Automatic nor Inherited.",
)


class Seed:
    """RandomSeeding: an integer, a string, Automatic (new each time), Inherited (from SeedRandom), or a
    RandomGeneratorState, from which it goes on as Inherited does from the present one.
    """

    def __init__(self, node: Node):
        self.node = node

    @classmethod
    def from_node(cls, node: Node) -> Seed:
        seed = cls(node)
        if not seed.is_given and node not in (S.Automatic, S.Inherited):
            raise BAD_SEED(typed(node))
        return seed

    @property
    def is_given(self) -> bool:
        """Whether it says which random numbers there are."""
        return isinstance(self.node, (Integer, String)) or generator_of(self.node) is not None

    def number(self, k: Any) -> int:
        """The seed as a number of 63 bits."""
        if isinstance(self.node, Integer):
            return self.node.value % 2**63
        if isinstance(self.node, String):
            return zlib.crc32(self.node.value.encode())
        usual = k.random if self.node is S.Inherited else np.random.default_rng()
        source = generator_of(self.node) or usual
        return int(source.integers(2**63))


@builtin("NetInitialize[net_, which_]", failure=FAILED)
def net_initialize(
    k,
    net: NetArgument,
    which: Node = S.Automatic,
    *,
    Method: Node = S.Automatic,
    RandomSeeding: Seed = Integer(1234),
) -> Net:
    """NetInitialize[net] fills the arrays of net that have no values; NetInitialize[net, All] draws all of
    them.

    Weights are drawn by the Method "Kaiming" ("Xavier", "Orthogonal", "Random", "Identity"), biases are 0;
    {"method", suboption -> value, ...} sets suboptions: "Distribution" and "FactorType", for "Random"
    "Weights" and "Biases".  The same RandomSeeding, 1234 unless given, gives the same arrays.

    >> Normal[NetExtract[NetInitialize[LinearLayer[2, "Input" -> 3]], "Biases"]]
    {0., 0.}
    """
    if which is not S.Automatic and which is not S.All:
        raise BAD_WHICH(typed(which))
    seed = RandomSeeding if isinstance(RandomSeeding, Seed) else Seed(RandomSeeding)
    return initialize(net, np.random.default_rng(seed.number(k)), scheme(Method), everything=which is S.All)
