"""A net and its program compute the same, with one array for all places of a shared one."""

from __future__ import annotations

import engine_nets as nets
import numpy as np
import pytest
import torch

from wlnet.engine.lower import lower
from wlnet.engine.run import apply, tensors
from wlnet.nets.layer import Context, Inner, Layer, Port, layer
from wlnet.nets.net import Edge, Graph, Leaf


def plain_lenet(net: nets.Net) -> torch.nn.Sequential:
    """PyTorch's own layers with the arrays of our small LeNet."""
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(36, 3),
    )
    arrays = net.arrays()
    for place, name in (("0", "1"), ("4", "5")):
        model.get_parameter(f"{place}.weight").data = torch.tensor(arrays[name, "Weights"])
        model.get_parameter(f"{place}.bias").data = torch.tensor(arrays[name, "Biases"])
    return model


def small_lenet() -> nets.Net:
    parts = (nets.convolution(4, 3), nets.ramp(), nets.pooling(2), nets.leaf("FlattenLayer"), nets.linear(3))
    return nets.row(*parts, dims=(1, 8, 8))


def images(count: int) -> np.ndarray:
    return np.random.default_rng(1).random((count, 1, 8, 8), np.float32)


def test_a_chain_computes_what_plain_torch_computes() -> None:
    net, x = small_lenet(), images(5)
    expected = plain_lenet(net)(torch.from_numpy(x)).detach().numpy()
    np.testing.assert_allclose(apply(net, {"Input": x})["Output"], expected, rtol=1e-5, atol=1e-6)


