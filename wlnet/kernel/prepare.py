"""From declarations to functions that the evaluator calls, by number of arguments; done when a symbol is
first used.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from ..convert import NOT_CONVERTED, Converter, converter, foreign_type
from ..expr import Expr, Node, Symbol, to_node
from ..patterns.compile import compile_arguments
from ..patterns.literals import head_test, pattern_names, sequence_names
from ..patterns.matchers import Bindings, items_of
from ..problem import Problem
from ..syntax.parse import parse
from .builtin import Builtin
from .definition import Definition, Native
from .messages import GENERAL
from .option_reader import option_node, option_reader
from .wrong_arguments import Complaint, complaint, kind_name

if TYPE_CHECKING:
    from .evaluator import Kernel


STAY: Any = Symbol("Stay$")  # what a builtin gives that said its message and leaves the expression as it is


SubNative = Callable[["Kernel", Node, tuple[Node, ...]], "Node | None"]


_ARGUMENT = re.compile(r"\s*(\w*?)(_{1,3})([A-Za-z]*)\s*")


_GENERAL = Symbol("General")
_MANY = 1_000_000  # more arguments than any call has


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
            return -_MANY
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
        patterns = _all_arguments(lhs)
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


def _all_arguments(lhs: Node) -> tuple[Node, ...]:
    """The arguments of ``f[...][...]``, from left to right."""
    return (*_all_arguments(lhs.head), *lhs.args) if type(lhs) is Expr else ()


def _bounds(parameters: list[Parameter] | None, optional: int) -> tuple[int, int]:
    if parameters is None:
        return 0, _MANY
    low = sum(p.least for p in parameters) - optional
    return low, _MANY if any(p.many for p in parameters) else len(parameters)


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


def prepare(k: Kernel, definition: Definition, key: int) -> tuple[Native, ...]:
    """The builtin rules for `key` arguments (or ``~key``, of which the first is a `Value`), in the order to
    try them.

    They are kept in the definition.  Rules for foreign values are tried first, and for nothing else.
    """
    count = key if key >= 0 else ~key
    rules = [prepared(declared) for declared in definition.declared if not declared.is_sub]
    takers = [rule for rule in rules if rule.takes(count)]
    ordered = sorted(takers, key=lambda rule: (not rule.foreign_first, rule.generality))
    natives = [native(k, rule) for rule in ordered if key < 0 or not rule.foreign_only]
    if rules and not takers and not _is_operator(definition, count):
        natives.append(_complaint(k, definition.symbol, rules))
    elif takers and (find := complaint(definition.symbol, takers, count, definition.attributes)) is not None:
        natives.append(_complaint_of_kinds(definition.symbol, takers, find))
    result = tuple(natives)
    if len(definition.natives) < 64:
        definition.natives[key] = result
    return result


def _is_operator(definition: Definition, count: int) -> bool:
    return count > 0 and any(
        (d.operator is not None and prepared(d).low - 1 == count) or d.is_sub for d in definition.declared
    )


def prepare_sub(k: Kernel, definition: Definition) -> list[SubNative]:
    """What applications of applications of the symbol do: operator forms and declarations ``f[x_][y_]``."""
    if definition.sub_natives is None:
        found: list[Any] = []
        for declared in definition.declared:
            if declared.is_sub:
                found.append(_curried(k, prepared(_uncurried(declared))))
            elif declared.operator is not None:
                found.append(_operator(k, prepared(declared)))
        definition.sub_natives = found
    return definition.sub_natives


@functools.cache
def _uncurried(declared: Builtin) -> Builtin:
    """``f[x_][y_]`` as ``f[x_, y_]``."""
    signature = declared.signature.replace("[][", "[").replace("][", ", ")
    return Builtin(signature, declared.function, declared.attributes, declared.failure, None)


def _curried(k: Kernel, rule: Prepared) -> SubNative:
    inner = native(k, rule)

    def apply(k: Kernel, head: Node, args: tuple[Node, ...]) -> Node | None:
        everything = (*_all_arguments(head), *args)
        return inner(k, everything) if rule.low <= len(everything) <= rule.high else None

    return apply


def _operator(k: Kernel, rule: Prepared) -> SubNative:
    """``f[a, b][x]`` as a call of ``f`` with x at the place of the parameter that comes later."""
    place = rule.names.index(rule.declared.operator or "")
    symbol = rule.symbol

    def apply(k: Kernel, head: Node, args: tuple[Node, ...]) -> Node | None:
        if (
            len(args) != 1
            or type(head) is not Expr
            or head.head is not symbol
            or len(head.args) + 1 < rule.low
        ):
            return None
        whole = (*head.args[:place], args[0], *head.args[place:])
        return Expr(symbol, whole) if len(head.args) + 1 == rule.low else None

    return apply


def native(k: Kernel, rule: Prepared) -> Native:
    """The function that converts arguments, calls, and makes a message of a problem."""
    read = _reader(k, rule)
    assert rule.declared.function is not None
    function, symbol, failure = rule.declared.function, rule.symbol, rule.declared.failure
    options = option_reader(k, rule) if rule.options else None
    says, keeps_call = STAY if failure is None else failure, rule.declared.keeps_call

    def call(k: Kernel, args: tuple[Node, ...]) -> Node | None:
        whole = args
        try:
            given: dict[str, Any] = {}
            if options is not None:
                args, given = options(args)
            values = args if read is None else read(args)
            if values is None:
                return None
            if keeps_call:
                k.state["call"] = Expr(symbol, whole)
            result = function(k, *values, **given)
        except Problem as problem:
            k.message(symbol, problem)
            return says
        except OverflowError:  # a number that no machine type holds, as a size or a base
            k.message(_GENERAL, GENERAL["ovfl"]())
            return says
        return result if result is None or isinstance(result, Node) else to_node(result)

    def call_plainly(k: Kernel, args: tuple[Node, ...]) -> Node | None:
        try:
            result = function(k, *args)
        except Problem as problem:
            k.message(symbol, problem)
            return says
        except OverflowError:  # a number that no machine type holds, as a size or a base
            k.message(_GENERAL, GENERAL["ovfl"]())
            return says
        return result if result is None or isinstance(result, Node) else to_node(result)

    return call_plainly if read is None and options is None else call


def _reader(k: Kernel, rule: Prepared) -> Callable[[tuple[Node, ...]], Any] | None:
    """What makes Python arguments of nodes; None if they are taken as they are."""
    if rule.parameters is None:
        return _matching_reader(k, rule)
    if any(p.many for p in rule.parameters):
        return _splitting_reader(rule)
    fits = [p.fits for p in rule.parameters]
    if not any(fits) and not any(rule.converters):
        return None
    steps = list(zip(fits, rule.converters, strict=True))

    def read(args: tuple[Node, ...]) -> list[Any] | None:
        values: list[Any] = []
        for (fit, convert), arg in zip(steps, args, strict=False):
            if fit is not None and not fit(arg):
                return None
            value = arg if convert is None else convert(arg)
            if value is NOT_CONVERTED:
                return None
            values.append(value)
        return values

    return read


def _splitting_reader(rule: Prepared) -> Callable[[tuple[Node, ...]], Any]:
    """For signatures in which one parameter takes several arguments."""
    parameters = rule.parameters or []
    place = next(i for i, p in enumerate(parameters) if p.many)
    behind = len(parameters) - place - 1

    def read(args: tuple[Node, ...]) -> list[Any] | None:
        end = len(args) - behind
        items: list[Any] = [*args[:place], args[place:end], *args[end:]]
        values: list[Any] = []
        for parameter, convert, item in zip(parameters, rule.converters, items, strict=True):
            fits = parameter.fits
            if fits is not None and not (all(map(fits, item)) if parameter.many else fits(item)):
                return None
            value = item if convert is None else convert(item)
            if value is NOT_CONVERTED:
                return None
            values.append(value)
        return values

    return read


def _matching_reader(k: Kernel, rule: Prepared) -> Callable[[tuple[Node, ...]], Any]:
    """For signatures that need the matcher."""
    arguments = compile_arguments(rule.symbol, rule.patterns, k.host)
    symbols = [Symbol(name) for name in rule.names]
    several = {name for pattern in rule.patterns for name in sequence_names(pattern)}

    def accept(found: list[Bindings]) -> Callable[[Bindings], bool]:
        def keep(bindings: Bindings) -> bool:
            found.append(bindings.copy())
            return True

        return keep

    def read(args: tuple[Node, ...]) -> list[Any] | None:
        found: list[Bindings] = []
        if not arguments.full(args, {}, accept(found)):
            return None
        values: list[Any] = []
        for symbol, convert in zip(symbols, rule.converters, strict=True):
            item: Any = found[0].get(symbol)
            if symbol in several:
                item = items_of(item)
            elif convert is not None:
                item = convert(item)
            if item is NOT_CONVERTED:
                return None
            values.append(item)
        return values

    return read


def declared_options(definition: Definition) -> dict[Node, Node]:
    """The options of a builtin and their defaults."""
    found: dict[Node, Node] = {}
    for declared in definition.declared:
        rule = prepared(_uncurried(declared) if declared.is_sub else declared)
        for name, default in rule.options.items():
            found.setdefault(Symbol(name), option_node(default))
    return found


def _complaint(k: Kernel, symbol: Symbol, rules: list[Prepared]) -> Native:
    """A rule that says how many arguments are expected."""
    low, high = min(r.low for r in rules), max(r.high for r in rules)
    failure = next((r.declared.failure for r in rules if r.declared.failure is not None), STAY)

    def complain(k: Kernel, args: tuple[Node, ...]) -> Node:
        k.message(symbol, count_problem(symbol, len(args), low, high))
        return failure

    return complain


def _complaint_of_kinds(symbol: Symbol, rules: list[Prepared], find: Complaint) -> Native:
    """A rule that says which argument is of a wrong kind, after all others declined."""
    failure = next((r.declared.failure for r in rules if r.declared.failure is not None), STAY)

    def complain(k: Kernel, args: tuple[Node, ...]) -> Node | None:
        problem = find(args)
        if problem is None:
            return None
        k.message(symbol, problem)
        return failure

    return complain


def count_problem(symbol: Symbol, count: int, low: int, high: int) -> Problem:
    """The message about `count` arguments where from `low` to `high` are expected."""
    one = count == 1
    if high >= _MANY:
        return GENERAL["argmu"](symbol, low) if one else GENERAL["argm"](symbol, count, low)
    if low == high == 1:
        return GENERAL["argx"](symbol, count)
    if low == high:
        return GENERAL["argr"](symbol, low) if one else GENERAL["argrx"](symbol, count, low)
    if high == low + 1:
        return GENERAL["argtu"](symbol, low, high) if one else GENERAL["argt"](symbol, count, low, high)
    return GENERAL["argbu"](symbol, low, high) if one else GENERAL["argb"](symbol, count, low, high)
