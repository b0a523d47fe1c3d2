"""Measurements: what a net makes of data, in a number or a few.

A measurement is one function of a tally, declared by `@measurement` in `measures/`.  Those by class give an
array with a number for each class, which can be averaged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..declare import declare_all
from .sites import CLASSES
from .tallies import Tally

MACRO, MICRO, WEIGHTED = "Macro", "Micro", "Weighted"  # how the numbers of classes are averaged


@dataclass(frozen=True)
class Measurement:
    """How something is found in a tally.

    `kind`: of the sites where it makes sense, "" for any net.  `by_class`: it gives an array with an entry
    for each class.  `takes`: it takes an argument, as in "Accuracy" -> n, `usual` unless given.  `larger`:
    whether larger is better.  `number`: whether it is one number, by class or in all.  `elements`: how many
    the output must have.
    """

    name: str
    find: Callable[..., Any]
    tally: type[Tally]
    kind: str = CLASSES
    by_class: bool = False
    usual: Any = None
    takes: bool = False
    larger: bool = False
    number: bool = True
    elements: int | None = None


MEASUREMENTS: dict[str, Measurement] = {}


def measurement(
    name: str, tally: type[Tally], **settings: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a measurement under its name in the language; `settings` are fields of Measurement."""

    def declare(find: Callable[..., Any]) -> Callable[..., Any]:
        MEASUREMENTS[name] = Measurement(name, find, tally, **settings)
        return find

    return declare


def known() -> dict[str, Measurement]:
    """All measurements by name."""
    declare_all("wlnet.engine.measures")
    return MEASUREMENTS


def mean_of_classes(values: Any, weights: Any = None) -> float:
    """The mean of the classes that have a number; not a number if none has."""
    values = np.asarray(values, float)
    kept = ~np.isnan(values)
    weights = np.ones(values.shape) if weights is None else np.asarray(weights)
    return float(np.average(values[kept], weights=weights[kept])) if weights[kept].any() else float("nan")


def ratio(part: Any, whole: Any) -> Any:
    """part/whole, 0 where there is nothing of either: a class that nobody predicted has no precision."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    return np.divide(
        part, whole, out=np.zeros(np.broadcast_shapes(part.shape, whole.shape)), where=whole != 0
    )
