"""Giving names a meaning: assignments of every form, and taking them back."""

from __future__ import annotations

from ..expr import FAILED, NULL, Expr, Integer, Node, S, String, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.define import SETTERS, define, define_up, head_symbol, tags_of, writable
from ..kernel.definition import Rule, literal_key
from ..kernel.messages import GENERAL
from ..kernel.numbers import MINUS_ONE, ONE
from ..kernel.rules import stripped
from ..kernel.specificity import identity
from ..problem import Problem, Template

HOLD_FIRST, HOLD_ALL = Attribute.HOLD_FIRST, Attribute.HOLD_ALL
SHAPES = Template("shape", "Lists `1` and `2` are not the same shape.")
NO_RULE = Template("norep", "Assignment on `2` for `1` not found.")
NO_VALUE = Template("rvalue", "`1` is no variable with a value, so its value cannot be changed.")


def assign(k, lhs: Node, rhs: Node, delayed: bool) -> Node:
    """``lhs = rhs`` for any left side; a problem if that cannot be."""
    if type(lhs) is Symbol:
        define(k, lhs, rhs, delayed)
        return rhs
    bare, _ = stripped(lhs)
    if type(bare) is Expr:
        if bare.head is S.Evaluate and len(bare.args) == 1:
            return assign(k, k.evaluate(bare.args[0]), rhs, delayed)
        if bare.head is S.List:
            return _assign_list(k, bare, rhs, delayed)
        own = SETTERS.get(bare.head) if type(bare.head) is Symbol and _may_be_set(bare) else None
        if own is not None:
            return own(k, bare, rhs, delayed)
        if type(bare.head) is Symbol and _holds_association(k, bare.head):
            return SETTERS[S.Part](
                k, Expr(S.Part, (bare.head, *(S.Key(k.evaluate(a)) for a in bare.args))), rhs, delayed
            )
    define(k, lhs, rhs, delayed)
    return rhs


_OF_ONE = frozenset(
    map(Symbol, ["Attributes", "DownValues", "Options", "OwnValues", "SubValues", "UpValues"])
)


def _may_be_set(lhs: Expr) -> bool:
    """Whether a left side with a meaning of its own has the right number of arguments."""
    return len(lhs.args) == 1 if lhs.head in _OF_ONE else bool(lhs.args)


def _holds_association(k, symbol: Symbol) -> bool:
    own = k.definitions[symbol].own
    return type(own) is Expr and own.head is S.Association


