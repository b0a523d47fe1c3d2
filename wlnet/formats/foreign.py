"""Values of higher floors as expressions that formats can write, with their numbers kept as arrays.

A net becomes ``NetChain[<|...|>, <|"Version" -> ...|>]`` (see `net_association`), a picture
``Image[NumericArray, "Byte"]``, a sound likewise; all others what InputForm shows.
"""

from __future__ import annotations

from ..arrays import NumericArray
from ..expr import Expr, Foreign, Node, Value
from ..media.audio import Audio
from ..media.image import Image
from ..media.image3d import Image3D
from ..nets.net import Net
from .net_association import net_expression


def plain(value: Foreign) -> Node:
    """The expression to write for a value."""
    if isinstance(value, Net):
        return net_expression(value)
    node = value.to_node()
    if isinstance(value, (Audio, Image, Image3D)) and value.data.dtype != bool:
        return Expr(node.head, (Value(NumericArray(value.data)), *node.args[1:]))
    return node
