"""Pictures of measurements: what they are made of, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..expr import Node, Symbol
from ..media.charts import Line, line_chart, matrix_chart

Picture = Callable[[Any, Sequence[Node]], Node]


def label_text(label: Node) -> str:
    """A class as it is written in a picture."""
    return label.name if isinstance(label, Symbol) else str(getattr(label, "value", label))


def confusion_matrix_plot(matrix: np.ndarray, labels: Sequence[Node]) -> Node:
    """The confusion matrix, the actual classes downwards."""
    names = [label_text(label) for label in labels]
    return matrix_chart(matrix, names, "actual class", "predicted class")


def roc_curve_plot(curves: Sequence[np.ndarray], labels: Sequence[Node]) -> Node:
    """The ROC curves of all classes."""
    pairs = zip(labels, curves, strict=True)
    lines = [Line(label_text(label), curve[:, 0], curve[:, 1]) for label, curve in pairs]
    return line_chart(lines, "false positive rate", "recall", square=True)


PICTURES: dict[str, Picture] = {
    "ConfusionMatrixPlot": confusion_matrix_plot,
    "ROCCurvePlot": roc_curve_plot,
}
