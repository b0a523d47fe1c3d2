"""What learns: the arrays of a training, the functions that run on them, and the optimizer that moves them.

The loss of a batch is the mean over its examples.  It is never computed for training: the losses of the
examples are sent backward with the weight 1/n each, which is the same and saves two operations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from ..lazy import torch
from ..nets.layer import Context
from ..nets.net import Net, Path
from ..nets.ragged import Column
from .captured import Captures, recorder_of
from .flat import FlatArrays
from .freeze import BUDGET, Frozen, find_frozen
from .gradients import Gradients
from .lower import Program, canonical, lower
from .method import Optimizer
from .pace import Paced
from .padding import Outcome, outcomes
from .plan import Generator, TrainPlan
from .probe import Tallies, together
from .record import Values
from .replicas import Place, Replicas
from .rewrite import pooled_first
from .run import PRECISIONS, automatic_batch, column, tensors
from .score_losses import from_scores
from .sequences import vary
from .shared_batches import Shared, share_of_validation, validation_of_all
from .snapshot import Snapshot


class Learner:
    """The arrays of a plan's training net while they learn.  `prepare` before the first batch."""

    def __init__(self, plan: TrainPlan):
        self.plan, net = plan, plan.training_net
        first, specs, held = canonical(net), net.array_specs(), tensors(net, plan.device, plan.precision)
        factors = {first.get(path, path): factor for path, factor in plan.multipliers.items() if factor}
        turns = {first.get(path, path): found for path, found in plan.turns.items()}
        treatments = {
            p: plan.shared.treatment(p, m)._replace(turns=turns.get(p, ()))
            for p, m in factors.items()
            if specs[p].trained
        }
        self.moving = frozenset(factors)
        treatments = {path: treatments[path] for path in _in_memory(net) if path in treatments}
        self._treatments = treatments
        self.flat = self._flat_on(plan.device)
        self.state: dict[Path, Any] = {p: held[p].clone() for p in factors if not specs[p].trained}
        self.arrays = {**held, **self.state, **self.flat.views}
        self.optimizer = Optimizer(plan.method, self.flat, plan.cycle)
        self.context = Context(training=True, random=torch.Generator(plan.device).manual_seed(plan.seed))
        self._rests = {p: turns[p] for p in self.state if turns.get(p)} if plan.cycle > 1 else {}
        self.columns: tuple[Any, ...] = ()
        self.validation: tuple[Any, ...] | Generator = ()
        self._passing: list[int] | None = None  # which results the next step would change
        self.gradient: Any = None  # of the latest batch, if the plan says to keep it
        self.captures: Captures | None = None

    def prepare(self, expired: Callable[[], bool] = lambda: False) -> None:
        """Bring the data to the device and compute once what will not change, if the time allows."""
        plan = self.plan
        program = plan.probe.program() if plan.probe else lower(plan.training_net)
        program = from_scores(pooled_first(program))
        self.columns = () if isinstance(plan.data, Generator) else self.to_device(plan.data)
        held = () if isinstance(plan.validation, Generator) else self.to_device(plan.validation or {})
        self.validation = plan.validation if isinstance(plan.validation, Generator) else held
        evaluated, ctx = program, self.context
        frozen = None
        if plan.precompute and self.columns and not vary((*self.columns, *held)):
            frozen = find_frozen(program, self.moving, self.arrays, ctx, self.columns)
        if frozen and (found := self._computed(frozen, self.columns, expired)):
            self.columns, program = found, frozen.cut.rest
            fits = frozen.bytes_each * (plan.examples + plan.validation_examples) <= BUDGET
            if held and fits and (found := self._computed(frozen, held, expired)):
                self.validation, evaluated = found, frozen.cut.rest
        self.program = program
        forward = program.bind(self.arrays, ctx, self.moving)
        self.captures = self._captures(program)
        taped = plan.tape and plan.device == "cpu" and not self.state and not self.captures
        varies = _has_lengths(plan.training_net)
        self._gradients: Any = Gradients(forward, self.flat, taped, varies, self.captures)
        if plan.devices:
            first = Place(plan.device, self.flat, self._gradients)
            self._gradients = Replicas([first, *(self._place(d, program) for d in plan.devices)])
        if plan.group:
            self._gradients = self._shared(self._gradients, program)
        if torch.device(plan.device).type == "cuda":
            self._gradients = Paced(self._gradients, plan.device)
        self._evaluate = evaluated.bind(self.arrays)

    def _captures(self, program: Program) -> Captures | None:
        """What captures steps, where one device that can do it trains alone."""
        plan, steps = self.plan, (inner for step in program.steps for inner in step.steps())
        if not plan.tape or plan.devices or plan.group:
            return None
        random = any(step.layer.random for step in steps)
        recorder = recorder_of(plan.device, [self.context.random] if random else [])
        if recorder is None:
            return None
        return Captures(recorder, self.flat, self.state, self.context.random, plan.precision)

    def wait(self) -> tuple[float, int]:
        """Wait until the device has done all; the seconds and batches that went into capturing steps."""
        if torch.device(self.plan.device).type == "cuda":
            torch.cuda.synchronize(self.plan.device)
        return (self.captures.seconds, self.captures.batches) if self.captures else (0.0, 0)

    def _flat_on(self, device: str) -> FlatArrays:
        arrays, precision = self.plan.training_net.arrays(), self.plan.precision
        return FlatArrays(arrays, self._treatments, device, PRECISIONS[precision])

    def _place(self, device: str, program: Program) -> Place:
        """Another device with copies of all arrays."""
        net, flat = self.plan.training_net, self._flat_on(device)
        arrays = {**tensors(net, device, self.plan.precision), **flat.views}
        arrays |= {path: arrays[path].clone() for path in self.state}
        context = Context(training=True, random=torch.Generator(device).manual_seed(self.plan.seed + 1))
        return Place(device, flat, Gradients(program.bind(arrays, context, self.moving), flat, False))

    def _shared(self, gradients: Any, program: Program) -> Shared:
        """Gradients of batches that are shared with other processes."""
        steps = [inner for step in program.steps for inner in step.steps()]
        couples = any(step.layer.batch_dependent and step.moves(self.moving) for step in steps)
        reseed = self._reseed if any(step.layer.random for step in steps) else None
        others = len(program.outputs) - 1
        return Shared(self.plan.group, gradients, self.flat, self.context, others, couples, reseed)

    def _reseed(self, rank: int) -> None:
        """Draw the random numbers of the next batch in this process, whatever was drawn before."""
        seeds = np.random.SeedSequence((self.plan.seed, self.optimizer.step_count, rank))
        self.context.random.manual_seed(int(seeds.generate_state(1, np.uint64)[0] >> 1))

    def to_device(self, data: Mapping[str, Column]) -> tuple[Any, ...]:
        """Encoded data as tensors, in the order of the input ports."""
        net, plan = self.plan.training_net, self.plan
        ports = net.inputs if data else ()
        return tuple(column(data[p], net.ports[p], plan.device, plan.precision) for p in ports)

    def _computed(self, frozen: Frozen, columns: Any, expired: Callable[[], bool]) -> tuple[Any, ...] | None:
        size = automatic_batch(self.plan.training_net)
        return frozen.columns(self.arrays, self.context, columns, size, expired)

    def learn(self, batch: tuple[Any, ...], rate: float) -> list[Any]:
        """Move the arrays once; the losses that the examples had before, and what else is measured."""
        results = self._with_rests(batch) if self._rests else self._gradients(batch)
        if self._passing is None:
            self._passing = self._places_of_arrays(results)
        for place in self._passing:
            results[place] = results[place].clone()
        if self.plan.keeps_gradients:
            self.gradient = self.flat.gradient.clone()
        self.optimizer.step(rate)
        return results

    def _places_of_arrays(self, results: list[Any]) -> list[int]:
        """Which results are arrays of the net themselves, so that the step will change them."""
        held = {array.untyped_storage().data_ptr() for array in self.arrays.values()}
        tensors = [(i, value) for i, value in enumerate(results) if isinstance(value, torch.Tensor)]
        return [i for i, value in tensors if value.untyped_storage().data_ptr() in held]

    def _with_rests(self, batch: tuple[Any, ...]) -> list[Any]:
        """Do a step in which moving averages that it is not the turn of stay as they are."""
        turn = self.optimizer.step_count % self.plan.cycle
        kept = {p: self.state[p].clone() for p, turns in self._rests.items() if turn not in turns}
        results = self._gradients(batch)
        for path, numbers in kept.items():
            self.state[path].copy_(numbers)
        return results

    def validate(self) -> tuple[float, Values]:
        """The mean loss of the validation examples, in evaluation mode, and what else is measured."""
        probe, size, total = self.plan.probe, automatic_batch(self.plan.training_net), 0.0
        tallies: Tallies = {}
        count = 0
        with torch.inference_mode():
            for places, outcome in self._held_back(size):
                losses = outcome.losses()
                total, count = total + losses.double().sum(), count + len(losses)
                if probe:
                    found = probe.tallies(losses, outcome.others(np.arange(len(places))), self.arrays)
                    tallies = together([tallies, found]) if tallies else found
        total, count, tallies = validation_of_all(self.plan.group, float(total), count, tallies)
        values = probe.values(tallies) if probe else []
        return total / count, values

    def _held_back(self, size: int) -> Iterator[tuple[np.ndarray, Outcome]]:
        """What comes of the validation examples that this process looks at, at most `size` at a time."""
        data, group = self.validation, self.plan.group
        if not isinstance(data, Generator):
            yield from outcomes(self._evaluate, share_of_validation(group, data), size)
            return
        for number in range(1, -(-data.round_length // size) + 1):
            columns = share_of_validation(group, self.to_device(data.make(size, 1, number)))
            yield from outcomes(self._evaluate, columns, size)

    def gradients(self) -> dict[Path, Any]:
        """The gradients of the latest batch by array, if they are kept."""
        if self.gradient is None:
            return {}
        found = self.flat.arrays(self.gradient)
        return {path: found[path] for path in self.plan.training_net.array_specs() if path in found}

    def snapshot(self) -> Snapshot:
        return Snapshot.of(self.plan.training_net, self.flat, self.state)


def _in_memory(net: Net) -> Iterator[Path]:
    """The arrays of a net in the order in which they should lie in memory."""
    for at, leaf in net.leaves():
        yield from ((*at, name) for name in leaf.layer.neighbours or leaf.layer.arrays)


def _has_lengths(net: Net) -> bool:
    """Whether examples at an input may differ in length."""
    return any(isinstance(size, str) for port in net.inputs for size in net.dims.get(port) or ())
