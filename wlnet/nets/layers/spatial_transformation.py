"""SpatialTransformationLayer: an image zoomed, skewed and moved as another input says."""

from __future__ import annotations

from typing import Any

from ...lazy import functional
from ..kinds import ImageSize
from ..layer import Layer, Port, layer


@layer
class SpatialTransformationLayer(Layer):
    """SpatialTransformationLayer[{h, w}] takes an h by w image out of its input as six "Parameters" say.

    Both images extend from -1 to 1 in width and height, between the centres of their outermost elements.
    What is at (x, y) in the output is taken from (zh x + sh y + th, sv x + zv y + tv) in the input, where the
    parameters are {zh, sh, th, sv, zv, tv}, with linear interpolation; outside of the input it is 0.  So
    {1, 0, 0, 0, 1, 0} changes nothing but the size.
    Sources: reference page of SpatialTransformationLayer; Jaderberg et al. 2015 (arXiv:1506.02025).
    """

    positional = ("Dimensions",)
    Dimensions: ImageSize

    Input = Port("c h0 w0")
    Parameters = Port("6")
    Output = Port("c *Dimensions", output=True)

    def forward(self, ctx: Any, Input: Any, Parameters: Any) -> Any:
        # (batch, c, h0, w0), (batch, 6) -> (batch, c, h, w)
        size = [*Input.shape[:2], *self.Dimensions]
        grid = functional.affine_grid(Parameters.reshape(-1, 2, 3), size, align_corners=True)
        return functional.grid_sample(Input, grid, "bilinear", "zeros", align_corners=True)

    cases = (
        {"Dimensions": ImageSize((3, 4)), "Input": (2, 4, 5)},
        {"Dimensions": ImageSize((2, 2)), "Input": (1, 3, 3)},
    )
