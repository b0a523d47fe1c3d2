"""What is known of symbols: attributes, options, definitions as data, protection."""

from __future__ import annotations

from ..attributes import NAMES, bits_of, names_of
from ..expr import NULL, Expr, Node, S, String, Symbol, boolean, is_rule
from ..kernel.builtin import Attribute, builtin
from ..kernel.define import setter, writable
from ..kernel.definition import Rule, RuleSet
from ..kernel.messages import GENERAL
from ..kernel.prepare import declared_options
from ..kernel.specificity import insert
from ..patterns.elements import is_option
from ..problem import Template
from .definitions import symbols_matching

HOLD_ALL, HOLD_FIRST, LISTABLE = Attribute.HOLD_ALL, Attribute.HOLD_FIRST, Attribute.LISTABLE
NO_SYMBOL = Template("sym", "Argument `1` is expected to be a symbol.")
NO_ATTRIBUTE = Template("attnf", "`1` is not a known attribute.")
NO_OPTION = Template("optnf", "Option name `2` not found in defaults for `1`.")


def _symbol(x: Node) -> Symbol | None:
    """The symbol that a symbol or a name means."""
    return x if type(x) is Symbol else Symbol(x.value) if type(x) is String else None


def _symbols(items: tuple[Node, ...]) -> list[Symbol]:
    found: list[Symbol] = []
    for item in items:
        if type(item) is Expr and item.head is S.List:
            found.extend(_symbols(item.args))
        elif (symbol := _symbol(item)) is not None:
            found.append(symbol)
        else:
            raise NO_SYMBOL(item)
    return found


# ---- attributes ----


@builtin("Attributes[x_]", attributes=HOLD_ALL | LISTABLE)
def attributes(k, x: Node):
    """Attributes[f] is the list of the attributes of f.

    >> {Attributes[Plus], Attributes[If]}
    {{Flat, Listable, NumericFunction, OneIdentity, Orderless, Protected}, {HoldRest, Protected}}
    """
    symbol = _symbol(x)
    return None if symbol is None else names_of(k.definitions[symbol].attributes)


