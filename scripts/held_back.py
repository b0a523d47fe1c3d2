"""Fill in wlnet/builtins/held_back.txt: behind each module named there, the names that it declares.

A module may be named there if nothing but its names leads to it: it declares no file format, no picture, no
rule for a name that another module declares too.  tests/test_held_back.py looks after that.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from wlnet.declare import declare_all
from wlnet.kernel.builtin import REGISTRY
from wlnet.kernel.held_back import FILE, PACKAGE

IMPORT = re.compile(r"^from \.(\w+) import", re.MULTILINE)


def in_order(modules: list[str]) -> Iterator[str]:
    """The modules, each after those that it imports."""
    done: dict[str, None] = {}

    def visit(module: str) -> None:
        if module in done or module not in modules:
            return
        for other in IMPORT.findall((FILE.parent / f"{module}.py").read_text(encoding="utf-8")):
            visit(other)
        done[module] = None

    for module in modules:
        visit(module)
    return iter(done)


def lines() -> list[str]:
    """The lines of the file as they should be."""
    modules = [line.split()[0] for line in FILE.read_text(encoding="utf-8").splitlines()]
    declare_all(PACKAGE, but={f"{PACKAGE}.{module}" for module in modules})
    found = {}
    for module in in_order(modules):
        known = len(REGISTRY)
        importlib.import_module(f"{PACKAGE}.{module}")
        found[module] = sorted({each.name for each in REGISTRY[known:]})
    return [" ".join([module, *found[module]]) for module in sorted(modules)]


if __name__ == "__main__":
    FILE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
