"""Tables in files: values with commas, tabulators or spaces between them."""

from __future__ import annotations

import csv
import io
import re
from functools import partial

from ..expr import FALSE, TRUE, Expr, Integer, Node, Real, S, String, is_head
from ..kernel.association import is_association, pairs_of
from ..kernel.file_formats import FileFormat, Options, Source, declare_format
from ..syntax.write import input_form, output_form

_WHOLE = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
OPTIONS = (
    "HeaderLines",
    "SkipLines",
    "FieldSeparators",
    "Numeric",
    "TextDelimiters",
    "EmptyField",
    "TableHeadings",
)


def cell(text: str) -> Node:
    """A value in a table: a number if it reads as one, otherwise the text."""
    if _WHOLE.fullmatch(text):
        return Integer(int(text))
    if _DECIMAL.fullmatch(text):
        return Real(float(text))
    return String(text)


def _rows_of_text(source: Source, separator: str, options: Options) -> list[list[str]]:
    given = options.get("FieldSeparators")
    if given is not None and is_head(given, S.List):
        given = given.args[0]
    if type(given) is String and given.value:
        separator = given.value
    text = source.text().replace("\r\n", "\n").replace("\r", "\n")
    if not separator:
        rows = [line.split() for line in text.splitlines()]
    else:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator[0]) if row]
    return rows[_number(options, "SkipLines") :]


def _number(options: Options, name: str) -> int:
    node = options.get(name)
    if node is not None and is_head(node, S.List):
        node = node.args[0]
    return node.value if type(node) is Integer else 0


def _cells(k, row: list[str], options: Options) -> Node:
    plain = options.get("Numeric") is FALSE
    return k.evaluated_list([String(text) if plain else cell(text.strip() or text) for text in row])


def data(separator: str, k, source: Source, options: Options) -> Node:
    """The rows as lists, without header lines."""
    rows = _rows_of_text(source, separator, options)[_number(options, "HeaderLines") :]
    return k.evaluated_list(_cells(k, row, options) for row in rows)


def raw_data(separator: str, k, source: Source, options: Options) -> Node:
    """The rows as lists of texts."""
    rows = _rows_of_text(source, separator, options)
    return k.evaluated_list(k.evaluated_list(map(String, row)) for row in rows)


def column_labels(separator: str, k, source: Source, options: Options) -> Node:
    rows = _rows_of_text(source, separator, options)
    return k.evaluated_list(map(String, rows[0] if rows else []))


def records(separator: str, k, source: Source, options: Options) -> Node:
    """The rows as associations, their keys being the values in the first row."""
    rows = _rows_of_text(source, separator, options)
    keys = [String(name.strip()) for name in (rows[0] if rows else [])]
    return k.evaluated_list(
        pairs_of(zip(keys, _cells(k, row, options).args, strict=False)) for row in rows[1:]
    )


def dataset(separator: str, k, source: Source, options: Options) -> Node:
    if "HeaderLines" in options and not _number(options, "HeaderLines"):
        return Expr(S.Dataset, (data(separator, k, source, options),))
    return Expr(S.Dataset, (records(separator, k, source, options),))


def dimensions(separator: str, k, source: Source, options: Options) -> Node:
    rows = _rows_of_text(source, separator, options)
    return k.evaluated_list((Integer(len(rows)), Integer(max(map(len, rows), default=0))))


def write(separator: str, ends: bool, k, value: Node, options: Options) -> bytes:
    """A list of rows, each a list or a single value; or of associations, with their keys as the first row."""
    if is_head(value, S.Dataset):
        value = value.args[0]
    rows = list(value.args) if is_head(value, S.List) else [value]
    if rows and all(map(is_association, rows)):
        keys = list(dict.fromkeys(rule.args[0] for row in rows for rule in row.args))
        rows = [Expr(S.List, tuple(keys)), *(_by_keys(row, keys) for row in rows)]
    headings = options.get("TableHeadings")
    if headings is not None and is_head(headings, S.List):
        rows.insert(0, headings)
    listed = [row.args if is_head(row, S.List) else (row,) for row in rows]
    quote = options.get("TextDelimiters", String('"' if separator == "," else ""))
    mark = quote.value if type(quote) is String else ""
    lines = [separator.join(_written(item, separator, mark) for item in row) for row in listed]
    return ("\n".join(lines) + ("\n" if ends and lines else "")).encode("utf-8")


def _written(node: Node, separator: str, mark: str) -> str:
    """An element as it stands in the file: a text between marks, anything else so where it must be."""
    text = _shown(node)
    if any(c in text for c in (separator, '"', "\n", "\r")):
        mark = mark or '"'
    elif type(node) is not String:
        mark = ""
    return mark + (text.replace(mark, mark * 2) if mark else text) + mark


def _by_keys(row: Node, keys: list[Node]) -> Node:
    values = {rule.args[0]: rule.args[1] for rule in row.args}
    return Expr(S.List, tuple([values.get(key, String("")) for key in keys]))


def _shown(node: Node) -> str:
    if type(node) is Real:
        return repr(node.value).removesuffix(".0") + ("." if repr(node.value).endswith(".0") else "")
    if type(node) is String:
        return node.value
    return output_form(node) if node in (TRUE, FALSE) else input_form(node)


def _declare(name: str, suffixes: tuple[str, ...], separator: str) -> None:
    readers = {
        "Data": data,
        "RawData": raw_data,
        "Records": records,
        "Dataset": dataset,
        "ColumnLabels": column_labels,
        "Dimensions": dimensions,
    }
    elements = {element: partial(reader, separator) for element, reader in readers.items()}
    writer = partial(write, separator or "\t", separator != "")
    declare_format(FileFormat(name, suffixes, elements, writer, OPTIONS))


_declare("CSV", (".csv",), ",")
_declare("TSV", (".tsv", ".tab"), "\t")
_declare("Table", (".dat",), "")
