"""Images smoothed and correlated with kernels.  Beyond the border the pixels of the border are repeated."""

from __future__ import annotations

import numpy as np

from ..arrays import array_of
from ..convert import NOT_CONVERTED, from_node
from ..expr import Node, S, String, is_head
from ..kernel.builtin import builtin
from ..media.image import Image
from ..problem import Template
from .images import needed_image

NO_KERNEL = Template("imgkernel", "`1` is not a matrix of numbers.")
NO_RADIUS = Template("imgradius", "`1` is not a radius: a number, or {r, sigma}, was expected.")


@builtin("ImageConvolve[image_, kernel_]")
def image_convolve(k, image: Node, kernel: Node):
    """ImageConvolve[image, kernel] gives the convolution of an image with a matrix.

    >> ImageData[ImageConvolve[Image[{{0, 1, 0}}], {{0.25, 0.5, 0.25}}]]
    {{0.25, 0.5, 0.25}}
    """
    weights = array_of(kernel)
    if weights is None or weights.ndim != 2 or not weights.size:
        raise NO_KERNEL(kernel)
    return _correlated(needed_image(image), weights[::-1, ::-1])


def _correlated(picture: Image, weights: np.ndarray) -> Image:
    """Each pixel as the weighted sum of those around it."""
    levels = picture.levels().astype(np.float64)
    rows, columns = weights.shape
    margins = [(rows // 2, rows - 1 - rows // 2), (columns // 2, columns - 1 - columns // 2)]
    padded = np.pad(levels, margins + [(0, 0)] * (levels.ndim - 2), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (rows, columns), (0, 1))  # type: ignore
    made = np.einsum("...ij,ij->...", windows, weights)
    return Image(made.astype(np.float32), picture.color_space).as_type(picture.type_name)


@builtin("GaussianFilter[image_, radius_]")
def gaussian_filter(k, image: Node, radius: Node, *, Method: Node = S.Automatic):
    """GaussianFilter[image, r] smooths an image by a Gaussian of radius r and standard deviation r/2.

    GaussianFilter[image, {r, sigma}] says the deviation.  The kernel is the discrete one of Bessel functions
    (Lindeberg, 1990), with Method -> "Gaussian" samples of the function.  Only images are filtered.

    >> Total[ImageData[GaussianFilter[Image[{{0., 0, 1, 0, 0}}], 2]][[1]]] > 0.99
    True
    """
    ends = radius.args if is_head(radius, S.List) and len(radius.args) == 2 else (radius,)
    numbers = [from_node(float, end) for end in ends]
    if NOT_CONVERTED in numbers or min(numbers) <= 0:
        raise NO_RADIUS(radius)
    reach = int(np.ceil(numbers[0]))
    sigma = numbers[1] if len(numbers) > 1 else numbers[0] / 2
    line = _gaussian(reach, sigma, sampled=Method == String("Gaussian"))
    once = _correlated(needed_image(image).as_type("Real32"), line[None])
    return _correlated(once, line[:, None]).as_type(needed_image(image).type_name)


def _gaussian(reach: int, sigma: float, *, sampled: bool) -> np.ndarray:
    """Weights that sum to 1, for places from -reach to reach."""
    places = np.arange(-reach, reach + 1)
    if sampled:
        line = np.exp(-(places**2) / (2 * sigma**2))
    else:  # Exp[-t] BesselI[n, t] with t = sigma^2, as a mean over the circle
        angles = 2 * np.pi * np.arange(1024) / 1024
        line = (np.exp(sigma**2 * (np.cos(angles) - 1)) * np.cos(np.outer(places, angles))).mean(1)
    return line / line.sum()


@builtin("MeanFilter[image_, radius_]")
def mean_filter(k, image: Node, radius: int):
    """MeanFilter[image, r] gives each pixel the mean of those up to r away in both directions.

    >> ImageData[MeanFilter[Image[{{0, 1, 0.5}}], 1]][[1, 2]]
    0.5
    """
    return _windowed(image, radius, np.mean)


@builtin("MedianFilter[image_, radius_]")
def median_filter(k, image: Node, radius: int):
    """MedianFilter[image, r] gives each pixel the median of those up to r away in both directions.

    >> ImageData[MedianFilter[Image[{{0, 1, 0.5}}], 1]][[1, 2]]
    0.5
    """
    return _windowed(image, radius, np.median)


def _windowed(image: Node, radius: int, measure) -> Image:
    picture = needed_image(image)
    levels = picture.levels()
    padded = np.pad(levels, [(radius, radius)] * 2 + [(0, 0)] * (levels.ndim - 2), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * radius + 1,) * 2, (0, 1))  # type: ignore
    made = measure(windows, axis=(-2, -1))
    return Image(made.astype(np.float32), picture.color_space).as_type(picture.type_name)
