"""Subword tokens: as SentencePiece itself cuts texts, and as byte pair encoding is defined."""

from __future__ import annotations

import importlib.util
import io
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_coders import decoder, encoder, misfit, said, same

from wlnet.expr import S, String
from wlnet.nets import sentencepiece_model
from wlnet.nets.coder import Decoder, Encoder, make_coder
from wlnet.nets.sentencepiece_model import read_model
from wlnet.nets.subword_vocabulary import longest_first, words_of

LIBRARY = pytest.mark.skipif(
    importlib.util.find_spec("sentencepiece") is None, reason="sentencepiece is not installed"
)
TALE = "the tale of a tailor who told a tall tale then the thin thief hid behind the tall hill"
TEXTS = [" ".join(random.Random(i).choices(TALE.split(), k=8)) for i in range(200)]


def trained(**settings: object) -> bytes:
    """A model file that the library makes of TEXTS."""
    spm = pytest.importorskip("sentencepiece")
    stream = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXTS),
        model_writer=stream,
        minloglevel=2,
        **{"vocab_size": 60, "model_type": "bpe", **settings},
    )
    return stream.getvalue()


def rows(text: str, *texts: str) -> list[list[int]]:
    return [row.tolist() for row in encoder(text).encode([String(t) for t in texts], same)]


def byte_pairs(text: str, tokens: list[str]) -> list[str]:
    """Byte pair encoding as it is defined: the best pair is put together until none is left."""
    parts = list(text)
    while pairs := [(tokens.index(a + b), i) for i, (a, b) in enumerate(pairwise(parts)) if a + b in tokens]:
        _, i = min(pairs)
        parts[i : i + 2] = [parts[i] + parts[i + 1]]
    return parts


TOKENS = [" th", " the", "er", " a", "in", "ing", " ", "t", "h", "e", "r", "i", "n", "g", "a"]
BPE = 'NetEncoder[{"SubwordTokens", {_, ' + ", ".join(f'"{t}"' for t in TOKENS) + "}}]"


@LIBRARY
@given(st.text(st.sampled_from("their ng"), min_size=1, max_size=30))
def test_texts_are_cut_by_byte_pair_encoding(text: str) -> None:
    assert rows(BPE, text) == [[TOKENS.index(part) + 2 for part in byte_pairs(text, TOKENS)]]


@LIBRARY
def test_a_model_file_cuts_texts_as_the_library_does(tmp_path: Path) -> None:
    data = trained()
    (tmp_path / "m.model").write_bytes(data)
    made = make_coder(
        "NetEncoder", S.List(String("SubwordTokens"), S.File(String(str(tmp_path / "m.model"))))
    )
    assert isinstance(made, Encoder)
    library = pytest.importorskip("sentencepiece").SentencePieceProcessor(model_proto=data)
    texts = [*TEXTS, "  the   tale ", "Ｔhe ﬁne tale", "something else!"]
    found = [(row - 1).tolist() for row in made.encode([String(t) for t in texts], same)]
    assert found == library.encode(texts)
    back = made.decoder()
    assert isinstance(back, Decoder)
    units = np.eye(60)[np.array(found[0])][None]
    assert back.decode(units, String("Decision"), same) == [String(texts[0])]


@LIBRARY
def test_a_vocabulary_takes_merges_back(tmp_path: Path) -> None:
    data = trained()
    library = pytest.importorskip("sentencepiece").SentencePieceProcessor(model_proto=data)
    allowed = [text for text, _ in read_model(data, "m").pieces[3:20]]
    (tmp_path / "m.model").write_bytes(data)
    file = S.File(String(str(tmp_path / "m.model")))
    rule = S.Rule(String("Vocabulary"), S.List(*map(String, allowed)))
    made = make_coder("NetEncoder", S.List(String("SubwordTokens"), file, rule))
    found = [(row - 1).tolist() for row in made.encode([String(t) for t in TEXTS[:20]], same)]  # type: ignore
    pieces = {library.id_to_piece(n).replace("\u2581", " ") for row in found for n in row}
    assert all(piece in allowed or len(piece) == 1 for piece in pieces)
    assert found != library.encode(TEXTS[:20])


@LIBRARY
def test_models_of_other_kinds_and_other_files_are_told(tmp_path: Path) -> None:
    for settings, part in (
        ({"model_type": "unigram", "vocab_size": 30}, "of another kind than BPE"),
        ({"byte_fallback": True, "vocab_size": 300}, "falls back to bytes"),
    ):
        with pytest.raises(Exception, match=part):
            read_model(trained(**settings), "m")
    for data in (b"", b"some text", trained()[:100]):
        with pytest.raises(Exception, match="is not a model of SentencePiece"):
            read_model(data, "m")
    missing = S.List(String("SubwordTokens"), S.File(String(str(tmp_path / "none.model"))))
    assert "not found" in said(lambda: make_coder("NetEncoder", missing))


