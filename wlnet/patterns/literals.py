"""What of an expression is pattern and what stands for itself."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import BigReal, ByteArray, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol

PATTERN_HEADS = frozenset(
    {
        S.Blank,
        S.BlankSequence,
        S.BlankNullSequence,
        S.Pattern,
        S.PatternTest,
        S.Condition,
        S.Alternatives,
        S.Except,
        S.Optional,
        S.Repeated,
        S.RepeatedNull,
        S.Verbatim,
        S.HoldPattern,
        S.OptionsPattern,
        S.KeyValuePattern,
        S.Longest,
        S.Shortest,
        S.PatternSequence,
        S.OrderlessPatternSequence,
    }
)


_COUNTS: dict[Symbol, tuple[int, int]] = {
    S.Longest: (1, 2),
    S.Shortest: (1, 2),
    S.Repeated: (1, 2),
    S.RepeatedNull: (1, 2),
    S.Optional: (1, 2),
    S.Condition: (2, 2),
    S.PatternTest: (2, 2),
    S.HoldPattern: (1, 1),
}


def is_well_formed(pattern: Expr) -> bool:
    """Whether a pattern has as many arguments as its head takes; if not, it is an expression like others."""
    head, args = pattern.head, pattern.args
    low, high = _COUNTS.get(head, (0, len(args)))  # type: ignore[call-overload]
    if not low <= len(args) <= high:
        return False
    if head in (S.Repeated, S.RepeatedNull) and len(args) == 2:
        bound = args[1]
        if type(bound) is not Expr or bound.head is not S.List:
            return _is_bound(bound)
        return (
            1 <= len(bound.args) <= 2 and all(map(_is_bound, bound.args)) and type(bound.args[0]) is Integer
        )
    return True


def _is_bound(node: Node) -> bool:
    return type(node) is Integer or node is S.Infinity or node.head is S.DirectedInfinity


def is_literal(node: Node) -> bool:
    """Whether `node` matches only what is the same."""
    if type(node) is not Expr:
        return True
    if type(node.head) is Symbol:
        if node.head in PATTERN_HEADS:
            return False
    elif not is_literal(node.head):
        return False
    return all(map(is_literal, node.args))


def pattern_names(node: Node) -> list[Symbol]:
    """The names that a pattern binds, in the order in which they are written."""
    found: dict[Symbol, None] = {}

    def walk(part: Node) -> None:
        if type(part) is not Expr or part.head is S.Verbatim:
            return
        if part.head is S.Pattern and len(part.args) == 2 and type(part.args[0]) is Symbol:
            found[part.args[0]] = None
        walk(part.head)
        for item in part.args:
            walk(item)

    walk(node)
    return list(found)


def sequence_names(node: Node) -> list[Symbol]:
    """The names in a pattern that may stand for several arguments, or for none."""
    if type(node) is not Expr or node.head is S.Verbatim:
        return []
    found = [name for part in (node.head, *node.args) for name in sequence_names(part)]
    if (
        node.head is S.Pattern
        and len(node.args) == 2
        and type(node.args[0]) is Symbol
        and _may_be_several(node.args[1])
    ):
        found.append(node.args[0])
    return found


def loose_names(node: Node) -> list[Symbol]:
    """The names in a pattern that a match may leave without a value, which then is Sequence[]: those of one
    alternative among several, and those in what may be repeated no times.
    """
    if type(node) is not Expr or node.head is S.Verbatim:
        return []
    if node.head is S.Alternatives:
        each = [set(pattern_names(choice)) for choice in node.args]
        found = [n for n in pattern_names(node) if not all(n in names for names in each)]
    elif node.head in (S.RepeatedNull, S.Except) or (node.head is S.Repeated and len(node.args) > 1):
        return pattern_names(node.args[0]) if node.args else []
    else:
        found = []
    return found + [name for part in (node.head, *node.args) for name in loose_names(part)]


def _may_be_several(node: Node) -> bool:
    if type(node) is not Expr:
        return False
    return node.head in _SEVERAL or (node.head in _WRAPPING and any(map(_may_be_several, node.args)))


_SEVERAL = frozenset(
    {
        S.BlankSequence,
        S.BlankNullSequence,
        S.Repeated,
        S.RepeatedNull,
        S.PatternSequence,
        S.OrderlessPatternSequence,
        S.OptionsPattern,
    }
)
_WRAPPING = frozenset(
    {S.Pattern, S.PatternTest, S.Condition, S.HoldPattern, S.Longest, S.Shortest, S.Alternatives, S.Optional}
)
_ATOMS: dict[Node, tuple[type, ...]] = {
    S.Integer: (Integer,),
    S.Real: (Real, BigReal),
    S.String: (String,),
    S.Symbol: (Symbol,),
    S.Rational: (Rational,),
    S.Complex: (Complex,),
    S.ByteArray: (ByteArray,),
}


def head_test(head: Node) -> Callable[[Node], bool]:
    """A test whether the head of a node is `head`, without asking atoms for it."""
    kinds = _ATOMS.get(head)
    if kinds is None:
        if type(head) is Symbol:
            return lambda node: node.head is head
        return lambda node: node.head == head
    if len(kinds) == 1:
        kind = kinds[0]
        return lambda node: type(node) is kind
    return lambda node: type(node) in kinds
