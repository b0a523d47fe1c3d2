"""Piecewise: values under conditions."""

from __future__ import annotations

from ..expr import FALSE, TRUE, Expr, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import ZERO
from ..problem import Template

PAIRS = Template("pairs", "The first argument `1` of Piecewise is not a list of pairs.")


@builtin("Piecewise[cases_, default_]", attributes=Attribute.HOLD_ALL)
def piecewise(k, cases: Node, default: Node = ZERO):
    """Piecewise[{{v1, c1}, {v2, c2}, ...}, v] is the first v whose condition c is True; v if none is.

    >> {Piecewise[{{1, 2 < 1}, {5, 2 > 1}}], Piecewise[{{1, x > 0}, {2, False}}, 7] /. x -> -1}
    {5, 7}
    """
    pairs = cases if type(cases) is Expr and cases.head is S.List else k.evaluate(cases)
    if type(pairs) is not Expr or pairs.head is not S.List:
        raise PAIRS(pairs)
    open_: list[Node] = []
    for pair in pairs.args:
        if type(pair) is not Expr or pair.head is not S.List:
            pair = k.evaluate(pair)
        if type(pair) is not Expr or pair.head is not S.List or len(pair.args) != 2:
            raise PAIRS(pairs)
        condition = k.evaluate(pair.args[1])
        if condition is TRUE:
            if not open_:
                return pair.args[0]
            default = pair.args[0]
            break
        if condition is not FALSE:
            open_.append(S.List(k.evaluate(pair.args[0]), condition))
    if not open_:
        return default
    made = S.Piecewise(Expr(S.List, tuple(open_)), k.evaluate(default))
    return None if made == S.Piecewise(cases, default) else made
