"""Every layer that is declared keeps the promises of a layer; a declaration without `cases` fails."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pytest
import torch
from net_reading import net
from plain_layers import PLAIN

from wlnet.engine.lower import lower
from wlnet.expr import String
from wlnet.nets.construct import parameter_types
from wlnet.nets.infer import infer
from wlnet.nets.layer import BOOLEAN, INDEX, LAYERS, Context, classes_of
from wlnet.nets.net import Leaf
from wlnet.nets.surgery.extract import extract

BATCH = 3


@dataclass(frozen=True)
class Case:
    """A layer with dimensions, and how to draw inputs and arrays for it."""

    leaf: Leaf

    @property
    def layer(self) -> Any:
        return self.leaf.solved

    def inputs(self, batch: int = BATCH, seed: int = 1) -> list[torch.Tensor]:
        """Numbers for every input; for losses probabilities, and class numbers where those are wanted."""
        random = np.random.default_rng(seed)
        if not self.leaf.inputs:  # such a layer is told the size of the batch
            return [torch.zeros(batch, dtype=torch.float64)]
        drawn = []
        for port in self.leaf.all_inputs:
            shape: Any = (batch, *self.leaf.dims[port])  # type: ignore[misc]
            if self.leaf.all_ports[port].kind == INDEX:
                drawn.append(torch.from_numpy(np.asarray(self._numbers(random, port, shape))))
            elif self.leaf.all_ports[port].kind == BOOLEAN:
                drawn.append(torch.from_numpy(random.integers(0, 2, shape).astype(np.float64)))
            elif self.is_loss:
                drawn.append(torch.from_numpy(np.asarray(random.uniform(0.1, 0.9, shape))))
            else:
                drawn.append(torch.from_numpy(np.asarray(random.normal(0, 1, shape))))
        return drawn

    def _numbers(self, random: np.random.Generator, port: str, shape: Any) -> Any:
        """Class numbers; for positions, where there are no classes, numbers that count from either end."""
        classes = self.leaf.dims.get(classes_of(port))
        if classes is not None:
            return random.integers(1, classes[0], shape, endpoint=True)
        numbers = random.integers(1, min(self.leaf.dims["Input"]), shape, endpoint=True)  # type: ignore
        return numbers * random.choice([-1, 1], shape)

    @property
    def is_loss(self) -> bool:
        return any(port.loss for port in self.leaf.ports.values())

    def specs(self) -> dict[str, Any]:
        """The arrays of the layer by name, those of nets in it by path: "Net/1/Weights"."""
        inner = {"/".join(path): spec for path, spec in self.leaf.array_specs().items() if len(path) > 1}
        return {**self.layer.arrays, **inner}

    def arrays(self, seed: int = 2) -> dict[str, Any]:
        random, made = np.random.default_rng(seed), {}
        dims = {"/".join(path): shape for path, shape in self.leaf.array_dims().items()}
        for name, spec in self.specs().items():
            shape: Any = dims[name]
            positive = not spec.trained  # variances have to be
            drawn = random.uniform(0.5, 1.5, shape) if positive else random.normal(0, 1, shape)
            made[name] = None if self.removed(name) else torch.from_numpy(np.asarray(drawn))
        return made

    def removed(self, name: str) -> bool:
        return name in self.leaf.values and self.leaf.values[name] is None

    def run(self, inputs: Any, arrays: dict[str, Any], training: bool = False) -> Any:
        copies = {
            name: array if array is None or array.requires_grad else array.clone()
            for name, array in arrays.items()
        }
        context = Context(training, torch.Generator().manual_seed(5))
        own = {name: array for name, array in copies.items() if name in self.layer.arrays}
        held = {tuple(name.split("/")): array for name, array in copies.items()}
        for name, inner in self.leaf.nets.items():
            arrays_of = {path[1:]: array for path, array in held.items() if path[0] == name}
            own[name] = lower(inner).function(arrays_of, context)
        return self.layer.forward(context, *inputs, **own)


def listed(outputs: Any) -> Any:
    """The outputs of a layer, one or several."""
    return outputs if isinstance(outputs, tuple) else (outputs,)


def from_declaration(name: str, case: dict[str, Any]) -> Case:
    kind = LAYERS[name]
    settings = {key: value for key, value in case.items() if key in parameter_types(kind)}
    nets = {key: net(value) for key, value in case.items() if key in kind.inner}
    dims = {key: value for key, value in case.items() if key not in settings and key not in nets}
    made = infer(Leaf(kind(**settings), nets=nets), dims)
    assert isinstance(made, Leaf)
    return Case(made)


# More shapes and settings than a declaration needs to give.
MORE = (
    'LinearLayer[3, "Biases" -> None, "Input" -> 4]',
    'LinearLayer[{2, 2}, "Input" -> "Real"]',
    'SoftmaxLayer[-2, "Input" -> {3, 2, 2}]',
    'FlattenLayer[2, "Input" -> {2, 3, 2, 2}]',
    'FlattenLayer["Input" -> "Real"]',
    'ConvolutionLayer[2, 2, "Input" -> {3, 5}]',
    'ConvolutionLayer[2, {2, 1, 3}, "Input" -> {2, 3, 4, 5}]',
    'ConvolutionLayer[2, 3, "PaddingSize" -> "Same", "Stride" -> 2, "Input" -> {1, 7, 6}]',
    'ConvolutionLayer[2, 2, "PaddingSize" -> {{1, 0}, {0, 2}}, "Input" -> {1, 4, 3}]',
    'ConvolutionLayer[2, 2, "PaddingSize" -> {1, 2}, "Biases" -> None, "Input" -> {1, 3, 4}]',
    'ConvolutionLayer[6, 2, "ChannelGroups" -> 3, "Dilation" -> 2, "Stride" -> {1, 2}, "Input" -> {3, 5, 6}]',
    'PoolingLayer[3, 2, "PaddingSize" -> "Same", "Function" -> Mean, "Input" -> {2, 6, 7}]',
    'PoolingLayer[{2, 2, 2}, 2, "Input" -> {2, 4, 5, 6}]',
    'PoolingLayer[2, "PaddingSize" -> {{0, 1}, {2, 0}}, "Function" -> Total, "Input" -> {1, 3, 4}]',
    'PoolingLayer[{2}, {3}, "Input" -> {2, 8}]',
    'BatchNormalizationLayer["Epsilon" -> 0.1, "Momentum" -> 0.5, "Input" -> {2, 3}]',
    'CrossEntropyLossLayer["Index", "Input" -> {2, 3}]',
    'CrossEntropyLossLayer["Probabilities", "Input" -> {2, 2, 3}]',
    'CrossEntropyLossLayer["Binary", "Input" -> {2, 3}]',
    'MeanSquaredLossLayer["Input" -> {2, 3, 2}]',
    "ThreadingLayer[Plus, -1, InputPorts -> {{2, 3}, 2}]",
    "ThreadingLayer[#a + 2 #b^2 &, 1, InputPorts -> {{2, 3}, 3}]",
    "ThreadingLayer[Times, {2, Automatic}, InputPorts -> {{2, 2}, {2, 3, 2}}]",
    'ThreadingLayer[Clip[#x, {#y, #z}] &, "x" -> {3, 2}, "y" -> {1, 2}, "z" -> {3, 1}]',
    "ThreadingLayer[Max, InputPorts -> {{2, 3}, {2, 3}}]",
    "ThreadingLayer[ArcTan, InputPorts -> {3, 3}]",
    'ThreadingLayer["ELU"[#2] #1 &, InputPorts -> {3, 3}]',
    'TotalLayer["Inputs" -> 3, "Output" -> {2, 2}]',
    "CatenateLayer[2, InputPorts -> {{2, 3, 2}, {3, 1}}]",
    "DotLayer[InputPorts -> {{2, 3}, {3, 2, 2}, {2}}]",
    "DotLayer[{2 <-> 3, {2, 1}}, InputPorts -> {{2, 2, 3}, {4, 2}}]",
    'ReplicateLayer[{2, Automatic}, -1, "Output" -> {3, 2, 4}]',
    'ReshapeLayer[{All, 6}, "Input" -> {4, 3, 2}]',
    'ReshapeLayer[{Inherited, All, 1}, "Input" -> {4, 3}]',
    'PartLayer[{All, 2 ;; , -1}, "Input" -> {2, 3, 4}]',
    'FlattenLayer[{{1, 3}, {2}}, "Input" -> {2, 3, 2, 2}]',
    'ParametricRampLayer[{}, "Input" -> {3, 2}]',
    'ParametricRampLayer[{3, 2}, "Input" -> {2, 3, 2}]',
    'DeconvolutionLayer[2, {3, 2}, "Stride" -> {2, 3}, PaddingSize -> {1, 0}, "Input" -> {2, 3, 2}]',
    'DeconvolutionLayer[2, {2, 1, 3}, "Biases" -> None, "Input" -> {1, 2, 2, 2}]',
    'DeconvolutionLayer[1, 3, "Dilation" -> 2, "Input" -> {1, 2, 3}]',
    'ResizeLayer[{2, 5}, "Scheme" -> "Bin", "Input" -> {2, 4, 3}]',
    'ResizeLayer[{Scaled[0.5], 1}, "Input" -> {2, 5, 3}]',
    'ResizeLayer[{Scaled[3]}, Resampling -> "Nearest", "Scheme" -> "Point", "Input" -> {1, 2}]',
    'NormalizationLayer["Scaling" -> None, "Biases" -> None, "Input" -> {2, 4}]',
    'NormalizationLayer[1, "Same", "Input" -> {4}]',
    'NormalizationLayer[1 ;;, 1, "GroupNumber" -> {2, 1, 1}, "Input" -> {4, 2, 3}]',
    'DropoutLayer[0.2, OutputPorts -> {"BinaryMask", "Output"}, "Input" -> 4]',
)
RUNNING = {name: kind for name, kind in LAYERS.items() if not kind.never_runs}
DECLARED = [(name, case) for name, kind in RUNNING.items() for case in getattr(kind, "cases", ())]
CASES = [pytest.param(from_declaration(*each), id=f"{each[0]}-{i}") for i, each in enumerate(DECLARED)]
CASES += [pytest.param(Case(net(text)), id=text) for text in MORE]  # type: ignore[arg-type]
MODES = pytest.mark.parametrize("training", [False, True], ids=["evaluating", "training"])


def goes_along(case: Case) -> bool:
    """Whether a layer is said to be causal, and all its inputs are sequences of the same length."""
    dims = [case.leaf.dims[port] or () for port in case.leaf.inputs]
    return case.layer.causal and all(dims) and len({sizes[0] for sizes in dims}) == 1 and dims[0][0] > 1


CAUSAL = [case for each in CASES if goes_along(case := each.values[0])]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CAUSAL, ids=lambda case: type(case.layer).__name__)
def test_what_a_causal_layer_gives_depends_on_nothing_behind(case: Case) -> None:
    count, arrays = len(case.leaf.inputs), case.arrays()
    inputs, others = case.inputs(seed=1), case.inputs(seed=7)
    length = inputs[0].shape[1]
    for kept in range(1, length):
        changed = [torch.cat([x[:, :kept], y[:, kept:]], 1) for x, y in zip(inputs, others, strict=True)]
        first = listed(case.run([*inputs[:count], *inputs[count:]], arrays))
        second = listed(case.run([*changed[:count], *inputs[count:]], arrays))
        for a, b in zip(first[: len(case.leaf.outputs)], second, strict=False):
            torch.testing.assert_close(a[:, :kept], b[:, :kept], rtol=1e-12, atol=1e-12)


def test_every_kind_of_causal_layer_is_looked_at() -> None:
    said = {name for name, case in DECLARED if from_declaration(name, case).layer.causal}
    assert {type(case.layer).__name__ for case in CAUSAL} == said


@pytest.mark.parametrize("name", LAYERS)
def test_a_declaration_is_complete(name: str) -> None:
    kind = LAYERS[name]
    assert kind.cases, f"{name} has no cases"
    assert kind.__doc__ and kind.__doc__.startswith(f"{name}[") and re.search("Sources?:", kind.__doc__)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    assert list(kind.positional) == names[: len(kind.positional)], "arguments come first among the parameters"
    written = name in PLAIN or kind.always_random or kind.never_runs
    assert written, f"{name} is not written out in plain_layers.py"


@MODES
@pytest.mark.parametrize("case", CASES)
def test_the_shape_rule_agrees_with_forward(case: Case, training: bool) -> None:
    outputs = listed(case.run(case.inputs(), case.arrays(), training))
    for port, output in zip(case.leaf.all_outputs, outputs, strict=True):
        assert tuple(output.shape) == (BATCH, *case.leaf.dims[port])  # type: ignore[misc]
        assert output.is_floating_point() == (case.leaf.all_ports[port].kind != INDEX)


@MODES
@pytest.mark.parametrize("case", CASES)
def test_a_batch_is_its_examples(case: Case, training: bool) -> None:
    if case.layer.always_random or (training and (case.layer.random or case.layer.batch_dependent)):
        pytest.skip("in training an output of this layer depends on more than its example")
    inputs, arrays = case.inputs(), case.arrays()
    alone = [listed(case.run([x[i : i + 1] for x in inputs], arrays, training)) for i in range(BATCH)]
    for output, parts in zip(
        listed(case.run(inputs, arrays, training)), zip(*alone, strict=True), strict=True
    ):
        torch.testing.assert_close(output, torch.cat(parts))


@MODES
@pytest.mark.parametrize("case", CASES)
def test_a_layer_computes_what_is_written_out_in_numpy(case: Case, training: bool) -> None:
    if case.layer.always_random or (training and case.layer.random):
        pytest.skip("draws random numbers")
    inputs, arrays = case.inputs(), case.arrays()
    own = {name: array for name, array in arrays.items() if name in case.layer.arrays}
    plain = {name: None if array is None else array.numpy() for name, array in own.items()}
    plain |= {name: in_numpy(case, name, arrays, training) for name in case.leaf.nets}
    expected = PLAIN[case.leaf.wl_head](case.layer, [x.numpy() for x in inputs], plain, training)
    for output, each in zip(listed(case.run(inputs, arrays, training)), listed(expected), strict=True):
        np.testing.assert_allclose(output.numpy(), each, rtol=1e-9, atol=1e-12)


def in_numpy(case: Case, name: str, arrays: dict[str, Any], training: bool) -> Any:
    """A net in a layer as a function of arrays, for one example at a time."""
    held = {tuple(path.split("/")[1:]): a for path, a in arrays.items() if path.split("/")[0] == name}
    function = lower(case.leaf.nets[name]).function(held, Context(training))

    def apply(*inputs: np.ndarray) -> Any:
        outputs = listed(function(*(torch.from_numpy(np.asarray(x))[None] for x in inputs)))
        return outputs[0][0].numpy() if len(outputs) == 1 else tuple(o[0].numpy() for o in outputs)

    return apply


@MODES
@pytest.mark.parametrize("case", CASES)
def test_gradients_are_finite_differences(case: Case, training: bool) -> None:
    if case.leaf.wl_head == "NetGANOperator":
        pytest.skip("reverses a gradient on purpose; see below")
    inputs, arrays = case.inputs(2), case.arrays()
    trained = [n for n, spec in case.specs().items() if spec.trained and arrays[n] is not None]
    moving = [i for i, x in enumerate(inputs) if x.is_floating_point() and case.leaf.inputs]
    variables = [inputs[i] for i in moving] + [arrays[name] for name in trained]
    if not variables or not any(x.is_floating_point() for x in listed(case.run(inputs, arrays, training))):
        pytest.skip("nothing to differentiate")

    def function(*values: torch.Tensor) -> torch.Tensor:
        places = dict(zip(moving, values, strict=False))
        new = dict(zip(trained, values[len(moving) :], strict=True))
        return case.run([places.get(i, x) for i, x in enumerate(inputs)], {**arrays, **new}, training)

    assert torch.autograd.gradcheck(function, [v.requires_grad_() for v in variables])


@pytest.mark.parametrize("case", CASES)
def test_every_array_parameter_and_port_can_be_extracted_by_name(case: Case) -> None:
    names = [*case.layer.arrays, *parameter_types(type(case.layer)), *case.leaf.ports]
    assert len(set(names)) == len(names), "one name for two things"
    for name in names:
        extract(case.leaf, String(name))
    assert {path[0] for path in case.leaf.array_dims()} == {
        *case.layer.arrays,
        *(name for name, inner in case.leaf.nets.items() if inner.array_specs()),
    }


@pytest.mark.parametrize("case", CASES)
def test_inference_from_the_output_contradicts_nothing(case: Case) -> None:
    port = case.leaf.outputs[0]
    bare = Leaf(case.leaf.layer, values=case.leaf.values, nets=case.leaf.nets)
    from_output = infer(bare, {port: case.leaf.dims[port]})
    known = {name: case.leaf.dims[name] for name in (*case.leaf.all_inputs, port)}
    assert infer(from_output, known) == case.leaf


# What the harness cannot know of single layers


def test_training_moves_the_averages_of_a_batch_normalization_layer() -> None:
    case = Case(net('BatchNormalizationLayer["Momentum" -> 0.75, "Input" -> {2, 3}]'))  # type: ignore[arg-type]
    (x,), arrays = case.inputs(), case.arrays()
    before = {name: array.clone() for name, array in arrays.items()}
    case.layer.forward(Context(training=True), x, **arrays)
    for c in range(2):
        values = x[:, c].numpy()
        assert arrays["MovingMean"][c] == pytest.approx(0.75 * before["MovingMean"][c] + 0.25 * values.mean())
        assert arrays["MovingVariance"][c] == pytest.approx(
            0.75 * before["MovingVariance"][c] + 0.25 * values.var()
        )


@pytest.mark.parametrize("context", [Context(), Context(training=True, moves_state=False)])
def test_averages_that_must_not_move_are_used_and_stay(context: Context) -> None:
    case = Case(net('BatchNormalizationLayer["Input" -> {2, 3}]'))  # type: ignore[arg-type]
    (x,), arrays = case.inputs(), case.arrays()
    before = {name: array.clone() for name, array in arrays.items()}
    output = case.layer.forward(context, x, **arrays)
    torch.testing.assert_close(output, case.run([x], before))
    assert all(torch.equal(arrays[name], before[name]) for name in before)


def test_dropout_keeps_the_mean_and_is_reproducible() -> None:
    layer = net("DropoutLayer[0.25]").layer  # type: ignore[attr-defined]
    x = torch.ones(100_000)[None]
    first, again = (layer.forward(Context(True, torch.Generator().manual_seed(3)), x) for _ in range(2))
    assert torch.equal(first, again)
    assert {round(float(v), 5) for v in first.unique()} == {0.0, round(1 / 0.75, 5)}
    assert float((first == 0).float().mean()) == pytest.approx(0.25, abs=0.01)


def test_a_generator_gets_the_opposite_gradient() -> None:
    case = from_declaration("NetGANOperator", LAYERS["NetGANOperator"].cases[1])
    inputs, arrays = case.inputs(), case.arrays()
    for array in arrays.values():
        array.requires_grad_()
    real, fake, made = case.run(inputs, arrays)
    (real + fake).sum().backward()
    judge = arrays["Discriminator/Weights"].detach()  # 1 x 4, what a larger fake adds to its loss
    fooled = -(judge.reshape(-1)[:, None] @ inputs[1].sum(0, keepdim=True))
    torch.testing.assert_close(arrays["Generator/Weights"].grad, fooled)
    honest = (made.detach() - inputs[0]).flatten(1).sum(0, keepdim=True)
    torch.testing.assert_close(arrays["Discriminator/Weights"].grad, honest)


def test_a_probability_of_zero_gives_a_finite_loss() -> None:
    layer = net('CrossEntropyLossLayer["Index"]').layer  # type: ignore[attr-defined]
    loss = layer.forward(Context(), torch.tensor([[0.0, 1.0]]), torch.tensor([1]))
    assert torch.isfinite(loss).all() and float(loss) > 80
