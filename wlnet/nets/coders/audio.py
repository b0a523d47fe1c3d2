"""The "Audio" encoders: sounds as samples, spectra, mel bands or cepstral coefficients.

The sizes of partitions that "Automatic" stands for are not documented; ours are those usual for speech, 25
milliseconds, and an offset of a third, as SpectrogramArray has it; the window is HannWindow.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...arrays import array_of, list_of
from ...convert import NOT_CONVERTED
from ...expr import NONE, Node, S
from ...problem import Template
from ..audio_encoder import GENERAL, LENGTH, AudioEncoder, Span, positive
from ..audio_features import (
    FLOOR,
    cosines,
    hann,
    mel_filters,
    partition_count,
    partitions,
    window_places,
)
from ..coder import Evaluate, coder, misused
from ..coder_parameters import Parameter, anything, natural

USUAL_SECONDS = 0.025
BAD_WINDOW = Template("audiowindow", "The window function `1` gives no list of `2` real numbers.")


@coder
class AudioSamplesEncoder(AudioEncoder):
    """NetEncoder["Audio"] gives the samples of a sound, its channels mixed, as an n x 1 array.

    "SampleRate" (16000) is the rate, "TargetLength" -> n or a time cuts or fills up; "Normalization" ->
    "Max", {"Max", v} or {"RMS", v} sets the loudness; "Augmentation" changes sounds at random.
    """

    name = "Audio"
    parameters = GENERAL

    def inner_dims(self) -> tuple[int, ...]:
        return (1,)

    def fixed_length(self) -> int | None:
        return self.target.samples(self.rate) if self.target else None

    def fixed_samples(self) -> int | None:
        return self.fixed_length()

    def features(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        return signal[:, None]


_PARTITION = (
    Parameter("WindowSize", "size_span", Span.from_node, LENGTH, nothing=S.Automatic),
    Parameter("Offset", "offset_span", Span.from_node, LENGTH, nothing=S.Automatic),
    Parameter("WindowFunction", "window", anything, "a function or a list of numbers", S.Automatic),
)


class PartitionedEncoder(AudioEncoder):
    """Abstract: an encoder that gives something for each partition of a sound."""

    size_span: Span | None
    offset_span: Span | None
    window: Node

    @property
    def size(self) -> int:
        """The samples of a partition."""
        return (
            self.size_span.samples(self.rate) if self.size_span else max(1, round(self.rate * USUAL_SECONDS))
        )

    @property
    def offset(self) -> int:
        """How many samples later the next partition begins."""
        return self.offset_span.samples(self.rate) if self.offset_span else max(1, round(self.size / 3))

    def fixed_length(self) -> int | None:
        if self.target is None:
            return None
        return self.target.count or partition_count(self.target.samples(self.rate), self.size, self.offset)

    def fixed_samples(self) -> int | None:
        if self.target is None:
            return None
        if self.target.count:
            return self.size + (self.target.count - 1) * self.offset
        return self.target.samples(self.rate)

    def parts_of(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        return partitions(signal, self.size, self.offset, self._weights(evaluate))

    def _weights(self, evaluate: Evaluate) -> np.ndarray:
        if self.window is S.Automatic:
            return hann(self.size)
        if self.window is NONE:
            return np.ones(self.size)
        given = array_of(self.window)
        if given is None:
            given = array_of(evaluate(S.Map(self.window, list_of(window_places(self.size)))))
        if given is None or given.shape != (self.size,):
            raise BAD_WINDOW(self.window, self.size)
        return given


@coder
class AudioSTFTEncoder(PartitionedEncoder):
    """NetEncoder["AudioSTFT"] gives the Fourier transform of each partition of a sound, an n x w x 2 array.

    The last level are real and imaginary parts.  "WindowSize" (25 ms) and "Offset" (a third of it) are
    samples or times; "WindowFunction" (HannWindow) is a function from -1/2 to 1/2, or a list.  General
    parameters are those of "Audio"; "TargetLength" -> n counts partitions.
    """

    name = "AudioSTFT"
    parameters = (*GENERAL, *_PARTITION)

    def inner_dims(self) -> tuple[int, ...]:
        return (self.size, 2)

    def features(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        spectra = np.fft.fft(self.parts_of(signal, evaluate))
        return np.stack([spectra.real, spectra.imag], -1)


@coder
class AudioSpectrogramEncoder(PartitionedEncoder):
    """NetEncoder["AudioSpectrogram"] gives the magnitudes of the spectrum of each partition of a sound.

    The array is n x Floor[w/2 + 1]; parameters are those of "AudioSTFT".
    """

    name = "AudioSpectrogram"
    parameters = (*GENERAL, *_PARTITION)

    def inner_dims(self) -> tuple[int, ...]:
        return (self.size // 2 + 1,)

    def features(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        return np.abs(np.fft.rfft(self.parts_of(signal, evaluate)))


def _frequency(node: Node) -> Any:
    value = positive(node)
    return 0 if value is NOT_CONVERTED and array_of(node) == 0 else value


_MEL = (
    Parameter("NumberOfFilters", "filters", natural(), "a positive integer", 40),
    Parameter("MinimumFrequency", "lowest", _frequency, "a frequency", nothing=S.Automatic),
    Parameter("MaximumFrequency", "highest", positive, "a frequency", nothing=S.Automatic),
)


class MelEncoder(PartitionedEncoder):
    """Abstract: an encoder that takes spectra together in bands."""

    filters: int
    lowest: float | None
    highest: float | None

    def __init__(self, **given: Any):
        super().__init__(**given)
        low, high = self.band
        if not low < high <= self.rate / 2:
            limits = f"frequencies that rise, up to half the sample rate, {self.rate / 2:g}"
            raise misused(type(self), S.List(*map(_node, (low, high))), limits)

    @property
    def band(self) -> tuple[float, float]:
        """The lowest and the highest frequency that count; all unless said."""
        return self.lowest or 0.0, self.highest or self.rate / 2

    def bands(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        """(samples,) -> (n, filters)"""
        warp = self.augmentation.warp(evaluate) if self.augmentation else 1.0
        bands = mel_filters(self.filters, self.size, self.rate, *self.band, warp)
        return np.abs(np.fft.rfft(self.parts_of(signal, evaluate))) @ bands.T


def _node(value: float) -> Node:
    return list_of(np.array(float(value)))


@coder
class AudioMelSpectrogramEncoder(MelEncoder):
    """NetEncoder["AudioMelSpectrogram"] gives the magnitudes of each partition of a sound in bands.

    There are "NumberOfFilters" (40) of them, at equal distances on the mel scale from "MinimumFrequency" (0)
    to "MaximumFrequency" (half the sample rate).  Other parameters are those of "AudioSTFT".
    """

    name = "AudioMelSpectrogram"
    parameters = (*GENERAL, *_PARTITION, *_MEL)

    def inner_dims(self) -> tuple[int, ...]:
        return (self.filters,)

    def features(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        return self.bands(signal, evaluate)


@coder
class AudioMFCCEncoder(MelEncoder):
    """NetEncoder["AudioMFCC"] gives the first "NumberOfCoefficients" (13) of FourierDCT of the logs of mel
    bands.

    The array is n x 13; other parameters are those of "AudioMelSpectrogram".
    """

    name = "AudioMFCC"
    parameters = (
        *GENERAL,
        *_PARTITION,
        *_MEL,
        Parameter("NumberOfCoefficients", "coefficients", natural(), "a positive integer", 13),
    )
    coefficients: int

    def __init__(self, **given: Any):
        super().__init__(**given)
        if self.coefficients > self.filters:
            limit = f'at most the "NumberOfFilters", {self.filters}'
            raise misused(type(self), _node(self.coefficients), limit)

    def inner_dims(self) -> tuple[int, ...]:
        return (self.coefficients,)

    def features(self, signal: np.ndarray, evaluate: Evaluate) -> np.ndarray:
        logs = np.log(np.maximum(self.bands(signal, evaluate), FLOOR))
        return logs @ cosines(self.filters, self.coefficients).T
