"""Recurrent layers against PyTorch's own modules, with weights mapped gate by gate."""

from __future__ import annotations

from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from net_reading import net

from wlnet.engine.run import apply
from wlnet.nets.layer import Context, final_of
from wlnet.nets.recurrence import METHODS

# our gates in the order in which PyTorch stacks them
MODULES = {
    "BasicRecurrentLayer": (torch.nn.RNN, ("",)),
    "GatedRecurrentLayer": (torch.nn.GRU, ("ResetGate", "InputGate", "MemoryGate")),
    "LongShortTermMemoryLayer": (torch.nn.LSTM, ("InputGate", "ForgetGate", "MemoryGate", "OutputGate")),
}
KINDS = pytest.mark.parametrize("kind", MODULES)


def both(kind: str) -> tuple[Any, Any]:
    """A layer from 3 to 4 numbers, and PyTorch's module with the same numbers in it."""
    layer = nets.filled(net(f'{kind}[4, "Input" -> {{"Varying", 3}}]'))
    module, gates = MODULES[kind]
    made = module(3, 4, batch_first=True)
    arrays = {path[0]: torch.from_numpy(np.array(array)) for path, array in layer.arrays().items()}
    with torch.no_grad():
        made.weight_ih_l0.copy_(torch.cat([arrays[gate + "InputWeights"] for gate in gates]))
        made.weight_hh_l0.copy_(torch.cat([arrays[gate + "StateWeights"] for gate in gates]))
        made.bias_ih_l0.copy_(torch.cat([arrays[gate + "Biases"] for gate in gates]))
        made.bias_hh_l0.zero_()  # one bias for each gate
    return layer, made


@KINDS
def test_a_layer_gives_what_pytorch_gives(kind: str) -> None:
    layer, module = both(kind)
    x = np.random.default_rng(0).normal(size=(5, 6, 3)).astype(np.float32)
    with torch.no_grad():
        expected = module(torch.from_numpy(x))[0].numpy()
    np.testing.assert_allclose(apply(layer, {"Input": x})["Output"], expected, rtol=1e-5, atol=1e-6)


@KINDS
def test_states_go_in_and_come_out(kind: str) -> None:
    layer, module = both(kind)
    arrays = {path[0]: torch.from_numpy(np.array(array)) for path, array in layer.arrays().items()}
    count = len(layer.states) // 2
    states = [torch.randn(5, 4, generator=torch.Generator().manual_seed(i)) for i in range(count)]
    x = torch.randn(5, 6, 3, generator=torch.Generator().manual_seed(9))
    output, *last = layer.layer.forward(Context(), x, *states, **arrays)
    given = tuple(state[None] for state in states)
    with torch.no_grad():
        expected, after = module(x, given if count > 1 else given[0])
    torch.testing.assert_close(output, expected)
    for mine, theirs in zip(last, after if count > 1 else (after,), strict=True):
        torch.testing.assert_close(mine, theirs[0])


@KINDS
def test_a_sequence_in_two_pieces_is_one(kind: str) -> None:
    layer, _ = both(kind)
    arrays = {path[0]: torch.from_numpy(np.array(array)) for path, array in layer.arrays().items()}
    x = torch.randn(2, 7, 3, generator=torch.Generator().manual_seed(1))
    whole, *last = layer.layer.forward(Context(), x, **arrays)
    first, *between = layer.layer.forward(Context(), x[:, :3], **arrays)
    second, *end = layer.layer.forward(Context(), x[:, 3:], *between, **arrays)
    torch.testing.assert_close(torch.cat([first, second], 1), whole)
    for mine, theirs in zip(end, last, strict=True):
        torch.testing.assert_close(mine, theirs)


@KINDS
@pytest.mark.parametrize("method", METHODS)
def test_dropout_acts_in_training_only_and_follows_the_seed(kind: str, method: str) -> None:
    layer = nets.filled(net(f'{kind}[4, "Dropout" -> "{method}" -> 0.5, "Input" -> {{6, 3}}]'))
    x = {"Input": np.random.default_rng(0).normal(size=(5, 6, 3)).astype(np.float32)}
    still = apply(layer, x)["Output"]
    plain = nets.filled(net(f'{kind}[4, "Input" -> {{6, 3}}]'))
    np.testing.assert_array_equal(still, apply(plain, x)["Output"])
    first, again, other = (apply(layer, x, training=True, seed=seed)["Output"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other) and not np.allclose(first, still)


@KINDS
def test_steps_that_leave_nothing_out_are_those_of_the_kernels(kind: str) -> None:
    none = '{"VariationalState" -> 0, "StateUpdate" -> 0}'
    layer = nets.filled(net(f'{kind}[4, "Dropout" -> {none}, "Input" -> {{6, 3}}]'))
    arrays = {path[0]: torch.from_numpy(np.array(array)) for path, array in layer.arrays().items()}
    x = torch.randn(2, 6, 3, generator=torch.Generator().manual_seed(1))
    stepped = layer.layer.forward(Context(training=True), x, **arrays)
    for mine, theirs in zip(stepped, layer.layer.forward(Context(), x, **arrays), strict=True):
        torch.testing.assert_close(mine, theirs)


def test_a_state_that_is_left_out_is_not_seen_by_the_next_step() -> None:
    layer = nets.filled(net('BasicRecurrentLayer[4, "Dropout" -> "StateUpdate" -> 0.5, "Input" -> {6, 3}]'))
    arrays = {path[0]: torch.from_numpy(np.array(array)) for path, array in layer.arrays().items()}
    x = torch.randn(3, 6, 3, generator=torch.Generator().manual_seed(1))
    context = Context(training=True, random=torch.Generator().manual_seed(2))
    states, _ = layer.layer.forward(context, x, **arrays)
    drawn = torch.Generator().manual_seed(2)
    for t in range(1, 6):
        kept = 2 * (torch.rand((3, 4), generator=drawn) >= 0.5) * states[:, t - 1]
        given = x[:, t] @ arrays["InputWeights"].T + arrays["Biases"]
        torch.testing.assert_close(states[:, t], torch.tanh(given + kept @ arrays["StateWeights"].T))


def test_the_last_values_of_states_have_names_of_their_own() -> None:
    layer = net('LongShortTermMemoryLayer[4, "Input" -> {6, 3}]')
    assert layer.inputs == ["Input"] and layer.outputs == ["Output"]
    assert layer.all_inputs == ["Input", "State", "CellState"]
    assert layer.all_outputs == ["Output", final_of("State"), final_of("CellState")]
    assert layer.dims[final_of("CellState")] == (4,)
