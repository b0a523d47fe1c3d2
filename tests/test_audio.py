"""A sound is an immutable value: its samples, its rate, its file forms."""

from __future__ import annotations

import importlib.util
import io
import wave
from pathlib import Path

import numpy as np
import pytest

from wlnet.expr import Expr, Value
from wlnet.media import audio_files
from wlnet.media.audio import TYPES, Audio
from wlnet.media.audio_files import audio_bytes, audio_of, read_audio
from wlnet.media.resampling import resampled
from wlnet.problem import Problem
from wlnet.session import Session
from wlnet.syntax.write import input_form

RNG = np.random.default_rng(3)
SOUND = Audio(RNG.uniform(-0.9, 0.9, (2, 800)).astype(np.float32), 8000)
LIBRARY = pytest.mark.skipif(
    importlib.util.find_spec("soundfile") is None, reason="soundfile is not installed"
)


def wav(samples: np.ndarray, rate: int) -> bytes:
    """A file of 16-bit samples as the standard library writes it."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(samples.shape[0])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.ascontiguousarray(samples.T).astype("<i2").tobytes())
    return stream.getvalue()


def test_a_list_is_one_channel() -> None:
    sound = Audio(np.zeros(5, np.float32))
    assert (sound.channels, sound.length, sound.rate) == (1, 5, 44100)
    with pytest.raises(ValueError, match="read-only"):
        sound.data[0, 0] = 1


@pytest.mark.parametrize("name", TYPES)
def test_samples_survive_every_type_within_its_step(name: str) -> None:
    step = 1.0 if name == "Real32" else 2.0 ** (1 - 8 * np.dtype(TYPES[name]).itemsize)
    back = SOUND.as_type(name).levels()
    assert np.abs(back - SOUND.levels()).max() <= max(step, 1e-6)


def test_full_scale_is_not_wrapped_around() -> None:
    loud = Audio(np.array([1.0, -1.0, 2.0], np.float32)).as_type("SignedInteger16")
    assert loud.data.tolist() == [[32767, -32768, 32767]]


@pytest.mark.parametrize(("old", "new"), [(8000, 16000), (44100, 16000), (16000, 11025), (1000, 999)])
def test_a_resampled_sine_is_the_sine_at_the_other_rate(old: int, new: int) -> None:
    frequency = 0.1 * min(old, new)
    sine = np.sin(2 * np.pi * frequency * np.arange(old) / old)
    made = resampled(sine[None], old, new)[0]
    assert len(made) == new, "one second"
    wanted = np.sin(2 * np.pi * frequency * np.arange(new) / new)
    inner = slice(new // 10, -new // 10)
    assert np.abs(made - wanted)[inner].max() < 1e-3


def test_what_the_lower_rate_cannot_hold_is_taken_away() -> None:
    high = np.sin(2 * np.pi * 7000 * np.arange(16000) / 16000)
    assert np.abs(resampled(high[None], 16000, 8000)[0][400:-400]).max() < 1e-3


def test_a_wav_file_is_read_as_its_samples(tmp_path: Path) -> None:
    samples = RNG.integers(-30000, 30000, (2, 100))
    path = tmp_path / "a.wav"
    path.write_bytes(wav(samples, 22050))
    sound = read_audio(path)
    assert sound.rate == 22050 and sound.type_name == "SignedInteger16"
    assert (sound.data == samples).all()


def test_wav_needs_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = SOUND.as_type("SignedInteger16")
    whole = wav(sound.data, 8000)
    monkeypatch.setattr(audio_files, "has_soundfile", lambda: False)
    assert audio_of(whole, "a.wav") == sound
    assert audio_of(audio_bytes(sound, "WAV"), "a.wav") == sound
    for act in (lambda: audio_of(b"fLaC....", "a.flac"), lambda: audio_bytes(sound, "FLAC")):
        with pytest.raises(Problem, match=r"pip install 'wlnet\[audio\]'"):
            act()


@LIBRARY
@pytest.mark.parametrize("name", ["WAV", "FLAC", "AIFF"])
def test_a_sound_comes_back_from_a_file(name: str) -> None:
    sound = SOUND.as_type("SignedInteger16")
    assert audio_of(audio_bytes(sound, name), "a") == sound


@LIBRARY
def test_reals_stay_reals_in_wav_files_and_ogg_is_near() -> None:
    assert audio_of(audio_bytes(SOUND, "WAV"), "a.wav") == SOUND
    tone = Audio((0.5 * np.sin(np.arange(8000) * 0.3)).astype(np.float32), 8000)
    back = audio_of(audio_bytes(tone, "OGG"), "a.ogg")
    assert back.rate == 8000 and np.abs(back.levels() - tone.levels()).mean() < 0.02


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.wav"
    for content in (b"", b"no sound at all", wav(np.zeros((1, 4)), 8000)[:20]):
        bad.write_bytes(content)
        with pytest.raises(Problem, match=r"bad\.wav"):
            read_audio(bad)
    with pytest.raises(Problem, match="not found"):
        read_audio(tmp_path / "none.wav")


def test_a_sound_is_written_as_what_makes_it() -> None:
    short = Audio(RNG.uniform(-1, 1, (2, 5)).astype(np.float32), 8000).as_type("SignedInteger16")
    found = Session().evaluate(input_form(Value(short)))
    assert isinstance(found, Value) and found.value == short
    assert isinstance(short.to_node(), Expr)
