"""Encoding a batch is one pass over arrays or look-ups in a table, and gives what its examples give."""

from __future__ import annotations

import numpy as np
import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st
from net_reading import interpreted

from wlnet.expr import Integer, Node, S, String, Value
from wlnet.media.image import Image
from wlnet.nets.coder import Decoder, Encoder
from wlnet.nets.ragged import Ragged
from wlnet.syntax.parse import parse

TEXT = st.text(st.sampled_from("ab c,dé1"), min_size=1, max_size=8)
TEXTS = st.lists(TEXT, min_size=1, max_size=6)
ENCODERS = (
    'NetEncoder[{"Characters", {"abc", DigitCharacter, _}}]',
    'NetEncoder[{"Characters", {"abc", EndOfString, _}, "UnitVector", "TargetLength" -> 3}]',
    'NetEncoder[{"Tokens", {"a", "b", "c"}}]',
    'NetEncoder[{"Tokens", {"a", "b"}, "TargetLength" -> 2}]',
    'NetEncoder["UTF8"]',
    'NetEncoder[{"UTF8", "UnitVector"}]',
)


def same(node: Node) -> Node:
    return node


def encoder(text: str) -> Encoder:
    value = interpreted(parse(text)).value  # type: ignore[attr-defined]
    assert isinstance(value, Encoder)
    return value


def rows(column: np.ndarray | Ragged) -> list[list[object]]:
    return [each.tolist() for each in column]


@pytest.mark.parametrize("text", ENCODERS)
@given(texts=TEXTS)
def test_a_batch_of_texts_is_its_examples(text: str, texts: list[str]) -> None:
    made = encoder(text)
    nodes = [String(each) for each in texts]
    whole = rows(made.encode(nodes, same))
    assert whole == [rows(made.encode([node], same))[0] for node in nodes]


@given(
    st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1), min_size=1, max_size=4)
)
def test_texts_come_back(texts: list[str]) -> None:
    made = encoder('NetEncoder[{"Characters", Automatic, "UnitVector"}]')
    back = made.decoder()
    assert isinstance(back, Decoder)
    for each in texts:
        column = np.asarray(next(iter(made.encode([String(each)], same))))[None]
        assert back.decode(column, String("Decision"), same) == [String(each)]


def test_a_text_that_is_encoded_passes() -> None:
    made = encoder(ENCODERS[0])
    column = made.encode([S.List(Integer(1), Integer(2)), S.List(Integer(3))], same)
    assert rows(column) == [[1, 2], [3]]


def test_images_are_encoded_with_a_few_calls_each() -> None:
    made = encoder('NetEncoder[{"Image", {28, 28}, "Grayscale", "MeanImage" -> 0.5}]')
    images: list[Node] = [Value(i) for i in Image.views(np.zeros((5000, 28, 28), np.uint8))]
    column, count = calls(lambda: made.encode(images, same))
    assert np.asarray(column).shape == (5000, 1, 28, 28)
    assert count < 20 * 5000


@pytest.mark.parametrize(("text", "most"), [('"Characters"', 30), ('{"Tokens", {"the", "cat", "and"}}', 100)])
def test_letters_and_words_are_looked_up_with_few_calls(text: str, most: int) -> None:
    made = encoder(f"NetEncoder[{text}]")
    texts = [String("the cat sat on the mat, and so on and on")] * 2500
    column, count = calls(lambda: made.encode(texts, same))
    assert len(column) == 2500
    assert count < most * 2500
