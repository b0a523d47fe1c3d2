"""Names of functions that the language has and wlnet does not; calling one says so, once."""

from __future__ import annotations

from pathlib import Path

from ..expr import Symbol
from .definition import Definitions

_FILE = Path(__file__).resolve().parent.parent / "builtins" / "unsupported.txt"


def missing_names(definitions: Definitions) -> set[str]:
    """The listed names that nothing declares."""
    names = _FILE.read_text(encoding="utf-8").split()
    return {name for name in names if not (d := definitions.get(Symbol(name))) or not d.described}
