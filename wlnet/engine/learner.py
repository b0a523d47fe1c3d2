"""What learns: the arrays of a training, the functions that run on them, and the optimizer that moves them.

The loss of a batch is the mean over its examples.  It is never computed for training: the losses of the
examples are sent backward with the weight 1/n each, which is the same and saves two operations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..lazy import torch
from ..nets.layer import Context
from ..nets.net import Path
from .flat import FlatArrays
from .freeze import BUDGET, Frozen, find_frozen
from .gradients import Gradients, by_example
from .lower import canonical, lower
from .method import Optimizer
from .plan import TrainPlan
from .run import automatic_batch, column, kernels, tensors
from .snapshot import Snapshot


class Learner:
    """The arrays of a plan's training net while they learn.  `prepare` before the first batch."""

    def __init__(self, plan: TrainPlan):
        self.plan, net = plan, plan.training_net
        first, specs, held = canonical(net), net.array_specs(), tensors(net, plan.device)
        factors = {first.get(path, path): factor for path, factor in plan.multipliers.items() if factor}
        treatments = {p: plan.shared.treatment(p, m) for p, m in factors.items() if specs[p].trained}
        self.moving = frozenset(factors)
        self.flat = FlatArrays(net.arrays(), treatments, plan.device, kernels(net) & treatments.keys())
        self.state: dict[Path, Any] = {p: held[p].clone() for p in factors if not specs[p].trained}
        self.arrays = {**held, **self.state, **self.flat.views}
        self.optimizer = Optimizer(plan.method, self.flat)
        self.context = Context(training=True, random=torch.Generator(plan.device).manual_seed(plan.seed))
        self.columns: tuple[Any, ...] = ()
        self.validation: tuple[Any, ...] = ()

    def prepare(self, expired: Callable[[], bool] = lambda: False) -> None:
        """Bring the data to the device and compute once what will not change, if the time allows."""
        plan, program = self.plan, lower(self.plan.training_net)
        self.columns = self._columns(plan.data)
        self.validation = self._columns(plan.validation) if plan.validation else ()
        evaluated, ctx = program, self.context
        frozen = None
        if plan.precompute:
            frozen = find_frozen(program, self.moving, self.arrays, ctx, self.columns)
        if frozen and (found := self._computed(frozen, self.columns, expired)):
            self.columns, program = found, frozen.cut.rest
            fits = frozen.bytes_each * (plan.examples + plan.validation_examples) <= BUDGET
            if self.validation and fits and (found := self._computed(frozen, self.validation, expired)):
                self.validation, evaluated = found, frozen.cut.rest
        self.program = program
        forward = program.bind(self.arrays, ctx, self.moving)
        taped = plan.tape and plan.device == "cpu" and not self.state
        self._gradients = Gradients(forward, self.flat, taped)
        self._evaluate = evaluated.bind(self.arrays)

    def _columns(self, data: Mapping[str, np.ndarray]) -> tuple[Any, ...]:
        net = self.plan.training_net
        return tuple(column(data[port], net.ports[port], self.plan.device) for port in net.inputs)

    def _computed(self, frozen: Frozen, columns: Any, expired: Callable[[], bool]) -> tuple[Any, ...] | None:
        size = automatic_batch(self.plan.training_net)
        return frozen.columns(self.arrays, self.context, columns, size, expired)

    def learn(self, batch: tuple[Any, ...], rate: float) -> Any:
        """Move the arrays once; the losses that the examples of the batch had before."""
        losses = self._gradients(batch)
        self.optimizer.step(rate)
        return losses

    def validate(self) -> float:
        """The mean loss of the validation examples, in evaluation mode."""
        size, total = automatic_batch(self.plan.training_net), 0.0
        with torch.inference_mode():
            for start in range(0, len(self.validation[0]), size):
                batch = tuple(column[start : start + size] for column in self.validation)
                total = total + by_example(self._evaluate, batch).double().sum()
        return float(total) / len(self.validation[0])

    def snapshot(self) -> Snapshot:
        return Snapshot.of(self.plan.training_net, self.flat, self.state)
