"""What the training benchmark trains: data, and the same net for every contestant, from one description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from plain_lenet import digits

# a layer: its kind, then its numbers
Linear, Ramp, Convolution, MaxPooling, Flatten = "Linear", "Ramp", "Convolution", "MaxPooling", "Flatten"
IN_WOLFRAM = {
    Linear: "LinearLayer[{0}]",
    Ramp: "Ramp",
    Convolution: "ConvolutionLayer[{1}, {2}]",
    MaxPooling: "PoolingLayer[{0}, {0}]",
    Flatten: "FlattenLayer[]",
}
IN_TORCH = {
    Linear: lambda out, into: torch.nn.Linear(into, out),
    Ramp: torch.nn.ReLU,
    Convolution: torch.nn.Conv2d,
    MaxPooling: torch.nn.MaxPool2d,
    Flatten: torch.nn.Flatten,
}


@dataclass(frozen=True)
class Task:
    """A training: `layers` on `inputs`, (examples, ...), with class indices from 0 or numbers
    as `targets`.  `wanted` are the least ratios of wlnet's speed to those of other contestants.  With
    `only_last`, the arrays of the last layer alone are trained.  Other contestants do `rounds_of_others`.
    `device` is where all of this happens, "cpu" or "cuda".
    """

    title: str
    layers: Sequence[tuple[Any, ...]]
    inputs: np.ndarray
    targets: np.ndarray
    batch: int
    rounds: int
    rounds_of_others: int
    wanted: dict[str, float]
    only_last: bool = False
    device: str = "cpu"

    @property
    def classifies(self) -> bool:
        return self.targets.dtype == np.int64

    def model(self) -> torch.nn.Sequential:
        """The net in PyTorch; a classifier's softmax is in its loss."""
        torch.manual_seed(0)
        model = torch.nn.Sequential(*(IN_TORCH[kind](*numbers) for kind, *numbers in self.layers))
        for layer in model[: -1 if self.only_last else 0]:
            layer.requires_grad_(False)
        return model.to(self.device)

    def loss(self) -> torch.nn.Module:
        return torch.nn.CrossEntropyLoss() if self.classifies else torch.nn.MSELoss()

    def tensors(self) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.from_numpy(self.inputs), torch.from_numpy(self.targets)

    def in_wolfram(self) -> str:
        """The net as a program for wlnet, initialized."""
        layers = [IN_WOLFRAM[kind].format(*numbers) for kind, *numbers in self.layers]
        if self.classifies:
            layers.append("SoftmaxLayer[]")
        shape = ", ".join(map(str, self.inputs.shape[1:]))
        return f'NetInitialize[NetChain[{{{", ".join(layers)}}}, "Input" -> {{{shape}}}], RandomSeeding -> 1]'


def tasks() -> list[Task]:
    """The trainings of the table."""
    found = digits(64 * 40)
    images, labels = found["Input"], found["Output"] - 1
    lenet = (
        (Convolution, 1, 20, 5),
        (Ramp,),
        (MaxPooling, 2),
        (Convolution, 20, 50, 5),
        (Ramp,),
        (MaxPooling, 2),
        (Flatten,),
        (Linear, 500, 800),
        (Ramp,),
        (Linear, 10, 500),
    )
    perceptron = (
        (Flatten,),
        (Linear, 500, 784),
        (Ramp,),
        (Linear, 500, 500),
        (Ramp,),
        (Linear, 10, 500),
    )
    points = np.float32([[1], [2], [3], [4]]), np.float32([[1.9], [4.1], [6.0], [8.1]])
    small = (Linear, 3, 1), (Ramp,), (Linear, 1, 3)
    least = {"PyTorch": 1.1, "PyTorch, tuned": 1.0}
    last = images[:1280], labels[:1280], 64, 100, 1, {"PyTorch": 20}
    return [
        Task("four points", small, *points, 4, 2000, 250, {"PyTorch": 3.5, "PyTorch, tuned": 2}),
        Task("perceptron 784-500-500-10", perceptron, images, labels, 64, 10, 5, least),
        Task("LeNet", lenet, images, labels, 64, 2, 1, least),
        Task("LeNet, last layer trained", lenet, *last, only_last=True),
    ]
