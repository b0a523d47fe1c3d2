"""TeXForm: formulas in TeX."""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Atom, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol, is_head
from .numerals import digits_text, real_text
from .quotients import fraction_of

_GREEK = [
    "Alpha",
    "Beta",
    "Gamma",
    "Delta",
    "Epsilon",
    "Zeta",
    "Eta",
    "Theta",
    "Iota",
    "Kappa",
    "Lambda",
    "Mu",
    "Nu",
    "Xi",
    "Omicron",
    "Pi",
    "Rho",
    "Sigma",
    "Tau",
    "Upsilon",
    "Phi",
    "Chi",
    "Psi",
    "Omega",
]
_LETTERS = {chr(0x3B1 + i + (i > 16)): f"\\{name.lower()}" for i, name in enumerate(_GREEK)}
_LETTERS |= {chr(0x391 + i + (i > 16)): f"\\{name}" for i, name in enumerate(_GREEK)}
_NAMES = {
    "Pi": "\\pi",
    "E": "e",
    "I": "i",
    "Infinity": "\\infty",
    "EulerGamma": "\\gamma",
    "Degree": "{}^{\\circ}",
}
_FUNCTIONS = {
    name: f"\\{name.lower()}"
    for name in ("Sin", "Cos", "Tan", "Cot", "Sec", "Csc", "Log", "Exp", "Max", "Min")
}
_FUNCTIONS |= {name: f"\\{name.lower()}" for name in ("Sinh", "Cosh", "Tanh", "Coth", "Gamma", "Det")}
_FUNCTIONS |= {
    "ArcSin": "\\sin^{-1}",
    "ArcCos": "\\cos^{-1}",
    "ArcTan": "\\tan^{-1}",
    "Gamma": "\\Gamma",
    "Zeta": "\\zeta",
}
_RELATIONS = {
    "Equal": "=",
    "Unequal": "\\neq",
    "Less": "<",
    "LessEqual": "\\leq",
    "Greater": ">",
    "GreaterEqual": "\\geq",
    "Rule": "\\to",
    "RuleDelayed": ":\\to",
    "And": "\\land",
    "Or": "\\lor",
    "Element": "\\in",
    "Set": "=",
    "SameQ": "\\equiv",
    "Dot": ".",
}
_SUM, _PRODUCT, _POWER, _ATOM, _RELATION = 1, 2, 3, 4, 0

Tex = tuple[str, int]  # a text and how tightly it holds together


def tex_form(node: Node) -> str:
    """`node` in TeX."""
    return _tex(node)[0]


def _tex(node: Node) -> Tex:
    if isinstance(node, Symbol):
        return _name(node.name), _ATOM
    if isinstance(node, Atom):
        return _atom(node)
    assert isinstance(node, Expr)
    layout = _LAYOUTS.get(node.head)
    found = layout(node) if layout is not None and node.args else None
    if found is not None:
        return found
    name = node.head.name if isinstance(node.head, Symbol) else ""
    if name in _RELATIONS and len(node.args) > 1:
        sign = _RELATIONS[name]
        return (sign + " " * sign[-1].isalpha()).join(_within(arg, _SUM) for arg in node.args), _RELATION
    head = f"{_FUNCTIONS[name]} " if name in _FUNCTIONS else _within(node.head, _ATOM)
    return f"{head}({','.join(map(tex_form, node.args))})", _ATOM


def _within(node: Node, least: int) -> str:
    text, strength = _tex(node)
    return text if strength >= least else f"({text})"


def _name(name: str) -> str:
    name = name.rpartition("`")[2]
    if name in _NAMES:
        return _NAMES[name]
    if name in _LETTERS:
        return _LETTERS[name]
    return name if len(name) == 1 else "\\text{" + name.replace("$", "\\$") + "}"


