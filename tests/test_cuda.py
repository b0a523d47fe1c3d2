"""What a GPU is told, and in which order; PyTorch's side of it is played, so no GPU is needed.

That the real one does what is wanted is in test_gpu.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import torch

from wlnet.engine import cuda, pace, run, transfer
from wlnet.engine.cuda import Cuda
from wlnet.engine.pace import AHEAD, Paced


class Generator:
    """A generator's state can be swapped; one that took part in a failed capture is spoiled."""

    def __init__(self, name: str):
        self.name, self.state = name, "good"

    def clone_state(self) -> Any:
        return SimpleNamespace(state=self.state)

    def graphsafe_set_state(self, other: Any) -> None:
        self.state = other.state


class Driver:
    """PyTorch's functions for GPUs; `told` is what they were told, `stream` the current one."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.stream, self.mode, self.capturing = "default", 0, False
        self.default_generators = [Generator("default")]
        self.registered: list[Any] = []
        self.fails_at_end = False

    def Stream(self, device: Any) -> Any:  # noqa: N802
        return SimpleNamespace(
            name="side", wait_stream=lambda other: self.told.append(f"side waits for {other.name}")
        )

    def current_stream(self) -> Any:
        name = self.stream
        return SimpleNamespace(
            name=name, wait_stream=lambda other: self.told.append(f"{name} waits for {other.name}")
        )

    def current_device(self) -> int:
        return 0

    def graph_pool_handle(self) -> tuple[int, int]:
        self.told.append("pool")
        return 0, self.told.count("pool")

    def get_sync_debug_mode(self) -> int:
        return self.mode

    def set_sync_debug_mode(self, mode: int | str) -> None:
        self.mode = 2 if mode == "error" else mode  # type: ignore[assignment]

    @contextmanager
    def device(self, device: Any) -> Iterator[None]:
        yield

    @contextmanager
    def stream_of(self, stream: Any) -> Iterator[None]:
        before, self.stream = self.stream, stream.name
        try:
            yield
        finally:
            self.stream = before

    def CUDAGraph(self) -> Any:  # noqa: N802
        def register(generator: Generator) -> None:
            assert not self.capturing
            self.registered.append(generator)

        return SimpleNamespace(register_generator_state=register, replay=lambda: self.told.append("replay"))

    def graph(self, graph: Any, pool: Any, stream: Any) -> Any:
        driver = self

        class Capture:
            """Like PyTorch's: if a capture ends badly, the stream stays, and generators are spoiled."""

            def __enter__(self) -> None:
                assert driver.stream == "side"
                driver.told.append(f"capture in {pool}")
                driver.capturing = True

            def __exit__(self, *problem: Any) -> None:
                driver.capturing = False
                if driver.fails_at_end or problem[0]:
                    driver.stream = "lost"
                    for generator in (*driver.registered, *driver.default_generators):
                        generator.state = "spoiled"
                    raise RuntimeError("operation failed due to a previous error during capture")

        return Capture()


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    made = Driver()
    for name in ("Stream", "current_stream", "current_device", "graph_pool_handle", "get_sync_debug_mode"):
        monkeypatch.setattr(torch.cuda, name, getattr(made, name))
    for name in ("set_sync_debug_mode", "device", "CUDAGraph", "graph", "default_generators"):
        monkeypatch.setattr(torch.cuda, name, getattr(made, name))
    monkeypatch.setattr(torch.cuda, "stream", made.stream_of)
    monkeypatch.setattr(
        torch._C, "_cuda_endAllocateToPool", lambda *which: made.told.append(f"forget {which}")
    )
    monkeypatch.setattr(cuda, "FAILED", [])
    return made


def test_work_is_done_on_the_stream_of_the_graph_before_it_is_captured(driver: Driver) -> None:
    seen: list[tuple[str, int]] = []
    recorder = Cuda("cuda:0")
    recorder.warm_up(lambda: seen.append((driver.stream, driver.mode)))
    assert seen == [("side", 0)] * 3 + [("side", 2)]  # at last with waiting forbidden
    assert driver.told == ["pool", "side waits for default", "default waits for side"]
    assert (driver.stream, driver.mode) == ("default", 0)


