"""Reading what is left of a stream, passing things over, finding lines: ReadString, Skip, Find."""

from __future__ import annotations

from typing import TextIO

from ..expr import FAILED, NULL, Expr, Node, S, String, is_head
from ..kernel.builtin import builtin
from .files import FileName
from .get_put import content
from .lists import is_list
from .streams import END, Target, open_read, read_one, reading, streams_of


@builtin("ReadString[source_]", failure=FAILED)
def read_string(k, source: Target):
    """ReadString[file] gives the content of a file as one text, ReadString[stream] what is left of a stream.

    >> f = CreateFile[]; Export[f, "abc", "Text"]; text = ReadString[f]; DeleteFile[f]; text
    "abc"
    >> ReadString[StringToStream["ab\\ncd"]]
    "ab\\ncd"
    """
    if not is_head(source.node, S.InputStream):
        return content(FileName.from_node(source.node))
    file, _ = reading(k, source)
    return file.read() or END


@builtin("Skip[stream_, kind_, count_]", failure=FAILED)
def skip(k, stream: Target, kind: Node = S.Expression, count: int = 1):
    """Skip[stream, type] passes over one thing of a type, Skip[stream, type, n] over n.

    >> s = StringToStream["ab\\ncd"]; Skip[s, String]; Read[s, String]
    "cd"
    """
    for _ in range(count):
        if read_one(k, stream, kind) is END:
            return END
    return NULL


def _texts(node: Node) -> list[str]:
    return [item.value for item in (node.args if is_list(node) else (node,)) if type(item) is String]


def _next_line(file: TextIO, wanted: list[str]) -> str | None:
    """The next line with one of the texts in it."""
    for line in file:
        if any(text in line for text in wanted):
            return line.rstrip("\r\n")
    return None


@builtin("Find[stream_, text_]", failure=FAILED)
def find(k, stream: Target, text: Node):
    """Find[stream, "text"] gives the next line of a stream that contains the text, or one of several.

    >> Find[StringToStream["ab\\ncd"], "c"]
    "cd"
    """
    found = stream.open_stream(k)
    if found is None:
        found = streams_of(k)[open_read(k, FileName.from_node(stream.node))]
    line = _next_line(found.file, _texts(text))
    return END if line is None else line


@builtin("FindList[source_, text_, count_]", failure=FAILED)
def find_list(k, source: Target, text: Node, count: int | None = None):
    """FindList[file, "text"] gives the list of the lines that contain the text; FindList[file, text, n] the
    first n.

    >> FindList[StringToStream["ab\\nc\\nbd"], "b"]
    {"ab", "bd"}
    """
    file, is_own = reading(k, source)
    wanted, found = _texts(text), list[Node]()
    while (count is None or len(found) < count) and (line := _next_line(file, wanted)) is not None:
        found.append(String(line))
    if is_own:
        file.close()
    return Expr(S.List, tuple(found))
