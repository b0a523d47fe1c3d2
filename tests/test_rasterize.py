"""Text becomes the picture that its style asks for, the same one on every machine."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from counting import calls

from wlnet.expr import Expr, Integer, Node, Real, S, String
from wlnet.media import fonts
from wlnet.media.colors import color_of
from wlnet.media.fonts import BUNDLED, bundled_file, font_file, kind_of
from wlnet.media.image import Image
from wlnet.media.rasterize import Frame, baseline, draw_text, fit_image
from wlnet.media.style import TextStyle, read_style
from wlnet.problem import Problem

BOX = Frame(28, 28)
FAMILIES = ("Courier", "Helvetica", "Times New Roman")
FACES = {"Plain": {}, "Italic": {"italic": True}, "Bold": {"weight": 700}}


def ink(image: Image) -> np.ndarray:
    """How dark each pixel is, from 0 to 1."""
    return 1 - image.converted("Grayscale").levels()


def letters() -> dict[tuple, Image]:
    cases = itertools.product("xyzXYZ", FAMILIES, FACES, (7, 8, 9, 10))
    return {
        (letter, family, face, size): draw_text(letter, TextStyle(family, size, **FACES[face]), BOX)
        for letter, family, face, size in cases
    }


@pytest.mark.parametrize("name", [name for names in BUNDLED.values() for name in names])
def test_every_bundled_face_is_there(name: str) -> None:
    kind = next(kind for kind, names in BUNDLED.items() if name in names)
    index = BUNDLED[kind].index(name)
    path = Path(bundled_file(kind, 700 if index % 2 else 400, index >= 2))
    assert path.stem == name
    assert path.is_file()


FAMILIES_BY_KIND = {
    "mono": """Courier, Courier New, Consolas, Menlo, Monaco, Lucida Console, Lucida Sans Typewriter,
        Noto Mono, Letter Gothic, DejaVu Sans Mono, Source Code Pro, Andale Mono, Ubuntu Monospace""",
    "sans": """Helvetica, Arial, Arial Narrow, Verdana, Comic Sans MS, MS Sans Serif, Century Gothic,
        Gill Sans, Source Sans Pro, Open Sans, Franklin Gothic Medium, Monotype Corsiva, No Such Family""",
    "serif": """Times, Times New Roman, TimesNewRoman, Georgia, Palatino Linotype, Book Antiqua, Garamond,
        Cambria, Century Schoolbook, DejaVu Serif, Noto Serif, Bookman Old Style, Computer Modern Roman""",
}


@pytest.mark.parametrize("kind", FAMILIES_BY_KIND)
def test_an_absent_family_falls_to_one_of_its_kind(kind: str, monkeypatch) -> None:
    monkeypatch.setattr(fonts, "_installed", dict)
    font_file.cache_clear()
    for family in FAMILIES_BY_KIND[kind].split(","):
        assert kind_of(family) == kind, family
        assert font_file(family.strip()) == bundled_file(kind), family
    font_file.cache_clear()


def test_an_installed_family_is_found_whatever_its_case() -> None:
    assert Path(font_file("STIXGeneral", 700, True)).stem == "STIXGeneralBolIta"
    assert font_file("stixgeneral") == font_file("STIXGeneral")


def test_the_letters_of_the_page_are_all_different() -> None:
    images = letters()
    assert {image.dimensions for image in images.values()} == {(28, 28)}
    assert len({image.data.tobytes() for image in images.values()}) == len(images) == 216


def test_a_letter_takes_a_few_hundred_calls() -> None:
    count = calls(letters)[1] / len(letters())
    assert count < 1000


def test_the_picture_is_black_on_white_bytes() -> None:
    for key, image in letters().items():
        assert (image.color_space, image.type_name) == ("RGB", "Byte")
        assert ink(image).max() > 0.7, key
        assert ink(image)[0, 0] == 0, key


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("face", FACES)
def test_nothing_of_a_letter_is_cut_off(family: str, face: str) -> None:
    for letter, size in itertools.product("yXfj", (7, 8, 9, 10)):
        dark = ink(draw_text(letter, TextStyle(family, size, **FACES[face]), Frame(280, 280)))
        assert not dark[[0, -1]].any(), (letter, size)
        assert not dark[:, [0, -1]].any(), (letter, size)


def test_bold_is_darker_and_italic_leans() -> None:
    for family in FAMILIES:
        plain, bold = (ink(draw_text("H", TextStyle(family, 20, weight), BOX)) for weight in (400, 700))
        assert bold.sum() > 1.15 * plain.sum()
        leaning = ink(draw_text("I", TextStyle(family, 20, italic=True), BOX))
        columns = np.arange(28)
        top, bottom = (half.sum(0) @ columns / half.sum() for half in (leaning[:14], leaning[14:]))
        assert top > bottom + 0.5


def test_natural_size_grows_with_the_font_size_and_the_resolution() -> None:
    small, large = (draw_text("word", TextStyle(size=size)).dimensions for size in (10, 20))
    assert large[0] == pytest.approx(2 * small[0], abs=2)
    doubled = draw_text("word", TextStyle(size=10), Frame(scale=2)).dimensions
    assert doubled == (2 * small[0], 2 * small[1])


def test_text_fits_into_the_frame_with_its_shape_kept() -> None:
    wide = ink(draw_text("mmmm", TextStyle(), Frame(100, 100)))
    rows, columns = np.nonzero(wide.sum(1) > 0)[0], np.nonzero(wide.sum(0) > 0)[0]
    assert columns[-1] - columns[0] > 85
    assert rows[-1] - rows[0] < 30
    assert 35 < (rows[0] + rows[-1]) / 2 < 65
    assert draw_text("mmmm", TextStyle(), Frame(width=100)).dimensions[0] == 100
    assert draw_text("mmmm", TextStyle(), Frame(height=40)).dimensions[1] == 40


def test_lines_stand_below_each_other() -> None:
    one, two = draw_text("a", TextStyle()).dimensions, draw_text("a\na", TextStyle()).dimensions
    assert two == (one[0], 2 * one[1])
    assert draw_text("", TextStyle()).dimensions[0] == 1


def test_colours_and_backgrounds() -> None:
    red = draw_text("H", TextStyle(size=40, color=(1, 0, 0)), background=(0, 0, 1))
    assert red.data[0, 0].tolist() == [0, 0, 255]
    assert (red.data == [255, 0, 0]).all(axis=2).any()
    clear = draw_text("H", TextStyle(size=40), background=None)
    assert clear.has_alpha
    assert clear.data[0, 0, 3] == 0
    assert clear.data[..., 3].max() == 255


def test_the_baseline_is_where_the_letters_stand() -> None:
    style = TextStyle(size=40)
    width, height, base = baseline("H", style)
    rows = np.nonzero(ink(draw_text("H", style)).sum(1) > 0.5)[0]
    assert (width, height) == draw_text("H", style).dimensions
    assert height - 1 - rows[-1] == pytest.approx(base, abs=1)


def test_a_raster_of_absurd_size_is_refused() -> None:
    with pytest.raises(Problem, match="rstsize"):
        draw_text("x", TextStyle(), Frame(100_000, 100_000))


def test_an_image_fits_into_a_frame_with_its_shape_kept() -> None:
    made = fit_image(Image(np.zeros((10, 20), dtype=np.uint8)), Frame(40, 40))
    assert made.dimensions == (40, 40)
    assert (made.data[0] == 255).all()
    assert (made.data[20] == 0).all()


def rule(name: str, value: Node) -> Expr:
    return Expr(S.Rule, (getattr(S, name), value))


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        (S.Bold, {"weight": 700}),
        (S.Italic, {"italic": True}),
        (Integer(30), {"size": 30.0}),
        (S.Large, {"size": 24.0}),
        (S.Red, {"color": (1, 0, 0)}),
        (rule("FontSize", Real(7.5)), {"size": 7.5}),
        (rule("FontFamily", String("Courier")), {"family": "Courier"}),
        (rule("FontWeight", String("SemiBold")), {"weight": 600}),
        (rule("FontWeight", S.Bold), {"weight": 700}),
        (rule("FontSlant", String("Oblique")), {"italic": True}),
        (rule("FontColor", S.Blue), {"color": (0, 0, 1)}),
        (rule("Background", S.Yellow), {"background": (1, 1, 0)}),
        (Expr(S.Directive, (S.Bold, Integer(9))), {"weight": 700, "size": 9.0}),
    ],
    ids=repr,
)
def test_directives_say_what_changes(directive: Node, expected: dict) -> None:
    content, style, unknown = read_style(S.Style(String("x"), directive))
    assert (content, unknown) == (String("x"), ())
    assert style == TextStyle(**expected)


def test_the_inner_style_wins_and_the_last_directive_does() -> None:
    _, style, _ = read_style(S.Style(S.Style(String("x"), Integer(9)), S.Bold, Integer(20)))
    assert (style.size, style.weight) == (9.0, 700)
    _, style, _ = read_style(S.Style(String("x"), S.Bold, S.Plain))
    assert style == TextStyle()


@pytest.mark.parametrize(
    "directive",
    [S.Sideways, Integer(-3), rule("FontWeight", S.Sideways), rule("LineGlow", S.Bold), String("Ode")],
)
def test_unknown_directives_are_reported(directive: Node) -> None:
    _, style, unknown = read_style(S.Style(String("x"), S.Bold, directive))
    assert unknown == (directive,)
    assert style == TextStyle(weight=700)


@pytest.mark.parametrize(
    ("node", "color"),
    [
        (S.RGBColor(Real(0.5), Integer(0), Integer(1)), (0.5, 0, 1)),
        (S.RGBColor(Expr(S.List, (Integer(1), Integer(0), Integer(0)))), (1, 0, 0)),
        (S.GrayLevel(Real(0.25)), (0.25, 0.25, 0.25)),
        (S.Hue(Integer(0)), (1, 0, 0)),
        (S.GrayLevel(S.x), None),
        (Integer(3), None),
    ],
    ids=repr,
)
def test_colours_are_read(node: Node, color: tuple | None) -> None:
    assert color_of(node) == color
