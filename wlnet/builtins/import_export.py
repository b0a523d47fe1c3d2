"""Import and Export: which format is meant, and its reader or writer.  The formats are declared elsewhere."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..expr import FAILED, Expr, Node, S, String, Symbol, is_head, is_rule
from ..kernel.builtin import builtin
from ..kernel.file_formats import FORMATS, FileFormat, Options, Source, format_named, format_of
from ..kernel.messages import GENERAL
from ..problem import Template
from ..whole_files import write_whole
from .file_system import system_problem
from .files import FileName
from .urls import fetched, is_address

NO_FILE = Template("nffil", "File `1` not found during Import.")
NO_GUESS = Template("infer", "Cannot infer format of file `1`.")
NO_FORMAT = Template("format", "`1` is not a format that is known here; these are: `2`.")
NO_ELEMENT = Template("noelem", "The Import element `1` is not present in the format `2`; these are: `3`.")
NO_READER = Template("noimport", "The format `1` can be written but not read.")
NO_WRITER = Template("noexport", "The format `1` can be read but not written.")
NOT_READ = Template("fmterr", "Cannot import data as `1` format: `2`.")


@builtin("Import[file_, rest___]", failure=FAILED)
def import_(k, file: FileName, rest: tuple[Node, ...]):
    """Import[file] gives what is in a file; the ending of its name says how it is to be read.

    Import[file, "format"], Import[file, "element"] and Import[file, {"format", "element"}] say so themselves.

    >> f = CreateFile[]; Export[f, "1,2", "Text"]; value = Import[f, "CSV"]; DeleteFile[f]; value
    {{1, 2}}
    """
    path = file.path
    if is_address(file.text):
        data, path = fetched(file.text), Path(urlsplit(file.text).path)
    elif not path.is_file():
        raise NO_FILE(file.text)
    else:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise system_problem(error, file.text) from None
    if path.suffix.lower() == ".gz" and data[:2] == b"\x1f\x8b":
        data, path = gzip.decompress(data), path.with_suffix("")
    wanted, options = _arguments(rest)
    return _read(k, Source(data, path), _found(k, format_of, path), wanted, options, file.text)


@builtin("ImportString[text_String, rest___]", failure=FAILED)
def import_string(k, text: str, rest: tuple[Node, ...]):
    """ImportString[text, "format"] gives what Import would give for a file of that content.

    >> ImportString["a,1\\nb,2", "CSV"]
    {{"a", 1}, {"b", 2}}
    """
    wanted, options = _arguments(rest)
    known = format_named("Text") if not wanted else None
    return _read(k, Source(text.encode("utf-8")), known, wanted, options, text)


@builtin("ImportByteArray[data_ByteArray, rest___]", failure=FAILED)
def import_byte_array(k, data: Node, rest: tuple[Node, ...]):
    """ImportByteArray[bytes, "format"] gives what Import would give for a file of these bytes.

    >> ImportByteArray[ByteArray["MSwy"], "CSV"]
    {{1, 2}}
    """
    wanted, options = _arguments(rest)
    return _read(k, Source(data.value), None, wanted, options, "ByteArray")


def _arguments(rest: tuple[Node, ...]) -> tuple[list[Node], Options]:
    """What is wanted, of the arguments behind the file, and the options."""
    options = {_name(rule.args[0]): rule.args[1] for rule in rest if is_rule(rule)}
    wanted: list[Node] = []
    for item in rest:
        if not is_rule(item):
            wanted += item.args if is_head(item, S.List) else (item,)
    return wanted, options


def _name(node: Node) -> str:
    return node.value if type(node) is String else getattr(node, "name", "")


def _read(
    k, source: Source, guessed: FileFormat | None, wanted: list[Node], options: Options, name: str
) -> Node:
    named = _named(k, guessed, wanted) if wanted else None
    if named is not None:
        guessed, wanted = named, wanted[1:]
    if guessed is None:
        raise NO_FORMAT(wanted[0], _known()) if wanted and source.path is None else NO_GUESS(name)
    if not guessed.elements:
        raise NO_READER(guessed.name)
    _check_options(S.Import, guessed, options)
    element = _name(wanted[0]) if wanted else guessed.default
    if element == "Elements":
        return k.evaluated_list(map(String, sorted(guessed.elements)))
    reader = guessed.elements.get(element)
    if reader is None:
        raise NO_ELEMENT(element, guessed.name, ", ".join(guessed.elements))
    try:
        value = reader(k, source, options)
    except (ValueError, OSError) as error:
        raise NOT_READ(guessed.name, str(error)) from None
    return _parts(k, value, wanted[1:])


def _parts(k, value: Node, specs: list[Node]) -> Node:
    """The parts that further elements mean: ``{"CSV", "Data", 1 ;; 3}``."""
    return k.evaluate(Expr(S.Part, (value, *specs))) if specs else value


def _named(k, guessed: FileFormat | None, wanted: list[Node]) -> FileFormat | None:
    """The format that is named first among what is wanted, unless it is an element of the guessed one."""
    name = _name(wanted[0])
    if guessed is not None and name in guessed.elements:
        return format_named(name) if len(wanted) > 1 else None
    return _found(k, format_named, name)


def _found(k, find: Callable[[Any], FileFormat | None], key: str | Path) -> FileFormat | None:
    """The format that `find` gives for `key`, with all loaded that it or its values may need."""
    found = find(key)
    if found is None or found.late:
        k.definitions.complete()
        found = find(key)
    return found


def _known() -> str:
    return ", ".join(sorted(known.name for known in FORMATS.values()))


def _check_options(head: Symbol, known: FileFormat, options: Options) -> None:
    for name in options:
        if name not in known.options and name not in ("CharacterEncoding", "Path"):
            raise GENERAL["optx"](name, head(String(known.name)))


@builtin("Export[file_, value_, rest___]", failure=FAILED)
def export(k, file: FileName, value: Node, rest: tuple[Node, ...]):
    """Export[file, expr] writes expr to a file, in the format that the ending of its name says.

    Export[file, expr, "format"] says the format itself.

    >> f = CreateFile[]; Export[f, {{1, 2}}, "CSV"]; text = ReadString[f]; DeleteFile[f]; text
    "1,2\\n"
    """
    wanted, options = _arguments(rest)
    path = file.path
    inner = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    guessed = None if wanted else _found(k, format_of, inner)
    data = _written(k, value, wanted, options, guessed, file.text)
    try:
        write_whole(path, gzip.compress(data) if inner is not path else data)
    except OSError as error:
        raise system_problem(error, file.text) from None
    return file.text


@builtin("ExportString[value_, rest__]", failure=FAILED)
def export_string(k, value: Node, rest: tuple[Node, ...]):
    """ExportString[expr, "format"] gives the text that Export would write to a file.

    >> ExportString[{{"a", 1}, {"b", 2}}, "CSV"]
    "\\"a\\",1\\n\\"b\\",2\\n"
    """
    wanted, options = _arguments(rest)
    data = _written(k, value, wanted, options, None, "")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


@builtin("ExportByteArray[value_, rest__]", failure=FAILED)
def export_byte_array(k, value: Node, rest: tuple[Node, ...]):
    """ExportByteArray[expr, "format"] gives the bytes that Export would write to a file.

    >> ExportByteArray["1,2", "Text"]
    ByteArray["MSwy"]
    """
    wanted, options = _arguments(rest)
    return _written(k, value, wanted, options, None, "")


def _written(
    k, value: Node, wanted: list[Node], options: Options, guessed: FileFormat | None, name: str
) -> bytes:
    if wanted:
        guessed = _found(k, format_named, _name(wanted[0]))
        if guessed is None:
            raise NO_FORMAT(wanted[0], _known())
    if guessed is None:
        raise NO_GUESS(name)
    if guessed.write is None:
        raise NO_WRITER(guessed.name)
    _check_options(S.Export, guessed, options)
    return guessed.write(k, value, options)
