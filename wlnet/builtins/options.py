"""Options of functions: their defaults, what was set, and what OptionsPattern[] matched."""

from __future__ import annotations

from collections.abc import Iterable

from ..expr import Expr, Node, S, String, Symbol, is_rule
from ..kernel.builtin import builtin
from ..kernel.define import setter, writable
from ..kernel.prepare import declared_options
from ..patterns.compile import compile_pattern
from ..patterns.elements import is_option
from ..patterns.literals import is_literal
from ..problem import Template
from .page_width import is_output, set_output_options
from .properties import NO_SYMBOL, symbol_of, symbols_of

NOT_KNOWN = Template("optnf", "`1` is not a known option for `2`.")
NO_OPTION = Template("optnf", "Option name `2` not found in defaults for `1`.")


def options_of(k, symbol: Symbol) -> dict[Node, Node]:
    """The options of a symbol by name, as they are set now."""
    definition = k.definitions[symbol]
    return {**declared_options(definition), **(definition.options or {})}


def _option_name(name: Node) -> Node:
    return Symbol(name.value) if type(name) is String else name


@builtin("Options[f_, names_]")
def options(k, f: Node, names: Node | None = None):
    """Options[f] is the list of the options of f; Options[f, name] that of one.  What was given by :>
    is shown by it, and stays unevaluated.

    >> Options[f] = {a -> 1, b -> 2}; Options[f, b]
    {b -> 2}
    """
    symbol = symbol_of(f)
    if symbol is None:
        rules = [r for r in f.args if is_rule(r)] if type(f) is Expr else []
        found, delayed = {_option_name(r.args[0]): r.args[1] for r in rules}, _delayed(rules)
    else:
        found, delayed = options_of(k, symbol), k.definitions[symbol].delayed_options
    if names is not None:
        wanted = [_option_name(n) for n in (names.args if type(names) is Expr else (names,))]
        for name in wanted:
            if name not in found:
                raise NO_OPTION(f, name)
        found = {name: found[name] for name in wanted}
    return Expr(S.List, tuple(option_rules(found, delayed)))


def option_rules(found: dict[Node, Node], delayed: frozenset[Node]) -> list[Expr]:
    """The options as rules; by :> where they are `delayed`."""
    return [Expr(S.RuleDelayed if item[0] in delayed else S.Rule, item) for item in found.items()]


def _delayed(rules: Iterable[Expr]) -> frozenset[Node]:
    """The names that rules give by :>."""
    return frozenset(_option_name(rule.args[0]) for rule in rules if rule.head is S.RuleDelayed)


@setter("Options")
def set_options_of(k, lhs: Expr, rhs: Node, delayed: bool) -> Node:
    (symbol,) = symbols_of((k.evaluate(lhs.args[0]),))
    definition = writable(k, symbol, lhs)
    value = k.evaluate(rhs)
    rules = value.args if type(value) is Expr and value.head is S.List else (value,)
    given = _flat_rules(rules)
    definition.options = {_option_name(r.args[0]): r.args[1] for r in given}
    definition.delayed_options = _delayed(given)
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
    if is_output(f):
        return set_output_options(k, rules)
    if (symbol := symbol_of(f)) is None:
        raise NO_SYMBOL(f)
    known, new, given = options_of(k, symbol), {}, _flat_rules(rules)
    for rule in given:
        name = _option_name(rule.args[0])
        if name not in known:
            raise NOT_KNOWN(name, f)
        new[name] = rule.args[1]
    definition = k.definitions[symbol]
    definition.options = {**(definition.options or {}), **new}
    definition.delayed_options = definition.delayed_options.difference(new) | _delayed(given)
    return options(k, f)


@builtin("OptionValue[of_, name_]")
def option_value_matched(k, of: Node, name: Node):
    """OptionValue[name] is the value of an option that OptionsPattern[] matched; OptionValue[f, name] the
    default.

    >> Options[f] = {a -> 1, b -> 2}; f[OptionsPattern[]] := {OptionValue[a], OptionValue[b]}; f[a -> 5]
    {5, 2}
    """
    return _value(k, *_matched(of), name)


@builtin("OptionValue[f_, rules_, name_, wrapper_]")
def option_value(k, f: Node, rules: Node, name: Node, wrapper: Node | None = None):
    """OptionValue[f, rules, name] is the value of the option in rules, or the default of f.

    OptionValue[f, rules, name, Hold] does not evaluate it; in a definition Automatic for f and for rules
    means what OptionsPattern[] matched there.

    >> Options[f] = {a -> 1, b -> 2}; OptionValue[f, {a -> 7}, {a, b}]
    {7, 2}
    """
    of, given = _matched(f)
    if rules is not S.Automatic:
        given = (rules,)
    return _value(k, of, given, name, wrapper)


def _matched(of: Node) -> tuple[Node, tuple[Node, ...]]:
    """The functions whose options count and the options given, of what OptionsPattern[] has matched."""
    if type(of) is Expr and of.head is S.List and len(of.args) == 2:
        heads, given = of.args
        if type(given) is Expr and given.head is S.List and not is_rule(heads):
            return heads, given.args
    return of, ()


def _value(k, of: Node, rules: tuple[Node, ...], name: Node, wrapper: Node | None = None) -> Node:
    if type(name) is Expr and name.head is S.List:
        return Expr(S.List, tuple(_value(k, of, rules, each, wrapper) for each in name.args))
    if is_rule(name):  # an option of an option
        inside = k.evaluate(_value(k, of, rules, name.args[0]))
        return _value(k, inside, (), name.args[1], wrapper)
    value = _found(k, of, rules, _option_name(name))
    if value is None:
        k.message(S.OptionValue, NO_OPTION(of, name))
        return name
    return value if wrapper is None else Expr(wrapper, (value,))


def _found(k, of: Node, rules: tuple[Node, ...], wanted: Node) -> Node | None:
    for rule in _flat_rules(rules):
        if _option_name(rule.args[0]) is wanted:
            return rule.args[1]
    for head in of.args if type(of) is Expr and of.head is S.List else (of,):
        symbol = symbol_of(head)
        if is_rule(head):
            known = {_option_name(head.args[0]): head.args[1]}
        else:
            known = {} if symbol is None else options_of(k, symbol)
        if wanted in known:
            return known[wanted]
    return None


@builtin("FilterRules[rules_, names_]")
def filter_rules(k, rules: Node, names: Node):
    """FilterRules[rules, Options[f]] is the rules for options of f; FilterRules[rules, pattern] those for
    names that match.

    >> {FilterRules[{a -> 1, b -> 2}, {b -> 0, c -> 0}], FilterRules[{a -> 1, b -> 2}, Except[b]]}
    {{b -> 2}, {a -> 1}}
    """
    each = names.args if type(names) is Expr and names.head is S.List else (names,)
    wanted = [_option_name(n.args[0] if is_rule(n) else n) for n in each]
    known = set(filter(is_literal, wanted))
    patterns = [compile_pattern(p, k.host) for p in wanted if not is_literal(p)]

    def fits(name: Node) -> bool:
        return _option_name(name) in known or any(p.full(name, {}, lambda _: True) for p in patterns)

    return Expr(S.List, tuple(r for r in _flat_rules((rules,)) if fits(r.args[0])))


@builtin("OptionQ[x_]")
def option_q(k, x: Node):
    """OptionQ[x] is True if x is a rule, or a list of what are rules in the end.

    >> {OptionQ[a -> 1], OptionQ[{a -> 1, {b :> 2}}], OptionQ[a]}
    {True, True, False}
    """
    return is_option(x)
