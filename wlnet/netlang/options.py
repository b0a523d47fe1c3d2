"""The options of NetTrain and NetMeasurements as Python values: methods, times, validation sets, devices."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ..convert import NOT_CONVERTED, from_node
from ..declare import declare_all
from ..engine.intervals import BATCHES, ROUNDS, SECONDS, Interval
from ..engine.method import METHODS, Shared
from ..engine.method import Method as EngineMethod
from ..engine.run import PRECISIONS
from ..expr import NONE, Expr, Integer, Node, Real, S, String, is_head, is_rule
from ..lazy import torch
from ..nets.construct import option_name
from ..nets.multipliers import Multipliers, first_matches
from ..nets.net import Net
from ..nets.shown import typed
from ..problem import Template

declare_all("wlnet.engine.methods")

BAD_METHOD = Template("method", "`1` is not a training method; these are: `2`.")
BAD_SUBOPTION = Template("methopt", '`1` is not a suboption of the method "`2`"; these are: `3`.')
BAD_VALUE = Template("methval", 'The suboption `1` of the method "`2`" is `3`; `4` was expected.')
BAD_RATE = Template("lrate", "LearningRate -> `1` is neither Automatic nor a positive number.")
BAD_SCHEDULE = Template(
    "schedule",
    "The LearningRateSchedule `1` gives `2` for batch `3`; a number that is not negative was expected.",
)
BAD_ROUNDS = Template(
    "rounds",
    "MaxTrainingRounds -> `1` is neither Automatic, a positive integer, Infinity nor a Quantity of time.",
)
BAD_TIME = Template(
    "timegoal", "`1` is not a time: a positive number of seconds or a Quantity of time was expected."
)
NO_DEVICE = Template("trgdev", "TargetDevice -> `1` is not available here; `2`.")
BAD_INTERVAL = Template(
    "interval",
    "`1` is not an interval: a positive number or a Quantity of rounds, batches or time was expected.",
)
BAD_BATCH = Template("batchsize", "BatchSize -> `1` is neither Automatic nor a positive integer.")
BAD_MODE = Template("evalmode", 'NetEvaluationMode -> `1` is neither "Test" nor "Train".')
BAD_PRECISION = Template(
    "wprec", 'WorkingPrecision -> `1` is not available; "Real32", "Real64" and "Mixed" are.'
)
UNITS = {"Milliseconds": 1e-3, "Seconds": 1.0, "Minutes": 60.0, "Hours": 3600.0}
UNITS |= {"Days": 86400.0, "Weeks": 604800.0}
PER_PART = ("L2Regularization", "GradientClipping", "WeightClipping")
TRIED_BATCHES = 100  # of a training for which a schedule is tried beforehand
SHARES, AMOUNTS = ("Momentum", "Beta1", "Beta2", "Beta"), ("Epsilon", "L2Regularization")


@dataclass(frozen=True)
class MethodChoice:
    """A training method by name with the suboptions that the user gave."""

    name: str = "ADAM"
    suboptions: Mapping[str, Node] = field(default_factory=dict)

    @classmethod
    def from_node(cls, node: Node) -> MethodChoice:
        """Automatic (ADAM), "name", or {"name", suboption -> value, ...}.  Raises a Problem."""
        if node is S.Automatic:
            return cls()
        parts = node.args if is_head(node, S.List) and node.args else (node,)
        if not isinstance(parts[0], String) or parts[0].value not in METHODS:
            raise BAD_METHOD(typed(parts[0]), ", ".join(f'"{m}"' for m in sorted(METHODS)))
        name = parts[0].value
        known = [f.name for kind in (METHODS[name], Shared) for f in fields(kind)]  # type: ignore[arg-type]
        for rule in parts[1:]:
            if not is_rule(rule) or option_name(rule.args[0]) not in known:
                wrong = rule.args[0] if is_rule(rule) else rule
                raise BAD_SUBOPTION(typed(wrong), name, ", ".join(f'"{s}"' for s in known))
        return cls(name, {option_name(rule.args[0]): rule.args[1] for rule in parts[1:]})

    def method(self, k: Any) -> EngineMethod:
        kind = METHODS[self.name]
        own = {f.name for f in fields(kind)}  # type: ignore[arg-type]
        given = [(name, node) for name, node in self.suboptions.items() if name in own]
        return kind(**{name: self._number(k, name, node) for name, node in given if node is not S.Automatic})

    def shared(self, k: Any, net: Net, rate: Node) -> Shared:
        """The suboptions that all methods have; numbers by part of `net` become numbers by array."""
        values: dict[str, Any] = {}
        for name, node in self.suboptions.items():
            if node is NONE or node is S.Automatic:
                continue
            if name == "LearningRateSchedule":
                values[name] = _schedule(k, node)
            elif name in PER_PART:
                values[name] = self._per_part(k, name, node, net)
            elif name == "LearningRate":
                values[name] = self._number(k, name, node)
        if rate is not S.Automatic:
            if (found := _fitting(k, "LearningRate", rate)) is None:
                raise BAD_RATE(typed(rate))
            values["LearningRate"] = found
        return Shared(**values)

    def _number(self, k: Any, name: str, node: Node, also: str = "") -> float:
        value = _fitting(k, name, node)
        if value is None:
            raise BAD_VALUE(f'"{name}"', self.name, typed(node), _range(name)[1] + also)
        return value

    def _per_part(self, k: Any, name: str, node: Node, net: Net) -> Any:
        listed = node.args if is_head(node, S.List) or is_head(node, S.Association) else (node,)
        if not all(map(is_rule, listed)):
            return self._number(k, name, node, " or a list of rules part -> number")
        for rule in listed:
            if rule.args[1] not in (NONE, Integer(0), Real(0.0)):
                self._number(k, name, rule.args[1], " or None")
        numbers = first_matches(net, Multipliers.from_node(k.evaluate(_in_numbers(node, listed))))
        return {("Net", *path): float(value or 0) for path, value in numbers.items()}


def _in_numbers(node: Node, rules: tuple[Node, ...]) -> Node:
    """The rules with numbers in place of what stands for some, like Sqrt[2]."""
    return Expr(S.List, tuple(S.Rule(rule.args[0], S.N(rule.args[1])) for rule in rules))  # type: ignore


def _fitting(k: Any, name: str, node: Node) -> float | None:
    """The number that a suboption is, also as an exact expression; None for what it cannot be."""
    value = from_node(float, k.evaluate(S.N(node)))
    return None if value is NOT_CONVERTED or not _range(name)[0](value) else value


def _range(name: str) -> tuple[Callable[[float], bool], str]:
    """Which numbers a suboption may be, as a test and in words."""
    if name in SHARES:
        return lambda value: 0 <= value < 1, "a number from 0 to 1, but not 1,"
    if name in AMOUNTS:
        return lambda value: 0 <= value < math.inf, "a number that is not negative"
    return lambda value: 0 < value < math.inf, "a positive number"


def _schedule(k: Any, function: Node) -> Any:
    """The factor of the learning rate by batch and number of batches.  Raises a Problem if it is none."""

    def factor(batch: int, total: int) -> float:
        node = k.evaluate(Expr(function, (Integer(batch), Integer(total))))
        is_done = not isinstance(node, Expr) or node.head != function
        value = from_node(float, k.evaluate(S.N(node))) if is_done else NOT_CONVERTED
        if value is NOT_CONVERTED or not 0 <= value < math.inf:
            raise BAD_SCHEDULE(typed(function), typed(node), batch)
        return value

    factor(1, TRIED_BATCHES)
    return factor


@dataclass(frozen=True)
class Duration:
    """A length of time in seconds; None: no limit."""

    seconds: float | None

    @classmethod
    def from_node(cls, node: Node) -> Duration:
        if node is S.Automatic or node == S.DirectedInfinity(Integer(1)):
            return cls(None)
        number, unit = node, 1.0
        if is_head(node, S.Quantity) and len(node.args) == 2 and isinstance(node.args[1], String):
            number, unit = node.args[0], UNITS.get(node.args[1].value, 0.0)
        value = from_node(float, number)
        if value is NOT_CONVERTED or value * unit <= 0:
            raise BAD_TIME(typed(node))
        return cls(value * unit)


@dataclass(frozen=True)
class Rounds:
    """MaxTrainingRounds: a number of rounds, or a time for all of them, which may be infinite.

    Infinity (ours) goes on until TimeGoal, the stopping criterion, a function or Ctrl-C ends it.
    """

    rounds: int | None = None
    seconds: float | None = None

    @classmethod
    def from_node(cls, node: Node) -> Rounds:
        if node is S.Automatic:
            return cls()
        if isinstance(node, Integer) and node.value > 0:
            return cls(node.value)
        if node == S.DirectedInfinity(Integer(1)):
            return cls(seconds=math.inf)
        if not is_head(node, S.Quantity) or node.args[-1] not in [String(u) for u in UNITS]:
            raise BAD_ROUNDS(typed(node))
        return cls(seconds=Duration.from_node(node).seconds)


@dataclass(frozen=True)
class Device:
    """TargetDevice as torch knows it; `others` share the batches of a training with it.

    Of several processes on a machine each takes one "GPU" for itself.
    """

    name: str = "cpu"
    others: tuple[str, ...] = ()

    @classmethod
    def from_node(cls, node: Node) -> Device:
        """ "CPU", "GPU", {"GPU", n}, {"GPU", {n1, ...}} or {"GPU", All}.  Raises a Problem for what is not
        there.
        """
        if node in (S.Automatic, String("CPU")):
            return cls()
        kind, which = node.args if is_head(node, S.List) and len(node.args) == 2 else (node, S.Automatic)
        numbers = which.args if is_head(which, S.List) else (which,)
        named = numbers[:1] in ((S.All,), (S.Automatic,)) or all(isinstance(n, Integer) for n in numbers)
        if kind not in (String("GPU"), String("CUDA")) or not numbers or not named:
            raise NO_DEVICE(
                typed(node), 'a device is "CPU", "GPU", {"GPU", n}, {"GPU", {n1, ...}} or {"GPU", All}'
            )
        count = torch.cuda.device_count()
        wanted = [n.value if isinstance(n, Integer) else 1 for n in numbers]
        if which is S.All:
            wanted = [*range(1, count + 1)]
        elif which is S.Automatic and count:
            wanted = [int(os.environ.get("LOCAL_RANK", "0")) % count + 1]
        if not wanted or not all(1 <= number <= count for number in wanted):
            raise NO_DEVICE(
                typed(node), "there is 1 usable GPU" if count == 1 else f"there are {count} usable GPUs"
            )
        first, *others = (f"cuda:{number - 1}" for number in dict.fromkeys(wanted))
        return cls(first, tuple(others))


@dataclass(frozen=True)
class Batch:
    """BatchSize: a number of examples; None is the automatic one."""

    size: int | None = None

    @classmethod
    def from_node(cls, node: Node) -> Batch:
        if node is S.Automatic:
            return cls()
        if not isinstance(node, Integer) or node.value < 1:
            raise BAD_BATCH(typed(node))
        return cls(node.value)


@dataclass(frozen=True)
class EvaluationMode:
    """NetEvaluationMode: whether layers behave as they do in training."""

    training: bool = False

    @classmethod
    def from_node(cls, node: Node) -> EvaluationMode:
        if node not in (S.Automatic, String("Test"), String("Train")):
            raise BAD_MODE(typed(node))
        return cls(node == String("Train"))


@dataclass(frozen=True)
class Precision:
    """WorkingPrecision: the name of the kind of reals; Automatic is "Real32"."""

    name: str = "Real32"

    @classmethod
    def from_node(cls, node: Node) -> Precision:
        if node is S.Automatic:
            return cls()
        if not isinstance(node, String) or node.value not in PRECISIONS:
            raise BAD_PRECISION(typed(node))
        return cls(node.value)


def read_interval(node: Node, unit: str) -> Interval:
    """The interval of a number of `unit`, or of a Quantity.  Raises a Problem."""
    number = node
    if is_head(node, S.Quantity) and len(node.args) == 2 and isinstance(node.args[1], String):
        number, unit = node.args[0], node.args[1].value
    value = from_node(float, number)
    seconds = UNITS.get(unit)
    if value is NOT_CONVERTED or value <= 0 or not (seconds or unit in (ROUNDS, BATCHES)):
        raise BAD_INTERVAL(typed(node))
    if seconds:
        return Interval(value * seconds, SECONDS)
    if value != int(value):
        raise BAD_INTERVAL(typed(node))
    return Interval(int(value), unit)


def settled(kind: Any, value: Any) -> Any:
    """The value of an option as a `kind`, also where the option was left as it is."""
    return kind.from_node(value) if isinstance(value, Node) else value


def number_node(value: float | int | None) -> Node:
    """A number as an expression; None as Missing."""
    if value is None:
        return S.Missing(String("NotAvailable"))
    return Integer(value) if isinstance(value, int) else Real(float(value))
