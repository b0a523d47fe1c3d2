"""What audio encoders make of samples: partitions, spectra, mel bands, cepstral coefficients.

A signal of n samples has partitions of w samples at every o-th; the last is filled up with silence, as in
SpectrogramArray.  Triangular filters, their centres at equal distances on the scale 2595 log10(1 + f/700)
(O'Shaughnessy 1987), overlap by half.  All is numpy: no example waits for another, none needs a gradient.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

FLOOR = 1e-8  # below which the logarithm of a band does not follow it


def partition_count(samples: int, size: int, offset: int) -> int:
    return 1 + max(0, math.ceil((samples - size) / offset))


def partitions(signal: np.ndarray, size: int, offset: int, window: np.ndarray) -> np.ndarray:
    """(samples,) -> (n, size): the parts of a signal, each multiplied by the window."""
    count = partition_count(len(signal), size, offset)
    padded = np.zeros(size + (count - 1) * offset)
    padded[: min(len(signal), len(padded))] = signal[: len(padded)]
    return np.lib.stride_tricks.sliding_window_view(padded, size)[::offset] * window


def hann(size: int) -> np.ndarray:
    """The Hann window, sampled from -1/2 to 1/2."""
    return 0.5 + 0.5 * np.cos(2 * np.pi * window_places(size))


def window_places(size: int) -> np.ndarray:
    """Where window functions are sampled."""
    return np.linspace(-0.5, 0.5, size) if size > 1 else np.zeros(1)


def mel(frequency: np.ndarray | float) -> np.ndarray:
    return 2595 * np.log10(1 + np.asarray(frequency) / 700)


@lru_cache(maxsize=16)
def mel_filters(
    count: int, size: int, rate: float, lowest: float, highest: float, warp: float = 1.0
) -> np.ndarray:
    """(count, size // 2 + 1): how much of each frequency of a spectrum goes into each band.

    `warp` moves frequencies as Jaitly and Hinton (2013) do to imitate another vocal tract.
    """
    edges = 700 * (10 ** (np.linspace(mel(lowest), mel(highest), count + 2) / 2595) - 1)
    if warp != 1:
        edges = warped(edges, warp, rate)
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    frequencies = np.arange(size // 2 + 1) * (rate / size)
    rising, falling = (frequencies - left) / (centre - left), (right - frequencies) / (right - centre)
    return np.clip(np.minimum(rising, falling), 0, None)


def warped(frequencies: np.ndarray, factor: float, rate: float, knee: float = 4800.0) -> np.ndarray:
    """Frequencies times `factor` up to a knee, and from there in a line to half the rate."""
    half = rate / 2
    knee = min(knee, 0.8 * half)
    turn = knee * min(factor, 1) / factor
    above = half - (half - knee * min(factor, 1)) / (half - turn) * (half - frequencies)
    return np.where(frequencies <= turn, frequencies * factor, above)


@lru_cache(maxsize=16)
def cosines(size: int, count: int) -> np.ndarray:
    """(count, size): the first rows of FourierDCT, Cos[Pi (r - 1/2) (s - 1) / n] / Sqrt[n]."""
    places = (np.arange(size) + 0.5) * np.pi / size
    return np.cos(np.outer(np.arange(count), places)) / math.sqrt(size)
