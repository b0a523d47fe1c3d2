"""What a session has between two evaluations, definitions, messages, limits, and how a change is noticed.

Results are marked with the epoch in which they were found.  Whatever may make them wrong begins a new one
here, so nobody else needs to know what depends on what.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ..expr import Foreign, Node, Symbol
from ..problem import Problem
from .code import Functions
from .definition import Definition, Definitions
from .messages import GENERAL, STOP_AFTER, Hearing, Message

if TYPE_CHECKING:
    from .evaluator import Kernel

Applier = Callable[["Kernel", Foreign, tuple[Node, ...]], "Node | None"]


class State:
    """The state of a session: abstract, `Kernel` is what it is the state of."""

    functions: Functions

    def __init__(self) -> None:
        self.definitions = Definitions()
        self.appliers: dict[type, Applier] = {}
        self.messages: list[Message] = []
        self.hearing = Hearing()
        self.notify: Callable[[object], None] = lambda event: None
        self.write: Callable[[str], None] = lambda text: print(text, flush=True)
        self.put: Callable[[str], None] = lambda text: print(text, end="", flush=True)  # without a line end
        self.report: Callable[[Message], None] = lambda m: print(m, file=sys.stderr, flush=True)
        self.random = np.random.default_rng()
        self.recursion_limit: float = 1024
        self.iteration_limit: float = 4096
        # What no rule applied to last, even if its mark is out of date already.
        self._settled: Node | None = None
        self.epoch: object = object()
        self.attributes_epoch: object = object()
        self.module_number = 1
        self.has_upvalues = False
        self.unsupported: set[str] = set()
        self.state: dict[str, Any] = {}  # what builtins keep for the session

    # ---- change ----

    def changed(self, definition: Definition) -> None:
        """A symbol gets a value, a rule or an attribute: what was evaluated without it may no longer be."""
        if definition.seen:
            definition.seen = False
            self.epoch, self._settled = object(), None

    def set_own(self, symbol: Symbol, value: Node | None) -> None:
        """Give a symbol a value, or take it away."""
        definition = self.definitions[symbol]
        definition.own, definition.own_rules = value, None
        if definition.watch is not None and value is not None:
            definition.watch(self, value)  # type: ignore[arg-type]  # every State is a Kernel
        if definition.seen:
            definition.seen = False
            self.epoch, self._settled = object(), None

    def set_attributes(self, symbol: Symbol, attributes: int) -> None:
        """Give a symbol attributes; rules are compiled again, for they depend on those."""
        definition = self.definitions[symbol]
        if attributes != definition.attributes:
            definition.set_attributes(attributes)
            self._compile_again()

    def forget(self, symbol: Symbol) -> None:
        """Drop the definition of a symbol; whatever was compiled may hold it, and is compiled again."""
        self.definitions.pop(symbol, None)
        self._compile_again()

    def _compile_again(self) -> None:
        self.epoch = self.attributes_epoch = object()
        self.functions.clear()
        for each in self.definitions.values():
            each.forget_compiled()

    # ---- messages ----

    def message(self, symbol: Symbol, problem: Problem) -> None:
        """Say a message in the name of `symbol`, unless it is quieted or was said often enough."""
        message = Message(problem.head or symbol.name, problem)
        hearing = self.hearing
        hearing.note(message)
        if hearing.is_quiet(message.name):
            return
        count = hearing.counts[message.name] = hearing.counts.get(message.name, 0) + 1
        hearing.said.append(message.name)
        if count > STOP_AFTER:
            return
        self._say(message)
        if count == STOP_AFTER and not hearing.is_quiet("General::stop"):
            self._say(Message("General", GENERAL["stop"](message.name)))

    def _say(self, message: Message) -> None:
        self.messages.append(message)
        self.report(message)
