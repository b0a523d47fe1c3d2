"""The options of NetTrain and NetMeasurements as Python values: methods, times, validation sets, devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from ..convert import NOT_CONVERTED, from_node
from ..declare import declare_all
from ..engine.method import METHODS, Shared
from ..engine.method import Method as EngineMethod
from ..engine.run import PRECISIONS
from ..expr import NONE, Expr, Integer, Node, Real, S, String, is_head, is_rule
from ..lazy import torch
from ..nets.construct import option_name
from ..nets.dataset import Dataset
from ..nets.multipliers import Multipliers, first_matches
from ..nets.net import Net
from ..problem import Template

declare_all("wlnet.engine.methods")

BAD_METHOD = Template("method", "`1` is not a training method; these are: `2`.")
BAD_SUBOPTION = Template("methopt", '`1` is not a suboption of the method "`2`"; these are: `3`.')
BAD_VALUE = Template("methval", 'The suboption `1` of the method "`2`" is `3`; a number`4` was expected.')
BAD_TIME = Template(
    "timegoal", "`1` is not a time: a positive number of seconds or a Quantity of time was expected."
)
NO_DEVICE = Template("trgdev", "TargetDevice -> `1` is not available here; `2`.")
BAD_VALIDATION = Template(
    "valset",
    "ValidationSet -> `1` is neither None, data, the name of a data set, nor Scaled[f] with 0 < f < 1.",
)
BAD_BATCH = Template("batchsize", "BatchSize -> `1` is neither Automatic nor a positive integer.")
BAD_MODE = Template("evalmode", 'NetEvaluationMode -> `1` is neither "Test" nor "Train".')
BAD_PRECISION = Template("wprec", 'WorkingPrecision -> `1` is not available; "Real32" and "Real64" are.')
UNITS = {"Seconds": 1.0, "Minutes": 60.0, "Hours": 3600.0, "Days": 86400.0}
PER_PART = ("L2Regularization", "GradientClipping", "WeightClipping")


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
            raise BAD_METHOD(parts[0], ", ".join(f'"{m}"' for m in sorted(METHODS)))
        name = parts[0].value
        known = [f.name for kind in (METHODS[name], Shared) for f in fields(kind)]  # type: ignore[arg-type]
        for rule in parts[1:]:
            if not is_rule(rule) or option_name(rule.args[0]) not in known:
                wrong = rule.args[0] if is_rule(rule) else rule
                raise BAD_SUBOPTION(wrong, name, ", ".join(f'"{s}"' for s in known))
        return cls(name, {option_name(rule.args[0]): rule.args[1] for rule in parts[1:]})

    def method(self) -> EngineMethod:
        kind = METHODS[self.name]
        own = {f.name for f in fields(kind)}  # type: ignore[arg-type]
        return kind(
            **{name: self._number(name, node) for name, node in self.suboptions.items() if name in own}
        )

    def shared(self, k: Any, net: Net, rate: Node) -> Shared:
        """The suboptions that all methods have; numbers by part of `net` become numbers by array."""
        values: dict[str, Any] = {}
        for name, node in self.suboptions.items():
            if node is NONE or node is S.Automatic:
                continue
            if name == "LearningRateSchedule":
                values[name] = _schedule(k, node)
            elif name in PER_PART:
                values[name] = self._per_part(name, node, net)
            elif name == "LearningRate":
                values[name] = self._number(name, node)
        if rate is not S.Automatic:
            values["LearningRate"] = self._number("LearningRate", rate)
        return Shared(**values)

    def _number(self, name: str, node: Node, also: str = "") -> float:
        value = from_node(float, node)
        if value is NOT_CONVERTED:
            raise BAD_VALUE(f'"{name}"', self.name, node, also)
        return value

    def _per_part(self, name: str, node: Node, net: Net) -> Any:
        if not isinstance(node, Expr) or node.head not in (S.List, S.Association, S.Rule):
            return self._number(name, node, " or a list of rules part -> number")
        numbers = first_matches(net, Multipliers.from_node(node))
        return {("Net", *path): float(value or 0) for path, value in numbers.items()}


def _schedule(k: Any, function: Node) -> Any:
    def factor(batch: int, total: int) -> float:
        value = from_node(float, k.evaluate(Expr(function, (Integer(batch), Integer(total)))))
        return 1.0 if value is NOT_CONVERTED else value

    return factor


@dataclass(frozen=True)
class Duration:
    """A length of time in seconds; None: no limit."""

    seconds: float | None

    @classmethod
    def from_node(cls, node: Node) -> Duration:
        if node is S.Automatic or node is S.Infinity:
            return cls(None)
        number, unit = node, 1.0
        if is_head(node, S.Quantity) and len(node.args) == 2 and isinstance(node.args[1], String):
            number, unit = node.args[0], UNITS.get(node.args[1].value, 0.0)
        value = from_node(float, number)
        if value is NOT_CONVERTED or value * unit <= 0:
            raise BAD_TIME(node)
        return cls(value * unit)


@dataclass(frozen=True)
class Rounds:
    """MaxTrainingRounds: a number of rounds, or a time for all of them."""

    rounds: int | None = None
    seconds: float | None = None

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if node is S.Automatic:
            return cls()
        if isinstance(node, Integer):
            return cls(node.value) if node.value > 0 else NOT_CONVERTED
        return cls(seconds=Duration.from_node(node).seconds) if is_head(node, S.Quantity) else NOT_CONVERTED


@dataclass(frozen=True)
class Device:
    """TargetDevice as torch knows it."""

    name: str = "cpu"

    @classmethod
    def from_node(cls, node: Node) -> Device:
        """ "CPU", "GPU" or {"GPU", n}.  Raises a Problem for what is not there."""
        if node in (S.Automatic, String("CPU")):
            return cls()
        parts = node.args if is_head(node, S.List) else (node, Integer(1))
        fits = parts[:1] in ((String("GPU"),), (String("CUDA"),)) and isinstance(parts[-1], Integer)
        count = torch.cuda.device_count() if fits else 0
        if not fits or not 1 <= parts[-1].value <= count:  # type: ignore[attr-defined]
            there = f"there are {count} usable GPUs" if fits else 'a device is "CPU", "GPU" or {"GPU", n}'
            raise NO_DEVICE(node, there)
        return cls(f"cuda:{parts[-1].value - 1}")  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Batch:
    """BatchSize: a number of examples; None is the automatic one."""

    size: int | None = None

    @classmethod
    def from_node(cls, node: Node) -> Batch:
        if node is S.Automatic:
            return cls()
        if not isinstance(node, Integer) or node.value < 1:
            raise BAD_BATCH(node)
        return cls(node.value)


@dataclass(frozen=True)
class EvaluationMode:
    """NetEvaluationMode: whether layers behave as they do in training."""

    training: bool = False

    @classmethod
    def from_node(cls, node: Node) -> EvaluationMode:
        if node not in (S.Automatic, String("Test"), String("Train")):
            raise BAD_MODE(node)
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
            raise BAD_PRECISION(node)
        return cls(node.value)


def given(value: Any, default: Any) -> Any:
    """The converted value of an option; `default` where the option was left as it is."""
    return default if isinstance(value, Node) else value


@dataclass(frozen=True)
class Validation:
    """ValidationSet: a share of the training data, or data of its own (a node: data or a name)."""

    share: float | None = None
    data: Dataset | None = None
    name: str | None = None

    @classmethod
    def from_node(cls, node: Node) -> Validation:
        if node is NONE or node is S.Automatic:
            return cls()
        if isinstance(node, String):
            return cls(name=node.value)
        if is_head(node, S.Scaled) and len(node.args) == 1:
            share = from_node(float, node.args[0])
            if share is not NOT_CONVERTED and 0 < share < 1:
                return cls(share)
            raise BAD_VALIDATION(node)
        data = Dataset.from_node(node)
        if data is NOT_CONVERTED:
            raise BAD_VALIDATION(node)
        return cls(data=data)


def number_node(value: float | int | None) -> Node:
    """A number as an expression; None as Missing."""
    if value is None:
        return S.Missing(String("NotAvailable"))
    return Integer(value) if isinstance(value, int) else Real(float(value))
