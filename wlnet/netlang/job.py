"""The processes that run the same program, as far as a session has to know: see `engine.distributed`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from ..engine.distributed import Group, final, launched, text_of
from ..kernel.messages import Message
from ..problem import Problem

__all__ = ["end", "failing_alike", "final", "once"]

_T = TypeVar("_T")


def once(do: Callable[[], _T]) -> _T:
    """What `do` gives, which one process does for all."""
    group = launched()
    return group.once(do) if group else do()


def end(message: str) -> None:
    """Be at the end of the program, after a message (or none), where all others are as well."""
    if group := launched():
        group.at("at the end of the program", f", after the message {message}" if message else "")


@contextmanager
def failing_alike(group: Group | None) -> Iterator[None]:
    """A NetTrain that fails within must fail in all processes, or else they end."""
    try:
        yield
    except Exception as error:
        if group:
            said = Message("NetTrain", error) if isinstance(error, Problem) else text_of(error)
            group.at(f"in NetTrain, which failed: {said}")
        raise
