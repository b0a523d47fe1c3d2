"""What is known of symbols: attributes, options, definitions as data, protection."""

from __future__ import annotations

import re

from ..attributes import NAMES, bits_of, names_of
from ..expr import NULL, Expr, Node, S, String, Symbol, boolean
from ..kernel.builtin import Attribute, builtin
from ..kernel.contexts import contexts_of, resolved
from ..kernel.define import setter, writable
from ..kernel.definition import Rule, RuleSet
from ..kernel.messages import GENERAL
from ..kernel.specificity import insert
from ..problem import Template
from .clearing import symbols_matching

HOLD_ALL, HOLD_FIRST, LISTABLE = Attribute.HOLD_ALL, Attribute.HOLD_FIRST, Attribute.LISTABLE


NO_SYMBOL = Template("sym", "Argument `1` at position 1 is expected to be a symbol.")


NO_ATTRIBUTE = Template("attnf", "`1` is not a known attribute.")


def symbol_of(x: Node) -> Symbol | None:
    """The symbol that a symbol or a name means."""
    return x if type(x) is Symbol else Symbol(x.value) if type(x) is String else None


def symbols_of(items: tuple[Node, ...]) -> list[Symbol]:
    found: list[Symbol] = []
    for item in items:
        if type(item) is Expr and item.head is S.List:
            found.extend(symbols_of(item.args))
        elif (symbol := symbol_of(item)) is not None:
            found.append(symbol)
        else:
            raise NO_SYMBOL(item)
    return found


@builtin("Attributes[x_]", attributes=HOLD_ALL | LISTABLE)
def attributes(k, x: Node):
    """Attributes[f] is the list of the attributes of f.

    >> {Attributes[Plus], Attributes[If]}
    {{Flat, Listable, NumericFunction, OneIdentity, Orderless, Protected}, {HoldRest, Protected}}
    """
    symbol = symbol_of(x)
    return None if symbol is None else names_of(k.definitions[symbol].attributes)


