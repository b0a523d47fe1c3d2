"""NetReplace: every layer of a kind replaced, at any depth.

What stands for a layer is asked from the outside inwards; a net that is replaced is not looked into.  A chain
in the place of a layer of a chain is spliced in.  Source: reference page of NetReplace.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from ..infer import infer
from ..net import Graph, Leaf, Net
from ..net_array import same_array
from ..shapes import merge_dims
from .chains import arranged
from .delete import without
from .ports import with_nodes
from .replace_parts import with_parts

Replacement = Callable[[Net], Net | bool | None]  # True: leave the layer out; None: not replaced


def replace_layers(net: Net, replacement: Replacement, splice: bool = True) -> tuple[Net, int]:
    """The net with layers replaced, and how many were; a layer by itself counts as one."""
    if isinstance(net, Leaf):
        found = replacement(net)
        if isinstance(found, Net):
            return found, 1
    made, count = _replaced(net, replacement, splice)
    return (infer(made) if count else net), count


def _replaced(net: Net, replacement: Replacement, splice: bool) -> tuple[Net, int]:
    count, changes, gone = 0, dict[str, Net](), list[str]()
    for name, part in net.children.items():
        found = replacement(part)
        if found is True:
            gone.append(name)
            count += 1
        elif isinstance(found, Net):
            changes[name] = found
            count += 1
        else:
            made, below = _replaced(part, replacement, splice)
            count += below
            if below:
                changes[name] = made
    if isinstance(net, Graph):
        net = _changed(net, changes, splice) if changes else net
        return (without(net, [(name,) for name in gone]) if gone else net), count
    return (with_parts(net, changes) if changes else net), count


def _changed(net: Graph, changes: dict[str, Net], splice: bool) -> Graph:
    new = [n for n, part in changes.items() if isinstance(part, Graph) and part.kind == "NetChain"]
    opened = {n for n in new if not (isinstance(net.nodes[n], Graph)) and splice and net.kind == "NetChain"}
    if not opened:
        return with_nodes(net, changes)
    nodes = {**net.nodes, **changes}
    named = net.is_named or any(nodes[name].is_named for name in opened)
    items: list[tuple[str | None, Net]] = []
    for name, node in nodes.items():
        if name not in opened:
            items.append((name, node))
            continue
        inner = node.children
        paths = [f"{name}/{part}" if len(inner) > 1 else name for part in inner]
        items += zip(paths if named else [None] * len(inner), inner.values(), strict=True)
    kept = {name: name for name in nodes if name not in opened}
    return arranged(net, items, kept)


def alike(pattern: Net, net: Net) -> bool:
    """Whether `net` has all the parameters, arrays and types of ports that the user gave in `pattern`."""
    if isinstance(pattern, Leaf) and isinstance(net, Leaf):
        mine, theirs = pattern.layer, net.solved or net.layer
        if type(mine) is not type(theirs):
            return False
        usual = {f.name: f.default for f in fields(mine)}  # type: ignore[arg-type]
        given = {n: v for n, v in mine.parameters().items() if v is not None and v != usual[n]}
        if any(theirs.parameters()[name] != value for name, value in given.items()):
            return False
        if any(
            name not in net.values or not same_array(a, net.values[name])
            for name, a in pattern.values.items()
        ):
            return False
    elif not isinstance(pattern, Graph) or not isinstance(net, Graph) or pattern.kind != net.kind:
        return False
    if any(merge_dims(dims, net.dims.get(port)) is False for port, dims in pattern.given.items()):
        return False
    inner, others = list(pattern.children.values()), list(net.children.values())
    return len(inner) == len(others) and all(map(alike, inner, others))
