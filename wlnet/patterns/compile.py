"""Patterns, compiled to matchers.

`compile_pattern` makes the matcher of one node and `compile_arguments` that of an argument list, which is
what the rules of a symbol need.  Patterns see the attributes of heads as they are at the time of compiling:
Flat and Orderless change what is tried, OneIdentity and Default let ``x_ + y_.`` match a lone x."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..attributes import Attribute
from ..expr import Complex, Expr, Integer, Node, Rational, S, Symbol, is_rule
from .elements import ELEMENTS, Place
from .literals import head_test, is_literal, is_well_formed, pattern_names
from .matchers import (
    Accept,
    Bindings,
    Element,
    Host,
    Items,
    Matcher,
    named,
    plain,
    simple_matcher,
    single,
)
from .priorities import by_priority
from .sequences import FullArgs, SimpleArgs, flattened, in_any_order, in_order, simple_in_order

REST = (Symbol("RestBefore$"), Symbol("RestAfter$"))
_REST_PATTERNS = tuple(Expr(S.Pattern, (name, Expr(S.BlankNullSequence))) for name in REST)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The matcher of an argument list; `simple` where there is only one way to match."""

    simple: SimpleArgs | None
    full: FullArgs
    names: frozenset[Symbol]
    low: int
    high: int | None


def compile_pattern(pattern: Node, host: Host) -> Matcher:
    """The matcher of `pattern`."""
    return PatternCompiler(host, (pattern,)).node(pattern)


def compile_arguments(head: Node, patterns: Sequence[Node], host: Host, partial: bool = False) -> Arguments:
    """The matcher of arguments of `head`.

    With `partial`, for a Flat head, it is enough to match some that stand together; what is left before and
    after is bound to the names of `REST`."""
    return PatternCompiler(host, patterns).arguments(head, patterns, partial)


class PatternCompiler:
    """Compiles the patterns of one rule; conditions in them may use any name that the rule has."""

    def __init__(self, host: Host, patterns: Sequence[Node]):
        self.host = host
        self._patterns = patterns

    @cached_property
    def names(self) -> frozenset[Symbol]:
        return frozenset(name for pattern in self._patterns for name in pattern_names(pattern))

    def node(self, pattern: Node) -> Matcher:
        """The matcher of a pattern for one node."""
        if type(pattern) is Expr and type(pattern.head) is Symbol and is_well_formed(pattern):
            special = _NODES.get(pattern.head)
            matcher = None if special is None else special(self, pattern)
            if matcher is not None:
                return matcher
        if is_literal(pattern) and not self._reorders(pattern):
            return plain(lambda node: node is pattern or node == pattern)
        assert type(pattern) is Expr
        return self._expression(pattern)

    def _reorders(self, pattern: Node) -> bool:
        """Whether a head in the pattern is Flat or Orderless, so that more than the same expression
        matches.
        """
        if type(pattern) is not Expr:
            return False
        head = pattern.head
        if type(head) is Symbol and self.host.attributes(head) & (Attribute.FLAT | Attribute.ORDERLESS):
            return True
        return self._reorders(head) or any(map(self._reorders, pattern.args))

    def element(self, pattern: Node, place: Place) -> Element:
        """The pattern as one among arguments."""
        if type(pattern) is Expr and type(pattern.head) is Symbol and is_well_formed(pattern):
            special = ELEMENTS.get(pattern.head)
            element = None if special is None else special(self, pattern, place)
            if element is not None:
                return element
        literal = is_literal(pattern) and not self._reorders(pattern)
        return single(self.node(pattern), pattern if literal else None)

    def arguments(self, head: Node, patterns: Sequence[Node], partial: bool = False) -> Arguments:
        attributes = self.host.attributes(head) if type(head) is Symbol else 0
        flat, orderless = attributes & Attribute.FLAT, attributes & Attribute.ORDERLESS
        elements = [self.element(p, Place(head, i, len(patterns))) for i, p in enumerate(patterns, 1)]
        if flat and not attributes & Attribute.ONE_IDENTITY:
            pairs = zip(elements, patterns, strict=True)
            elements = [replace(e, wraps=True) if _is_named_blank(p) else e for e, p in pairs]
        if flat and not orderless:
            pairs = zip(elements, patterns, strict=True)
            elements = [flattened(e, head) if e.wraps or _takes_many(p, head) else e for e, p in pairs]
        if partial:
            before, after = (self.element(p, Place()) for p in _REST_PATTERNS)
            elements = [*elements, after] if orderless else [before, *elements, after]
        return self._arguments(elements, head if flat else None, bool(orderless))

    def _arguments(self, elements: list[Element], wrap: Node | None, orderless: bool) -> Arguments:
        names = frozenset[Symbol]().union(*(e.names for e in elements))
        low = sum(e.low for e in elements)
        highs = [e.high for e in elements]
        high = None if None in highs or (wrap and orderless) else sum(h for h in highs if h is not None)
        if orderless:
            return Arguments(None, in_any_order(elements, wrap), names, low, high)
        if any(e.priority is not None for e in elements):
            return Arguments(None, by_priority(elements), names, low, high)
        return Arguments(simple_in_order(elements), in_order(elements), names, low, high)

    def _expression(self, pattern: Expr) -> Matcher:
        head, arguments = pattern.head, self.arguments(pattern.head, pattern.args)
        if type(head) is not Symbol:
            return _with_head(self.node(head), arguments)
        if head in _NUMBERS:
            return _number(head, arguments)
        lone = self._lone(head, pattern.args, arguments)
        simple_args, full_args = arguments.simple, arguments.full
        if simple_args is not None and lone is None:
            return simple_matcher(
                lambda node, b: type(node) is Expr and node.head is head and simple_args(node.args, b),
                arguments.names,
            )

        def full(node: Node, b: Bindings, accept: Accept) -> bool:
            if type(node) is Expr and node.head is head:
                return full_args(node.args, b, accept)
            return lone is not None and lone(node, b, accept)

        return Matcher(None, full, arguments.names)

    def _lone(
        self, head: Symbol, patterns: Sequence[Node], arguments: Arguments
    ) -> Callable[[Node, Bindings, Accept], bool] | None:
        """How a node without the head may match, when all arguments but one are optional: ``a`` as ``a +
        0``.
        """
        if not self.host.attributes(head) & Attribute.ONE_IDENTITY or arguments.low > 1 or len(patterns) < 2:
            return None
        if not any(_is_optional(p) for p in patterns):
            return None
        full = arguments.full
        return lambda node, b, accept: full((node,), b, accept)


