"""NetGraph: connections in every form, what is left over becomes a port, what makes no sense is told."""

from __future__ import annotations

import numpy as np
import pytest
from net_reading import net, said

from wlnet.nets.net import Graph, Net
from wlnet.nets.producer import producer

THREE = '<|"a" -> LinearLayer[3], "b" -> LinearLayer[3], "loss" -> MeanSquaredLossLayer[]|>'


def graph(nodes: str, connections: str, options: str = "") -> Graph:
    made = net(f"NetGraph[{nodes}, {connections}{', ' if options else ''}{options}]")
    assert isinstance(made, Graph)
    return made


def wires(made: Graph) -> set[str]:
    """The edges as "node.port > node.port"."""
    return {f"{'.'.join(edge.source)} > {'.'.join(edge.target)}" for edge in made.edges}


def test_a_row_of_arrows_is_a_row_of_layers() -> None:
    made = graph("{3, Ramp, 2}", "{1 -> 2 -> 3}")
    assert wires(made) == {
        ".Input > 1.Input",
        "1.Output > 2.Input",
        "2.Output > 3.Input",
        "3.Output > .Output",
    }
    assert made.wl_head == "NetGraph" and made.dims["Output"] == (2,)


@pytest.mark.parametrize(
    "connections",
    [
        '{{"a", "b"} -> "loss"}',
        '{"a" -> "loss", "b" -> "loss"}',
        '{"a" -> NetPort[{"loss", "Input"}], "b" -> NetPort[{"loss", "Target"}]}',
        '{"b" -> NetPort["loss", "Target"], "a" -> "loss"}',
        '{{NetPort["a", "Output"], 2} -> -1}',
        '{NetPort["Input1"] -> "a" -> "loss", NetPort["Input2"] -> "b" -> "loss" -> NetPort["Loss"]}',
        "{{1, 2} -> 3}",
    ],
)
def test_several_inputs_are_fed_in_order_or_by_name(connections: str) -> None:
    made = graph(THREE, connections)
    assert {"a.Output > loss.Input", "b.Output > loss.Target"} <= wires(made)
    assert made.outputs == ["Loss"]


def test_one_rule_needs_no_list_around_it() -> None:
    assert graph(THREE, '{"a", "b"} -> "loss"') == graph(THREE, '{{"a", "b"} -> "loss"}')


def test_ports_have_the_names_that_are_given() -> None:
    made = graph("{3, 2}", '{NetPort["Picture"] -> 1, NetPort["Picture"] -> 2, 1 -> NetPort["Left"]}')
    assert (made.inputs, made.outputs) == (["Picture"], ["Left", "Output"])


def test_outputs_that_would_have_one_name_are_numbered() -> None:
    assert graph(
        "{3, 2, Ramp}", '{NetPort["Input"] -> 1, NetPort["Input"] -> 2, NetPort["Input"] -> 3}'
    ).outputs == [
        "Output1",
        "Output2",
        "Output3",
    ]
    kept = graph("{3, 2}", '{NetPort["Input"] -> 1 -> NetPort["Output"], NetPort["Input"] -> 2}')
    assert kept.outputs == ["Output", "Output1"]


def test_open_inputs_of_one_name_are_one_port() -> None:
    assert graph("{3, 2}", "{}").inputs == ["Input"]
    assert graph(THREE, "{}").inputs == ["Input", "Target"]
    branches = graph("{3, Ramp, CatenateLayer[]}", '{NetPort["Input"] -> 1, {1, 2} -> 3}', '"Input" -> 2')
    assert branches.inputs == ["Input"] and branches.dims["Output"] == (5,)
    assert {".Input > 1.Input", ".Input > 2.Input"} <= wires(branches)


def test_one_source_feeds_all_in_a_list() -> None:
    split = graph("{2, Ramp, Tanh, TotalLayer[]}", '{NetPort["Input"] -> 1 -> {2, 3} -> 4}')
    assert wires(split) == wires(graph("{2, Ramp, Tanh, TotalLayer[]}", "{1 -> 2 -> 4, 1 -> 3 -> 4}"))
    ports = graph("{2, 2, TotalLayer[]}", '{NetPort["a"] -> {1, NetPort["same"]}, {1, 2} -> 3}')
    assert ".a > .same" in wires(ports)
    deeper = graph("{Ramp, Tanh, Ramp, TotalLayer[]}", "{1 -> {2 -> 3, 4}, 3 -> 4}")
    assert wires(deeper) == wires(graph("{Ramp, Tanh, Ramp, TotalLayer[]}", "{1 -> 2 -> 3, 1 -> 4, 3 -> 4}"))


def test_an_output_that_feeds_a_layer_is_no_port_unless_named() -> None:
    assert graph("{3, Ramp}", "{1 -> 2}").outputs == ["Output"]
    both = graph("{3, Ramp}", '{1 -> 2, 1 -> NetPort["Inner"]}')
    assert both.outputs == ["Inner", "Output"]


def test_none_leaves_an_output_out() -> None:
    assert graph("{3, 2}", "{1 -> None}").outputs == ["Output"]


