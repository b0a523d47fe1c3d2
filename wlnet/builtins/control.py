"""Deciding and repeating: If, Which, Switch, loops, and ways to leave them."""

from __future__ import annotations

from ..expr import FALSE, NULL, TRUE, Expr, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Broken, Continued, Returned, Thrown
from ..kernel.definition import Code, Frame
from ..kernel.forms import form, guarded, run
from ..kernel.rules import whole_rule
from ..kernel.scope import Scope, build
from ..patterns.compile import compile_pattern
from ..problem import Template
from .iterators import compile_iterators, loop

HOLD_ALL, HOLD_REST, HOLD_FIRST = Attribute.HOLD_ALL, Attribute.HOLD_REST, Attribute.HOLD_FIRST


@builtin("CompoundExpression[steps___]", attributes=HOLD_ALL)
def compound_expression(k, steps: tuple[Node, ...]):
    """a; b; c evaluates a, b, c and gives the value of the last; after a closing ; the value is Null.

    >> a = 5; a - 2
    3
    """
    value: Node = NULL
    for step in steps:
        value = k.evaluate(step)
    return value


@builtin("If[test_, yes_, no_, other_]", attributes=HOLD_REST)
def if_(k, test: Node, yes: Node, no: Node = NULL, other: Node | None = None):
    """If[test, yes, no] gives yes if test is True, no if it is False; If[test, yes, no, other] gives other
    if it is neither.

    >> If[1 < 2, "less", "more"]
    "less"
    """
    if test is TRUE:
        return yes
    if test is FALSE:
        return no
    return other


_ONE_CLAUSE = Template("argctu", "Which called with 1 argument.")
_ODD_CLAUSES = Template("argct", "`1` called with `2` arguments.")
_SWITCHED = Template(
    "argct", "Switch called with `1` arguments. Switch must be called with an odd number of arguments."
)


@builtin("Which[clauses___]", attributes=HOLD_ALL)
def which(k, clauses: tuple[Node, ...]):
    """Which[test1, value1, test2, value2, ...] gives the value after the first test that is True.

    >> Which[1 > 2, a, 2 > 1, b]
    b
    """
    if len(clauses) % 2:
        raise _ONE_CLAUSE() if len(clauses) == 1 else _ODD_CLAUSES(S.Which, len(clauses))
    for i in range(0, len(clauses), 2):
        test = k.evaluate(clauses[i])
        if test is TRUE:
            return clauses[i + 1]
        if test is not FALSE:
            return None if i == 0 and test == clauses[0] else Expr(S.Which, (test, *clauses[i + 1 :]))
    return NULL


@builtin("Switch[value_, clauses___]", attributes=HOLD_REST)
def switch(k, value: Node, clauses: tuple[Node, ...]):
    """Switch[x, p1, value1, p2, value2, ...] gives the value after the first pattern that matches x.

    >> Switch[5, _String, "text", _Integer, "number"]
    "number"
    """
    if len(clauses) % 2:
        raise _SWITCHED(len(clauses) + 1)
    for i in range(0, len(clauses), 2):
        if compile_pattern(k.evaluate(clauses[i]), k.host).full(value, {}, lambda _: True):
            return clauses[i + 1]
    return None


@builtin("While[test_, body_]", attributes=HOLD_ALL)
def while_(k, test: Node, body: Node = NULL):
    """While[test, body] evaluates body as long as test is True.

    >> n = 1; While[n < 100, n = 2 n]; n
    128
    """
    return run(while_code, k, Expr(S.While, (test, body)))


