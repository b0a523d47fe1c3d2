"""Trace: the expressions that come up in an evaluation.

What is shown: the parts that are evaluated, each with its own steps; what a rule of the user makes of an
expression, before that is evaluated; and the value.  What the functions of the system do inside is not."""

from __future__ import annotations

from ..attributes import Attribute
from ..expr import FALSE, TRUE, Expr, Node, S, Symbol, is_head
from ..kernel.builtin import builtin
from ..kernel.matching import matcher, replacer

_STEPS = 4096


@builtin("Trace[expr_, form_]", attributes=Attribute.HOLD_ALL)
def trace(k, expr: Node, form: Node | None = None):
    """Trace[expr] is the nested list of the expressions in the evaluation of expr, each in HoldForm.

    Trace[expr, form] has only those that match form.

    >> Trace[2 + 3*4]
    {{HoldForm[3*4], HoldForm[12]}, HoldForm[2 + 12], HoldForm[14]}
    >> f[x_] := x + 1; Trace[f[2]]
    {HoldForm[f[2]], HoldForm[2 + 1], HoldForm[3]}
    """
    entries = _traced(k, expr)[1]
    if form is not None:
        entries = _matching(entries, matcher(k, form))
    return _listed(entries)


Entries = list  # of nodes, and of such lists


def _listed(entries: Entries) -> Node:
    return Expr(S.List, tuple(_listed(e) if isinstance(e, list) else Expr(S.HoldForm, (e,)) for e in entries))


def _matching(entries: Entries, fits) -> Entries:
    found: Entries = []
    for entry in entries:
        if not isinstance(entry, list):
            if fits(entry):
                found.append(entry)
        elif inner := _matching(entry, fits):
            found.append(inner)
    return found


def _traced(k, node: Node) -> tuple[Node, Entries]:
    """The value of a node and what comes up; nothing if it is its own value."""
    if type(node) is not Expr:
        value = k.evaluate(node)
        return value, [] if value is node else [node, value]
    entries: Entries = []
    current, shown = node, False
    for _ in range(_STEPS):
        made, inner = _with_arguments(k, current)
        entries.extend(inner)
        if made is not current and not inner and not shown:
            entries.append(current)  # only sequences were spliced into it
        if inner or not shown or made is not current:
            entries.append(made)
        following, more, is_value = _next(k, made)
        if following is None or following == made:
            return made, entries if len(entries) > 1 else []
        entries.extend(more)
        entries.append(following)
        if is_value or type(following) is not Expr:
            return (following if is_value else k.evaluate(following)), entries
        current, shown = following, True
    return k.evaluate(current), entries


def _with_arguments(k, node: Expr) -> tuple[Expr, Entries]:
    """The expression with its arguments evaluated where they are not held."""
    attributes = k.definitions[node.head].attributes if type(node.head) is Symbol else 0
    held = attributes & Attribute.HOLD_ALL_COMPLETE
    args, entries = list[Node](), Entries()
    for i, arg in enumerate(node.args):
        waits = held & (Attribute.HOLD_REST if i else Attribute.HOLD_FIRST)
        value, inner = (arg, []) if waits and not is_head(arg, S.Evaluate) else _traced(k, arg)
        if inner:
            entries.append(inner)
        args.extend(value.args if is_head(value, S.Sequence) else (value,))
    if len(args) == len(node.args) and all(a is b for a, b in zip(args, node.args, strict=True)):
        return node, entries
    return Expr(node.head, tuple(args)), entries


def _next(k, node: Expr) -> tuple[Node | None, Entries, bool]:
    """What becomes of an expression with evaluated arguments, what comes up on the way, and whether that is
    its value."""
    if node.head is S.If and len(node.args) > 1 and node.args[0] in (TRUE, FALSE):
        branches = node.args[1:]
        at = 0 if node.args[0] is TRUE else 1
        return (branches[at] if at < len(branches) else S.Null), [], False
    if node.head is S.CompoundExpression:
        return _of_parts(k, node)
    if type(node.head) is Symbol and (rules := k.definitions[node.head].down) is not None:
        for rule in rules.all():
            found = _held_value(k, rule)(node)
            if found is not None:
                return found.args[0], [], False
    value = k.evaluate(node)
    return value, [], True


def _held_value(k, rule):
    value = rule.value
    if is_head(value, S.Condition) and len(value.args) == 2:
        held: Node = S.Condition(Expr(S.HoldComplete, (value.args[0],)), value.args[1])
    else:
        held = Expr(S.HoldComplete, (value,))
    return replacer(k, (S.RuleDelayed(rule.pattern, held),))


def _of_parts(k, node: Expr) -> tuple[Node, Entries, bool]:
    entries: Entries = []
    value: Node = S.Null
    for part in node.args:
        value, inner = _traced(k, part)
        if inner:
            entries.append(inner)
    return value, entries, True