@setter("Attributes")
def set_attributes_of(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    (symbol,) = _symbols(lhs.args)
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
    for symbol in _symbols((symbols,)):
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
    for symbol in _symbols((symbols,)):
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
    for symbol in _symbols(items):
        old = k.definitions[symbol].attributes
        if bool(old & Attribute.PROTECTED) != wanted and not old & Attribute.LOCKED:
            k.set_attributes(symbol, old ^ Attribute.PROTECTED)
            changed.append(symbol.name)
    return changed


# ---- options ----


def options_of(k, symbol: Symbol) -> dict[Node, Node]:
    """The options of a symbol by name, as they are set now."""
    definition = k.definitions[symbol]
    return {**declared_options(definition), **(definition.options or {})}


def _option_name(name: Node) -> Node:
    return Symbol(name.value) if type(name) is String else name


@builtin("Options[f_, names_]")
def options(k, f: Node, names: Node | None = None):
    """Options[f] is the list of the options of f; Options[f, name] that of one.

    >> Options[f] = {a -> 1, b -> 2}; Options[f, b]
    {b -> 2}
    """
    symbol = _symbol(f)
    if symbol is None:
        found = {_option_name(r.args[0]): r.args[1] for r in f.args if is_rule(r)} if type(f) is Expr else {}
    else:
        found = options_of(k, symbol)
    if names is not None:
        wanted = [_option_name(n) for n in (names.args if type(names) is Expr else (names,))]
        for name in wanted:
            if name not in found:
                raise NO_OPTION(f, name)
        found = {name: found[name] for name in wanted}
    return Expr(S.List, tuple(_rule(name, value) for name, value in found.items()))


def _rule(name: Node, value: Node) -> Expr:
    return Expr(S.Rule, (name, value))


@setter("Options")
def set_options_of(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    (symbol,) = _symbols((k.evaluate(lhs.args[0]),))
    definition = writable(k, symbol, lhs)
    value = k.evaluate(rhs)
    rules = value.args if type(value) is Expr and value.head is S.List else (value,)
    definition.options = {_option_name(r.args[0]): r.args[1] for r in _flat_rules(rules)}
    return rhs


def _flat_rules(items: tuple[Node, ...]) -> list[Expr]:
    found: list[Expr] = []
    for item in items:
        if is_rule(item):
            found.append(item)  # type: ignore[arg-type]
        elif type(item) is Expr and is_option(item):
            found.extend(_flat_rules(item.args))
    return found


@builtin("SetOptions[f_, rules__]")
def set_options(k, f: Node, rules: tuple[Node, ...]):
    """SetOptions[f, a -> value] changes the default of an option of f.

    >> Options[f] = {a -> 1}; SetOptions[f, a -> 5]
    {a -> 5}
    """
    (symbol,) = _symbols((f,))
    known, new = options_of(k, symbol), {}
    for rule in _flat_rules(rules):
        name = _option_name(rule.args[0])
        if name not in known:
            raise NO_OPTION(f, name)
        new[name] = rule.args[1]
    definition = k.definitions[symbol]
    definition.options = {**(definition.options or {}), **new}
    return options(k, f)


@builtin("OptionValue[of_, name_]")
def option_value_matched(k, of: Node, name: Node):
    """OptionValue[name] is the value of an option that OptionsPattern[] matched; OptionValue[f, name] the default.

    >> Options[f] = {a -> 1, b -> 2}; f[x_, OptionsPattern[]] := {x, OptionValue[a], OptionValue[b]}; f[0, a -> 5]
    {0, 5, 2}
    """
    if type(of) is Expr and of.head is S.List and len(of.args) == 2 and type(of.args[1]) is Expr:
        return _value(k, of.args[0], of.args[1].args, name)
    return _value(k, of, (), name)


@builtin("OptionValue[f_, rules_, name_]")
def option_value(k, f: Node, rules: Node, name: Node):
    """OptionValue[f, rules, name] is the value of the option in rules, or the default of f.

    >> Options[f] = {a -> 1, b -> 2}; OptionValue[f, {a -> 7}, {a, b}]
    {7, 2}
    """
    return _value(k, f, (rules,), name)


def _value(k, of: Node, rules: tuple[Node, ...], name: Node) -> Node:
    if type(name) is Expr and name.head is S.List:
        return Expr(S.List, tuple(_value(k, of, rules, each) for each in name.args))
    wanted = _option_name(name)
    for rule in _flat_rules(rules):
        if _option_name(rule.args[0]) is wanted:
            return rule.args[1]
    for head in of.args if type(of) is Expr and of.head is S.List else (of,):
        if is_rule(head):
            known = {_option_name(head.args[0]): head.args[1]}
        else:
            symbol = _symbol(head)
            known = {} if symbol is None else options_of(k, symbol)
        if wanted in known:
            return known[wanted]
    k.message(S.OptionValue, NO_OPTION(of, name))
    return name


@builtin("FilterRules[rules_, names_]")
def filter_rules(k, rules: Node, names: Node):
    """FilterRules[rules, Options[f]] is the rules for options of f.

    >> FilterRules[{a -> 1, b -> 2}, {b -> 0, c -> 0}]
    {b -> 2}
    """
    each = names.args if type(names) is Expr and names.head is S.List else (names,)
    wanted = {_option_name(n.args[0] if is_rule(n) else n) for n in each}
    return Expr(S.List, tuple(r for r in _flat_rules((rules,)) if _option_name(r.args[0]) in wanted))


# ---- definitions as data ----


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
    (symbol,) = _symbols((f,))
    return _as_rules(k.definitions[symbol].down)


@builtin("UpValues[f_]", attributes=HOLD_ALL)
def up_values(k, f: Node):
    """UpValues[g] is the list of the definitions of f[g] that belong to g.

    >> f[g] ^= 1; UpValues[g]
    {HoldPattern[f[g]] :> 1}
    """
    (symbol,) = _symbols((f,))
    return _as_rules(k.definitions[symbol].up)


@builtin("SubValues[f_]", attributes=HOLD_ALL)
def sub_values(k, f: Node):
    """SubValues[f] is the list of the definitions of f[...][...].

    >> f[x_][y_] := {x, y}; SubValues[f]
    {HoldPattern[f[x_][y_]] :> {x, y}}
    """
    (symbol,) = _symbols((f,))
    return _as_rules(k.definitions[symbol].sub)


@builtin("OwnValues[x_]", attributes=HOLD_ALL)
def own_values(k, x: Node):
    """OwnValues[x] is the list of the definitions of x itself.

    >> x = 5; OwnValues[x]
    {HoldPattern[x] :> 5}
    """
    (symbol,) = _symbols((x,))
    definition = k.definitions[symbol]
    if definition.own is not None:
        return Expr(S.List, (Expr(S.RuleDelayed, (Expr(S.HoldPattern, (symbol,)), definition.own)),))
    return Expr(S.List, tuple(map(_held, definition.own_rules or ())))


@setter("DownValues")
def set_down_values(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    (symbol,) = _symbols(lhs.args)
    definition = writable(k, symbol, lhs)
    definition.down = None
    for rule in k.evaluate(rhs).args:
        left = rule.args[0]
        k.evaluate(Expr(S.SetDelayed, (left, rule.args[1])))
    k.changed(definition)
    return rhs


@setter("N")
def set_n_value(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    """``N[x] = value`` says what N makes of x."""
    target = lhs.args[0]
    head = target if type(target) is Symbol else target.head
    (symbol,) = _symbols((head,))
    definition = writable(k, symbol, lhs)
    rules = RuleSet()
    rules.rules = definition.n_values or []
    insert(rules, Rule(target, rhs, delayed))
    definition.n_values = rules.rules
    return rhs


@setter("Default")
def set_default(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    """``Default[f, i] = value`` says what an optional argument stands for."""
    (symbol,) = _symbols(lhs.args[:1])
    definition = writable(k, symbol, lhs)
    key = tuple(arg.value for arg in lhs.args[1:])  # type: ignore[attr-defined]
    definition.defaults = {**(definition.defaults or {}), key: rhs}
    definition.forget_compiled()
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
def names(k, pattern: Node = String("*")):  # noqa: B008
    """Names["form*"] is the list of the names of symbols that match.

    >> Names["Netta*"]
    {}
    """
    if type(pattern) is not String:
        return None
    text = pattern.value.removeprefix("System`")
    system = [s.name for s, d in k.definitions.items() if d.described and _matches(text, s.name)]
    own = [s.name for s in symbols_matching(k, text) if "$" not in s.name]
    return sorted({*system, *own})


def _matches(pattern: str, name: str) -> bool:
    return pattern == "*" or pattern == name or (pattern.endswith("*") and name.startswith(pattern[:-1]))


@builtin("NameQ[name_String]")
def name_q(k, name: str):
    """NameQ["name"] is True if there is such a symbol.

    >> NameQ["Plus"]
    True
    """
    return Symbol(name.removeprefix("System`").removeprefix("Global`")) in k.definitions


@builtin("SymbolName[x_Symbol]")
def symbol_name(k, x: Symbol):
    """SymbolName[x] is the name of the symbol x.

    >> SymbolName[abc]
    "abc"
    """
    return x.name.rsplit("`", 1)[-1]


@builtin("Symbol[name_String]")
def symbol_(k, name: str):
    """Symbol["name"] is the symbol of that name.

    >> Symbol["abc"] === abc
    True
    """
    return Symbol(name.removeprefix("System`").removeprefix("Global`"))


@builtin("Context[x_]", attributes=HOLD_FIRST)
def context(k, x: Node):
    """Context[x] is the context of the symbol x.

    >> {Context[Plus], Context[abc]}
    {"System`", "Global`"}
    """
    symbol = _symbol(x)
    if symbol is None:
        return None
    if "`" in symbol.name:
        return symbol.name.rsplit("`", 1)[0] + "`"
    return "System`" if k.definitions[symbol].described else "Global`"
