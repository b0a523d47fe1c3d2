"""NumberForm and its kin: how many digits of numbers are shown, and in which way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from ..expr import Atom, BigReal, Expr, Integer, Node, Real, S, String, Symbol, is_head, is_rule
from .numerals import rounded

_FIGURES = 6


@dataclass(frozen=True)
class NumberFormat:
    """`digits` in all, `after` behind the point (None: those there are), `exponent`: when to write one."""

    digits: int = _FIGURES
    after: int | None = None
    exponent: str = "auto"  # "auto", "scientific", "engineering", "none"
    width: int = 0  # pad to so many characters; 0: not at all
    padding: str = " "
    block: int = 0  # digits between separators
    separator: str = ","
    point: str = "."
    signs: tuple[str, str] = ("-", "")
    percent: bool = False
    parentheses: bool = False

    def text(self, node: Atom) -> str | None:
        """The number as a text; None for what has no decimal digits."""
        if isinstance(node, Integer):
            if not self.percent:
                return self._signed(self._grouped(str(abs(node.value))), node.value < 0, whole=True)
            value = Decimal(node.value)
        elif isinstance(node, Real) and node.value - node.value == 0:
            value = Decimal(repr(node.value))
        elif isinstance(node, BigReal):
            value = node.value
        else:
            return None
        if self.percent:
            value = value.scaleb(2)
        return self._signed(self._body(rounded(abs(value), self.digits)), value < 0)

    def _body(self, value: Decimal) -> str:
        power = value.adjusted() if value else 0
        shift = {
            "scientific": power,
            "engineering": power // 3 * 3,
            "none": 0,
            "auto": 0 if -6 < power < 6 or self.percent else power,
        }[self.exponent]
        value = value.scaleb(-shift)
        if self.after is not None:
            written = format(value.quantize(Decimal(1).scaleb(-self.after), ROUND_HALF_EVEN), "f")
        else:
            written = format(value, "f")
            written = written.rstrip("0").rstrip(".") if "." in written else written
        whole, _, fraction = written.partition(".")
        point = "" if self.percent and not fraction else self.point
        body = self._grouped(whole) + point + fraction
        return f"{body}*10^{shift}" if shift else body + "%" * self.percent

    def _grouped(self, digits: str) -> str:
        if not self.block:
            return digits
        first = len(digits) % self.block
        groups = [digits[:first]] * bool(first)
        groups += [digits[i : i + self.block] for i in range(first, len(digits), self.block)]
        return self.separator.join(groups)

    def _signed(self, body: str, negative: bool, whole: bool = False) -> str:
        if self.parentheses and negative:
            return f"({body})"
        sign = self.signs[0] if negative else self.signs[1]
        width = self.width and (self.width if whole or self.after is not None else self.width + 1)
        if whole and self.after is not None and self.width:
            width = self.width
        if self.padding != " " and width:
            return sign + body.rjust(width - len(sign), self.padding)
        return (sign + body).rjust(width)


_BASIC: dict[Node, NumberFormat] = {
    S.NumberForm: NumberFormat(),
    S.DecimalForm: NumberFormat(exponent="none"),
    S.ScientificForm: NumberFormat(exponent="scientific"),
    S.EngineeringForm: NumberFormat(exponent="engineering"),
    S.AccountingForm: NumberFormat(exponent="none", parentheses=True),
    S.PercentForm: NumberFormat(exponent="none", percent=True),
    S.PaddedForm: NumberFormat(padding=" "),
}
NUMBER_FORMS = frozenset(_BASIC)


def number_format(node: Expr) -> NumberFormat | None:
    """What a NumberForm or the like asks for; None if its arguments are no such thing."""
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
        made = replace(made, width=made.digits + 1 + (made.after is not None))
    for rule in node.args[1:]:
        if is_rule(rule):
            made = _with_option(made, *rule.args)
    return made


def _with_option(made: NumberFormat, name: Node, value: Node) -> NumberFormat:
    texts = [item.value for item in value.args if isinstance(item, String)] if is_head(value, S.List) else []
    if name is S.DigitBlock and isinstance(value, Integer):
        return replace(made, block=value.value)
    if name is S.NumberSeparator and isinstance(value, String):
        return replace(made, separator=value.value)
    if name is S.NumberPoint and isinstance(value, String):
        return replace(made, point=value.value)
    if name is S.NumberPadding and texts and texts[0]:
        return replace(made, padding=texts[0][0], width=made.width or made.digits + (made.after is not None))
    if name is S.NumberSigns and len(texts) == 2:
        return replace(made, signs=(texts[0], texts[1]))
    return made


def in_base(value: int, base: int) -> str:
    """``2^^1010``: the digits of a whole number in a base, as one would type them."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    found, rest = "", abs(value)
    while rest or not found:
        rest, digit = divmod(rest, base)
        found = digits[digit] + found
    return f"{'-' * (value < 0)}{base}^^{found}"


def is_base(node: Node) -> bool:
    return isinstance(node, Integer) and 2 <= node.value <= 36


OPTION_NAMES = tuple(
    Symbol(name) for name in ("DigitBlock", "NumberPadding", "NumberPoint", "NumberSeparator", "NumberSigns")
)
