"""NetBidirectionalOperator as a graph of its parts, in which the states of both nets can be given and read.

The parts keep their names, so that arrays and states have the paths that they have in the operator.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..expr import Expr, Integer, Node, S
from .construct import build_layer
from .graph import End, wired
from .infer import infer
from .layer import LAYERS
from .net import Graph, Leaf, Net

OPERATOR = "NetBidirectionalOperator"


def opened_both_ways(net: Net) -> Net:
    """`net` with graphs in place of the operators of this kind whose nets carry states along."""
    if isinstance(net, Leaf):
        has_states = any(leaf.layer.states for _, leaf in net.leaves())
        return _opened(net) if net.wl_head == OPERATOR and has_states else net
    assert isinstance(net, Graph)
    nodes = {name: opened_both_ways(node) for name, node in net.nodes.items()}
    return net if all(nodes[n] is net.nodes[n] for n in nodes) else replace(net, nodes=nodes)


def _opened(leaf: Leaf) -> Net:
    layer: Any = leaf.layer
    nodes: dict[str, Net] = {name: opened_both_ways(net) for name, net in leaf.nets.items()}
    (ahead, first), (back, second) = ((name, net.outputs[0]) for name, net in nodes.items())
    entries = {name: net.inputs[0] for name, net in nodes.items()}
    nodes["Turned"] = nodes["TurnedBack"] = build_layer(LAYERS["SequenceReverseLayer"], [])
    sources: dict[End, End] = {
        (ahead, entries[ahead]): ("", "Input"),
        ("Turned", "Input"): ("", "Input"),
        (back, entries[back]): ("Turned", "Output"),
        ("TurnedBack", "Input"): (back, second),
    }
    joined = "CatenateLayer" if layer.Aggregator == "Catenate" else "TotalLayer"
    levels: list[Node] = [Integer(2)] if joined == "CatenateLayer" else []
    whole = build_layer(LAYERS[joined], levels)
    nodes["Joined"] = replace(whole, layer=whole.layer.with_inputs(2))
    sources |= {("Joined", "1"): (ahead, first), ("Joined", "2"): ("TurnedBack", "Output")}
    last = "Joined"
    if layer.Aggregator == "Mean":
        half = S.Function(Expr(S.Times, (S.Slot(Integer(1)), S.Power(Integer(2), Integer(-1)))))
        nodes["Halved"] = build_layer(LAYERS["ElementwiseLayer"], [half])
        sources["Halved", "Input"] = ("Joined", "Output")
        last = "Halved"
    sources["", "Output"] = (last, "Output")
    made = wired(nodes, sources, given=leaf.given)
    return infer(replace(made, coders=leaf.coders, multipliers=leaf.multipliers))
