"""What functions say of arguments that none of their rules take, as "String expected at position 1".

Two sources, in this order.  `builtins/wrong_arguments.txt` names functions by message: where Wolfram says
something in particular.  For everyone else the declarations tell: where every rule for this number of
arguments wants the argument at one place to be of a kind, and a value is given that is of none of these
kinds, that is said.  Symbols, and expressions that may still become anything, stay as they are, as in
Wolfram; so do the numeric functions, which stay for whatever is no number.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from ..attributes import Attribute
from ..expr import (
    Atom,
    BigReal,
    Complex,
    Expr,
    Foreign,
    Integer,
    Node,
    Rational,
    Real,
    S,
    String,
    Symbol,
    Value,
)
from ..problem import Problem, Template
from .messages import GENERAL

if TYPE_CHECKING:
    from .prepared import Prepared

_FILE = Path(__file__).resolve().parent.parent / "builtins" / "wrong_arguments.txt"
_UNKNOWN = Template("kind", "The argument `3` at position `1` in `2` is of no kind that can be used there.")
_ARGUMENT_FIRST = ("exact", "matsq", "matrix", "ssym", "itform")  # the argument, then the call or the place
Wrong = Callable[[Node], bool]
Complaint = Callable[[tuple[Node, ...]], "Problem | None"]


def complaint(symbol: Any, rules: list[Prepared], count: int, attributes: int) -> Complaint | None:
    """What finds the problem with `count` arguments that `rules` did not take; None if nothing ever can."""
    name = symbol.name
    listed = [line for line in _table().get(name, ()) if line[0] <= count and line[3] in (0, count)]
    kinds: list[tuple[int, list[Any]]] = []
    if not attributes & Attribute.NUMERIC_FUNCTION:
        for place in range(count):
            wanted = [rule.kind_at(place, count) for rule in rules]
            if wanted and all(each is not None for each in wanted):
                kinds.append((place, wanted))
    if not listed and not kinds:
        return None

    def find(args: tuple[Node, ...]) -> Problem | None:
        call = Expr(symbol, args)
        template: Template | None
        for place, wrong, template, _ in listed:
            if wrong(args[place - 1 if place > 0 else place]):
                return _said(template, place, call)
        for place, wanted in kinds:
            arg = args[place]
            if is_definite(arg) and not any(fits(arg) for _, fits in wanted):
                template = _template(frozenset(each for each, _ in wanted), arg)
                if template is not None:
                    return _said(template, place + 1, call)
        return None

    return find


def _said(template: Template, place: int, call: Expr) -> Problem:
    at = place if place > 0 else len(call.args)
    arg = call.args[at - 1]
    if GENERAL.get(template.tag) is template and template.tag in _ARGUMENT_FIRST:
        return template(arg, call if template.tag == "exact" else at)
    return template(at, call, arg)


def is_definite(node: Node) -> bool:
    """Whether a node is a value of a kind that will not change: an atom, a list or an association."""
    return isinstance(node, Atom) or (type(node) is Expr and node.head in (S.List, S.Association))


def _is_settled(node: Node) -> bool:
    """The same, through and through."""
    if type(node) is not Expr:
        return isinstance(node, Atom)
    return is_definite(node) and all(
        _is_settled(each.args[-1] if type(each) is Expr and each.head is S.Rule and each.args else each)
        for each in node.args
    )


_BY_KINDS = {
    frozenset({"String"}): "string",
    frozenset({"Integer"}): "int",
    frozenset({"List"}): "list",
    frozenset({"ByteArray"}): "barray",
    frozenset({"FileName"}): "fstr",
    frozenset({"Symbol"}): "sym",
    frozenset({"Image"}): "imginv",
}


def _template(kinds: frozenset[str], arg: Node) -> Template | None:
    tag = _BY_KINDS.get(kinds)
    if tag is not None:
        return GENERAL[tag]
    return _UNKNOWN if _is_settled(arg) else None


def kind_name(hint: Any) -> str:
    """What an annotation asks for, in a word; empty where it takes every node."""
    if hint in (Any, Node, object, inspect.Parameter.empty):
        return ""
    if hint is str or hint is int:
        return {str: "String", int: "Integer"}[hint]
    origin = get_origin(hint)
    if origin is Union or type(hint).__name__ == "UnionType":
        names = [kind_name(each) for each in get_args(hint)]
        return "" if "" in names else "|".join(names)
    if isinstance(hint, type) and issubclass(hint, Node) and not issubclass(hint, Foreign):
        return hint.__name__
    return getattr(hint, "__name__", str(hint))


_NUMBERS = (Integer, Real, Rational, BigReal, Complex)
_WRONG: dict[str, Wrong] = {
    "atom": lambda node: isinstance(node, (Atom, Symbol)) and type(node) is not Value,
    "value": lambda node: isinstance(node, Atom) and type(node) is not Value,
    "any": lambda node: True,
    "definite": is_definite,
    "data": _is_settled,
    "no-iterator": lambda node: is_definite(node) and not (_is_list(node) and len(node.args) > 1),
    "no-list": lambda node: _is_plain(node) and not _is_list(node) and type(node) is not Value,
    "no-string": lambda node: is_definite(node) and type(node) is not String,
    "no-number": lambda node: is_definite(node) and not isinstance(node, _NUMBERS),
    "no-integer": lambda node: isinstance(node, Atom) and type(node) not in (Integer, Value),
    "no-count": lambda node: _is_plain(node) and not (type(node) is Integer and node.value >= 0),
    "no-positive": lambda node: is_definite(node) and not (type(node) is Integer and node.value > 0),
    "no-sizes": lambda node: _is_plain(node) and not _are_counts(node),
    "inexact": lambda node: is_definite(node) and type(node) not in (Integer, Rational, Complex),
}


def _is_plain(node: Node) -> bool:
    return is_definite(node) or type(node) is Symbol


def _is_list(node: Node) -> bool:
    return type(node) is Expr and node.head is S.List


def _are_counts(node: Node) -> bool:
    each = node.args if _is_list(node) else (node,)
    return all(item.value >= 0 if type(item) is Integer else type(item) is Expr for item in each)


Line = tuple[int, Wrong, Template, int]  # place, what is wrong there, what is said, for how many arguments


@functools.cache
def _table() -> dict[str, list[Line]]:
    """The lines of the file, by function."""
    found: dict[str, list[Line]] = {}
    place, template = 0, _UNKNOWN
    wrong: Wrong = is_definite
    for text in _FILE.read_text(encoding="utf-8").splitlines():
        if text.startswith(":"):
            where, kind, tag, *said = text[1:].split(maxsplit=3)
            place, wrong = int(where), _WRONG[kind]
            template = Template(tag, said[0]) if said else GENERAL[tag]
        elif not text.startswith("#"):
            for word in text.split():
                name, _, count = word.partition(":")
                found.setdefault(name, []).append((place, wrong, template, int(count or 0)))
    return found
