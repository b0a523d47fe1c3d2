"""Quantities for people: ``3 meters``, ``1 hour``, ``2.5 kilometers per hour``."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..expr import Expr, Integer, Node, S, String, is_head

_ONE = {"feet": "foot", "inches": "inch", "centuries": "century", "henries": "henry", "batches": "batch"}
_AS_THEY_ARE = ("hertz", "siemens", "lux", "celsius", "fahrenheit")
_NAMES_OF_PEOPLE = {"celsius": "Celsius", "fahrenheit": "Fahrenheit"}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|\d+")


def unit_text(unit: Node, one: bool) -> str | None:
    """The name of a unit in small letters, for one of it or for more; None for what is no such thing."""
    above, below = _factors(unit)
    if above is None or below is None:
        return None
    parts = [_named(name, power, one or i < len(above) - 1) for i, (name, power) in enumerate(above)]
    text = " ".join(parts)
    for name, power in below:
        text += f" per {_named(name, power, True)}"
    return text.strip()


def _factors(unit: Node) -> tuple[list[tuple[str, int]] | None, list[tuple[str, int]] | None]:
    above: list[tuple[str, int]] = []
    below: list[tuple[str, int]] = []
    for factor in unit.args if is_head(unit, S.Times) else (unit,):
        base, power = (factor.args if is_head(factor, S.Power) else (factor, Integer(1)))[:2]
        if not isinstance(base, String) or not isinstance(power, Integer) or not power.value:
            return None, None
        (above if power.value > 0 else below).append((base.value, abs(power.value)))
    return above, below


def _named(name: str, power: int, one: bool) -> str:
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in _WORD.findall(name)]
    if one and words:
        place = words.index("per") - 1 if "per" in words[1:] else len(words) - 1
        place = 0 if words[0] == "degrees" else place
        words[place] = _single(words[place])
    words = [_NAMES_OF_PEOPLE.get(word, word) for word in words]
    text = " ".join(words)
    return {1: text, 2: f"{text} squared", 3: f"{text} cubed"}.get(power, f"{text}^{power}")


def _single(word: str) -> str:
    if word in _AS_THEY_ARE or not word.endswith("s"):
        return _ONE.get(word, word)
    return _ONE.get(word, word[:-1])


def quantity_form(node: Expr, write: Callable[[Node], str]) -> str | None:
    """Writes Quantity[n, unit]; None where the unit has no name."""
    if len(node.args) != 2:
        return None
    number, unit = node.args
    text = unit_text(unit, number == Integer(1))
    return None if text is None else f"{write(number)} {text}"
