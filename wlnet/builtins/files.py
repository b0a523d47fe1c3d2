"""Names of files: joining, splitting, and the parts of a name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..convert import NOT_CONVERTED
from ..expr import Integer, Node, S, String, is_head
from ..kernel.builtin import builtin, symbol, variable
from ..problem import Template

NOT_FOUND = Template("fdnfnd", "Directory or file `1` not found.")
NO_NAMES = Template("strlist", "`1` is not a list of the parts of a file name.")

symbol("File", 'File["name"] stands for a file.')
variable("$PathnameSeparator", "$PathnameSeparator stands between the parts of file names.", String(os.sep))


class FileName:
    """The name of a file in the language: a text, or File[text]; ~ stands for the home of the user."""

    __slots__ = ("text",)

    def __init__(self, text: str):
        self.text = text

    @property
    def path(self) -> Path:
        return Path(self.text).expanduser()

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if (is_head(node, S.File) or is_head(node, S.URL)) and len(node.args) == 1:
            node = node.args[0]
        return cls(node.value) if type(node) is String else NOT_CONVERTED


def file_names(node: Node) -> list[FileName] | None:
    """The file names in a list, or the single one; None if there is something else."""
    each = node.args if is_head(node, S.List) else (node,)
    names = [FileName.from_node(item) for item in each]
    return None if any(name is NOT_CONVERTED for name in names) else names


@builtin("FileNameJoin[parts_List]")
def file_name_join(k, parts: Node):
    """FileNameJoin[{"a", "b", "c.txt"}] gives the name of a file in a folder in a folder.

    >> FileNameJoin[{"data", "iris", "iris.csv"}]
    "data/iris/iris.csv"
    """
    if not all(type(part) is String for part in parts.args):
        raise NO_NAMES(parts)
    texts = [part.value for part in parts.args]
    kept = [text.rstrip("/") or ("/" if i == 0 else "") for i, text in enumerate(texts)]
    return "/".join([text for i, text in enumerate(kept) if text or i == 0]).replace("//", "/")


def _parts(name: FileName) -> list[str]:
    """The parts of a name; an absolute one begins with "" ."""
    return [part for i, part in enumerate(name.text.split("/")) if part or i == 0]


@builtin("FileNameSplit[file_]")
def file_name_split(k, file: FileName):
    """FileNameSplit[file] gives the list of the parts of a file name.

    >> FileNameSplit["data/iris/iris.csv"]
    {"data", "iris", "iris.csv"}
    """
    return _parts(file)


@builtin("FileNameTake[file_, count_]")
def file_name_take(k, file: FileName, count: Node = Integer(-1)):
    """FileNameTake[file] gives the last part of a file name; a second argument n the first n, -n the last n.

    >> {FileNameTake["a/b/c.txt"], FileNameTake["a/b/c.txt", -2]}
    {"c.txt", "b/c.txt"}
    """
    parts = _parts(file)
    if is_head(count, S.List) and all(type(n) is Integer for n in count.args) and len(count.args) in (1, 2):
        places = [n.value - 1 if n.value > 0 else len(parts) + n.value for n in count.args]
        return "/".join(parts[places[0] : places[-1] + 1])
    if type(count) is not Integer:
        return None
    return "/".join(parts[: count.value] if count.value >= 0 else parts[count.value :])


@builtin("FileNameDrop[file_, count_]")
def file_name_drop(k, file: FileName, count: int = -1):
    """FileNameDrop[file] leaves the last part out; FileNameDrop[file, n] the first n, -n the last n.

    >> FileNameDrop["a/b/c.txt"]
    "a/b"
    """
    parts = _parts(file)
    return "/".join(parts[count:] if count >= 0 else parts[:count])


@builtin("FileNameDepth[file_]")
def file_name_depth(k, file: FileName):
    """FileNameDepth[file] gives the number of parts of a file name.

    >> FileNameDepth["a/b/c.txt"]
    3
    """
    return len(_parts(file))


@builtin("FileBaseName[file_]")
def file_base_name(k, file: FileName):
    """FileBaseName[file] gives the name without folders and without the ending.

    >> FileBaseName["data/iris.csv"]
    "iris"
    """
    return Path(file.text).stem


@builtin("FileExtension[file_]")
def file_extension(k, file: FileName):
    """FileExtension[file] gives the ending of the name, without its point.

    >> FileExtension["data/iris.csv"]
    "csv"
    """
    return Path(file.text).suffix.removeprefix(".")


@builtin("DirectoryName[file_, levels_]")
def directory_name(k, file: FileName, levels: int = 1):
    """DirectoryName[file] gives the folder part of a file name; DirectoryName[file, n] the one n levels up.

    >> DirectoryName["data/iris/iris.csv"]
    "data/iris/"
    """
    text = file.text
    for _ in range(levels):
        text = text.rstrip("/").rpartition("/")[0] + "/" if "/" in text.rstrip("/") else ""
    return text


@builtin("ParentDirectory[folder_]")
def parent_directory(k, folder: FileName | None = None):
    """ParentDirectory[] gives the folder around the current one; ParentDirectory[dir] the one around dir.

    >> ParentDirectory["/a/b"]
    "/a"
    """
    return str((Path.cwd() if folder is None else folder.path.absolute()).parent)


@builtin("ExpandFileName[file_]")
def expand_file_name(k, file: FileName):
    """ExpandFileName[file] gives the name from the root on.

    >> ExpandFileName["/a/../b"]
    "/b"
    """
    return os.path.abspath(file.path)


@builtin("AbsoluteFileName[file_]")
def absolute_file_name(k, file: FileName):
    """AbsoluteFileName[file] gives the name from the root on of a file that is there.

    >> AbsoluteFileName["/"]
    "/"
    """
    if not file.path.exists():
        raise NOT_FOUND(file.text)
    return str(file.path.resolve())
