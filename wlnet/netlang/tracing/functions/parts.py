"""Parts of arrays: Part, Take, Drop, First, ... are PartLayers; parts at computed places ExtractLayers."""

from __future__ import annotations

from ....expr import Expr, Integer, Node, S, String, is_head
from ..registry import follows
from ..tracer import Tracer
from ..values import has_traced, traced

ONE = Integer(1)


def taken(t: Tracer, x: Node, spec: list[Node], node: Expr) -> Node:
    return t.layer("PartLayer", [S.List(*spec) if len(spec) > 1 else spec[0]], x, node=node)


@follows("Part")
def part(t: Tracer, node: Expr) -> Node | None:
    x, *spec = node.args
    if not spec:
        return x
    if is_head(x, S.List) or is_head(x, S.Association):
        return _part_of_list(t, x, spec)
    if not has_traced(x) and len(spec) == 1:  # a place that is computed, in a constant
        return _extracted(t, x, spec[0], node)
    if any(map(has_traced, spec)):
        return _extracted(t, x, spec[0], node) if len(spec) == 1 else None
    for level, each in enumerate(spec):
        if is_head(each, S.List):
            return _of_places(t, x, spec, level, node)
    return taken(t, x, spec, node)


def _part_of_list(t: Tracer, x: Expr, spec: list[Node]) -> Node | None:  # type: ignore[override]
    first, rest = spec[0], spec[1:]
    if is_head(first, S.Key):
        (first,) = first.args
    if is_head(x, S.Association) and isinstance(first, String):
        found = next((r.args[1] for r in x.args if r.args[0] == first), None)
    elif isinstance(first, Integer) and 0 < abs(first.value) <= len(x.args):
        found = x.args[first.value - 1 if first.value > 0 else first.value]
        found = found.args[1] if is_head(x, S.Association) else found
    else:
        return part(t, S.Part(t.at(t.wire(x), x), *spec)) if is_head(x, S.List) else None
    return found if found is None or not rest else t.value(S.Part(found, *rest))


def _extracted(t: Tracer, x: Node, place: Node, node: Expr) -> Node:
    return t.layer("ExtractLayer", [], x, place, node=node)


def _of_places(t: Tracer, x: Node, spec: list[Node], level: int, node: Expr) -> Node | None:
    """The parts at several places of a level, joined."""
    rows = []
    for place in spec[level].args:
        if not isinstance(place, Integer):
            return None
        one = [*spec[:level], S.Span(place, place), *spec[level + 1 :]]
        rows.append(t.value(S.Part(x, *one)))
    kept = sum(not isinstance(each, Integer) for each in spec[:level])
    return rows[0] if len(rows) == 1 else t.layer("CatenateLayer", [Integer(kept + 1)], *rows, node=node)


@follows("First", "Last", "Most", "Rest")
def end(t: Tracer, node: Expr) -> Node | None:
    if len(node.args) != 1:
        return None
    x = node.args[0]
    if is_head(x, S.List):
        chosen = x.args[
            {"First": slice(1), "Last": slice(-1, None), "Most": slice(-1), "Rest": slice(1, None)}[
                node.head.name  # type: ignore[attr-defined]
            ]
        ]
        return chosen[0] if node.head in (S.First, S.Last) else S.List(*chosen)
    places = {
        "First": ONE,
        "Last": Integer(-1),
        "Most": S.Span(ONE, Integer(-2)),
        "Rest": S.Span(Integer(2), S.All),
    }
    return taken(t, x, [places[node.head.name]], node)  # type: ignore[attr-defined]


def _span_taken(spec: Node) -> Node | None:
    if spec is S.All:
        return spec
    if isinstance(spec, Integer) and spec.value:
        return S.Span(ONE, spec) if spec.value > 0 else S.Span(spec, Integer(-1))
    if is_head(spec, S.List) and len(spec.args) == 1:
        return S.Span(spec.args[0], spec.args[0])
    return S.Span(*spec.args) if is_head(spec, S.List) else None


@follows("Take", least=2)
def take(t: Tracer, node: Expr) -> Node | None:
    x, *spec = node.args
    spans = [_span_taken(each) for each in spec]
    return None if None in spans or not spans else t.value(S.Part(x, *spans))  # type: ignore[arg-type]


@follows("Drop", least=2)
def drop(t: Tracer, node: Expr) -> Node | None:
    """Some elements at the beginning or at the end of each level."""
    x, *spec = node.args
    spans: list[Node] = []
    for each in spec:
        if not isinstance(each, Integer) or not each.value:
            return None
        n = each.value
        spans.append(S.Span(Integer(n + 1), S.All) if n > 0 else S.Span(ONE, Integer(n - 1)))
    return t.value(S.Part(x, *spans)) if spans else None


@follows("Reverse")
def reverse(t: Tracer, node: Expr) -> Node | None:
    x, level = node.args[0], node.args[1] if len(node.args) > 1 else ONE
    levels = [n.value for n in (level.args if is_head(level, S.List) else (level,)) if isinstance(n, Integer)]
    if is_head(x, S.List) and levels == [1]:
        return S.List(*reversed(x.args))
    if levels == [1]:
        return t.layer("SequenceReverseLayer", [], x, node=node)
    if not levels or min(levels) < 1:
        return None
    back = S.Span(S.All, S.All, Integer(-1))
    return taken(t, x, [back if i + 1 in levels else S.All for i in range(max(levels))], node)


@follows("Extract")
def extract(t: Tracer, node: Expr) -> Node | None:
    """A part at a place; a constant place is a path, a computed one a position for ExtractLayer."""
    if len(node.args) != 2:
        return None
    x, place = node.args
    if traced(place) is not None:
        return _extracted(t, x, place, node)
    steps = place.args if is_head(place, S.List) else (place,)
    return t.value(S.Part(x, *steps)) if all(isinstance(s, Integer) for s in steps) else None


@follows("Ordering")
def ordering(t: Tracer, node: Expr) -> Node | None:
    return t.layer("OrderingLayer", node.args[1:], node.args[0], node=node) if len(node.args) < 3 else None


@follows("Sort", "ReverseSort")
def sort(t: Tracer, node: Expr) -> Node | None:
    """The elements of a vector at the places that OrderingLayer gives."""
    if len(node.args) != 1:
        return None
    places = t.call(S.Ordering, node.args)
    if node.head is S.ReverseSort:
        places = t.call(S.Reverse, (places,))
    column = t.layer("ReplicateLayer", [ONE, Integer(-1)], places, node=node)
    return _extracted(t, node.args[0], column, node)
