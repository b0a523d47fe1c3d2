"""Sounds changed: another rate, loudness, length, channels; and sounds made by a generator."""

from __future__ import annotations

import math

import numpy as np

from ..arrays import array_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import Expr, Integer, Node, Real, S, String, is_head
from ..kernel.builtin import builtin
from ..media.audio import AUDIO_RATE, USUAL_RATE, Audio
from ..media.durations import seconds_of
from ..problem import Template
from .audio import needed

NO_TIME = Template("audiotime", "`1` is not a time: a number of seconds or a Quantity of time was expected.")
NO_FACTOR = Template("audiofactor", "`1` is not a real number.")
UNLIKE = Template("audiojoin", "Sounds of `1` and of `2` channels cannot be joined.")
NO_MODEL = Template("audiomodel", "`1` is not a sound that can be generated here; these are: `2`.")
NO_MIX = Template("audiomix", '`1` is not a mix of channels known here; these are: "Mono", "Stereo".')


@builtin("AudioResample[audio_, rate_]")
def audio_resample(k, audio: Node, rate: Node):
    """AudioResample[audio, rate] gives a sound with another number of samples a second.

    >> AudioLength[AudioResample[Audio[Table[Sin[0.1 t], {t, 100}], SampleRate -> 100], 50]]
    50
    """
    wanted = from_node(float, rate.args[0] if is_head(rate, S.Quantity) and rate.args else rate)
    if wanted is NOT_CONVERTED or not 0 < wanted < math.inf:
        raise AUDIO_RATE(rate)
    return needed(audio).at_rate(wanted)


@builtin("AudioNormalize[audio_]")
def audio_normalize(k, audio: Node):
    """AudioNormalize[audio] gives a sound whose largest sample is 1 or -1.

    >> AudioData[AudioNormalize[Audio[{0, 0.25, -0.5}]]]
    {{0., 0.5, -1.}}
    """
    sound = needed(audio)
    levels = sound.levels()
    peak = float(np.abs(levels).max())
    return sound.with_levels(levels / peak) if peak else sound


@builtin("AudioAmplify[audio_, factor_]")
def audio_amplify(k, audio: Node, factor: Node):
    """AudioAmplify[audio, s] multiplies the samples by s.

    >> AudioData[AudioAmplify[Audio[{0, 0.25}], 2]]
    {{0., 0.5}}
    """
    number = from_node(float, factor)
    if number is NOT_CONVERTED:
        raise NO_FACTOR(factor)
    sound = needed(audio)
    return sound.with_levels(sound.levels() * number)


@builtin("AudioTrim[audio_, span_]")
def audio_trim(k, audio: Node, span: Node):
    """AudioTrim[audio, t] gives the first t seconds of a sound, for negative t the last.

    AudioTrim[audio, {t1, t2}] gives the part between two times.

    >> AudioData[AudioTrim[Audio[{0, 0.25, 0.5, 0.75}, SampleRate -> 4], {0.25, 0.75}]]
    {{0.25, 0.5}}
    """
    sound = needed(audio)
    ends = span.args if is_head(span, S.List) and len(span.args) == 2 else None
    if ends is None:
        count = round(_time(span) * sound.rate)
        start, stop = (0, count) if count >= 0 else (sound.length + count, sound.length)
    else:
        start, stop = (round(_time(end) * sound.rate) for end in ends)
    return Audio(sound.data[:, max(0, start) : max(0, stop)], sound.rate)


@builtin("AudioPad[audio_, span_]")
def audio_pad(k, audio: Node, span: Node):
    """AudioPad[audio, t] adds t seconds of silence at the end; AudioPad[audio, {t1, t2}] at both ends.

    >> AudioLength[AudioPad[Audio[{0, 1}, SampleRate -> 4], {0.25, 0.5}]]
    5
    """
    sound = needed(audio)
    ends = span.args if is_head(span, S.List) and len(span.args) == 2 else (Integer(0), span)
    before, behind = (max(0, round(_time(end) * sound.rate)) for end in ends)
    return Audio(np.pad(sound.data, ((0, 0), (before, behind))), sound.rate)


