"""Encoding a batch is one pass over arrays or look-ups in a table, and gives what its examples give."""

from __future__ import annotations

import time

import numpy as np
import pytest
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


def test_sixty_thousand_images_are_encoded_in_seconds() -> None:
    made = encoder('NetEncoder[{"Image", {28, 28}, "Grayscale", "MeanImage" -> 0.5}]')
    images: list[Node] = [Value(i) for i in Image.views(np.zeros((60000, 28, 28), np.uint8))]
    start = time.perf_counter()
    assert np.asarray(made.encode(images, same)).shape == (60000, 1, 28, 28)
    assert time.perf_counter() - start < 10, "usually one second"


def test_a_million_characters_and_words_are_looked_up_in_seconds() -> None:
    start = time.perf_counter()
    texts = [String("the cat sat on the mat, and so on and on")] * 25000
    assert len(encoder('NetEncoder["Characters"]').encode(texts, same)) == 25000
    assert len(encoder('NetEncoder[{"Tokens", {"the", "cat", "and"}}]').encode(texts, same)) == 25000
    assert time.perf_counter() - start < 10, "usually half a second"
