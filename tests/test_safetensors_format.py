"""SafeTensors: arrays by name, as other programs write and read them."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest
from net_reading import net, said
from safetensors import numpy as oracle

from wlnet.expr import Value
from wlnet.formats.damage import Damaged
from wlnet.formats.safetensors import name_of, path_of, read_safetensors, write_safetensors
from wlnet.netlang.net_files import named_arrays
from wlnet.nets.initialize import initialize
from wlnet.session import Session
from wlnet.syntax.write import input_form

KINDS = ["f8", "f4", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1"]


@pytest.mark.parametrize("kind", KINDS)
def test_arrays_of_every_type_come_back(kind: str) -> None:
    arrays = {"a": np.array([[1, 2], [3, 100]], kind), "b": np.array(7, kind), "c": np.zeros((0, 2), kind)}
    again = read_safetensors(write_safetensors(arrays))
    for name, array in arrays.items():
        assert again[name].dtype == array.dtype and again[name].shape == array.shape
        assert np.array_equal(again[name], array)


def test_other_programs_read_and_write_the_same() -> None:
    arrays = {"x/y": np.arange(6, dtype=np.float32).reshape(2, 3)}
    assert np.array_equal(oracle.load(write_safetensors(arrays))["x/y"], arrays["x/y"])
    assert np.array_equal(read_safetensors(oracle.save(arrays))["x/y"], arrays["x/y"])


def file_of(kind: str, shape: list[int], data: bytes) -> bytes:
    """A file written by hand."""
    header = json.dumps({"x": {"dtype": kind, "shape": shape, "data_offsets": [0, len(data)]}}).encode()
    return struct.pack("<Q", len(header)) + header + data


def test_half_precision_is_read_in_single_precision() -> None:
    half = file_of("F16", [2], np.array([0.5, -2], np.float16).tobytes())
    brain = file_of("BF16", [2], struct.pack("<HH", 0x3F00, 0xC000))
    for data in (half, brain):
        found = read_safetensors(data)["x"]
        assert found.dtype == np.float32 and found.tolist() == [0.5, -2.0]
    assert read_safetensors(file_of("BOOL", [2], b"\x01\x00"))["x"].tolist() == [1, 0]


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff" * 40, file_of("F32", [9], b"\0" * 8)])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        read_safetensors(data)


def test_types_that_are_not_known_are_named() -> None:
    with pytest.raises(Damaged, match="F8"):
        read_safetensors(file_of("F8_E4M3", [2], b"\0\0"))
    assert "complex" in said(lambda: write_safetensors({"z": np.zeros(2, np.complex64)}))


def test_names_are_positions_of_nets() -> None:
    made = initialize(net('NetChain[<|"a/b" -> 3, "c" -> {2}|>, "Input" -> 2]'), np.random.default_rng(1))
    names = named_arrays(Value(made))
    assert set(names) == {r"a\/b/Weights", r"a\/b/Biases", "c/1/Weights", "c/1/Biases"}
    for path in made.arrays():
        assert path_of(name_of(path)) == path


def test_what_is_no_collection_of_arrays_is_refused() -> None:
    session = Session(debug=True)
    heard: list[str] = []
    session.kernel.report = lambda message: heard.append(str(message))
    for value in ("3", "<|a -> 2|>", '<|"a" -> "text"|>', "<||>"):
        assert input_form(session.evaluate(f'ExportByteArray[{value}, "SafeTensors"]')) == "$Failed"
    assert len(heard) == 4 and all("arraynames" in text for text in heard)
