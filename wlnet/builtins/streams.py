"""Streams: files and texts that are read and written piece by piece."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TextIO

from .. import whole_files
from ..convert import NOT_CONVERTED
from ..expr import FAILED, FALSE, NULL, Expr, Integer, Node, S, String, Symbol, is_head
from ..kernel.builtin import builtin, symbol
from ..problem import Template
from ..syntax.error import WolframSyntaxError
from ..syntax.parse import read
from ..syntax.write import input_form, output_form
from .displaying import displayed
from .files import FileName
from .get_put import CANNOT_OPEN
from .page_width import is_output
from .table_formats import cell

NOT_OPEN = Template("openx", "`1` is not open.")
NO_TYPE = Template("readf", "`1` is not a type of things to read; these are: `2`.")
SYNTAX = Template("readt", "Invalid input found when reading an expression from `1`: `2`.")
END = S.EndOfFile
STREAMS = "streams"  # where a session keeps them

symbol("EndOfFile", "EndOfFile is what reading gives where a file has ended.")
symbol("InputStream", "InputStream[name, n] is a stream that is read.")
symbol("OutputStream", "OutputStream[name, n] is a stream that is written.")
symbol("Number", "Number is a type of things that Read and ReadList read.")
symbol("Word", "Word is a type of things that Read and ReadList read: what stands between white space.")
symbol("Record", "Record is a type of things that Read and ReadList read: a line.")
symbol("Character", "Character is a type of things that Read and ReadList read.")
symbol("Byte", "Byte is a type of things that Read and ReadList read.")
symbol("Expression", "Expression is a type of things that Read and ReadList read.")


@dataclass(slots=True)
class _Stream:
    node: Node
    file: TextIO


def streams_of(k) -> dict[Node, _Stream]:
    return k.state.setdefault(STREAMS, {})


def _opened(k, head: Symbol, name: str, file: TextIO) -> Node:
    streams = streams_of(k)
    number = k.state["stream number"] = k.state.get("stream number", 0) + 1
    node = Expr(head, (String(name), Integer(number)))
    streams[node] = _Stream(node, file)
    return node


def _open(k, head: Symbol, file: FileName, mode: str) -> Node:
    how = {"encoding": "utf-8", "errors": "replace", "newline": ""}
    try:
        if mode == "r":
            return _opened(k, head, file.text, file.path.open(mode, **how))  # type: ignore[call-overload]
        return _opened(k, head, file.text, whole_files.opened(file.path, mode, **how))
    except OSError:
        raise CANNOT_OPEN(file.text) from None


_STDOUT = String("stdout")


class Target:
    """A stream that is open, by itself or by the name of its file."""

    def __init__(self, node: Node):
        self.node = node

    @classmethod
    def from_node(cls, node: Node) -> Any:
        if is_output(node):
            return cls(_STDOUT)
        known = type(node) is Expr and node.head in (S.InputStream, S.OutputStream, S.File)
        return cls(node) if known or type(node) is String else NOT_CONVERTED

    def open_stream(self, k) -> _Stream | None:
        streams = streams_of(k)
        if self.node in streams:
            return streams[self.node]
        name = FileName.from_node(self.node)
        if name is NOT_CONVERTED:
            raise NOT_OPEN(self.node)
        return next((s for s in streams.values() if s.node.args[0] == String(name.text)), None)


@builtin("OpenRead[file_]", failure=FAILED)
def open_read(k, file: FileName, *, BinaryFormat: Node = FALSE):
    """OpenRead[file] gives a stream from which the file can be read.

    >> f = CreateFile[]; Export[f, "1 2", "Text"]; s = OpenRead[f]; n = Read[s, Number]; Close[s]; n
    1
    """
    return _open(k, S.InputStream, file, "r")


@builtin("OpenWrite[file_]", failure=FAILED)
def open_write(k, file: FileName, *, BinaryFormat: Node = FALSE):
    """OpenWrite[file] gives a stream that writes the file anew.

    >> f = CreateFile[]; s = OpenWrite[f]; WriteString[s, "abc"]; Close[s]; ReadString[f]
    "abc"
    """
    return _open(k, S.OutputStream, file, "w")


@builtin("OpenAppend[file_]", failure=FAILED)
def open_append(k, file: FileName, *, BinaryFormat: Node = FALSE):
    """OpenAppend[file] gives a stream that writes behind what is in the file.

    >> f = CreateFile[]; Put[1, f]; s = OpenAppend[f]; Write[s, 2]; Close[s]; ReadList[f]
    {1, 2}
    """
    return _open(k, S.OutputStream, file, "a")


@builtin("StringToStream[text_String]")
def string_to_stream(k, text: str):
    """StringToStream[text] gives a stream from which text can be read.

    >> s = StringToStream["3 4"]; {Read[s, Number], Read[s, Number], Read[s, Number]}
    {3, 4, EndOfFile}
    """
    return _opened(k, S.InputStream, "String", io.StringIO(text))


@builtin("Close[stream_]")
def close(k, stream: Target):
    """Close[stream] closes a stream and gives its name.

    >> Close[StringToStream["abc"]]
    "String"
    """
    found = stream.open_stream(k)
    if found is None:
        raise NOT_OPEN(stream.node)
    found.file.close()
    if found.node.head is S.OutputStream:
        whole_files.wait()
    del streams_of(k)[found.node]
    return found.node.args[0]


def writer(k, target: Target) -> TextIO:
    found = target.open_stream(k)
    if found is None:
        opened = _open(k, S.OutputStream, FileName.from_node(target.node), "w")
        found = streams_of(k)[opened]
    return found.file


@builtin("WriteString[stream_, parts___]")
def write_string(k, stream: Target, parts: tuple[Node, ...]):
    """WriteString[stream, x, y, ...] writes texts, or what ToString makes of other things.

    >> s = OpenWrite[CreateFile[]]; WriteString[s, "x = ", 5]; ReadString[Close[s]]
    "x = 5"
    """
    text = "".join([output_form(displayed(k, part)) for part in parts])
    if stream.node == _STDOUT:
        k.put(text)
        return NULL
    file = writer(k, stream)
    file.write(text)
    file.flush()
    return NULL


@builtin("WriteLine[stream_, text_]")
def write_line(k, stream: Target, text: Node):
    """WriteLine[stream, text] writes text and a line end.

    >> s = OpenWrite[CreateFile[]]; WriteLine[s, "abc"]; ReadString[Close[s]]
    "abc\\n"
    """
    return write_string(k, stream, (text, String("\n")))


@builtin("Write[stream_, parts___]")
def write(k, stream: Target, parts: tuple[Node, ...]):
    """Write[stream, expr] writes expr in InputForm and a line end.

    >> s = OpenWrite[CreateFile[]]; Write[s, x + 1]; ReadString[Close[s]]
    "1 + x\\n"
    """
    text = "".join(map(input_form, parts)) + "\n"
    if stream.node == _STDOUT:
        k.put(text)
        return NULL
    file = writer(k, stream)
    file.write(text)
    file.flush()
    return NULL


# ---- reading ----


def _white(file: TextIO) -> str:
    """The first character that is not white space; "" at the end."""
    while (char := file.read(1)) and char.isspace():
        pass
    return char


def _word(file: TextIO) -> Node | None:
    word = _white(file)
    while word and (char := file.read(1)) and not char.isspace():
        word += char
    return String(word) if word else None


def _number(file: TextIO) -> Node | None:
    word = _word(file)
    return None if word is None else cell(word.value)  # type: ignore[attr-defined]


def _line(file: TextIO) -> Node | None:
    line = file.readline()
    return String(re.sub(r"\r?\n$", "", line)) if line else None


def _character(file: TextIO) -> Node | None:
    char = file.read(1)
    return String(char) if char else None


def _byte(file: TextIO) -> Node | None:
    char = file.read(1)
    return Integer(ord(char)) if char else None


def _expression(file: TextIO) -> Node | None:
    """The expression in the next lines; so many as it takes."""
    text = ""
    while line := file.readline():
        text += line
        try:
            found = next(read(text), None)
        except WolframSyntaxError as error:
            if not error.incomplete:
                raise SYNTAX("the stream", str(error)) from None
            continue
        if found is not None:
            return found
    return None


TYPES: dict[Node, Any] = {
    S.Number: _number,
    S.Real: _number,
    S.Word: _word,
    S.String: _line,
    S.Record: _line,
    S.Character: _character,
    S.Byte: _byte,
    S.Expression: _expression,
}


def _read(file: TextIO, kind: Node) -> Node | None:
    """The next thing of a type, or a list of things for a list of types."""
    if is_head(kind, S.List):
        items = [_read(file, each) for each in kind.args]
        if items and items[0] is None:
            return None
        return Expr(S.List, tuple([END if item is None else item for item in items]))
    reader = TYPES.get(kind)
    if reader is None:
        raise NO_TYPE(kind, ", ".join(known.name for known in TYPES))
    return reader(file)


def reading(k, source: Target) -> tuple[TextIO, bool]:
    """What to read from, and whether it was opened for this."""
    found = source.open_stream(k)
    if found is not None:
        return found.file, False
    name = FileName.from_node(source.node)
    try:
        return name.path.open(encoding="utf-8-sig", errors="replace"), True
    except OSError:
        raise CANNOT_OPEN(name.text) from None


@builtin("Read[stream_, kind_]", failure=FAILED)
def read_one(k, stream: Target, kind: Node = S.Expression):
    """Read[stream, type] reads one thing: Number, Word, String (a line), Character, Byte or Expression.

    >> s = StringToStream["5 word"]; {Read[s, Number], Read[s, Word]}
    {5, "word"}
    """
    found = stream.open_stream(k)
    if found is None:
        found = streams_of(k)[open_read(k, FileName.from_node(stream.node))]
    item = _read(found.file, kind)
    return END if item is None else item


@builtin("ReadLine[stream_]", failure=FAILED)
def read_line(k, stream: Target):
    """ReadLine[stream] reads one line.

    >> s = StringToStream["one\\ntwo"]; {ReadLine[s], ReadLine[s], ReadLine[s]}
    {"one", "two", EndOfFile}
    """
    return read_one(k, stream, S.String)


@builtin("ReadList[source_, kind_, count_]", failure=FAILED)
def read_list(k, source: Target, kind: Node = S.Expression, count: int | None = None):
    """ReadList[file] gives the list of the values of the expressions in a file.

    ReadList[file, type] gives all things of a type: Number, Word, String, Character, Byte, or {Number,
    Word} for things in turn; ReadList[file, type, n] the first n.

    >> ReadList[StringToStream["1 2 3"], Number]
    {1, 2, 3}
    """
    file, is_own = reading(k, source)
    try:
        return k.evaluated_list(k.evaluate(item) for item in itertools.islice(_all(file, kind), count))
    finally:
        if is_own:
            file.close()


def _all(file: TextIO, kind: Node) -> Iterator[Node]:
    while (item := _read(file, kind)) is not None:
        yield item
