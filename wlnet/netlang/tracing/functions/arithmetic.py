"""Numbers: largest and smallest of all, distances, norms, and functions that others make up."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ....expr import Expr, Integer, Node, Rational, S, String
from ..elementwise import elementwise
from ..registry import follows
from ..tracer import Tracer, is_number
from ..values import has_traced

HALF = Rational(Fraction(1, 2))
TWO, MINUS = Integer(2), Integer(-1)


def minus(a: Node, b: Node) -> Node:
    return S.Plus(a, S.Times(MINUS, b))


def over(a: Node, b: Node) -> Node:
    return S.Times(a, S.Power(b, MINUS))


def total(x: Node) -> Node:
    """The total of all numbers."""
    return S.Total(x, S.Infinity)


@follows("Max", "Min")
def extreme(t: Tracer, node: Expr) -> Node | None:
    """The largest of all numbers in all arguments, as in the language; of numbers only, put off."""
    if all(t.dims(arg) == () for arg in node.args):
        return node.args[0] if len(node.args) == 1 else elementwise(t, node)
    found = []
    for arg in node.args:
        if t.dims(arg) == ():
            found.append(arg)
        elif has_traced(arg):
            found.append(t.layer("AggregationLayer", [node.head, S.All], arg, node=Expr(node.head, (arg,))))
        else:
            found.append(t.k.evaluate(Expr(node.head, (arg,))))
    return found[0] if len(found) == 1 else elementwise(t, Expr(node.head, tuple(found)))


@follows("Norm")
def norm(t: Tracer, node: Expr) -> Node | None:
    x, p = node.args[0], node.args[1] if len(node.args) > 1 else TWO
    dims = t.dims(x)
    if len(node.args) > 2 or (dims is not None and len(dims) > 1 and p != String("Frobenius")):
        return None  # of a matrix it is the largest singular value
    size = S.Abs(x)
    if dims == ():
        return t.value(size)
    if p == TWO or p == String("Frobenius"):
        return t.value(S.Sqrt(total(S.Power(x, TWO))))
    if p is S.Infinity or p == S.DirectedInfinity(Integer(1)):
        return t.value(S.Max(size))
    return t.value(S.Power(total(S.Power(size, p)), S.Power(p, MINUS))) if is_number(p) else None


@follows("Normalize")
def normalize(t: Tracer, node: Expr) -> Node | None:
    x, f = node.args[0], node.args[1] if len(node.args) > 1 else S.Norm
    return t.value(over(x, Expr(f, (x,)))) if len(node.args) < 3 else None


@follows("Standardize")
def standardize(t: Tracer, node: Expr) -> Node | None:
    x, *rest = node.args
    if len(rest) > 2:
        return None
    middle = rest[0] if rest else S.Mean
    width = rest[1] if len(rest) > 1 else S.StandardDeviation
    return t.value(over(minus(x, Expr(middle, (x,))), Expr(width, (x,))))


@follows("RootMeanSquare")
def root_mean_square(t: Tracer, node: Expr) -> Node | None:
    return t.value(S.Sqrt(S.Mean(S.Power(node.args[0], TWO)))) if len(node.args) == 1 else None


Made = Callable[..., Node]

DISTANCES: dict[str, Made] = {
    "EuclideanDistance": lambda a, b: S.Sqrt(total(S.Power(minus(a, b), TWO))),
    "SquaredEuclideanDistance": lambda a, b: total(S.Power(minus(a, b), TWO)),
    "ManhattanDistance": lambda a, b: total(S.Abs(minus(a, b))),
    "ChessboardDistance": lambda a, b: S.Max(S.Abs(minus(a, b))),
    "ChebyshevDistance": lambda a, b: S.Max(S.Abs(minus(a, b))),
    "HammingDistance": lambda a, b: total(S.Unitize(minus(a, b))),
    "CanberraDistance": lambda a, b: total(over(S.Abs(minus(a, b)), S.Plus(S.Abs(a), S.Abs(b)))),
    "BrayCurtisDistance": lambda a, b: over(total(S.Abs(minus(a, b))), total(S.Abs(S.Plus(a, b)))),
    "CosineDistance": lambda a, b: minus(
        Integer(1), over(total(S.Times(a, b)), S.Times(S.Norm(a), S.Norm(b)))
    ),
    "CorrelationDistance": lambda a, b: S.CosineDistance(minus(a, S.Mean(a)), minus(b, S.Mean(b))),
}


@follows(*DISTANCES)
def distance(t: Tracer, node: Expr) -> Node | None:
    """Of two vectors; of two numbers where that is the same."""
    return t.value(DISTANCES[node.head.name](*node.args)) if len(node.args) == 2 else None  # type: ignore[attr-defined]


MADE_UP: dict[str, tuple[int, Made]] = {
    "Log2": (1, lambda x: S.Log(TWO, x)),
    "Log10": (1, lambda x: S.Log(Integer(10), x)),
    "Quotient": (2, lambda a, b: S.Floor(over(a, b))),
    "UnitStep": (1, lambda x: S.Boole(S.GreaterEqual(x, Integer(0)))),
    "Square": (1, lambda x: S.Power(x, TWO)),
}


@follows(*MADE_UP)
def made_up(t: Tracer, node: Expr) -> Node | None:
    count, made = MADE_UP[node.head.name]  # type: ignore[attr-defined]
    return t.value(made(*node.args)) if count == len(node.args) else None
