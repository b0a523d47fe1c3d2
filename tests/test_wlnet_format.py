""".wlnet files: every net comes back as it was; damaged and foreign files are said to be so."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import given, settings
from net_reading import net, said
from test_layers import CASES, Case
from test_net_write import CHAINS, TEXTS

from wlnet.arrays import NumericArray
from wlnet.expr import Expr, Integer, Node, S, String, Symbol, Value
from wlnet.formats.checkpoints import checkpoint_name, write_checkpoint
from wlnet.formats.compress import compress, uncompress
from wlnet.formats.damage import Damaged
from wlnet.formats.net_association import metadata, net_association
from wlnet.formats.net_reading import UNKNOWN_LAYERS, read_net, revived
from wlnet.formats.net_types import association, entries
from wlnet.formats.wlnet import read_wlnet, wlnet_version, write_wlnet
from wlnet.formats.wxf import read_wxf, write_wxf
from wlnet.nets.initialize import initialize
from wlnet.nets.net import Leaf, Net
from wlnet.nets.shapes import is_known
from wlnet.problem import Problem
from wlnet.syntax.write import input_form
from wlnet.whole_files import write_whole

MORE = (
    'NetChain[{LinearLayer[3, "Weights" -> NetArray["w"]], Ramp, LinearLayer[3, "Weights" -> NetArray["w"]]},'
    ' "Input" -> 3]',
    "NetGraph[{LongShortTermMemoryLayer[2], LongShortTermMemoryLayer[2]}, "
    '{NetPort[1, "State"] -> NetPort[2, "State"]}, "Input" -> {3, 4}]',
    'NetChain[<|"a/b" -> 3, "é" -> Tanh|>, "Input" -> 2]',
    'NetChain[{3}, "Input" -> NetEncoder[{"Class", {a, "b", 1}, "IndicatorVector"}]]',
    'NetChain[{LinearLayer[{}], LogisticSigmoid}, "Output" -> NetDecoder["Boolean"], "Input" -> {3}]',
    'NetChain[{3}, "Input" -> NetEncoder[{"Function", Function[{x}, {x, x^2}], {2}}]]',
    'EmbeddingLayer[3, 5, "Input" -> "Varying"]',
    'LinearLayer["Weights" -> NetArray[<|"Name" -> "w", "Array" -> "Xavier", "Dimensions" -> {3, 2}|>]]',
    'LinearLayer[2, "Weights" -> NetArray[<|"Name" -> "w", "Array" -> UniformDistribution[{5, 6}]|>]]',
)


def full(made: Net) -> Net:
    known = all(map(is_known, made.array_dims().values()))
    return initialize(made, np.random.default_rng(4)) if known else made


def through_wxf(made: Net) -> Net:
    return revived(read_wxf(write_wxf(Value(made)))).value  # type: ignore[attr-defined]


def through_compress(made: Net) -> Net:
    return revived(uncompress(compress(Value(made)))).value  # type: ignore[attr-defined]


def through_file(made: Net) -> Net:
    return read_wlnet(write_wlnet(made))


WAYS: list[Callable[[Net], Net]] = [through_file, through_wxf, through_compress]


def given_in(made: Net) -> list[Any]:
    """What the user fixed, everywhere in a net."""
    return [made.given, *(given_in(part) for part in made.children.values())]


def check(made: Net, way: Callable[[Net], Net]) -> None:
    again = way(made)
    assert again == made
    assert given_in(again) == given_in(made)
    assert again.shared() == made.shared()
    assert [leaf.layer for _, leaf in again.leaves()] == [leaf.layer for _, leaf in made.leaves()]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", TEXTS + MORE)
def test_a_net_comes_back_as_it_was(text: str, way: Callable[[Net], Net]) -> None:
    made = net(text)
    check(made, way)
    assert input_form(way(made).to_node()) == input_form(made.to_node())
    check(full(net(text)), way)


@pytest.mark.parametrize("case", CASES)
def test_every_layer_comes_back(case: Case) -> None:
    check(case.leaf, through_file)
    check(full(case.leaf), through_wxf)


@given(CHAINS)
@settings(deadline=None, max_examples=30)
def test_any_nesting_comes_back(text: str) -> None:
    check(full(net(f'NetChain[{{{text}}}, "Input" -> 2]')), through_file)


def test_the_arrays_are_the_numbers_bit_by_bit() -> None:
    made = full(net('NetChain[{LinearLayer[3], BatchNormalizationLayer[]}, "Input" -> 2]'))
    again = read_wlnet(write_wlnet(made))
    assert again.arrays().keys() == made.arrays().keys()
    assert all(a.tobytes() == made.arrays()[path].tobytes() for path, a in again.arrays().items())


def test_a_shared_array_is_in_the_file_once() -> None:
    shared = full(net(MORE[0]))
    with h5py.File(io.BytesIO(write_wlnet(shared)), "r") as file:
        assert len(file["Arrays"]) == 3  # one for the weights, two for the biases
    assert set(read_wlnet(write_wlnet(shared)).shared().values()) == {"w"}


def test_the_file_has_the_layout_of_files_of_wolfram_kernels() -> None:
    made = full(net('NetChain[{LinearLayer[2], Ramp}, "Input" -> 3]'))
    with h5py.File(io.BytesIO(write_wlnet(made)), "r") as file:
        assert set(file) == {"Version", "Network", "Metadata", "Unstable", "Arrays"}
        assert file["Version"][()].decode() == wlnet_version(write_wlnet(made)) == "13.0.3"
        assert file["Unstable"][()] == 0
        assert [file["Arrays"][k].dtype for k in ("1", "2")] == [np.dtype("<f4")] * 2
        node = uncompress(file["Network"][()].decode())
    parts = entries(node)
    assert parts["Type"] == String("Chain")
    assert list(parts) == ["Type", "Nodes", "Edges", "Inputs", "Outputs"]
    first = entries(entries(parts["Nodes"])["1"])
    assert list(first) == ["Type", "Arrays", "Parameters", "Inputs", "Outputs"]
    assert input_form(first["Arrays"]) == '<|"Weights" -> ExportedArray[1], "Biases" -> ExportedArray[2]|>'
    assert input_form(first["Parameters"]) == '<|"OutputDimensions" -> {2}|>'
    assert input_form(first["Inputs"]) == '<|"Input" -> TensorT[{3}, RealT]|>'
    assert sorted(map(input_form, parts["Edges"].args)) == [
        'NetPath["Nodes", "1", "Inputs", "Input"] -> NetPath["Inputs", "Input"]',
        'NetPath["Nodes", "2", "Inputs", "Input"] -> NetPath["Nodes", "1", "Outputs", "Output"]',
        'NetPath["Outputs", "Output"] -> NetPath["Nodes", "2", "Outputs", "Output"]',
    ]


def as_foreign(made: Net) -> bytes:
    """The file as a Wolfram kernel would write it: without notes and checksum, symbols with contexts."""
    arrays: list[np.ndarray] = []

    def store(array: np.ndarray) -> Node:
        arrays.append(array)
        return S.ExportedArray(Integer(len(arrays)))

    buffer = io.BytesIO()
    with h5py.File(buffer, "w", libver="earliest") as file:
        kind = h5py.string_dtype("utf-8")
        file.create_dataset("Version", data="11.3.5", dtype=kind)
        file.create_dataset("Network", data=compress(foreign(net_association(made, store))), dtype=kind)
        file.create_dataset("Metadata", data=compress(association({"Version": String("11.3.5")})), dtype=kind)
        for number, array in enumerate(arrays, 1):
            file.create_dataset(f"Arrays/{number}", data=array)
    return buffer.getvalue()


def foreign(node: Node) -> Node:
    """The association with names of an older version, and without the keys that are ours."""
    renamed = {"Scaling": "Gamma"}
    if isinstance(node, Expr):
        if node.head is S.Association:
            kept = [rule for rule in node.args if rule.args[0] != String("$Arguments")]
            return S.Association(*map(foreign, kept))
        if getattr(node.head, "name", "") in ("TensorT", "NetPath"):
            name = f"NeuralNetworks`{node.head.name}"  # type: ignore[attr-defined]
            return Expr(Symbol(name), tuple(map(foreign, node.args)))
        return Expr(node.head, tuple(map(foreign, node.args)))
    return String(renamed.get(node.value, node.value)) if isinstance(node, String) else node


@pytest.mark.parametrize(
    "text",
    [
        'NetChain[{LinearLayer[3], Ramp, LinearLayer[2], SoftmaxLayer[]}, "Input" -> 4, '
        '"Output" -> NetDecoder[{"Class", {a, b}}]]',
        'NetChain[{ConvolutionLayer[4, {3, 3}, "PaddingSize" -> 1], BatchNormalizationLayer[], Ramp, '
        'PoolingLayer[2, 2], FlattenLayer[], 3}, "Input" -> NetEncoder[{"Image", {8, 8}, "Grayscale"}]]',
        'NetGraph[{3, 3, ThreadingLayer[Plus]}, {{NetPort["a"] -> 1, NetPort["b"] -> 2} -> 3}, '
        '"a" -> 2, "b" -> 4]',
        'LinearLayer[2, "Input" -> {3, 2}]',
    ],
)
def test_a_file_of_a_wolfram_kernel_is_read(text: str) -> None:
    made = full(net(text))
    again = read_wlnet(as_foreign(made))
    assert again.inputs == made.inputs and again.outputs == made.outputs
    assert {p: made.dims[p] for p in made.ports} == {p: again.dims[p] for p in made.ports}
    assert again.coders == made.coders
    arrays = again.arrays()
    assert all(np.array_equal(arrays[path], array) for path, array in made.arrays().items())


def test_layers_that_are_not_available_are_named() -> None:
    node = net_association(net("NetChain[{3, Ramp}]"))
    strange = read_back_with(node, '"Elementwise"', '"Quantum"')
    with pytest.raises(Problem) as caught:
        read_net(strange)
    assert caught.value.template is UNKNOWN_LAYERS
    assert '"Quantum"' in said(lambda: read_net(strange))


def read_back_with(node: Node, old: str, new: str) -> Node:
    """The expression with one text in the place of another."""
    if isinstance(node, Expr):
        return Expr(node.head, tuple(read_back_with(a, old, new) for a in node.args))
    return String(new.strip('"')) if node == String(old.strip('"')) else node


FILE = write_wlnet(full(net('NetChain[{LinearLayer[3], Ramp, LinearLayer[2]}, "Input" -> 4]')))


@pytest.mark.parametrize("place", range(0, len(FILE), 97))
def test_a_damaged_file_is_refused(place: int) -> None:
    with pytest.raises(Damaged):
        read_wlnet(FILE[:place] + bytes([FILE[place] ^ 0x55]) + FILE[place + 1 :])


@pytest.mark.parametrize("length", [0, 7, 100, 1000, len(FILE) // 2, len(FILE) - 100])
def test_a_part_of_a_file_is_refused(length: int) -> None:
    with pytest.raises(Damaged):
        read_wlnet(FILE[:length])


def test_other_files_are_refused() -> None:
    for data in (b"", b"hello", b"\x89HDF\r\n\x1a\n", write_wxf(Integer(1))):
        with pytest.raises(Damaged):
            read_wlnet(data)
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.create_dataset("x", data=np.zeros(3))
    with pytest.raises(Damaged, match="holds no net"):
        read_wlnet(buffer.getvalue())


def without(node: Node, key: str) -> Node:
    """An association, and those in it, without the entries at a key."""
    if not isinstance(node, Expr):
        return node
    return Expr(node.head, tuple(without(a, key) for a in node.args if a.args[:1] != (String(key),)))


@pytest.mark.parametrize("key", ["Edges", "Nodes", "Type", "Inputs", "Outputs"])
def test_an_association_that_lacks_something_is_refused(key: str) -> None:
    node = without(net_association(net("NetChain[{3, Ramp}]")), key)
    with pytest.raises(Damaged):
        read_net(node)


def test_edges_that_lead_nowhere_are_refused() -> None:
    node = net_association(net("NetChain[{3, Ramp}]"))
    edges = read_back_with(entries(node)["Edges"], "2", "3")
    with pytest.raises(Damaged, match="edge"):
        read_net(association({**entries(node), "Edges": edges}))
    fewer = S.List(*entries(node)["Edges"].args[1:])
    with pytest.raises(Damaged, match="port"):
        read_net(association({**entries(node), "Edges": fewer}))


def test_a_file_is_replaced_at_once_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "net.wlnet"
    write_whole(path, b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new" and path.stat().st_mode & 0o777 == 0o640
    with pytest.raises(OSError):
        write_whole(tmp_path / "nowhere" / "net.wlnet", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["net.wlnet"]


def test_a_writer_that_is_killed_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "net.wlnet"
    write_whole(path, b"old" * 1000)
    program = (
        "import sys, pathlib\nfrom wlnet.whole_files import write_whole\nprint('ready', flush=True)\n"
        "while True: write_whole(pathlib.Path(sys.argv[1]), b'new' * 3_000_000)"
    )
    writer = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
    time.sleep(0.2)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert path.read_bytes() in (b"old" * 1000, b"new" * 3_000_000)


def test_checkpoints_have_the_documented_names(tmp_path: Path) -> None:
    began = datetime(2026, 3, 4, 5, 6, 7)
    name = checkpoint_name(began, 1, 2, 30, 0.25)
    assert name in ("2026-03-04T05:06:07_1_2_30_0.25.wlnet", "2026-03-04T050607_1_2_30_0.25.wlnet")
    assert checkpoint_name(began, 1, 2, 30, 0.25, 0.5).endswith("_30_0.25_0.5.wlnet")
    made = full(net('LinearLayer[2, "Input" -> 3]'))
    path = write_checkpoint(tmp_path / "new folder" / name, made)
    assert read_wlnet(path.read_bytes()) == made


def test_notes_hold_only_what_the_association_does_not_say() -> None:
    notes = entries(entries(metadata(net("NetChain[{LinearLayer[3], Ramp}]")))["Wlnet"])
    assert input_form(notes["Nodes"]) == "<||>"
    open_size = entries(entries(metadata(net('NetChain[{LinearLayer[]}, "Output" -> 3]')))["Wlnet"])
    assert input_form(open_size["Nodes"]) == (
        '<|{} -> <|"Given" -> <|"Output" -> {3}|>|>, '
        '{"1"} -> <|"Parameters" -> <|"OutputDimensions" -> Automatic|>|>|>'
    )


def test_arrays_in_place_are_read_too() -> None:
    made = full(net('LinearLayer[2, "Input" -> 3]'))
    assert isinstance(made, Leaf)
    node = net_association(made, lambda array: Value(NumericArray(array)))
    assert read_net(node, metadata(made)) == made
