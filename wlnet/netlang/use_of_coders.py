"""Using an encoder or a decoder by itself: ``encoder[x]``, ``decoder[array, property]``."""

from __future__ import annotations

from typing import Any

from ..arrays import array_of, list_of
from ..expr import Expr, Node, S, Value
from ..kernel.builtin import applier
from ..nets.coder import NOT_ENCODABLE, ArrayEncoder, Coder, Decoder, Encoder
from ..nets.dataset import encode_column
from ..nets.ragged import Ragged
from ..problem import Problem, Template
from .use import decode, elements

APPLIED = Template("coderapply", "`1` takes `2`; `3` were given.")
NO_EXAMPLE = Template("encode", "`3` was given, but `4` was expected.")
NO_EXAMPLES = Template("encode", "Example `1` is `3`, but `4` was expected.")


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
    encoded = _column(k, encoder, data, single)
    if isinstance(encoded, Ragged):
        return list_of(encoded[0]) if single else S.List(*map(list_of, encoded))
    return list_of(encoded[0] if single else encoded)


def _column(k: Any, encoder: Encoder, data: Node, single: bool) -> Any:
    """One example or a list of them as an array.  What does not fit is told without a port: there is none."""
    try:
        return encode_column(encoder, (data,) if single else elements(data), "Input", k.evaluate)
    except Problem as p:
        if p.template is not NOT_ENCODABLE:
            raise
        raise Problem(NO_EXAMPLE if single else NO_EXAMPLES, p.slots, p.head) from None


def _decoded_alone(k: Any, decoder: Decoder, data: Node, wanted: Node) -> Node:
    """The answer for one array, or the list of answers for several."""
    array = array_of(data)
    decoder = decoder if array is None else decoder.taking(array.ndim)
    encoder = ArrayEncoder(decoder.dims)
    single = encoder.is_example(data)
    batch = _column(k, encoder, data, single)
    if isinstance(batch, Ragged):
        return S.List(*batch.mapped(lambda b: decode(decoder, b, wanted, k.evaluate)))  # type: ignore
    answers = decode(decoder, batch, wanted, k.evaluate)
    return answers[0] if single else Expr(S.List, tuple(answers))
