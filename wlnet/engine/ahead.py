"""One thing made ahead of time in a thread of its own, while the training goes on: the next rows of a file.

Only what touches neither the kernel nor the arrays of a training may be made so.  Errors arrive where the
thing is asked for, as if it had been made there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Event, Thread
from typing import Generic, TypeVar

_V = TypeVar("_V")
Stopping = Callable[[], bool]


class Task(Thread, Generic[_V]):
    """A thread that makes one thing; `make` is given what tells it that nobody wants the thing any more."""

    def __init__(self, key: Hashable, make: Callable[[Stopping], _V]):
        super().__init__(name="wlnet reads ahead")
        self.key, self._make, self.stopped = key, make, Event()
        self._found: tuple[_V, ...] = ()
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            self._found = (self._make(self.stopped.is_set),)
        except BaseException as error:  # raised again where the thing is asked for
            self._error = error

    def result(self) -> _V:
        """What was made, once it is there."""
        self.join()
        if self._error is not None:
            raise self._error
        return self._found[0]


class Ahead(Generic[_V]):
    """Gives what `make(key, stopping)` makes; `prepare` begins to make the thing that is wanted next."""

    def __init__(self, make: Callable[[Hashable, Stopping], _V]):
        self._make = make
        self._task: Task[_V] | None = None

    def prepare(self, key: Hashable) -> None:
        """Make a thing in a thread, instead of any other."""
        self.stop()
        self._task = Task(key, lambda stopping: self._make(key, stopping))
        self._task.start()

    def get(self, key: Hashable) -> _V:
        """The thing, made by now or made here."""
        task = self._task
        if task is None or task.key != key:
            self.stop()
            return self._make(key, lambda: False)
        self._task = None
        try:
            return task.result()
        except BaseException:  # also Ctrl-C, after which nobody wants the thing
            task.stopped.set()
            raise

    def stop(self) -> None:
        """Let the thread end as soon as it can, and wait for it: it may hold a part of a file."""
        if (task := self._task) is not None:
            self._task = None
            task.stopped.set()
            task.join()
