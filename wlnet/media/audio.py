"""Audio: a sampled sound as a value of the language.

The array is (channels, samples), in one of the types that the language names; its rate is samples a second.
Source: reference page of Audio.
"""

from __future__ import annotations

import numpy as np

from ..arrays import list_of
from ..expr import Expr, Foreign, Node, S, String, to_node
from ..problem import Template
from .resampling import resampled

TYPES = {
    "SignedInteger8": np.int8,
    "SignedInteger16": np.int16,
    "SignedInteger32": np.int32,
    "Real32": np.float32,
}
USUAL_RATE = 44100
_NAMES = {np.dtype(kind): name for name, kind in TYPES.items()}

AUDIO_SHAPE = Template(
    "audioarray", "An array of dimensions `1` is no sound; samples, or a list of channels, were expected."
)
AUDIO_RATE = Template("audiorate", "`1` is not a sample rate; a positive number was expected.")


class Audio(Foreign):
    """Audio[data] is a sound; `data` is closed to writing.  Sounds are equal when all they hold is."""

    __slots__ = ("data", "rate")
    wl_head = "Audio"

    def __init__(self, data: np.ndarray, rate: float = USUAL_RATE):
        whole = data[None] if data.ndim == 1 else data
        if whole.ndim != 2 or 0 in whole.shape:
            raise AUDIO_SHAPE(data.shape)
        if whole.dtype not in _NAMES:
            raise TypeError(f"no audio type for {whole.dtype}")
        if not 0 < rate < np.inf:
            raise AUDIO_RATE(rate)
        self.data = whole.view()
        self.data.flags.writeable = False
        self.rate = int(rate) if rate == int(rate) else rate

    @property
    def channels(self) -> int:
        return self.data.shape[0]

    @property
    def length(self) -> int:
        """How many samples each channel has."""
        return self.data.shape[1]

    @property
    def seconds(self) -> float:
        return self.length / self.rate

    @property
    def type_name(self) -> str:
        return _NAMES[self.data.dtype]

    def levels(self) -> np.ndarray:
        """The samples as float32, from -1 to 1 for full scale."""
        return self.as_type("Real32").data

    def as_type(self, type_name: str) -> Audio:
        """This sound with its samples as `type_name`, one of TYPES; whole numbers are rounded and clipped."""
        kind = np.dtype(TYPES[type_name])
        if kind == self.data.dtype:
            return self
        reals = self.data.astype(np.float64)
        if self.data.dtype.kind == "i":
            reals /= _full(self.data.dtype)
        if kind.kind == "f":
            return Audio(reals.astype(kind), self.rate)
        full = _full(kind)
        return Audio(np.clip(np.rint(reals * full), -full, full - 1).astype(kind), self.rate)

    def with_levels(self, levels: np.ndarray, rate: float | None = None) -> Audio:
        """A sound of the type of this one, with other samples."""
        made = Audio(levels.astype(np.float32), self.rate if rate is None else rate)
        return made.as_type(self.type_name)

    def mixed(self) -> np.ndarray:
        """The mean of the channels, as float32."""
        levels = self.levels()
        return levels[0] if len(levels) == 1 else levels.mean(0, dtype=np.float64).astype(np.float32)

    def at_rate(self, rate: float) -> Audio:
        """This sound with another number of samples a second."""
        if rate == self.rate:
            return self
        return self.with_levels(resampled(self.levels(), self.rate, rate), rate)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Audio)
            and self.rate == other.rate
            and self.data.dtype == other.data.dtype
            and np.array_equal(self.data, other.data)
        )

    def __hash__(self) -> int:
        return hash((self.rate, self.data.shape, self.data.tobytes()))

    def equal(self, other: object) -> bool | None:
        return self == other if isinstance(other, Audio) else None

    def to_node(self) -> Node:
        rate = Expr(S.Rule, (S.SampleRate, to_node(self.rate)))
        return Expr(S.Audio, (list_of(self.data), String(self.type_name), rate))

    def summary(self) -> str:
        """One line, our form for terminals: seconds, rate, channels, type of the samples."""
        channels = f"{self.channels} channel{'s' * (self.channels > 1)}"
        return f"Audio[<{self.seconds:.3g} s, {self.rate:g} Hz, {channels}, {self.type_name}>]"


def _full(kind: np.dtype) -> float:
    """The whole number that stands for full scale."""
    return float(2 ** (8 * kind.itemsize - 1))
