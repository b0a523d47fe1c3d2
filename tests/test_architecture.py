"""The house stands: who may import whom, no cycles, nothing heavy at start-up."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import wlnet

ROOT = Path(wlnet.__file__).parent

# What everyone may import: the vocabulary of expressions and messages, and helpers that know nothing else.
GROUND = {
    "problem",
    "declare",
    "interrupts",
    "lazy",
    "expr",
    "attributes",
    "allocation",
    "packed",
    "growing",
    "arrays",
    "convert",
    "whole_files",
}

# package or module at the top of wlnet -> what it may import besides the ground and itself
MAY_IMPORT: dict[str, set[str]] = {
    "patterns": set(),
    "syntax": set(),
    "media": set(),
    "kernel": {"patterns", "syntax"},
    "nets": {"media"},
    "builtins": {"kernel", "patterns", "syntax", "media"},
    "engine": {"nets"},
    "formats": {"nets", "media"},
    "resources": {"nets", "media", "formats"},
    "netlang": {"kernel", "nets", "media", "engine", "formats", "resources"},
    "session": {"kernel", "syntax", "builtins", "netlang"},
    "frontends": {"session", "syntax"},
    "": {"session", "syntax"},  # wlnet/__init__.py, the Python API
    "__main__": {"frontends"},
}
# The ground has an order of its own, bottom up.
GROUND_MAY_IMPORT: dict[str, set[str]] = {
    "problem": set(),
    "declare": set(),
    "interrupts": set(),
    "lazy": {"interrupts"},
    "expr": set(),
    "attributes": {"expr"},
    "allocation": set(),
    "packed": {"expr", "allocation"},
    "growing": {"expr", "packed"},
    "arrays": {"expr", "packed"},
    "convert": {"expr", "arrays", "packed", "problem"},
    "whole_files": set(),
}

# Libraries that cost a noticeable time to import, and the only modules that may do it when they are imported.
HEAVY = {"torch", "PIL", "matplotlib", "sklearn", "scipy", "safetensors", "onnx", "h5py", "prompt_toolkit"}
HEAVY |= {"sentencepiece", "soundfile"}
MAY_IMPORT_HEAVY = {"wlnet.frontends.terminal": {"prompt_toolkit"}}  # itself loaded only for a terminal

MODULES = {
    ".".join(("wlnet", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(ROOT.rglob("*.py"))
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def for_types_only(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def statements(body: list[ast.stmt], runs: bool = False) -> Iterator[ast.stmt]:
    """Every statement below `body`; with `runs`, only what is executed when the module is imported."""
    for node in body:
        yield node
        if runs and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        parts = ("orelse",) if runs and for_types_only(node) else ("body", "orelse", "finalbody")
        for part in parts:
            yield from statements(getattr(node, part, []), runs)
        for handler in getattr(node, "handlers", []):
            yield from statements(handler.body, runs)
        for case in getattr(node, "cases", []):
            yield from statements(case.body, runs)


def absolute(module: str, node: ast.ImportFrom) -> str:
    """The full name of the module that `from ... import` names."""
    if not node.level:
        return node.module or ""
    here = module.split(".")
    package = here if MODULES[module].name == "__init__.py" else here[:-1]
    base = package[: len(package) - (node.level - 1)]
    return ".".join((*base, *(node.module.split(".") if node.module else ())))


def imports(module: str, runs: bool = False) -> set[str]:
    """The full names of what `module` imports; `from package import module` counts as that module."""
    found: set[str] = set()
    for node in statements(tree(module).body, runs):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = absolute(module, node)
            names = {f"{base}.{alias.name}" for alias in node.names}
            inner = names & MODULES.keys()
            found |= inner | ({base} if len(inner) < len(names) else set())
    return found


def unit(module: str) -> str:
    """The package or module at the top of wlnet that a module belongs to."""
    return (*module.split("."), "")[1]


def test_the_table_names_every_package() -> None:
    units = {unit(module) for module in MODULES}
    assert units <= MAY_IMPORT.keys() | GROUND, "a package that the table does not know"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_package_may(module: str) -> None:
    own = unit(module)
    allowed = GROUND_MAY_IMPORT.get(own, GROUND) | MAY_IMPORT.get(own, set()) | {own}
    found = {name: unit(name) for name in imports(module) if name.split(".")[0] == "wlnet"}
    assert not {name for name, of in found.items() if of not in allowed}


def test_no_modules_import_each_other() -> None:
    graph = {module: imports(module, runs=True) & MODULES.keys() - {module} for module in MODULES}
    while leaves := {module for module, needs in graph.items() if not needs & graph.keys()}:
        graph = {module: needs for module, needs in graph.items() if module not in leaves}
    assert not graph, f"in a cycle, or importing one: {sorted(graph)}"


@pytest.mark.parametrize("module", MODULES)
def test_no_import_hides_in_a_function(module: str) -> None:
    functions = [n for n in ast.walk(tree(module)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = {
        inner.lineno
        for function in functions
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert not hidden, f"import inside a function, lines {sorted(hidden)}"


@pytest.mark.parametrize("module", MODULES)
def test_heavy_libraries_come_through_lazy(module: str) -> None:
    found = {name.split(".")[0] for name in imports(module, runs=True)} & HEAVY
    assert found <= MAY_IMPORT_HEAVY.get(module, set())


def test_one_plus_one_loads_nothing_heavy() -> None:
    program = (
        "import sys, wlnet.session; print(wlnet.session.Session().evaluate('1+1').value); "
        f"print(sorted({HEAVY!r} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.stdout.split("\n")[:2] == ["2", "[]"], run.stderr
