"""LossFunction in every form: the loss is the one written out with numpy, and a step follows its slope.

A case is a net, data, a LossFunction, and the loss of an example as a function of the arrays of the net.  The
slope is found by differences, in 64 bits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
import pytest

from wlnet.arrays import array_of
from wlnet.expr import Node
from wlnet.session import Session

Arrays = Mapping[str, np.ndarray]

LINE = """NetInitialize[NetChain[{LinearLayer[%s]}, "Input" -> 2], RandomSeeding -> 3]"""
CHOOSE = """NetInitialize[NetChain[{LinearLayer[3], SoftmaxLayer[]}, "Input" -> 2], RandomSeeding -> 3]"""
DECIDE = """NetInitialize[NetChain[{LinearLayer[%s], LogisticSigmoid}, "Input" -> 2], RandomSeeding -> 3]"""
NAMED = """NetInitialize[NetChain[{LinearLayer[3], SoftmaxLayer[]}, "Input" -> 2,
  "Output" -> NetDecoder[{"Class", {"x", "y", "z"}}]], RandomSeeding -> 3]"""
TWO = """NetInitialize[NetGraph[<|"a" -> LinearLayer[2], "b" -> LinearLayer[{}]|>,
  {NetPort["Input"] -> "a" -> NetPort["A"], NetPort["Input"] -> "b" -> NetPort["B"]}, "Input" -> 2],
  RandomSeeding -> 3]"""
EACH = """NetInitialize[NetMapOperator[LinearLayer[2, "Input" -> 2]], RandomSeeding -> 3]"""
SPELL = """NetInitialize[NetMapOperator[NetChain[{LinearLayer[4, "Input" -> 2], SoftmaxLayer[]}]%s],
  RandomSeeding -> 3]"""
PAIR = """NetInitialize[NetPairEmbeddingOperator[LinearLayer[2, "Input" -> 2]], RandomSeeding -> 3]"""

X = np.array([[1.0, 0.5], [-0.4, 2.0], [0.3, -1.0]])
Y = np.array([[0.7, -1.2], [0.1, 0.9], [1.5, 0.2]])
SEQUENCES = [np.array([[1.0, 0.5]]), np.array([[0.2, -1.0], [0.4, 0.4], [-0.6, 1.0]]), X[:2]]
AIMS = [np.array([[0.3, -0.5]]), np.array([[1.2, 0.0], [0.4, -0.4], [0.6, 0.1]]), Y[:2]]
LABELS = [[1], [2, 2], [3]]  # of X, longer sequences; 4 is the blank
LONGER = [X, X[::-1], np.array([[0.1, 0.2], [1.0, -1.0], [0.5, 0.5]])]
PAIRS = np.stack([X, Y], 1)

SQUARES = 'NetGraph[{ThreadingLayer[Subtract], ElementwiseLayer[#^2 &]}, {{NetPort["Input"], NetPort["Target"]} -> 1 -> 2}]'  # noqa: E501
WEIGHED = """NetGraph[{ThreadingLayer[#1 (#2 - #3)^2 &], SummationLayer[]},
  {{NetPort["Factor"], NetPort["Input"], NetPort["Target"]} -> 1 -> 2 -> NetPort["Loss"]}]"""
SEVERAL = """NetGraph[{MeanSquaredLossLayer[], MeanAbsoluteLossLayer[]},
  {{NetPort["Input"], NetPort["Target"]} -> 1 -> NetPort["First"],
   {NetPort["Input"], NetPort["Target"]} -> 2 -> NetPort["Second"]}]"""
INSIDE = """NetInitialize[NetGraph[{LinearLayer[2], MeanSquaredLossLayer[], MeanAbsoluteLossLayer[]},
  {NetPort["Input"] -> 1, {1, NetPort["Goal"]} -> 2 -> NetPort["Far"], {1, NetPort["Goal"]} -> 3 -> NetPort["Near"]},
  "Input" -> 2], RandomSeeding -> 3]"""  # noqa: E501


def lists(values: Any) -> str:
    """Numbers, truth values and texts as the language writes them."""
    if isinstance(values, (list, tuple, np.ndarray)):
        return "{" + ", ".join(map(lists, values)) + "}"
    if isinstance(values, (bool, str)):
        return f'"{values}"' if isinstance(values, str) else str(values)
    return str(values)


def data(**columns: Any) -> str:
    return "<|" + ", ".join(f'"{port}" -> {lists(values)}' for port, values in columns.items()) + "|>"


def linear(a: Arrays, x: np.ndarray, at: str = "1") -> np.ndarray:
    return x @ a[f"{at}/Weights"].T + a[f"{at}/Biases"]


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def surprise(a: Any, i: int) -> float:
    """The cross entropy of example i, whose class is known by number."""
    return -float(np.log(softmax(linear(a, X[i]))[CLASSES[i] - 1]))


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def square(made: np.ndarray, aim: np.ndarray) -> float:
    return float(np.mean((made - aim) ** 2))


def absolute(made: np.ndarray, aim: np.ndarray) -> float:
    return float(np.mean(abs(made - aim)))


def binary(p: np.ndarray, aim: np.ndarray) -> float:
    return float(-np.mean(aim * np.log(p) + (1 - aim) * np.log(1 - p)))


def ctc(p: np.ndarray, labels: list[int], blank: int) -> float:
    """Minus log of the probability of all paths that give the labels, each path written out."""

    def said(path: tuple[int, ...]) -> list[int]:
        kept = [path[0]] + [b for a, b in pairwise(path) if a != b]
        return [symbol for symbol in kept if symbol != blank]

    paths = (path for path in product(range(1, blank + 1), repeat=len(p)) if said(path) == labels)
    return float(-np.log(sum(np.prod([p[t, s - 1] for t, s in enumerate(path)]) for path in paths)))


def distance(a: Arrays, i: int, prefix: str = "Net") -> float:
    first, second = (linear(a, PAIRS[i, j], prefix) for j in (0, 1))
    return float(np.linalg.norm(first - second))


class Case(NamedTuple):
    net: str
    data: str
    loss: str
    expected: Callable[[Arrays, int], float]  # the loss of example i


LINES = data(Input=X, Output=Y)
BOTH = data(Input=X, A=Y, B=Y[:, 0])
CLASSES = [2, 3, 1]
NAMES = ["y", "z", "x"]
SOFT = softmax(Y[:, [0, 1, 0]])
CASES = {
    "none given": Case(LINE % 2, LINES, "Automatic", lambda a, i: square(linear(a, X[i]), Y[i])),
    "a layer": Case(
        LINE % 2, LINES, "MeanAbsoluteLossLayer[]", lambda a, i: absolute(linear(a, X[i]), Y[i])
    ),
    "a port": Case(LINE % "{}", data(Input=X), '"Output"', lambda a, i: float(linear(a, X[i])[0])),
    "an array at a port": Case(
        LINE % 2, data(Input=X), '"Output"', lambda a, i: float(linear(a, X[i]).sum())
    ),
    "a port, scaled": Case(
        LINE % 2, data(Input=X), '"Output" -> Scaled[-3]', lambda a, i: -3 * float(linear(a, X[i]).sum())
    ),
    "a port and a layer": Case(
        LINE % 2, LINES, '"Output" -> MeanAbsoluteLossLayer[]', lambda a, i: absolute(linear(a, X[i]), Y[i])
    ),
    "a port and Automatic": Case(
        LINE % 2, LINES, '"Output" -> Automatic', lambda a, i: square(linear(a, X[i]), Y[i])
    ),
    "a port and Automatic, scaled": Case(
        LINE % 2,
        LINES,
        '"Output" -> Automatic -> Scaled[-0.5]',
        lambda a, i: -0.5 * square(linear(a, X[i]), Y[i]),
    ),
    "a layer, scaled twice": Case(
        LINE % 2,
        LINES,
        "(MeanSquaredLossLayer[] -> Scaled[2]) -> Scaled[-1/3]",
        lambda a, i: -2 / 3 * square(linear(a, X[i]), Y[i]),
    ),
    "several, summed": Case(
        LINE % 2,
        LINES,
        '{MeanSquaredLossLayer[], "Output" -> MeanAbsoluteLossLayer[] -> Scaled[-1/4], '
        '"Output" -> Scaled[2]}',
        lambda a, i: square(linear(a, X[i]), Y[i])
        - 0.25 * absolute(linear(a, X[i]), Y[i])
        + 2 * float(linear(a, X[i]).sum()),
    ),
    "an array of losses": Case(LINE % 2, LINES, SQUARES, lambda a, i: 2 * square(linear(a, X[i]), Y[i])),
    "an array of losses, scaled": Case(
        LINE % 2, LINES, f"({SQUARES}) -> Scaled[-1]", lambda a, i: -2 * square(linear(a, X[i]), Y[i])
    ),
    "only an input": Case(
        LINE % 2,
        data(Input=X),
        "NetChain[{ElementwiseLayer[Exp], SummationLayer[]}]",
        lambda a, i: float(np.exp(linear(a, X[i])).sum()),
    ),
    "a function": Case(
        LINE % 2,
        LINES,
        "FunctionLayer[Max[Abs[#Input - #Target]] &]",
        lambda a, i: float(abs(linear(a, X[i]) - Y[i]).max()),
    ),
    "inputs of its own": Case(
        LINE % 2,
        data(Input=X, Output=Y, Factor=abs(Y)),
        WEIGHED,
        lambda a, i: float((abs(Y[i]) * (linear(a, X[i]) - Y[i]) ** 2).sum()),
    ),
    "several outputs": Case(
        LINE % 2, LINES, SEVERAL, lambda a, i: square(linear(a, X[i]), Y[i]) + absolute(linear(a, X[i]), Y[i])
    ),
    "several outputs, scaled": Case(
        LINE % 2,
        LINES,
        f"({SEVERAL}) -> Scaled[-2]",
        lambda a, i: -2 * (square(linear(a, X[i]), Y[i]) + absolute(linear(a, X[i]), Y[i])),
    ),
    "every output": Case(
        TWO,
        BOTH,
        "Automatic",
        lambda a, i: square(linear(a, X[i], "a"), Y[i]) + square(linear(a, X[i], "b"), Y[i, :1]),
    ),
    "outputs with losses of their own": Case(
        TWO,
        BOTH,
        '{"A" -> MeanAbsoluteLossLayer[] -> Scaled[-1], "B" -> Automatic -> Scaled[3]}',
        lambda a, i: -absolute(linear(a, X[i], "a"), Y[i]) + 3 * square(linear(a, X[i], "b"), Y[i, :1]),
    ),
    "inside the net": Case(
        INSIDE,
        data(Input=X, Goal=Y),
        "Automatic",
        lambda a, i: square(linear(a, X[i]), Y[i]) + absolute(linear(a, X[i]), Y[i]),
    ),
    "one of those inside the net": Case(
        INSIDE, data(Input=X, Goal=Y), '"Near"', lambda a, i: absolute(linear(a, X[i]), Y[i])
    ),
    "those inside the net, scaled": Case(
        INSIDE,
        data(Input=X, Goal=Y),
        '{"Near" -> Scaled[-1], "Far" -> Scaled[2]}',
        lambda a, i: -absolute(linear(a, X[i]), Y[i]) + 2 * square(linear(a, X[i]), Y[i]),
    ),
    "classes by number": Case(
        CHOOSE,
        data(Input=X, Output=CLASSES),
        'CrossEntropyLossLayer["Index"]',
        surprise,
    ),
    "classes by name": Case(
        NAMED,
        data(Input=X, Output=NAMES),
        "Automatic",
        surprise,
    ),
    "classes by name, loss given": Case(
        NAMED,
        data(Input=X, Output=NAMES),
        '"Output" -> CrossEntropyLossLayer["Index"] -> Scaled[-2]',
        lambda a, i: 2 * float(np.log(softmax(linear(a, X[i]))[CLASSES[i] - 1])),
    ),
    "probabilities": Case(
        CHOOSE,
        data(Input=X, Output=SOFT),
        'CrossEntropyLossLayer["Probabilities"]',
        lambda a, i: -float((SOFT[i] * np.log(softmax(linear(a, X[i])))).sum()),
    ),
    "a truth value": Case(
        DECIDE % "{}",
        data(Input=X, Output=[True, False, True]),
        "Automatic",
        lambda a, i: binary(sigmoid(linear(a, X[i])), np.array([1.0, 0.0, 1.0])[i]),
    ),
    "several truth values": Case(
        DECIDE % 2,
        data(Input=X, Output=[[1, 0], [0, 0], [1, 1]]),
        'CrossEntropyLossLayer["Binary"]',
        lambda a, i: binary(sigmoid(linear(a, X[i])), np.array([[1, 0], [0, 0], [1, 1]])[i]),
    ),
    "sequences of any length": Case(
        EACH,
        data(Input=SEQUENCES, Output=AIMS),
        "Automatic",
        lambda a, i: square(linear(a, SEQUENCES[i], "Net"), AIMS[i]),
    ),
    "sequences of any length, each element": Case(
        EACH,
        data(Input=SEQUENCES, Output=AIMS),
        SQUARES,
        lambda a, i: AIMS[i].size * square(linear(a, SEQUENCES[i], "Net"), AIMS[i]),
    ),
    "sequences without targets": Case(
        EACH, data(Input=SEQUENCES), '"Output"', lambda a, i: float(linear(a, SEQUENCES[i], "Net").sum())
    ),
    "labels of sequences": Case(
        SPELL % "",
        data(Input=LONGER, Output=LABELS),
        "CTCLossLayer[]",
        lambda a, i: ctc(softmax(linear(a, LONGER[i], "Net/1")), LABELS[i], 4),
    ),
    "labels of sequences by name, as the decoder has them": Case(
        SPELL % ', "Output" -> NetDecoder[{"CTCBeamSearch", {"x", "y", "z"}}]',
        data(Input=LONGER, Output=[["x"], ["y", "y"], ["z"]]),
        "CTCLossLayer[]",
        lambda a, i: ctc(softmax(linear(a, LONGER[i], "Net/1")), LABELS[i], 4),
    ),
    "labels of sequences by name, as the loss has them": Case(
        SPELL % "",
        data(Input=LONGER, Output=["x", "yy", "z"]),
        '"Output" -> CTCLossLayer["Target" -> NetEncoder[{"Characters", "xyz"}]]',
        lambda a, i: ctc(softmax(linear(a, LONGER[i], "Net/1")), LABELS[i], 4),
    ),
    "classes by name, as the loss has them": Case(
        CHOOSE,
        data(Input=X, Output=NAMES),
        'CrossEntropyLossLayer["Index", "Target" -> NetEncoder[{"Class", {"x", "y", "z"}}]]',
        surprise,
    ),
    "classes by name, as unit vectors": Case(
        CHOOSE,
        data(Input=X, Output=NAMES),
        'CrossEntropyLossLayer["Probabilities", '
        '"Target" -> NetEncoder[{"Class", {"x", "y", "z"}, "IndicatorVector"}]]',
        surprise,
    ),
    "pairs": Case(
        PAIR,
        data(Input=PAIRS, Output=[True, False, True]),
        "Automatic",
        lambda a, i: max(0.0, 0.5 - distance(a, i)) if i != 1 else distance(a, i),
    ),
    "pairs with a margin": Case(
        PAIR,
        data(Input=PAIRS, Output=[True, False, True]),
        "ContrastiveLossLayer[4]",
        lambda a, i: max(0.0, 4 - distance(a, i)) if i != 1 else distance(a, i),
    ),
}  # fmt: skip
RATE = 1e-3
PROGRAM = """net = %s;
{r, arrays, after} = {NetTrain[net, %s, {"BatchLossList", "TrainedNet"}, LossFunction -> %s,
   Method -> {"SGD", "Momentum" -> 0}, LearningRate -> %r, MaxTrainingRounds -> 1, BatchSize -> 3,
   WorkingPrecision -> "Real64", TrainingProgressReporting -> None], Information[net, "Arrays"], 0};
after = Information[r[[2]], "Arrays"];
{r[[1]], Keys[arrays], Normal /@ Values[arrays], Normal /@ Values[after]}"""


def trained(case: Case) -> tuple[float, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The loss of the first batch, and the arrays before and after."""
    session = Session()
    found: Any = session.evaluate(PROGRAM % (case.net, case.data, case.loss, RATE))
    assert not session.messages, session.messages
    losses, keys, before, after = found.args
    names = ["/".join(str(step.value) for step in key.args) for key in keys.args]
    return losses.args[0].value, named(names, before), named(names, after)


def named(names: list[str], arrays: Node) -> dict[str, np.ndarray]:
    found = [array_of(array) for array in arrays.args]  # type: ignore[attr-defined]
    return {name: np.asarray(array, float) for name, array in zip(names, found, strict=True)}


def slopes(loss: Callable[[Arrays], float], arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Derivatives by central differences."""
    found = {name: np.zeros_like(array) for name, array in arrays.items()}
    for name, array in arrays.items():
        for place in np.ndindex(*array.shape):
            ends = []
            for step in (1e-6, -1e-6):
                moved = array.copy()
                moved[place] += step
                ends.append(loss({**arrays, name: moved}))
            found[name][place] = (ends[0] - ends[1]) / 2e-6
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_loss_and_its_slope_are_those_written_out(name: str) -> None:
    case = CASES[name]
    loss, before, after = trained(case)

    def mean(arrays: Arrays) -> float:
        return float(np.mean([case.expected(arrays, i) for i in range(3)]))

    assert loss == pytest.approx(mean(before), rel=1e-6, abs=1e-7)
    expected = slopes(mean, before)
    assert any(np.abs(slope).max() > 1e-3 for slope in expected.values())
    for path, slope in expected.items():
        np.testing.assert_allclose((before[path] - after[path]) / RATE, slope, rtol=1e-3, atol=5e-4)
