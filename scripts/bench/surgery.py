"""How long one edit of a net of 1,000 layers takes, and how many bytes of arrays it copies.

Prints milliseconds for each function of surgery, the best of several, on a chain of layers without names and,
where a graph has it too, on the same as a NetGraph.  The aim is milliseconds, and no bytes copied.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from wlnet.declare import declare_all
from wlnet.expr import Integer, Node, S, String, to_node
from wlnet.nets.chain import chain
from wlnet.nets.construct import build_layer
from wlnet.nets.initialize import initialize
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Graph, Net
from wlnet.nets.single import as_graph
from wlnet.nets.surgery import chains
from wlnet.nets.surgery.delete import delete
from wlnet.nets.surgery.extract import extract
from wlnet.nets.surgery.flatten import flatten
from wlnet.nets.surgery.join import append, join, prepend
from wlnet.nets.surgery.rename import Renaming, rename
from wlnet.nets.surgery.replace import replace_layers
from wlnet.nets.surgery.replace_parts import replace_parts
from wlnet.nets.surgery.share import insert_shared_arrays
from wlnet.nets.surgery.take import take

declare_all("wlnet.nets.layers")

COUNT, SIZE, REPEATS = 1000, 8, 5
BIASES = S.List(Integer(501), String("Biases"))


def layer(name: str, *arguments: Node) -> Net:
    return build_layer(LAYERS[name], arguments)


def long_chain() -> Graph:
    """Linear layers and Tanh in turn, with arrays."""
    pairs = [layer("LinearLayer", Integer(SIZE)), layer("ElementwiseLayer", S.Tanh)]
    nodes = {str(i + 1): pairs[i % 2] for i in range(COUNT)}
    made = initialize(chain(nodes, given={"Input": (SIZE,)}), np.random.default_rng(1))
    assert isinstance(made, Graph)
    return made


def _read(node: Node) -> Net:
    value = getattr(node, "value", None)
    assert isinstance(value, Net)
    return value


RAMP = layer("ElementwiseLayer", S.Ramp)
ZEROS = to_node([0.0] * SIZE)
BOTH: dict[str, Callable[[Graph], object]] = {
    "NetExtract[net, {501, Biases}]": lambda net: extract(net, BIASES),
    "NetReplacePart of an array": lambda net: replace_parts(net, [(BIASES, ZEROS)], _read),
    "NetReplacePart of a layer": lambda net: replace_parts(net, [(Integer(500), S.Ramp)], lambda _: RAMP),
    "NetReplace of one layer": lambda net: replace_layers(net, _once(net)),
    "NetTake[net, 500]": lambda net: take(net, Integer(500)),
    "NetDelete[net, 500]": lambda net: delete(net, Integer(500)),
    "NetAppend": lambda net: append(net, [(None, RAMP)]),
    "NetPrepend": lambda net: prepend(net, [(None, RAMP)]),
    "NetRename of one layer": lambda net: rename(net, Renaming(_called_x)),
    "NetFlatten": lambda net: flatten(net),
    "NetInsertSharedArrays": lambda net: insert_shared_arrays(net),
}
CHAINS: dict[str, Callable[[Graph], object]] = {
    "NetDrop[net, 500]": lambda net: chains.drop(net, Integer(500)),
    "NetInsert at 500": lambda net: chains.insert(net, [(None, RAMP)], 499),
    "NetJoin with itself": lambda net: join([net, net]),
}


def _called_x(_: object, name: str) -> str:
    return "x" if name == "500" else name


def _once(net: Graph) -> Callable[[Net], Net | None]:
    there = net.nodes["500"]
    return lambda node: RAMP if node is there else None


def copied(before: Net, after: object) -> int:
    """Bytes of arrays in `after` that are none of `before`; a replaced array counts."""
    if not isinstance(after, Net):
        return 0
    known = {id(array) for array in before.arrays().values()}
    new = [array for array in after.arrays().values() if id(array) not in known]
    return sum(array.nbytes for array in new)


def measure(net: Graph, edit: Callable[[Graph], object]) -> tuple[float, int]:
    best, after = float("inf"), None
    for _ in range(REPEATS):
        begin = time.perf_counter()
        after = edit(net)
        best = min(best, time.perf_counter() - begin)
    return 1000 * best, copied(net, after[0] if isinstance(after, tuple) else after)


def main() -> None:
    row = long_chain()
    for title, net, edits in (("chain", row, {**BOTH, **CHAINS}), ("graph", as_graph(row), BOTH)):
        print(f"{title} of {COUNT} layers")
        for name, edit in edits.items():
            milliseconds, copies = measure(net, edit)
            print(f"  {name:32} {milliseconds:8.2f} ms, {copies} bytes of arrays copied")


if __name__ == "__main__":
    main()
