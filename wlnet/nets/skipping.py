"""Examples that do not fit are left out, and it is said which.

One bad example among many does not stop a training: it is reported with its position, and the others are
kept.  Where as many do not fit as do, something else is wrong, and the data are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..problem import Problem, Template

SKIPPED = Template("skipped", "`1` of `2` examples of the `3` do not fit and are left out; positions: `4`.")
MOST_SHOWN = 10

Fits = Callable[[Sequence[int]], bool]


@dataclass
class Skips:
    """The examples of some data that were left out, by their positions from 1; `say` is told of them."""

    say: Callable[[Problem], object]
    name: str
    places: list[int] = field(default_factory=list)
    allowed: bool = True

    @classmethod
    def none(cls) -> Skips:
        """Nothing may be left out."""
        return cls(lambda problem: None, "", allowed=False)

    def add(self, places: Sequence[int], count: int, first: Problem) -> None:
        """Leave out some of `count` examples, the first of which has this problem."""
        new = sorted(set(places) - set(self.places))
        self.places += new
        if new:
            shown = ", ".join(map(str, new[:MOST_SHOWN])) + (", ..." if len(new) > MOST_SHOWN else "")
            self.say(first)
            self.say(SKIPPED(len(new), count, self.name, shown))


def misfits(count: int, fits: Fits, most: int) -> set[int] | None:
    """Which of `count` examples do not fit, found by halving; None if there are more than `most`.

    `fits` tells of examples, given by their positions from 0, whether all fit.
    """
    found: set[int] = set()
    waiting = [range(count)]
    while waiting:
        places = waiting.pop()
        if fits(places):
            continue
        if len(places) == 1:
            found.add(places[0])
            if len(found) > most:
                return None
            continue
        middle = len(places) // 2
        waiting += [places[middle:], places[:middle]]
    return found
