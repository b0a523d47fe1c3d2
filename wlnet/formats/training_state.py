"""Files with the state of a training, from which it can be taken up again: an extension of ours.

A state is made of numbers, texts, lists, tuples, dictionaries with texts as keys, and arrays.  The file is a
SafeTensors file with the arrays; the rest is JSON in its metadata.  Nothing in it is code, so that a state
from elsewhere can do no harm; pickle, which PyTorch's own checkpoints use, was rejected for that.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np

from ..lazy import safetensors
from ..whole_files import write_whole
from .damage import Damaged
from .safetensors import read_safetensors

KEY = "wlnet training state"  # in the metadata
Tree = Any  # numbers, texts, None, lists, tuples, dictionaries, arrays


def write_state(path: Path, tree: Tree) -> None:
    """Write a state whole or not at all; the folder is made if it is not there.  Raises OSError."""
    arrays: dict[str, np.ndarray] = {}
    text = json.dumps(_packed(tree, arrays))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, safetensors.save(arrays, {KEY: text}))


def read_state(data: bytes) -> Tree:
    """The state in the bytes of a file.  Raises Damaged."""
    arrays = read_safetensors(data)
    (length,) = struct.unpack("<Q", data[:8])  # SafeTensors has found this in order
    text = json.loads(data[8 : 8 + length]).get("__metadata__", {}).get(KEY)
    if text is None:
        raise Damaged("it is a SafeTensors file, but not of a training")
    return _unpacked(json.loads(text), arrays)


def _packed(tree: Tree, arrays: dict[str, np.ndarray]) -> Tree:
    """A tree as JSON can hold it: arrays and tuples by a dictionary with one key."""
    if isinstance(tree, np.generic):
        return tree.item()
    if isinstance(tree, np.ndarray):
        name = str(len(arrays))
        arrays[name] = np.ascontiguousarray(tree).reshape(tree.shape)
        return {"array": name}
    if isinstance(tree, tuple):
        return {"tuple": [_packed(each, arrays) for each in tree]}
    if isinstance(tree, list):
        return [_packed(each, arrays) for each in tree]
    if isinstance(tree, dict):
        return {"dictionary": {key: _packed(each, arrays) for key, each in tree.items()}}
    return tree


def _unpacked(tree: Tree, arrays: dict[str, np.ndarray]) -> Tree:
    if isinstance(tree, list):
        return [_unpacked(each, arrays) for each in tree]
    if not isinstance(tree, dict):
        return tree
    ((kind, inner),) = tree.items()
    if kind == "array":
        return arrays[inner].copy()  # what is read from a file cannot be written to
    if kind == "tuple":
        return tuple(_unpacked(each, arrays) for each in inner)
    return {key: _unpacked(each, arrays) for key, each in inner.items()}
