"""NetUnfold, and SequenceAttentionLayer in terms of the present AttentionLayer."""

from __future__ import annotations

from ..expr import FAILED, Node, S, String, is_rule
from ..kernel.builtin import builtin
from ..nets.construct import build_layer, configured, read_options
from ..nets.graph import graph
from ..nets.layer import LAYERS
from ..nets.net import Net
from ..nets.surgery.unfold import unfold
from .arguments import NetArgument, operand

PORTS = ("Input", "Query", "Output", "LearningRateMultipliers")


@builtin("NetUnfold[net_]", failure=FAILED)
def net_unfold(k, net: NetArgument):
    """NetUnfold[net] is one step of a net that goes along a sequence, with its states as ports.

    The states before the step are inputs: "State", "CellState", or for a causal AttentionLayer the sequences
    "Keys" and "Values"; those after it are outputs, "OutputState", ....  Names are numbered where several
    layers have states.  Inputs and outputs are elements of the sequences, without encoders.
    NetUnfold[NetFoldOperator[net]] is net.

    >> Information[NetUnfold[GatedRecurrentLayer[2, "Input" -> {"Varying", 3}]], "InputPortNames"]
    {"Input", "State"}
    """
    return unfold(net)  # type: ignore[arg-type]


@builtin("SequenceAttentionLayer[args___]", failure=FAILED)
def sequence_attention_layer(k, args: tuple[Node, ...]) -> Net:
    """SequenceAttentionLayer[net] is an AttentionLayer with one port "Input" for keys and values; obsolete.

    It is read as the graph of an AttentionLayer whose "Key" and "Value" are "Input".

    >> Information[SequenceAttentionLayer["Dot"], "InputPortNames"]
    {"Input", "Query"}
    """
    kind = LAYERS["AttentionLayer"]
    options = {n: v for n, v in read_options(args).items() if n in PORTS}
    rest = [a for a in args if not is_rule(a) or getattr(a.args[0], "value", a.args[0]) not in PORTS]
    if rest and not is_rule(rest[0]):
        rest[0] = operand(k, rest[0], kind)
    links = [
        S.Rule(S.NetPort(String(source)), S.NetPort(S.List(String("Attention"), String(port))))
        for source, port in (("Input", "Key"), ("Input", "Value"), ("Query", "Query"))
    ]
    return configured(graph({"Attention": build_layer(kind, rest)}, S.List(*links)), options)
