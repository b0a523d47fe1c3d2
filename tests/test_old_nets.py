"""Layers of old .wlnet files are read in terms of the present ones."""

from __future__ import annotations

import numpy as np
import pytest
from net_reading import net

from wlnet.engine.run import apply
from wlnet.expr import Node, S, String
from wlnet.formats.net_association import net_association
from wlnet.formats.net_reading import read_net
from wlnet.formats.net_types import association, entries
from wlnet.nets.initialize import initialize
from wlnet.nets.net import Net

TYPES = '"Key" -> {"n", 3}, "Value" -> {"n", 3}, "Query" -> {"m", 3}'
SCORES = (
    'NetGraph[{CatenateLayer[], LinearLayer["Real"]}, {{NetPort["Input"], NetPort["Query"]} -> 1 -> 2}, '
    '"Input" -> 3, "Query" -> 3]'
)


def old_attention(now: Net) -> Node:
    """The association that an old file has for this AttentionLayer."""
    said = entries(net_association(now))
    inputs = {"Input": entries(said["Inputs"])["Key"], "Query": entries(said["Inputs"])["Query"]}
    parameters = {"ScoringNet" if n == "Net" else n: v for n, v in entries(said["Parameters"]).items()}
    changed = {"Inputs": association(inputs), "Parameters": association(parameters)}
    return association(said | changed | {"Type": String("SequenceAttention")})


def followed_by_ramp(first: Node) -> Node:
    """The association of a graph with one more layer."""
    second = entries(net_association(net('ElementwiseLayer[Ramp, "Input" -> {"n", 3}]')))
    ends = [("Nodes", "a", "Inputs", p) for p in ("Input", "Query")]
    edges = [
        S.Rule(S.NetPath(*map(String, end)), S.NetPath(String("Inputs"), String(end[3]))) for end in ends
    ]
    inner = [("Nodes", "b", "Inputs", "Input"), ("Nodes", "a", "Outputs", "Output")]
    outer = [("Outputs", "Output"), ("Nodes", "b", "Outputs", "Output")]
    for target, source in (inner, outer):
        edges.append(S.Rule(S.NetPath(*map(String, target)), S.NetPath(*map(String, source))))
    return association(
        {
            "Type": String("Graph"),
            "Nodes": association({"a": first, "b": association(second)}),
            "Edges": S.List(*edges),
            "Inputs": entries(first)["Inputs"],
            "Outputs": entries(first)["Outputs"],
        }
    )


@pytest.mark.parametrize("scoring", ['"Bilinear"', '"Dot"', SCORES])
@pytest.mark.parametrize("inside", [False, True])
def test_an_old_attention_is_a_present_one_with_keys_for_values(scoring: str, inside: bool) -> None:
    now = initialize(net(f"AttentionLayer[{scoring}, {TYPES}]"), np.random.default_rng(3))
    old = old_attention(now)
    again = read_net(followed_by_ramp(old) if inside else old)
    assert again.inputs == ["Input", "Query"]
    random = np.random.default_rng(5)
    keys, queries = (random.normal(size=(1, n, 3)).astype(np.float32) for n in (5, 4))
    wanted = apply(now, {"Key": keys, "Value": keys, "Query": queries})["Output"]
    found = apply(again, {"Input": keys, "Query": queries})["Output"]
    assert np.allclose(found, np.maximum(wanted, 0) if inside else wanted, atol=1e-6)
    assert (wanted < 0).any()