def _is_optional(pattern: Node) -> bool:
    if type(pattern) is not Expr or not pattern.args:
        return False
    if pattern.head is S.Optional:
        return True
    return pattern.head in (S.Pattern, S.HoldPattern) and _is_optional(pattern.args[-1])


def _is_named_blank(pattern: Node) -> bool:
    """Whether this is ``x_`` or ``x_h``, perhaps with tests: under a head that is Flat but not OneIdentity
    the name then stands for ``head[argument]``, also where it is one argument.
    """
    if type(pattern) is not Expr or not pattern.args:
        return False
    if pattern.head is S.Pattern and len(pattern.args) == 2:
        return type(pattern.args[1]) is Expr and pattern.args[1].head is S.Blank
    return pattern.head in (S.PatternTest, S.Condition, S.HoldPattern) and _is_named_blank(pattern.args[0])


def _takes_many(pattern: Node, head: Node) -> bool:
    """Whether under the flat `head` this pattern for one argument may take several."""
    if type(pattern) is not Expr or not (pattern.args or pattern.head is S.Blank):
        return False
    if pattern.head in (S.Pattern, S.HoldPattern):
        return _takes_many(pattern.args[-1], head)
    if pattern.head in (S.PatternTest, S.Condition):
        return _takes_many(pattern.args[0], head)
    if pattern.head is S.Blank:
        return not pattern.args or pattern.args[0] == head
    return False


def _with_head(head: Matcher, arguments: Arguments) -> Matcher:
    """``f_[x_]``: the head is a pattern itself."""
    names = head.names | arguments.names
    simple_head, simple_args = head.simple, arguments.simple
    if simple_head is not None and simple_args is not None:
        return simple_matcher(
            lambda node, b: type(node) is Expr and simple_head(node.head, b) and simple_args(node.args, b),
            names,
        )

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        if type(node) is not Expr:
            return False
        return head.full(node.head, b, lambda found: arguments.full(node.args, found, accept))

    return Matcher(None, full, names)


_NUMBERS: dict[Symbol, type] = {S.Rational: Rational, S.Complex: Complex}


def _number(head: Symbol, arguments: Arguments) -> Matcher:
    """``Rational[p_, q_]`` and ``Complex[x_, y_]``, which match numbers by their two parts."""
    kind = _NUMBERS[head]

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        if type(node) is kind:
            return arguments.full(_parts(node), b, accept)
        return type(node) is Expr and node.head is head and arguments.full(node.args, b, accept)

    return Matcher(None, full, arguments.names)


def _parts(node: Node) -> Items:
    """Numerator and denominator, or real and imaginary part."""
    if type(node) is Rational:
        return Integer(node.value.numerator), Integer(node.value.denominator)
    assert type(node) is Complex
    return node.value


# ---- the kinds of patterns for one node ----


def _blank(c: PatternCompiler, pattern: Expr) -> Matcher:
    return plain(head_test(pattern.args[0])) if pattern.args else plain(lambda _: True)


def _pattern(c: PatternCompiler, pattern: Expr) -> Matcher | None:
    if len(pattern.args) != 2 or type(pattern.args[0]) is not Symbol:
        return None
    name, inner = pattern.args
    if type(inner) is Expr and inner.head in (S.BlankSequence, S.BlankNullSequence):
        return _alone(c, pattern)
    return named(name, c.node(inner))  # type: ignore[arg-type]


