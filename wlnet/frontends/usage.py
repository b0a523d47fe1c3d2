"""``?name`` and ``??name``: what is known of a symbol."""

from __future__ import annotations

from fnmatch import fnmatchcase

from ..expr import Node, S, Symbol, is_head, is_rule
from ..session import Session
from ..syntax.write import input_form


def names(session: Session) -> list[str]:
    """The names of all symbols that have a meaning in the session, and of the options of functions."""
    definitions = session.kernel.definitions.complete()
    found = {symbol.name for symbol in definitions}
    for definition in definitions.values():
        for declared in definition.declared:  # keyword-only parameters are the options
            found |= (declared.function.__kwdefaults__ or {}).keys()
    return sorted(found)


def explain(session: Session, question: str) -> str:
    """The answer to ``?name``, ``??name`` (with options and definitions) or ``?pattern*``."""
    asked = question.lstrip("?").strip()
    if "*" in asked:
        found = [name for name in names(session) if fnmatchcase(name, asked)]
        return "  ".join(found) or f"No symbol matches {asked}."
    symbol = Symbol(asked)
    definition = session.kernel.definitions.complete().get(symbol)
    if definition is None:
        return f"No definition of {asked} is known."
    lines = [declared.usage for declared in definition.described if declared.usage] or [asked]
    if question.startswith("??"):
        lines += details(session, symbol)
    return "\n".join(lines)


def details(session: Session, symbol: Symbol) -> list[str]:
    """What else is known of a symbol: a line for each thing there is."""
    lines = []
    for question in (S.Attributes, S.Options):
        known = session.evaluate_node(question(symbol))
        if is_head(known, S.List) and known.args:
            lines.append(f"{question.name}: {input_form(known)}")
    for question in (S.OwnValues, S.DownValues, S.SubValues, S.UpValues):
        rules = session.evaluate_node(question(symbol))
        lines += [_definition(rule) for rule in rules.args if is_rule(rule)]
    return lines


def _definition(rule: Node) -> str:
    """``HoldPattern[f[x_]] :> x^2`` as it was written: ``f[x_] := x^2``."""
    left, right = rule.args
    if is_head(left, S.HoldPattern):
        left = left.args[0]
    return input_form(S.SetDelayed(left, right))
