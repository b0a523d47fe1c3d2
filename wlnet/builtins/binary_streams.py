"""Numbers in files of bytes: BinaryRead, BinaryReadList and BinaryWrite."""

from __future__ import annotations

from typing import Any, BinaryIO

import numpy as np

from ..arrays import list_of
from ..expr import FAILED, ByteArray, Complex, Expr, Integer, Node, S, String, is_head
from ..kernel.builtin import builtin, symbol, variable
from ..kernel.numbers import node_of
from ..problem import Template
from .files import FileName
from .rounding import real_value
from .streams import CANNOT_OPEN, END, Target, open_read, streams_of, writer

KINDS = {
    "Byte": "u1",
    "Character8": "u1",
    "Integer8": "i1",
    "Integer16": "i2",
    "Integer32": "i4",
    "Integer64": "i8",
    "UnsignedInteger8": "u1",
    "UnsignedInteger16": "u2",
    "UnsignedInteger32": "u4",
    "UnsignedInteger64": "u8",
    "Real32": "f4",
    "Real64": "f8",
    "Complex64": "c8",
    "Complex128": "c16",
}
NO_TYPE = Template("format", "`1` is not a type of binary data that is known here; these are: `2`.")
ORDERING = Template("byteord", "The value `1` of ByteOrdering is not -1 or 1.")
NO_VALUE = Template("nocoerce", "`1` cannot be written as `2`.")
NOT_BINARY = Template("bfmt", "The stream `1` holds text, not bytes.")

symbol(
    "ByteOrdering", "ByteOrdering is an option of BinaryRead: -1 for the least byte first, 1 for the last."
)
symbol(
    "BinaryFormat", "BinaryFormat is an option of OpenRead and OpenWrite; all streams can be used both ways."
)
variable("$ByteOrdering", "$ByteOrdering is -1 where computers store the least byte first.", Integer(-1))


def _type(node: Node, ordering: int) -> tuple[str, np.dtype]:
    if ordering not in (-1, 1):
        raise ORDERING(ordering)
    name = node.value if isinstance(node, String) else getattr(node, "name", "")
    name = {"Integer": "Integer32", "Real": "Real64", "Complex": "Complex128"}.get(name, name)
    if name not in KINDS:
        raise NO_TYPE(node, ", ".join(KINDS))
    return name, np.dtype(("<" if ordering == -1 else ">") + KINDS[name])


def _source(k, source: Target) -> tuple[BinaryIO, bool]:
    """The bytes to read from, and whether they were opened for this."""
    found = source.open_stream(k)
    if found is not None:
        return _buffer(found.file, found.node), False
    name = FileName.from_node(source.node)
    try:
        return name.path.open("rb"), True
    except OSError:
        raise CANNOT_OPEN(name.text) from None


def _buffer(file: Any, node: Node) -> BinaryIO:
    buffer = getattr(file, "buffer", None)
    if buffer is None:
        raise NOT_BINARY(node)
    return buffer


def _items(name: str, array: np.ndarray) -> Node:
    if name == "Character8":
        return Expr(S.List, tuple(map(String, array.tobytes().decode("latin-1"))))
    if array.dtype.kind == "u" and array.dtype.itemsize == 8:
        return Expr(S.List, tuple(map(Integer, array.tolist())))
    if array.dtype.kind == "c":
        return Expr(S.List, tuple(map(node_of, array.tolist())))
    return list_of(array.astype(np.int64 if array.dtype.kind in "iu" else np.float64))


def _one(file: BinaryIO, kind: Node, ordering: int) -> Node:
    """The next value, or a list of values for a list of types; EndOfFile where there is none."""
    if is_head(kind, S.List):
        return Expr(S.List, tuple(_one(file, each, ordering) for each in kind.args))
    name, dtype = _type(kind, ordering)
    data = file.read(dtype.itemsize)
    if len(data) < dtype.itemsize:
        return END
    return _items(name, np.frombuffer(data, dtype)).args[0]


