"""A net prints as a table: ports, layers with shapes and parameters, what is shared or frozen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from net_reading import net

from wlnet.nets.initialize import initialize
from wlnet.nets.table import sizes

LENET = (
    "NetChain[{ConvolutionLayer[20, {5, 5}], Ramp, PoolingLayer[{2, 2}, {2, 2}], "
    "ConvolutionLayer[50, {5, 5}], Ramp, PoolingLayer[2, 2], FlattenLayer[], 500, Ramp, 10, SoftmaxLayer[]}, "
    '"Input" -> NetEncoder[{"Image", {28, 28}, "Grayscale"}], '
    '"Output" -> NetDecoder[{"Class", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}}]]'
)


def lines(text: str) -> list[str]:
    return net(text).summary().split("\n")


def test_the_table_of_a_convolutional_net() -> None:
    made = initialize(net(LENET), np.random.default_rng(1))
    assert made.summary().split("\n") == [
        "NetChain  28×28 image → class of 10  431,080 parameters (1.6 MB), initialized",
        '      Input  NetEncoder["Image"] 1×28×28',
        "  1   Convolution 20, 5×5  20×24×24      520    0.1%",
        "  2   Ramp                 20×24×24",
        "  3   Pooling 2×2, 2×2     20×12×12",
        "  4   Convolution 50, 5×5  50×8×8     25,050    5.8%",
        "  5   Ramp                 50×8×8",
        "  6   Pooling 2, 2         50×4×4",
        "  7   Flatten              800",
        "  8   Linear 500           500       400,500   92.9%",
        "  9   Ramp                 500",
        "  10  Linear 10            10          5,010    1.2%",
        "  11  Softmax              10",
        '      Output  NetDecoder["Class"] {0, …, 9}',
    ]


def test_nested_nets_are_indented_under_their_names() -> None:
    table = lines('NetChain[<|"first" -> 3, "inner" -> {2, Tanh}|>, "Input" -> 4]')
    assert table[0] == "NetChain  4 → 2  23 parameters (92 bytes), uninitialized"
    assert [line.split()[:2] for line in table[2:-1]] == [
        ["first", "Linear"],
        ["inner", "NetChain"],
        ["1", "Linear"],
        ["2", "Tanh"],
    ]
    assert table[4].index("1 ") > table[3].index("inner")


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("ElementwiseLayer[Ramp]", ["ElementwiseLayer Ramp  any → any"]),
        (
            'LinearLayer[3, "Input" -> 2]',
            [
                "LinearLayer 3  2 → 3  9 parameters (36 bytes), uninitialized",
                "    Weights  3×2  6   66.7%",
                "    Biases   3    3   33.3%",
            ],
        ),
        (
            "LinearLayer[{}]",
            [
                "LinearLayer {}  any → real  sizes still open, uninitialized",
                "    Weights  1×n  ?",
                "    Biases   1    1",
            ],
        ),
        (
            'LinearLayer[1, "Input" -> 1, "Biases" -> None]',
            ["LinearLayer 1  1 → 1  1 parameter (4 bytes), uninitialized", "    Weights  1×1  1  100.0%"],
        ),
        (
            'MeanSquaredLossLayer["Input" -> 3]',
            ["MeanSquaredLossLayer  Input 3, Target 3 → real"],
        ),
        (
            "NetChain[{}]",
            ["NetChain  any → any"],
        ),
        (
            'NetChain[{Ramp}, "Input" -> NetEncoder["Boolean"], "Output" -> NetDecoder["Boolean"]]',
            [
                "NetChain  boolean → boolean",
                '     Input  NetEncoder["Boolean"]',
                "  1  Ramp  real",
                '     Output  NetDecoder["Boolean"]',
            ],
        ),
    ],
)
def test_small_nets(text: str, table: list[str]) -> None:
    assert lines(text) == table


def test_frozen_and_faster_arrays_are_marked() -> None:
    table = lines(
        'NetChain[{LinearLayer[3, LearningRateMultipliers -> None], 2, 2}, "Input" -> 2, '
        'LearningRateMultipliers -> {2 -> 0.5, {3, "Weights"} -> -2}]'
    )
    assert [line.split("%")[-1].strip() for line in table[2:5]] == ["frozen", "×0.5", "Weights ×-2"]


def test_shared_arrays_are_named_and_counted_once() -> None:
    layer = 'LinearLayer[2, "Weights" -> NetArray["w"]]'
    table = lines(f'NetChain[{{{layer}, Tanh, {layer}}}, "Input" -> 2]')
    assert "8 parameters" in table[0]
    assert table[2].endswith("6   75.0%  shared w") and table[4].endswith("2   25.0%  shared w")


def test_a_graph_says_what_feeds_its_layers() -> None:
    table = lines(
        'NetGraph[<|"a" -> 3, "b" -> 3, "loss" -> MeanSquaredLossLayer[]|>, {{"a", "b"} -> "loss"}]'
    )
    text = "\n".join(table)
    assert 'Linear 3 ← "Input"' in text and "MeanSquaredLoss ← a, b" in text
    assert table[0].startswith("NetGraph  any → real")


def test_a_net_with_rules_that_name_no_part_still_prints() -> None:
    made = net('NetChain[{2, 3}, "Input" -> 1, LearningRateMultipliers -> {2 -> 0}]')
    shorter = replace(made, nodes={"1": made.children["1"]})  # type: ignore[type-var, call-arg]
    assert shorter.summary().startswith("NetChain  1 → 3")


def test_big_nets_are_counted_in_megabytes() -> None:
    assert "(38.2 MB)" in lines('LinearLayer[10000, "Input" -> 1000]')[0]
    assert "(3.9 kB)" in lines('LinearLayer[1000, "Input" -> 1, "Biases" -> None]')[0]


def test_sizes_in_words() -> None:
    assert [sizes(d) for d in (None, (), (5,), (2, None, "Varying"))] == ["any", "real", "5", "2×n×Varying"]
