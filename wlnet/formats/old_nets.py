"""Associations of layers as files had them once, in terms of the present ones.

"SequenceAttention" had one input for keys and values; it is the graph of an "Attention" as the language reads
SequenceAttentionLayer.  Its net for scores is whichever parameter is a net: no page tells how files call it.
"""

from __future__ import annotations

from ..expr import Node, S, String, is_head
from .net_types import association, entries

OLD_KINDS = ("SequenceAttention",)
_PORTS = {"Key": "Input", "Value": "Input", "Query": "Query"}  # of the layer: those of the old one
_ATTENTION = "Attention"


def present(node: Node) -> Node:
    """The association of a net in present terms; only the net itself is looked at, not its parts."""
    said = entries(node)
    kind = said.get("Type")
    return _attention(dict(said)) if kind == String("SequenceAttention") else node


def _attention(said: dict[str, Node]) -> Node:
    inputs, outputs = dict(entries(said["Inputs"])), said["Outputs"]
    parameters = {
        "Net" if "Type" in entries(value) else name: value
        for name, value in entries(said.get("Parameters", S.Association())).items()
    }
    layer = {
        "Type": String(_ATTENTION),
        "Arrays": said.get("Arrays", S.Association()),
        "Parameters": association(parameters),
        "Inputs": association({port: inputs[old] for port, old in _PORTS.items() if old in inputs}),
        "Outputs": outputs,
    }
    inside = (String("Nodes"), String(_ATTENTION))
    edges = [
        S.Rule(S.NetPath(*inside, String("Inputs"), String(port)), S.NetPath(String("Inputs"), String(old)))
        for port, old in _PORTS.items()
    ]
    output = S.NetPath(*inside, String("Outputs"), String("Output"))
    graph = {
        "Type": String("Graph"),
        "Nodes": association({_ATTENTION: association(layer)}),
        "Edges": S.List(*edges, S.Rule(S.NetPath(String("Outputs"), String("Output")), output)),
        "Inputs": said["Inputs"],
        "Outputs": outputs,
    }
    if is_head(said.get("TrainingParameters"), S.Association):  # type: ignore[arg-type]
        graph["TrainingParameters"] = said["TrainingParameters"]
    return association(graph)
