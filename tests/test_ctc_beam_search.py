"""The beam search finds what summing over all alignments finds."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest
from net_reading import interpreted, said

from wlnet.expr import Node, String
from wlnet.nets.coder import Decoder
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form


def decoder(text: str) -> Decoder:
    value = interpreted(parse(text)).value  # type: ignore[attr-defined]
    assert isinstance(value, Decoder)
    return value


def answer(text: str, rows: np.ndarray, wanted: Node) -> Node:
    return decoder(text).decode(rows[None], wanted, lambda node: node)[0]


def by_hand(rows: np.ndarray) -> dict[tuple[int, ...], float]:
    """The probability of every sequence, of all alignments."""
    blank = rows.shape[1] - 1
    found: dict[tuple[int, ...], float] = {}
    for path in product(range(blank + 1), repeat=len(rows)):
        labels = tuple(k for k, _ in groupby(path) if k != blank)
        found[labels] = found.get(labels, 0.0) + float(np.prod(rows[range(len(rows)), path]))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_a_wide_beam_finds_all_sequences_with_their_probabilities(seed: int) -> None:
    rows = np.random.default_rng(seed).dirichlet(np.ones(3), size=4)
    wanted = by_hand(rows)
    found = answer('NetDecoder[{"CTCBeamSearch", {0, 1}}]', rows, String("NegativeLogLikelihoods"))
    pairs = [(tuple(n.value for n in r.args[0].args), r.args[1].value) for r in found.args]  # type: ignore
    assert len(pairs) == len(wanted)
    assert [log for _, log in pairs] == sorted(log for _, log in pairs)
    for labels, log in pairs:
        assert np.exp(-log) == pytest.approx(wanted[labels])


def test_properties() -> None:
    rows = np.array([[0.6, 0.1, 0.3], [0.1, 0.6, 0.3]])
    text = 'NetDecoder[{"CTCBeamSearch", {"a", "b"}}]'
    assert input_form(answer(text, rows, String("Decoding"))) == '{"a", "b"}'
    assert len(answer(text, rows, parse('"TopDecodings" -> 2')).args) == 2
    assert 'these are: "Decoding"' in said(lambda: answer(text, rows, parse('"TopDecodings"')))


def test_a_beam_of_one_takes_the_most_probable_symbols() -> None:
    rows = np.array([[0.6, 0.1, 0.3], [0.6, 0.1, 0.3], [0.1, 0.2, 0.7], [0.6, 0.1, 0.3], [0.1, 0.6, 0.3]])
    text = 'NetDecoder[{"CTCBeamSearch", {"a", "b"}, "BeamSize" -> 1}]'
    assert input_form(answer(text, rows, String("Decoding"))) == '{"a", "a", "b"}'
