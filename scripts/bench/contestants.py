"""The contestants of the training benchmark: each trains a task and returns its examples per second.

Everything that a user would do once is done before the clock starts, and one short training comes first.
`clock` is the time of day, or the time of this process's processors where one thread is used; with a GPU it
waits until that has done all.  There, as usual, the plain loop sends every batch to it, and the tuned one
keeps the data on it.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import torch
from tasks import Convolution, Flatten, Linear, MaxPooling, Ramp, Task

import wlnet
from wlnet.arrays import NumericArray
from wlnet.expr import S, Value

Clock = Callable[[], float]


def plain(task: Task, clock: Clock) -> float:
    """The loop that tutorials show: DataLoader over a TensorDataset, torch.optim.Adam."""
    model, loss_of = task.model(), task.loss()
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad])
    dataset = torch.utils.data.TensorDataset(*task.tensors())
    loader = torch.utils.data.DataLoader(dataset, batch_size=task.batch, shuffle=True)
    rounds = task.rounds_of_others
    start = clock()
    for _ in range(rounds):
        for x, y in loader:
            x, y = x.to(task.device), y.to(task.device)
            optimizer.zero_grad()
            loss_of(model(x), y).backward()
            optimizer.step()
    return rounds * len(task.inputs) / (clock() - start)


def tuned(task: Task, clock: Clock) -> float:
    """What somebody who knows PyTorch writes: batches by index selection, a fused optimizer."""
    model, loss_of = task.model(), task.loss()
    inputs, targets = (tensor.to(task.device) for tensor in task.tensors())
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], fused=True)
    rounds = task.rounds_of_others
    start = clock()
    for _ in range(rounds):
        for chosen in torch.randperm(len(inputs), device=task.device).split(task.batch):
            optimizer.zero_grad(set_to_none=True)
            loss_of(model(inputs[chosen]), targets[chosen]).backward()
            optimizer.step()
    return rounds * len(inputs) / (clock() - start)


def keras(task: Task, clock: Clock) -> float:
    """Keras 3 on PyTorch: `compile` and `fit`."""
    layers = keras_module.layers
    make = {
        Linear: lambda out, _: layers.Dense(out),
        Ramp: layers.ReLU,
        Convolution: lambda _, out, size: layers.Conv2D(out, size),
        MaxPooling: layers.MaxPooling2D,
        Flatten: layers.Flatten,
    }
    chained = [make[kind](*numbers) for kind, *numbers in task.layers]
    for layer in chained[: -1 if task.only_last else 0]:
        layer.trainable = False
    inputs = np.moveaxis(task.inputs, 1, -1) if task.inputs.ndim == 4 else task.inputs  # channels last
    model = keras_module.Sequential([layers.Input(inputs.shape[1:]), *chained])
    losses = keras_module.losses
    loss = losses.SparseCategoricalCrossentropy(from_logits=True) if task.classifies else "mse"
    model.compile(optimizer="adam", loss=loss)
    settings = {"batch_size": task.batch, "verbose": 0}
    model.fit(inputs, task.targets, epochs=1, **settings)
    rounds = task.rounds_of_others
    start = clock()
    model.fit(inputs, task.targets, epochs=rounds, **settings)
    return rounds * len(task.inputs) / (clock() - start)


def lightning(task: Task, clock: Clock) -> float:
    """Lightning: a LightningModule and a Trainer with everything optional turned off."""

    class Module(lightning_module.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.net, self.loss_of = task.model(), task.loss()

        def training_step(self, batch: list[torch.Tensor]) -> torch.Tensor:
            return self.loss_of(self.net(batch[0]), batch[1])

        def configure_optimizers(self) -> torch.optim.Optimizer:
            return torch.optim.Adam([p for p in self.parameters() if p.requires_grad])

    rounds = task.rounds_of_others
    trainer = lightning_module.Trainer(
        max_epochs=rounds,
        accelerator="cpu" if task.device == "cpu" else "gpu",
        devices=1,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    dataset = torch.utils.data.TensorDataset(*task.tensors())
    loader = torch.utils.data.DataLoader(dataset, batch_size=task.batch, shuffle=True)
    module = Module()
    start = clock()
    trainer.fit(module, loader)
    return rounds * len(task.inputs) / (clock() - start)


def skorch(task: Task, clock: Clock) -> float:
    """skorch: a NeuralNet fitted as in scikit-learn."""
    rounds = task.rounds_of_others
    net = skorch_module.NeuralNet(
        task.model(),
        criterion=type(task.loss()),
        optimizer=torch.optim.Adam,
        lr=0.001,
        max_epochs=1,
        device=task.device,
        batch_size=task.batch,
        iterator_train__shuffle=True,
        train_split=None,
        callbacks="disable",
        verbose=0,
    )
    net.fit(task.inputs, task.targets)
    start = clock()
    net.partial_fit(task.inputs, task.targets, epochs=rounds)
    return rounds * len(task.inputs) / (clock() - start)


def ours(task: Task, clock: Clock) -> float:
    """wlnet: one NetTrain, everything included that it does."""
    session = wlnet.Session()
    targets = task.targets + 1 if task.classifies else task.targets
    for symbol, array in (("inputs", task.inputs), ("targets", targets)):
        session.evaluate_node(S.Set(getattr(S, symbol), Value(NumericArray(array))))
    session.evaluate(f"net = {task.in_wolfram()};")
    device = '"CPU"' if task.device == "cpu" else '"GPU"'
    last = f", LearningRateMultipliers -> {{{len(task.layers)} -> 1, _ -> None}}" if task.only_last else ""

    def train(rounds: int) -> None:
        options = f"TargetDevice -> {device}{last}, BatchSize -> {task.batch}, MaxTrainingRounds -> {rounds}"
        session.evaluate(f"NetTrain[net, inputs -> targets, {options}, TrainingProgressReporting -> None];")

    train(1)
    start = clock()
    train(task.rounds)
    seconds = clock() - start
    if session.messages:
        raise RuntimeError(str(session.messages[0]))
    return task.rounds * len(task.inputs) / seconds


CONTESTANTS: dict[str, Callable[[Task, Clock], float]] = {"PyTorch": plain, "PyTorch, tuned": tuned}
if find_spec("keras"):
    os.environ["KERAS_BACKEND"] = "torch"
    import keras as keras_module

    CONTESTANTS["Keras 3"] = keras
if find_spec("lightning"):
    import lightning as lightning_module

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module="lightning")
    CONTESTANTS["Lightning"] = lightning
if find_spec("skorch"):
    import skorch as skorch_module

    CONTESTANTS["skorch"] = skorch
CONTESTANTS["wlnet"] = ours
