"""Sounds in files: all formats that libsndfile reads and writes; plain WAV without it too.

Source: documentation of soundfile, and of the module wave of the standard library.
"""

from __future__ import annotations

import importlib.util
import io
import wave
from pathlib import Path
from typing import Any

import numpy as np

from ..lazy import soundfile
from ..problem import Template
from .audio import Audio

FORMATS = {  # as soundfile names them: the endings of files
    "WAV": (".wav",),
    "FLAC": (".flac",),
    "OGG": (".ogg", ".oga"),
    "AIFF": (".aif", ".aiff"),
    "MP3": (".mp3",),
}
NOT_INSTALLED = Template(
    "audiomissing", "`1` files need the Python package soundfile: pip install 'wlnet[audio]'."
)
BAD_AUDIO = Template("audiofmt", "File `1` is not a sound that can be read: `2`.")
NO_FILE = Template("nffil", "File `1` not found.")
NOT_WRITABLE = Template("audiowrite", "`1` cannot be written as `2`: `3`.")
_KEPT = {"PCM_S8": "int8", "PCM_U8": "int16", "PCM_16": "int16", "PCM_32": "int32"}
_WIDTHS: dict[int, Any] = {1: np.dtype("u1"), 2: np.dtype("<i2"), 4: np.dtype("<i4")}


def has_soundfile() -> bool:
    return importlib.util.find_spec("soundfile") is not None


def read_audio(path: str | Path) -> Audio:
    """The sound in a file.  Raises a Problem for what is none."""
    if not Path(path).is_file():
        raise NO_FILE(str(path))
    return audio_of(Path(path).read_bytes(), str(path))


def audio_of(data: bytes, name: str) -> Audio:
    """The sound that the bytes of a file are; `name` is for messages."""
    if not data:
        raise BAD_AUDIO(name, "it is empty")
    if not has_soundfile():
        return _plain_wav(data, name)
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            kind = _KEPT.get(file.subtype, "float32")
            wanted = "int16" if kind == "int8" else kind
            samples = file.read(dtype=wanted, always_2d=True)
            rate = file.samplerate
    except (soundfile.LibsndfileError, RuntimeError, TypeError) as error:
        raise BAD_AUDIO(name, str(error)) from None
    samples = samples >> 8 if kind == "int8" else samples
    return Audio(np.ascontiguousarray(samples.T).astype(kind), rate)


def _plain_wav(data: bytes, name: str) -> Audio:
    """A WAV file of whole numbers, by the standard library."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError):
        raise NOT_INSTALLED(f"Sound in other formats than plain WAV ({name})") from None
    if width not in _WIDTHS:
        raise NOT_INSTALLED(f"WAV with {8 * width} bits ({name})")
    samples = np.frombuffer(frames[: len(frames) // (width * channels) * width * channels], _WIDTHS[width])
    if width == 1:  # from 0 to 255
        samples = (samples.astype(np.int16) - 128) << 8
    return Audio(np.ascontiguousarray(samples.reshape(-1, channels).T).astype(samples.dtype.name), rate)


def audio_bytes(audio: Audio, name: str) -> bytes:
    """The bytes of a file with this sound.  Reals become 16-bit numbers, but in WAV files stay reals."""
    if not has_soundfile():
        return _written_wav(audio, name)
    stream = io.BytesIO()
    subtype = None
    if name == "WAV":
        subtype = {"Real32": "FLOAT", "SignedInteger32": "PCM_32"}.get(audio.type_name, "PCM_16")
    samples = audio.data if audio.type_name != "SignedInteger8" else audio.as_type("SignedInteger16").data
    try:
        soundfile.write(stream, samples.T, int(audio.rate), format=name, subtype=subtype)
    except (soundfile.LibsndfileError, RuntimeError, ValueError) as error:
        raise NOT_WRITABLE(audio.summary(), name, str(error)) from None
    return stream.getvalue()


def _written_wav(audio: Audio, name: str) -> bytes:
    if name != "WAV":
        raise NOT_INSTALLED(name)
    whole = audio.as_type("SignedInteger32" if audio.type_name == "SignedInteger32" else "SignedInteger16")
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(audio.channels)
        file.setsampwidth(whole.data.dtype.itemsize)
        file.setframerate(int(audio.rate))
        file.writeframes(
            np.ascontiguousarray(whole.data.T).astype(whole.data.dtype.newbyteorder("<")).tobytes()
        )
    return stream.getvalue()
