"""Pictures, volumes and frames: colour spaces against colorsys and LittleCMS, levels where they belong."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms
from test_coders import decoder, encoded, encoder, misfit, said, same

from wlnet.expr import Integer, S, String, Value, to_node
from wlnet.media.color_spaces import CHANNELS, in_space
from wlnet.media.image import Image
from wlnet.media.image3d import Image3D

RNG = np.random.default_rng(5)
COLORS = RNG.uniform(0, 1, (50, 3)).astype(np.float32)
VOLUME = Image3D(RNG.uniform(0, 1, (2, 3, 4)).astype(np.float32))


def test_hue_saturation_and_brightness_are_those_of_colorsys() -> None:
    wanted = [colorsys.rgb_to_hsv(*map(float, rgb)) for rgb in COLORS]
    np.testing.assert_allclose(in_space(COLORS, "RGB", "HSB"), wanted, atol=1e-5)
    grays = np.array([[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5]], np.float32)
    np.testing.assert_allclose(in_space(grays, "RGB", "HSB"), [[0, 0, 0], [0, 0, 1], [0, 0, 0.5]])


def test_lab_is_that_of_littlecms() -> None:
    bytes_ = RNG.integers(0, 256, (1, 40, 3), dtype=np.uint8)
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    found = np.array(ImageCms.applyTransform(Pillow.fromarray(bytes_), to_lab)).astype(float)
    light, a, b = found[..., 0] / 255, *(((found[..., i] + 128) % 256 - 128) / 100 for i in (1, 2))
    made = in_space(bytes_ / np.float32(255), "RGB", "LAB")
    np.testing.assert_allclose(made, np.stack([light, a, b], -1), atol=0.02)


def test_inks_leave_out_what_is_black() -> None:
    made = in_space(np.array([[1, 0, 0], [0, 0, 0], [0.5, 0.5, 0.25]], np.float32), "RGB", "CMYK")
    np.testing.assert_allclose(made, [[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0.5, 0.5]], atol=1e-6)


@pytest.mark.parametrize("space", [s for s in CHANNELS if s != "Grayscale"])
def test_colours_come_back_from_every_space(space: str) -> None:
    there = in_space(COLORS, "RGB", space)
    assert there.shape[-1] == CHANNELS[space]
    np.testing.assert_allclose(in_space(there, space, "RGB"), COLORS, atol=1e-4)


@pytest.mark.parametrize("space", CHANNELS)
def test_pictures_are_encoded_in_every_space(space: str) -> None:
    picture = Value(Image(COLORS.reshape(5, 10, 3)))
    text = f'NetEncoder[{{"Image", {{10, 5}}, ColorSpace -> "{space}"}}]'
    made = encoded(text, picture)
    assert made.shape == (1, CHANNELS[space], 5, 10)
    wanted = np.moveaxis(in_space(COLORS.reshape(5, 10, 3), "RGB", space), -1, 0)
    np.testing.assert_allclose(made[0], wanted, atol=1e-6)
    back = encoder(text).decoder().decode(made, String("Image"), same)[0]  # type: ignore[union-attr]
    assert back.value.color_space == space  # type: ignore[attr-defined]


def test_width_first_comes_back() -> None:
    picture = Image(COLORS.reshape(5, 10, 3))
    found = encoder('NetEncoder[{"Image", {10, 5}, "DataTransposed" -> True}]')
    assert found.dims == (3, 10, 5)
    made = found.encode([Value(picture)], same)
    np.testing.assert_allclose(np.asarray(made)[0], picture.data.T, atol=1e-6)
    back = found.decoder().decode(np.asarray(made), String("Image"), same)  # type: ignore[union-attr]
    np.testing.assert_allclose(back[0].value.data, picture.data, atol=1e-6)  # type: ignore[attr-defined]


def test_volumes_are_channels_height_depth_and_width() -> None:
    assert VOLUME.dimensions == (4, 3, 2)
    text = 'NetEncoder[{"Image3D", {4, 3, 2}, ColorSpace -> "Grayscale"}]'
    assert encoder(text).dims == (1, 2, 3, 4)
    np.testing.assert_allclose(encoded(text, Value(VOLUME))[0, 0], VOLUME.data)
    colored = encoded('NetEncoder[{"Image3D", {4, 3, 2}}]', Value(VOLUME))
    assert colored.shape == (1, 3, 2, 3, 4) and (colored[0, 0] == colored[0, 2]).all()
    last = encoded('NetEncoder[{"Image3D", {4, 3, 2}, Interleaving -> True}]', Value(VOLUME))
    np.testing.assert_allclose(np.moveaxis(last[0], -1, 0), colored[0])


def test_a_volume_comes_back_with_mean_and_variance() -> None:
    found = encoder(
        'NetEncoder[{"Image3D", {4, 3, 2}, ColorSpace -> "Grayscale", "MeanImage" -> 0.25, '
        '"VarianceImage" -> {0.25}}]'
    )
    made = np.asarray(found.encode([Value(VOLUME)], same))
    np.testing.assert_allclose(made[0, 0], (VOLUME.data - 0.25) / 0.5, atol=1e-6)
    back = found.decoder().decode(made, String("Image3D"), same)  # type: ignore[union-attr]
    np.testing.assert_allclose(back[0].value.data, VOLUME.data, atol=1e-6)  # type: ignore[attr-defined]


def test_volumes_are_resized_in_all_directions() -> None:
    ramp = Image3D(np.broadcast_to(np.arange(8, dtype=np.float32)[:, None, None] / 8, (8, 4, 4)).copy())
    small = ramp.resized(2, 2, 4, "Linear")
    assert small.dimensions == (2, 2, 4)
    column = small.data[:, 0, 0]
    assert (np.diff(column) > 0).all() and np.ptp(small.data, axis=(1, 2)).max() < 1e-6
    flat = encoded('NetEncoder[{"Image3D", {4, 4, 4}, "Grayscale", Method -> "Fit"}]', Value(ramp))[0, 0]
    assert (flat[:, :, 0] == 0).all() and (flat[:, :, 3] == 0).all() and flat[2, 2, 1] > 0


def test_volumes_of_images() -> None:
    assert Image3D.of_slices(VOLUME.slices()) == VOLUME
    assert "must be images of one size" in said(
        lambda: Image3D.of_slices([Image(np.zeros((2, 2), np.uint8)), Image(np.zeros((2, 3), np.uint8))])
    )
    assert misfit('NetEncoder["Image3D"]', Integer(3))[1].startswith("a 3D image")


FRAMES = [Value(Image(np.full((3, 4), level, np.float32))) for level in (0.25, 0.5, 0.75)]


def test_frames_are_a_sequence_of_pictures() -> None:
    text = 'NetEncoder[{"VideoFrames", RasterSize -> {4, 3}, ColorSpace -> "Grayscale"}]'
    assert encoder(text).dims == ("Varying", 1, 3, 4)
    made = encoded(text, S.List(*FRAMES))
    assert made.shape == (1, 3, 1, 3, 4)
    np.testing.assert_allclose(made[0, :, 0, 0, 0], [0.25, 0.5, 0.75])
    ragged = encoder(text).encode([S.List(*FRAMES), S.List(FRAMES[0])], same)
    assert [len(each) for each in ragged] == [3, 1]
    assert encoder(text).is_example(S.List(*FRAMES)) and not encoder(text).is_example(S.List(S.List(*FRAMES)))


def test_numbers_of_frames_and_orders_of_levels() -> None:
    start = 'NetEncoder[{"VideoFrames", RasterSize -> {4, 3}, ColorSpace -> "Grayscale", "TargetLength" -> '
    np.testing.assert_allclose(encoded(start + "2}]", S.List(*FRAMES))[0, :, 0, 0, 0], [0.25, 0.5])
    np.testing.assert_allclose(
        encoded(start + "5}]", S.List(*FRAMES))[0, :, 0, 0, 0], [0.25, 0.5, 0.75, 0, 0]
    )
    turned = start + '3, "Levels" -> {"Channels", "Height", "Width", "Time"}}]'
    assert encoder(turned).dims == (1, 3, 4, 3)
    np.testing.assert_allclose(encoded(turned, S.List(*FRAMES))[0, 0, 0, 0], [0.25, 0.5, 0.75])
    assert '"Time" first' in said(
        lambda: encoder('NetEncoder[{"VideoFrames", "Levels" -> {"Channels", "Time", "Height", "Width"}}]')
    )
    assert "videos cannot be read" in misfit('NetEncoder["VideoFrames"]', S.File(String("a.mp4")))[1]


def test_scalars_are_numbers() -> None:
    assert encoded('NetEncoder["Scalar"]', Integer(2), to_node(0.5)).tolist() == [2, 0.5]
    assert misfit('NetEncoder["Scalar"]', Integer(2), S.x) == (1, "a real number")
    assert decoder('NetDecoder["Scalar"]').decode(np.array([[3.0]]), String("Decision"), same)[0].value == 3  # type: ignore
