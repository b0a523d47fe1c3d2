"""Which integers may stand at a port: a type says so, or a layer that takes class numbers, near or far.

Layers that only move numbers about (`Layer.moves_numbers`) hand integers on, so the input of
``{SequenceMostLayer[], EmbeddingLayer[4, 9]}`` takes the numbers from 1 to 9.  Other layers compute with real
numbers; what they feed to a port of integers is checked while the net runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..problem import Template
from .layer import INDEX, REAL, classes_of
from .net import Graph, Leaf, Net
from .producer import producer
from .shapes import Size

REALS = Template("intconf", "`1` takes `2` at its port `3`, but `4` gives real numbers.")
NO_CLASSES = Template(
    "classesopen",
    'How many classes there are at the port "`1`" of `2` is not known; give `2` their number as an argument, '
    'or the port the type Restricted["Integer", n].',
)

Bounds = tuple[Size, Size]  # the least and the largest integer; None: there is no such


def own_integers(net: Net, port: str) -> Bounds | None:
    """The integers that a net by itself takes at a port; None where it takes any numbers."""
    kept = net.given.get(classes_of(port))
    if net.all_ports[port].kind != INDEX and kept is None:
        return None
    if kept is not None and len(kept) == 2 and kept != (None, None):
        return kept[0], kept[1]
    count = (net.dims.get(classes_of(port)) or kept or (None,))[-1]
    return (None, None) if count is None else (1, count)


def integers_at(net: Net, port: str) -> Bounds | None:
    """The integers that may stand at an input, judged by all places that its numbers come to."""
    held = net.memo.setdefault("integers", {})
    if port not in held:
        held[port] = _narrowest(net, port)
    return held[port]


def _narrowest(net: Net, port: str) -> Bounds | None:
    found = [bounds for bounds in _places(net, port, set()) if bounds is not None]
    if not found:
        return None
    least = [low for low, _ in found if isinstance(low, int)]
    most = [high for _, high in found if isinstance(high, int)]
    return (max(least) if least else None), (min(most) if most else None)


def _places(net: Net, port: str, outputs: set[str]) -> Iterator[Bounds | None]:
    """What every place says that the numbers at `port` come to; `outputs` gets the outputs they reach."""
    yield own_integers(net, port)
    if isinstance(net, Leaf):
        if net.layer.moves_numbers and not net.layer.is_other(port):
            outputs.update(net.outputs)
        return
    assert isinstance(net, Graph)
    waiting, seen = [("", port)], {("", port)}
    while waiting:
        end = waiting.pop()
        for edge in net.edges:
            if edge.source != end:
                continue
            node, target = edge.target
            if not node:
                outputs.add(target)
                continue
            reached: set[str] = set()
            yield from _places(net.nodes[node], target, reached)
            new = {(node, out) for out in reached} - seen
            seen |= new
            waiting += sorted(new)


def gives_reals(net: Net, port: str) -> bool:
    """Whether an output is certain to be of real numbers: computed with arrays, a loss, probabilities."""
    leaf = producer(net, port)
    if leaf is None or net.ports[port].kind != REAL:
        return False
    ports, layer = leaf.ports, leaf.layer
    if layer.arrays or any(end.loss for end in ports.values()) or layer.natural_loss() is not None:
        return True
    return "Input" in ports and ports["Input"].kind == INDEX


def integers_told(bounds: Bounds) -> str:
    """A range of integers in words."""
    least, most = bounds
    if least is None and most is None:
        return "integers"
    return f"integers from {least} to {most}" if most is not None else f"integers from {least} on"


def need_classes(net: Net) -> None:
    """Raise a Problem for a layer that takes class numbers and does not know how many classes there are."""
    if net.memo.get("has classes"):
        return
    for _, leaf in net.leaves():
        for name, port in leaf.ports.items():
            if port.count and not port.output and leaf.dims.get(classes_of(name), (None,)) in (None, (None,)):
                raise NO_CLASSES(name, leaf.wl_head)
    net.memo["has classes"] = True
