"""Saying things: Print, Message, and what is known of messages: MessageName, Messages, MessageList.

Who hears messages is decided in `quieting`."""

from __future__ import annotations

from ..expr import NULL, Expr, Node, S, String, Symbol
from ..kernel.builtin import Attribute, builtin, variable
from ..kernel.define import setter
from ..kernel.messages import GENERAL
from ..problem import Problem, Template
from ..syntax.text_tables import beside
from ..syntax.write import output_form
from .displaying import displayed
from .page_width import on_page

HOLD_FIRST = Attribute.HOLD_FIRST
NO_NAME = Template("name", "Message name `1` is not of the form symbol::name or symbol::name::language.")
NO_TEXT = "-- Message text not found --"


@builtin("Print[items___]")
def print_(k, items: tuple[Node, ...]):
    """Print[x, y, ...] prints its arguments, one after the other, and a line end.

    >> Print["x = ", 5]
    Null
    """
    texts = [output_form(displayed(k, item)) for item in items]
    several = any("\n" in text and type(item) is Expr for text, item in zip(texts, items, strict=True))
    k.write(on_page(k, beside(texts) if several and len(texts) > 1 else "".join(texts)))
    return NULL


@builtin("Echo[x_, label_, f_]")
def echo(k, x: Node, label: Node = NULL, f: Node | None = None):
    """Echo[x] prints x and gives it; Echo[x, label, f] prints label and f[x].

    >> Echo[1 + 1]
    2
    """
    shown = x if f is None else k.evaluate(Expr(f, (x,)))
    k.write(
        ">> "
        + ("" if label is NULL else output_form(displayed(k, label)) + " ")
        + output_form(displayed(k, shown))
    )
    return x


@builtin("MessageName[symbol_, tag_, language_]", attributes=HOLD_FIRST)
def message_name(k, symbol: Node, tag: Node, language: Node | None = None):
    """f::tag is the message of f with that tag; f::tag::language that in a language.

    >> f::bad = "`1` is bad."; f::bad
    "`1` is bad."
    """
    if type(symbol) is String:
        symbol = Symbol(symbol.value)
    key = _key(tag, language)
    if type(symbol) is not Symbol or key is None:
        return None
    found = (k.definitions[symbol].messages or {}).get(key)
    if found is None and key == "usage" and (described := k.definitions[symbol].described):
        return described[0].usage
    if found is None and symbol is S.General and key in GENERAL:
        return GENERAL[key].text
    return found


def _key(tag: Node, language: Node | None) -> str | None:
    """What a text is kept under: the tag, with the language if there is one."""
    if type(tag) is not String or not (language is None or type(language) is String):
        return None
    return tag.value if language is None else f"{tag.value}::{language.value}"


@setter("MessageName")
def set_message(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    symbol, *names = lhs.args
    key = _key(*[k.evaluate(name) for name in names], *[None] * (2 - len(names)))
    if type(symbol) is not Symbol or key is None:
        raise NO_NAME(lhs)
    definition = k.definitions[symbol]
    if definition.messages is None:
        definition.messages = {}
    definition.messages[key] = rhs
    return rhs


@builtin("Message[name_, slots___]", attributes=HOLD_FIRST)
def message(k, name: Node, slots: tuple[Node, ...]):
    """Message[f::tag, x, y, ...] says the message with x, y, ... in place of `1`, `2`, ...

    >> f::bad = "`1` is bad."; Quiet[Message[f::bad, 5]]
    Null
    """
    symbol, tag = symbol_and_tag(name)
    if symbol is None:
        raise NO_NAME(name)
    text = k.evaluate(name)
    if type(text) is String:
        template = Template(tag, text.value)
    else:
        template = _general(k, tag) or Template(tag, " ".join((NO_TEXT, *_places(len(slots)))))
    k.message(symbol, Problem(template, slots))
    return NULL


def _places(count: int) -> list[str]:
    return [f"(`{i + 1}`)" for i in range(count)]


def _general(k, tag: str) -> Template | None:
    text = (k.definitions[S.General].messages or {}).get(tag)
    return Template(tag, text.value) if type(text) is String else GENERAL.get(tag)


def symbol_and_tag(name: Node) -> tuple[Symbol | None, str]:
    """The symbol and the tag of ``symbol::tag``; None where it is no such thing."""
    if type(name) is Expr and name.head is S.MessageName and len(name.args) >= 2:
        symbol, tag = name.args[:2]
        symbol = Symbol(symbol.value) if type(symbol) is String else symbol
        if type(symbol) is Symbol and type(tag) is String:
            return symbol, tag.value
    return None, ""


@builtin("Messages[symbol_]", attributes=HOLD_FIRST)
def messages(k, symbol: Node):
    """Messages[f] is the list of the messages that were given to f.

    >> f::bad = "`1` is bad."; Messages[f]
    {HoldPattern[f::bad] :> "`1` is bad."}
    """
    if type(symbol) is not Symbol:
        raise GENERAL["ssym"](symbol)
    kept = k.definitions[symbol].messages or {}
    rules = [
        S.RuleDelayed(S.HoldPattern(S.MessageName(symbol, *map(String, key.split("::")))), text)
        for key, text in kept.items()
    ]
    return Expr(S.List, tuple(rules))


@builtin("MessageList[line_]")
def message_list(k, line: Node | None = None):
    """MessageList[n] is the list of the messages of input n; $MessageList is that of the present input.

    >> Quiet[1/0]; $MessageList
    {}
    """
    said = k.hearing.said if line is None else k.state.get("messages of lines", {}).get(line, ())
    names = [S.MessageName(Symbol(name), String(tag)) for name, _, tag in (n.partition("::") for n in said)]
    return Expr(S.List, tuple([S.HoldForm(name) for name in names]))


variable(
    "$MessageList",
    "$MessageList is the list of the messages that the present input has said.",
    S.MessageList(),
)
