"""Measurements by round or by batch, found in kept tallies when somebody looks.

A classifier of a few neurons has more than ten thousand rounds in a second, and nobody looks at the error
rates of nearly all of them.  Small tallies of many rounds are kept as `Stacked` tensors, in less room than
the numbers that follow from them would take; of large ones the numbers are found at once, and kept alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, overload

from ..lazy import torch

if TYPE_CHECKING:
    from .probe import Probe, Tallies

Values = list[list[Any]]  # of all that a probe measures, by site
SMALL = 32  # numbers in tallies that take no more room than what follows from them


@dataclass(frozen=True, eq=False)
class Stacked:
    """The tallies of `count` groups of examples: the fields of each have a row for every group."""

    tallies: Tallies
    count: int

    def __getitem__(self, place: int) -> Tallies:
        return self._each(lambda rows: rows[place])

    def __iter__(self) -> Iterator[Tallies]:
        return (self[place] for place in range(self.count))

    def part(self, start: int, stop: int) -> Stacked:
        """Those from one place to before another."""
        return Stacked(self._each(lambda rows: rows[start:stop]), stop - start)

    def kept(self) -> Stacked:
        """The same in memory of its own, off the device."""
        return Stacked(self._each(lambda rows: rows.cpu().clone() if _is_tensor(rows) else rows), self.count)

    @property
    def is_small(self) -> bool:
        """Whether a group has few numbers."""
        found = [getattr(tally, f.name) for tally in self.tallies.values() for f in fields(tally)]
        return sum(rows.numel() if _is_tensor(rows) else len(rows) for rows in found) <= SMALL * self.count

    def _each(self, change: Any) -> Any:
        return {
            key: type(tally)(*(change(getattr(tally, f.name)) for f in fields(tally)))
            for key, tally in self.tallies.items()
        }


def _is_tensor(rows: Any) -> bool:
    return isinstance(rows, torch.Tensor)


class Series(Sequence[Values]):
    """The values of moments, in order; `of_batch`: those moments are batches."""

    def __init__(self, probe: Probe | None, of_batch: bool = False, found: Sequence[Values] = ()):
        self._probe, self._of_batch = probe, of_batch
        self._found: list[Values | None] = list(found)
        self._starts: list[int] = []
        self._stacks: list[Stacked] = []

    def values(self, tallies: Tallies) -> Values:
        """What follows from tallies."""
        assert self._probe
        return self._probe.values(tallies, self._of_batch)

    def worked_out(self, stack: Stacked) -> Stacked | list[Values]:
        """What to keep of tallies: they themselves, if they are small."""
        return stack.kept() if stack.is_small else [self.values(tallies) for tallies in stack]

    def extend(self, more: Stacked | list[Values]) -> None:
        """Add what was worked out."""
        if not isinstance(more, Stacked):
            self._found += more
        elif more.count:
            self._starts.append(len(self._found))
            self._stacks.append(more)
            self._found += [None] * more.count

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, place: int) -> Values: ...
    @overload
    def __getitem__(self, place: slice) -> list[Values]: ...
    def __getitem__(self, place: int | slice) -> Values | list[Values]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        found = self._found[place]
        if found is None:
            stack = bisect_right(self._starts, place) - 1
            found = self._found[place] = self.values(self._stacks[stack][place - self._starts[stack]])
        return found

    def __repr__(self) -> str:
        return repr(list(self))
