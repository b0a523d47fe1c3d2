"""A declaration of a builtin, taken apart once: what it takes at which place, and what converts it.

Signatures of plain blanks, which nearly all are, become a list of parameters; only the others need
the matcher.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args, get_type_hints

from ..convert import NOT_CONVERTED, Converter, converter, foreign_type
from ..expr import Expr, Node, Symbol
from ..patterns.literals import head_test, pattern_names
from ..syntax.parse import parse
from .builtin import Builtin
from .wrong_arguments import kind_name

MANY = 1_000_000  # more arguments than any call has
_ARGUMENT = re.compile(r"\s*(\w*?)(_{1,3})([A-Za-z]*)\s*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a signature without patterns beyond plain blanks."""

    name: str
    least: int  # 1, or 0 for `___`
    many: bool
    fits: Callable[[Node], bool] | None
    head: str = ""


@dataclass
class Prepared:
    """A declaration, taken apart."""

    declared: Builtin
    symbol: Symbol
    parameters: list[Parameter] | None  # None: the signature needs the matcher
    converters: list[Converter | None]
    options: dict[str, Any]
    option_converters: dict[str, Converter | None]
    low: int
    high: int
    foreign_first: bool
    foreign_only: bool
    patterns: tuple[Node, ...] = ()
    names: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)  # what annotations ask for, see `kind_name`

    def kind_at(self, place: int, count: int) -> tuple[str, Callable[[Node], bool]] | None:
        """The kind of argument that the rule takes at a place, and what tells one; None for all kinds."""
        if self.parameters is None:
            return None
        many = next((i for i, p in enumerate(self.parameters) if p.many), len(self.parameters))
        if place >= many:
            return None
        fits, convert = self.parameters[place].fits, self.converters[place]
        name = self.hints[place] if convert is not None else self.parameters[place].head
        if not name or name == "Node":
            return None
        return (
            name,
            lambda node: (
                (fits is None or fits(node)) and (convert is None or convert(node) is not NOT_CONVERTED)
            ),
        )

    @property
    def generality(self) -> int:
        """Less where more of the arguments have to be of a kind: what is more specific is tried first."""
        if self.parameters is None:
            return -MANY
        return -sum(parameter.fits is not None for parameter in self.parameters)

    def takes(self, count: int) -> bool:
        """Whether a call with `count` arguments may be for this rule; options may be among them."""
        return self.low <= count and (count <= self.high or bool(self.options))


@functools.cache
def prepared(declared: Builtin) -> Prepared:
    """A declaration taken apart; raises TypeError where signature and function do not agree."""
    function, symbol = declared.function, Symbol(declared.name)
    assert function is not None, "only a symbol"
    inner = declared.signature[len(declared.name) + 1 : -1]
    listed = list(inspect.signature(function).parameters.values())[1:]
    hints = get_type_hints(function)
    positional = [p for p in listed if p.kind is not p.KEYWORD_ONLY]
    keywords = [p for p in listed if p.kind is p.KEYWORD_ONLY]
    parameters = _plain_parameters(inner)
    patterns: tuple[Node, ...] = ()
    if parameters is None:
        lhs = parse(declared.signature)
        patterns = all_arguments(lhs)
        names = [name.name for name in dict.fromkeys(n for p in patterns for n in pattern_names(p))]
    else:
        names = [p.name for p in parameters if p.name]
    if names != [p.name for p in positional]:
        given = ", ".join(p.name for p in positional)
        raise TypeError(f"{declared.signature} and {function.__qualname__}({given}) name different arguments")
    many = {p.name for p in parameters or () if p.many}
    optional = sum(p.default is not p.empty for p in positional)
    low, high = _bounds(parameters, optional)
    foreign = foreign_type(hints.get(positional[0].name)) if positional else None
    return Prepared(
        declared,
        symbol,
        parameters,
        [_converter(hints.get(p.name, Any), p.name in many) for p in positional],
        {p.name: p.default for p in keywords},
        {p.name: converter(hints.get(p.name, Any)) for p in keywords},
        low,
        high,
        foreign is not None,
        foreign is not None and not hasattr(foreign, "from_node"),
        patterns,
        names,
        [kind_name(hints.get(p.name, Any)) for p in positional],
    )


def _plain_parameters(inner: str) -> list[Parameter] | None:
    """The arguments of a signature if all are plain blanks with distinct names."""
    if not inner.strip():
        return []
    found = []
    for text in inner.split(","):
        matched = _ARGUMENT.fullmatch(text)
        if matched is None:
            return None
        name, blanks, head = matched.groups()
        fits = head_test(Symbol(head)) if head else None
        found.append(Parameter(name, 0 if blanks == "___" else 1, len(blanks) > 1, fits, head))
    return found if sum(p.many for p in found) <= 1 else None


def all_arguments(lhs: Node) -> tuple[Node, ...]:
    """The arguments of ``f[...][...]``, from left to right."""
    return (*all_arguments(lhs.head), *lhs.args) if type(lhs) is Expr else ()


def _bounds(parameters: list[Parameter] | None, optional: int) -> tuple[int, int]:
    if parameters is None:
        return 0, MANY
    low = sum(p.least for p in parameters) - optional
    return low, MANY if any(p.many for p in parameters) else len(parameters)


def _converter(hint: Any, many: bool) -> Converter | None:
    if not many:
        return converter(hint)
    inner = get_args(hint)
    each = converter(inner[0]) if inner else None
    if each is None:
        return None

    def convert(items: Any) -> Any:
        values = tuple([each(item) for item in items])
        return NOT_CONVERTED if any(v is NOT_CONVERTED for v in values) else values

    return convert


@functools.cache
def uncurried(declared: Builtin) -> Builtin:
    """``f[x_][y_]`` as ``f[x_, y_]``."""
    signature = declared.signature.replace("[][", "[").replace("][", ", ")
    return Builtin(signature, declared.function, declared.attributes, declared.failure, None)
