"""Enclose and Confirm: leaving an evaluation where something is not as it should be, with a Failure.

A Confirm outside of Enclose says a message and gives its Failure."""

from __future__ import annotations

from ..expr import TRUE, Expr, Node, S, String, is_head
from ..kernel.association import entry, missing, pairs_of
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Leaving
from ..kernel.matching import matcher
from ..problem import Template

NOT_ENCLOSED = Template("noenc", "`1` stands in no Enclose.")
_FAILED = frozenset({S.__getattr__(name) for name in ("$Failed", "$Aborted", "$Canceled", "$TimedOut")})
_DEPTH = "enclosing"


class Unconfirmed(Leaving):
    """A confirmation failed."""

    def __init__(self, failure: Node):
        self.failure = failure


@builtin("Enclose[expr_, f_]", attributes=Attribute.HOLD_ALL)
def enclose(k, expr: Node, f: Node | None = None):
    """Enclose[expr] gives the value of expr, or the Failure of the first Confirm in it that fails.

    Enclose[expr, f] gives f of that Failure, Enclose[expr, "Expression"] what was not confirmed.

    >> {Enclose[Confirm[5] + 1], Enclose[Confirm[$Failed] + 1, "Expression"]}
    {6, $Failed}
    """
    k.state[_DEPTH] = k.state.get(_DEPTH, 0) + 1
    try:
        return k.evaluate(expr)
    except Unconfirmed as left:
        failure = left.failure
    finally:
        k.state[_DEPTH] -= 1
    if f is None:
        return failure
    f = k.evaluate(f)
    return Expr(failure, (f,)) if type(f) is String else Expr(f, (failure,))


def _fail(
    k, kind: str, text: str, shown: tuple[Node, ...], expression: Node, *more: tuple[str, Node]
) -> Node:
    """Leave the nearest Enclose with a Failure."""
    parts: list[tuple[Node, Node]] = [
        (String("MessageTemplate"), String(text)),
        (String("MessageParameters"), Expr(S.List, shown)),
        (String("ConfirmationType"), String(kind)),
        (String("Expression"), expression),
        *((String(name), value) for name, value in more),
    ]
    failure = S.Failure(String("ConfirmationFailed"), pairs_of(parts))
    if not k.state.get(_DEPTH):
        k.message(S.__getattr__(kind), NOT_ENCLOSED(S.__getattr__(kind)))
        return failure
    raise Unconfirmed(failure)


def _is_failure(node: Node) -> bool:
    return node in _FAILED or is_head(node, S.Failure) or is_head(node, S.Missing)


@builtin("Confirm[x_, info_]", attributes=Attribute.HOLD_REST)
def confirm(k, x: Node, info: Node = S.Null):
    """Confirm[x] is x, if that is no $Failed, Failure[...] or Missing[...]; else the nearest Enclose is left.

    >> Enclose[Confirm[Missing["x"]]]["Expression"]
    Missing["x"]
    """
    if not _is_failure(x):
        return x
    return _fail(k, "Confirm", "`` encountered.", (x,), x, ("Information", k.evaluate(info)))


@builtin("ConfirmBy[x_, f_, info_]", attributes=Attribute.HOLD_REST)
def confirm_by(k, x: Node, f: Node, info: Node = S.Null):
    """ConfirmBy[x, f] is x, if f[x] is True; else the nearest Enclose is left.

    >> {Enclose[ConfirmBy[4, EvenQ]], Enclose[ConfirmBy[5, EvenQ], "Expression"]}
    {4, 5}
    """
    if k.evaluate(Expr(f, (x,))) is TRUE:
        return x
    more = (("Information", k.evaluate(info)), ("Function", k.evaluate(f)))
    return _fail(k, "ConfirmBy", "`` did not return True.", (Expr(S.HoldForm, (Expr(f, (x,)),)),), x, *more)


@builtin("ConfirmMatch[x_, form_, info_]", attributes=Attribute.HOLD_REST)
def confirm_match(k, x: Node, form: Node, info: Node = S.Null):
    """ConfirmMatch[x, form] is x, if it matches the pattern; else the nearest Enclose is left.

    >> Enclose[ConfirmMatch[5, _Integer]]
    5
    """
    form = k.evaluate(form)
    if matcher(k, form)(x):
        return x
    more = (("Information", k.evaluate(info)), ("Pattern", form))
    return _fail(k, "ConfirmMatch", "`` does not match ``.", (x, form), x, *more)


@builtin("ConfirmAssert[test_, info_]", attributes=Attribute.HOLD_ALL)
def confirm_assert(k, test: Node, info: Node = S.Null):
    """ConfirmAssert[test] leaves the nearest Enclose, if test is not True.

    >> Enclose[ConfirmAssert[1 > 2]; 5, Head]
    Failure
    """
    value = k.evaluate(test)
    if value is TRUE:
        return S.Null
    held = Expr(S.HoldForm, (test,))
    more = (("Information", k.evaluate(info)),)
    return _fail(k, "ConfirmAssert", "Assertion `` failed.", (held,), value, *more)


@builtin("Failure[tag_, data_][key_]")
def ask_failure(k, tag: Node, data: Node, key: Node):
    """Failure[tag, <|"key" -> value|>]["key"] gives an entry of a failure; "Tag" its tag.

    >> Failure["bad", <|"Line" -> 3|>]["Line"]
    3
    """
    if key == String("Tag"):
        return tag
    if not is_head(data, S.Association):
        return None
    found = entry(data, key)
    return missing(key) if found is None else found