@setter("Attributes")
def set_attributes_of(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    (symbol,) = symbols_of(lhs.args)
    k.set_attributes(symbol, bits_of(k.evaluate(rhs)))
    return rhs


def _bits(names: Node) -> int:
    for name in names.args if type(names) is Expr else (names,):
        if type(name) is not Symbol or name.name not in NAMES:
            raise NO_ATTRIBUTE(name)
    return bits_of(names)


@builtin("SetAttributes[symbols_, names_]", attributes=HOLD_FIRST)
def set_attributes(k, symbols: Node, names: Node):
    """SetAttributes[f, attribute] gives f the attribute.

    >> SetAttributes[f, {Flat, Listable}]; Attributes[f]
    {Flat, Listable}
    """
    bits = _bits(names)
    for symbol in symbols_of((symbols,)):
        old = k.definitions[symbol].attributes
        if old & Attribute.LOCKED:
            raise GENERAL["locked"](symbol)
        k.set_attributes(symbol, old | bits)
    return NULL


@builtin("ClearAttributes[symbols_, names_]", attributes=HOLD_FIRST)
def clear_attributes(k, symbols: Node, names: Node):
    """ClearAttributes[f, attribute] takes the attribute away.

    >> SetAttributes[f, Flat]; ClearAttributes[f, Flat]; Attributes[f]
    {}
    """
    bits = _bits(names)
    for symbol in symbols_of((symbols,)):
        old = k.definitions[symbol].attributes
        if old & Attribute.LOCKED:
            raise GENERAL["locked"](symbol)
        k.set_attributes(symbol, old & ~bits)
    return NULL


@builtin("Protect[symbols___]", attributes=HOLD_ALL)
def protect(k, symbols: tuple[Node, ...]):
    """Protect[f] keeps the definitions of f from being changed.

    >> Protect[f]; Quiet[f = 5]; f
    f
    """
    return _protect(k, symbols, True)


@builtin("Unprotect[symbols___]", attributes=HOLD_ALL)
def unprotect(k, symbols: tuple[Node, ...]):
    """Unprotect[f] allows the definitions of f to be changed.

    >> Protect[f]; Unprotect[f]
    {"f"}
    """
    return _protect(k, symbols, False)


def _protect(k, items: tuple[Node, ...], wanted: bool) -> list[str]:
    changed = []
    for symbol in symbols_of(items):
        old = k.definitions[symbol].attributes
        if bool(old & Attribute.PROTECTED) != wanted and not old & Attribute.LOCKED:
            k.set_attributes(symbol, old ^ Attribute.PROTECTED)
            changed.append(symbol.name)
    return changed


def _as_rules(rules: RuleSet | None) -> Expr:
    return Expr(S.List, tuple(_held(rule) for rule in (rules.all() if rules is not None else ())))


def _held(rule: Rule) -> Expr:
    return Expr(S.RuleDelayed, (Expr(S.HoldPattern, (rule.pattern,)), rule.value))


@builtin("DownValues[f_]", attributes=HOLD_ALL)
def down_values(k, f: Node):
    """DownValues[f] is the list of the definitions of f[...], in the order in which they are tried.

    >> f[x_] := x^2; f[0] = 1; DownValues[f]
    {HoldPattern[f[0]] :> 1, HoldPattern[f[x_]] :> x^2}
    """
    (symbol,) = symbols_of((f,))
    return _as_rules(k.definitions[symbol].down)


@builtin("UpValues[f_]", attributes=HOLD_ALL)
def up_values(k, f: Node):
    """UpValues[g] is the list of the definitions of f[g] that belong to g.

    >> f[g] ^= 1; UpValues[g]
    {HoldPattern[f[g]] :> 1}
    """
    (symbol,) = symbols_of((f,))
    return _as_rules(k.definitions[symbol].up)


@builtin("SubValues[f_]", attributes=HOLD_ALL)
def sub_values(k, f: Node):
    """SubValues[f] is the list of the definitions of f[...][...].

    >> f[x_][y_] := {x, y}; SubValues[f]
    {HoldPattern[f[x_][y_]] :> {x, y}}
    """
    (symbol,) = symbols_of((f,))
    return _as_rules(k.definitions[symbol].sub)


@builtin("OwnValues[x_]", attributes=HOLD_ALL)
def own_values(k, x: Node):
    """OwnValues[x] is the list of the definitions of x itself.

    >> x = 5; OwnValues[x]
    {HoldPattern[x] :> 5}
    """
    (symbol,) = symbols_of((x,))
    definition = k.definitions[symbol]
    if definition.own is not None:
        return Expr(S.List, (Expr(S.RuleDelayed, (Expr(S.HoldPattern, (symbol,)), definition.own)),))
    return Expr(S.List, tuple(map(_held, definition.own_rules or ())))


@builtin("NValues[x_]", attributes=HOLD_ALL)
def n_values(k, x: Node):
    """NValues[x] is the list of the definitions of what N makes of x and x[...].

    >> N[c] = 2.5; NValues[c]
    {HoldPattern[N[c]] :> 2.5}
    """
    (symbol,) = symbols_of((x,))
    rules = k.definitions[symbol].n_values or ()
    return Expr(S.List, tuple(_held(Rule(S.N(rule.pattern), rule.value, True)) for rule in rules))


@setter("N")
def set_n_value(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    """``N[x] = value`` says what N makes of x."""
    target = lhs.args[0]
    head = target if type(target) is Symbol else target.head
    (symbol,) = symbols_of((head,))
    definition = writable(k, symbol, lhs)
    rules = RuleSet()
    rules.rules = definition.n_values or []
    insert(rules, Rule(target, rhs, delayed))
    definition.n_values = rules.rules
    return rhs


@builtin("ValueQ[x_]", attributes=HOLD_ALL)
def value_q(k, x: Node):
    """ValueQ[x] is True if x has a value.

    >> x = 5; {ValueQ[x], ValueQ[y]}
    {True, False}
    """
    if type(x) is Symbol:
        definition = k.definitions[x]
        return definition.own is not None or definition.own_rules is not None
    return boolean(k.evaluate(x) != x)


@builtin("Names[pattern_]")
def names(k, pattern: Node = String("*")):
    """Names["form*"] is the list of the names of symbols that match.

    >> Names["Netta*"]
    {}
    """
    if type(pattern) is not String:
        return None
    text = pattern.value.removeprefix("System`")
    known = k.definitions.complete()
    system = [s.name for s, d in known.items() if d.described and _matches(text, s.name)]
    found = [s for s in symbols_matching(k, text) if "$" not in s.name]
    own = [contexts_of(k).shortened(s).name for s in found]  # type: ignore[attr-defined]
    return sorted({*system, *own})


def _matches(pattern: str, name: str) -> bool:
    """Whether a name fits: ``*`` stands for any characters, ``@`` for some that are no capital letters."""
    parts = re.split(r"([*@])", pattern)
    meant = {"*": ".*", "@": "[^A-Z]+"}
    return re.fullmatch("".join(meant.get(part) or re.escape(part) for part in parts), name) is not None


@builtin("NameQ[name_String]")
def name_q(k, name: str):
    """NameQ["name"] is True if there is such a symbol.

    >> NameQ["Plus"]
    True
    """
    if name.startswith("`"):
        name = contexts_of(k).current + name[1:]
    name = name.removeprefix("System`").removeprefix("Global`")
    return resolved(k, Symbol(name)) in k.definitions.complete()


@builtin("SymbolName[x_Symbol]")
def symbol_name(k, x: Symbol):
    """SymbolName[x] is the name of the symbol x.

    >> SymbolName[abc]
    "abc"
    """
    return x.name.rsplit("`", 1)[-1]


_NAME = re.compile(r"`?(?:[^\W\d_]|\$)(?:[^\W_]|[$`])*")
_NO_NAME = Template(
    "symname",
    'The string "`1`" cannot be used for a symbol name. '
    "A symbol name must start with a letter followed by letters and numbers.",
)


@builtin("Symbol[name_String]")
def symbol_(k, name: str):
    """Symbol["name"] is the symbol of that name.

    >> Symbol["abc"] === abc
    True
    """
    if not _NAME.fullmatch(name):
        raise _NO_NAME(name)
    return Symbol(name.removeprefix("System`").removeprefix("Global`"))


@builtin("Context[x_]", attributes=HOLD_FIRST)
def context(k, x: Node = NULL):
    """Context[x] is the context of the symbol x; Context[] that of new symbols.

    >> {Context[Plus], Context[abc]}
    {"System`", "Global`"}
    """
    if x is NULL:
        return contexts_of(k).current
    symbol = resolved(k, Symbol(x.value)) if type(x) is String else symbol_of(x)
    if symbol is None:
        return None
    if "`" in symbol.name:
        return symbol.name.rsplit("`", 1)[0] + "`"
    return "System`" if k.definitions[symbol].described else "Global`"
