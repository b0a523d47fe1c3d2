"""The frozen prefix: what training does not change and no chance enters is computed once for all examples.

A step is constant if its inputs are (the data are), training moves none of its arrays, and its result depends
neither on random numbers nor on the rest of the batch.  The constant steps of a program are cut off at the
last place where the tensors that cross the cut fit into memory, and training runs on those tensors as its
data.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..lazy import torch
from ..nets.layer import Context
from ..nets.net import Path
from .lower import NOTHING, Program, Slot, Step

BUDGET = 2**30  # bytes that may be stored instead of computed again


@dataclass(frozen=True)
class Cut:
    """A program in two parts: the outputs of `prefix` are the inputs of `rest`, in order."""

    prefix: Program
    rest: Program


def constant_steps(program: Program, moving: Collection[Path]) -> list[int]:
    """The positions of the constant steps, `moving` being the arrays that training changes."""
    constant: set[Slot] = {NOTHING, *range(len(program.inputs))}
    found = []
    for i, step in enumerate(program.steps):
        if all(slot in constant for slot in step.inputs) and all(_is_still(s, moving) for s in step.steps()):
            constant |= set(step.outputs)
            found.append(i)
    return found


def _is_still(step: Step, moving: Collection[Path]) -> bool:
    if step.layer.random or any(path in moving for path in step.arrays.values()):
        return False
    evaluates = bool(step.state) and not step.moves(moving)
    return evaluates or not step.layer.batch_dependent


def across(program: Program, first: Sequence[int]) -> list[Slot]:
    """The slots that are needed after the steps at the positions `first`, inputs included."""
    done = set(first)
    needed = {slot for i, step in enumerate(program.steps) if i not in done for slot in step.inputs}
    needed |= set(program.outputs.values())
    made = [slot for i in first for slot in program.steps[i].outputs]
    return [slot for slot in (*range(len(program.inputs)), *made) if slot in needed]


def cut(program: Program, first: Sequence[int]) -> Cut:
    """The program cut after the steps at the positions `first`."""
    done, crossing = set(first), across(program, first)
    outputs = {program.names[slot]: slot for slot in crossing}
    prefix = _part(program, [program.steps[i] for i in first], range(len(program.inputs)), outputs)
    rest = [step for i, step in enumerate(program.steps) if i not in done]
    return Cut(prefix, _part(program, rest, crossing, program.outputs))


def _part(
    program: Program, steps: Iterable[Step], inputs: Iterable[Slot], outputs: Mapping[str, Slot]
) -> Program:
    """A program of some of the steps, its slots numbered anew."""
    slots = [*inputs]
    names = tuple(program.names[slot] for slot in slots)
    steps = [*steps]
    slots += [slot for step in steps for slot in step.outputs]
    number = {slot: i for i, slot in enumerate(slots)} | {NOTHING: NOTHING}
    return Program(
        names,
        {name: number[slot] for name, slot in outputs.items()},
        tuple(
            replace(
                step,
                inputs=tuple(number[s] for s in step.inputs),
                outputs=tuple(number[s] for s in step.outputs),
            )
            for step in steps
        ),
        tuple(program.names[slot] for slot in slots),
    )


@dataclass(frozen=True)
class Frozen:
    """A cut that is worth its memory: `bytes_each` are stored for an example."""

    cut: Cut
    bytes_each: int

    def columns(
        self,
        arrays: Mapping[Path, Any],
        ctx: Context,
        columns: Sequence[Any],
        batch_size: int,
        expired: Callable[[], bool] = lambda: False,
    ) -> tuple[Any, ...] | None:
        """What crosses the cut, for all examples in `columns`; None if the time ran out on the way."""
        function, count = self.cut.prefix.bind(arrays, ctx, moving=()), len(columns[0])
        crossing = self.cut.prefix.outputs.values()
        found = [columns[slot] if slot < len(columns) else None for slot in crossing]
        stored: list[Any] = list(found)
        for start in range(0, count, batch_size):
            if expired():
                return None
            with torch.inference_mode():
                parts = function(*(column[start : start + batch_size] for column in columns))
            for i, part in enumerate(parts):
                if found[i] is None:
                    if stored[i] is None:  # made outside inference mode, so that autograd may use it
                        stored[i] = torch.empty(
                            (count, *part.shape[1:]), dtype=part.dtype, device=part.device
                        )
                    stored[i][start : start + batch_size] = part
        return tuple(stored)


def find_frozen(
    program: Program,
    moving: Collection[Path],
    arrays: Mapping[Path, Any],
    ctx: Context,
    columns: Sequence[Any],
    budget: int = BUDGET,
) -> Frozen | None:
    """The latest cut whose tensors fit into the budget; None where only rearranging could be saved."""
    steps = constant_steps(program, moving)
    sizes, rearranged = _sizes(program, steps, arrays, ctx, columns)
    while not rearranged.issuperset(steps):
        each = sum(sizes.get(slot, 0) for slot in across(program, steps))
        if each * len(columns[0]) <= budget:
            return Frozen(cut(program, steps), each)
        steps.pop()
    return None


def _sizes(
    program: Program, steps: Sequence[int], arrays: Mapping[Path, Any], ctx: Context, columns: Sequence[Any]
) -> tuple[dict[Slot, int], set[int]]:
    """The bytes of one example in the slots that `steps` make; the steps that only give views of data."""
    made = [slot for i in steps for slot in program.steps[i].outputs]
    outputs = {program.names[slot]: slot for slot in made}
    trial = _part(program, [program.steps[i] for i in steps], range(len(program.inputs)), outputs)
    with torch.inference_mode():
        found = trial.bind(arrays, ctx, moving=())(*(column[:1] for column in columns))
    value = dict(zip(made, found, strict=True))
    own = {column.untyped_storage().data_ptr() for column in columns}
    views = {slot for slot in made if value[slot].untyped_storage().data_ptr() in own}
    sizes = {slot: value[slot].numel() * value[slot].element_size() for slot in made}
    return sizes, {i for i in steps if views.issuperset(program.steps[i].outputs)}
