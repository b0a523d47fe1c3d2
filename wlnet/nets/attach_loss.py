"""The net that is trained: a graph of the user's net, "Net", and a loss for its output, "Loss".

The targets enter at a port with the name of the output they belong to.  The layer which makes an output
chooses the loss (`natural_loss`); a net that has a loss output of its own is trained on that.
"""

from __future__ import annotations

from dataclasses import replace

from ..problem import Template
from .chain import without_coders
from .infer import infer
from .kinds import CrossEntropyForm
from .layer import LAYERS, Layer, Port
from .net import Edge, Graph, Leaf, Net, producer
from .shapes import Dims

NO_OUTPUT = Template("lossports", "The net has the output ports `1`; exactly one is needed to attach a loss.")
BAD_LOSS = Template(
    "lossfunc", 'LossFunction -> `1` is neither Automatic nor a net with the input port "Input".'
)
LOSS = "Loss"


def attach_loss(net: Net, loss: Net | None = None, target: Dims = None) -> Graph:
    """The training net of `net`: `loss` attached, or the loss that its output calls for.

    `target` are the dimensions of the targets in the data, where they are known.  Raises a Problem.
    """
    own = [port for port in net.outputs if net.ports[port].loss]
    inputs = {port: net.ports[port] for port in net.inputs}
    edges = [Edge(("", port), ("Net", port)) for port in inputs]
    result = {LOSS: Port("", output=True, loss=True)}
    known = {port: dims for port, dims in net.dims.items() if dims is not None}
    body = replace(net, coders={}, given=known)  # type: ignore[type-var]
    if own and loss is None:
        edges.append(Edge(("Net", own[0]), ("", LOSS)))
        return infer(Graph({"Net": body}, tuple(edges), {**inputs, **result}))  # type: ignore[return-value]
    if len(net.outputs) != 1:
        raise NO_OUTPUT(", ".join(f'"{port}"' for port in net.outputs) or "(none)")
    (port,) = net.outputs
    node = loss or Leaf(natural_loss(net, port, target))
    if "Input" not in node.inputs or not node.outputs:
        raise BAD_LOSS(node)
    edges += [Edge(("Net", port), (LOSS, "Input")), Edge((LOSS, node.outputs[0]), ("", LOSS))]
    for other in node.inputs:
        if other != "Input":
            inputs[port if other == "Target" else other] = node.ports[other]
            edges.append(Edge(("", port if other == "Target" else other), (LOSS, other)))
    graph = Graph({"Net": body, LOSS: without_coders(node)}, tuple(edges), {**inputs, **result})
    return infer(graph)  # type: ignore[return-value]


def natural_loss(net: Net, port: str, target: Dims = None) -> Layer:
    """The loss layer for an output: cross entropy after softmax or sigmoid, else the mean of squares.

    After softmax, targets that are as long as the output are probabilities; others are class numbers.
    """
    leaf = producer(net, port)
    chosen = leaf.layer.natural_loss() if leaf else None
    if chosen is None:
        return LAYERS["MeanSquaredLossLayer"]()
    output = net.dims.get(port)
    if (
        getattr(chosen, "Form", None) == "Index"
        and target
        and output is not None
        and len(target) == len(output)
    ):
        return replace(chosen, Form=CrossEntropyForm("Probabilities"))  # type: ignore[type-var]
    return chosen
