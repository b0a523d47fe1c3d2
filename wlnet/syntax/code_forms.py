"""CForm and FortranForm: expressions as the programs of other languages spell them.

Arithmetic, comparisons and logic have operators there; every other head is a call, ``Sin(x)``, for macros or
functions of that name.  Fractions are written as quotients of reals.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..expr import Atom, BigReal, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol
from .numerals import digits_text, real_text
from .quotients import fraction_of

_ATOM, _POWER, _TIMES, _PLUS, _COMPARED, _AND, _OR = 7, 6, 5, 4, 3, 2, 1
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}

Code = tuple[str, int]  # a text and how tightly it holds together


@dataclass(frozen=True)
class Spelling:
    """What a language calls things; `power` is None where powers are calls of Power."""

    operators: dict[str, tuple[str, int]]
    no: str
    power: str | None


C = Spelling(
    {
        "Equal": (" == ", _COMPARED), "Unequal": (" != ", _COMPARED), "Less": (" < ", _COMPARED),
        "LessEqual": (" <= ", _COMPARED), "Greater": (" > ", _COMPARED), "GreaterEqual": (" >= ", _COMPARED),
        "And": (" && ", _AND), "Or": (" || ", _OR), "Set": (" = ", 0),
    },
    "!", None,
)  # fmt: skip
FORTRAN = Spelling(
    {
        "Equal": (".eq.", _COMPARED), "Unequal": (".ne.", _COMPARED), "Less": (".lt.", _COMPARED),
        "LessEqual": (".le.", _COMPARED), "Greater": (".gt.", _COMPARED), "GreaterEqual": (".ge.", _COMPARED),
        "And": (".and.", _AND), "Or": (".or.", _OR), "Set": (" = ", 0),
    },
    ".not.", "**",
)  # fmt: skip


def c_form(node: Node) -> str:
    """`node` as in C: ``Power(x,2) + Sqrt(y)/3.``."""
    return _code(node, C)[0]


def fortran_form(node: Node) -> str:
    """`node` as in Fortran: ``x**2 + Sqrt(y)/3.``."""
    return _code(node, FORTRAN)[0]


def _code(node: Node, language: Spelling) -> Code:
    if isinstance(node, Symbol):
        return node.name.rpartition("`")[2], _ATOM
    if isinstance(node, Atom):
        return _atom(node, language)
    assert isinstance(node, Expr)
    name = node.head.name if isinstance(node.head, Symbol) else ""
    if name in language.operators and len(node.args) > 1:
        sign, strength = language.operators[name]
        return sign.join(_within(arg, strength + 1, language) for arg in node.args), strength
    if name == "Not" and len(node.args) == 1:
        return language.no + _within(node.args[0], _ATOM, language), _ATOM
    if name in ("Plus", "Times") and len(node.args) > 1:
        return (_plus if name == "Plus" else _times)(node, language)
    if name == "Power" and len(node.args) == 2:
        return _power(node, language)
    if name == "HoldForm" and len(node.args) == 1:
        return _code(node.args[0], language)
    args = ",".join(_code(arg, language)[0] for arg in node.args)
    return f"{_within(node.head, _ATOM, language)}({args})", _ATOM


def _within(node: Node, least: int, language: Spelling) -> str:
    text, strength = _code(node, language)
    return text if strength >= least else f"({text})"


def _atom(node: Atom, language: Spelling) -> Code:
    if isinstance(node, String):
        return '"' + "".join(_ESCAPES.get(c, c) for c in node.value) + '"', _ATOM
    if isinstance(node, Integer):
        return digits_text(node.value), _ATOM if node.value >= 0 else _PLUS
    if isinstance(node, Rational):
        text = f"{digits_text(node.value.numerator)}./{digits_text(node.value.denominator)}."
        return text, _TIMES if node.value >= 0 else _PLUS
    if isinstance(node, Complex):
        return f"Complex({','.join(_code(part, language)[0] for part in node.value)})", _ATOM
    value = float(node.value) if isinstance(node, Real | BigReal) else 0.0
    return real_text(value).replace("*^", "e"), _ATOM if value >= 0 else _PLUS


def _plus(node: Expr, language: Spelling) -> Code:
    text = ""
    for term in node.args:
        written = _within(term, _PLUS, language)
        if not text:
            text = written
        else:
            text += f" - {written[1:]}" if written.startswith("-") else f" + {written}"
    return text, _PLUS


def _times(node: Expr, language: Spelling) -> Code:
    first, *rest = node.args
    if first == Integer(-1):
        inner = rest[0] if len(rest) == 1 else Expr(S.Times, tuple(rest))
        return "-" + _within(inner, _TIMES, language), _PLUS
    above, below = fraction_of(node.args)
    if not below:
        text = "*".join(
            _within(factor, _PLUS if i == 0 else _TIMES, language)
            if i == 0 and factor.head is not S.Plus
            else _within(factor, _TIMES, language)
            for i, factor in enumerate(above)
        )
        return text, _PLUS if text.startswith("-") else _TIMES
    over = _code(Expr(S.Times, tuple(above)), language) if len(above) > 1 else _single(above, language)
    under = _within(_real(below[0]), _POWER, language) if len(below) == 1 else (
        "(" + _code(Expr(S.Times, tuple(map(_real, below))), language)[0] + ")"
    )  # fmt: skip
    text = over[0] if over[1] > _TIMES or (over[1] == _PLUS and over[0].startswith("-")) else f"({over[0]})"
    return f"{text}/{under}", _PLUS if text.startswith("-") else _TIMES


def _single(above: list[Node], language: Spelling) -> Code:
    return _code(_real(above[0]), language) if above else ("1", _ATOM)


def _real(node: Node) -> Node:
    """Whole numbers in a quotient are written as reals, which these languages divide as one expects."""
    return Real(float(node.value)) if isinstance(node, Integer) and abs(node.value) < 1 << 53 else node


def _power(node: Expr, language: Spelling) -> Code:
    base, exponent = node.args
    if isinstance(exponent, Rational) and abs(exponent.value) * 2 == 1:
        root = f"Sqrt({_code(base, language)[0]})"
        return (root, _ATOM) if exponent.value > 0 else (f"1/{root}", _TIMES)
    if exponent == Integer(-1):
        return f"1/{_within(base, _POWER, language)}", _TIMES
    if language.power is None:
        return f"Power({_code(base, language)[0]},{_code(exponent, language)[0]})", _ATOM
    return _within(base, _ATOM, language) + language.power + _within(exponent, _ATOM, language), _POWER
