"""The same results by less work: steps of a program in an order that costs less."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ..expr import S
from ..nets.elementwise import ElementwiseFunction
from ..nets.layers.elementwise import ElementwiseLayer
from ..nets.layers.pooling import PoolingLayer
from .lower import Program, Step


def pooled_first(program: Program) -> Program:
    """The program with Ramp after the maximum of windows instead of before it.

    The maximum of ramps is the ramp of the maximum, and gradients are the same; but after pooling there are
    fewer numbers to do it to.  A ramp that is wanted elsewhere too stays where it is.
    """
    uses = Counter(slot for step in program.steps for slot in step.inputs)
    uses.update(program.outputs.values())
    steps, place = list(program.steps), {slot: i for i, s in enumerate(program.steps) for slot in s.outputs}
    for i, pool in enumerate(steps):
        before = place.get(pool.inputs[0]) if pool.inputs else None
        if before is None or not _swaps(steps[before], pool) or uses[pool.inputs[0]] != 1:
            continue
        ramp = steps[before]
        steps[before] = replace(pool, inputs=ramp.inputs, outputs=ramp.outputs)
        steps[i] = replace(ramp, inputs=ramp.outputs, outputs=pool.outputs)
    return replace(program, steps=tuple(steps))


def _swaps(ramp: Step, pool: Step) -> bool:
    return (
        isinstance(ramp.layer, ElementwiseLayer)
        and ramp.layer.Function == ElementwiseFunction(S.Ramp)
        and isinstance(pool.layer, PoolingLayer)
        and pool.layer.Function == "Max"
    )