@pytest.mark.parametrize("mode", [0, 1])
def test_work_that_waits_is_refused_and_everything_is_as_before(driver: Driver, mode: int) -> None:
    driver.mode = mode

    def work() -> None:
        if driver.mode == 2:
            raise RuntimeError("called a synchronizing CUDA operation")

    with pytest.raises(RuntimeError, match="synchronizing"):
        Cuda("cuda:0").warm_up(work)
    assert (driver.stream, driver.mode, driver.told[-1]) == ("default", mode, "default waits for side")


def test_generators_are_registered_before_the_capture(driver: Driver) -> None:
    random, results = Generator("ours"), [torch.ones(1)]
    found, launch = Cuda("cuda:0", [random]).capture(lambda: results)
    assert driver.registered == [random] and found is results and cuda.FAILED == []
    launch()
    assert driver.told[-2:] == ["capture in (0, 1)", "replay"] and driver.stream == "default"


def test_all_graphs_have_one_pool(driver: Driver) -> None:
    recorder = Cuda("cuda:0")
    for _ in range(2):
        recorder.capture(list)
    assert driver.told == ["pool", *["capture in (0, 1)"] * 2]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, None])
def test_a_failed_capture_leaves_nothing_behind(driver: Driver, error: Any) -> None:
    random = Generator("ours")
    recorder = Cuda("cuda:0", [random])

    def work() -> list[Any]:
        if error:
            raise error
        return []

    driver.fails_at_end = error is None
    with pytest.raises(KeyboardInterrupt if error is KeyboardInterrupt else RuntimeError):
        recorder.capture(work)
    assert random.state == driver.default_generators[0].state == "good"
    assert driver.stream == "default" and "forget (0, (0, 1))" in driver.told and len(cuda.FAILED) == 1
    driver.fails_at_end = False
    recorder.capture(list)
    assert driver.told[-1] == "capture in (0, 2)"  # in memory of its own


class Event:
    """Of a GPU that does nothing before it is waited for."""

    told: list[Any] = []

    def __init__(self, blocking: bool):
        self.batch: Any = None

    def synchronize(self) -> None:
        if self.batch is not None:
            Event.told.append(("wait", self.batch))

    def record(self, stream: Any) -> None:
        self.batch = Event.told[-1][1]


def test_python_is_some_batches_ahead_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "Event", Event)
    monkeypatch.setattr(torch.cuda, "current_stream", lambda device: None)
    Event.told = []

    def gradients(batch: tuple[Any, ...]) -> list[Any]:
        Event.told.append(("batch", batch[0]))
        return [*batch]

    paced = Paced(gradients, "cuda:0")
    for number in range(AHEAD + 2):
        assert paced((number,)) == [number]
    expected = [("batch", n) for n in range(AHEAD)]
    for n in range(2):
        expected += [("wait", n), ("batch", AHEAD + n)]
    assert Event.told == expected
    assert pace.AHEAD < 64  # losses are looked at that often


class Sent:
    """A tensor that notes what is done with it."""

    def __init__(self, nbytes: int, kind: str = "cpu"):
        self.nbytes, self.device, self.told = nbytes, SimpleNamespace(type=kind), list[Any]()

    def pin_memory(self) -> Sent:
        self.told.append("pinned")
        return self

    def to(self, *where: Any, **how: Any) -> Sent:
        self.told.append((*where, *how.items()))
        return self


@pytest.mark.parametrize(
    ("numbers", "device", "told"),
    [
        (Sent(10), "cpu", [("cpu",)]),
        (Sent(10), "cuda:1", ["pinned", ("cuda:1", ("non_blocking", True))]),
        (Sent(10), torch.device("cuda", 0), ["pinned", (torch.device("cuda", 0), ("non_blocking", True))]),
        (Sent(2**30), "cuda:0", [("cuda:0",)]),
        (Sent(10, "cuda"), "cuda:0", [("cuda:0",)]),
    ],
)
def test_a_gpu_is_sent_numbers_from_pinned_memory(numbers: Sent, device: Any, told: list[Any]) -> None:
    transfer.sent(numbers, device)
    assert numbers.told == told


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("precision", ["Real32", "Real64"])
def test_convolutions_are_exact_on_a_gpu_and_the_setting_is_put_back(before: bool, precision: str) -> None:
    cudnn, usual = torch.backends.cudnn, torch.backends.cudnn.allow_tf32
    cudnn.allow_tf32 = before
    try:
        with run.working(precision, "cuda:0"):
            assert not cudnn.allow_tf32
        assert cudnn.allow_tf32 is before
        with run.working(precision):
            assert cudnn.allow_tf32 is before
    finally:
        cudnn.allow_tf32 = usual