def test_a_batch_is_its_examples_and_big_data_are_split() -> None:
    net, x = small_lenet(), images(7)
    whole = apply(net, {"Input": x})["Output"]
    single = [apply(net, {"Input": x[i : i + 1]})["Output"][0] for i in range(7)]
    np.testing.assert_allclose(whole, single, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(whole, apply(net, {"Input": x}, batch_size=3)["Output"], rtol=1e-5, atol=1e-6)


def test_a_program_is_made_once_and_reads_as_code() -> None:
    net = nets.row(nets.linear(3), nets.ramp(), nets.linear(), dims=())
    assert lower(net) is lower(net)
    assert str(lower(net)).split("\n") == [
        "Input ->",
        "  1.Output = LinearLayer(Input, Weights=1.Weights, Biases=1.Biases)",
        "  2.Output = ElementwiseLayer(1.Output)",
        "  3.Output = LinearLayer(2.Output, Weights=3.Weights, Biases=3.Biases)",
        "  Output: 3.Output",
    ]


def test_nested_chains_have_the_paths_of_their_places() -> None:
    inner = nets.row(nets.linear(2), nets.tanh(), dims=(3,))
    program = lower(nets.row(inner, nets.linear(), dims=(3,)))
    assert [step.at for step in program.steps] == [("1", "1"), ("1", "2"), ("2",)]
    assert set(program.paths()) == {
        (*at, name) for at in (("1", "1"), ("2",)) for name in ("Weights", "Biases")
    }


def test_a_shared_array_is_read_from_its_first_place() -> None:
    net = nets.filled(
        nets.named_everywhere(nets.row(nets.linear(2), nets.linear(2), dims=(2,)), "a", "Weights")
    )
    first, second = lower(net).steps
    assert first.arrays["Weights"] == second.arrays["Weights"] == ("1", "Weights")
    assert second.arrays["Biases"] == ("2", "Biases")


def test_a_removed_array_is_given_as_none() -> None:
    net = nets.row(Leaf(nets.linear(2).layer, values={"Biases": None}), dims=(3,))
    assert lower(net).steps[0].arrays["Biases"] is None
    x = np.ones((1, 3), np.float32)
    np.testing.assert_allclose(
        apply(net, {"Input": x})["Output"][0], net.arrays()["1", "Weights"].sum(1), rtol=1e-6
    )


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry that forgets the layers of a test."""
    monkeypatch.setattr("wlnet.nets.layer.LAYERS", dict(nets.LAYERS))


def test_layers_with_inner_nets_and_several_outputs(declared: None) -> None:
    @layer
    class TwiceLayer(Layer):
        net = Inner.of(Input="*any", Output="*any")
        Input = Port("*any")
        Output = Port("*any", output=True)

        def forward(self, ctx, Input, *, net):  # type: ignore[no-untyped-def, override]
            return net(net(Input))

    @layer
    class BothLayer(Layer):
        A = Port("*any")
        B = Port("*any")
        Sum = Port("*any", output=True)
        Difference = Port("*any", output=True)

        def forward(self, ctx, A, B):  # type: ignore[no-untyped-def, override]
            return A + B, A - B

    inner = nets.row(nets.linear(2), dims=(2,))
    twice, both = Leaf(TwiceLayer(), nets={"net": inner}), Leaf(BothLayer())
    ports = {"Input": Port("n"), "Sum": Port("n", output=True), "Difference": Port("n", output=True)}
    ends = [(("", "Input"), ("b", "A")), (("a", "Output"), ("b", "B")), (("", "Input"), ("a", "Input"))]
    ends += [(("b", port), ("", port)) for port in ("Sum", "Difference")]
    graph = Graph({"b": both, "a": twice}, tuple(Edge(*end) for end in ends), ports)  # not in running order
    x = np.array([[1, -2], [3, 0.5]], np.float32)
    weights, biases = inner.arrays()["1", "Weights"], inner.arrays()["1", "Biases"]
    y = (x @ weights.T + biases) @ weights.T + biases
    found = apply(graph, {"Input": x})
    np.testing.assert_allclose(found["Sum"], x + y, rtol=1e-5)
    np.testing.assert_allclose(found["Difference"], x - y, rtol=1e-5)
    assert set(lower(graph).paths()) == {("a", "net", "1", "Weights"), ("a", "net", "1", "Biases")}
    assert "where net is Input ->" in str(lower(graph))


def test_registers_are_used_again() -> None:
    deep = nets.row(*(nets.tanh() for _ in range(30)), dims=(2,))
    room, steps, _ = lower(deep)._registers
    assert len(steps) == 30 and room <= 1


def test_evaluation_differs_from_training_and_leaves_the_net_alone() -> None:
    normal = nets.row(nets.leaf("BatchNormalizationLayer"), nets.leaf("DropoutLayer", 0.5), dims=(2,))
    x = np.random.default_rng(0).normal(3, 2, (50, 2)).astype(np.float32)
    before = {path: array.copy() for path, array in normal.arrays().items()}
    trained = apply(normal, {"Input": x}, training=True, seed=5)["Output"]
    assert (trained == 0).any() and not (apply(normal, {"Input": x})["Output"] == 0).any()
    np.testing.assert_array_equal(trained, apply(normal, {"Input": x}, training=True, seed=5)["Output"])
    for path, array in normal.arrays().items():
        np.testing.assert_array_equal(array, before[path])
        np.testing.assert_array_equal(tensors(normal)[path].numpy(), before[path])


def test_a_layer_with_frozen_state_runs_as_in_evaluation() -> None:
    net = nets.row(nets.leaf("BatchNormalizationLayer"), dims=(2,))
    x, held = torch.randn(20, 2), tensors(net)
    frozen = lower(net).bind(held, Context(training=True), moving={("1", "Scaling"), ("1", "MovingMean")})
    (found,) = frozen(x)
    torch.testing.assert_close(found, lower(net)(held, {"Input": x})["Output"])
    assert held["1", "MovingMean"].eq(0).all()


def test_read_only_arrays_are_taken_without_a_warning() -> None:
    net, x = nets.row(nets.linear(2), dims=(2,)), np.ones((1, 2), np.float32)
    x.flags.writeable = False
    for array in net.arrays().values():
        array.flags.writeable = False
    assert apply(net, {"Input": x})["Output"].shape == (1, 2)