def _assign_list(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    """``{a, b} = {1, 2}``."""
    if delayed and not (type(rhs) is Expr and rhs.head is S.List):
        rhs = k.evaluate(rhs)
    if type(rhs) is not Expr or rhs.head is not S.List or len(rhs.args) != len(lhs.args):
        raise SHAPES(lhs, rhs)
    for left, right in zip(lhs.args, rhs.args, strict=True):
        assign(k, left, right, delayed)
    return rhs


@builtin("Set[lhs_, rhs_]", attributes=HOLD_FIRST | Attribute.SEQUENCE_HOLD)
def set_(k, lhs: Node, rhs: Node):
    """x = value gives x the value; f[x_] = value defines f with the value evaluated now; {a, b} = {1, 2}
    several.

    >> {a, b} = {3, 4}; a + b
    7
    """
    if type(rhs) is Expr and rhs.head is S.Sequence and len(rhs.args) == 1:
        rhs = rhs.args[0]
    try:
        return assign(k, lhs, rhs, False)
    except Problem as problem:
        k.message(S.Set, problem)
        return rhs


@builtin("SetDelayed[lhs_, rhs_]", attributes=HOLD_ALL | Attribute.SEQUENCE_HOLD)
def set_delayed(k, lhs: Node, rhs: Node):
    """f[x_] := body defines f; body is evaluated each time f is used.

    >> f[x_] := x^2; f[5]
    25
    """
    try:
        assign(k, lhs, rhs, True)
    except Problem as problem:
        k.message(S.SetDelayed, problem)
        return FAILED
    return NULL


@builtin("UpSet[lhs_, rhs_]", attributes=HOLD_FIRST | Attribute.SEQUENCE_HOLD)
def up_set(k, lhs: Node, rhs: Node):
    """f[g] ^= value keeps the definition with g.

    >> area[square] ^= 4; area[square]
    4
    """
    _assign_up(k, S.UpSet, lhs, rhs, False)
    return rhs


@builtin("UpSetDelayed[lhs_, rhs_]", attributes=HOLD_ALL | Attribute.SEQUENCE_HOLD)
def up_set_delayed(k, lhs: Node, rhs: Node):
    """f[g[x_]] ^:= body keeps the definition with g.

    >> twice[g[x_]] ^:= g[2 x]; twice[g[3]]
    g[6]
    """
    return NULL if _assign_up(k, S.UpSetDelayed, lhs, rhs, True) else FAILED


def _assign_up(k, head: Symbol, lhs: Node, rhs: Node, delayed: bool) -> bool:
    bare, _ = stripped(lhs)
    try:
        tags = tags_of(bare) if type(bare) is Expr else []
        usable = [
            tag for tag in dict.fromkeys(tags) if not k.definitions[tag].attributes & Attribute.PROTECTED
        ]
        if not usable:
            raise GENERAL["write"](tags[0] if tags else bare, lhs)
        for tag in usable:
            define_up(k, tag, lhs, rhs, delayed)
    except Problem as problem:
        k.message(head, problem)
        return False
    return True


@builtin("TagSet[tag_, lhs_, rhs_]", attributes=HOLD_ALL | Attribute.SEQUENCE_HOLD)
def tag_set(k, tag: Node, lhs: Node, rhs: Node):
    """g /: f[g] = value keeps the definition with g.

    >> g /: f[g] = 7; f[g]
    7
    """
    value = k.evaluate(rhs)
    if type(tag) is not Symbol:
        return None
    _tagged(k, tag, lhs, value, False)
    return value


def _tagged(k, tag: Symbol, lhs: Node, rhs: Node, delayed: bool) -> None:
    """``tag /: lhs = rhs``; what is kept apart from upvalues, as ``N[tag]`` is, goes there."""
    bare, _ = stripped(lhs)
    own = SETTERS.get(bare.head) if type(bare) is Expr and type(bare.head) is Symbol else None
    if own is not None and bare.args and bare.head is not S.Part and head_symbol(bare.args[0]) is tag:
        own(k, bare, rhs, delayed)  # type: ignore[arg-type]
    else:
        define_up(k, tag, lhs, rhs, delayed)


@builtin("TagSetDelayed[tag_, lhs_, rhs_]", attributes=HOLD_ALL | Attribute.SEQUENCE_HOLD, failure=FAILED)
def tag_set_delayed(k, tag: Node, lhs: Node, rhs: Node):
    """g /: f[g[x_]] := body keeps the definition with g.

    >> g /: Length[g[n_]] := n; Length[g[12]]
    12
    """
    if type(tag) is not Symbol:
        return None
    _tagged(k, tag, lhs, rhs, True)
    return NULL


@builtin("Unset[lhs_]", attributes=HOLD_FIRST | Attribute.LISTABLE)
def unset(k, lhs: Node):
    """x =. takes the value of x away; f[x_] =. removes that definition, and a[key] =. an entry of the
    association that is the value of a.

    >> x = 5; x =.; x
    x
    """
    if type(lhs) is Symbol:
        writable(k, lhs, lhs)
        k.set_own(lhs, None)
        return NULL
    tag = head_symbol(lhs)
    if tag is None or type(lhs) is not Expr:
        return None
    if tag is S.MessageName:
        return _unset_message(k, lhs)
    if lhs.head is tag and len(lhs.args) == 1 and _holds_association(k, tag):
        k.evaluate(Expr(S.KeyDropFrom, (tag, Expr(S.List, (S.Key(k.evaluate(lhs.args[0])),)))))
        return NULL
    definition = writable(k, tag, lhs)
    down = definition.down
    if down is not None and down.literals.pop(literal_key(lhs.args), None) is not None:
        return NULL
    for rules in (definition.down, definition.sub, definition.up):
        if rules is None:
            continue
        wanted = identity(Rule(lhs, NULL, True))[0]
        for rule in rules.rules:
            if identity(rule)[0] == wanted:
                rules.rules.remove(rule)
                rules.changed()
                return NULL
    k.message(S.Unset, NO_RULE(lhs, tag))
    return FAILED


def _unset_message(k, lhs: Expr) -> Node:
    """Take away the message that ``f::tag`` is."""
    symbol, key = lhs.args[0], "::".join(tag.value for tag in lhs.args[1:] if type(tag) is String)
    kept = k.definitions[symbol].messages if type(symbol) is Symbol else None
    if kept is not None and kept.pop(key, None) is not None:
        return NULL
    k.message(S.Unset, NO_RULE(lhs, symbol))
    return FAILED


# ---- changing the value of a variable ----


def _change(k, x: Node, change, give_old: bool = False) -> Node | None:
    """Evaluate `x`, assign what `change` makes of it, and give the new value (or the old one)."""
    old = k.evaluate(x)
    if old == x and type(x) is Symbol and k.definitions[x].own is None:
        raise NO_VALUE(x)
    new = k.evaluate(change(old))
    k.evaluate(Expr(S.Set, (x, new)))
    return old if give_old else new


@builtin("Increment[x_]", attributes=HOLD_FIRST)
def increment(k, x: Node):
    """x++ adds 1 to x and gives the old value.

    >> x = 5; {x++, x}
    {5, 6}
    """
    if type(x) is Symbol and type(own := k.definitions[x].own) is Integer:
        k.set_own(x, Integer(own.value + 1))
        return own
    return _change(k, x, lambda old: S.Plus(old, ONE), give_old=True)


@builtin("Decrement[x_]", attributes=HOLD_FIRST)
def decrement(k, x: Node):
    """x-- subtracts 1 from x and gives the old value.

    >> x = 5; {x--, x}
    {5, 4}
    """
    return _change(k, x, lambda old: S.Plus(old, MINUS_ONE), give_old=True)


@builtin("PreIncrement[x_]", attributes=HOLD_FIRST)
def pre_increment(k, x: Node):
    """++x adds 1 to x and gives the new value.

    >> x = 5; ++x
    6
    """
    return _change(k, x, lambda old: S.Plus(old, ONE))


@builtin("PreDecrement[x_]", attributes=HOLD_FIRST)
def pre_decrement(k, x: Node):
    """--x subtracts 1 from x and gives the new value.

    >> x = 5; --x
    4
    """
    return _change(k, x, lambda old: S.Plus(old, MINUS_ONE))


@builtin("AddTo[x_, y_]", attributes=HOLD_FIRST)
def add_to(k, x: Node, y: Node):
    """x += y adds y to x.

    >> x = 5; x += 2; x
    7
    """
    return _change(k, x, lambda old: S.Plus(old, y))


@builtin("SubtractFrom[x_, y_]", attributes=HOLD_FIRST)
def subtract_from(k, x: Node, y: Node):
    """x -= y subtracts y from x.

    >> x = 5; x -= 2
    3
    """
    return _change(k, x, lambda old: S.Subtract(old, y))


@builtin("TimesBy[x_, y_]", attributes=HOLD_FIRST)
def times_by(k, x: Node, y: Node):
    """x *= y multiplies x by y.

    >> x = 5; x *= 2
    10
    """
    return _change(k, x, lambda old: S.Times(old, y))


@builtin("DivideBy[x_, y_]", attributes=HOLD_FIRST)
def divide_by(k, x: Node, y: Node):
    """x /= y divides x by y.

    >> x = 5; x /= 2
    5/2
    """
    return _change(k, x, lambda old: S.Divide(old, y))


@builtin("AppendTo[x_, item_]", attributes=HOLD_FIRST)
def append_to(k, x: Node, item: Node):
    """AppendTo[x, item] appends item to the list that x is.

    >> x = {1, 2}; AppendTo[x, 3]; x
    {1, 2, 3}
    """
    return _change(k, x, lambda old: S.Append(old, item))


@builtin("PrependTo[x_, item_]", attributes=HOLD_FIRST)
def prepend_to(k, x: Node, item: Node):
    """PrependTo[x, item] puts item in front of the list that x is.

    >> x = {1, 2}; PrependTo[x, 0]; x
    {0, 1, 2}
    """
    return _change(k, x, lambda old: S.Prepend(old, item))
