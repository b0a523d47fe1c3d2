"""Files of expressions: Get evaluates one, Put writes one; and files as texts."""

from __future__ import annotations

from pathlib import Path

from ..expr import FAILED, NULL, Node, S, String
from ..kernel.builtin import builtin
from ..kernel.contexts import resolved
from ..problem import Template
from ..syntax.error import WolframSyntaxError
from ..syntax.parse import read
from ..syntax.write import input_form
from ..whole_files import once
from .file_system import INPUT_FILE, file_on_path, system_problem
from .files import FileName

CANNOT_OPEN = Template("noopen", "Cannot open `1`.")
BAD_SYNTAX = Template("sntx", "Invalid syntax at `1`")
LAST = (".wl", ".m", "/init.wl", "/init.m", "/Kernel/init.wl", "/Kernel/init.m")


# Packages that come with Wolfram's system and whose functions, as far as there are any here, need no file.
BUILT_IN = frozenset(
    (
        "CCompilerDriver`",
        "CUDALink`",
        "Developer`",
        "GeneralUtilities`",
        "HypothesisTesting`",
        "JLink`",
        "MachineLearning`",
        "MXNetLink`",
        "NeuralNetworks`",
        "PacletManager`",
        "Parallel`Developer`",
    )
)


@builtin("Get[file_]", failure=FAILED)
def get(k, file: FileName):
    """Get[file], or << file, evaluates the expressions in a file and gives the value of the last one.

    A context such as "Package`" means the file Package.wl or Package/init.wl; those that come with Wolfram's
    system need none.

    >> f = CreateFile[]; Put[a + b, f]; value = Get[f]; DeleteFile[f]; value
    a + b
    """
    path = file_of_context(k, file)
    if path is None and file.text in BUILT_IN:
        return k.evaluate(S.Needs(String(file.text)))
    if path is None:
        raise CANNOT_OPEN(file.text)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise system_problem(error, file.text) from None
    except UnicodeDecodeError:
        text = path.read_text(encoding="latin-1")
    return evaluated_text(k, text, path)


def file_of_context(k, file: FileName) -> Path | None:
    if not file.text.endswith("`"):
        return file_on_path(k, file)
    base = file.text.rstrip("`").replace("`", "/")
    found = (file_on_path(k, FileName(base + ending)) for ending in LAST)
    return next((path for path in found if path is not None), None)


def evaluated_text(k, text: str, path: Path) -> Node:
    """The value of the last expression of a file, which is $InputFileName meanwhile."""
    outer = k.evaluate(INPUT_FILE)
    k.set_own(INPUT_FILE, String(str(path.resolve())))
    value: Node = NULL
    try:
        for node in read(text, str(path)):
            value = k.evaluate(resolved(k, node))
    except WolframSyntaxError as error:
        raise BAD_SYNTAX(str(error)) from None
    finally:
        k.set_own(INPUT_FILE, outer)
    return value


def _put(file: FileName, values: tuple[Node, ...], mode: str) -> Node:
    append_text(file, "".join(input_form(value) + "\n" for value in values), mode)
    return NULL


@once
def append_text(file: FileName, text: str, mode: str = "a") -> None:
    """Write a text behind what is in a file, or with "w" in its place."""
    try:
        with file.path.open(mode, encoding="utf-8") as target:
            target.write(text)
    except OSError as error:
        raise CANNOT_OPEN(file.text) if error.filename else system_problem(error) from None


@builtin("Put[values___, file_]", failure=FAILED)
def put(k, values: tuple[Node, ...], file: FileName):
    """Put[expr, file], or expr >> file, writes expr to a file so that Get gives it back.

    >> f = CreateFile[]; Put[x^2, "s", f]; text = ReadString[f]; DeleteFile[f]; text
    "x^2\\n\\"s\\"\\n"
    """
    return _put(file, values, "w")


@builtin("PutAppend[values___, file_]", failure=FAILED)
def put_append(k, values: tuple[Node, ...], file: FileName):
    """PutAppend[expr, file], or expr >>> file, writes expr behind what is in a file.

    >> f = CreateFile[]; Put[1, f]; PutAppend[2, f]; values = ReadList[f]; DeleteFile[f]; values
    {1, 2}
    """
    return _put(file, values, "a")


def content(file: FileName) -> str:
    if not file.path.is_file():
        raise CANNOT_OPEN(file.text)
    try:
        return file.path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise system_problem(error, file.text) from None
