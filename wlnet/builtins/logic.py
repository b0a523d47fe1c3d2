"""Logic, and tests of what kind an expression is."""

from __future__ import annotations

from ..expr import FALSE, TRUE, Atom, Expr, Integer, Node, Real, S, String, Symbol, boolean
from ..kernel.association import is_association
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ONE, REALS, ZERO, is_number, scalar, sign
from .comparison import order_of


@builtin("And[parts___]", attributes=Attribute.HOLD_ALL | Attribute.FLAT | Attribute.ONE_IDENTITY)
def and_(k, parts: tuple[Node, ...]):
    """a && b is False if one of them is False, True if all are True; they are evaluated from left to right.

    >> {True && False, 1 < 2 && x, True && True}
    {False, x, True}
    """
    return _logic(k, S.And, parts, FALSE, TRUE)


@builtin("Or[parts___]", attributes=Attribute.HOLD_ALL | Attribute.FLAT | Attribute.ONE_IDENTITY)
def or_(k, parts: tuple[Node, ...]):
    """a || b is True if one of them is True, False if all are False; they are evaluated from left to right.

    >> {False || True, False || x}
    {True, x}
    """
    return _logic(k, S.Or, parts, TRUE, FALSE)


def _logic(k, head: Symbol, parts: tuple[Node, ...], stops: Symbol, neutral: Symbol) -> Node | None:
    left: list[Node] = []
    for part in parts:
        value = k.evaluate(part)
        if value is stops:
            return stops
        if value is not neutral:
            left.append(value)
    if not left:
        return neutral
    if len(left) == 1:
        return left[0]
    return None if tuple(left) == parts else Expr(head, tuple(left))


@builtin("Not[x_]")
def not_(k, x: Node):
    """!x is True if x is False and False if x is True.

    >> {!True, !(a && b), !(a < b)}
    {False,  !(a && b), a >= b}
    """
    if x is TRUE or x is FALSE:
        return boolean(x is FALSE)
    if type(x) is Expr and len(x.args) == 1 and x.head is S.Not:
        return x.args[0]
    if type(x) is Expr and len(x.args) == 2 and x.head in _OPPOSITES:
        return Expr(_OPPOSITES[x.head], x.args)  # type: ignore[index]
    return None


_OPPOSITES: dict[Symbol, Symbol] = {
    S.Equal: S.Unequal,
    S.Unequal: S.Equal,
    S.Less: S.GreaterEqual,
    S.GreaterEqual: S.Less,
    S.Greater: S.LessEqual,
    S.LessEqual: S.Greater,
}


@builtin("Boole[x_]", attributes=Attribute.LISTABLE)
def boole(k, x: Node):
    """Boole[x] is 1 if x is True and 0 if it is False.

    >> Boole[{True, False}]
    {1, 0}
    """
    return ONE if x is TRUE else ZERO if x is FALSE else None


@builtin("BooleanQ[x_]")
def boolean_q(k, x: Node):
    """BooleanQ[x] is True if x is True or False.

    >> {BooleanQ[True], BooleanQ[1]}
    {True, False}
    """
    return x is TRUE or x is FALSE


@builtin("IntegerQ[x_]")
def integer_q(k, x: Node):
    """IntegerQ[x] is True if x is a whole number.

    >> {IntegerQ[3], IntegerQ[3.]}
    {True, False}
    """
    return boolean(type(x) is Integer)


@builtin("NumberQ[x_]")
def number_q(k, x: Node):
    """NumberQ[x] is True if x is a number, not merely stands for one.

    >> {NumberQ[2.5], NumberQ[Pi]}
    {True, False}
    """
    return boolean(is_number(x))


@builtin("StringQ[x_]")
def string_q(k, x: Node):
    """StringQ[x] is True if x is a string.

    >> {StringQ["a"], StringQ[a]}
    {True, False}
    """
    return boolean(type(x) is String)


@builtin("ListQ[x_]")
def list_q(k, x: Node):
    """ListQ[x] is True if x is a list.

    >> {ListQ[{1}], ListQ[1]}
    {True, False}
    """
    return boolean(type(x) is Expr and x.head is S.List)


@builtin("AtomQ[x_]")
def atom_q(k, x: Node):
    """AtomQ[x] is True if x has no parts.

    >> {AtomQ[x], AtomQ["text"], AtomQ[f[x]]}
    {True, True, False}
    """
    return boolean(isinstance(x, Atom | Symbol))


