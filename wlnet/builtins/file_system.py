"""Files and folders of the machine: looking, making, moving, deleting."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ..expr import FAILED, FALSE, NULL, TRUE, Integer, Node, S, String, Symbol, is_head
from ..kernel.builtin import builtin, variable
from ..problem import Problem, Template
from ..whole_files import once
from .dates import Date, date_object
from .files import NOT_FOUND, FileName, file_names
from .string_backtracking import string_pattern
from .string_search import abbreviated

NO_DIRECTORY = Template("cdir", "Cannot set current directory to `1`.")
NO_STACK = Template("dtop", "Directory stack is empty.")
EXISTS = Template("filex", "Cannot overwrite existing file `1`.")
NOT_DONE = Template("ioerr", "`1`: `2`.")
NOT_EMPTY = Template("dirne", "Directory `1` is not empty.")
NOT_SAVED = Template("nosv", "The program is not in a file; the current directory is used.")

INPUT_FILE = Symbol("$InputFileName")
STACK = "directories"  # where a session keeps the directories to go back to

variable("$HomeDirectory", "$HomeDirectory is the home of the user.", String(str(Path.home())))
variable(
    "$TemporaryDirectory",
    "$TemporaryDirectory is a folder for what is not kept.",
    String(tempfile.gettempdir()),
)
variable("$Path", "$Path is the list of the folders in which Get looks for files.", S.List(String(".")))
variable("$InputFileName", "$InputFileName is the file that is being read.", String(""))
variable(
    "$OperatingSystem",
    "$OperatingSystem is the kind of system.",
    String("Unix" if os.name == "posix" else "Windows"),
)


def system_problem(error: OSError, name: str = "") -> Problem:
    """What the system says as a message of the language."""
    return NOT_DONE(name or error.filename or "", error.strerror or str(error))


def current_folder() -> str:
    """The current folder; a message where it is there no longer."""
    try:
        return os.getcwd()
    except OSError as error:
        raise system_problem(error, ".") from None


@builtin("Directory[]", failure=FAILED)
def directory(k):
    """Directory[] gives the current folder.

    >> DirectoryQ[Directory[]]
    True
    """
    return current_folder()


@builtin("SetDirectory[folder_]", failure=FAILED)
def set_directory(k, folder: FileName | None = None):
    """SetDirectory[dir] makes dir the current folder; ResetDirectory[] goes back.

    >> SetDirectory["/"]; here = Directory[]; ResetDirectory[]; here
    "/"
    """
    path = Path.home() if folder is None else folder.path
    try:
        here = os.getcwd()
    except OSError:  # it was deleted: there is no way back to it
        here = str(Path.home())
    try:
        os.chdir(path)
    except OSError:
        raise NO_DIRECTORY(str(path)) from None
    k.state.setdefault(STACK, []).append(here)
    return os.getcwd()


@builtin("ResetDirectory[]")
def reset_directory(k):
    """ResetDirectory[] goes back to the folder that was current before SetDirectory.

    >> here = Directory[]; SetDirectory["/"]; ResetDirectory[] == here
    True
    """
    stack = k.state.get(STACK)
    if not stack:
        raise NO_STACK()
    os.chdir(stack.pop())
    return os.getcwd()


@builtin("NotebookDirectory[]")
def notebook_directory(k):
    """NotebookDirectory[] gives the folder of the program that runs, with a closing /.

    >> $InputFileName = "/programs/a.wl"; NotebookDirectory[]
    "/programs/"
    """
    own = k.evaluate(INPUT_FILE)
    if type(own) is not String or not own.value:
        k.message(S.NotebookDirectory, NOT_SAVED())
        return os.getcwd() + "/"
    return os.path.dirname(os.path.abspath(own.value)) + "/"


@builtin("NotebookFileName[]")
def notebook_file_name(k):
    """NotebookFileName[] gives the file of the program that runs.

    >> $InputFileName = "/programs/a.wl"; NotebookFileName[]
    "/programs/a.wl"
    """
    own = k.evaluate(INPUT_FILE)
    return own if type(own) is String and own.value else FAILED


@builtin("FileExistsQ[file_]")
def file_exists_q(k, file: FileName):
    """FileExistsQ[name] gives True if there is a file or folder of that name.

    >> FileExistsQ["no such file"]
    False
    """
    return file.path.exists()


@builtin("DirectoryQ[file_]")
def directory_q(k, file: FileName):
    """DirectoryQ[name] gives True if there is a folder of that name.

    >> DirectoryQ["."]
    True
    """
    return file.path.is_dir()


@builtin("FileType[file_]")
def file_type(k, file: FileName):
    """FileType[name] gives File, Directory or None.

    >> FileType["."]
    Directory
    """
    return S.Directory if file.path.is_dir() else S.File if file.path.exists() else Symbol("None")


@builtin("FileByteCount[file_]", failure=FAILED)
def file_byte_count(k, file: FileName):
    """FileByteCount[file] gives the number of bytes in a file.

    >> f = CreateFile[]; Export[f, "abc", "Text"]; n = FileByteCount[f]; DeleteFile[f]; n
    3
    """
    if not file.path.is_file():
        raise NOT_FOUND(file.text)
    return file.path.stat().st_size


@builtin("FileDate[file_]", failure=FAILED)
def file_date(k, file: FileName):
    """FileDate[file] gives the date of the last change of a file.

    >> f = CreateFile[]; DateString[FileDate[f], "ISODate"] == DateString["ISODate"]
    True
    """
    if not file.path.exists():
        raise NOT_FOUND(file.text)
    return date_object(Date(datetime.fromtimestamp(file.path.stat().st_mtime)))


@builtin("FileNames[form_, folders_, depth_]")
def found_files(
    k, form: Node = S.All, folders: Node = String(""), depth: Node = Integer(1), *, IgnoreCase: Node = FALSE
):
    """FileNames[] lists the files in the current folder, FileNames[form] those whose names match form.

    FileNames[form, dir] looks in dir, FileNames[form, dir, n] n levels deep, Infinity: as deep as it goes.
    In a plain string * stands for any characters.

    >> d = CreateDirectory[]; Export[d <> "/a.txt", ""]; FileNameTake /@ FileNames["*.txt", d]
    {"a.txt"}
    """
    places = file_names(folders)
    if places is None:
        return None
    most = depth.value if type(depth) is Integer else 1 << 30
    fits = None if form is S.All else string_pattern(k, abbreviated(form), IgnoreCase is TRUE)
    names = {
        name
        for place in places
        for name in _below(place.text, most)
        if fits is None or fits.whole(os.path.basename(name))
    }
    return k.evaluated_list(map(String, sorted(names)))


def _below(folder: str, depth: int) -> Iterator[str]:
    """The names of all in a folder and in the folders in it, each with the folder before it."""
    try:
        entries = sorted(os.listdir(os.path.expanduser(folder) or "."))
    except OSError:
        return
    for entry in entries:
        name = os.path.join(folder, entry)
        yield name
        if depth > 1 and os.path.isdir(name) and not os.path.islink(name):
            yield from _below(name, depth - 1)


@builtin("CreateDirectory[folder_]", failure=FAILED)
@once
def create_directory(k, folder: FileName | None = None, *, CreateIntermediateDirectories: bool = True):
    """CreateDirectory[name] makes a folder; CreateDirectory[] one for what is not kept.

    >> d = CreateDirectory[]; is = DirectoryQ[d]; DeleteDirectory[d]; is
    True
    """
    if folder is None:
        return tempfile.mkdtemp()
    if folder.path.is_file():
        raise EXISTS(folder.text)
    try:
        folder.path.mkdir(parents=CreateIntermediateDirectories, exist_ok=True)
    except OSError as error:
        raise system_problem(error, folder.text) from None
    return os.path.abspath(folder.path)


@builtin("CreateFile[file_]", failure=FAILED)
@once
def create_file(k, file: FileName | None = None, *, OverwriteTarget: bool = False):
    """CreateFile[name] makes an empty file; CreateFile[] one for what is not kept.

    >> f = CreateFile[]; is = FileExistsQ[f]; DeleteFile[f]; is
    True
    """
    if file is None:
        handle, name = tempfile.mkstemp()
        os.close(handle)
        return name
    if file.path.exists() and not OverwriteTarget:
        raise EXISTS(file.text)
    try:
        file.path.write_bytes(b"")
    except OSError as error:
        raise system_problem(error, file.text) from None
    return os.path.abspath(file.path)


@builtin("DeleteFile[files_]", failure=FAILED)
@once
def delete_file(k, files: Node):
    """DeleteFile[file] deletes a file, DeleteFile[{f1, f2, ...}] several.

    >> f = CreateFile[]; DeleteFile[f]; FileExistsQ[f]
    False
    """
    names = file_names(files)
    if names is None:
        return None
    for name in names:
        if not name.path.is_file() and not name.path.is_symlink():
            raise NOT_FOUND(name.text)
        try:
            name.path.unlink()
        except OSError as error:
            raise system_problem(error, name.text) from None
    return NULL


@builtin("DeleteDirectory[folder_]", failure=FAILED)
@once
def delete_directory(k, folder: FileName, *, DeleteContents: bool = False):
    """DeleteDirectory[dir] deletes an empty folder; with DeleteContents -> True also what is in it.

    >> d = CreateDirectory[]; DeleteDirectory[d]; DirectoryQ[d]
    False
    """
    if not folder.path.is_dir():
        raise NOT_FOUND(folder.text)
    if any(folder.path.iterdir()) and not DeleteContents:
        raise NOT_EMPTY(folder.text)
    try:
        shutil.rmtree(folder.path)
    except OSError as error:
        raise system_problem(error, folder.text) from None
    return NULL


@builtin("CopyFile[source_, target_]", failure=FAILED)
@once
def copy_file(k, source: FileName, target: FileName, *, OverwriteTarget: bool = False):
    """CopyFile[source, target] copies a file; one that is there is replaced with OverwriteTarget -> True.

    >> f = CreateFile[]; copy = CopyFile[f, f <> "2"]; is = FileExistsQ[copy]; DeleteFile[{f, copy}]; is
    True
    """
    _free(source, target, OverwriteTarget)
    try:
        shutil.copyfile(source.path, target.path)
    except OSError as error:
        raise system_problem(error) from None
    return os.path.abspath(target.path)


@builtin("RenameFile[source_, target_]", failure=FAILED)
@once
def rename_file(k, source: FileName, target: FileName, *, OverwriteTarget: bool = False):
    """RenameFile[source, target] gives a file another name.

    >> f = CreateFile[]; RenameFile[f, f <> ".new"]; is = FileExistsQ[f]; DeleteFile[f <> ".new"]; is
    False
    """
    _free(source, target, OverwriteTarget)
    try:
        shutil.move(source.path, target.path)
    except OSError as error:
        raise system_problem(error) from None
    return os.path.abspath(target.path)


def _free(source: FileName, target: FileName, overwrite: bool) -> None:
    if not source.path.is_file():
        raise NOT_FOUND(source.text)
    if target.path.exists() and not overwrite:
        raise EXISTS(target.text)


@builtin("FindFile[file_]")
def find_file(k, file: FileName):
    """FindFile[name] gives the file that Get would read, in the current folder or one of $Path.

    >> FindFile["no such file"]
    $Failed
    """
    found = file_on_path(k, file)
    return FAILED if found is None else os.path.abspath(found)


def file_on_path(k, file: FileName) -> Path | None:
    """The file of that name in the current folder or in one of those in $Path."""
    folders = k.evaluate(Symbol("$Path"))
    names = file_names(folders) if is_head(folders, S.List) else None
    for path in (file.path, *(name.path / file.path for name in names or [])):
        if path.is_file():
            return path
    return None
