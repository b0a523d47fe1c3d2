"""Training on a GPU: captured steps give what the usual ones give, nothing waits, and the CPU agrees.

All of this needs one NVIDIA GPU and is skipped without; `python -m pytest tests/test_gpu.py -rs` is the whole
proof for a machine that has one.
"""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import engine_nets as nets
import numpy as np
import pytest
import torch
from captured_plans import PLANS, RANDOM, chain, dropout, normalized, with_layers
from test_layers import CASES, Case, listed
from test_resuming import interrupted
from test_sequences import plan as sequences_plan

from wlnet.engine.captured import CAPTURED, alike, recorder_of
from wlnet.engine.events import Event
from wlnet.engine.loop import CHECKED_BATCHES, train
from wlnet.engine.lower import lower
from wlnet.engine.plan import TrainPlan
from wlnet.engine.run import apply, working
from wlnet.engine.training import TrainingResult, run
from wlnet.nets.layer import Context, Layer, Port, layer
from wlnet.session import Session

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU")

GPU = "cuda:0"
CLOSE = {"Real32": 1e-4, "Real64": 1e-9, "Mixed": 2e-2}  # of losses after some dozen steps


def on_gpu(plan: TrainPlan, **settings: Any) -> TrainPlan:
    return replace(plan, device=GPU, **settings)


def trained(plan: TrainPlan) -> tuple[TrainingResult, dict[object, str]]:
    """What comes of a plan, and what was captured."""
    seen: list[Any] = []
    result = run(plan, lambda event: seen.append(event.training) if not seen else None)
    captures = seen[0].learner.captures
    return result, captures.outcomes if captures else {}


def assert_close(found: TrainingResult, expected: TrainingResult, tolerance: float) -> None:
    """Where signs alone count, a gradient of rounding errors moves arrays, though not what the net gives."""
    scale = float(np.abs(expected.batch_losses).max())
    np.testing.assert_allclose(
        found.batch_losses, expected.batch_losses, rtol=tolerance, atol=tolerance * scale
    )
    if type(found.plan.method).__name__ == "SignSGD":
        return
    for mine, other in zip(found.record.validations, expected.record.validations, strict=True):
        np.testing.assert_allclose(mine.loss, other.loss, rtol=10 * tolerance)
    mine, others = found.net.arrays(), expected.net.arrays()
    for path, array in others.items():
        size = float(np.abs(array).max()) or 1.0
        np.testing.assert_allclose(mine[path], array, atol=20 * tolerance * size, err_msg=str(path))


@pytest.mark.parametrize("name", PLANS)
def test_a_captured_training_is_the_usual_one(name: str) -> None:
    plan = on_gpu(PLANS[name]())
    found, outcomes = trained(plan)
    size = plan.effective_batch_size
    assert set(outcomes) == {size, plan.examples % size or size}
    assert set(outcomes.values()) == {CAPTURED}, outcomes
    usual, none = trained(replace(plan, tape=False))
    assert none == {}
    assert_close(found, usual, CLOSE[plan.precision])


@pytest.mark.parametrize("name", [name for name in PLANS if name not in RANDOM])
def test_a_gpu_learns_what_a_processor_learns(name: str) -> None:
    plan = PLANS[name]()
    found, expected = run(on_gpu(plan)), run(plan)
    assert_close(found, expected, 10 * CLOSE[plan.precision])


@pytest.mark.parametrize("name", [name for name in RANDOM if "averages" not in name])
def test_a_seed_fixes_the_result(name: str) -> None:
    plan = on_gpu(PLANS[name](), seed=5)
    first, second, other = run(plan), run(plan), run(replace(plan, seed=6))
    np.testing.assert_allclose(first.batch_losses, second.batch_losses, rtol=1e-5)
    assert not np.allclose(first.batch_losses, other.batch_losses, rtol=1e-3)


def test_every_batch_has_random_numbers_of_its_own() -> None:
    """A replay that drew the same numbers again would give the same losses where nothing is learnt."""
    plan = on_gpu(dropout(), batch_size=20, rounds=12)
    plan = replace(plan, shared=replace(plan.shared, LearningRate=0.0))
    found, outcomes = trained(plan)
    assert outcomes == {20: CAPTURED} and len(set(found.batch_losses.tolist())) == 12


