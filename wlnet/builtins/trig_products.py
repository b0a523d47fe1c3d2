"""Products of circular functions of one argument: ``1/Cos[x]`` is Sec[x], ``Sin[x]/Cos[x]`` is Tan[x]."""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S
from ..kernel.numbers import integer

# head -> (exponent of the sine, exponent of the cosine) of the circular and of the hyperbolic family
_FAMILIES = (
    {S.Sin: (1, 0), S.Cos: (0, 1), S.Tan: (1, -1), S.Cot: (-1, 1), S.Sec: (0, -1), S.Csc: (-1, 0)},
    {S.Sinh: (1, 0), S.Cosh: (0, 1), S.Tanh: (1, -1), S.Coth: (-1, 1), S.Sech: (0, -1), S.Csch: (-1, 0)},
)
_OF_HEAD = {head: (family, powers) for family in _FAMILIES for head, powers in family.items()}
_BY_POWERS = [{powers: head for head, powers in family.items()} for family in _FAMILIES]


def reciprocal(x: Expr, n: int) -> Node | None:
    """x^n for a negative n, where x is a circular function."""
    found = _OF_HEAD.get(x.head) if len(x.args) == 1 else None  # type: ignore[call-overload]
    if found is None:
        return None
    family, (sine, cosine) = found
    head = _BY_POWERS[_FAMILIES.index(family)][-sine, -cosine]
    inner = Expr(head, x.args)
    return inner if n == -1 else Expr(S.Power, (inner, integer(-n)))


def joined(factors: list[Node]) -> list[Node]:
    """The factors, with sines and cosines of one argument divided by each other as far as they go."""
    groups: dict[tuple[int, Node], list[tuple[Node, int, int]]] = {}
    for factor in factors:
        base, power = factor, 1
        if type(factor) is Expr and factor.head is S.Power and type(factor.args[1]) is Integer:
            base, power = factor.args[0], factor.args[1].value
        if type(base) is Expr and len(base.args) == 1 and (found := _OF_HEAD.get(base.head)):  # type: ignore[call-overload]
            family, (sine, cosine) = found
            key = _FAMILIES.index(family), base.args[0]
            groups.setdefault(key, []).append((factor, sine * power, cosine * power))
    made = factors
    for (family_number, arg), members in groups.items():
        if len(members) > 1 and _mixed(members):
            old = [factor for factor, _, _ in members]
            sine, cosine = sum(m[1] for m in members), sum(m[2] for m in members)
            made = [f for f in made if not any(f is o for o in old)]
            made += _written(_BY_POWERS[family_number], arg, sine, cosine)
    return made


def _mixed(members: list[tuple[Node, int, int]]) -> bool:
    """Whether something stands above and below the line."""
    powers = [power for _, sine, cosine in members for power in (sine, cosine)]
    return min(powers) < 0 < max(powers)


def _written(heads: dict[tuple[int, int], Node], arg: Node, sine: int, cosine: int) -> list[Node]:
    common = min(abs(sine), abs(cosine)) if sine * cosine < 0 else 0
    ratio = 1 if sine > 0 else -1
    made: list[tuple[Node, int]] = []
    if common:
        made.append((heads[ratio, -ratio], common))
        sine, cosine = sine - ratio * common, cosine + ratio * common
    for power, place in ((sine, (1, 0)), (cosine, (0, 1))):
        if power:
            sign = 1 if power > 0 else -1
            made.append((heads[place[0] * sign, place[1] * sign], abs(power)))
    return [
        Expr(head, (arg,)) if power == 1 else Expr(S.Power, (Expr(head, (arg,)), integer(power)))
        for head, power in made
    ]
