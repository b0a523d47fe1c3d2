"""Values of higher floors as expressions that formats can write, with their numbers kept as arrays.

A net becomes ``NetChain[<|...|>, <|"Version" -> ...|>]`` (see `net_association`), a picture
``Image[NumericArray, "Byte"]``; all others what InputForm shows.  `revived` makes nets of such expressions again.
"""

from __future__ import annotations

from ..arrays import NumericArray
from ..expr import Expr, Foreign, Node, S, Value
from ..media.image import Image


def plain(value: Foreign) -> Node:
    """The expression to write for a value."""
    if isinstance(value, Image):
        node = value.to_node()
        pixels = node.args[0] if value.data.dtype == bool else Value(NumericArray(value.data))
        return Expr(S.Image, (pixels, *node.args[1:]))
    return value.to_node()
