"""Sampled signals at another rate: the band-limited signal through the samples, sampled again.

Each new sample is a weighted sum of the old ones around it; the weights are a sinc function below a Kaiser
window.  For a ratio up / down there are `up` sets of weights, used in turn; as many of them as BLOCK are the
columns of a matrix, and the old samples, cut into overlapping rows, are multiplied by it.  Source: Smith and
Gossett, "A flexible sampling-rate conversion method", 1984.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

ZEROS = 24  # zero crossings of the sinc function on either side
BETA = 8.6  # of the Kaiser window: what is cut off is 80 dB down
BLOCK = 256  # new samples that are found together
ROLLOFF = 0.95  # the edge of the band, as a part of the lower Nyquist frequency


def resampled(signals: np.ndarray, old: float, new: float) -> np.ndarray:
    """Signals, samples along the last dimension, at the rate `new`; they last as long as before."""
    ratio = Fraction(new).limit_denominator(10**6) / Fraction(old).limit_denominator(10**6)
    up, down = ratio.numerator, ratio.denominator
    count = math.ceil(signals.shape[-1] * up / down)
    if up == down or not count:
        return signals
    band = ROLLOFF * min(1.0, up / down)
    reach = math.ceil(ZEROS / band)
    signal = signals.reshape(-1, signals.shape[-1])
    made = np.empty((len(signal), count))
    for first in range(0, min(up, count), BLOCK):
        phases = np.arange(first, min(first + BLOCK, up, count))
        matrix = _weights(phases, up, down, band, reach)
        rows = -(-(count - first) // up)
        start = first * down // up - reach
        whole = _extended(signal, start, (rows - 1) * down + len(matrix))
        windows = np.lib.stride_tricks.sliding_window_view(whole, len(matrix), 1)[:, ::down]
        found = windows @ matrix
        for place, phase in enumerate(phases.tolist()):
            target = made[:, phase::up]
            target[:] = found[:, : target.shape[1], place]
    return made.reshape(*signals.shape[:-1], count).astype(signals.dtype)


def _weights(phases: np.ndarray, up: int, down: int, band: float, reach: int) -> np.ndarray:
    """(old samples, new ones): what the old samples from `reach` before the first phase count in each."""
    whole, rest = np.divmod(phases * down, up)
    places = np.arange(-reach, reach + 1) - (rest / up)[:, None]  # of the old samples, from the new one
    inside = np.clip(1 - (places / (reach + 1)) ** 2, 0, None)
    weights = band * np.sinc(band * places) * np.i0(BETA * np.sqrt(inside)) / np.i0(BETA)
    offsets = whole - whole[0]
    matrix = np.zeros((offsets[-1] + 2 * reach + 1, len(phases)))
    rows = offsets[:, None] + np.arange(2 * reach + 1)
    matrix[rows, np.arange(len(phases))[:, None]] = weights
    return matrix


def _extended(signal: np.ndarray, start: int, length: int) -> np.ndarray:
    """The samples from `start`, which may be negative; silence where there are none."""
    whole = np.zeros((len(signal), length))
    there = signal[:, max(0, start) : max(0, start + length)]
    whole[:, max(0, -start) :][:, : there.shape[1]] = there
    return whole
