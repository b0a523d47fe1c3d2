"""An image is an immutable value: its pixels, its conversions, its file forms."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from wlnet.arrays import array_of
from wlnet.expr import String
from wlnet.media.image import FILTERS, TYPES, Image, pixels_of, read_image, scaled, write_image
from wlnet.problem import Problem

RNG = np.random.default_rng(7)
GRAY = Image(RNG.integers(0, 256, (6, 9), dtype=np.uint8))
COLOR = Image(RNG.integers(0, 256, (6, 9, 3), dtype=np.uint8))


def test_dimensions_are_width_then_height() -> None:
    assert GRAY.dimensions == (9, 6)
    assert COLOR.channels == 3
    assert (GRAY.color_space, COLOR.color_space) == ("Grayscale", "RGB")


def test_a_single_channel_is_no_dimension_of_its_own() -> None:
    assert Image(GRAY.data[..., None]) == GRAY


def test_an_image_is_not_written_to_and_does_not_change_with_its_source() -> None:
    with pytest.raises(ValueError, match="read-only"):
        GRAY.data[0, 0] = 1
    stack = np.zeros((3, 2, 2), dtype=np.uint8)
    views = Image.views(stack)
    assert np.shares_memory(views[1].data, stack)
    with pytest.raises(ValueError, match="read-only"):
        stack[0] = 1


def test_images_are_equal_by_content() -> None:
    same = Image(GRAY.data.copy())
    other = GRAY.data.copy()
    other[0, 0] ^= 1
    assert same == GRAY
    assert hash(same) == hash(GRAY)
    assert Image(other) != GRAY
    assert GRAY.as_type("Real32") != GRAY
    assert GRAY.equal(Image(other)) is False
    assert GRAY.equal("no image") is None


@pytest.mark.parametrize("shape", [(3,), (0, 4), (2, 2, 2, 2)])
def test_what_is_no_picture_is_refused_with_its_dimensions(shape: tuple[int, ...]) -> None:
    with pytest.raises(Problem) as problem:
        Image(np.zeros(shape, dtype=np.uint8))
    assert str(shape) in str(problem.value)


@pytest.mark.parametrize("name", TYPES)
def test_levels_go_from_0_to_1_in_every_type(name: str) -> None:
    image = Image(scaled(np.array([[0.0, 1.0]]), name))
    assert image.type_name == name
    assert image.levels().dtype == np.float32
    assert image.levels().tolist() == [[0.0, 1.0]]


def test_bytes_survive_reals() -> None:
    assert GRAY.as_type("Real32").as_type("Byte") == GRAY
    assert GRAY.as_type("Bit16").as_type("Byte") == GRAY


def test_pixels_of_a_list_are_clipped_and_rounded() -> None:
    assert pixels_of(np.array([[-3, 12.6, 300]]), "Byte").tolist() == [[0, 13, 255]]
    assert pixels_of(np.array([[-3, 12.5]])).tolist() == [[-3, 12.5]]


def test_gray_is_the_weighted_mean_of_the_colours() -> None:
    gray = COLOR.converted("Grayscale")
    expected = np.asarray(Pillow.fromarray(COLOR.data).convert("L"), dtype=int)
    assert gray.data.shape == (6, 9)
    assert np.abs(gray.data.astype(int) - expected).max() <= 1


def test_colour_of_gray_converts_back() -> None:
    assert GRAY.converted("RGB").converted("Grayscale") == GRAY


def test_transparency_is_kept_only_when_asked_for() -> None:
    clear = Image(np.dstack([COLOR.data, np.full((6, 9), 100, dtype=np.uint8)]))
    assert clear.has_alpha
    assert clear.converted("RGB") == COLOR
    kept = clear.converted("Grayscale", alpha=True)
    assert kept.channels == 2
    assert (kept.data[..., 1] == 100).all()


def test_an_unknown_colour_space_is_refused() -> None:
    with pytest.raises(Problem, match=r"imgcsp.*Mauve.*Grayscale, RGB"):
        GRAY.converted("Mauve")
    with pytest.raises(Problem, match="imgconv"):
        Image(np.zeros((2, 2, 5), dtype=np.uint8)).converted("RGB")


@pytest.mark.parametrize("method", FILTERS)
@pytest.mark.parametrize("kind", TYPES)
def test_resizing_keeps_type_channels_and_constants(method: str, kind: str) -> None:
    flat = Image(scaled(np.ones((5, 7, 3)), kind))
    for size in ((3, 2), (14, 10)):
        made = flat.resized(*size, method)
        assert made.dimensions == size
        assert made.type_name == kind
        assert np.allclose(made.levels(), 1, atol=1e-5)


def test_resizing_by_nearest_repeats_pixels() -> None:
    assert (GRAY.resized(18, 12, "Nearest").data == GRAY.data.repeat(2, axis=0).repeat(2, axis=1)).all()


def test_resizing_to_nothing_or_by_an_unknown_method_is_refused() -> None:
    with pytest.raises(Problem, match="imgrsize"):
        GRAY.resized(0, 5)
    with pytest.raises(Problem, match=r"rsmpl.*Magic"):
        GRAY.resized(4, 5, "Magic")


def test_png_holds_the_pixels() -> None:
    assert (np.asarray(Pillow.open(io.BytesIO(COLOR.png()))) == COLOR.data).all()


@pytest.mark.parametrize("image", [GRAY, COLOR], ids=["gray", "colour"])
def test_what_is_written_is_read(image: Image, tmp_path) -> None:
    path = tmp_path / "picture.png"
    write_image(path, image)
    assert read_image(path) == image


def test_palettes_and_bits_are_read(tmp_path) -> None:
    Pillow.fromarray(COLOR.data).quantize(4).save(tmp_path / "palette.png")
    Pillow.fromarray(GRAY.data).convert("1").save(tmp_path / "bit.png")
    assert read_image(tmp_path / "palette.png").color_space == "RGB"
    assert read_image(tmp_path / "bit.png").type_name == "Bit"


def test_an_absent_or_broken_file_is_a_message(tmp_path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG but no more")
    with pytest.raises(Problem, match="nffil"):
        read_image(tmp_path / "absent.png")
    with pytest.raises(Problem, match="imgfmt"):
        read_image(tmp_path / "broken.png")


def test_the_display_is_one_line_and_the_expression_is_whole() -> None:
    assert GRAY.summary() == "Image[<9 x 6, Grayscale, Byte>]"
    node = COLOR.to_node()
    assert (array_of(node.args[0]) == COLOR.data).all()
    assert node.args[1] == String("Byte")
