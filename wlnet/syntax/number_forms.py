"""NumberForm and its kin: how many digits of numbers are shown, and in which way."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from ..expr import Atom, BigReal, Expr, Integer, Node, Real, S, String, Symbol, is_head, is_rule
from .numerals import rounded

_FIGURES = 6
Pair = tuple[str, str]
Apply = Callable[[Node, tuple[Node, ...]], Node]  # the value of a function of the language


@dataclass(frozen=True)
class NumberFormat:
    """`digits` in all, `after` behind the point (None: those there are), `exponent`: when to write one."""

    digits: int = _FIGURES
    after: int | None = None
    exponent: str = "auto"  # "auto", "scientific", "engineering", "none"
    step: int = 1  # exponents are multiples of it
    threshold: tuple[int, int] = (-5, 6)  # the least exponents that are not and that are written
    room: int = 0  # places for digits, to be filled with padding; 0: no padding
    sign_room: int = 0  # places for a sign
    padding: Pair = ("", "0")
    blocks: tuple[int, int] = (0, 0)  # digits between separators, before and behind the point; 0: no blocks
    separators: Pair = (",", " ")
    point: str = "."
    multiplier: str = "*"
    signs: tuple[Pair, Pair] = (("-", ""), ("", ""))  # around negative numbers and around others
    sign_padding: bool = False  # whether the padding stands behind the sign
    percent: bool = False
    exponent_function: Callable[[int], int | None] | None = None
    formatter: Callable[[str, str, str], str] | None = None  # of mantissa, base and exponent

    def text(self, node: Atom) -> str | None:
        """The number as a text; None for what has no decimal digits."""
        if isinstance(node, Integer):
            if not self.percent:
                body = _blocks_before(str(abs(node.value)), self.blocks[0], self.separators[0])
                places = self.room and self.room + (self.after is not None) * len(self.point)
                return self._signed(body, node.value < 0, places)
            value = Decimal(node.value)
        elif isinstance(node, Real) and node.value - node.value == 0:
            value = Decimal(repr(node.value))
        elif isinstance(node, BigReal):
            value = node.value
        else:
            return None
        if self.percent:
            value = value.scaleb(2)
        places = self.room and self.room + len(self.point)
        return self._signed(self._body(rounded(abs(value), self.digits)), value < 0, places)

    def _shift(self, power: int) -> int | None:
        """The exponent that is written for a number of this order; None for none."""
        if self.exponent_function is not None:
            return self.exponent_function(power) or None
        if self.exponent == "none" or self.percent:
            return None
        step = 3 if self.exponent == "engineering" else self.step
        low, high = self.threshold
        if self.exponent == "auto" and low <= power < high:
            return None
        return power // step * step or None

    def _body(self, value: Decimal) -> str:
        power = value.adjusted() if value else 0
        shift = self._shift(power)
        value = value.scaleb(-(shift or 0))
        if self.after is not None:
            written = format(value.quantize(Decimal(1).scaleb(-self.after), ROUND_HALF_EVEN), "f")
            if self.padding[1] != "0" and "." in written:
                bare = written.rstrip("0")
                written = bare + self.padding[1] * (len(written) - len(bare))
        else:
            written = format(value, "f")
            written = written.rstrip("0").rstrip(".") if "." in written else written
        whole, _, fraction = written.partition(".")
        point = "" if self.percent and not fraction else self.point
        body = _blocks_before(whole, self.blocks[0], self.separators[0]) + point
        body += _blocks_behind(fraction, self.blocks[1], self.separators[1])
        if self.formatter is not None:
            return self.formatter(body, "10", "" if shift is None else str(shift))
        return f"{body}{self.multiplier}10^{shift}" if shift is not None else body + "%" * self.percent

    def _signed(self, body: str, negative: bool, places: int) -> str:
        before, behind = self.signs[0 if negative else 1]
        if not places:
            return before + body + behind
        wanted = places + (self.sign_room or len(before))
        pad = (self.padding[0] or " ") * max(wanted - len(before + body + behind), 0)
        return (before + pad if self.sign_padding else pad + before) + body + behind


def _blocks_before(digits: str, size: int, separator: str) -> str:
    if not size:
        return digits
    first = len(digits) % size
    groups = [digits[:first]] * bool(first)
    return separator.join(groups + [digits[i : i + size] for i in range(first, len(digits), size)])


def _blocks_behind(digits: str, size: int, separator: str) -> str:
    return separator.join(digits[i : i + size] for i in range(0, len(digits), size)) if size else digits


_ACCOUNTING = (("(", ")"), ("", ""))
_BASIC: dict[Node, NumberFormat] = {
    S.NumberForm: NumberFormat(),
    S.DecimalForm: NumberFormat(exponent="none"),
    S.ScientificForm: NumberFormat(exponent="scientific"),
    S.EngineeringForm: NumberFormat(exponent="engineering"),
    S.AccountingForm: NumberFormat(exponent="none", signs=_ACCOUNTING),
    S.PercentForm: NumberFormat(exponent="none", percent=True),
    S.PaddedForm: NumberFormat(padding=(" ", "0"), sign_room=1),
}
NUMBER_FORMS = frozenset(_BASIC)


def number_format(node: Expr, apply: Apply | None = None) -> NumberFormat | None:
    """What a NumberForm or the like asks for; None if its arguments are no such thing.

    Options that are functions, ExponentFunction and NumberFormat, count where they can be applied.
    """
    made = _BASIC[node.head]
    rest = [arg for arg in node.args[1:] if not is_rule(arg)]
    if not node.args or len(rest) > 1:
        return None
    if rest:
        sizes = rest[0].args if is_head(rest[0], S.List) else (rest[0],)
        digits, after = sizes[0], sizes[1] if len(sizes) == 2 else None
        if isinstance(digits, Integer) and digits.value > 0:
            made = replace(made, digits=digits.value)
        if isinstance(after, Integer) and after.value >= 0:
            made = replace(made, after=after.value)
    if node.head is S.PaddedForm and rest:
        made = replace(made, room=made.digits)
    for rule in node.args[1:]:
        if is_rule(rule):
            name, value = rule.args
            if name in (S.ExponentFunction, S.NumberFormat):
                made = made if apply is None else _with_function(made, name, value, apply)
            else:
                made = _with_option(made, name, value)
    return made


def has_function(node: Node) -> bool:
    """Whether `node` is a NumberForm with an option that is a function to be applied."""
    return (
        type(node) is Expr
        and node.head in NUMBER_FORMS
        and any(
            is_rule(arg)
            and arg.args[0] in (S.ExponentFunction, S.NumberFormat)
            and arg.args[1] is not S.Automatic
            for arg in node.args
        )
    )


def _texts(value: Node) -> list[str]:
    return [item.value for item in value.args if isinstance(item, String)] if is_head(value, S.List) else []


def _numbers(value: Node) -> list[int]:
    """The numbers of a list, or one number twice; Infinity counts as 0."""
    items = value.args if is_head(value, S.List) else (value, value)
    return [item.value if isinstance(item, Integer) else 0 for item in items]


def _pair(value: Node, old: Pair) -> Pair:
    """Two texts; one text stands for both."""
    if isinstance(value, String):
        return value.value, value.value
    texts = _texts(value)
    return (texts[0], texts[1]) if len(texts) == 2 else old


def _signs(value: Node, old: tuple[Pair, Pair]) -> tuple[Pair, Pair]:
    """``{"-", "+"}``, or a pair before and behind the number for each of them."""
    if not is_head(value, S.List) or len(value.args) != 2:
        return old
    negative, positive = (_pair(item, ("", "")) if is_head(item, S.List) else item for item in value.args)
    made = tuple((item.value, "") if isinstance(item, String) else item for item in (negative, positive))
    return made if all(isinstance(item, tuple) for item in made) else old  # type: ignore[return-value]


def _with_option(made: NumberFormat, name: Node, value: Node) -> NumberFormat:
    if name is S.DigitBlock and len(_numbers(value)) == 2:
        return replace(made, blocks=tuple(_numbers(value)))  # type: ignore[arg-type]
    if name is S.NumberSeparator:
        return replace(made, separators=_pair(value, made.separators))
    if name is S.NumberPoint and isinstance(value, String):
        return replace(made, point=value.value)
    if name is S.NumberMultiplier and isinstance(value, String):
        return replace(made, multiplier=value.value)
    if name is S.NumberPadding:
        padding = _pair(value, made.padding)
        return replace(made, padding=padding, room=made.room or (made.digits if padding[0] else 0))
    if name is S.NumberSigns:
        return replace(made, signs=_signs(value, made.signs))
    if name is S.SignPadding:
        return replace(made, sign_padding=value is Symbol("True"))
    if name is S.ExponentStep and isinstance(value, Integer) and value.value > 0:
        return replace(made, step=value.value)
    if name is S.ScientificNotationThreshold and is_head(value, S.List) and len(_numbers(value)) == 2:
        return replace(made, threshold=tuple(_numbers(value)))  # type: ignore[arg-type]
    return made


def _with_function(made: NumberFormat, name: Node, function: Node, apply: Apply) -> NumberFormat:
    if function is S.Automatic:
        return made
    if name is S.ExponentFunction:

        def exponent(power: int) -> int | None:
            found = apply(function, (Integer(power),))
            return found.value if isinstance(found, Integer) else None

        return replace(made, exponent_function=exponent)

    def formatted(mantissa: str, base: str, power: str) -> str:
        found = apply(function, (String(mantissa), String(base), String(power)))
        return found.value if isinstance(found, String) else mantissa

    return replace(made, formatter=formatted)


def in_base(value: int, base: int) -> str:
    """``2^^1010``: the digits of a whole number in a base, as one would type them."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    found, rest = "", abs(value)
    while rest or not found:
        rest, digit = divmod(rest, base)
        found = digits[digit] + found
    return f"{'-' * (value < 0)}{base}^^{found}"


def real_in_base(value: float, base: int) -> str:
    """``2^^0.1``: a real number in a base, to as many digits as stand for six decimal ones."""
    digits = math.ceil(_FIGURES * math.log(10, base))
    exact, shift = Fraction(abs(value)), 0
    while exact and exact * Fraction(base) ** shift < base ** (digits - 1):
        shift += 1
    scaled = round(exact * Fraction(base) ** shift)
    text = in_base(scaled, base).partition("^^")[2].rjust(shift + 1, "0")
    whole, fraction = (text[:-shift], text[-shift:].rstrip("0")) if shift else (text, "")
    return f"{'-' * (value < 0)}{base}^^{whole}.{fraction}"


def is_base(node: Node) -> bool:
    return isinstance(node, Integer) and 2 <= node.value <= 36


_OPTIONS = """
DigitBlock NumberPadding NumberPoint NumberSeparator NumberSigns NumberMultiplier SignPadding ExponentStep
ScientificNotationThreshold ExponentFunction NumberFormat
"""
OPTION_NAMES = tuple(map(Symbol, _OPTIONS.split()))
