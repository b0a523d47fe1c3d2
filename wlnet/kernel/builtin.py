"""Declaring a function of the language: a signature above a Python function.

    @builtin("Take[list_List, n_]")
    def take(k, list: Node, n: int):
        '''Take[list, n] gives the first n elements of list.

        >> Take[{a, b, c}, 2]
        {a, b}
        '''

The parameters after `k`, the kernel, are the names of the signature in their order.  Annotations convert
(see `convert`): an argument that is no such thing means that this rule does not apply.  A parameter for
``x__`` gets a tuple.  Parameters with a default value are optional arguments.  Keyword-only parameters are
the options of the function, under the names that the language uses.  A `Problem` raised inside becomes a
message of the function, and the call stays as it is, or gives `failure`.  Returning None means "not me":
the next rule is tried.

`operator` names a parameter that may come later: with ``operator="list"`` for ``Select[list_, test_]``,
``Select[test][list]`` works too.  `fast` is tried on evaluated arguments before anything else, even
threading over lists; it is for machine numbers and gives None for all else.  With `keeps_call` the call
as it was is `k.state["call"]` when the function begins.  A signature ``f[x_][y_]``
declares what an application of ``f[x]`` does.

Several declarations may add rules to one symbol.  Those whose first parameter is a `Foreign` type are tried
first."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..attributes import Attribute
from ..expr import Foreign, Node, Symbol

if TYPE_CHECKING:
    from .evaluator import Kernel

__all__ = [
    "APPLIERS",
    "REGISTRY",
    "Attribute",
    "Builtin",
    "applier",
    "builtin",
    "install",
    "symbol",
    "variable",
]

_NAME = re.compile(r"[$\w`]+")


@dataclass(frozen=True, eq=False, slots=True)
class Builtin:
    """A declaration; nothing of it is looked at more closely until the function is first called."""

    signature: str
    function: Callable[..., Any] | None  # None: only a symbol with a meaning, see `symbol`
    attributes: int
    failure: Node | None
    operator: str | None = None
    text: str = ""
    fast: Callable[[tuple[Node, ...]], Node | None] | None = None
    value: Node | None = None  # of a variable, to be evaluated each time it is asked for
    watch: Callable[[Kernel, Node], None] | None = None
    keeps_call: bool = False

    @property
    def name(self) -> str:
        return _name_of(self.signature)

    @property
    def is_sub(self) -> bool:
        """Whether it declares an application of an application."""
        return "][" in self.signature

    @property
    def doc(self) -> str:
        return inspect.cleandoc((self.function.__doc__ if self.function else self.text) or "")

    @property
    def usage(self) -> str:
        """The first paragraph of the docstring."""
        return " ".join(self.doc.split("\n\n")[0].split())


@functools.cache
def _name_of(signature: str) -> str:
    found = _NAME.match(signature)
    assert found is not None, signature
    return found[0]


REGISTRY: list[Builtin] = []


def builtin(
    signature: str,
    *,
    attributes: int = Attribute.NONE,
    failure: Node | None = None,
    operator: str | None = None,
    fast: Callable[[tuple[Node, ...]], Node | None] | None = None,
    keeps_call: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the function below as a rule for `signature`.  See the module for the whole contract."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        declared = Builtin(
            signature, function, attributes, failure, operator, fast=fast, keeps_call=keeps_call
        )
        REGISTRY.append(declared)
        return function

    return register


Fast = Callable[[tuple[Node, ...]], "Node | None"]
FAST: dict[str, Fast] = {}


def fast_rule(*names: str) -> Callable[[Fast], Fast]:
    """Declare the function below as the `fast` of builtins that are declared elsewhere: what they do for
    arguments of one kind, packed lists.
    """

    def register(function: Fast) -> Fast:
        FAST.update(dict.fromkeys(names, function))
        return function

    return register


APPLIERS: dict[type[Foreign], Callable[..., Node | None]] = {}


def applier(kind: type[Foreign]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare the function below, of (kernel, value, arguments), as what ``value[arguments]`` does for a
    `kind`.

    A `Problem` raised inside becomes a message in the name of the value's head, and the application gives
    $Failed."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        APPLIERS[kind] = function
        return function

    return register


def symbol(name: str, doc: str, attributes: int = Attribute.NONE, value: Node | None = None) -> None:
    """Declare a symbol that has attributes and a meaning, but no rules: a constant, or a head such as
    Blank.
    """
    REGISTRY.append(Builtin(name, None, attributes | Attribute.PROTECTED, None, text=doc, value=value))


def variable(name: str, doc: str, value: Node, watch: Callable[[Kernel, Node], None] | None = None) -> None:
    """Declare a variable that users may give other values; `value` is evaluated each time it is asked for.

    `watch` hears of new values, before anyone can ask for them.
    """
    REGISTRY.append(Builtin(name, None, Attribute.NONE, None, text=doc, value=value, watch=watch))


_OPEN = frozenset({"Derivative"})  # functions that users may add to: f'[x_] := ... belongs to Derivative


def install(k: Kernel, registry: Iterable[Builtin]) -> None:
    """Make the declarations part of a session; every one of them but variables and `_OPEN` is Protected."""
    k.appliers.update(APPLIERS)
    for declared in registry:
        definition = k.definitions[Symbol(declared.name)]
        protected = Attribute.PROTECTED if declared.value is None else Attribute.NONE
        attributes = definition.attributes | declared.attributes | protected
        if declared.name in _OPEN:
            attributes &= ~Attribute.PROTECTED
        definition.set_attributes(attributes)
        definition.described.append(declared)
        definition.own = declared.value or definition.own
        definition.watch = declared.watch or definition.watch
        if declared.function is None:
            continue
        definition.declared.append(declared)
        definition.fast = declared.fast or FAST.get(declared.name) or definition.fast
        definition.natives.clear()
        definition.sub_natives = None
