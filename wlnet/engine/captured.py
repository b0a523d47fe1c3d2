"""A training step captured once and replayed as a whole, for devices that are fed one operation at a time.

A GPU often waits for Python to say what is next.  A step on batches of one size is always the same work on
the same places in memory, so it is recorded once, from the batch to the gradients, and then launched in one
call: the batch is copied to where the recorded step reads it, and what comes out is copied before the next
launch overwrites it.  The optimizer, a few calls, stays outside: learning rates, schedules and step counts
are numbers that change, and it does the same whether a step was captured or not.

Nothing is taken on trust.  Batches of a size are first learnt from the usual way.  The second one and
the third are done both ways from the same arrays, moving averages and random numbers, and a replay is used
only if losses, gradients, moving averages and the random numbers that follow are the same.  "The same" allows
for `TOLERANCES`, because some kernels of a GPU add in no fixed order, and which kernel is chosen may depend
on where numbers lie.  Where anything differs or cannot be captured, batches of that size are learnt from the
usual way for good; `Captures.outcomes` says why.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from ..lazy import torch
from .cuda import Cuda
from .flat import FlatArrays

PROOFS = 2  # batches that are learnt from both ways
MOST = 8  # sizes of batches that are captured
TOLERANCES = {"Real32": 3e-4, "Real64": 1e-8, "Mixed": 2e-2}  # relative to the largest number of a tensor
NEGLIGIBLE = 0.01  # arrays with gradients below this part of the largest one are compared as if at this part
CAPTURED, WAITING = "captured", "waiting for a second batch"

Step = Callable[..., list[Any]]


class Recorder(Protocol):
    """What can record work on a device."""

    def warm_up(self, work: Callable[[], object]) -> None:
        """Do the work a few times, so that nothing is done for the first time while it is recorded."""

    def capture(self, work: Callable[[], list[Any]]) -> tuple[list[Any], Callable[[], object]]:
        """The tensors where the results of the work will be found, and what does it again.

        Raises an exception for work that cannot be recorded.
        """


def recorder_of(device: str, generators: Sequence[Any]) -> Recorder | None:
    """What records work on a device; None where that is of no use."""
    return Cuda(device, generators) if device.split(":")[0] == "cuda" else None


class Moment(NamedTuple):
    """Copies of what a step changes besides the gradient."""

    state: list[Any]
    random: Any


class Captures:
    """The captured steps of a training, whose gradients go to `flat` and which moves the tensors in `state`.

    `outcomes` says of each size of batches (or their shapes, where lengths vary) whether it is captured, or
    why not. `seconds` and `batches` are what was spent on batches that were done both ways.
    """

    def __init__(
        self,
        recorder: Recorder,
        flat: FlatArrays,
        state: Mapping[Any, Any],
        random: Any,
        precision: str = "Real32",
    ):
        self.recorder, self.flat, self.tolerance = recorder, flat, TOLERANCES[precision]
        self._state, self._random = [*state.values()], random
        self.outcomes: dict[object, str] = {}
        self.seconds, self.batches = 0.0, 0

    def new(self, key: object, usual: Step, batch: Sequence[Any]) -> Captured | None:
        """The step for batches like this one, not captured yet; None if there are too many kinds of them."""
        if len(self.outcomes) >= MOST:
            return None
        self.outcomes[key] = WAITING
        return Captured(self, key, usual, batch)

    def now(self) -> Moment:
        return Moment([each.clone() for each in self._state], self._random.get_state())

    def put(self, moment: Moment) -> None:
        """Make everything as it was."""
        with torch.no_grad():
            for held, numbers in zip(self._state, moment.state, strict=True):
                held.copy_(numbers)
        self._random.set_state(moment.random)


class Captured:
    """A step on batches of one size, called like the usual one."""

    def __init__(self, captures: Captures, key: object, usual: Step, batch: Sequence[Any]):
        self._captures, self._key, self._usual = captures, key, usual
        self._inputs = [column.clone() for column in batch]
        self._latest: Sequence[Any] = self._inputs
        self._outputs: list[Any] = []
        self._launch: Callable[[], object] | None = None
        self._proofs = 0
        self._way: Step = self._tried

    def __call__(self, *batch: Any) -> list[Any]:
        return self._way(*batch)

    def _replayed(self, *batch: Any) -> list[Any]:
        for held, column, seen in zip(self._inputs, batch, self._latest, strict=True):
            if column is not seen:  # a batch of all examples is always the same tensors
                held.copy_(column)
        self._latest = batch
        self._launch()  # type: ignore[misc]
        return [output.clone() for output in self._outputs]

    def _tried(self, *batch: Any) -> list[Any]:
        """Do a step both ways; the usual one counts."""
        captures, begun = self._captures, time.perf_counter()
        before = captures.now()
        outputs = self._usual(*batch)
        after, gradient = captures.now(), captures.flat.gradient.clone()
        left = before  # by Ctrl-C
        try:
            captures.put(before)
            said = self._objection(before, batch, Found(outputs, gradient, after))
            left = after
        finally:
            captures.put(left)
            captures.flat.gradient.copy_(gradient)
        self._proofs += 1
        if said:
            self._give_up(said)
        elif self._proofs == PROOFS:
            self._way, captures.outcomes[self._key] = self._replayed, CAPTURED
        captures.seconds += time.perf_counter() - begun
        captures.batches += 1
        return outputs

    def _objection(self, before: Moment, batch: Sequence[Any], usual: Found) -> str:
        """What is against replaying the step, of which `usual` is known to be right; "" if nothing is."""
        captures = self._captures
        try:
            if self._launch is None:
                self._capture()
                captures.put(before)
            captures.flat.gradient.fill_(float("nan"))  # what is not written is noticed
            outputs = self._replayed(*batch)
            replayed = Found(outputs, captures.flat.gradient, captures.now())
            return difference(usual, replayed, captures.flat, captures.tolerance)
        except Exception as error:
            return f"{type(error).__name__}: {error}"

    def _capture(self) -> None:
        """Record the step on the batch seen first, so that a step that is bound to its batch is noticed."""
        work = lambda: self._usual(*self._inputs)  # noqa: E731
        self._captures.recorder.warm_up(work)
        self._outputs, self._launch = self._captures.recorder.capture(work)

    def _give_up(self, said: str) -> None:
        self._way, self._captures.outcomes[self._key] = self._usual, said
        self._inputs, self._outputs, self._latest, self._launch = [], [], [], None


class Found(NamedTuple):
    """What came of a step: its results, the gradient of all arrays, and how everything is afterwards."""

    outputs: list[Any]
    gradient: Any
    after: Moment


def difference(usual: Found, replayed: Found, flat: FlatArrays, tolerance: float) -> str:
    """In what two steps differ by more than the tolerance; "" if in nothing."""
    for i, (a, b) in enumerate(zip(usual.outputs, replayed.outputs, strict=True)):
        if not alike(a, b, tolerance):
            return "other losses" if i == 0 else f"another result {i + 1}"
    least = NEGLIGIBLE * _largest(usual.gradient.double())
    ours, theirs = (flat.parts(found.gradient) for found in (usual, replayed))
    for path, gradient in ours.items():
        if not alike(gradient, theirs[path], tolerance, least):
            return f"another gradient of {'.'.join(path)}"
    for a, b in zip(usual.after.state, replayed.after.state, strict=True):
        if not alike(a, b, tolerance):
            return "other moving averages"
    return "" if torch.equal(usual.after.random, replayed.after.random) else "other random numbers"


def alike(a: Any, b: Any, tolerance: float, least: float = 0.0) -> bool:
    """Whether numbers differ by at most `tolerance` times the largest of `a`, or `least` if that is more."""
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if torch.equal(a, b):
        return True
    a, b = a.double(), b.double()
    return torch.allclose(a, b, rtol=0, atol=tolerance * max(_largest(a), least), equal_nan=True)


def _largest(numbers: Any) -> float:
    """The size of the largest finite number."""
    return float(numbers.nan_to_num(0, 0, 0).abs().max()) if numbers.numel() else 0.0
