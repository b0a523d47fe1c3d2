"""ONNX: what a net computes, its file computes too, and the file read back is such a net again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from net_reading import net, said
from test_layers import CASES, Case

from wlnet.engine.run import apply
from wlnet.formats.damage import Damaged
from wlnet.formats.onnx_export import write_onnx
from wlnet.formats.onnx_graph import EXPORTERS
from wlnet.formats.onnx_import import read_onnx
from wlnet.nets.initialize import initialize
from wlnet.nets.layer import INDEX
from wlnet.nets.net import Net
from wlnet.nets.operations import NAMED, UNARY
from wlnet.problem import Problem

onnx = pytest.importorskip("onnx", reason="the package onnx is not installed")


def run_file(data: bytes, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
    runtime = pytest.importorskip("onnxruntime", reason="the package onnxruntime is not installed")
    session = runtime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, inputs)


def as_arrays(made: Net, inputs: dict[str, Any]) -> dict[str, np.ndarray]:
    kinds = {name: np.int64 if made.ports[name].kind == INDEX else np.float32 for name in made.inputs}
    return {name: np.asarray(inputs[name]).astype(kinds[name]) for name in made.inputs}


def check(made: Net, inputs: dict[str, np.ndarray], tolerance: float = 1e-5) -> None:
    """The file is well formed and gives what the net gives."""
    data = write_onnx(made)
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    expected = apply(made, inputs)
    for name, found in zip(made.outputs, run_file(data, inputs), strict=True):
        assert found.shape == expected[name].shape
        np.testing.assert_allclose(found, expected[name], rtol=tolerance, atol=tolerance)


def filled(case: Case) -> Net:
    arrays = {(name,): a.numpy().astype(np.float32) for name, a in case.arrays().items() if a is not None}
    return initialize(case.leaf.with_arrays(arrays), np.random.default_rng(5))


@pytest.mark.parametrize("case", CASES)
def test_a_layer_computes_the_same_in_onnx(case: Case) -> None:
    if case.leaf.wl_head not in EXPORTERS:
        assert case.leaf.wl_head in said(lambda: write_onnx(case.leaf))
        return
    inputs = dict(zip(case.leaf.inputs, (x.numpy() for x in case.inputs()), strict=False))
    check(filled(case), as_arrays(case.leaf, inputs))


# operators that have no layer of their own: a file with them can be written, but not read back
NOT_READ = {"GatherND", "TopK", "GridSample", "GatherElements"}
NOT_READ |= {"Gather: its indices are no single constant", "ConvTranspose: it adds to the output"}
NOT_READ |= {"Expand: it gives integers", "Reshape: it changes the size of the batch"}


@pytest.mark.parametrize("case", CASES)
def test_a_file_read_back_computes_the_same(case: Case) -> None:
    if case.leaf.wl_head not in EXPORTERS:
        return
    made = filled(case)
    data = write_onnx(made)
    inputs = as_arrays(made, dict(zip(made.inputs, (x.numpy() for x in case.inputs()), strict=False)))
    try:
        again = read_onnx(data)
    except Problem as problem:
        assert any(problem.text().endswith(f"{one}.") for one in NOT_READ), problem
        return
    assert again.inputs == [name for name in made.inputs if name in again.inputs]  # without those not used
    results = apply(again, {name: inputs[name] for name in again.inputs})
    for name, expected in apply(made, inputs).items():
        np.testing.assert_allclose(results[name], expected, rtol=1e-5, atol=1e-5)


# pure functions and compositions
FURTHER = (
    "#^2 + 3 # - 1 &", "2^# &", "E^# &", "Exp[-#^2/2] &", "If[# > 0, Sqrt[#], -#] &", "Clip[#, {-1, 0.5}] &",
    "Clip[#, {-1, 1}, {5, 6}] &", "Which[# < 0, 1, # < 1, 2] &", "Boole[-1 < # <= 0.3] &",
    "Max[#, 0.1, -#] &",
    "Mod[#, 0.7] &", "Tanh @* Ramp", "Ramp /* Tanh", "Log[2, # + 3] &", "ArcTan[#, 1 - #] &", "Surd[#, 3] &",
    "Chop[#, 0.25] &", "Threshold[#, 0.25] &", "Piecewise[{{#, # > 0}}, 2] &", "Pi # &", "Erf[#, 1] &", "3 &",
    "Boole[# != 0 && ! (# > 1)] &", '"GELU"[#] + 1 &', "Function[{x}, x Sin[x]]",
)  # fmt: skip
FUNCTIONS = [*UNARY, *NAMED, *FURTHER]
NO_ONNX_FUNCTION = {"Gamma", "LogGamma", "InverseErf", "InverseErfc"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_computes_the_same_in_onnx(name: str) -> None:
    text = name if name in FURTHER else f'"{name}"' if name in NAMED else name
    made = net(f'ElementwiseLayer[{text}, "Input" -> 7]')
    if name in NO_ONNX_FUNCTION:
        assert name in said(lambda: write_onnx(made))
        return
    spread = np.array([[-2.5, -0.7, -0.2, 0.0, 0.3, 0.8, 1.5]], np.float32)
    data = write_onnx(made)
    onnx.checker.check_model(onnx.load_from_string(data), full_check=True)
    expected = apply(made, {"Input": spread})["Output"]
    (found,) = run_file(data, {"Input": spread})
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5, equal_nan=True)


NETS = (
    'NetChain[{ConvolutionLayer[4, {3, 3}, "PaddingSize" -> 1], BatchNormalizationLayer[], Ramp, '
    'PoolingLayer[2, 2], FlattenLayer[], 10, SoftmaxLayer[]}, "Input" -> {1, 8, 8}]',
    'NetGraph[<|"a" -> 3, "b" -> Tanh, "sum" -> ThreadingLayer[Plus]|>, {"a" -> "b" -> "sum", "a" -> "sum"}, '
    '"Input" -> 4]',
    'NetGraph[{NetChain[{3, Ramp}], NetChain[{3, Tanh}], CatenateLayer[]}, {NetPort["X"] -> 1 -> 3, '
    'NetPort["Y"] -> 2 -> 3}, "X" -> 2, "Y" -> 5]',
    'NetGraph[{3, 2}, {NetPort["I"] -> 1 -> NetPort["A"], NetPort["I"] -> 2 -> NetPort["B"]}, "I" -> 2]',
    'NetChain[{EmbeddingLayer[3, 6], LongShortTermMemoryLayer[4], SequenceLastLayer[], 2}, "Input" -> {5}]',
    'NetChain[{LinearLayer[3, "Weights" -> NetArray["w"]], Ramp, LinearLayer[3, "Weights" -> NetArray["w"]]},'
    ' "Input" -> 3]',
    "NetGraph[{LongShortTermMemoryLayer[2], LongShortTermMemoryLayer[2], CatenateLayer[]}, "
    '{NetPort[{1, "State"}] -> NetPort[{2, "State"}], {1, 2} -> 3}, "Input" -> {3, 4}]',
)


def sample(made: Net) -> dict[str, np.ndarray]:
    random = np.random.default_rng(3)
    drawn = {}
    for name in made.inputs:
        shape = (2, *made.dims[name])  # type: ignore[misc]
        if made.ports[name].kind == INDEX:
            drawn[name] = random.integers(1, 6, shape, endpoint=True)
        else:
            drawn[name] = random.normal(size=shape).astype(np.float32)
    return drawn


@pytest.mark.parametrize("text", NETS)
def test_a_net_computes_the_same_there_and_back(text: str) -> None:
    made = initialize(net(text), np.random.default_rng(1))
    check(made, sample(made))
    again = read_onnx(write_onnx(made))
    assert again.inputs == made.inputs
    results, expected = apply(again, sample(made)), apply(made, sample(made))
    for name in made.outputs:
        np.testing.assert_allclose(results[name], expected[name], rtol=1e-5, atol=1e-5)


def test_operators_in_a_row_are_read_as_a_chain() -> None:
    made = initialize(net(NETS[0]), np.random.default_rng(1))
    again = read_onnx(write_onnx(made))
    kinds = [leaf.wl_head for _, leaf in again.leaves()]
    assert again.wl_head == "NetChain" and kinds == [leaf.wl_head for _, leaf in made.leaves()]


def test_the_batch_may_be_of_any_size() -> None:
    made = initialize(net(NETS[0]), np.random.default_rng(1))
    data = write_onnx(made)
    for count in (1, 5):
        assert run_file(data, {"Input": np.ones((count, 1, 8, 8), np.float32)})[0].shape == (count, 10)


def test_arrays_are_named_by_their_positions() -> None:
    made = initialize(net('NetChain[{3, Ramp, 2}, "Input" -> 2]'), np.random.default_rng(1))
    model = onnx.load_from_string(write_onnx(made))
    assert {t.name for t in model.graph.initializer} == {
        f"{n}/{a}" for n in (1, 3) for a in ("Weights", "Biases")
    }


def model_of(nodes: list[Any], dims: list[int], constants: dict[str, np.ndarray], opset: int = 17) -> bytes:
    """A file as other programs write it."""
    helper = onnx.helper
    infos = [helper.make_tensor_value_info("x", 1, ["N", *dims])]
    outputs = [helper.make_empty_tensor_value_info("y")]
    tensors = [onnx.numpy_helper.from_array(a, n) for n, a in constants.items()]
    graph = helper.make_graph(nodes, "g", infos, outputs, tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)]).SerializeToString()


def operator_node(kind: str, inputs: list[str], output: str = "y", **attributes: Any) -> Any:
    return onnx.helper.make_node(kind, inputs, [output], **attributes)


@pytest.mark.parametrize(
    ("kind", "dims", "constants", "attributes"),
    [
        ("MatMul", [3], {"w": (3, 2)}, {}),
        ("Gemm", [3], {"w": (3, 2), "b": (2,)}, {}),
        ("Gemm", [3], {"w": (2, 3)}, {"transB": 1}),
        ("Add", [2, 3], {"w": (3,)}, {}),
        ("Mul", [2, 3], {"w": (2, 3)}, {}),
        ("Sub", [2, 3], {"w": ()}, {}),
        ("Conv", [2, 6], {"w": (3, 2, 3)}, {"pads": [1, 0], "strides": [2]}),
        ("Conv", [4, 6, 5], {"w": (4, 2, 3, 2), "b": (4,)}, {"group": 2, "dilations": [2, 1]}),
        ("ConvTranspose", [2, 5], {"w": (2, 3, 3)}, {"strides": [2], "pads": [1, 1]}),
        ("MaxPool", [2, 6, 6], {}, {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}),
        (
            "AveragePool",
            [2, 6, 6],
            {},
            {"kernel_shape": [2, 2], "pads": [1, 0, 1, 0], "count_include_pad": 1},
        ),
        ("GlobalAveragePool", [2, 4, 4], {}, {}),
        ("LeakyRelu", [5], {}, {"alpha": 0.2}),
        ("Elu", [5], {}, {"alpha": 1.5}),
        ("HardSigmoid", [5], {}, {}),
        ("LRN", [7, 2, 2], {}, {"size": 3}),
        ("Softmax", [3, 4], {}, {"axis": 1}),
        ("Transpose", [3, 4], {}, {"perm": [0, 2, 1]}),
        ("LayerNormalization", [3, 4], {"w": (4,), "b": (4,)}, {"axis": -1}),
        ("InstanceNormalization", [3, 4, 4], {"w": (3,), "b": (3,)}, {}),
        ("PRelu", [3, 4], {"w": (3, 1)}, {}),
        ("ReduceMean", [3, 4], {}, {"axes": [2], "keepdims": 0}),
        ("ReduceMax", [3, 4], {}, {"axes": [-1]}),
    ],
)
def test_operators_of_other_programs_are_read(
    kind: str, dims: list[int], constants: dict[str, tuple[int, ...]], attributes: dict[str, Any]
) -> None:
    random = np.random.default_rng(2)
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in constants.items()}
    data = model_of([operator_node(kind, ["x", *arrays], **attributes)], dims, arrays)
    x = random.normal(size=(2, *dims)).astype(np.float32)
    made = read_onnx(data)
    (expected,) = run_file(data, {"x": x})
    (found,) = apply(made, {made.inputs[0]: x}).values()
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_operators_without_a_layer_are_named() -> None:
    nodes = [operator_node("Erf", ["x"], "a"), operator_node("NonZero", ["a"])]
    assert "NonZero" in said(lambda: read_onnx(model_of(nodes, [3], {})))
    assert "batch" in said(lambda: read_onnx(model_of([operator_node("Softmax", ["x"], axis=0)], [3], {})))


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff" * 20])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        read_onnx(data)


def test_what_cannot_be_written_is_said() -> None:
    assert "RandomArrayLayer" in said(
        lambda: write_onnx(net("NetChain[{RandomArrayLayer[NormalDistribution[]]}]"))
    )
    assert "Weights" in said(lambda: write_onnx(net('LinearLayer[2, "Input" -> 3]')))


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wlnet.formats.onnx_export.importlib.util.find_spec", lambda name: None)
    assert "pip install 'wlnet[onnx]'" in said(lambda: write_onnx(net("LinearLayer[]")))
    assert "pip install 'wlnet[onnx]'" in said(lambda: read_onnx(b""))


# Models as PyTorch writes them


def written(steps: list[tuple[Any, ...]], dims: list[int], arrays: dict[str, Any]) -> bytes:
    """A file of operators in a row: (kind, inputs, outputs, attributes)."""
    nodes = [onnx.helper.make_node(k, i.split(), o.split(), **(a[0] if a else {})) for k, i, o, *a in steps]
    return model_of(nodes, dims, {name: np.asarray(array) for name, array in arrays.items()})


def drawn(**shapes: tuple[int, ...]) -> dict[str, np.ndarray]:
    random = np.random.default_rng(6)
    return {name: random.normal(0, 0.5, shape).astype(np.float32) for name, shape in shapes.items()}


def residual_block() -> tuple[bytes, list[int]]:
    arrays = drawn(w=(4, 3, 3, 3), c=(4, 4, 3, 3), s=(4,), b=(4,), m=(4,), f=(5, 4), g=(5,))
    conv = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
    steps = [
        ("Conv", "x w", "a", conv),
        ("BatchNormalization", "a s b m v", "n"),
        ("Relu", "n", "r"),
        ("MaxPool", "r", "p", {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}),
        ("Conv", "p c", "d", conv),
        ("Add", "d p", "e"),
        ("Relu", "e", "h"),
        ("GlobalAveragePool", "h", "i"),
        ("Flatten", "i", "j"),
        ("Gemm", "j f g", "y", {"transB": 1}),
    ]
    return written(steps, [3, 8, 8], {**arrays, "v": np.full(4, 0.8, np.float32)}), [3, 8, 8]


def transformer_block() -> tuple[bytes, list[int]]:
    """Two heads of attention and a layer normalization in pieces, as older exporters write them."""
    arrays: dict[str, Any] = drawn(
        qkv=(6, 18), bias=(18,), out=(6, 6), gain=(6,), shift=(6,), w=(6, 8), u=(8, 6)
    )
    ints = {"heads": [0, 5, 2, 3], "joined": [0, 5, 6], "thirds": [6, 6, 6]}
    arrays |= {name: np.array(value, np.int64) for name, value in ints.items()}
    arrays |= {"root": np.float32(3**0.5), "two": np.float32(2), "tiny": np.float32(1e-5)}
    half = {"half": np.float32(0.5), "sqrt2": np.float32(2**0.5), "one": np.float32(1)}
    mean = {"axes": [-1], "keepdims": 1}
    steps: list[tuple[Any, ...]] = [("MatMul", "x qkv", "p"), ("Add", "p bias", "p2")]
    steps += [("Split", "p2 thirds", "q k v", {"axis": -1})]
    for name, perm in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])):
        steps += [
            ("Reshape", f"{name} heads", f"{name}1"),
            ("Transpose", f"{name}1", f"{name}2", {"perm": perm}),
        ]
    steps += [
        ("MatMul", "q2 k2", "s"), ("Div", "s root", "s2"), ("Softmax", "s2", "a", {"axis": -1}),
        ("MatMul", "a v2", "h"), ("Transpose", "h", "h2", {"perm": [0, 2, 1, 3]}),
        ("Reshape", "h2 joined", "h3"), ("MatMul", "h3 out", "h4"), ("Add", "x h4", "r"),
        ("ReduceMean", "r", "m", mean), ("Sub", "r m", "d"), ("Pow", "d two", "d2"),
        ("ReduceMean", "d2", "var", mean), ("Add", "var tiny", "var2"), ("Sqrt", "var2", "dev"),
        ("Div", "d dev", "n"), ("Mul", "n gain", "n2"), ("Add", "n2 shift", "n3"),
        ("MatMul", "n3 w", "f"), ("Div", "f sqrt2", "e"), ("Erf", "e", "e2"), ("Add", "e2 one", "e3"),
        ("Mul", "f e3", "g"), ("Mul", "g half", "g2"), ("MatMul", "g2 u", "f2"), ("Add", "n3 f2", "y"),
    ]  # fmt: skip
    return written(steps, [5, 6], {**arrays, **half}), [5, 6]


@pytest.mark.parametrize("model", [residual_block, transformer_block])
def test_a_model_of_another_program_computes_the_same(model: Any) -> None:
    data, dims = model()
    x = np.random.default_rng(7).normal(size=(3, *dims)).astype(np.float32)
    made = read_onnx(data)
    assert made.wl_head == "NetGraph"
    (expected,) = run_file(data, {"x": x})
    np.testing.assert_allclose(apply(made, {made.inputs[0]: x})["y"], expected, rtol=1e-4, atol=1e-5)


def test_losses_of_alignments_have_no_operator() -> None:
    assert "CTCLossLayer" in said(lambda: write_onnx(net('CTCLossLayer["Input" -> {6, 4}, "Target" -> {3}]')))


def test_a_net_that_is_folded_over_any_length_cannot_be_written_out() -> None:
    folded = net('NetFoldOperator[ThreadingLayer[#Input + #State &], "Input" -> {"Varying", 2}]')
    assert "fixed dimensions" in said(lambda: write_onnx(folded))


@pytest.mark.parametrize(
    ("inputs", "output", "said"),
    [
        (["z"], "y", "nothing gives z, before ElementwiseLayer needs it"),
        (["y"], "y", "nothing gives y, before ElementwiseLayer needs it"),
        (["x"], "z", "nothing gives the output y"),
        ([], "y", "ElementwiseLayer needs 1 inputs; there are 0"),
    ],
)
def test_operators_that_do_not_meet_are_damage(inputs: list[str], output: str, said: str) -> None:
    with pytest.raises(Damaged, match=said):
        read_onnx(model_of([operator_node("Relu", inputs, output)], [3], {}))