def _alone(c: PatternCompiler, pattern: Expr) -> Matcher:
    """A pattern for several arguments that stands where only one node can be."""
    element = c.element(pattern, Place())
    if element.single is not None:
        return element.single
    run, fits = element.run, element.fits
    assert run is not None

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        return (fits is None or fits(node)) and run((node,), b, accept)

    return Matcher(None, full, element.names)


def _pattern_test(c: PatternCompiler, pattern: Expr) -> Matcher | None:
    if len(pattern.args) != 2:
        return None
    inner, test = c.node(pattern.args[0]), c.host.test(pattern.args[1])
    if (simple := inner.simple) is not None:
        return simple_matcher(lambda node, b: simple(node, b) and test(node), inner.names)
    return Matcher(
        None, lambda node, b, accept: inner.full(node, b, lambda f: test(node) and accept(f)), inner.names
    )


def _condition(c: PatternCompiler, pattern: Expr) -> Matcher | None:
    if len(pattern.args) != 2:
        return None
    inner = c.node(pattern.args[0])
    holds = c.host.condition(pattern.args[1], c.names)
    if (simple := inner.simple) is not None:
        return simple_matcher(lambda node, b: simple(node, b) and holds(b), inner.names)
    return Matcher(
        None, lambda node, b, accept: inner.full(node, b, lambda f: holds(f) and accept(f)), inner.names
    )


def _alternatives(c: PatternCompiler, pattern: Expr) -> Matcher:
    choices = [c.node(p) for p in pattern.args]
    names = frozenset[Symbol]().union(*(choice.names for choice in choices))
    simples = [choice.simple for choice in choices if choice.simple is not None]
    if not names and len(simples) == len(choices):
        return plain(lambda node: any(simple(node, {}) for simple in simples))
    return Matcher(
        None, lambda node, b, accept: any(choice.full(node, b, accept) for choice in choices), names
    )


def _except(c: PatternCompiler, pattern: Expr) -> Matcher | None:
    if not pattern.args:
        return None
    refused = c.node(pattern.args[0])
    if len(pattern.args) == 1:
        return plain(lambda node: not refused.full(node, {}, _yes))
    wanted = c.node(pattern.args[1])

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        return not refused.full(node, {}, _yes) and wanted.full(node, b, accept)

    return Matcher(None, full, wanted.names)


def _yes(_: Bindings) -> bool:
    return True


def _verbatim(c: PatternCompiler, pattern: Expr) -> Matcher | None:
    if len(pattern.args) != 1:
        return None
    itself = pattern.args[0]
    return plain(lambda node: node == itself)


def _inner(c: PatternCompiler, pattern: Expr) -> Matcher | None:
    return c.node(pattern.args[0]) if pattern.args else None


def _key_value(c: PatternCompiler, pattern: Expr) -> Matcher | None:
    """KeyValuePattern[{key -> p, ...}]: an association or list of rules that has these among others, in
    any order.
    """
    if len(pattern.args) != 1:
        return None
    inner = pattern.args[0]
    wanted = inner.args if type(inner) is Expr and inner.head in (S.List, S.Association) else (inner,)
    elements = [c.element(_either_rule(p), Place()) for p in wanted]
    elements.append(c.element(Expr(S.BlankNullSequence), Place()))
    match = in_any_order(elements, None)
    names = frozenset[Symbol]().union(*(e.names for e in elements))

    def full(node: Node, b: Bindings, accept: Accept) -> bool:
        if (
            type(node) is not Expr
            or node.head not in (S.Association, S.List)
            or not all(map(is_rule, node.args))
        ):
            return False
        return match(node.args, b, accept)

    return Matcher(None, full, names)


def _either_rule(pattern: Node) -> Node:
    if type(pattern) is not Expr or pattern.head is not S.Rule:
        return pattern
    return Expr(S.Alternatives, (pattern, Expr(S.RuleDelayed, pattern.args)))


_NODES: dict[Symbol, Callable[[PatternCompiler, Expr], Matcher | None]] = {
    S.Blank: _blank,
    S.BlankSequence: _blank,
    S.BlankNullSequence: _blank,
    S.Pattern: _pattern,
    S.PatternTest: _pattern_test,
    S.Condition: _condition,
    S.Alternatives: _alternatives,
    S.Except: _except,
    S.Verbatim: _verbatim,
    S.HoldPattern: _inner,
    S.Optional: _inner,
    S.Longest: _inner,
    S.Shortest: _inner,
    S.Repeated: _alone,
    S.RepeatedNull: _alone,
    S.PatternSequence: _alone,
    S.OrderlessPatternSequence: _alone,
    S.OptionsPattern: _alone,
    S.KeyValuePattern: _key_value,
}
