"""Trains the net that NetModel["LeNet Trained on MNIST Data"] gives, with wlnet itself, on the real MNIST.

    python scripts/train_lenet.py [--rounds 12] [--seed 7] [--device CPU] [--out FOLDER]

needs the four files of MNIST (see ResourceData) and writes lenet_mnist.safetensors, in half precision, and
lenet_mnist.md, which tells how it was made.  A part of the training data decides which net is the best.
The test images only decide whether the weights are written: the accuracy on them must reach 99.0%.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from pathlib import Path

from wlnet.expr import Expr, Node, Value
from wlnet.frontends.progress import ProgressLine
from wlnet.lazy import torch
from wlnet.nets.net import Net
from wlnet.resources import models
from wlnet.session import Session
from wlnet.syntax.parse import parse

GOAL = 0.99
STAGES = ((0.001, 0.6), (0.0002, 0.4))  # learning rates, and which part of the rounds each has

INITIALIZE = 'NetInitialize[NetModel["LeNet"], RandomSeeding -> {seed}]'
TRAIN = """Function[{{net, data}}, NetTrain[net, data,
    ValidationSet -> Scaled[0.05], MaxTrainingRounds -> {rounds}, BatchSize -> 128,
    Method -> {{"ADAM", "LearningRate" -> {rate}, "L2Regularization" -> 0.0001}},
    RandomSeeding -> {seed}, TargetDevice -> "{device}"]]"""
MEASURE = 'Function[net, NetMeasurements[net, ResourceData["MNIST", "TestData"], "Accuracy"]]'

NOTE = """# lenet_mnist.safetensors

The arrays of `NetModel["LeNet Trained on MNIST Data"]`, in half precision.

- **Made by** `scripts/train_lenet.py`, that is by `NetTrain` of wlnet itself.
- **Net**: `NetModel["LeNet"]`, 431,080 parameters, initialized by `NetInitialize`.
- **Data**: the official MNIST training data (Y. LeCun, C. Cortes, C. Burges; commonly given as CC BY-SA 3.0):
  57,000 images to train on and 3,000, the same in both stages, to choose the best net by.
- **Method**: ADAM, {method}; batches of 128, L2 regularization 0.0001; the net of the lowest validation loss.
- **Seed**: {seed}.  **Device**: {device}; PyTorch {torch}, Python {python}; {seconds:.0f} seconds.
- **Accuracy on the 10,000 test images**: {accuracy:.2%}, measured with the arrays as stored.
"""


def main() -> int:
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    session, start = Session(), time.monotonic()
    progress = ProgressLine(sys.stderr)
    if sys.stderr.isatty():
        session.kernel.notify = progress
    stages = [(rate, max(1, round(share * options.rounds))) for rate, share in STAGES]
    data = run(session, 'ResourceData["MNIST", "TrainingData"]')
    net = run(session, INITIALIZE.format(seed=options.seed))
    for rate, rounds in stages:
        print(f"{rounds} rounds at a learning rate of {rate} ...", flush=True)
        train = TRAIN.format(rounds=rounds, rate=rate, seed=options.seed, device=options.device)
        net = run(session, train, net, data)
        progress.clear()
    seconds = time.monotonic() - start
    weights = options.out / models.WEIGHTS.name
    accuracy = store(session, net, weights)
    print(f"{seconds:.0f} seconds; accuracy on the test images: {accuracy:.2%}")
    if accuracy < GOAL:
        print(f"that is less than {GOAL:.1%}: nothing was written", file=sys.stderr)
        return 1
    weights.with_suffix(".md").write_text(note(options, stages, accuracy, seconds), encoding="utf-8")
    return 0


def store(session: Session, net: Node, weights: Path) -> float:
    """Store the net, measure what was stored on the test images, and keep it only if it is good enough."""
    assert isinstance(net, Value), "training gave no net"
    assert isinstance(net.value, Net), "training gave no net"
    fresh = weights.with_suffix(".new")
    models.save_weights(net.value, fresh)
    stored = Value(models.with_weights(models.lenet(), fresh))
    accuracy = float(run(session, MEASURE, stored).value)  # type: ignore[attr-defined]
    if accuracy >= GOAL:
        fresh.replace(weights)
    else:
        fresh.unlink()
    return accuracy


def run(session: Session, program: str, *args: Node) -> Node:
    """The value of a program, applied to arguments if there are any; its messages end the script."""
    function = parse(program)
    value = session.evaluate_node(Expr(function, args) if args else function)
    if session.messages:
        raise SystemExit("\n".join(map(str, session.messages)))
    return value


def note(
    options: argparse.Namespace, stages: list[tuple[float, int]], accuracy: float, seconds: float
) -> str:
    method = ", then ".join(f"{rounds} rounds at a learning rate of {rate}" for rate, rounds in stages)
    return NOTE.format(
        method=method,
        seed=options.seed,
        device=options.device,
        accuracy=accuracy,
        seconds=seconds,
        torch=torch.__version__,
        python=platform.python_version(),
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Trains the LeNet that ships with wlnet.")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--device", default="CPU")
    parser.add_argument("--out", type=Path, default=models.WEIGHTS.parent)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
