"""What happens to types and coders of ports when a container is made of parts of another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..coder import Coder
from ..infer import infer
from ..layer import INDEX, classes_of
from ..net import Graph, Net
from ..shapes import Dims, is_known, merge_dims


def known_ends(net: Net, port: str, name: str = "") -> dict[str, Dims]:
    """What is known of a port of `net`, for a port called `name` of a net around it."""
    found = {name or port: net.dims.get(port)}
    if port in net.ports and net.ports[port].kind == INDEX:
        found[classes_of(name or port)] = net.dims.get(classes_of(port))
    return {port: dims for port, dims in found.items() if is_known(dims)}


def with_ends(made: Graph, known: Mapping[str, Dims]) -> Graph:
    """The net with the dimensions of ports that were `known` and do not follow from what is left of it."""
    lost = {p: d for p, d in known.items() if not is_known(made.dims.get(p)) and p not in made.coders}
    lost = {p: d for p, d in lost.items() if is_known(d) and merge_dims(made.dims.get(p), d) is not False}
    return infer(replace(made, given={**made.given, **lost})) if lost else made  # type: ignore[return-value]


def coder_fits(coder: Coder, dims: Dims) -> bool:
    """Whether a coder can stay at a port that has another layer behind it now."""
    return dims is not None and merge_dims(dims, coder.dims) is not False


def open_inputs(node: Net) -> dict[str, Dims]:
    """What is known of the inputs of a part of a net and does not follow from the part itself."""
    known: dict[str, Dims] = {}
    for port in node.inputs:
        known |= known_ends(node, port)
    alone = infer(node) if known else node
    return {port: dims for port, dims in known.items() if not is_known(alone.dims.get(port))}


def with_seams(made: Graph, before: Mapping[str, Net]) -> Graph:
    """The net with the types of inputs of layers, by name now, that were known `before` and are not now."""
    if all(map(is_known, made.dims.values())):
        return made
    for name, old in before.items():
        lost = {p: old.dims.get(p) for p in old.inputs if not is_known(made.nodes[name].dims.get(p))}
        lost = {p: dims for p, dims in lost.items() if is_known(dims)}
        if lost:
            node: Any = made.nodes[name]
            fixed = replace(node, given={**node.given, **lost})
            return infer(replace(made, nodes={**made.nodes, name: fixed}))  # type: ignore[return-value]
    return made
