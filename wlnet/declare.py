"""Declarations register when their module is imported; this imports the modules of a package."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Collection


def declare_all(package: str, but: Collection[str] = ()) -> None:
    """Import every module of `package`, in the order of their names, so that what they declare is known.

    The modules in `but` are left for later.
    """
    for name in _modules(package):
        if name not in but:
            importlib.import_module(name)


@functools.cache
def _modules(package: str) -> list[str]:
    found = importlib.import_module(package)
    return sorted(f"{package}.{module.name}" for module in pkgutil.iter_modules(found.__path__))
