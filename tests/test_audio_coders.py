"""Audio encoders against formulas written another way: PyTorch's STFT, scipy's DCT, interpolated bands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from net_reading import interpreted, said
from test_coders import encoder, same

from wlnet.arrays import array_of
from wlnet.expr import Integer, Node, Real, S, String, Value, is_head, to_node
from wlnet.media.audio import Audio
from wlnet.media.audio_files import audio_bytes
from wlnet.nets.audio_features import hann, mel_filters, warped
from wlnet.nets.coder import Misfit
from wlnet.nets.ragged import Ragged
from wlnet.syntax.parse import parse

RNG = np.random.default_rng(11)
RATE = 16000
SIGNAL = RNG.uniform(-0.8, 0.8, 3000).astype(np.float32)
SOUND = Value(Audio(SIGNAL, RATE))


def encoded(text: str, *examples: Node) -> np.ndarray:
    return np.asarray(encoder(text).encode(examples or (SOUND,), drawing))


def drawing(node: Node) -> Node:
    """An evaluation that knows random numbers, always the middle ones."""
    if is_head(node, S.RandomReal) and len(node.args) == 2:
        return to_node([0.5] * node.args[1].value)  # type: ignore[attr-defined]
    return Real(0.5) if is_head(node, S.RandomReal) else node


def spectra(size: int, offset: int, window: np.ndarray | None = None) -> np.ndarray:
    """(n, size // 2 + 1), by PyTorch, of the signal filled up to whole partitions."""
    count = 1 + int(np.ceil((len(SIGNAL) - size) / offset))
    whole = np.zeros(size + (count - 1) * offset)
    whole[: len(SIGNAL)] = SIGNAL
    weights = torch.hann_window(size, periodic=False, dtype=torch.float64)
    weights = weights if window is None else torch.from_numpy(window)
    made = torch.stft(
        torch.from_numpy(whole), size, offset, window=weights, center=False, return_complex=True
    )
    return made.T.numpy()


def bands(size: int, count: int, low: float, high: float) -> np.ndarray:
    """(count, size // 2 + 1): triangles drawn by interpolation."""
    to_mel, to_hertz = (
        lambda f: 2595 * np.log10(1 + f / 700),
        lambda m: 700 * (10 ** (m / 2595) - 1),
    )
    edges = [to_hertz(to_mel(low) + i * (to_mel(high) - to_mel(low)) / (count + 1)) for i in range(count + 2)]
    frequencies = [k * RATE / size for k in range(size // 2 + 1)]
    return np.array([np.interp(frequencies, edges[i : i + 3], [0, 1, 0]) for i in range(count)])


def test_the_samples_of_a_sound() -> None:
    assert encoder('NetEncoder["Audio"]').dims == ("Varying", 1)
    np.testing.assert_allclose(encoded('NetEncoder["Audio"]')[0, :, 0], SIGNAL)
    stereo = Value(Audio(np.stack([SIGNAL, 0 * SIGNAL]), RATE))
    np.testing.assert_allclose(encoded('NetEncoder["Audio"]', stereo)[0, :, 0], SIGNAL / 2)
    assert encoded('NetEncoder[{"Audio", "SampleRate" -> 8000}]').shape == (1, 1500, 1)


@pytest.mark.parametrize(
    ("target", "count"), [("2000", 2000), ("4000", 4000), ('Quantity[0.25, "Seconds"]', 4000)]
)
def test_a_length_cuts_or_fills_up_with_silence(target: str, count: int) -> None:
    text = f'NetEncoder[{{"Audio", "TargetLength" -> {target}}}]'
    assert encoder(text).dims == (count, 1)
    samples = encoded(text)[0, :, 0]
    np.testing.assert_allclose(samples, np.pad(SIGNAL[:count], (0, max(0, count - len(SIGNAL)))))


def test_short_time_spectra_are_those_of_pytorch() -> None:
    wanted = spectra(400, 133)
    made = encoded('NetEncoder["AudioSTFT"]')[0]
    assert made.shape == (len(wanted), 400, 2)
    np.testing.assert_allclose(made[:, :201, 0], wanted.real, atol=1e-4)
    np.testing.assert_allclose(made[:, :201, 1], wanted.imag, atol=1e-4)
    np.testing.assert_allclose(made[:, 201:, 1], -made[:, 199:0:-1, 1], atol=1e-4)
    magnitudes = encoded('NetEncoder["AudioSpectrogram"]')[0]
    np.testing.assert_allclose(magnitudes, np.abs(wanted), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    ("settings", "size", "offset"),
    [
        ('"WindowSize" -> 256, "Offset" -> 100', 256, 100),
        ('"WindowSize" -> Quantity[10, "Milliseconds"], "Offset" -> Quantity[5, "Milliseconds"]', 160, 80),
        ('"WindowSize" -> 255', 255, 85),
    ],
)
def test_sizes_of_partitions_are_samples_or_times(settings: str, size: int, offset: int) -> None:
    text = f'NetEncoder[{{"AudioSpectrogram", {settings}}}]'
    assert encoder(text).dims == ("Varying", size // 2 + 1)
    np.testing.assert_allclose(encoded(text)[0], np.abs(spectra(size, offset)), rtol=1e-4, atol=1e-5)


def test_a_window_is_a_list_or_a_function() -> None:
    window = RNG.uniform(0, 1, 64)
    listed = ", ".join(map(repr, window.tolist()))
    text = f'NetEncoder[{{"AudioSpectrogram", "WindowSize" -> 64, "WindowFunction" -> {{{listed}}}}}]'
    np.testing.assert_allclose(encoded(text)[0], np.abs(spectra(64, 21, window)), rtol=1e-4, atol=1e-5)
    flat = encoded('NetEncoder[{"AudioSpectrogram", "WindowSize" -> 64, "WindowFunction" -> None}]')[0]
    np.testing.assert_allclose(flat, np.abs(spectra(64, 21, np.ones(64))), rtol=1e-4, atol=1e-5)
    wrong = 'NetEncoder[{"AudioSpectrogram", "WindowFunction" -> {1, 2}}]'
    assert "gives no list of 400" in said(lambda: encoder(wrong).encode([SOUND], drawing))


def test_mel_bands_are_triangles_at_equal_distances() -> None:
    assert encoder('NetEncoder["AudioMelSpectrogram"]').dims == ("Varying", 40)
    wanted = np.abs(spectra(400, 133)) @ bands(400, 40, 0, 8000).T
    np.testing.assert_allclose(encoded('NetEncoder["AudioMelSpectrogram"]')[0], wanted, rtol=1e-4, atol=1e-4)
    text = (
        'NetEncoder[{"AudioMelSpectrogram", "NumberOfFilters" -> 10, "MinimumFrequency" -> 200, '
        '"MaximumFrequency" -> 4000}]'
    )
    wanted = np.abs(spectra(400, 133)) @ bands(400, 10, 200, 4000).T
    np.testing.assert_allclose(encoded(text)[0], wanted, rtol=1e-4, atol=1e-4)


def test_cepstral_coefficients_are_a_cosine_transform_of_logs() -> None:
    fft = pytest.importorskip("scipy.fft")
    logs = np.log(np.maximum(np.abs(spectra(400, 133)) @ bands(400, 40, 0, 8000).T, 1e-8))
    wanted = fft.dct(logs, type=2, axis=-1)[:, :13] / (2 * np.sqrt(40))
    np.testing.assert_allclose(encoded('NetEncoder["AudioMFCC"]')[0], wanted, rtol=1e-4, atol=1e-4)
    assert encoder('NetEncoder[{"AudioMFCC", "NumberOfCoefficients" -> 5}]').dims == ("Varying", 5)


def test_a_number_of_partitions_is_what_there_are() -> None:
    for target, count in (("5", 5), ("50", 50), ('Quantity[100, "Milliseconds"]', 11)):
        text = f'NetEncoder[{{"AudioMFCC", "TargetLength" -> {target}}}]'
        assert encoder(text).dims == (count, 13)
        assert encoded(text).shape == (1, count, 13)


def test_loudness() -> None:
    peak = encoded('NetEncoder[{"Audio", "Normalization" -> {"Max", 0.5}}]')
    assert np.abs(peak).max() == pytest.approx(0.5)
    assert np.abs(encoded('NetEncoder[{"Audio", "Normalization" -> "Max"}]')).max() == pytest.approx(1)
    power = encoded('NetEncoder[{"Audio", "Normalization" -> {"RMS", 0.1}}]')
    assert np.sqrt(np.mean(power**2)) == pytest.approx(0.1)
    silence = Value(Audio(np.zeros(10, np.float32), RATE))
    assert not encoded('NetEncoder[{"Audio", "Normalization" -> "Max"}]', silence).any()


def augmented(rules: str, *, signal: np.ndarray = SIGNAL) -> np.ndarray:
    node = interpreted(parse(f'NetEncoder[{{"Audio", "Augmentation" -> {{{rules}}}}}]'))
    made = node.value.encode([Value(Audio(signal, RATE))], drawing)  # type: ignore[attr-defined]
    return np.asarray(made)[0, :, 0]


def test_augmentations_change_samples() -> None:
    np.testing.assert_allclose(augmented('"Volume" -> 0.5'), SIGNAL / 2)
    np.testing.assert_allclose(augmented('"Volume" -> {0.2, 0.4}'), SIGNAL * 0.3, rtol=1e-6)
    np.testing.assert_allclose(augmented('"TimeShift" -> Scaled[0.5]'), np.pad(SIGNAL[:1500], (1500, 0)))
    np.testing.assert_allclose(augmented('"TimeShift" -> -0.0625'), np.pad(SIGNAL[1000:], (0, 1000)))
    assert not augmented('"TimeShift" -> 10').any(), "nothing is left"
    np.testing.assert_allclose(augmented('"Noise" -> 0.2'), SIGNAL + 0.1, rtol=1e-5, atol=1e-6)
    assert not encoder('NetEncoder[{"Audio", "Augmentation" -> {"Volume" -> 0}}]').encode([SOUND], same).any()


def test_sounds_are_convolved_with_a_response() -> None:
    response = np.array([1.0, 0.5, 0.25], np.float32)
    found = encoder('NetEncoder["Audio"]')
    rules = S.List(S.Rule(String("Convolution"), Value(Audio(response, RATE))))
    made = found.with_parts({"Augmentation": rules}).encode([SOUND], same)  # type: ignore[attr-defined]
    np.testing.assert_allclose(
        np.asarray(made)[0, :, 0], np.convolve(SIGNAL, response)[: len(SIGNAL)], rtol=1e-5, atol=1e-6
    )


def test_a_warp_keeps_both_ends_and_moves_what_is_between() -> None:
    frequencies = np.linspace(0, 8000, 81)
    for factor in (0.9, 1.1):
        moved = warped(frequencies, factor, RATE)
        assert moved[0] == 0 and moved[-1] == pytest.approx(8000)
        assert (np.diff(moved) > 0).all()
        assert moved[10] == pytest.approx(frequencies[10] * factor)
    assert not np.allclose(mel_filters(20, 400, RATE, 0, 8000, 1.1), mel_filters(20, 400, RATE, 0, 8000))


def test_sounds_of_different_lengths_are_a_ragged_batch_of_their_own_arrays() -> None:
    short = Value(Audio(SIGNAL[:700], RATE))
    found = encoder('NetEncoder["AudioMFCC"]')
    batch = found.encode([SOUND, short], same)
    assert isinstance(batch, Ragged)
    for one, alone in zip(batch, (SOUND, short), strict=True):
        np.testing.assert_allclose(one, np.asarray(found.encode([alone], same))[0])


def test_files_are_read_and_what_is_no_sound_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    path.write_bytes(audio_bytes(Audio(SIGNAL, RATE).as_type("SignedInteger16"), "WAV"))
    file = S.File(String(str(path)))
    np.testing.assert_allclose(encoded('NetEncoder["Audio"]', file)[0, :, 0], SIGNAL, atol=1e-4)
    found = encoder('NetEncoder["Audio"]')
    assert found.is_example(file) and found.is_example(SOUND) and not found.is_example(S.List(SOUND))
    for wrong in (Integer(3), S.File(String("none.wav"))):
        with pytest.raises(Misfit) as caught:
            found.encode([SOUND, wrong], same)
        assert caught.value.place == 1


def test_an_array_of_the_encoded_form_passes() -> None:
    array = array_of(to_node([[0.5], [0.25]]))
    made = encoded('NetEncoder["Audio"]', to_node([[0.5], [0.25]]))
    np.testing.assert_allclose(made[0], array)


def test_the_usual_window_is_symmetric_and_ends_at_nothing() -> None:
    window = hann(9)
    np.testing.assert_allclose(window, np.hanning(9), atol=1e-12)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('NetEncoder[{"Audio", "SampleRate" -> 0}]', "a positive number"),
        ('NetEncoder[{"Audio", "Normalization" -> "Loud"}]', '"Max"'),
        ('NetEncoder[{"Audio", "TargetLength" -> x}]', "a quantity of time"),
        ('NetEncoder[{"Audio", "Augmentation" -> {"Echo" -> 1}}]', "rules for changes"),
        ('NetEncoder[{"AudioMFCC", "NumberOfCoefficients" -> 41}]', "at most"),
        ('NetEncoder[{"AudioMelSpectrogram", "MaximumFrequency" -> 9000}]', "half the sample rate"),
        ('NetEncoder[{"Audio", "WindowSize" -> 3}]', "not a parameter"),
    ],
)
def test_what_does_not_fit_is_told(text: str, part: str) -> None:
    assert part in said(lambda: encoder(text))
