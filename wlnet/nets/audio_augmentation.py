"""Sounds changed at random before they are encoded: the parameter "Augmentation" of audio encoders.

Rules give "Volume" -> factor, "TimeShift" -> seconds or Scaled[part], "Noise" -> amplitude, a sound or
{amplitude, sound}, "Convolution" -> an impulse response or {mix, response}, and for mel bands "VTLP" ->
factor.  {a, b} for a number is a uniform distribution; distributions are sampled.  Source: reference pages of
the audio encoders; that a shift fills up with silence is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..arrays import array_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import NONE, Expr, Integer, Node, S, String, Value, is_head, is_rule
from ..media.audio import Audio
from ..media.audio_files import read_audio
from ..media.durations import seconds_of
from ..problem import Template
from .coder import Evaluate

KEYS = ("Convolution", "Noise", "TimeShift", "Volume", "VTLP")
NO_NUMBER = Template("augmentation", "The augmentation `1` -> `2` gives no real number.")


class Augmentation:
    """What is to be changed, by the names of the changes."""

    def __init__(self, node: Node, changes: Mapping[str, Node]):
        self.node, self.changes = node, changes

    @classmethod
    def from_node(cls, node: Node) -> Any:
        rules = node.args if is_head(node, S.List) or is_head(node, S.Association) else (node,)
        if not rules or not all(map(is_rule, rules)):
            return NOT_CONVERTED
        changes = {getattr(r.args[0], "value", ""): r.args[1] for r in rules}
        if not changes.keys() <= set(KEYS):
            return NOT_CONVERTED
        return cls(node, {name: value for name, value in changes.items() if value is not NONE})

    def to_node(self) -> Node:
        return self.node

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Augmentation) and self.node == other.node

    def __hash__(self) -> int:
        return hash(self.node)

    def applied(self, signal: np.ndarray, rate: float, evaluate: Evaluate) -> np.ndarray:
        """The changed samples."""
        for name, change in (
            ("TimeShift", self._shifted),
            ("Convolution", self._convolved),
            ("Noise", self._noisy),
            ("Volume", self._louder),
        ):
            if name in self.changes:
                signal = change(signal, self.changes[name], rate, evaluate)
        return signal

    def warp(self, evaluate: Evaluate) -> float:
        """The factor of "VTLP", 1 without it."""
        return drawn("VTLP", self.changes["VTLP"], evaluate) if "VTLP" in self.changes else 1.0

    def _shifted(self, signal: np.ndarray, node: Node, rate: float, evaluate: Evaluate) -> np.ndarray:
        scaled = is_head(node, S.Scaled) and len(node.args) == 1
        amount = drawn("TimeShift", node.args[0] if scaled else node, evaluate)
        count = round(amount * (len(signal) if scaled else rate))
        made = np.zeros_like(signal)
        if abs(count) < len(signal):
            to, of = slice(max(0, count), len(signal) + min(0, count)), slice(max(0, -count), None)
            made[to] = signal[of][: to.stop - to.start]
        return made

    def _convolved(self, signal: np.ndarray, node: Node, rate: float, evaluate: Evaluate) -> np.ndarray:
        mix, response = _amount_and_sound("Convolution", node, rate, evaluate)
        size = len(signal) + len(response) - 1
        whole = np.fft.irfft(np.fft.rfft(signal, size) * np.fft.rfft(response, size), size)[: len(signal)]
        return whole if mix is None else (1 - mix) * signal + mix * whole

    def _noisy(self, signal: np.ndarray, node: Node, rate: float, evaluate: Evaluate) -> np.ndarray:
        if _is_sound(node) or (is_head(node, S.List) and len(node.args) == 2 and _is_sound(node.args[1])):
            amount, noise = _amount_and_sound("Noise", node, rate, evaluate)
            return signal + (1.0 if amount is None else amount) * np.resize(noise, len(signal))
        ends = S.List(Integer(-1), Integer(1))
        white = array_of(evaluate(Expr(S.RandomReal, (ends, Integer(len(signal))))))
        assert white is not None
        return signal + drawn("Noise", node, evaluate) * white

    def _louder(self, signal: np.ndarray, node: Node, rate: float, evaluate: Evaluate) -> np.ndarray:
        return signal * drawn("Volume", node, evaluate)


def drawn(name: str, node: Node, evaluate: Evaluate) -> float:
    """The number that a setting gives: itself, one between two, or a sample of a distribution."""
    fixed = seconds_of(node)
    if fixed is not None:
        return fixed
    if is_head(node, S.List) and len(node.args) == 2:
        low, high = (drawn(name, end, evaluate) for end in node.args)
        return low + (high - low) * from_node(float, evaluate(S.RandomReal()))
    number = from_node(float, evaluate(S.RandomVariate(node)))
    if number is NOT_CONVERTED:
        raise NO_NUMBER(name, node)
    return number


def _is_sound(node: Node) -> bool:
    return is_head(node, S.File) or (isinstance(node, Value) and isinstance(node.value, Audio))


def _amount_and_sound(
    name: str, node: Node, rate: float, evaluate: Evaluate
) -> tuple[float | None, np.ndarray]:
    """A number, if there is one, and the samples of a sound."""
    amount, sound = node.args if is_head(node, S.List) and len(node.args) == 2 else (None, node)
    if not _is_sound(sound):
        raise NO_NUMBER(name, node)
    if isinstance(sound, Value) and isinstance(sound.value, Audio):
        audio = sound.value
    else:
        path = sound.args[0] if sound.args else sound
        audio = read_audio(path.value if isinstance(path, String) else "")
    samples = audio.at_rate(rate).mixed().astype(np.float64)
    return (None if amount is None else drawn(name, amount, evaluate)), samples
