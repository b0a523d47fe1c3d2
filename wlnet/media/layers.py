"""Layered layout of directed graphs: every edge leads down, layer by layer, with few crossings.

Nodes stand as high as they can.  An edge over several layers gets a bend in each, so that it goes around
what stands there.  Layers are ordered by the mean place of their neighbours, downwards and upwards in turn,
and then pulled straight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SWEEPS = 8  # downwards and upwards in turn

Edge = tuple[str, str]
Point = tuple[float, float]


@dataclass
class Layout:
    """The centre of every node, and the points that every edge goes through."""

    places: dict[str, Point]
    ways: list[list[Point]]


@dataclass
class _Grid:
    """Nodes and bends by layer, while they are arranged."""

    rows: list[list[str]]
    width: dict[str, float]
    above: dict[str, list[str]] = field(default_factory=dict)
    below: dict[str, list[str]] = field(default_factory=dict)
    chains: list[list[str]] = field(default_factory=list)  # of every edge: its ends and the bends between


def layout(widths: Mapping[str, float], edges: Sequence[Edge], row_height: float, gap: float) -> Layout:
    """Where nodes of these widths go, in rows of one height with a gap between neighbours."""
    grid = _grid(widths, edges)
    for sweep in range(SWEEPS):
        _order(grid, downwards=sweep % 2 == 0)
    x = _packed(grid, gap)
    for sweep in range(SWEEPS):
        _pull(grid, x, gap, grid.above if sweep % 2 == 0 else grid.below)
    left = min((x[n] - grid.width[n] / 2 for n in x), default=0.0)
    y = {name: (i + 0.5) * row_height for i, row in enumerate(grid.rows) for name in row}
    ways = [[(x[name] - left, y[name]) for name in chain] for chain in grid.chains]
    return Layout({name: (x[name] - left, y[name]) for name in widths}, ways)


def _grid(widths: Mapping[str, float], edges: Sequence[Edge]) -> _Grid:
    depth = _depths(list(widths), edges)
    rows: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name, at in depth.items():
        rows[at].append(name)
    grid = _Grid(rows, dict(widths))
    for number, (a, b) in enumerate(edges):
        bends = [f"\n{number} {at}" for at in range(depth[a] + 1, depth[b])]
        for at, bend in enumerate(bends):
            rows[depth[a] + 1 + at].append(bend)
            grid.width[bend] = 0.0
        chain = [a, *bends, b]
        grid.chains.append(chain)
        for upper, lower in pairwise(chain):
            grid.below.setdefault(upper, []).append(lower)
            grid.above.setdefault(lower, []).append(upper)
    return grid


def _depths(names: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The length of the longest way to each node."""
    depth = dict.fromkeys(names, 0)
    fed: dict[str, list[str]] = {}
    missing = dict.fromkeys(names, 0)
    for a, b in edges:
        fed.setdefault(a, []).append(b)
        missing[b] += 1
    ready = [name for name, count in missing.items() if not count]
    while ready:
        name = ready.pop()
        for other in fed.get(name, ()):
            depth[other] = max(depth[other], depth[name] + 1)
            missing[other] -= 1
            if not missing[other]:
                ready.append(other)
    return depth


def _order(grid: _Grid, downwards: bool) -> None:
    """Put each row in the order of the mean places of its neighbours in the row before."""
    near = grid.above if downwards else grid.below
    rows = grid.rows if downwards else grid.rows[::-1]
    for before, row in pairwise(rows):
        place = {name: i for i, name in enumerate(before)}
        own = {name: i for i, name in enumerate(row)}
        means = {n: [place[m] for m in near.get(n, ()) if m in place] for n in row}
        row.sort(key=lambda n: sum(means[n]) / len(means[n]) if means[n] else own[n])


def _packed(grid: _Grid, gap: float) -> dict[str, float]:
    """Rows around one middle."""
    x: dict[str, float] = {}
    for row in grid.rows:
        at = -(sum(grid.width[n] for n in row) + gap * (len(row) - 1)) / 2
        for name in row:
            x[name] = at + grid.width[name] / 2
            at += grid.width[name] + gap
    return x


def _pull(grid: _Grid, x: dict[str, float], gap: float, near: Mapping[str, list[str]]) -> None:
    """Move nodes towards the middle of their neighbours, as far as the row has room."""
    for row in grid.rows:
        for i, name in enumerate(row):
            others = [x[n] for n in near.get(name, ())]
            if not others:
                continue
            wanted = sum(others) / len(others)
            half = grid.width[name] / 2
            if i:
                wanted = max(wanted, x[row[i - 1]] + grid.width[row[i - 1]] / 2 + gap + half)
            if i + 1 < len(row):
                limit = x[row[i + 1]] - grid.width[row[i + 1]] / 2 - gap - half
                wanted = max(min(wanted, limit), min(x[name], limit))
            x[name] = wanted