@pytest.mark.parametrize("name", ["chain", "dropout", "normalized", "measured", "made_data"])
def test_a_training_on_a_gpu_goes_on_after_an_interrupt(name: str, tmp_path: Path) -> None:
    plan = on_gpu(PLANS[name]())
    assert_close(interrupted(plan, tmp_path, after=8), run(plan), CLOSE[plan.precision])


STEADY = ["points", "chain", "small_lenet", "dropout", "normalized", "large_columns", "made_data"]
STEADY += ["class_numbers", "one_at_a_time", "mixed"]


def one_at_a_time() -> TrainPlan:
    return replace(chain(), batch_size=1)


@pytest.mark.parametrize("tape", [True, False], ids=["captured", "usual"])
@pytest.mark.parametrize("name", STEADY)
def test_no_batch_waits_for_the_gpu(name: str, tape: bool) -> None:
    """From the fourth round to the last, PyTorch raises an error in any operation that waits."""
    plan = on_gpu(one_at_a_time() if name == "one_at_a_time" else PLANS[name](), tape=tape, rounds=10)
    watch(plan, 3)


def test_no_batch_of_sequences_waits_for_the_gpu() -> None:
    watch(on_gpu(sequences_plan(batch_size=4, rounds=4)), 1)


def watch(plan: TrainPlan, after: int) -> None:
    """Forbid waiting after so many rounds, except where losses are looked at, every CHECKED_BATCHES."""
    watched = 0
    with working(plan.precision, plan.device):
        try:
            for event in train(plan):
                looking = event.total % CHECKED_BATCHES == 0
                strict = after < event.round < plan.rounds and not looking  # type: ignore[operator]
                watched += strict
                mode(2 if strict else 0)
        finally:
            mode(0)
    assert watched > 2


