"""Rules at work: a left side compiled to a matcher, a right side to closures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..attributes import Attribute
from ..expr import TRUE, Expr, Node, S, Symbol
from ..patterns.compile import REST, compile_arguments, compile_pattern
from ..patterns.literals import loose_names, pattern_names, sequence_names
from ..patterns.matchers import OPTIONS, Bindings, items_of
from .control import Returned
from .definition import Code, Rule
from .marks import INERT
from .scope import Names, build

if TYPE_CHECKING:
    from .evaluator import Kernel

NO = Symbol("ConditionFailed$")  # the value of a right side whose condition did not hold
Apply = Callable[[Any], "Node | None"]


def compile_rule(k: Kernel, head: Symbol, rule: Rule) -> Apply:
    """What applies a rule of `head` to argument lists; kept in the rule."""
    lhs, test = stripped(rule.pattern)
    assert type(lhs) is Expr
    body = conditional(rule.value if test is None else Expr(S.Condition, (rule.value, test)))
    code = right_side(k, lhs, body, tail=True)
    names = _plain_names(lhs.args)
    if names and not k.definitions[head].attributes & (Attribute.FLAT | Attribute.ORDERLESS):
        rule.apply = _apply_plainly(names, code)
    else:
        rule.apply = _apply_matched(k, head, lhs, code, body is not rule.value)
    return rule.apply


def compile_literal_rule(k: Kernel, rule: Rule) -> Apply:
    """What applies a rule without patterns, once it is found; kept in the rule."""
    value = rule.value
    if type(value) in INERT:
        rule.apply = lambda args: value
    else:
        code = _guarded(k.functions.value(conditional(value), Names({}), tail=True))
        rule.apply = lambda args: code({})
    return rule.apply


def stripped(pattern: Node) -> tuple[Node, Node | None]:
    """The left side without HoldPattern and without the condition around it, and that condition."""
    test: Node | None = None
    while type(pattern) is Expr:
        if pattern.head is S.HoldPattern and len(pattern.args) == 1:
            pattern = pattern.args[0]
        elif pattern.head is S.Condition and len(pattern.args) == 2:
            test = pattern.args[1] if test is None else Expr(S.And, (pattern.args[1], test))
            pattern = pattern.args[0]
        else:
            break
    return pattern, test


def conditional(body: Node) -> Node:
    """The right side with ``value /; test``, also within Module, With and Block, made to give `NO` if the
    test fails.
    """
    if type(body) is not Expr or len(body.args) != 2:
        return body
    if body.head is S.Condition:
        return Expr(S.If, (Expr(S.TrueQ, (body.args[1],)), conditional(body.args[0]), NO))
    if body.head in _SCOPES:
        inner = conditional(body.args[1])
        return body if inner is body.args[1] else Expr(body.head, (body.args[0], inner))
    return body


_SCOPES = frozenset({S.Module, S.With, S.Block})


def right_side(k: Kernel, pattern: Node, body: Node, tail: bool) -> Code:
    """The code of a right side, for the bindings of its left side."""
    scope, body = _scope_of(pattern, body)
    return _filled(pattern, k.functions.value(body, scope, tail=tail))


def _filled(pattern: Node, code: Code) -> Code:
    """The code with Sequence[] for names that a match has left without a value."""
    loose = dict.fromkeys(loose_names(pattern), _EMPTY)
    return (lambda bindings: code({**loose, **bindings})) if loose else code


_EMPTY = Expr(S.Sequence)


def _scope_of(pattern: Node, body: Node) -> tuple[Names, Node]:
    """The names that a left side binds, and the right side made to find the options that it matched."""
    names = [*pattern_names(pattern)]
    if mentions(pattern, S.OptionsPattern):
        names.append(OPTIONS)
        body = _with_option_values(body, pattern.head)
    several = frozenset((*sequence_names(pattern), *loose_names(pattern)))
    return Names({name: name for name in names}, several), body


def mentions(node: Node, head: Symbol) -> bool:
    return type(node) is Expr and (
        node.head is head or mentions(node.head, head) or any(mentions(a, head) for a in node.args)
    )


def _with_option_values(body: Node, head: Node) -> Node:
    """OptionValue[name] in a right side asks for what OptionsPattern[] matched there."""
    if type(body) is not Expr:
        return body
    args = tuple([_with_option_values(arg, head) for arg in body.args])
    if body.head is S.OptionValue and args:
        if len(args) == 1:
            return Expr(S.OptionValue, (OPTIONS, args[0]))
        if args[0] is S.Automatic:
            return Expr(S.OptionValue, (OPTIONS, *args[1:]))
        if len(args) > 2 and args[1] is S.Automatic:
            return Expr(S.OptionValue, (args[0], Expr(S.Last, (OPTIONS,)), *args[2:]))
    return Expr(_with_option_values(body.head, head), args)


def _plain_names(patterns: tuple[Node, ...]) -> list[Symbol] | None:
    """The names of a left side that is only ``f[x_, y_]``; None for all others."""
    names = []
    for p in patterns:
        if type(p) is not Expr or p.head is not S.Pattern or len(p.args) != 2:
            return None
        name, blank = p.args
        if type(name) is not Symbol or type(blank) is not Expr or blank.head is not S.Blank or blank.args:
            return None
        names.append(name)
    return names if len(set(names)) == len(names) else None


def _apply_plainly(names: list[Symbol], code: Code) -> Apply:
    """For left sides that match every argument list of the right length."""
    if len(names) == 1:
        (name,) = names

        def apply_one(args: tuple[Node, ...]) -> Node | None:
            try:
                result = code({name: args[0]})
            except Returned as left:
                return returned(left)
            return result if result is not NO else None

        return apply_one

    def apply(args: tuple[Node, ...]) -> Node | None:
        try:
            result = code(dict(zip(names, args, strict=True)))
        except Returned as left:
            return returned(left)
        return result if result is not NO else None

    return apply


def returned(left: Returned) -> Node:
    """The value of a function that was left by Return; one meant for a named construct goes on."""
    if left.head is not None:
        raise left
    return left.value


def _guarded(code: Code) -> Code:
    def guarded(bindings: Bindings) -> Node:
        try:
            return code(bindings)
        except Returned as left:
            return returned(left)

    return guarded


def _apply_matched(k: Kernel, head: Symbol, lhs: Expr, code: Code, has_condition: bool) -> Apply:
    arguments = compile_arguments(head, lhs.args, k.host)
    code = _guarded(code)
    flat = k.definitions[head].attributes & Attribute.FLAT
    if (simple := arguments.simple) is not None and not flat:

        def apply_simply(args: tuple[Node, ...]) -> Node | None:
            bindings: Bindings = {}
            if not simple(args, bindings):
                return None
            result = code(bindings)
            return result if result is not NO else None

        return apply_simply
    first = first_match(arguments.full, code, has_condition)
    if not flat:
        return first
    some = compile_arguments(head, lhs.args, k.host, partial=True)
    partly = first_match(some.full, _within(code, head), True)

    def apply_flat(args: tuple[Node, ...]) -> Node | None:
        result = first(args)
        return partly(args) if result is None and len(args) > 1 else result

    return apply_flat


def _within(code: Code, head: Node) -> Code:
    """The value of `code` among what a flat `head` had besides the arguments that matched."""

    def within(bindings: Bindings) -> Node:
        result = code(bindings)
        if result is NO:
            return NO
        before, after = (items_of(bindings.get(name)) for name in REST)
        return Expr(head, (*before, result, *after))

    return within


def compile_whole_rule(k: Kernel, rule: Rule) -> Apply:
    """What applies a rule to whole expressions, as up-, sub- and conditional own values are; kept in the
    rule.
    """
    lhs, test = stripped(rule.pattern)
    body = rule.value if test is None else Expr(S.Condition, (rule.value, test))
    rule.apply = whole_rule(k, lhs, body, partial=True)
    return rule.apply


def whole_rule(k: Kernel, lhs: Node, value: Node, partial: bool = False) -> Apply:
    """What makes ``lhs :> value`` of an expression, not evaluated; None where it does not match.

    With `partial` a left side with a Flat head also matches some of the arguments, as replacing needs it.
    """
    code = replacement(k, lhs, value)
    matcher = compile_pattern(lhs, k.host)
    if (simple := matcher.simple) is not None:

        def apply_simply(node: Node) -> Node | None:
            bindings: Bindings = {}
            if not simple(node, bindings):
                return None
            result = code(bindings)
            return result if result is not NO else None

        whole: Apply = apply_simply
    else:
        whole = first_match(matcher.full, code, conditional(value) is not value)
    flat = type(lhs) is Expr and type(lhs.head) is Symbol and k.host.attributes(lhs.head) & Attribute.FLAT
    return _whole_or_partly(k, lhs, whole, code) if partial and flat else whole  # type: ignore[arg-type]


def replacement(k: Kernel, lhs: Node, value: Node) -> Code:
    """What builds the right side for bindings; conditions on it are evaluated, and `NO` says that one
    failed.
    """
    tests: list[Node] = []
    while type(value) is Expr and value.head is S.Condition and len(value.args) == 2:
        tests.append(value.args[1])
        value = value.args[0]
    if conditional(value) is not value:  # conditions within Module and With, which have to be evaluated
        return _guarded(right_side(k, lhs, conditional(_conditioned(value, tests)), tail=False))
    scope, value = _scope_of(lhs, value)
    made = build(value, scope)
    if not tests:
        return _filled(lhs, made)
    checks = [k.functions.value(_scope_of(lhs, test)[1], scope) for test in reversed(tests)]

    def code(bindings: Bindings) -> Node:
        for check in checks:
            if check(bindings) is not TRUE:
                return NO
        return made(bindings)

    return _filled(lhs, code)


def _conditioned(value: Node, tests: list[Node]) -> Node:
    for test in reversed(tests):
        value = Expr(S.Condition, (value, test))
    return value


def _whole_or_partly(k: Kernel, lhs: Expr, whole: Apply, code: Code) -> Apply:
    head = lhs.head
    partly = first_match(
        compile_arguments(head, lhs.args, k.host, partial=True).full, _within(code, head), True
    )

    def apply(node: Node) -> Node | None:
        result = whole(node)
        if result is None and type(node) is Expr and node.head is head and len(node.args) > 1:
            return partly(node.args)
        return result

    return apply


def first_match(
    full: Callable[[Any, Bindings, Callable[[Bindings], bool]], bool], code: Code, conditional: bool
) -> Apply:
    """What gives the value for the first way to match (with `conditional`: for the first that gives one)."""

    def apply(subject: Any) -> Node | None:
        found: list[Any] = []

        def accept(bindings: Bindings) -> bool:
            if conditional:
                result = code(bindings)
                if result is NO:
                    return False
                found.append(result)
            else:
                found.append(bindings.copy())
            return True

        if not full(subject, {}, accept):
            return None
        return found[0] if conditional else code(found[0])

    return apply