def _atom(node: Atom) -> Tex:
    if isinstance(node, Integer):
        return digits_text(node.value), _ATOM if node.value >= 0 else _SUM
    if isinstance(node, Rational):
        sign = "-" if node.value < 0 else ""
        return (
            f"{sign}\\frac{{{abs(node.value.numerator)}}}{{{node.value.denominator}}}",
            _SUM if sign else _PRODUCT,
        )
    if isinstance(node, Real):
        mantissa, _, exponent = real_text(node.value, 6).partition("*^")
        if exponent:
            return f"{mantissa}\\times 10{_raised_to(exponent)}", _PRODUCT
        return mantissa, _ATOM if node.value >= 0 else _SUM
    if isinstance(node, String):
        escaped = "".join(f"\\{c}" if c in "#$%&_{}" else c for c in node.value)
        return f"\\text{{{escaped}}}", _ATOM
    if isinstance(node, Complex):
        re, im = node.value
        imaginary = Expr(S.Times, (im, S.I))
        return _added((re, imaginary) if re != Integer(0) else (imaginary,))
    return f"\\text{{{type(node).__name__}}}", _ATOM


def _traditional(terms: tuple[Node, ...]) -> tuple[Node, ...]:
    """Terms in the order of TraditionalForm: numbers last, powers of one variable from the highest down; as
    they are where a minus sign would come first.
    """
    numbers = tuple(t for t in terms if isinstance(t, Atom) and not isinstance(t, String))
    others = [t for t in terms if not any(t is number for number in numbers)]
    if len(set().union(*map(_variables, others))) == 1 and all(map(_is_monomial, others)):
        others.reverse()
    ordered = (*others, *numbers)
    starts_lower = _within(ordered[0], _SUM).startswith("-") and not _within(terms[0], _SUM).startswith("-")
    return terms if starts_lower else ordered


def _is_monomial(node: Node) -> bool:
    """Whether `node` is made of products and powers only."""
    return not isinstance(node, Expr) or (
        node.head in (S.Times, S.Power) and all(_is_monomial(arg) for arg in node.args)
    )


def _variables(node: Node) -> set[Node]:
    if isinstance(node, Symbol):
        return {node}
    return set().union(*map(_variables, node.args)) if isinstance(node, Expr) else set()


def _sum(node: Expr) -> Tex:
    return _added(_traditional(node.args))


def _added(terms: tuple[Node, ...]) -> Tex:
    text = ""
    for term in terms:
        written = _within(term, _SUM)
        text += written if not text or written.startswith("-") else f"+{written}"
    return text, _SUM if len(terms) > 1 else _PRODUCT


def _times(node: Expr) -> Tex:
    first, *rest = node.args
    if first == Integer(-1) and rest:
        return "-" + _within(rest[0] if len(rest) == 1 else Expr(S.Times, tuple(rest)), _PRODUCT), _SUM
    above, below = fraction_of(node.args)
    if below:
        sign = "-" if above and isinstance(above[0], Integer) and above[0].value < 0 else ""
        if sign:
            above = [Integer(-above[0].value), *above[1:]]  # type: ignore[attr-defined]
            above = above[1:] if above[0] == Integer(1) and len(above) > 1 else above
        return f"{sign}\\frac{{{_factors(above)}}}{{{_factors(below)}}}", _SUM if sign else _PRODUCT
    return _factors(list(node.args)), _SUM if _factors(list(node.args)).startswith("-") else _PRODUCT


def _factors(factors: list[Node]) -> str:
    if len(factors) == 1:
        return tex_form(factors[0])
    return (
        " ".join(
            _within(f, _PRODUCT if i else _SUM) if not is_head(f, S.Plus) else f"({tex_form(f)})"
            for i, f in enumerate(factors)
        )
        or "1"
    )


def _power(node: Expr) -> Tex | None:
    if len(node.args) != 2:
        return None
    base, exponent = node.args
    if isinstance(exponent, Rational) and exponent.value.numerator == 1:
        degree = "" if exponent.value.denominator == 2 else f"[{exponent.value.denominator}]"
        return f"\\sqrt{degree}{{{tex_form(base)}}}", _ATOM
    if isinstance(exponent, Integer | Rational) and exponent.value < 0:
        return _times(Expr(S.Times, (node,)))
    name = base.head.name if isinstance(base, Expr) and isinstance(base.head, Symbol) else ""
    if name in _FUNCTIONS and isinstance(base, Expr) and "^" not in _FUNCTIONS[name]:
        return f"{_FUNCTIONS[name]} {_raised(exponent)}({','.join(map(tex_form, base.args))})", _ATOM
    return _within(base, _ATOM) + _raised(exponent), _POWER