def mode(number: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.cuda.set_sync_debug_mode(number)


def test_sequences_are_learnt_from_as_on_a_processor() -> None:
    plan = sequences_plan(batch_size=4, rounds=6)
    assert_close(run(on_gpu(plan)), run(plan), 1e-3)


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wlnet.nets.layer.LAYERS", dict(nets.LAYERS))


def spoiled(spoil: Callable[[Any], Any]) -> TrainPlan:
    """A plan with dropout, normalization, and a layer that does something that no graph can."""

    @layer
    class SpoilingLayer(Layer):
        Input = Port("*any")
        Output = Port("*any", output=True)

        def forward(self, ctx, Input):  # type: ignore[no-untyped-def, override]
            return spoil(Input)

    middle = nets.leaf("BatchNormalizationLayer"), nets.leaf("DropoutLayer", 0.3), nets.Leaf(SpoilingLayer())
    return on_gpu(with_layers(*middle))


def looks(x: Any) -> Any:
    return x * (1 + 0 * float(x.detach().mean()))


def chooses(x: Any) -> Any:
    x[(x > 1e9).nonzero()[:, 0]].sum()
    return x * 1


def takes_from_the_processor(x: Any) -> Any:
    return x * torch.ones(x.shape[1:]).to(x.device)


def looks_in_captures_alone(x: Any) -> Any:
    """Not found by looking for operations that wait; the capture itself has to fail."""
    return looks(x) if torch.cuda.is_current_stream_capturing() else x * 1


def gives_up_in_captures(x: Any) -> Any:
    if torch.cuda.is_current_stream_capturing():
        raise ValueError("not here")
    return x * 1


def other_numbers_in_captures(x: Any) -> Any:
    return x * (1.01 if torch.cuda.is_current_stream_capturing() else 1)


SPOILERS = [looks, chooses, takes_from_the_processor, looks_in_captures_alone, gives_up_in_captures]
SPOILERS += [other_numbers_in_captures]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_what_cannot_be_captured_is_learnt_the_usual_way(spoil: Any, declared: None) -> None:
    plan = spoiled(spoil)
    usual = run(replace(plan, tape=False))
    found, outcomes = trained(plan)
    assert len(outcomes) == 2 and CAPTURED not in outcomes.values(), outcomes
    assert_close(found, usual, CLOSE["Real32"])
    for after in (dropout, normalized):  # nothing is left behind that hinders other trainings
        found, outcomes = trained(on_gpu(after()))
        assert set(outcomes.values()) == {CAPTURED}, outcomes
        assert_close(found, run(on_gpu(after(), tape=False)), CLOSE["Real32"])
    assert torch.rand(3, device=GPU).isfinite().all()
    assert torch.cuda.current_stream(GPU) == torch.cuda.default_stream(GPU)


@pytest.mark.parametrize("case", CASES)
def test_every_layer_is_captured_or_said_not_to_be(case: Case) -> None:
    """Its outputs and gradients are those of other inputs than it was captured with; else it is skipped."""
    random = torch.Generator(GPU).manual_seed(5)
    arrays = {name: a if a is None else a.to(GPU) for name, a in case.arrays().items()}
    state = [arrays[n] for n, spec in case.specs().items() if arrays[n] is not None and not spec.trained]
    held, fresh = ([x.to(GPU) for x in case.inputs(seed=seed)] for seed in (1, 9))
    work = lambda: gradients(case, held, arrays, random)  # noqa: E731

    def at_start() -> None:
        random.manual_seed(7)
        for each, numbers in zip(state, kept, strict=True):
            each.copy_(numbers)

    kept = [each.clone() for each in state]
    first = [each.clone() for each in held]
    with working("Real64", GPU):
        for each, numbers in zip(held, fresh, strict=True):
            each.copy_(numbers)
        at_start()
        expected = [each.clone() for each in (*work(), *state)]
        for each, numbers in zip(held, first, strict=True):
            each.copy_(numbers)
        recorder, said = recorder_of(GPU, [random]), ""
        assert recorder
        try:
            recorder.warm_up(work)
            results, launch = recorder.capture(work)
        except Exception as error:
            said = f"{type(error).__name__}: {str(error)[:200]}"
        for each, numbers in zip(held, fresh, strict=True):
            each.copy_(numbers)
        at_start()
        if said:
            results = work()
        else:
            launch()
        for a, b in zip(expected, [*results, *state], strict=True):
            assert alike(a, b, 1e-9)
    if said:
        pytest.skip(f"not captured: {said}")


def gradients(case: Case, inputs: list[Any], arrays: dict[str, Any], random: Any) -> list[Any]:
    """Outputs and gradients of a layer in training."""
    context = Context(True, random)
    trained_ones = [n for n, spec in case.specs().items() if spec.trained and arrays[n] is not None]
    held = {n: a.detach().requires_grad_() if n in trained_ones else a for n, a in arrays.items()}
    fed = [x.detach().requires_grad_() if x.is_floating_point() else x for x in inputs]
    own = {name: array for name, array in held.items() if name in case.layer.arrays}
    inner = {tuple(name.split("/")): array for name, array in held.items()}
    for name, net in case.leaf.nets.items():
        of_net = {path[1:]: array for path, array in inner.items() if path[0] == name}
        own[name] = lower(net).function(of_net, context)
    outputs = [*listed(case.layer.forward(context, *fed, **own))]
    ends = [out for out in outputs if out.requires_grad]
    starts = [x for x in (*fed, *(held[n] for n in trained_ones)) if x.requires_grad]
    found = (
        torch.autograd.grad(ends, starts, [torch.ones_like(e) for e in ends], allow_unused=True)
        if ends
        else ()
    )
    return [out.detach() for out in outputs] + [g for g in found if g is not None]


@pytest.mark.parametrize("case", CASES)
def test_every_layer_gives_on_a_gpu_what_it_gives_on_a_processor(case: Case) -> None:
    if case.layer.always_random:
        pytest.skip("random numbers of a GPU are others")
    arrays = {name: a if a is None else a.to(GPU) for name, a in case.arrays().items()}
    with working("Real64", GPU):
        found = listed(case.run([x.to(GPU) for x in case.inputs()], arrays))
    with working("Real64"):
        expected = listed(case.run(case.inputs(), case.arrays()))
    for mine, theirs in zip(found, expected, strict=True):
        assert alike(theirs, mine.cpu(), 1e-6)


def test_single_precision_is_exact() -> None:
    """24 bits, not the 11 of TF32, which is what convolutions have on a GPU by default."""
    net = nets.row(nets.convolution(64, 5), nets.leaf("FlattenLayer"), nets.linear(50), dims=(32, 20, 20))
    x = np.random.default_rng(0).normal(size=(16, 32, 20, 20)).astype(np.float32)
    exact = apply(net, {"Input": x}, precision="Real64")["Output"]
    found = apply(net, {"Input": x}, device=GPU)["Output"]
    assert np.abs(found - exact).max() < 1e-5 * np.abs(exact).max()
    mixed = apply(net, {"Input": x}, device=GPU, precision="Mixed")["Output"]
    error = np.abs(mixed - exact).max() / np.abs(exact).max()
    assert 1e-4 < error < 0.05
    assert torch.backends.cudnn.allow_tf32  # as it was


def test_mixed_products_are_done_in_bfloat16() -> None:
    seen = []
    with working("Mixed", GPU):
        seen.append((torch.ones(8, 8, device=GPU) @ torch.ones(8, 8, device=GPU)).dtype)
    assert seen == [torch.bfloat16]


def test_a_captured_training_leaves_no_memory_behind() -> None:
    def held() -> int:
        gc.collect()
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
        return int(torch.cuda.memory_reserved())

    run(on_gpu(normalized()))
    before = held()
    for _ in range(5):
        run(on_gpu(normalized()))
    assert held() - before < 2**22  # a pool of one graph has at least half of that


def test_the_second_gpu_captures_too() -> None:
    if torch.cuda.device_count() < 2:
        pytest.skip("there is one GPU")
    found, outcomes = trained(replace(dropout(), device="cuda:1"))
    assert set(outcomes.values()) == {CAPTURED}, outcomes
    assert_close(found, run(replace(dropout(), device="cuda:1", tape=False)), CLOSE["Real32"])


def test_devices_that_share_batches_capture_nothing_and_learn_the_same() -> None:
    found, outcomes = trained(on_gpu(chain(), devices=(GPU,)))
    assert outcomes == {}
    assert_close(found, run(on_gpu(chain())), 1e-3)


def test_nettrain_trains_on_a_gpu() -> None:
    session = Session()
    program = """
        data = Table[{x, y} -> {Sin[3 x] + y^2}, {x, -1., 1, 0.1}, {y, -1., 1, 0.1}] // Flatten;
        net = NetInitialize[NetChain[{20, Tanh, 1}, "Input" -> 2], RandomSeeding -> 1];
        train[device_] := NetTrain[net, data, All, TargetDevice -> device, MaxTrainingRounds -> 30,
            RandomSeeding -> 2, TrainingProgressReporting -> None];
        Last[train[#]["RoundLossList"]] & /@ {"GPU", "CPU"}
    """
    gpu, cpu = (float(each.value) for each in session.evaluate(program).args)
    assert not session.messages and abs(gpu - cpu) < 0.02 * cpu and cpu < 0.4


def test_automatic_rounds_take_the_time_they_should() -> None:
    """Judged from the first batches, without waiting for the end: some 20 seconds."""
    plan, speed = on_gpu(chain(), rounds=None), []

    def stop(event: Event) -> str | None:
        speed.append((event.seconds, event.total))
        return "enough" if event.total > 2000 else None

    run(plan, stop)
    (start, first), (end, last) = speed[200], speed[-1]
    each = (end - start) / (last - first)
    planned = [event.training.rounds for event in _until(plan, 20)][-1]
    assert planned is not None and (planned == 10_000 or 4 < planned * plan.batches_per_round * each < 100)


def _until(plan: TrainPlan, total: int) -> Iterator[Event]:
    for event in train(plan):
        yield event
        if event.total >= total:
            return
