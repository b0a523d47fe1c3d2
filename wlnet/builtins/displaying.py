"""What has to be evaluated before a value can be written: Format definitions, and functions in NumberForm.

``Format[f[x_]] := expr`` says how ``f[x]`` looks; it is only looked at when something is printed or made a
text, never by evaluation.
"""

from __future__ import annotations

from ..expr import Expr, Node, S, String, Symbol
from ..kernel.contexts import shortened
from ..kernel.define import setter
from ..kernel.messages import GENERAL
from ..packed import Packed
from ..syntax.number_forms import has_function, number_format
from ..syntax.write import formatted, output_form

_FORMATS = "formats"
_TYPED = frozenset({S.InputForm, S.FullForm})


@setter("Format")
def set_format(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    """``Format[f[x_]] := expr``, ``Format[f[x_], form] := expr``."""
    if len(lhs.args) not in (1, 2) or (tag := _tag(lhs.args[0])) is None:
        raise GENERAL["write"](S.Format, lhs)
    form = lhs.args[1] if len(lhs.args) == 2 else None
    rules = k.state.setdefault(_FORMATS, {}).setdefault((tag, form), [])
    rules[:] = [rule for rule in rules if rule.args[0] != lhs.args[0]]
    rules.append(Expr(S.RuleDelayed, (lhs.args[0], rhs)))
    return rhs


def _tag(pattern: Node) -> Symbol | None:
    """The symbol whose expressions a pattern means."""
    while type(pattern) is Expr:
        if pattern.head in (S.HoldPattern, S.Condition, S.PatternTest) and pattern.args:
            pattern = pattern.args[0]
        else:
            pattern = pattern.head
    return pattern if type(pattern) is Symbol else None


def displayed(k, node: Node, form: Node = S.OutputForm) -> Node:
    """`node` as it is to be written in a form: with short names, and with what Format says of its parts."""
    node = shortened(k, node)
    formats = k.state.get(_FORMATS)
    return _displayed(k, node, form, formats or {}) if formats or _has_functions(node) else node


def _has_functions(node: Node) -> bool:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if type(part) is Expr and type(part.args) is not Packed:
            if has_function(part):
                return True
            waiting += [arg for arg in part.args if type(arg) is Expr]
    return False


def _displayed(k, node: Node, form: Node, formats: dict) -> Node:
    if type(node) is Symbol or type(node) is Expr:
        tag = _tag(node)
        rules = formats.get((tag, form), []) + ([] if form in _TYPED else formats.get((tag, None), []))
        found = k.evaluate(S.Replace(node, Expr(S.List, tuple(rules)))) if rules else node
        if found != node:
            return _displayed(k, found, form, formats)
    if type(node) is not Expr or type(node.args) is Packed or node.head in _TYPED:
        return node
    if (
        has_function(node)
        and (asked := number_format(node, lambda f, args: _applied(k, f, args))) is not None
    ):
        return String(formatted(_displayed(k, node.args[0], form, formats), asked))
    args = tuple([_displayed(k, arg, form, formats) for arg in node.args])
    return node if all(a is b for a, b in zip(args, node.args, strict=True)) else Expr(node.head, args)


def _applied(k, function: Node, args: tuple[Node, ...]) -> Node:
    """The value of an option that is a function: what is no number is the text that it is written as."""
    value = k.evaluate(Expr(function, args))
    return String(output_form(displayed(k, value))) if all(type(arg) is String for arg in args) else value
