"""Wolfram Language neural-network programs, run on PyTorch."""

from __future__ import annotations

import importlib
from typing import Any

_EXPORTS = {
    "Session": "session",
    "parse": "syntax.parse",
    "full_form": "syntax.write",
    "input_form": "syntax.write",
    "WolframSyntaxError": "syntax.error",
}
__all__ = ["Session", "WolframSyntaxError", "full_form", "input_form", "parse"]


def __getattr__(name: str) -> Any:
    """What the package exports, imported when first asked for, so that ``import wlnet`` costs nothing."""
    module = _EXPORTS.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{module}", __name__), name)
