"""Contexts: which symbol a short name means where packages are at work.

Symbols of System` and Global` carry short names, all others their full ones.  The parser knows nothing of
contexts, so an input is `resolved` between reading and evaluating: each short name is looked for in the
present context, then in those of the path, and otherwise belongs to the present context from now on.  In a
session without packages this costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..expr import Expr, Node, Symbol
from ..syntax.scan import RELATIVE
from .builtin import REGISTRY

if TYPE_CHECKING:
    from .evaluator import Kernel

_SETTINGS = Path(__file__).with_name("settings.txt")  # symbols that are options or values of options
SYSTEM, GLOBAL = "System`", "Global`"


class Contexts:
    """The contexts of one session."""

    def __init__(self, k: Kernel):
        self.k = k
        self.current = GLOBAL
        self.path: tuple[str, ...] = (SYSTEM, GLOBAL)
        self.packages: list[str] = [GLOBAL, SYSTEM]
        self.outer: list[tuple[str, str, tuple[str, ...]]] = []  # what Begin and BeginPackage have left
        self.names: set[str] = set()  # full names of the symbols of packages
        self._found: dict[str, Symbol] = {}
        self._options: frozenset[str] = frozenset()
        self._declared = -1  # how many declarations there were when they were collected

    @property
    def plain(self) -> bool:
        """Whether short names mean what they mean without packages."""
        return self.current == GLOBAL and set(self.path) <= {SYSTEM, GLOBAL}

    def enter(self, kind: str, current: str, path: tuple[str, ...]) -> None:
        """Go into a context; `leave` comes back."""
        self.outer.append((kind, self.current, self.path))
        self.change(current, path)

    def leave(self, kind: str) -> str | None:
        """Back to where the last `enter` of this kind came from; the context left, None if there is none."""
        if not self.outer or self.outer[-1][0] != kind:
            return None
        left = self.current
        _, current, path = self.outer.pop()
        self.change(current, path)
        return left

    def change(self, current: str, path: tuple[str, ...]) -> None:
        self.current, self.path = current, path
        self._found.clear()

    # ---- names to symbols ----

    def resolved(self, node: Node) -> Node:
        """`node` as it was read, with the symbols that its short names mean here."""
        kind = type(node)
        if kind is Symbol:
            name = node.name  # type: ignore[attr-defined]
            if "`" in name:
                if name[0] == "`":
                    return self._relative(name[1:])
                self.names.add(name)
                return node
            return self._found.get(name) or self._symbol(name)
        if kind is not Expr:
            return node
        head, args = self.resolved(node.head), tuple([self.resolved(arg) for arg in node.args])
        same = head is node.head and all(a is b for a, b in zip(args, node.args, strict=True))
        return node if same else Expr(head, args)

    def _relative(self, name: str) -> Symbol:
        """The symbol of a name that was written with a backquote in front: one of the present context."""
        full = name if self.current in (SYSTEM, GLOBAL) else self.current + name
        if "`" in full:
            self.names.add(full)
        return Symbol(full)

    def _symbol(self, name: str) -> Symbol:
        for context in (self.current, *self.path):
            if self._has(context, name):
                full = name if context in (SYSTEM, GLOBAL) else context + name
                break
        else:
            full = name if self.current in (SYSTEM, GLOBAL) else self.current + name
            if full is not name:
                self.names.add(full)
        symbol = self._found[name] = Symbol(full)
        return symbol

    def _has(self, context: str, name: str) -> bool:
        if context == SYSTEM:
            return self.is_system(name)
        if context == GLOBAL:
            return Symbol(name) in self.k.definitions and not self.is_system(name)
        return context + name in self.names

    def is_system(self, name: str) -> bool:
        """Whether the language has this name: a function, a symbol, an option, or something missing here."""
        definitions, symbol = self.k.definitions, Symbol(name)
        if symbol not in definitions and definitions.later is not None and name[:1].isupper():
            definitions.later(name)
        definition = definitions.get(symbol)
        if (definition is not None and definition.described) or name in self.k.unsupported:
            return True
        return name in self._option_names()

    def _option_names(self) -> frozenset[str]:
        if self._declared != len(REGISTRY):  # modules are loaded when their names are first used
            self._declared = len(REGISTRY)
            functions = [b.function for d in list(self.k.definitions.values()) for b in d.declared]
            declared = {name for f in functions if f is not None for name in f.__kwdefaults__ or ()}
            self._options = frozenset(declared) | frozenset(_SETTINGS.read_text(encoding="utf-8").split())
        return self._options

    def know(self, name: str) -> None:
        """Remember a full name that was made, not read."""
        self.names.add(name)
        self._found.pop(name.rpartition("`")[2], None)

    # ---- symbols to names ----

    def shortened(self, node: Node) -> Node:
        """`node` with short names for the symbols that they mean here, to be shown."""
        if not self.names:
            return node
        kind = type(node)
        if kind is Symbol:
            context, _, short = node.name.rpartition("`")  # type: ignore[attr-defined]
            return self._symbol_shown(node, context + "`", short) if context else node  # type: ignore[arg-type]
        if kind is not Expr:
            return node
        head, args = self.shortened(node.head), tuple([self.shortened(arg) for arg in node.args])
        same = head is node.head and all(a is b for a, b in zip(args, node.args, strict=True))
        return node if same else Expr(head, args)

    def _symbol_shown(self, symbol: Symbol, context: str, short: str) -> Symbol:
        seen = context == self.current or context in self.path
        return Symbol(short) if seen and self._found.get(short, self._symbol(short)) is symbol else symbol


def contexts_of(k: Kernel) -> Contexts:
    """The contexts of a session."""
    found = k.state.get("contexts")
    if found is None:
        found = k.state["contexts"] = Contexts(k)
    return found


def resolved(k: Kernel, node: Node) -> Node:
    """An input with its short names resolved."""
    contexts = k.state.get("contexts")
    if RELATIVE and (contexts is None or contexts.plain):
        return contexts_of(k).resolved(node)
    return node if contexts is None or contexts.plain else contexts.resolved(node)


def shortened(k: Kernel, node: Node) -> Node:
    """A value as it is shown."""
    contexts = k.state.get("contexts")
    return node if contexts is None else contexts.shortened(node)
