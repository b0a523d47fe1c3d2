"""The "CTCBeamSearch" decoder: the most probable sequences, of all alignments with blanks together.

A sequence of probabilities of n symbols and a blank, which is the last, stands for a sequence of symbols:
blanks are left out, repetitions are taken together.  The search goes through the elements and keeps the best
beginnings.  Source: reference page of the decoder; Hannun et al. 2014 for the search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...convert import NOT_CONVERTED
from ...expr import Integer, Node, Real, S, String, is_head, is_rule
from ..coder import Decoder, Encoder, Evaluate, coder, raw, wants_raw
from ..coder_parameters import REQUIRED, Declared, Parameter, natural
from .classes import ClassEncoder

Beam = tuple[tuple[int, ...], float]  # a sequence of symbols, counted from 0, and the log of its probability
LOWEST = -np.inf


class _Symbols(tuple[Node, ...]):
    def to_node(self) -> Node:
        return S.List(*self)


def _symbols(node: Node) -> object:
    return _Symbols(node.args) if is_head(node, S.List) and node.args else NOT_CONVERTED


@coder
class CTCBeamSearchDecoder(Declared, Decoder):
    """NetDecoder[{"CTCBeamSearch", {s1, ..., sn}}] finds the symbols for a sequence of n+1 probabilities.

    The last probability is that of a blank.  "BeamSize" (100) says how many beginnings are kept; with 1 the
    most probable symbols are taken.  Properties: "Decoding", "Decodings", "TopDecodings" -> n,
    "NegativeLogLikelihoods" and "TopNegativeLogLikelihoods" -> n, as rules from decodings.
    """

    name = "CTCBeamSearch"
    properties = (
        "Decoding",
        "Decodings",
        "TopDecodings",
        "NegativeLogLikelihoods",
        "TopNegativeLogLikelihoods",
    )
    parameters = (
        Parameter("Alphabet", "symbols", _symbols, "a list of symbols", REQUIRED, positional=True),
        Parameter("BeamSize", "size", natural(), "a positive integer", 100),
    )

    def __init__(self, symbols: tuple[Node, ...], size: int = 100):
        self.symbols, self.size = _Symbols(symbols), size
        self.dims = ("Varying", len(symbols) + 1)

    def decode(self, batch: np.ndarray, wanted: Node, evaluate: Evaluate) -> list[Node]:
        if wants_raw(wanted):
            return raw(batch)
        name, count = self._wanted(wanted)
        return [self._answer(_search(each, self.size), name, count) for each in batch.astype(np.float64)]

    def encoder(self) -> Encoder:
        """What encodes targets, lists of symbols."""
        return ClassEncoder(self.symbols, "Index", ("Varying",))

    def _wanted(self, wanted: Node) -> tuple[str, int | None]:
        name, argument = wanted.args if is_rule(wanted) else (wanted, None)
        text = name.value if isinstance(name, String) else ""
        top = text.startswith("Top")
        count = argument.value if isinstance(argument, Integer) and argument.value > 0 else None
        if (
            text not in self.properties
            or top is not (count is not None)
            or (argument is not None and not top)
        ):
            raise self.no_property(wanted)
        return text.removeprefix("Top"), count

    def _answer(self, beams: list[Beam], name: str, count: int | None) -> Node:
        if name == "Decoding":
            return self._named(beams[0][0])
        best = beams[:count]
        if name == "Decodings":
            return S.List(*(self._named(labels) for labels, _ in best))
        return S.List(*(S.Rule(self._named(labels), Real(-log)) for labels, log in best))

    def _named(self, labels: Sequence[int]) -> Node:
        return S.List(*(self.symbols[i] for i in labels))


def _search(rows: np.ndarray, size: int) -> list[Beam]:
    """The best sequences, the best first."""
    with np.errstate(divide="ignore"):
        logs = np.log(rows)
    if size == 1:
        return [_greedy(logs)]
    # of each beginning: the logs of the probabilities of those that end with a blank, and with a symbol
    beams: dict[tuple[int, ...], tuple[float, float]] = {(): (0.0, LOWEST)}
    for row in logs.tolist():
        *symbols, blank = row
        grown: dict[tuple[int, ...], tuple[float, float]] = {}
        for labels, (ends_blank, ends_symbol) in beams.items():
            both = np.logaddexp(ends_blank, ends_symbol)
            last = symbols[labels[-1]] + ends_symbol if labels else LOWEST
            _add(grown, labels, both + blank, last)
            for i, log in enumerate(symbols):
                before = ends_blank if labels and labels[-1] == i else both
                if before + log > LOWEST:
                    _add(grown, (*labels, i), LOWEST, before + log)
        kept = sorted(grown.items(), key=lambda beam: -np.logaddexp(*beam[1]))
        beams = dict(kept[:size])
    return [(labels, float(np.logaddexp(*ends))) for labels, ends in beams.items()]


def _add(
    beams: dict[tuple[int, ...], tuple[float, float]], labels: tuple[int, ...], blank: float, symbol: float
) -> None:
    a, b = beams.get(labels, (LOWEST, LOWEST))
    beams[labels] = float(np.logaddexp(a, blank)), float(np.logaddexp(b, symbol))


def _greedy(logs: np.ndarray) -> Beam:
    best = logs.argmax(1)
    changed = np.concatenate([[True], best[1:] != best[:-1]])
    kept = best[changed & (best < logs.shape[1] - 1)]
    return tuple(kept.tolist()), float(logs.max(1).sum())
