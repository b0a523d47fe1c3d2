"""The house stands: who may import whom, no cycles, nothing heavy at start-up, one place for one thing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import wlnet
from wlnet.declare import declare_all
from wlnet.engine.measurements import known
from wlnet.engine.method import METHODS
from wlnet.nets.coder import DECODERS, ENCODERS
from wlnet.nets.layer import LAYERS

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


MOST_LINES = 400  # of a file
MOST_BODY_LINES = 60  # of a function, without its docstring; 30 is what is aimed at
FEW_LONG = 12  # functions over 30 lines, in all of wlnet

# What is declared by standing in a folder: its decorator, and the registry that it gets into.
DECLARED = {
    "wlnet.nets.layers": ({"layer"}, lambda: LAYERS.values()),
    "wlnet.nets.coders": ({"coder"}, lambda: [*ENCODERS.values(), *DECODERS.values()]),
    "wlnet.engine.methods": ({"method"}, lambda: METHODS.values()),
    "wlnet.engine.measures": (
        {"measurement", "by_class", "of_errors"},
        lambda: [m.find for m in known().values()],
    ),
}
# Packages whose modules are found, not named: only what is listed is imported from outside.
FOUND = {
    "wlnet.engine.methods": set(),
    "wlnet.engine.measures": set(),
    "wlnet.netlang": set(),
    "wlnet.builtins": {"wlnet.builtins.displaying"},
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


@cache
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


def test_a_module_imports_only_what_its_package_may() -> None:
    wrong = {}
    for module in MODULES:
        own = unit(module)
        allowed = GROUND_MAY_IMPORT.get(own, GROUND) | MAY_IMPORT.get(own, set()) | {own}
        found = {name: unit(name) for name in imports(module) if name.split(".")[0] == "wlnet"}
        wrong[module] = sorted(name for name, of in found.items() if of not in allowed)
    assert not only_filled(wrong)


def only_filled(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {module: each for module, each in found.items() if each}


def test_no_modules_import_each_other() -> None:
    graph = {module: imports(module, runs=True) & MODULES.keys() - {module} for module in MODULES}
    while leaves := {module for module, needs in graph.items() if not needs & graph.keys()}:
        graph = {module: needs for module, needs in graph.items() if module not in leaves}
    assert not graph, f"in a cycle, or importing one: {sorted(graph)}"


def functions(module: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in statements(tree(module).body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{module}, line {inner.lineno}"
        for module in MODULES
        for function in functions(module)
        for inner in statements(function.body)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_heavy_libraries_come_through_lazy() -> None:
    found = {
        module: sorted(
            {name.split(".")[0] for name in imports(module, runs=True)}
            & HEAVY - MAY_IMPORT_HEAVY.get(module, set())
        )
        for module in MODULES
    }
    assert not only_filled(found)


def test_a_file_is_one_concept_that_can_be_read_at_once() -> None:
    lines = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in MODULES.items()}
    assert not {module: count for module, count in lines.items() if count > MOST_LINES}


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is without its docstring."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_a_function_does_one_thing() -> None:
    lengths = {f"{m}.{f.name}, line {f.lineno}": body_lines(f) for m in MODULES for f in functions(m)}
    long = {name: count for name, count in lengths.items() if count > 30}
    assert not {name: count for name, count in long.items() if count > MOST_BODY_LINES}
    assert len(long) <= FEW_LONG, long


def decorated(module: str, names: set[str]) -> list[str]:
    """The names of what stands under one of these decorators."""
    return [
        node.name
        for node in statements(tree(module).body)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).split("(")[0] in names
    ]


@pytest.mark.parametrize("package", DECLARED)
def test_a_declaration_stands_in_one_file_of_its_folder(package: str) -> None:
    declare_all(package)
    decorators, registered = DECLARED[package]
    written = {module: names for module in MODULES if (names := decorated(module, decorators))}
    assert {module.rpartition(".")[0] for module in written} == {package}
    held = {(each.__module__, each.__name__) for each in registered()}  # type: ignore[attr-defined]
    missing = {(module, name) for module, names in written.items() for name in names} - held
    assert not missing, "declared twice under one name, so one of them is lost"
    assert len(held) == len([*registered()]) == sum(map(len, written.values()))


@pytest.mark.parametrize("package", FOUND)
def test_what_is_found_is_not_named(package: str) -> None:
    """So that another method, measurement or built-in is one more file and nothing else."""
    named = {
        name
        for module in MODULES
        if not module.startswith(package)
        for name in imports(module)
        if name.startswith(f"{package}.") and name in MODULES
    }
    assert named == FOUND[package]


def test_one_plus_one_loads_nothing_heavy() -> None:
    program = (
        "import sys, wlnet.session; print(wlnet.session.Session().evaluate('1+1').value); "
        f"print(sorted({HEAVY!r} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.stdout.split("\n")[:2] == ["2", "[]"], run.stderr
