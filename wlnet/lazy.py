"""Heavy libraries, imported when something of them is first used.

PyTorch takes more than a second to import and Pillow and matplotlib a good part of one, so `1 + 1` must not
pay for them.  ``from ..lazy import torch`` gives a stand-in that reads like the library and becomes it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from .interrupts import uninterrupted


class LazyModule:
    """A stand-in for the module `name`; what has been asked for once is found without detour from then on."""

    def __init__(self, name: str):
        self.__dict__["_name"] = name

    def __getattr__(self, attribute: str) -> Any:
        with uninterrupted():
            value = getattr(importlib.import_module(self._name), attribute)
        self.__dict__[attribute] = value
        return value


if TYPE_CHECKING:
    import http.client as http_client
    import urllib.request as urllib_request

    import contourpy
    import h5py
    import matplotlib
    import matplotlib.lines as matplotlib_lines
    import matplotlib.patches as matplotlib_patches
    import mpl_toolkits.mplot3d as mplot3d
    import mpmath
    import onnx
    import onnx.numpy_helper as onnx_numpy
    import PIL.Image as pil_image  # noqa: N813
    import PIL.ImageDraw as pil_draw  # noqa: N813
    import PIL.ImageFont as pil_font  # noqa: N813
    import platformdirs
    import rich.console as rich_console
    import rich.panel as rich_panel
    import rich.progress_bar as rich_bar
    import rich.text as rich_text
    import safetensors as safetensors_core
    import sentencepiece
    import soundfile
    import sympy
    import torch
    import torch.distributed as distributed
    import torch.distributed.elastic.multiprocessing as elastic
    import torch.distributed.run as torchrun
    import torch.nn.functional as functional
    import torch.utils.tensorboard as tensorboard
    from google.protobuf import message as onnx_message
    from matplotlib import figure as matplotlib_figure
    from matplotlib import font_manager
    from matplotlib.backends import backend_agg
    from safetensors import numpy as safetensors
    from sklearn import datasets as sklearn_datasets
else:
    backend_agg = LazyModule("matplotlib.backends.backend_agg")
    contourpy = LazyModule("contourpy")
    distributed = LazyModule("torch.distributed")
    elastic = LazyModule("torch.distributed.elastic.multiprocessing")
    font_manager = LazyModule("matplotlib.font_manager")
    functional = LazyModule("torch.nn.functional")
    h5py = LazyModule("h5py")
    http_client = LazyModule("http.client")
    matplotlib = LazyModule("matplotlib")
    matplotlib_figure = LazyModule("matplotlib.figure")
    matplotlib_lines = LazyModule("matplotlib.lines")
    matplotlib_patches = LazyModule("matplotlib.patches")
    mplot3d = LazyModule("mpl_toolkits.mplot3d")
    mpmath = LazyModule("mpmath")
    onnx = LazyModule("onnx")
    onnx_message = LazyModule("google.protobuf.message")
    onnx_numpy = LazyModule("onnx.numpy_helper")
    pil_draw = LazyModule("PIL.ImageDraw")
    pil_font = LazyModule("PIL.ImageFont")
    pil_image = LazyModule("PIL.Image")
    platformdirs = LazyModule("platformdirs")
    rich_bar = LazyModule("rich.progress_bar")
    rich_console = LazyModule("rich.console")
    rich_panel = LazyModule("rich.panel")
    rich_text = LazyModule("rich.text")
    safetensors_core = LazyModule("safetensors")
    safetensors = LazyModule("safetensors.numpy")
    sentencepiece = LazyModule("sentencepiece")
    sklearn_datasets = LazyModule("sklearn.datasets")
    soundfile = LazyModule("soundfile")
    sympy = LazyModule("sympy")
    tensorboard = LazyModule("torch.utils.tensorboard")
    torch = LazyModule("torch")
    torchrun = LazyModule("torch.distributed.run")
    urllib_request = LazyModule("urllib.request")
