"""Images cut, turned, combined and filtered: against numpy, Pillow and, for filters, scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PIL import Image as Pillow

from wlnet.expr import S, Value
from wlnet.media.image import Image
from wlnet.session import Session

RNG = np.random.default_rng(9)
GRAY = Image(RNG.uniform(0, 1, (7, 9)).astype(np.float32))
COLOR = Image(RNG.integers(0, 256, (7, 9, 3), dtype=np.uint8))
BYTES = COLOR.data


@pytest.fixture(scope="module")
def session() -> Session:
    made = Session(debug=True)
    for name, picture in (("gray", GRAY), ("color", COLOR)):
        made.evaluate(f"{name} = 1")
        made.kernel.definitions[getattr(S, name)].own = Value(picture)
    made.kernel.report = lambda text: pytest.fail(str(text))  # type: ignore[assignment, method-assign]
    return made


def shown(session: Session, text: str) -> Image:
    found = session.evaluate(text)
    assert isinstance(found, Value) and isinstance(found.value, Image), found
    return found.value


PADDED = [
    ('ImagePad[color, 2, "Fixed"]', np.pad(BYTES, ((2, 2), (2, 2), (0, 0)), "edge")),
    ('ImagePad[color, 2, "Periodic"]', np.pad(BYTES, ((2, 2), (2, 2), (0, 0)), "wrap")),
    ('ImagePad[color, {{1, 2}, {3, 4}}, "Reflected"]', np.pad(BYTES, ((4, 3), (1, 2), (0, 0)), "reflect")),
    ('ImagePad[color, 2, "Reversed"]', np.pad(BYTES, ((2, 2), (2, 2), (0, 0)), "symmetric")),
    ("ImagePad[color, {1, 2}]", np.pad(BYTES, ((2, 2), (1, 1), (0, 0)))),
    ("ImagePad[color, {{-2, 0}, {0, -3}}, White]", BYTES[3:, 2:]),
    ("ImagePad[color, {{0, 1}, {0, 0}}, White]", np.concatenate([BYTES, np.full_like(BYTES[:, :1], 255)], 1)),
    ("ImageTake[color, 3]", BYTES[:3]),
    ("ImageTake[color, -2, {2, 4}]", BYTES[-2:, 1:4]),
    ("ImageTake[color, All, {-3, -1}]", BYTES[:, -3:]),
    ("ImageReflect[color]", BYTES[::-1]),
    ("ImageReflect[color, Left -> Right]", BYTES[:, ::-1]),
    ("ImageReflect[color, Top -> Left]", BYTES.swapaxes(0, 1)),
    ("ImageReflect[color, Top -> Right]", BYTES.swapaxes(0, 1)[::-1, ::-1]),
    ("ImageRotate[color]", np.rot90(BYTES)),
    ("ImageRotate[color, -Pi/2]", np.rot90(BYTES, -1)),
    ("ImageRotate[color, Pi]", np.rot90(BYTES, 2)),
    ("ImageCrop[color, {5, 3}]", BYTES[2:5, 2:7]),
    ("ImageCrop[color, {5, 7}, Left]", BYTES[:, 4:]),
    ("ImageCrop[ImagePad[color, 3]]", BYTES),
    ("ImageAssemble[ImagePartition[ImageTake[color, 6], {3, 2}]]", BYTES[:6]),
    ("ImageAssemble[{color, color}]", np.concatenate([BYTES, BYTES], 1)),
    ("ColorCombine[ColorSeparate[color]]", BYTES),
    ("ImageResize[color, {9, 7}]", BYTES),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PADDED, ids=[text for text, _ in PADDED])
def test_pixels_are_moved(session: Session, text: str, wanted: np.ndarray) -> None:
    made = shown(session, text)
    assert made.type_name == "Byte" and np.array_equal(made.data, wanted)


def test_an_image_turned_by_any_angle_grows(session: Session) -> None:
    made = shown(session, "ImageRotate[gray, 0.5]")
    wanted = Pillow.fromarray(np.asarray(GRAY.data)).rotate(
        math.degrees(0.5), resample=Pillow.Resampling.BILINEAR, expand=True
    )
    np.testing.assert_allclose(made.data, np.asarray(wanted), atol=1e-6)


def test_sums_products_and_differences_of_levels(session: Session) -> None:
    g = np.asarray(GRAY.data)
    for text, wanted in (
        ("ImageAdd[gray, gray, 0.25]", g + g + 0.25),
        ("ImageSubtract[gray, 0.5]", g - 0.5),
        ("ImageMultiply[gray, gray]", g * g),
        ("ImageDifference[gray, ImageReflect[gray]]", np.abs(g - g[::-1])),
        ("ImageApply[#^2 &, gray]", g**2),
        ("ImageApply[Max, color]", BYTES.max(2) / 255),
        ("ImageApply[Mean[{##}] &, {gray, ImageReflect[gray]}]", (g + g[::-1]) / 2),
        ("ImageAdjust[gray]", (g - g.min()) / np.ptp(g)),
        ("ImageAdjust[gray, {0, 0, 2}]", g**2),
    ):
        np.testing.assert_allclose(shown(session, text).data, wanted, atol=1e-5, err_msg=text)
    doubled = np.minimum(BYTES.astype(int) * 2, 255)
    assert np.array_equal(shown(session, "ImageAdd[color, color]").data, doubled)
    red = shown(session, "ImageAdd[gray, Red]").data
    np.testing.assert_allclose(red, np.stack([g + 1, g, g], 2), atol=1e-6)


def test_thresholds(session: Session) -> None:
    g = np.asarray(GRAY.data)
    assert np.array_equal(shown(session, "Binarize[gray, 0.4]").data, g > 0.4)
    assert np.array_equal(shown(session, "Binarize[gray, {0.2, 0.6}]").data, (g >= 0.2) & (g <= 0.6))
    assert np.array_equal(shown(session, "Binarize[gray, # < 0.3 &]").data, g < 0.3)
    two = Image(
        np.concatenate([RNG.normal(0.2, 0.03, 500), RNG.normal(0.8, 0.03, 300)])
        .reshape(20, 40)
        .astype(np.float32)
    )
    session.kernel.definitions[S.gray].own = Value(two)
    found = shown(session, "Binarize[gray]").data
    session.kernel.definitions[S.gray].own = Value(GRAY)
    assert np.array_equal(found, two.data > 0.5), "two groups of levels are parted between them"


def test_filters_are_those_of_scipy(session: Session) -> None:
    ndimage, special = pytest.importorskip("scipy.ndimage"), pytest.importorskip("scipy.special")
    g = np.asarray(GRAY.data, np.float64)
    kernel = np.array([[0.1, 0.2, 0.0], [0.3, 0.1, 0.1], [0.0, 0.1, 0.1]])
    text = "ImageConvolve[gray, {{0.1, 0.2, 0.}, {0.3, 0.1, 0.1}, {0., 0.1, 0.1}}]"
    np.testing.assert_allclose(
        shown(session, text).data, ndimage.convolve(g, kernel, mode="nearest"), atol=1e-6
    )
    mean = ndimage.uniform_filter(g, 3, mode="nearest")
    np.testing.assert_allclose(shown(session, "MeanFilter[gray, 1]").data, mean, atol=1e-6)
    median = ndimage.median_filter(g, 3, mode="nearest")
    np.testing.assert_allclose(shown(session, "MedianFilter[gray, 1]").data, median, atol=1e-6)
    sampled = ndimage.gaussian_filter(g, 1.0, mode="nearest", radius=2)
    text = 'GaussianFilter[gray, 2, Method -> "Gaussian"]'
    np.testing.assert_allclose(shown(session, text).data, sampled, atol=1e-6)
    line = special.ive(np.arange(-3, 4), 2.25)
    line /= line.sum()
    wanted = ndimage.correlate1d(ndimage.correlate1d(g, line, 0, mode="nearest"), line, 1, mode="nearest")
    np.testing.assert_allclose(shown(session, "GaussianFilter[gray, {3, 1.5}]").data, wanted, atol=1e-6)


def test_an_image_over_another(session: Session) -> None:
    made = shown(session, "ImageCompose[ConstantImage[0, {6, 4}], {ConstantImage[1, {2, 2}], 0.5}, {1, 1}]")
    wanted = np.zeros((4, 6))
    wanted[2:, :2] = 0.5
    np.testing.assert_allclose(made.data, wanted)
    out = shown(session, "ImageCompose[ConstantImage[0, {3, 3}], ConstantImage[1, {2, 2}], {10, 10}]")
    assert not out.data.any(), "beyond the border"
