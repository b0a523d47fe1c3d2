"""Saying things: Print, Message, and who hears messages: Quiet, Check, On, Off."""

from __future__ import annotations

from ..expr import NULL, TRUE, Expr, Node, S, String, Symbol
from ..kernel.builtin import Attribute, builtin
from ..kernel.contexts import shortened
from ..kernel.define import setter
from ..kernel.messages import GENERAL, Watcher
from ..problem import Problem, Template
from ..syntax.text_tables import beside
from ..syntax.write import output_form

HOLD_ALL, HOLD_FIRST = Attribute.HOLD_ALL, Attribute.HOLD_FIRST


@builtin("Print[items___]")
def print_(k, items: tuple[Node, ...]):
    """Print[x, y, ...] prints its arguments, one after the other, and a line end.

    >> Print["x = ", 5]
    Null
    """
    texts = [output_form(shortened(k, item)) for item in items]
    several = any("\n" in text and type(item) is Expr for text, item in zip(texts, items, strict=True))
    k.write(beside(texts) if several and len(texts) > 1 else "".join(texts))
    return NULL


@builtin("Echo[x_, label_, f_]")
def echo(k, x: Node, label: Node = NULL, f: Node | None = None):
    """Echo[x] prints x and gives it; Echo[x, label, f] prints label and f[x].

    >> Echo[1 + 1]
    2
    """
    shown = x if f is None else k.evaluate(Expr(f, (x,)))
    k.write(">> " + ("" if label is NULL else output_form(label) + " ") + output_form(shown))
    return x


@builtin("MessageName[symbol_, tag_]", attributes=HOLD_FIRST)
def message_name(k, symbol: Node, tag: Node):
    """f::tag is the message of f with that tag.

    >> f::bad = "`1` is bad."; f::bad
    "`1` is bad."
    """
    if type(symbol) is not Symbol or type(tag) is not String:
        return None
    if tag.value == "usage" and (described := k.definitions[symbol].described):
        return described[0].usage
    return (k.definitions[symbol].messages or {}).get(tag.value)


@setter("MessageName")
def set_message(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    symbol, tag = lhs.args[0], k.evaluate(lhs.args[1])
    if type(symbol) is not Symbol or type(tag) is not String:
        raise GENERAL["write"](S.MessageName, lhs)
    definition = k.definitions[symbol]
    if definition.messages is None:
        definition.messages = {}
    definition.messages[tag.value] = rhs
    return rhs


@builtin("Message[name_, slots___]", attributes=HOLD_FIRST)
def message(k, name: Node, slots: tuple[Node, ...]):
    """Message[f::tag, x, y, ...] says the message with x, y, ... in place of `1`, `2`, ...

    >> f::bad = "`1` is bad."; Quiet[Message[f::bad, 5]]
    Null
    """
    symbol, tag = _symbol_and_tag(name)
    if symbol is None:
        return None
    text = k.evaluate(name)
    if type(text) is not String:
        own = GENERAL.get(tag) or _general(k, tag)
        template = own or Template(tag, "-- Message text not found --")
    else:
        template = Template(tag, text.value)
    k.message(symbol, Problem(template, slots))
    return NULL


def _general(k, tag: str) -> Template | None:
    text = (k.definitions[S.General].messages or {}).get(tag)
    return Template(tag, text.value) if type(text) is String else None


def _symbol_and_tag(name: Node) -> tuple[Symbol | None, str]:
    if type(name) is Expr and name.head is S.MessageName and len(name.args) >= 2:
        symbol, tag = name.args[:2]
        if type(symbol) is Symbol and type(tag) is String:
            return symbol, tag.value
    return None, ""


def _names(spec: Node) -> frozenset[str] | None:
    """The messages that a specification means; None for all."""
    if spec is S.All:
        return None
    each = spec.args if type(spec) is Expr and spec.head is S.List else (spec,)
    found = set()
    for item in each:
        symbol, tag = _symbol_and_tag(item)
        if symbol is not None:
            found.add(f"{symbol.name}::{tag}")
    return frozenset(found)


@builtin("Quiet[body_, names_]", attributes=HOLD_ALL)
def quiet(k, body: Node, names: Node = S.All):
    """Quiet[body] evaluates body without saying messages; Quiet[body, f::tag] without that one.

    >> Quiet[1/0]
    ComplexInfinity
    """
    k.hearing.quiet.append(_names(names))
    try:
        return k.evaluate(body)
    finally:
        if k.hearing.quiet:
            k.hearing.quiet.pop()


@builtin("Check[body_, failure_, names_]", attributes=HOLD_ALL)
def check(k, body: Node, failure: Node, names: Node = S.All):
    """Check[body, failure] gives the value of body, or of failure if a message was said meanwhile.

    >> Quiet[Check[1/0, "bad"]]
    "bad"
    """
    watcher = Watcher(len(k.hearing.quiet))
    k.hearing.watchers.append(watcher)
    try:
        value = k.evaluate(body)
    finally:
        if watcher in k.hearing.watchers:
            k.hearing.watchers.remove(watcher)
    wanted = _names(names)
    if any(wanted is None or m.name in wanted for m in watcher.heard):
        return k.evaluate(failure)
    return value


@builtin("Off[names___]", attributes=HOLD_ALL)
def off(k, names: tuple[Node, ...]):
    """Off[f::tag] switches a message off.

    >> Off[Power::infy]; value = 1/0; On[Power::infy]; value
    ComplexInfinity
    """
    for name in names:
        k.hearing.off |= _names(name) or set()
    return NULL


@builtin("On[names___]", attributes=HOLD_ALL)
def on(k, names: tuple[Node, ...]):
    """On[f::tag] switches a message on again.

    >> On[Power::infy]
    Null
    """
    for name in names:
        k.hearing.off -= _names(name) or set()
    return NULL


@builtin("Assert[test_, tag_]", attributes=HOLD_ALL)
def assert_(k, test: Node, tag: Node | None = None):
    """Assert[test] says a message if test is not True.

    >> Assert[1 < 2]
    Null
    """
    if k.evaluate(test) is TRUE:
        return NULL
    raise _ASSERTION(Expr(S.HoldForm, (test,)))


_ASSERTION = Template("asrtf", "Assertion `1` failed.")
