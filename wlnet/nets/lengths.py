"""Inputs whose sequences have to be of one length, example by example.

Two "Varying" lengths are two lengths until the net makes them one: by adding their arrays, by comparing them
in a loss.  Which inputs those are is found by naming the lengths and seeing whether the names contradict each
other.  A length with a name, {"n", 3}, is one wherever it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from ..problem import Problem, Template
from .infer import infer
from .net import Net
from .ragged import Column, Ragged
from .shapes import ANY_LENGTH

LENGTHS = Template(
    "netlengths",
    'In example `1` the port "`2`" has `3` and the port "`4`" has `5` elements; in this net both have to be '
    "of the same length.",
)


def check_lengths(net: Net, columns: Mapping[str, Column]) -> None:
    """Raise a Problem for the first example whose sequences should be, and are not, of one length."""
    for one, other in tied(net):
        if one in columns and other in columns:
            mine, theirs = _lengths(columns[one]), _lengths(columns[other])
            if len(mine) == len(theirs) and (mine != theirs).any():
                place = int(np.flatnonzero(mine != theirs)[0])
                raise LENGTHS(place + 1, one, int(mine[place]), other, int(theirs[place]))


def tied(net: Net) -> list[tuple[str, str]]:
    """The pairs of inputs that have one varying length."""
    found = net.memo.get("tied")
    if found is None:
        varying = [port for port in net.inputs if isinstance((net.dims.get(port) or (0,))[0], str)]
        found = net.memo["tied"] = [pair for pair in combinations(varying, 2) if _are_tied(net, *pair)]
    return found


def _are_tied(net: Net, one: str, other: str) -> bool:
    first: list[Any] = [net.dims[port][0] for port in (one, other)]  # type: ignore[index]
    if ANY_LENGTH not in first:
        return first[0] == first[1]
    named = {
        port: (length if length != ANY_LENGTH else f"length of {port}", *net.dims[port][1:])  # type: ignore[index]
        for port, length in zip((one, other), first, strict=True)
    }
    try:
        infer(net, named)
    except Problem:
        return True
    return False


def _lengths(column: Column) -> np.ndarray:
    return column.lengths if isinstance(column, Ragged) else np.full(len(column), column.shape[1])


def explain(net: Net, columns: Mapping[str, Column]) -> None:
    """Raise the Problem, if there is one, of using the net with sequences of the lengths in `columns`.

    What a length that varies hides, as adding a sequence to what SequenceRestLayer leaves of it, the solver
    sees once the lengths are numbers.
    """
    varying = [port for port in net.inputs if isinstance((net.dims.get(port) or (0,))[0], str)]
    if not varying:
        return
    rows = np.stack([_lengths(columns[port]) for port in varying], 1)
    for row in np.unique(rows, axis=0).tolist():
        fixed = {p: (n, *net.dims[p][1:]) for p, n in zip(varying, row, strict=True)}  # type: ignore[index]
        coders = {port: coder for port, coder in net.coders.items() if port not in fixed}
        infer(replace(net, given={**net.given, **fixed}, coders=coders))  # type: ignore[type-var]
