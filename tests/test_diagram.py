"""Diagrams of nets: arrows lead down, boxes do not overlap, everything is in the picture."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from wlnet.media.diagram import Box, Diagram
from wlnet.media.layers import layout

NAMES = [str(i) for i in range(8)]
EDGES = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda e: e[0] < e[1]), max_size=14, unique=True
).map(lambda edges: [(NAMES[a], NAMES[b]) for a, b in edges])
GAP, ROW = 5.0, 30.0


@given(EDGES, st.lists(st.floats(10, 80), min_size=8, max_size=8))
def test_every_edge_leads_down_and_no_boxes_overlap(
    edges: list[tuple[str, str]], widths: list[float]
) -> None:
    sizes = dict(zip(NAMES, widths, strict=True))
    made = layout(sizes, edges, ROW, GAP)
    assert made.places.keys() == sizes.keys() and len(made.ways) == len(edges)
    for (a, b), way in zip(edges, made.ways, strict=True):
        assert way[0] == made.places[a] and way[-1] == made.places[b]
        assert all(lower[1] == upper[1] + ROW for upper, lower in pairwise(way))
    rows: dict[float, list[tuple[float, float]]] = {}
    for name, (x, y) in made.places.items():
        assert x - sizes[name] / 2 >= -1e-6
        rows.setdefault(y, []).append((x - sizes[name] / 2, x + sizes[name] / 2))
    for row in rows.values():
        assert all(right + GAP <= left + 1e-6 for (_, right), (left, _) in pairwise(sorted(row)))


@given(EDGES)
def test_bends_go_around_boxes(edges: list[tuple[str, str]]) -> None:
    sizes = dict.fromkeys(NAMES, 40.0)
    made = layout(sizes, edges, ROW, GAP)
    for way in made.ways:
        for x, y in way[1:-1]:
            assert all(abs(x - at) >= 20 + GAP - 1e-6 for at, row in made.places.values() if row == y)


def test_a_diagram_as_a_picture_and_as_svg() -> None:
    boxes = {"a": Box(("first", "3×4")), "b": Box(("<second>", "2"), "port"), "c": Box(("third",), "net")}
    made = Diagram(boxes, [("a", "b"), ("a", "c"), ("b", "c")])
    width, height = made.image().dimensions
    assert (width, height) == tuple(round(2 * n) for n in made.size)
    root = ElementTree.fromstring(made.svg())
    space = "{http://www.w3.org/2000/svg}"
    assert [t.text for t in root.iter(space + "text")] == ["first", "3×4", "<second>", "2", "third"]
    assert len(list(root.iter(space + "rect"))) == 3 and len(list(root.iter(space + "polyline"))) == 3


def test_a_long_chain_has_one_column() -> None:
    names = [str(i) for i in range(300)]
    made = layout(dict.fromkeys(names, 40.0), list(pairwise(names)), ROW, GAP)
    assert len({x for x, _ in made.places.values()}) == 1
