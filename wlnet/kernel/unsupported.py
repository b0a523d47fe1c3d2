"""Names of functions that the language has and wlnet does not; calling one says so, once."""

from __future__ import annotations

import functools
from pathlib import Path

from .definition import Definitions

_FILE = Path(__file__).resolve().parent.parent / "builtins" / "unsupported.txt"


def missing_names(definitions: Definitions) -> set[str]:
    """The listed names that nothing declares."""
    known = {symbol.name for symbol, definition in definitions.items() if definition.described}
    return set(_listed() - known)


@functools.cache
def _listed() -> frozenset[str]:
    return frozenset(_FILE.read_text(encoding="utf-8").split())
