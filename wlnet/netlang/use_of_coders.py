"""Using an encoder or a decoder by itself: ``encoder[x]``, ``decoder[array, property]``."""

from __future__ import annotations

from typing import Any

from ..arrays import array_of, list_of
from ..expr import Expr, Node, S, Value
from ..kernel.builtin import applier
from ..nets.coder import ArrayEncoder, Coder, Decoder, Encoder
from ..nets.dataset import encode_column
from ..nets.ragged import Ragged
from ..problem import Template
from .use import decode, elements

APPLIED = Template("coderapply", "`1` takes `2`; `3` were given.")


@applier(Coder)
def apply_coder(k: Any, coder: Coder, args: tuple[Node, ...]) -> Node | None:
    """The value of ``encoder[x]`` and ``decoder[array, property]``, for one or a list."""
    if not 1 <= len(args) <= (1 if isinstance(coder, Encoder) else 2):
        takes = "one argument" if isinstance(coder, Encoder) else "one array or batch, and a property"
        raise APPLIED(Value(coder), takes, len(args))
    if isinstance(coder, Encoder):
        return _encoded_alone(k, coder, args[0])
    assert isinstance(coder, Decoder)
    return _decoded_alone(k, coder, args[0], args[1] if len(args) > 1 else S.Automatic)


def _encoded_alone(k: Any, encoder: Encoder, data: Node) -> Node:
    """One example or a list of them as numbers."""
    single = encoder.is_example(data)
    encoded = encode_column(encoder, (data,) if single else elements(data), "Input", k.evaluate)
    if isinstance(encoded, Ragged):
        return list_of(encoded[0]) if single else S.List(*map(list_of, encoded))
    return list_of(encoded[0] if single else encoded)


def _decoded_alone(k: Any, decoder: Decoder, data: Node, wanted: Node) -> Node:
    """The answer for one array, or the list of answers for several."""
    array = array_of(data)
    decoder = decoder if array is None else decoder.taking(array.ndim)
    encoder = ArrayEncoder(decoder.dims)
    single = encoder.is_example(data)
    batch = encode_column(encoder, (data,) if single else elements(data), "Input", k.evaluate)
    if isinstance(batch, Ragged):
        return S.List(*batch.mapped(lambda b: decode(decoder, b, wanted, k.evaluate)))  # type: ignore
    answers = decode(decoder, batch, wanted, k.evaluate)
    return answers[0] if single else Expr(S.List, tuple(answers))