@form("While")
def while_code(c, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """While compiled with the definition it stands in."""
    if len(node.args) not in (1, 2):
        return None
    check, *steps = [c.value(arg, scope) for arg in node.args]
    return _loop_code(S.While, check, steps)


@builtin("For[start_, test_, increment_, body_]", attributes=HOLD_ALL)
def for_(k, start: Node, test: Node, increment: Node, body: Node = NULL):
    """For[start, test, increment, body] evaluates start, then body and increment as long as test is True.

    >> For[i = 1; s = 0, i <= 4, i++, s += i]; s
    10
    """
    return run(for_code, k, Expr(S.For, (start, test, increment, body)))


@form("For")
def for_code(c, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """For compiled with the definition it stands in."""
    if len(node.args) not in (3, 4):
        return None
    start, check, after, *steps = [c.value(arg, scope) for arg in node.args]
    run = _loop_code(S.For, check, steps, after)

    def code(frame: Frame) -> Node:
        start(frame)
        return run(frame)

    return code


def _loop_code(head: Node, check: Code, steps: list[Code], after: Code | None = None) -> Code:
    """Run `steps`, then `after`, as long as `check` is True."""
    step = steps[0] if steps else None

    def code(frame: Frame) -> Node:
        try:
            while check(frame) is TRUE:
                if step is not None:
                    try:  # noqa: SIM105
                        step(frame)
                    except Continued:
                        pass
                if after is not None:
                    after(frame)
        except Broken:
            pass
        except Returned as left:
            return _value_of(left, head)
        return NULL

    return code


@builtin("Do[body_, iterators__]", attributes=HOLD_ALL)
def do(k, body: Node, iterators: tuple[Node, ...]):
    """Do[body, {i, m, n, step}] evaluates body for each i; Do[body, {i, list}] for each element, Do[body,
    n] n times.

    >> s = 0; Do[s += i^2, {i, 10}]; s
    385
    """
    return run(do_code, k, Expr(S.Do, (body, *iterators)))


@form("Do")
def do_code(c, node: Expr, scope: Scope, tail: bool) -> Code | None:
    """Do compiled with the definition it stands in."""
    if len(node.args) < 2:
        return None
    k, iterators = c.k, compile_iterators(c, node.args[1:], scope)
    if iterators is None:
        return None
    body = c.value(node.args[0], scope)

    def code(frame: Frame) -> Node:
        def step() -> None:
            try:  # noqa: SIM105  (suppress() costs as much as a short body)
                body(frame)
            except Continued:
                pass

        try:
            loop(k, iterators, frame, step)
        except Broken:
            pass
        except Returned as left:
            return _value_of(left, S.Do)
        return NULL

    return guarded(k, S.Do, code, build(node, scope))


def _value_of(left: Returned, loop_head: Node) -> Node:
    """The value of a loop that was left by Return; one meant for something else goes on."""
    if left.head is not None and left.head is not loop_head:
        raise left
    return left.value


@builtin("Return[value_, head_]")
def return_(k, value: Node = NULL, head: Node | None = None):
    """Return[x] leaves the function or loop around it with the value x.

    >> f[n_] := (Do[If[i^2 > n, Return[i]], {i, n}]); f[50]
    8
    """
    raise Returned(value, head)


@builtin("Break[]")
def break_(k):
    """Break[] leaves the loop around it.

    >> Do[If[i > 3, Break[]]; last = i, {i, 10}]; last
    3
    """
    raise Broken


@builtin("Continue[]")
def continue_(k):
    """Continue[] goes on with the next turn of the loop around it.

    >> s = 0; Do[If[OddQ[i], Continue[]]; s += i, {i, 6}]; s
    12
    """
    raise Continued


@builtin("Throw[value_, tag_, f_]")
def throw(k, value: Node, tag: Node | None = None, f: Node | None = None):
    """Throw[x] leaves the evaluation up to the nearest Catch, whose value is then x; Throw[x, tag] to a
    Catch that takes tag.

    Where no Catch takes what is thrown, Throw[x, tag, f] makes f[x, tag] the value of the whole evaluation.

    >> Catch[Do[If[i > 3, Throw[i]], {i, 10}]]
    4
    """
    raise Thrown(value, tag, f)


@builtin("Catch[body_, form_, f_]", attributes=HOLD_FIRST)
def catch(k, body: Node, form: Node | None = None, f: Node | None = None):
    """Catch[body] gives what was thrown in body, or its value; Catch[body, form] takes only tags that match
    form.

    >> Catch[Throw[x, "a"]; 1, "a"]
    x
    """
    depth = k.depth
    try:
        return k.evaluate(body)
    except Thrown as thrown:
        if (thrown.tag is None) != (form is None):
            raise
        if form is not None:
            assert thrown.tag is not None
            if whole_rule(k, form, TRUE)(thrown.tag) is None:
                raise
            if f is not None:
                k.depth = depth
                return Expr(f, (thrown.value, thrown.tag))
        k.depth = depth
        return thrown.value


@builtin("TrueQ[x_]")
def true_q(k, x: Node):
    """TrueQ[x] is True if x is True and False for everything else.

    >> {TrueQ[True], TrueQ[x]}
    {True, False}
    """
    return x is TRUE


@builtin("Identity[x_]")
def identity(k, x: Node):
    """Identity[x] is x.

    >> Identity[5]
    5
    """
    return x


@builtin("Nothing[x___]")
def nothing(k, x: tuple[Node, ...]):
    """Nothing vanishes from a list, and Nothing[...] too.

    >> {a, Nothing, b, Nothing[c]}
    {a, b}
    """
    return S.Nothing


@builtin("Evaluate[x___]")
def evaluate(k, x: tuple[Node, ...]):
    """Evaluate[x] is evaluated even where a function holds its argument.

    >> Hold[Evaluate[1 + 1], 1 + 1]
    Hold[2, 1 + 1]
    """
    return x[0] if len(x) == 1 else Expr(S.Sequence, x)


@builtin("ReleaseHold[x_]")
def release_hold(k, x: Node):
    """ReleaseHold[x] evaluates what Hold, HoldForm, HoldPattern or HoldComplete keeps at the head of x or
    its parts.

    >> ReleaseHold[Hold[1 + 1]]
    2
    """
    return _released(x)


_HOLDERS = frozenset({S.Hold, S.HoldForm, S.HoldPattern, S.HoldComplete})


def _released(x: Node) -> Node:
    if type(x) is not Expr:
        return x
    if x.head in _HOLDERS:
        return x.args[0] if len(x.args) == 1 else Expr(S.Sequence, x.args)
    args = tuple(map(_released, x.args))
    return x if all(a is b for a, b in zip(args, x.args, strict=True)) else Expr(x.head, args)
