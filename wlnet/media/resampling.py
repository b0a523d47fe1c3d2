"""Sampled signals at another rate: the band-limited signal through the samples, sampled again.

Each new sample is a weighted sum of the old ones around it; the weights are a sinc function below a Kaiser
window.  For a ratio up / down there are `up` sets of weights, used in turn, so that all new samples of one
set are one product of a matrix and a vector.  Source: Smith and Gossett, "A flexible sampling-rate
conversion method", 1984.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

ZEROS = 24  # zero crossings of the sinc function on either side
BETA = 8.6  # of the Kaiser window: what is cut off is 80 dB down
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
    padded = np.pad(signals.astype(np.float64), [(0, 0)] * (signals.ndim - 1) + [(reach, reach + 1)])
    made = np.empty((*signals.shape[:-1], count))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, -1)
    for phase in range(min(up, count)):
        whole, rest = divmod(phase * down, up)
        places = np.arange(-reach, reach + 1) - rest / up  # of the old samples, from the new one
        inside = np.clip(1 - (places / (reach + 1)) ** 2, 0, None)
        weights = band * np.sinc(band * places) * np.i0(BETA * np.sqrt(inside)) / np.i0(BETA)
        number = len(range(phase, count, up))
        made[..., phase::up] = windows[..., whole : whole + (number - 1) * down + 1 : down, :] @ weights
    return made.astype(signals.dtype)
