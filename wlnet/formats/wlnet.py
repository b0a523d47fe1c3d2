"""WLNet, the format of .wlnet files: nets with their arrays, in an HDF5 file.

``/Version`` and ``/Network`` are texts: the version of the net framework, and what Compress makes of the
association of the net (`net_association`), where ``ExportedArray[k]`` stands for the data set ``/Arrays/k``,
in single precision and numbered in the order of their first use.  ``/Metadata`` is a compressed association,
``/Unstable`` 0.  The layout is not documented; it is what public files of Wolfram kernels show.

Ours: the key "Wlnet" in the metadata (what the user gave and what was only inferred), ``NetArray`` in the
slots of shared arrays, all places of one of them naming one data set, and the checks for damage.  Files
without these are read too.
"""

from __future__ import annotations

import io
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
from .net_types import entries

SIGNATURE = b"\x89HDF\r\n\x1a\n"


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
    sums = S.List(*(Integer(_checksum(array)) for array in arrays))
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver="earliest") as file:
        text = h5py.string_dtype("utf-8")
        file.create_dataset("Version", data=VERSION, dtype=text)
        file.create_dataset("Network", data=network, dtype=text)
        file.create_dataset("Metadata", data=compress(metadata(net, Checksums=sums)), dtype=text)
        file.create_dataset("Unstable", data=np.int64(0))
        group = file.create_group("Arrays")
        for number, array in enumerate(arrays, 1):
            group.create_dataset(str(number), data=array.astype("<f4", copy=False))
    return buffer.getvalue()


def read_wlnet(data: bytes) -> Net:
    """The net in the bytes of a file.  Raises Damaged, or a Problem that says what is not available here."""
    with _opened(data) as file:
        node = uncompress(_text(file, "Network"))
        if not is_net_association(node):
            raise Damaged("the part that should describe a net does not")
        notes = uncompress(_text(file, "Metadata")) if "Metadata" in file else S.Association()
        sums = _checksums(notes)
        loaded: dict[int, np.ndarray] = {}

        def fetch(number: int) -> np.ndarray:
            if number not in loaded:
                loaded[number] = array = _array(file, number)
                if number in sums and sums[number] != _checksum(array):
                    raise Damaged(f"the array {number} is not as it was written")
            return loaded[number]

        return read_net(node, notes, fetch)


def wlnet_version(data: bytes) -> str:
    """The version of the net framework that wrote a file."""
    with _opened(data) as file:
        return _text(file, "Version")


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    if not data.startswith(SIGNATURE):
        raise Damaged("a .wlnet file is an HDF5 file, and this is none")
    try:
        with h5py.File(io.BytesIO(data), "r") as file:
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


def _checksum(array: np.ndarray) -> int:
    return zlib.crc32(array.astype("<f4", copy=False).tobytes())


def _checksums(notes: Node) -> dict[int, int]:
    """What our notes say about the arrays, by their numbers."""
    ours = entries(notes).get("Wlnet", S.Association())
    sums = entries(ours).get("Checksums", S.List()).args
    return {number: one.value for number, one in enumerate(sums, 1) if isinstance(one, Integer)}


def _array(file: Any, number: int) -> np.ndarray:
    held = file.get(f"Arrays/{number}")
    if not isinstance(held, h5py.Dataset) or held.dtype.kind not in "fiu":
        raise Damaged(f"it lacks the array {number}")
    return np.asarray(held[()], np.float32)
