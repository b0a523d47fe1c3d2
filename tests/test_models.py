"""NetModel gives the nets that public notebooks show under those names."""

from __future__ import annotations

import numpy as np
import pytest

from wlnet.expr import Integer, S, Value, to_node
from wlnet.nets.net import Net
from wlnet.problem import Problem
from wlnet.resources import models

LENET = {
    ("1", "Weights"): (20, 1, 5, 5),
    ("1", "Biases"): (20,),
    ("4", "Weights"): (50, 20, 5, 5),
    ("4", "Biases"): (50,),
    ("8", "Weights"): (500, 800),
    ("8", "Biases"): (500,),
    ("10", "Weights"): (10, 500),
    ("10", "Biases"): (10,),
}
HEADS = (
    "ConvolutionLayer ElementwiseLayer PoolingLayer ConvolutionLayer ElementwiseLayer PoolingLayer "
    "FlattenLayer LinearLayer ElementwiseLayer LinearLayer SoftmaxLayer"
)
OUTPUTS = [
    (20, 24, 24),
    (20, 24, 24),
    (20, 12, 12),
    (50, 8, 8),
    (50, 8, 8),
    (50, 4, 4),
    (800,),
    (500,),
    (500,),
    (10,),
    (10,),
]


def net_of(name: str, asked: str = "EvaluationNet") -> Net:
    found = models.net_model(name, asked)
    assert isinstance(found, Value)
    assert isinstance(found.value, Net)
    return found.value


def test_lenet_has_eleven_layers_and_431080_parameters() -> None:
    net = net_of("LeNet")
    assert net.wl_head == "NetChain"
    assert list(net.parts) == [str(i) for i in range(1, 12)]
    assert " ".join(leaf.wl_head for _, leaf in net.leaves()) == HEADS
    assert [leaf.dims["Output"] for _, leaf in net.leaves()] == OUTPUTS
    assert net.array_dims() == LENET
    assert sum(map(np.prod, LENET.values())) == 431_080
    assert not net.arrays()


def test_lenet_reads_gray_images_and_says_digits() -> None:
    net = net_of("LeNet")
    assert net.dims["Input"] == (1, 28, 28)
    assert net.coders["Input"].to_node() == S.NetEncoder(
        S.List(to_node("Image"), to_node([28, 28]), S.Rule(S.ColorSpace, to_node("Grayscale")))
    )
    assert net.coders["Output"].parts()["Labels"] == S.List(*map(Integer, range(10)))


def test_the_trained_net_is_lenet_with_arrays() -> None:
    net = net_of("LeNet Trained on MNIST Data")
    arrays = net.arrays()
    assert {path: array.shape for path, array in arrays.items()} == LENET
    assert {array.dtype for array in arrays.values()} == {np.dtype(np.float32)}
    assert all(np.isfinite(array).all() and array.std() > 0 for array in arrays.values())
    assert not net_of("LeNet Trained on MNIST Data", "UninitializedEvaluationNet").arrays()


def test_the_weights_are_small_and_come_with_a_note() -> None:
    assert models.WEIGHTS.stat().st_size < 1_000_000
    note = models.WEIGHTS.with_suffix(".md").read_text(encoding="utf-8")
    assert all(word in note for word in ("train_lenet.py", "MNIST", "Seed", "Accuracy"))


def test_weights_survive_their_file_in_half_precision(tmp_path) -> None:
    random = np.random.default_rng(0)
    arrays = {path: random.normal(size=shape).astype(np.float32) for path, shape in LENET.items()}
    models.save_weights(models.lenet().with_arrays(arrays), tmp_path / "weights")
    found = models.with_weights(models.lenet(), tmp_path / "weights").arrays()
    assert found.keys() == arrays.keys()
    assert all(np.array_equal(found[path], arrays[path].astype(np.float16)) for path in arrays)


def test_properties_are_told() -> None:
    assert models.net_model("LeNet", "ByteCount") == Integer(4 * 431_080)
    assert "MNIST" in models.net_model("LeNet Trained on MNIST Data", "TrainingSetInformation").value
    with pytest.raises(Problem, match=r"noprop.*Weight.*EvaluationNet"):
        models.net_model("LeNet", "Weight")


def test_an_unknown_name_is_a_message_with_near_ones() -> None:
    with pytest.raises(Problem, match=r"nonet.*Lenet trained on MNIST.*LeNet Trained on MNIST Data"):
        models.net_model("Lenet trained on MNIST")
    with pytest.raises(Problem, match=r'nonet.*The models are: "LeNet", '):
        models.net_model("YOLO V2")
    assert models.model_names() == ("LeNet", "LeNet Trained on MNIST Data")
