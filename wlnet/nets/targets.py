"""What encodes the targets of a training: the opposite of the decoder at the output they belong to.

A decoder of a kind makes an encoder of the same kind (documented); where it leaves open something, as the
size of pictures, the dimensions of the output say it.  Outputs without a decoder take numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..arrays import array_of
from ..expr import Node
from .coder import ArrayEncoder, Decoder, Encoder
from .coders.classes import ClassDecoder
from .layer import INDEX
from .net import Net
from .shapes import Dims


def target_dims(net: Net, port: str, column: Sequence[Node]) -> Dims:
    """The dimensions of the targets in the data: of numbers for a decoder, else of the arrays themselves."""
    coder = net.coders.get(port)
    if isinstance(coder, Decoder):
        encoder = coder.encoder_for(net.dims.get(port))
        return encoder.dims if encoder else None
    array = array_of(column[0])
    return None if array is None else array.shape


def target_encoder(net: Net, training_net: Net, port: str) -> Encoder:
    """What encodes targets: what the loss has, or the opposite of the decoder, in the form for the loss."""
    own = training_net.coders.get(port)
    if isinstance(own, Encoder):
        return own
    coder, kind = net.coders.get(port), training_net.ports[port].kind
    if isinstance(coder, ClassDecoder):
        return coder.encoder_of("Index" if kind == INDEX else "IndicatorVector") or _plain(training_net, port)
    encoder = coder.encoder_for(net.dims.get(port)) if isinstance(coder, Decoder) else None
    return encoder or _plain(training_net, port)


def _plain(net: Net, port: str) -> Encoder:
    return ArrayEncoder(net.dims.get(port), net.ports[port].kind)