def test_without_the_library_a_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentencepiece_model.importlib.util, "find_spec", lambda name: None)
    made = encoder('NetEncoder[{"SubwordTokens", {_, "never used before"}}]')
    assert "pip install 'wlnet[text]'" in said(lambda: made.encode([String("a")], same))


ENDS = 'NetEncoder[{"SubwordTokens", {_, " ", "a", "b", StartOfString, EndOfString}'
ENDS += ', "IncludeTerminalTokens" -> True'


@LIBRARY
def test_ends_lengths_and_what_is_unknown() -> None:
    assert rows(ENDS + "}]", "ab", "b c") == [[5, 3, 4, 6], [5, 4, 2, 1, 6]]
    assert rows(ENDS + ', "TargetLength" -> 5}]', "ab", "ababab") == [[5, 3, 4, 6, 6], [5, 3, 4, 3, 4]]
    assert encoder(ENDS + ', "TargetLength" -> 5}]').dims == (5,)
    assert "a list with StartOfString" in said(
        lambda: encoder('NetEncoder[{"SubwordTokens", {_, "a"}, "IncludeTerminalTokens" -> True}]')
    )


@LIBRARY
def test_cases_spaces_and_unicode_forms() -> None:
    start = 'NetEncoder[{"SubwordTokens", {_, " ", " a", "a", "b"}'
    assert rows(start + "}]", "aB") == [[4, 1]]
    assert rows(start + ", IgnoreCase -> True}]", "aB") == [[4, 5]]
    assert rows(start + ', Method -> {"BPE", "WhitespacePadding" -> Left}}]', "a b") == [[3, 2, 5]]
    assert rows(start + ', Method -> {"BPE", "WhitespacePadding" -> Right}}]', "a") == [[4, 2]]
    assert rows(start + ', Method -> {"BPE", "CombineWhitespace" -> True}}]', "b \n  a") == [[5, 3]]
    assert rows(start + ', "UnicodeNormalization" -> "NFKC"}]', "ａ") == [[4]]


def test_word_pieces_are_the_longest_that_fit() -> None:
    text = 'NetEncoder[{"SubwordTokens", {_, " un", "want", "ed", " ,", " u"}, Method -> "WordPiece"}]'
    assert rows(text, "unwanted, un", "unwantedx") == [[2, 3, 4, 5, 2], [1]]
    assert words_of("a b-c") == [" a", " b", " -", " c"]
    assert longest_first("abc", {"ab": 2, "a": 1, "c": 3}, 9, 2) == [2, 3]


def test_decoders_join_tokens() -> None:
    text = 'NetDecoder[{"SubwordTokens", {_, " a", "b"}, Method -> {"BPE", "WhitespaceTrimming" -> Left}}]'
    units = np.eye(3)[[[1, 2, 0, 1]]]
    assert decoder(text).decode(units, String("Decision"), same) == [String("ab a")]
    padded = encoder(
        'NetEncoder[{"SubwordTokens", {_, "a"}, Method -> {"BPE", "WhitespacePadding" -> Left}}]'
    )
    assert padded.decoder() == decoder(
        'NetDecoder[{"SubwordTokens", {_, "a"}, Method -> {"BPE", "WhitespaceTrimming" -> Left}}]'
    )


@pytest.mark.parametrize(
    "text",
    [
        'NetEncoder[{"SubwordTokens", {"a"}}]',
        'NetEncoder[{"SubwordTokens", {_, "a", "a"}}]',
        'NetEncoder[{"SubwordTokens", {_, "a"}, Method -> "Unigram"}]',
        'NetEncoder[{"SubwordTokens", {_, "a"}, Method -> {"BPE", "Colour" -> 1}}]',
        'NetEncoder[{"SubwordTokens", {_, "a"}, "OutputProperties" -> "Position"}]',
        'NetEncoder["SubwordTokens"]',
        'NetDecoder[{"SubwordTokens", {_, "a"}, Method -> "WordPiece"}]',
    ],
)
def test_what_does_not_fit_is_told(text: str) -> None:
    assert "was expected" in said(lambda: encoder(text))


def test_what_is_no_text_is_told_with_its_place() -> None:
    assert misfit(BPE, String("a"), S.x)[0] == 1