def test_an_input_can_pass_straight_through() -> None:
    made = graph("{}", '{NetPort["In"] -> NetPort["Out"]}', '"In" -> 3')
    assert made.dims == {"In": (3,), "Out": (3,)} and producer(made, "Out") is None


def test_types_and_multipliers_are_options() -> None:
    made = graph("{3, 2}", "{1 -> 2}", '"Input" -> 4, LearningRateMultipliers -> {1 -> 0}')
    assert made.dims["Input"] == (4,) and made.multipliers is not None


def test_coders_at_the_ends_become_those_of_the_graph() -> None:
    first = 'LinearLayer[1, "Input" -> NetEncoder["Boolean"]]'
    made = graph(f"{{{first}, Tanh}}", "{1 -> 2}")
    assert made.coders["Input"].name == "Boolean" and not made.children["1"].coders
    inside = graph(f"{{Tanh, {first}}}", "{1 -> 2}", '"Input" -> "Real"')
    assert not inside.coders and not inside.children["2"].coders


def test_losses_keep_what_their_ports_are() -> None:
    made = graph('{SoftmaxLayer[], CrossEntropyLossLayer["Index"]}', "{1 -> 2}")
    assert made.ports["Loss"].loss and made.ports["Loss"].output
    assert made.ports["Target"].kind == "index" and not made.ports["Target"].output


def test_graphs_nest() -> None:
    inner = 'NetGraph[{3, 3, MeanSquaredLossLayer[]}, {NetPort["X"] -> 1, NetPort["Y"] -> 2, {1, 2} -> 3}]'
    made = graph(f"{{Tanh, {inner}}}", '{1 -> NetPort[{2, "Y"}]}', '"Input" -> 5')
    assert made.inputs == ["Input", "X"] and made.array_dims()["2", "2", "Weights"] == (3, 5)


@pytest.mark.parametrize(
    ("connections", "message"),
    [
        ('{"a" -> "b", "b" -> "a"}', 'The connections lead in a circle through "a", "b".'),
        ('{"a" -> "a"}', 'The connections lead in a circle through "a".'),
        ('{"a" -> "c"}', '"c" is not a node of the graph, which has the nodes "a", "b", "loss".'),
        ("{1 -> 4}", '4 is not a node of the graph, which has the nodes "a", "b", "loss".'),
        ("{1}", "1 is not a connection; a -> b with nodes or NetPorts was expected."),
        ("{1 -> x}", "1 -> x is not a connection; a -> b with nodes or NetPorts was expected."),
        (
            "{NetPort[1] -> 2}",
            "NetPort[1] -> 2 is not a connection; a -> b with nodes or NetPorts was expected.",
        ),
        (
            '{"a" -> NetPort[{"loss", "X"}]}',
            'The node "loss" (MeanSquaredLossLayer) has no input "X"; it has "Input", "Target".',
        ),
        (
            '{NetPort[{"a", "State"}] -> "b"}',
            'The node "a" (LinearLayer) has no output "State"; it has "Output".',
        ),
        ('{"a" -> "b", "loss" -> "b"}', 'The node "b" (LinearLayer) has no free input for "loss".'),
        (
            '{"a" -> NetPort["b", "Input"], NetPort["X"] -> NetPort["b", "Input"]}',
            'Two connections lead to NetPort["b", "Input"].',
        ),
        (
            '{NetPort["X"] -> "a" -> NetPort["X"]}',
            'The port "X" of the graph is both an input and an output.',
        ),
    ],
)
def test_connections_that_make_no_sense_are_told(connections: str, message: str) -> None:
    assert said(lambda: graph(THREE, connections)) == message


def test_which_of_several_outputs_is_meant_has_to_be_said() -> None:
    two = 'NetGraph[{3, 2}, {NetPort["Input"] -> 1, NetPort["Input"] -> 2}]'
    message = 'The node 1 (NetGraph) has the outputs "Output1", "Output2"; NetPort[{1, ...}] says which.'
    assert said(lambda: graph(f"{{{two}, Tanh}}", "{1 -> 2}")) == message
    assert graph(f"{{{two}, Tanh}}", '{NetPort[{1, "Output2"}] -> 2}').outputs == ["Output1", "Output"]


def test_the_order_of_connections_does_not_matter_to_equality() -> None:
    one = graph("{3, Ramp, 2}", "{1 -> 2, 2 -> 3}", '"Input" -> 2')
    other = graph("{3, Ramp, 2}", "{2 -> 3, 1 -> 2}", '"Input" -> 2')
    assert one == other and hash(one) == hash(other)
    assert one != graph("{3, Ramp, 2}", "{1 -> 3, 2 -> None}", '"Input" -> 2')


def test_a_graph_is_a_net_like_any_other() -> None:
    made: Net = graph("{3, 2}", "{1 -> 2}", '"Input" -> 4')
    full = made.with_arrays({path: np.ones(dims) for path, dims in made.array_dims().items()})  # type: ignore
    assert full.missing() == [] and list(full.arrays()) == list(made.array_specs())