def _time(node: Node) -> float:
    seconds = seconds_of(node)
    if seconds is None or not math.isfinite(seconds):
        raise NO_TIME(node)
    return seconds


@builtin("AudioJoin[sounds__]")
def audio_join(k, sounds: tuple[Node, ...]):
    """AudioJoin[a1, a2, ...] gives sounds one after the other, at the rate of the fastest.

    >> AudioLength[AudioJoin[Audio[{0, 1}], Audio[{1, 0, 1}]]]
    5
    """
    items = sounds[0].args if len(sounds) == 1 and is_head(sounds[0], S.List) else sounds
    found = [needed(item) for item in items]
    rate = max(sound.rate for sound in found)
    for sound in found:
        if sound.channels != found[0].channels:
            raise UNLIKE(found[0].channels, sound.channels)
    parts = [sound.at_rate(rate) for sound in found]
    if len({part.type_name for part in parts}) == 1:
        return Audio(np.concatenate([part.data for part in parts], 1), rate)
    return Audio(np.concatenate([part.levels() for part in parts], 1), rate)


@builtin("AudioChannelMix[audio_, mix_]")
def audio_channel_mix(k, audio: Node, mix: str = "Mono"):
    """AudioChannelMix[audio, "Mono"] gives the mean of the channels; "Stereo" two channels.

    >> AudioData[AudioChannelMix[Audio[{{0, 1}, {0.5, 0}}]]]
    {{0.25, 0.5}}
    """
    sound = needed(audio)
    if mix == "Mono":
        return sound.with_levels(sound.mixed())
    if mix != "Stereo":
        raise NO_MIX(mix)
    return sound if sound.channels == 2 else sound.with_levels(np.stack([sound.mixed()] * 2))


@builtin("AudioChannelSeparate[audio_]")
def audio_channel_separate(k, audio: Node):
    """AudioChannelSeparate[audio] gives a list of sounds, one for each channel.

    >> Length[AudioChannelSeparate[Audio[{{0, 1}, {0.5, 0}}]]]
    2
    """
    sound = needed(audio)
    return [Audio(channel, sound.rate) for channel in sound.data]


MODELS = ("Sin", "Triangle", "Sawtooth", "Square", "White", "Silence")


@builtin("AudioGenerator[model_, duration_]")
def audio_generator(k, model: Node, duration: Node = Integer(1), *, SampleRate: float = float(USUAL_RATE)):
    """AudioGenerator[{"Sin", f}, t] gives t seconds of a sine of f times a second; also "White" noise.

    The models are "Sin", "Triangle", "Sawtooth", "Square", 440 times a second unless said, "White" and
    "Silence".

    >> AudioData[AudioGenerator[{"Sin", 1}, 1, SampleRate -> 2]]
    {{0., 0.}}
    """
    name, frequency = model, 440.0
    if is_head(model, S.List) and len(model.args) == 2:
        name, frequency = model.args[0], from_node(float, model.args[1])
    if not isinstance(name, String) or name.value not in MODELS or frequency is NOT_CONVERTED:
        raise NO_MODEL(model, ", ".join(MODELS))
    if not 0 < SampleRate < math.inf:
        raise AUDIO_RATE(Real(SampleRate))
    count = max(1, round(_time(duration) * SampleRate))
    return Audio(_samples(k, name.value, frequency, count, SampleRate).astype(np.float32), SampleRate)


def _samples(k, name: str, frequency: float, count: int, rate: float) -> np.ndarray:
    if name == "Silence":
        return np.zeros(count)
    if name == "White":
        drawn = array_of(k.evaluate(Expr(S.RandomReal, (S.List(Integer(-1), Integer(1)), Integer(count)))))
        assert drawn is not None
        return drawn
    phase = np.arange(count) * (frequency / rate)
    if name == "Sin":
        return np.round(np.sin(2 * np.pi * (phase % 1)), 15) + 0.0
    turn = phase % 1
    return {
        "Triangle": 1 - 4 * np.abs((turn + 0.25) % 1 - 0.5),
        "Sawtooth": 2 * ((turn + 0.5) % 1) - 1,
        "Square": np.where(turn < 0.5, 1.0, -1.0),
    }[name]
