"""The functions for parallel kernels, on the one kernel that there is.

What they give does not depend on how many kernels work on it, so programs run unchanged: ParallelTable is
Table, ParallelMap is Map, and what starts kernels starts none.
"""

from __future__ import annotations

import os

from ..expr import NULL, Expr, Integer, Node, S, Symbol, is_rule
from ..kernel.builtin import Attribute, builtin, variable

variable("$KernelCount", "$KernelCount is the number of parallel kernels: none.", Integer(0))
variable("$KernelID", "$KernelID is the number of a parallel kernel, 0 for the main one.", Integer(0))
variable("$ProcessorCount", "$ProcessorCount is the number of processors.", Integer(os.cpu_count() or 1))


def _without_options(args: tuple[Node, ...]) -> tuple[Node, ...]:
    """The arguments without Method -> ... and the like, which say how to share the work."""
    kept = len(args)
    while kept > 1 and is_rule(args[kept - 1]) and args[kept - 1].args[0] in _OPTIONS:
        kept -= 1
    return args[:kept]


_OPTIONS = frozenset({S.Method, S.DistributedContexts, S.ProgressReporting})


def _declare(name: str, serial: str, held: bool, example: str) -> None:
    head = Symbol(serial)

    def function(k, args: tuple[Node, ...]):
        return Expr(head, _without_options(args))

    function.__doc__ = f"{name}[...] is {serial}[...], done by this kernel.\n\n>> {example}"
    builtin(f"{name}[args__]", attributes=Attribute.HOLD_ALL if held else Attribute.NONE)(function)


_declare("ParallelTable", "Table", True, "ParallelTable[i^2, {i, 3}]\n{1, 4, 9}")
_declare("ParallelDo", "Do", True, "ParallelDo[i, {i, 3}]\nNull")
_declare("ParallelSum", "Sum", True, "ParallelSum[i, {i, 4}]\n10")
_declare("ParallelProduct", "Product", True, "ParallelProduct[i, {i, 4}]\n24")
_declare("ParallelMap", "Map", False, "ParallelMap[f, {a, b}]\n{f[a], f[b]}")
_declare("ParallelArray", "Array", False, "ParallelArray[f, 2]\n{f[1], f[2]}")
_declare("ParallelSelect", "Select", False, "ParallelSelect[{1, 2, 3}, OddQ]\n{1, 3}")


@builtin("ParallelEvaluate[expr_]", attributes=Attribute.HOLD_ALL)
def parallel_evaluate(k, expr: Node):
    """ParallelEvaluate[expr] evaluates expr on each of the parallel kernels, of which there are none.

    >> ParallelEvaluate[1 + 1]
    {}
    """
    return []


@builtin("LaunchKernels[n_]")
def launch_kernels(k, n: Node | None = None):
    """LaunchKernels[] starts parallel kernels; here it starts none, and gives the list of those started.

    >> LaunchKernels[]
    {}
    """
    return []


@builtin("CloseKernels[kernels_]")
def close_kernels(k, kernels: Node | None = None):
    """CloseKernels[] ends all parallel kernels.

    >> CloseKernels[]
    {}
    """
    return []


@builtin("Kernels[]")
def kernels(k):
    """Kernels[] is the list of the parallel kernels.

    >> Kernels[]
    {}
    """
    return []


def _shared(name: str, text: str) -> None:
    def function(k, symbols: tuple[Node, ...]):
        return NULL

    function.__doc__ = f"{text}\n\n>> {name}[x]\nNull"
    builtin(f"{name}[symbols___]", attributes=Attribute.HOLD_ALL)(function)


_shared("DistributeDefinitions", "DistributeDefinitions[x, ...] makes definitions known to parallel kernels.")
_shared("SetSharedVariable", "SetSharedVariable[x, ...] shares variables with parallel kernels.")
_shared("SetSharedFunction", "SetSharedFunction[f, ...] shares functions with parallel kernels.")


@builtin("CriticalSection[locks_, expr_]", attributes=Attribute.HOLD_ALL)
def critical_section(k, locks: Node, expr: Node):
    """CriticalSection[{lock}, expr] evaluates expr while no other kernel does so with the lock.

    >> CriticalSection[{lock}, 1 + 1]
    2
    """
    return k.evaluate(expr)