@builtin("BinaryRead[stream_, type_]", failure=FAILED)
def binary_read(k, stream: Target, type: Node = String("Byte"), *, ByteOrdering: int = -1):
    """BinaryRead[stream, "type"] reads one value: "Byte", "Integer16", "UnsignedInteger32", "Real64" ...

    BinaryRead[stream, {type1, type2, ...}] reads a list; ByteOrdering -> 1 means the last byte first.

    >> BinaryWrite[f = CreateFile[], {1, 2}]; s = OpenRead[Close[f]]; r = BinaryRead[s, "Byte"]; Close[s]; r
    1
    """
    found = stream.open_stream(k) or streams_of(k)[open_read(k, FileName.from_node(stream.node))]
    return _one(_buffer(found.file, found.node), type, ByteOrdering)


@builtin("BinaryReadList[source_, type_, count_]", failure=FAILED)
def binary_read_list(
    k, source: Target, type: Node = String("Byte"), count: int | None = None, *, ByteOrdering: int = -1
):
    """BinaryReadList[file] is the list of the bytes of a file; BinaryReadList[file, "type"] that of values of
    a type, {type1, type2, ...} of lists of values in turn; BinaryReadList[file, type, n] the first n.

    >> f = CreateFile[]; BinaryWrite[f, {1, 2, 3}]; BinaryReadList[Close[f]]
    {1, 2, 3}
    """
    file, is_own = _source(k, source)
    try:
        if is_head(type, S.List):
            return _records(file, type, count, ByteOrdering)
        name, dtype = _type(type, ByteOrdering)
        data = file.read(-1 if count is None else max(count, 0) * dtype.itemsize)
    finally:
        if is_own:
            file.close()
    return _items(name, np.frombuffer(data[: len(data) // dtype.itemsize * dtype.itemsize], dtype))


def _records(file: BinaryIO, kinds: Node, count: int | None, ordering: int) -> Node:
    rows: list[Node] = []
    while count is None or len(rows) < count:
        row = _one(file, kinds, ordering)
        if not row.args or row.args[0] is END:
            break
        rows.append(row)
    return Expr(S.List, tuple(rows))


@builtin("BinaryWrite[stream_, value_, type_]", failure=FAILED)
def binary_write(k, stream: Target, value: Node, type: Node = String("Byte"), *, ByteOrdering: int = -1):
    """BinaryWrite[stream, value, "type"] writes a number or a list of numbers, as bytes if no type is given;
    texts and byte arrays are written as their bytes.

    >> f = CreateFile[]; BinaryWrite[f, {258}, "Integer16"]; BinaryReadList[Close[f]]
    {2, 1}
    """
    data = _bytes(value, type, ByteOrdering)
    file = writer(k, stream)
    buffer = _buffer(file, stream.node)
    file.flush()
    buffer.write(data)
    buffer.flush()
    return stream.node


def _bytes(value: Node, kind: Node, ordering: int) -> bytes:
    if isinstance(value, ByteArray):
        return value.value
    if is_head(value, S.List):
        kinds = kind.args if is_head(kind, S.List) else (kind,)
        return b"".join(_bytes(v, kinds[i % len(kinds)], ordering) for i, v in enumerate(value.args))
    name, dtype = _type(kind, ordering)
    if isinstance(value, String):
        return value.value.encode("latin-1", errors="replace")
    number: Any = real_value(value)
    if isinstance(value, Complex) and dtype.kind == "c":
        number = complex(*(float(part.value) for part in value.value))
    if number is None or (dtype.kind in "iu" and not _fits(number, dtype)):
        raise NO_VALUE(value, name)
    return np.array(complex(number) if dtype.kind == "c" else number).astype(dtype).tobytes()


def _fits(number: Any, dtype: np.dtype) -> bool:
    limits = np.iinfo(dtype)
    return isinstance(number, int) and limits.min <= number <= limits.max
