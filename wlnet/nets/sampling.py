"""Random samples of what decoders decide between: "RandomSample" and its settings.

A temperature t raises probabilities to the power 1/t; "TopProbabilities" -> k keeps the k largest, and
"TotalProbabilityCutoff" -> p as many of the largest as make up p together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import array_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import Integer, Node, Real, S, String, is_head, is_rule
from .coder import Evaluate

SAMPLE = String("RandomSample")


@dataclass(frozen=True)
class Sampling:
    """How to draw."""

    temperature: float = 1.0
    cutoff: float = 1.0
    top: int | None = None

    @classmethod
    def of(cls, wanted: Node) -> Any:
        """The property "RandomSample", with a temperature or settings behind it; else NOT_CONVERTED."""
        if wanted == SAMPLE:
            return cls()
        pair = wanted.args if is_rule(wanted) or (is_head(wanted, S.List) and len(wanted.args) == 2) else ()
        if not pair or pair[0] != SAMPLE:
            return NOT_CONVERTED
        temperature = from_node(float, pair[1])
        if temperature is not NOT_CONVERTED:
            return cls(temperature) if temperature >= 0 else NOT_CONVERTED
        return cls._with(pair[1])

    @classmethod
    def _with(cls, node: Node) -> Any:
        rules = node.args if is_head(node, S.List) or is_head(node, S.Association) else (node,)
        if not rules or not all(map(is_rule, rules)):
            return NOT_CONVERTED
        given = {getattr(r.args[0], "value", ""): r.args[1] for r in rules}
        temperature = from_node(float, given.pop("Temperature", Real(1.0)))
        cutoff = from_node(float, given.pop("TotalProbabilityCutoff", Real(1.0)))
        top = given.pop("TopProbabilities", None)
        count = top.value if isinstance(top, Integer) and top.value > 0 else None
        wrong = given or NOT_CONVERTED in (temperature, cutoff) or (top is not None and count is None)
        return (
            NOT_CONVERTED
            if wrong or temperature < 0 or not 0 < cutoff <= 1
            else cls(temperature, cutoff, count)
        )

    def chosen(self, probabilities: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        """The place of one choice for each row of probabilities, which are along the last dimension."""
        rows = np.maximum(probabilities.reshape(-1, probabilities.shape[-1]).astype(np.float64), 0)
        weights = self._weights(rows)
        draws = array_of(evaluate(S.RandomReal(Integer(1), Integer(len(rows)))))
        assert draws is not None
        sums = np.cumsum(weights, 1)
        places = (sums < draws[:, None] * sums[:, -1:]).sum(1)
        return np.minimum(places, rows.shape[1] - 1).reshape(probabilities.shape[:-1])

    def _weights(self, rows: np.ndarray) -> np.ndarray:
        if self.temperature == 0:
            return (rows == rows.max(1, keepdims=True)).astype(np.float64)
        logs = np.log(np.where(rows > 0, rows, 1)) / self.temperature
        logs = np.where(rows > 0, logs, -np.inf)
        weights = np.exp(logs - logs.max(1, keepdims=True))
        weights /= weights.sum(1, keepdims=True)
        if self.top is None and self.cutoff == 1:
            return weights
        order = np.argsort(-weights, axis=1, kind="stable")
        largest = np.take_along_axis(weights, order, 1)
        kept = np.cumsum(largest, 1) - largest < self.cutoff
        if self.top is not None:
            kept[:, self.top :] = False
        np.put_along_axis(weights, order, np.where(kept, largest, 0), 1)
        return weights


def nested(array: np.ndarray, make: Callable[[Any], Node]) -> list[Node]:
    """What `make` makes of each number, in lists of the shape of each example."""

    def build(item: Any) -> Node:
        return S.List(*map(build, item)) if isinstance(item, list) else make(item)

    return [build(item) for item in array.tolist()]
