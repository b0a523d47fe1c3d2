"""IDX files: the format of MNIST, one array a file, gzipped or not.

Two zero bytes, a byte for the type and one for the number of dimensions, then the dimensions as four-byte
integers and the numbers, the high byte first: http://yann.lecun.com/exdb/mnist/.
"""

from __future__ import annotations

import gzip
import math
import zlib
from pathlib import Path

import numpy as np

from ..problem import Template

KINDS = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}

NO_IDX = Template("idxfmt", "File `1` is not an IDX file: `2`.")


def read_idx(path: Path) -> np.ndarray:
    """The array in an IDX file."""
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise NO_IDX(str(path), str(error)) from None
    return parse_idx(content, str(path))


def parse_idx(content: bytes, name: str = "bytes") -> np.ndarray:
    """The array that `content` describes; `name` says in a message where it came from."""
    if len(content) < 4 or content[:2] != b"\0\0" or content[2] not in KINDS:
        raise NO_IDX(name, "it does not begin as one")
    kind, rank = np.dtype(KINDS[content[2]]), content[3]
    start = 4 + 4 * rank
    if len(content) < start:
        raise NO_IDX(name, "it ends before its dimensions do")
    shape = tuple(map(int, np.frombuffer(content, ">u4", count=rank, offset=4)))
    if len(content) != start + math.prod(shape) * kind.itemsize:
        sizes = f"{len(content)} bytes cannot hold dimensions {shape} of {kind.itemsize} bytes each"
        raise NO_IDX(name, sizes)
    return (
        np.frombuffer(content, kind, offset=start).reshape(shape).astype(kind.newbyteorder("="), copy=False)
    )
