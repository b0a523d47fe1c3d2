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
    found = unequal(net, columns)
    if found is not None:
        raise found[1]


Misfits = tuple[set[int], Problem]  # the places of examples, and what is wrong with the first


def unequal(net: Net, columns: Mapping[str, Column]) -> Misfits | None:
    """The examples whose sequences should be, and are not, of one length."""
    bad: dict[int, Problem] = {}
    for one, other in tied(net):
        if one in columns and other in columns:
            mine, theirs = _lengths(columns[one]), _lengths(columns[other])
            if len(mine) != len(theirs):
                continue
            for place in np.flatnonzero(mine != theirs).tolist():
                problem = LENGTHS(place + 1, one, int(mine[place]), other, int(theirs[place]))
                bad.setdefault(place, problem)
    return (set(bad), bad[min(bad)]) if bad else None


def too_short(net: Net, columns: Mapping[str, Column]) -> Misfits | None:
    """The examples with sequences so short that the net cannot take them, as it cannot the last of nothing.

    Whatever is as long as an example that fits is taken to fit.
    """
    varying = [port for port in varying_ports(net) if port in columns]
    if not varying:
        return None
    rows = np.stack([_lengths(columns[port]) for port in varying], 1)
    fits: list[np.ndarray] = net.memo.setdefault(f"lengths that fit at {varying}", [])
    bad: dict[tuple[int, ...], Problem] = {}
    for row in np.unique(rows, axis=0):
        if any((row >= each).all() for each in fits):
            continue
        problem = _problem(net, dict(zip(varying, row.tolist(), strict=True)))
        if problem is None:
            fits.append(row)
        else:
            bad[tuple(row.tolist())] = problem
    places = [i for i, row in enumerate(map(tuple, rows.tolist())) if row in bad] if bad else []
    return (set(places), bad[tuple(rows[places[0]].tolist())]) if places else None


def varying_ports(net: Net) -> list[str]:
    """The inputs whose sequences may be of any length."""
    return [port for port in net.inputs if isinstance((net.dims.get(port) or (0,))[0], str)]


def tied(net: Net) -> list[tuple[str, str]]:
    """The pairs of inputs that have one varying length."""
    found = net.memo.get("tied")
    if found is None:
        varying = varying_ports(net)
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
    varying = varying_ports(net)
    if not varying:
        return
    rows = np.stack([_lengths(columns[port]) for port in varying], 1)
    for row in np.unique(rows, axis=0).tolist():
        if (problem := _problem(net, dict(zip(varying, row, strict=True)))) is not None:
            raise problem


def _problem(net: Net, lengths: Mapping[str, int]) -> Problem | None:
    """What is wrong with sequences of some lengths, by port."""
    fixed = {port: (n, *net.dims[port][1:]) for port, n in lengths.items()}  # type: ignore[index]
    coders = {port: coder for port, coder in net.coders.items() if port not in fixed}
    try:
        infer(replace(net, given={**net.given, **fixed}, coders=coders))  # type: ignore[type-var]
    except Problem as problem:
        return problem
    return None
