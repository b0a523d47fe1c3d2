"""The order of data that do not fit into memory: shuffled by chunks, from the seed and the round alone.

Rows that stand together form a chunk, which is read at once.  In every round the chunks come in another
random order; several of them, a pool, are held in memory together, and the rows of a pool are shuffled.  So
every round visits every row once, and whatever is read is read in long stretches.  Two pools are held: the
one that is learnt from, and the one that is read meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

CHUNK_BYTES = 2**19
POOL_BYTES = 16 * 2**20
POOL_BATCHES = 2  # the fewest batches in a pool, however large they are


@dataclass(frozen=True)
class ChunkOrder:
    """`count` rows in chunks of `chunk` rows (the last may be smaller), `pool` of them shuffled together."""

    count: int
    chunk: int
    pool: int
    seed: int

    @classmethod
    def of(cls, count: int, row_bytes: int, batch: int, seed: int, multiple: int = 1) -> ChunkOrder:
        """The order of rows of a size; chunks are a `multiple` of so many rows if that is not too large."""
        chunk = max(1, CHUNK_BYTES // max(1, row_bytes))
        if multiple <= chunk:
            chunk -= chunk % multiple
        least = -(-POOL_BATCHES * batch // chunk)
        return cls(count, chunk, max(least, POOL_BYTES // (chunk * max(1, row_bytes)), 1), seed)

    def round(self, number: int) -> RoundOrder:
        """The order of a round."""
        chunks = np.random.default_rng((self.seed, number)).permutation(-(-self.count // self.chunk))
        pools = np.split(chunks, range(self.pool, len(chunks), self.pool))
        return RoundOrder(self, number, tuple(np.sort(pool) for pool in pools))


@dataclass(frozen=True, eq=False)
class RoundOrder:
    """The order of one round: which chunks each pool holds, in the order in which they are read."""

    order: ChunkOrder
    number: int
    pools: tuple[np.ndarray, ...]

    def stretches(self, pool: int) -> list[slice]:
        """The rows that a pool holds."""
        size, count = self.order.chunk, self.order.count
        return [slice(i * size, min((i + 1) * size, count)) for i in self.pools[pool].tolist()]

    @cached_property
    def ends(self) -> np.ndarray:
        """Where in the round each pool ends."""
        size, count = self.order.chunk, self.order.count
        sizes = [np.minimum((pool + 1) * size, count) - pool * size for pool in self.pools]
        return np.cumsum([each.sum() for each in sizes])

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, slice]]:
        """The pools that the rows from `start` to `stop` of this round are in, and where in their order."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.ends, stop, side="left"))
        for pool in range(first, last + 1):
            begin = int(self.ends[pool - 1]) if pool else 0
            end = int(self.ends[pool])
            yield pool, slice(max(start, begin) - begin, min(stop, end) - begin)

    def shuffled(self, pool: int) -> np.ndarray:
        """The positions in a pool, in a random order."""
        size = int(self.ends[pool] - (self.ends[pool - 1] if pool else 0))
        return np.random.default_rng((self.order.seed, self.number, pool)).permutation(size)

    def places(self, pool: int) -> np.ndarray:
        """The positions in the data of the rows of a pool."""
        return np.concatenate([np.arange(part.start, part.stop) for part in self.stretches(pool)])
