"""The connectives of logic beside And, Or and Not."""

from __future__ import annotations

from ..expr import FALSE, TRUE, Expr, Node, S, Symbol, boolean
from ..kernel.builtin import Attribute, builtin

_FLAT = Attribute.FLAT | Attribute.ORDERLESS | Attribute.ONE_IDENTITY


@builtin("Xor[parts___]", attributes=_FLAT)
def xor(k, parts: tuple[Node, ...]):
    """Xor[a, b, ...] is True if an odd number of them are True.

    >> {Xor[True, False], Xor[True, True], Xor[x, True], Xor[x, y, x]}
    {True, False,  !x, y}
    """
    return _parity(S.Xor, parts, odd=False)


@builtin("Xnor[parts___]", attributes=Attribute.ORDERLESS)
def xnor(k, parts: tuple[Node, ...]):
    """Xnor[a, b, ...] is True if an even number of them are True.

    >> {Xnor[True, True], Xnor[True, False], Xnor[x, False]}
    {True, False,  !x}
    """
    return _parity(S.Xnor, parts, odd=True)


def _parity(head: Symbol, parts: tuple[Node, ...], odd: bool) -> Node | None:
    """What is left of a connective that depends on how many parts are True: equal parts cancel.

    `odd` is its value for no parts at all.
    """
    left: list[Node] = []
    for part in parts:
        if part is TRUE:
            odd = not odd
        elif part in left:
            left.remove(part)
        elif part is not FALSE:
            left.append(part)
    if not left:
        return boolean(odd)
    if len(left) == 1:
        return S.Not(left[0]) if odd else left[0]
    if head is S.Xnor:
        odd = not odd
    if len(left) == len(parts):
        return None
    made = Expr(head, tuple(left))
    return S.Not(made) if odd else made


@builtin("Nand[parts___]", attributes=Attribute.HOLD_ALL)
def nand(k, parts: tuple[Node, ...]):
    """Nand[a, b, ...] is True if one of them is False, False if all are True.

    >> {Nand[True, True], Nand[x, False], Nand[x, True]}
    {False, True,  !x}
    """
    return _opposite(k, S.Nand, S.And, parts)


@builtin("Nor[parts___]", attributes=Attribute.HOLD_ALL)
def nor(k, parts: tuple[Node, ...]):
    """Nor[a, b, ...] is True if all of them are False, False if one is True.

    >> {Nor[False, False], Nor[x, True], Nor[x, False]}
    {True, False,  !x}
    """
    return _opposite(k, S.Nor, S.Or, parts)


def _opposite(k, head: Symbol, of: Symbol, parts: tuple[Node, ...]) -> Node | None:
    """The opposite of And or Or of the parts, which are evaluated from left to right as far as needed."""
    value = k.evaluate(Expr(of, parts))
    if type(value) is not Expr or value.head is not of:
        return S.Not(value)
    return None if value.args == parts else Expr(head, value.args)


@builtin("Equivalent[parts___]", attributes=Attribute.ORDERLESS)
def equivalent(k, parts: tuple[Node, ...]):
    """Equivalent[a, b, ...] is True if they are all True or all False.

    >> {Equivalent[True, True], Equivalent[True, False], Equivalent[x, True], Equivalent[x, x]}
    {True, False, x, True}
    """
    each = list(dict.fromkeys(parts))
    if TRUE in each and FALSE in each:
        return FALSE
    if len(each) <= 1:
        return TRUE
    for value, head in ((TRUE, S.And), (FALSE, S.Nor)):
        if value in each:
            return Expr(head, tuple(part for part in each if part is not value))
    return None if len(each) == len(parts) else Expr(S.Equivalent, tuple(each))


@builtin("Implies[a_, b_]")
def implies(k, a: Node, b: Node):
    """Implies[a, b] is False only if a is True and b is False.

    >> {Implies[True, False], Implies[False, x]}
    {False, True}
    """
    return TRUE if a is FALSE or b is TRUE else b if a is TRUE else None