def _raised(exponent: Node) -> str:
    return _raised_to(tex_form(exponent))


def _raised_to(text: str) -> str:
    return f"^{text}" if len(text) == 1 else f"^{{{text}}}"


def _subscript(node: Expr) -> Tex:
    text = ",".join(map(tex_form, node.args[1:]))
    return f"{_within(node.args[0], _ATOM)}_{text if len(text) == 1 else f'{{{text}}}'}", _ATOM


def _list(node: Expr) -> Tex:
    """A list in braces, a matrix as an array."""
    lengths = {len(row.args) if is_head(row, S.List) else 0 for row in node.args}
    if len(lengths) == 1 and lengths != {0} and (found := _matrix(Expr(S.MatrixForm, (node,)))) is not None:
        return found
    return "\\{" + ",".join(map(tex_form, node.args)) + "\\}", _ATOM


def _matrix(node: Expr) -> Tex | None:
    rows = node.args[0].args
    if not rows:
        return None
    lines = [" & ".join(map(tex_form, row.args)) if is_head(row, S.List) else tex_form(row) for row in rows]
    width = max(len(row.args) if is_head(row, S.List) else 1 for row in rows)
    body = " \\\\\n ".join(lines)
    return f"\\left(\n\\begin{{array}}{{{'c' * width}}}\n {body} \\\\\n\\end{{array}}\n\\right)", _ATOM


def _iterated(sign: str) -> Callable[[Expr], Tex | None]:
    def layout(node: Expr) -> Tex | None:
        body, *iterators = node.args
        if not iterators or not all(is_head(i, S.List) and len(i.args) in (2, 3) for i in iterators):
            return None
        text = ""
        for i in iterators:
            low, high = (Integer(1), i.args[1]) if len(i.args) == 2 else i.args[1:]
            text += f"\\{sign}_{{{tex_form(i.args[0])}={tex_form(low)}}}^{{{tex_form(high)}}} "
        return text + _within(body, _PRODUCT), _PRODUCT

    return layout


def _derivative(node: Expr) -> Tex | None:
    if len(node.args) != 2 or not isinstance(node.args[1], Symbol):
        return None
    return (
        f"\\frac{{\\partial {_within(node.args[0], _PRODUCT)}}}{{\\partial {tex_form(node.args[1])}}}",
        _PRODUCT,
    )


def _infinity(node: Expr) -> Tex | None:
    sign = node.args[0]
    return ("\\infty", _ATOM) if sign == Integer(1) else ("-\\infty", _SUM) if sign == Integer(-1) else None


_LAYOUTS: dict[Node, Callable[[Expr], Tex | None]] = {
    S.Plus: _sum,
    S.Times: _times,
    S.Power: _power,
    S.List: _list,
    S.MatrixForm: _matrix,
    S.TableForm: _matrix,
    S.Grid: _matrix,
    S.Sum: _iterated("sum"),
    S.Product: _iterated("prod"),
    S.D: _derivative,
    S.DirectedInfinity: _infinity,
    S.Sqrt: lambda node: (f"\\sqrt{{{tex_form(node.args[0])}}}", _ATOM),
    S.Abs: lambda node: (f"\\left|{tex_form(node.args[0])}\\right|", _ATOM),
    S.Floor: lambda node: (f"\\lfloor {tex_form(node.args[0])}\\rfloor", _ATOM),
    S.Ceiling: lambda node: (f"\\lceil {tex_form(node.args[0])}\\rceil", _ATOM),
    S.Factorial: lambda node: (f"{_within(node.args[0], _ATOM)}!", _ATOM),
    S.Not: lambda node: (f"\\neg {_within(node.args[0], _ATOM)}", _ATOM),
    S.HoldForm: lambda node: _tex(node.args[0]),
    S.Subscript: _subscript,
}
