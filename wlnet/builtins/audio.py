"""Sounds: making them, asking about them, and their files."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..arrays import array_of, list_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import Node, Real, S, String, Value, boolean, is_head, to_node
from ..kernel.builtin import builtin, symbol
from ..kernel.file_formats import FileFormat, Options, Source, Writer, declare_format
from ..media.audio import AUDIO_RATE, TYPES, USUAL_RATE, Audio
from ..media.audio_files import FORMATS, audio_bytes, audio_of, read_audio
from ..problem import Template

NO_AUDIO = Template("audioinv", "Expecting an audio object instead of `1`.")
NO_SAMPLES = Template(
    "audioarray", "`1` is neither a list of samples, a list of channels, nor the file of a sound."
)
NO_TYPE = Template("audiotype", "`1` is not a type of samples known here; these are: `2`.")

symbol("SampleRate", "SampleRate is an option for the number of samples a second.")


@builtin("Audio[data_, type_]")
def audio(k, data: Node, type: Node = S.Automatic, *, SampleRate: Node = S.Automatic):
    """Audio[{s1, s2, ...}] is a sound of these samples, from -1 to 1.

    Audio[{{...}, ...}] has several channels.  Audio["file"] is the sound in a file.
    Audio[list, "type"] takes samples in the scale of "SignedInteger16" and so on.  SampleRate is 44100 a
    second unless given.

    >> AudioLength[Audio[{0, 0.5, 0, -0.5}, SampleRate -> 8000]]
    4
    """
    known = audio_in(data)
    rate = _rate(SampleRate)
    if known is not None:
        known = known if type is S.Automatic else known.as_type(_type(type))
        return known if rate is None else Audio(known.data, rate)
    samples = array_of(data)
    if samples is None or samples.ndim not in (1, 2) or not samples.size:
        raise NO_SAMPLES(data)
    name = _type(type) if type is not S.Automatic else "Real32"
    kind = np.dtype(TYPES[name])
    if kind.kind == "i":
        full = 2 ** (8 * kind.itemsize - 1)
        samples = np.clip(np.rint(samples), -full, full - 1)
    return Audio(samples.astype(kind), rate or USUAL_RATE)


def audio_in(node: Node) -> Audio | None:
    """The sound that a value is, or that a file holds; None for anything else.  Raises a Problem."""
    if isinstance(node, Value) and isinstance(node.value, Audio):
        return node.value
    if is_head(node, S.File) and len(node.args) == 1:
        node = node.args[0]
    return read_audio(node.value) if isinstance(node, String) else None


def needed(node: Node) -> Audio:
    """The sound that a value is.  Raises a Problem."""
    if not (isinstance(node, Value) and isinstance(node.value, Audio)):
        raise NO_AUDIO(node)
    return node.value


def _rate(node: Node) -> float | None:
    if node is S.Automatic:
        return None
    quantity = is_head(node, S.Quantity) and node.args[1:] in ((String("Hertz"),), (String("Hz"),))
    rate = from_node(float, node.args[0] if quantity else node)
    if rate is NOT_CONVERTED or not 0 < rate < np.inf:
        raise AUDIO_RATE(node)
    return rate


def _type(node: Node) -> str:
    name = node.value if isinstance(node, String) else ""
    if name not in TYPES:
        raise NO_TYPE(node, ", ".join(TYPES))
    return name


@builtin("AudioQ[expr_]")
def audio_q(k, expr: Node):
    """AudioQ[expr] gives True if expr is a sound.

    >> AudioQ[Audio[{0, 1}]]
    True
    """
    return boolean(isinstance(expr, Value) and isinstance(expr.value, Audio))


@builtin("AudioData[audio_, type_]")
def audio_data(k, audio: Node, type: Node = S.Automatic):
    """AudioData[audio] gives a list of the samples of each channel, from -1 to 1.

    AudioData[audio, "SignedInteger16"] gives them in the scale of a type.

    >> AudioData[Audio[{0, 0.5}]]
    {{0., 0.5}}
    """
    sound = needed(audio)
    return list_of(sound.levels() if type is S.Automatic else sound.as_type(_type(type)).data)


@builtin("AudioSampleRate[audio_]")
def audio_sample_rate(k, audio: Node):
    """AudioSampleRate[audio] gives the number of samples a second.

    >> AudioSampleRate[Audio[{0, 1}]]
    Quantity[44100, "Hertz"]
    """
    return S.Quantity(to_node(needed(audio).rate), String("Hertz"))


@builtin("AudioChannels[audio_]")
def audio_channels(k, audio: Node):
    """AudioChannels[audio] gives the number of channels.

    >> AudioChannels[Audio[{{0, 1}, {1, 0}}]]
    2
    """
    return needed(audio).channels


@builtin("AudioType[audio_]")
def audio_type(k, audio: Node):
    """AudioType[audio] gives the type of the samples.

    >> AudioType[Audio[{0, 1}]]
    "Real32"
    """
    return needed(audio).type_name


@builtin("AudioLength[audio_]")
def audio_length(k, audio: Node):
    """AudioLength[audio] gives the number of samples of a channel.

    >> AudioLength[Audio[{{0, 1, 0}, {1, 0, 0}}]]
    3
    """
    return needed(audio).length


@builtin("Duration[audio_]")
def duration(k, audio: Node):
    """Duration[audio] gives how long a sound lasts.

    >> Duration[Audio[{0, 1, 0, 1}, SampleRate -> 8]]
    Quantity[0.5, "Seconds"]
    """
    return S.Quantity(Real(needed(audio).seconds), String("Seconds"))


ELEMENTS: dict[str, Callable[[Audio], object]] = {
    "Audio": Value,
    "Data": lambda sound: list_of(sound.levels()),
    "SampleRate": lambda sound: sound.rate,
    "AudioChannels": lambda sound: sound.channels,
    "Duration": lambda sound: S.Quantity(Real(sound.seconds), String("Seconds")),
}


def _reader(name: str) -> Callable[[object, Source, Options], Node]:
    def read(k, source: Source, options: Options) -> Node:
        return to_node(ELEMENTS[name](audio_of(source.data, str(source.path or ""))))

    return read


def _writer(name: str) -> Writer:
    """What writes sounds in a format."""

    def write(k, value: Node, options: Options) -> bytes:
        return audio_bytes(needed(value), name)

    return write


for _name, _suffixes in FORMATS.items():
    declare_format(FileFormat(_name, _suffixes, {name: _reader(name) for name in ELEMENTS}, _writer(_name)))
