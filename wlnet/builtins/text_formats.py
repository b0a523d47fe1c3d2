"""Files of text: as one string, as lines, as words, as numbers in lines; and files of expressions."""

from __future__ import annotations

from ..expr import NULL, Expr, Integer, Node, S, String, is_head
from ..kernel.file_formats import FileFormat, Options, Source, declare_format
from ..syntax.parse import read
from ..syntax.write import input_form, output_form
from .table_formats import cell


def text(k, source: Source, options: Options) -> Node:
    return String(source.text().replace("\r\n", "\n"))


def lines(k, source: Source, options: Options) -> Node:
    return k.evaluated_list(map(String, source.text().splitlines()))


def words(k, source: Source, options: Options) -> Node:
    return k.evaluated_list(map(String, source.text().split()))


def values(k, source: Source, options: Options) -> Node:
    """Each line as a number, if it is one."""
    return k.evaluated_list(cell(line.strip()) for line in source.text().splitlines())


def characters(k, source: Source, options: Options) -> Node:
    return k.evaluated_list(map(String, source.text()))


def byte_values(k, source: Source, options: Options) -> Node:
    return k.evaluated_list(map(Integer, source.data))


def expression(k, source: Source, options: Options) -> Node:
    """The value of the last expression, as Get gives it."""
    value: Node = NULL
    for node in read(source.text(), str(source.path or "")):
        value = k.evaluate(node)
    return value


def held_expressions(k, source: Source, options: Options) -> Node:
    found = read(source.text(), str(source.path or ""))
    return Expr(S.List, tuple([S.HoldComplete(node) for node in found]))


def write_text(k, value: Node, options: Options) -> bytes:
    """A text as it is; a list of texts as lines."""
    if is_head(value, S.List):
        return "\n".join(map(output_form, value.args)).encode("utf-8")
    return output_form(value).encode("utf-8")


def write_lines(k, value: Node, options: Options) -> bytes:
    items = value.args if is_head(value, S.List) else (value,)
    return "\n".join([output_form(item) for item in items]).encode("utf-8")


def write_bytes(k, value: Node, options: Options) -> bytes:
    if not is_head(value, S.List):
        raise ValueError("a list of whole numbers from 0 to 255 was expected")
    return bytes([item.value for item in value.args if type(item) is Integer])


def write_expression(k, value: Node, options: Options) -> bytes:
    return (input_form(value) + "\n").encode("utf-8")


TEXT = {"Plaintext": text, "String": text, "Text": text, "Lines": lines, "Words": words, "Data": values}
declare_format(FileFormat("Text", (".txt", ".text", ".md", ".log"), TEXT, write_text))
declare_format(FileFormat("Plaintext", (), TEXT, write_text))
declare_format(FileFormat("String", (), {"String": text}, write_text))
declare_format(FileFormat("Lines", (), {"Lines": lines}, write_lines))
declare_format(FileFormat("Words", (), {"Words": words}))
declare_format(FileFormat("List", (), {"Data": values}, write_lines))
declare_format(FileFormat("Character8", (), {"Data": characters}))
declare_format(FileFormat("Byte", (), {"Data": byte_values}, write_bytes))
declare_format(FileFormat("Binary", (), {"Data": byte_values}, write_bytes))
PACKAGE = {"Expression": expression, "HeldExpressions": held_expressions, "Text": text}
declare_format(FileFormat("Package", (".wl", ".m", ".wls"), PACKAGE, write_expression))
