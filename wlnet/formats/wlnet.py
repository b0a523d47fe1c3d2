"""WLNet, the format of .wlnet files: nets with their arrays, in an HDF5 file.

``/Version`` and ``/Network`` are texts: the version of the net framework, and what Compress makes of the
association of the net (`net_association`), where ``ExportedArray[k]`` stands for the data set ``/Arrays/k``,
in single precision and numbered in the order of their first use.  ``/Metadata`` is a compressed association,
``/Unstable`` 0.  The layout is not documented; it is what public files of Wolfram kernels show.

Ours: the key "Wlnet" in the metadata (what the user gave and what was only inferred), ``NetArray`` in the
slots of shared arrays, all places of one of them naming one data set, and a checksum behind the end of the
HDF5 file, which other readers do not see: the HDF5 library may never come back from a damaged file.  Files
without these are read too.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from ..expr import Integer, Node, S
from ..lazy import h5py
from ..nets.net import Net
from .compress import compress, uncompress
from .damage import Damaged
from .net_association import VERSION, metadata, net_association
from .net_reading import is_net_association, read_net

SIGNATURE = b"\x89HDF\r\n\x1a\n"
_SEAL = re.compile(rb"\nwlnet:crc32:([0-9a-f]{8})\n")
_SEAL_LENGTH = 22


def write_wlnet(net: Net) -> bytes:
    """The bytes of the file of a net."""
    arrays: list[np.ndarray] = []
    numbers: dict[int, int] = {}

    def store(array: np.ndarray) -> Node:
        if id(array) not in numbers:
            arrays.append(array)
            numbers[id(array)] = len(arrays)
        return S.ExportedArray(Integer(numbers[id(array)]))

    network = compress(net_association(net, store))
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver="earliest") as file:
        text = h5py.string_dtype("utf-8")
        file.create_dataset("Version", data=VERSION, dtype=text)
        file.create_dataset("Network", data=network, dtype=text)
        file.create_dataset("Metadata", data=compress(metadata(net)), dtype=text)
        file.create_dataset("Unstable", data=np.int64(0))
        group = file.create_group("Arrays")
        for number, array in enumerate(arrays, 1):
            group.create_dataset(str(number), data=array.astype("<f4", copy=False))
    return _sealed(buffer.getvalue())


def read_wlnet(data: bytes) -> Net:
    """The net in the bytes of a file.  Raises Damaged, or a Problem that says what is not available here."""
    with _opened(data) as file:
        node = uncompress(_text(file, "Network"))
        if not is_net_association(node):
            raise Damaged("the part that should describe a net does not")
        notes = uncompress(_text(file, "Metadata")) if "Metadata" in file else S.Association()
        loaded: dict[int, np.ndarray] = {}

        def fetch(number: int) -> np.ndarray:
            if number not in loaded:
                loaded[number] = _array(file, number)
            return loaded[number]

        return read_net(node, notes, fetch)


def wlnet_version(data: bytes) -> str:
    """The version of the net framework that wrote a file."""
    with _opened(data) as file:
        return _text(file, "Version")


def _sealed(data: bytes) -> bytes:
    return data + b"\nwlnet:crc32:%08x\n" % zlib.crc32(data)


def _unsealed(data: bytes) -> bytes:
    """The bytes without the checksum, if there is one.  Raises Damaged where it does not agree."""
    found = _SEAL.search(data[-_SEAL_LENGTH:])
    if found is None:
        return data
    bare = memoryview(data)[:-_SEAL_LENGTH]
    if int(found[1], 16) != zlib.crc32(bare):
        raise Damaged("the file is not as it was written")
    return bytes(bare)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    if not data.startswith(SIGNATURE):
        raise Damaged("a .wlnet file is an HDF5 file, and this is none")
    try:
        with h5py.File(io.BytesIO(_unsealed(data)), "r") as file:
            if "Network" not in file:
                raise Damaged("this HDF5 file holds no net")
            yield file
    except Damaged:
        raise
    except (OSError, RuntimeError, KeyError, ValueError, TypeError, MemoryError) as error:
        raise Damaged(f"the file is damaged ({error})") from None


def _text(file: Any, name: str) -> str:
    if name not in file:
        raise Damaged(f"it has no part {name!r}")
    value = file[name][()]
    if not isinstance(value, (bytes, str)):
        raise Damaged(f"its part {name!r} is no text")
    return value if isinstance(value, str) else value.decode("utf-8", "replace")


def _array(file: Any, number: int) -> np.ndarray:
    held = file.get(f"Arrays/{number}")
    if not isinstance(held, h5py.Dataset) or held.dtype.kind not in "fiu":
        raise Damaged(f"it lacks the array {number}")
    return np.asarray(held[()], np.float32)
