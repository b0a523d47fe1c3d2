"""Layers that put one element more to an array, at either end."""

from __future__ import annotations

from .layer import Layer, Port
from .levels import plus
from .shapes import Derived


class OneMore(Layer):
    """Abstract: the array "Input", the new "Element", and the "Output", one longer."""

    moves_numbers = True

    Input = Port("n *element")
    Element = Port("*element")
    Output = Port("longer *element", output=True)
    longer = Derived(lambda n: plus(n, 1), "n")
    n = Derived(lambda longer: plus(longer, -1), "longer")
