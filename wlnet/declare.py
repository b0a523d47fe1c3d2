"""Declarations register when their module is imported; this imports the modules of a package."""

from __future__ import annotations

import importlib
import pkgutil


def declare_all(package: str) -> None:
    """Import every module of `package`, in the order of their names, so that what they declare is known."""
    found = importlib.import_module(package)
    for module in sorted(pkgutil.iter_modules(found.__path__), key=lambda m: m.name):
        importlib.import_module(f"{package}.{module.name}")
