"""Layers with any number of inputs: where their number comes from, and what dimensions tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from net_reading import built, interpreted, net, said

from wlnet.engine.run import apply
from wlnet.nets.infer import infer
from wlnet.nets.input_ports import of_list
from wlnet.nets.net import Graph
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form


def graph(nodes: str, connections: str, options: str = "") -> Graph:
    made = net(f"NetGraph[{nodes}, {connections}{', ' if options else ''}{options}]")
    assert isinstance(made, Graph)
    return made


@pytest.mark.parametrize(
    ("setting", "inputs"),
    [
        ("InputPorts -> 3", ["1", "2", "3"]),
        ('"Inputs" -> 2', ["1", "2"]),
        ('InputPorts -> {"a", "b"}', ["a", "b"]),
        ("InputPorts -> {2, {Automatic}}", ["1", "2"]),
        ('InputPorts -> <|"x" -> 2, "y" -> Automatic|>', ["x", "y"]),
    ],
)
def test_inputs_are_given_by_number_names_or_types(setting: str, inputs: list[str]) -> None:
    assert net(f"CatenateLayer[{setting}]").inputs == inputs
    assert net(f"TotalLayer[{setting}]").inputs == inputs


def test_types_of_inputs_fix_their_dimensions() -> None:
    made = net('CatenateLayer[InputPorts -> <|"x" -> {2, 3}, "y" -> 4|>]')
    assert made.dims == {"x": (2, 3), "y": (4,), "Output": (2, 7)}


def test_the_inputs_of_a_function_have_the_names_of_its_slots() -> None:
    assert net("ThreadingLayer[#a + #b &]").inputs == ["a", "b"]
    assert net("ThreadingLayer[#1 + #3 &]").inputs == ["Input1", "Input2", "Input3"]
    assert net("ThreadingLayer[Plus]").inputs == []


@pytest.mark.parametrize("kind", ["TotalLayer[]", "ThreadingLayer[Plus]", "CatenateLayer[]"])
@pytest.mark.parametrize(
    "connections",
    [
        "{{1, 2} -> 3}",
        "{1 -> 3, 2 -> 3}",
        '{1 -> NetPort[{3, "1"}], 2 -> NetPort[{3, "2"}]}',
        '{2 -> NetPort[{3, "Input2"}], 1 -> 3}',
    ],
)
def test_connections_fix_the_number_of_inputs(kind: str, connections: str) -> None:
    made = graph(f"{{2, 2, {kind}}}", connections, '"Input" -> 3')
    assert len(made.nodes["3"].inputs) == 2
    first, second = made.nodes["3"].inputs
    wired = {edge.target: edge.source for edge in made.edges}
    assert wired["3", first] == ("1", "Output") and wired["3", second] == ("2", "Output")
    assert made.dims["Output"] == ((4,) if "Catenate" in kind else (2,))


def test_a_port_that_is_skipped_becomes_one_of_the_graph() -> None:
    made = graph("{2, CatenateLayer[]}", '{1 -> NetPort[{2, "3"}]}')
    assert made.nodes["2"].inputs == ["1", "2", "3"] and made.inputs == ["Input", "1", "2"]


def test_a_layer_without_connections_stays_open() -> None:
    assert graph("{Tanh, TotalLayer[]}", "{}").nodes["2"].inputs == []


def test_chains_in_a_list_feed_a_layer() -> None:
    made = graph("{2, Tanh, TotalLayer[]}", '{{NetPort["a"] -> 1, NetPort["b"] -> 2} -> 3}')
    assert made.inputs == ["a", "b"] and made.dims["b"] == (2,)


def test_a_graph_with_such_layers_is_written_and_read() -> None:
    made = graph(
        "{2, 2, ThreadingLayer[Times], CatenateLayer[]}", "{{1, 2} -> 3, {1, 3} -> 4}", '"Input" -> 3'
    )
    assert built(parse(input_form(made.to_node()))) == made


# Dimensions in both directions


@pytest.mark.parametrize(
    ("layer", "known", "follows"),
    [
        ("TotalLayer[InputPorts -> 2]", {"2": (3,)}, {"1": (3,), "Output": (3,)}),
        ("TotalLayer[InputPorts -> 2]", {"1": (3, None), "Output": (None, 4)}, {"2": (3, 4)}),
        ("CatenateLayer[InputPorts -> 2]", {"1": (2,), "Output": (5,)}, {"2": (3,)}),
        ("CatenateLayer[2, InputPorts -> 2]", {"1": (2, 3), "2": (None, 4)}, {"2": (2, 4), "Output": (2, 7)}),
        ("CatenateLayer[InputPorts -> 2]", {"1": ("Varying", 3), "2": (2, 3)}, {"Output": ("Varying", 3)}),
        ("DotLayer[InputPorts -> 2]", {"1": (2, 3), "2": (None, 4)}, {"2": (3, 4), "Output": (2, 4)}),
        ("DotLayer[InputPorts -> 2]", {"1": (None, 3), "2": (3, None), "Output": (2, 4)}, {"1": (2, 3)}),
        ("ThreadingLayer[Plus, InputPorts -> 2]", {"Input1": (3, 1), "Input2": (1, 4)}, {"Output": (3, 4)}),
        ("ThreadingLayer[Plus, None, InputPorts -> 2]", {"Output": (3,)}, {"Input1": (3,), "Input2": (3,)}),
        ("ThreadingLayer[Plus, InputPorts -> 2]", {"Input1": (1,), "Output": (3,)}, {"Input2": (3,)}),
        (
            "ThreadingLayer[Plus, InputPorts -> 2]",
            {"Input1": (2, 3)},
            {"Input2": (None, None), "Output": (2, 3)},
        ),
        ("ThreadingLayer[Plus, -1, InputPorts -> 2]", {"Input1": (2, 3), "Input2": (2,)}, {"Output": (2, 3)}),
        ("PrependLayer[]", {"Element": (2,), "Output": (4, None)}, {"Input": (3, 2)}),
        ("AppendLayer[]", {"Input": ("Varying", 2)}, {"Element": (2,), "Output": ("Varying", 2)}),
        ("PaddingLayer[{{1, 2}}]", {"Output": (5, 3)}, {"Input": (2, 3)}),
        ("PaddingLayer[{{0, 0}, {1, 1}}]", {"Input": ("Varying", 3)}, {"Output": ("Varying", 5)}),
        ("PartLayer[{All, 2}]", {"Output": (3, 4)}, {"Input": (3, None, 4)}),
        ("PartLayer[2 ;;]", {"Input": ("Varying", 4)}, {"Output": ("Varying", 4)}),
        ("AggregationLayer[Mean, {1, 3}]", {"Output": (3,)}, {"Input": (None, 3, None)}),
        ("AggregationLayer[Mean, 1]", {"Input": ("Varying", 4)}, {"Output": (4,)}),
        ("ResizeLayer[{All, 3}]", {"Output": (2, 5, 3)}, {"Input": (2, 5, None)}),
        ('DeconvolutionLayer[4, {2, 2}, "Stride" -> 2]', {"Output": (4, 6, 8)}, {"Input": (None, 3, 4)}),
        ("UnitVectorLayer[]", {"Output": (2, 5)}, {"Input": (2,), "Input classes": (5,)}),
        ("EmbeddingLayer[]", {"Weights": (5, 3)}, {}),
        ("CTCLossLayer[]", {"Input": (6, 4)}, {"Target classes": (3,)}),
        ("OrderingLayer[2]", {"Input": (7,)}, {"Output": (2,), "Output classes": (7,)}),
    ],
)
def test_what_is_known_tells_the_rest(layer: str, known: dict[str, Any], follows: dict[str, Any]) -> None:
    dims = infer(net(layer), known).dims
    assert {port: dims[port] for port in follows} == follows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "NetGraph[{2, 3, TotalLayer[]}, {{1, 2} -> 3}]",
            'Layer 3 (TotalLayer) takes a vector of 2 at its port "2", but '
            "layer 2 (LinearLayer) gives a vector of 3.",
        ),
        (
            "NetGraph[{LinearLayer[{2, 3}], LinearLayer[{4, 3}], CatenateLayer[2]}, {{1, 2} -> 3}]",
            'Layer 3 (CatenateLayer) takes a 2×3 array at its port "2", but '
            "layer 2 (LinearLayer) gives a 4×3 array.",
        ),
        (
            "NetGraph[{LinearLayer[{2, 3}], LinearLayer[{2, 3}], DotLayer[]}, {{1, 2} -> 3}]",
            'Layer 3 (DotLayer) takes a 3×3 array at its port "2", but '
            "layer 2 (LinearLayer) gives a 2×3 array.",
        ),
        (
            "NetGraph[{LinearLayer[{2, 3}], 3, ThreadingLayer[Plus]}, {{1, 2} -> 3}]",
            'Layer 3 (ThreadingLayer) takes an array of 2 dimensions at its port "Input2", but layer 2 '
            "(LinearLayer) gives a vector of 3.",
        ),
        (
            'NetChain[{OrderingLayer[], EmbeddingLayer[2, 3]}, "Input" -> 6]',
            'Layer 2 (EmbeddingLayer) takes one of 3 classes at its port "Input", but layer 1 '
            "(OrderingLayer) gives one of 6 classes.",
        ),
        (
            'UnitVectorLayer[3, "Input" -> Restricted["Integer", 4]]',
            'The port "Input" of UnitVectorLayer is one of 4 classes, which does not fit one of 3 classes.',
        ),
    ],
)
def test_what_does_not_fit_is_told_with_both_sides(text: str, message: str) -> None:
    assert message in said(lambda: net(text))


# Data in lists


def answer(layer: str, data: str) -> Any:
    made, columns = of_list(net(layer), interpreted(parse(data)))
    return made.inputs, input_form(columns)


def test_a_list_has_an_element_for_each_input() -> None:
    assert answer("TotalLayer[]", "{{1, 2}, {3, 4}}") == (["1", "2"], '<|"1" -> {1, 2}, "2" -> {3, 4}|>')


def test_lists_of_examples_are_batches_where_only_that_fits() -> None:
    two = "TotalLayer[InputPorts -> {2, 2}]"
    assert answer(two, "{{1, 2}, {3, 4}}")[1] == '<|"1" -> {1, 2}, "2" -> {3, 4}|>'
    assert (
        answer(two, "{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}")[1]
        == '<|"1" -> {{1, 2}, {5, 6}}, "2" -> {{3, 4}, {7, 8}}|>'
    )
    assert (
        answer("TotalLayer[InputPorts -> 2]", "{{1, 2}, {3, 4}, {5, 6}}")[1]
        == '<|"1" -> {1, 3, 5}, "2" -> {2, 4, 6}|>'
    )


def test_a_list_of_another_length_is_told() -> None:
    message = "A list with data for 2 inputs was expected, not one of 3 elements."
    assert said(lambda: answer("TotalLayer[InputPorts -> {2, 2}]", "{{1, 2}, {3, 4}, 5}")) == message


# Numbers of one kind for layers of another, and layers without inputs


def test_positions_become_numbers_where_those_are_computed_with() -> None:
    made = net('NetChain[{OrderingLayer[], ElementwiseLayer[#/2 &]}, "Input" -> 3]')
    found = apply(made, {"Input": np.array([[3.0, 1.0, 2.0]])})["Output"]
    np.testing.assert_array_equal(found, [[1.0, 1.5, 0.5]])


def test_numbers_become_positions_where_those_are_wanted() -> None:
    made = net('NetChain[{ElementwiseLayer[2 # &], UnitVectorLayer[4]}, "Input" -> 2]')
    found = apply(made, {"Input": np.array([[1.0, 2.0]])})["Output"]
    np.testing.assert_array_equal(found, [[[0, 1, 0, 0], [0, 0, 0, 1]]])


def test_a_layer_without_inputs_serves_every_example() -> None:
    made = graph(
        '{NetArrayLayer["Array" -> {1, 2}], CatenateLayer[]}', '{{NetPort["Input"], 1} -> 2}', '"Input" -> 1'
    )
    found = apply(made, {"Input": np.array([[5.0], [6.0]])})["Output"]
    np.testing.assert_array_equal(found, [[5, 1, 2], [6, 1, 2]])
    np.testing.assert_array_equal(apply(net('NetArrayLayer["Array" -> {1, 2}]'), {})["Output"], [[1, 2]])
