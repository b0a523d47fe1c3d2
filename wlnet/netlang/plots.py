"""Plots of a training: losses and measurements by round, as pictures."""

from __future__ import annotations

import numpy as np

from ..engine.record import Record
from ..expr import Node
from ..media.charts import Line, line_chart
from .measures import Measures


def loss_picture(record: Record) -> Node:
    """The losses of training and validation, by round; a dot where the net is from that is given."""
    places, lines = record.round_positions, []
    losses = record.log.all()
    if len(losses) > len(places):
        lines.append(Line("batches", _rounds(record, np.arange(1, len(losses) + 1)), losses, faint=True))
    lines.append(Line("training", np.arange(1, len(places) + 1), record.round_losses))
    if record.validations:
        totals = np.array([v.total for v in record.validations])
        lines.append(Line("validation", _rounds(record, totals), [v.loss for v in record.validations]))
    if record.best:
        best = record.best.validation
        lines.append(Line("best net", _rounds(record, np.array([best.total])), [best.loss]))
    return line_chart(lines, "round", "loss", logarithmic=True)


def measurement_picture(record: Record, measures: Measures, key: Node, name: str) -> Node:
    """A measurement of training and validation, by round."""
    values = [measures.number(key, each) for each in record.round_values]
    lines = [Line("training", np.arange(1, len(values) + 1), values)]
    if record.validations:
        totals = np.array([v.total for v in record.validations])
        found = [measures.number(key, v.values) for v in record.validations]
        lines.append(Line("validation", _rounds(record, totals), found))
    return line_chart(lines, "round", name)


def _rounds(record: Record, totals: np.ndarray) -> np.ndarray:
    """Numbers of batches as numbers of rounds."""
    ends = np.array([0, *record.round_positions])
    return np.interp(totals, ends, np.arange(len(ends)))
