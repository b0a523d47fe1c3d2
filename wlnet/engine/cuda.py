"""Work on one NVIDIA GPU as a graph that is launched whole (`torch.cuda.CUDAGraph`).

The order of things follows the section "CUDA Graphs" of PyTorch's notes on CUDA: the work is done on a stream
of its own before it is captured there, generators of random numbers are registered with the graph, and what
comes out of one graph is copied before another one runs in the same memory.

A capture that fails (`capture_end` raises) leaves four things behind that PyTorch does not clean up: the
current stream is still the graph's, generators wait for the end of the capture and refuse to draw, the
allocator still asks the graph whose memory is wanted, and so the graph must not be freed.  `capture` sees to
each.  To make that rare, the work is tried once before with every operation forbidden that waits for the GPU.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from ..lazy import torch

WARM_UPS = 3
FAILED: list[Any] = []  # graphs whose capture failed


class Cuda:
    """The `Recorder` of a GPU.  `generators` are those that the work may draw random numbers from.

    All graphs share one pool of memory, which is safe because nobody looks at the results of one after
    another one has run.
    """

    def __init__(self, device: str, generators: Sequence[Any] = ()):
        self._device, self._generators = torch.device(device), [*generators]
        self._stream = torch.cuda.Stream(self._device)
        self._pool = torch.cuda.graph_pool_handle()

    def warm_up(self, work: Callable[[], object]) -> None:
        """Do the work on the stream of the graphs; what libraries set up at first use is then there.

        Raises a RuntimeError if the work waits for the GPU, which a graph cannot.
        """
        with torch.cuda.device(self._device):
            here = torch.cuda.current_stream()
            self._stream.wait_stream(here)
            try:
                with torch.cuda.stream(self._stream):
                    for _ in range(WARM_UPS):
                        work()
                    with _waiting_forbidden():
                        work()
            finally:
                here.wait_stream(self._stream)

    def capture(self, work: Callable[[], list[Any]]) -> tuple[list[Any], Callable[[], object]]:
        """The tensors that will hold the results of the work, and what does it."""
        graph = torch.cuda.CUDAGraph()
        with ExitStack() as around:
            around.enter_context(torch.cuda.device(self._device))
            around.enter_context(self._mended(graph))
            around.enter_context(torch.cuda.stream(self._stream))
            self._register(graph)
            with torch.cuda.graph(graph, pool=self._pool, stream=self._stream):
                results = work()
        return results, graph.replay

    def _register(self, graph: Any) -> None:
        """Let the graph advance the generators whenever it runs, as the work itself would."""
        register = getattr(graph, "register_generator_state", lambda generator: None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # newer PyTorch does it by itself, and says so
            for generator in self._generators:
                register(generator)

    @contextmanager
    def _mended(self, graph: Any) -> Iterator[None]:
        """If the capture fails, generators get the states they had, and the allocator forgets the graph."""
        device = torch.cuda.current_device()
        generators = (*self._generators, torch.cuda.default_generators[device])
        kept = [(each, each.clone_state()) for each in generators]
        try:
            yield
        except BaseException as error:
            FAILED.append(graph)
            for generator, state in kept:
                generator.graphsafe_set_state(state)
            forget = getattr(torch._C, "_cuda_endAllocateToPool", None)
            with suppress(RuntimeError):  # it has been forgotten
                if forget:
                    forget(device, self._pool)
            self._pool = torch.cuda.graph_pool_handle()
            if isinstance(error.__context__, KeyboardInterrupt):  # what ended the capture
                raise error.__context__ from None
            raise


@contextmanager
def _waiting_forbidden() -> Iterator[None]:
    """While this lasts, an operation that waits for the GPU raises a RuntimeError."""
    before = torch.cuda.get_sync_debug_mode()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that not all operations that wait are noticed
        torch.cuda.set_sync_debug_mode("error")
        try:
            yield
        finally:
            torch.cuda.set_sync_debug_mode(before)
