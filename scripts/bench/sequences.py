"""An LSTM that classifies names of 2 to 15 letters, and texts of 10 to 60, beside PyTorch loops that pad.

The plain loop draws batches with a DataLoader whose `collate_fn` is pad_sequence, and packs them for the
LSTM; another takes the state behind the last letter instead; the tuned one sorts names by length first, so
that batches need little padding, and keeps them as tensors.  The names are random, with the lengths that
English given names have.  One thread is measured in processor time.

    python scripts/bench/sequences.py       with all threads
    python scripts/bench/sequences.py 1     with one
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import torch
from timing import compare, finish
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

import wlnet
from wlnet.arrays import NumericArray
from wlnet.expr import S, Value

LETTERS, CLASSES, EMBEDDED, STATE, NAMES, TEXTS, BATCH, ROUNDS = 27, 18, 32, 128, 6400, 1280, 64, 5
# how many of 1000 names have 2, 3, ... letters
LENGTHS = (2, 18, 90, 182, 265, 228, 135, 54, 17, 5, 2, 1, 0.5, 0.5)


Data = tuple[list[np.ndarray], np.ndarray]


def names() -> Data:
    random = np.random.default_rng(0)
    share = np.array(LENGTHS) / sum(LENGTHS)
    return labelled(random, random.choice(np.arange(2, 2 + len(LENGTHS)), NAMES, p=share))


def texts() -> Data:
    random = np.random.default_rng(0)
    return labelled(random, random.integers(10, 60, TEXTS, endpoint=True))


def labelled(random: np.random.Generator, lengths: np.ndarray) -> Data:
    """Letters from 1, and classes from 1."""
    return [random.integers(1, LETTERS, n) for n in lengths], random.integers(1, CLASSES, len(lengths))


class Classifier(torch.nn.Module):
    """The net as one writes it in PyTorch: the state after the last letter that is not padding decides."""

    def __init__(self, packs: bool) -> None:
        super().__init__()
        self.packs = packs
        self.embedding = torch.nn.Embedding(LETTERS + 1, EMBEDDED)
        self.lstm = torch.nn.LSTM(EMBEDDED, STATE, batch_first=True)
        self.linear = torch.nn.Linear(STATE, CLASSES)

    def forward(self, letters: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        if self.packs:
            packed = pack_padded_sequence(self.embedding(letters), lengths, True, enforce_sorted=False)
            return self.linear(self.lstm(packed)[1][0][0])
        states, _ = self.lstm(self.embedding(letters))  # (batch, longest, STATE)
        return self.linear(states[torch.arange(len(letters)), lengths - 1])


Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]


def padded(examples: list[tuple[torch.Tensor, torch.Tensor]]) -> Batch:
    letters, classes = zip(*examples, strict=True)
    return pad_sequence(letters, batch_first=True), torch.tensor([*map(len, letters)]), torch.stack(classes)


def fit(batches: Callable[[], object], packs: bool, fused: bool, clock: Callable[[], float]) -> float:
    model = Classifier(packs)
    optimizer = torch.optim.Adam(model.parameters(), fused=fused)
    start = clock()
    for _ in range(ROUNDS):
        for letters, lengths, classes in batches():  # type: ignore[attr-defined]
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(letters, lengths), classes).backward()
            optimizer.step()
    return clock() - start


def plain(data: Data, packs: bool, clock: Callable[[], float]) -> float:
    examples = [(torch.from_numpy(letters), torch.tensor(c - 1)) for letters, c in zip(*data, strict=True)]
    loader = torch.utils.data.DataLoader(examples, BATCH, shuffle=True, collate_fn=padded)  # type: ignore
    return ROUNDS * len(examples) / fit(lambda: loader, packs, False, clock)


def tuned(data: Data, clock: Callable[[], float]) -> float:
    count = len(data[0])
    order = sorted(range(count), key=lambda i: len(data[0][i]))
    examples = [(torch.from_numpy(data[0][i]), torch.tensor(data[1][i] - 1)) for i in order]
    batches = [padded(examples[i : i + BATCH]) for i in range(0, count, BATCH)]
    shuffled = lambda: (batches[i] for i in torch.randperm(len(batches)).tolist())  # noqa: E731
    return ROUNDS * count / fit(shuffled, False, True, clock)


def ours(data: Data, clock: Callable[[], float]) -> float:
    session = wlnet.Session()
    letters = S.List(*(Value(NumericArray(each)) for each in data[0]))
    session.evaluate_node(S.Set(S.names, letters))
    session.evaluate_node(S.Set(S.classes, Value(NumericArray(data[1]))))
    layers = f"EmbeddingLayer[{EMBEDDED}, {LETTERS}], LongShortTermMemoryLayer[{STATE}], SequenceLastLayer[]"
    net = f'NetChain[{{{layers}, LinearLayer[{CLASSES}], SoftmaxLayer[]}}, "Input" -> {{"Varying"}}]'
    session.evaluate(f"net = NetInitialize[{net}, RandomSeeding -> 1];")
    options = f"BatchSize -> {BATCH}, MaxTrainingRounds -> {ROUNDS}, TrainingProgressReporting -> None"
    start = clock()
    session.evaluate(f"NetTrain[net, names -> classes, {options}];")
    seconds = clock() - start
    if session.messages:
        raise RuntimeError(str(session.messages[0]))
    return ROUNDS * len(data[0]) / seconds


def against(data: Data, clock: Callable[[], float]) -> dict[str, Callable[[], float]]:
    return {
        "PyTorch, packed": lambda: plain(data, True, clock),
        "PyTorch, padded": lambda: plain(data, False, clock),
        "PyTorch, by length": lambda: tuned(data, clock),
        "wlnet": lambda: ours(data, clock),
    }


def main() -> None:
    one = sys.argv[1:] == ["1"]
    if one:
        torch.set_num_threads(1)
    clock = time.process_time if one else time.perf_counter
    finish(
        compare("LSTM on names of 2 to 15 letters", "names/s", against(names(), clock), 2),
        compare("LSTM on texts of 10 to 60 letters", "texts/s", against(texts(), clock), 2),
    )


if __name__ == "__main__":
    main()
