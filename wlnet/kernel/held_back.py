"""Modules of built-in functions that are imported only when one of their names is used.

`builtins/held_back.txt` has a line for each: the module, then the names that it declares, which no other
module may declare; a module that only others import has none.  `python scripts/held_back.py` fills in the
names.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = "wlnet.builtins"
FILE = Path(__file__).resolve().parent.parent / "builtins" / "held_back.txt"


def held_back() -> dict[str, list[str]]:
    """The names that each of these modules declares; modules with their package."""
    lines = (line.split() for line in FILE.read_text(encoding="utf-8").splitlines())
    return {f"{PACKAGE}.{module}": names for module, *names in lines}