@builtin("AssociationQ[x_]")
def association_q(k, x: Node):
    """AssociationQ[x] is True if x is an association.

    >> {AssociationQ[<|a -> 1|>], AssociationQ[{a -> 1}]}
    {True, False}
    """
    return is_association(x)


@builtin("MissingQ[x_]")
def missing_q(k, x: Node):
    """MissingQ[x] is True if x is Missing[...].

    >> {MissingQ[Missing[]], MissingQ[1]}
    {True, False}
    """
    return x.head is S.Missing


@builtin("FailureQ[x_]")
def failure_q(k, x: Node):
    """FailureQ[x] is True if x is $Failed, $Aborted or Failure[...].

    >> {FailureQ[$Failed], FailureQ[1]}
    {True, False}
    """
    return x is S.__getattr__("$Failed") or x is S.__getattr__("$Aborted") or x.head is S.Failure


@builtin("VectorQ[x_, test_]")
def vector_q(k, x: Node, test: Node | None = None):
    """VectorQ[x] is True if x is a list none of whose elements is a list; VectorQ[x, test] if all pass the
    test.

    >> {VectorQ[{1, x}], VectorQ[{{1}}], VectorQ[{1, x}, NumberQ]}
    {True, False, False}
    """
    if type(x) is not Expr or x.head is not S.List:
        return FALSE
    passes = (lambda e: not _is_list(e)) if test is None else k.test(test)
    return all(map(passes, x.args))


@builtin("MatrixQ[x_, test_]")
def matrix_q(k, x: Node, test: Node | None = None):
    """MatrixQ[x] is True if x is a list of lists of one length, with no lists in them.

    >> {MatrixQ[{{1, 2}, {3, 4}}], MatrixQ[{{1}, {2, 3}}]}
    {True, False}
    """
    if not _is_list(x) or not x.args or not all(map(_is_list, x.args)):
        return FALSE
    if len({len(row.args) for row in x.args}) != 1:
        return FALSE
    passes = (lambda e: not _is_list(e)) if test is None else k.test(test)
    return all(passes(item) for row in x.args for item in row.args)


def _is_list(x: Node) -> bool:
    return type(x) is Expr and x.head is S.List


@builtin("ExactNumberQ[x_]")
def exact_number_q(k, x: Node):
    """ExactNumberQ[x] is True if x is a number without rounding.

    >> {ExactNumberQ[1/2], ExactNumberQ[0.5]}
    {True, False}
    """
    return is_number(x) and not isinstance(x, Real)


@builtin("MachineNumberQ[x_]")
def machine_number_q(k, x: Node):
    """MachineNumberQ[x] is True if x is a machine number.

    >> {MachineNumberQ[1.5], MachineNumberQ[1]}
    {True, False}
    """
    return isinstance(x, Real)


def _sign_test(name: str, holds, text: str) -> None:
    def function(k, x: Node):
        if type(x) in REALS:
            return holds(sign(scalar(x)))
        found = order_of(x, ZERO)
        return None if found is None else holds(found)

    function.__doc__ = text
    builtin(f"{name}[x_]", attributes=Attribute.LISTABLE)(function)


_sign_test(
    "Positive",
    lambda s: s > 0,
    "Positive[x] is True if x is a positive number.\n\n>> Positive[{1, -1}]\n{True, False}",
)
_sign_test(
    "Negative", lambda s: s < 0, "Negative[x] is True if x is a negative number.\n\n>> Negative[-Pi]\nTrue"
)
_sign_test(
    "NonNegative", lambda s: s >= 0, "NonNegative[x] is True if x is not negative.\n\n>> NonNegative[0]\nTrue"
)
_sign_test(
    "NonPositive", lambda s: s <= 0, "NonPositive[x] is True if x is not positive.\n\n>> NonPositive[0]\nTrue"
)


@builtin("Head[x_, f_]")
def head(k, x: Node, f: Node | None = None):
    """Head[x] is what x is an expression of; for atoms it is their kind.

    >> {Head[f[x]], Head[3], Head["text"], Head[a + b]}
    {f, Integer, String, Plus}
    """
    return x.head if f is None else Expr(f, (x.head,))
