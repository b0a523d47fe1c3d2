"""Heavy libraries, imported when something of them is first used.

PyTorch takes more than a second to import and Pillow and matplotlib a good part of one, so `1 + 1` must not pay
for them.  ``from ..lazy import torch`` gives a stand-in that reads like the library and becomes it on first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any


class LazyModule:
    """A stand-in for the module `name`; what has been asked for once is found without detour from then on."""

    def __init__(self, name: str):
        self.__dict__["_name"] = name

    def __getattr__(self, attribute: str) -> Any:
        value = getattr(importlib.import_module(self._name), attribute)
        self.__dict__[attribute] = value
        return value


if TYPE_CHECKING:
    import torch
    import torch.nn.functional as functional
else:
    torch = LazyModule("torch")
    functional = LazyModule("torch.nn.functional")
