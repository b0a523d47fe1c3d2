"""Numerical calculus of functions: roots, extremes, integrals, by machine numbers.

The functions are given as expressions; variables take numbers while they are evaluated, so that functions
that work on numbers only can be used too.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from ..expr import Expr, Integer, Node, Real, S, Symbol, is_head
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import node_of
from ..problem import Template
from .rounding import real_value

VARIABLE = Template("fdss", "`1` is not a variable with a number where to start, as {x, 1}.")
NOT_NUMBER = Template("nlnum", "The function value `1` is not a number at `2`.")
NO_CONVERGENCE = Template("cvmit", "No convergence to the accuracy asked for within `1` steps.")
SINGULAR = Template(
    "jsing", "Encountered a singular matrix of derivatives at `1`; try another starting point."
)
LIMITS = Template("nlim", "`1` is not a range {x, min, max} of numbers.")
_STEPS = 100

Vector = np.ndarray


class Evaluation:
    """Expressions of variables as functions of machine numbers."""

    def __init__(self, k, names: list[Symbol], bodies: list[Node]):
        self.k, self.names, self.bodies = k, names, bodies
        self.function = k.function(S.Function(Expr(S.List, tuple(names)), Expr(S.List, tuple(bodies))))

    def __call__(self, x: Vector) -> Vector:
        values = self.k.evaluate(S.N(self.function(*map(Real, x.tolist()))))
        found = [real_value(value) for value in values.args]
        if None in found:
            raise NOT_NUMBER(values, Expr(S.List, tuple(map(Real, x.tolist()))))
        return np.array([float(value) for value in found])  # type: ignore[arg-type]

    def jacobian(self, x: Vector) -> Vector:
        """By central differences."""
        step = np.cbrt(np.finfo(float).eps) * np.maximum(np.abs(x), 1.0)
        columns = [(self(x + d) - self(x - d)) / (2 * h) for h, d in zip(step, np.diag(step), strict=True)]
        return np.array(columns).T


def _starts(variables: tuple[Node, ...]) -> tuple[list[Symbol], Vector]:
    names, values = [], []
    for spec in variables:
        parts = spec.args if is_head(spec, S.List) else (spec, Integer(1))
        start = real_value(parts[1]) if len(parts) > 1 else 1.0
        if not parts or not isinstance(parts[0], Symbol) or start is None:
            raise VARIABLE(spec)
        names.append(parts[0])
        values.append(float(start))  # type: ignore[arg-type]
    return names, np.array(values)


def _variables(k, specs: tuple[Node, ...]) -> tuple[Node, ...]:
    """``{x, 0}`` or ``{{x, 0}, {y, 1}}`` or several of the first, with the numbers evaluated."""
    found: list[Node] = []
    for spec in specs:
        if is_head(spec, S.List) and spec.args and all(is_head(item, S.List) for item in spec.args):
            found += spec.args
        else:
            found.append(spec)
    return tuple(
        Expr(S.List, (spec.args[0], *(k.evaluate(S.N(part)) for part in spec.args[1:])))
        if is_head(spec, S.List) and spec.args
        else spec
        for spec in found
    )


def _rules(names: list[Symbol], x: Vector) -> Node:
    return Expr(
        S.List, tuple(S.Rule(name, node_of(value)) for name, value in zip(names, x.tolist(), strict=True))
    )


# ---- roots ----


@builtin("FindRoot[equations_, variables__]", attributes=Attribute.HOLD_ALL)
def find_root(k, equations: Node, variables: tuple[Node, ...], *, MaxIterations: int = _STEPS):
    """FindRoot[f == g, {x, x0}] looks for a root of an equation, beginning at x0.

    FindRoot[{eq1, eq2, ...}, {{x, x0}, {y, y0}, ...}] solves several; an expression that is no equation means
    that it is zero.

    >> Round[1000 (x /. FindRoot[Cos[x] == x, {x, 1}])]
    739
    """
    names, x = _starts(_variables(k, variables))
    whole = equations if is_head(equations, S.List) else S.List(equations)
    bodies = [S.Subtract(*eq.args) if is_head(eq, S.Equal) and len(eq.args) == 2 else eq for eq in whole.args]
    return _rules(names, _newton(k, Evaluation(k, names, bodies), x, MaxIterations))


def _newton(k, f: Evaluation, x: Vector, steps: int) -> Vector:
    """Newton's method; a step that makes things worse is halved."""
    value = f(x)
    for _ in range(steps):
        if np.linalg.norm(value) == 0:
            return x
        try:
            step = np.linalg.solve(f.jacobian(x), value)
        except np.linalg.LinAlgError:
            raise SINGULAR(Expr(S.List, tuple(map(Real, x.tolist())))) from None
        x, value, moved = _better(f, x, value, step)
        if moved <= 1e-14 * max(1.0, float(np.linalg.norm(x))):
            return x
    k.message(S.FindRoot, NO_CONVERGENCE(steps))
    return x


def _better(f: Evaluation, x: Vector, value: Vector, step: Vector) -> tuple[Vector, Vector, float]:
    size, scale = np.linalg.norm(value), 1.0
    while True:
        new = x - scale * step
        found = f(new)
        if np.linalg.norm(found) < size or scale < 1e-4:
            return new, found, float(np.linalg.norm(scale * step))
        scale /= 2


# ---- extremes ----


def _extreme(name: str, sign: int, text: str) -> None:
    def function(
        k, body: Node, variables: tuple[Node, ...], *, MaxIterations: int = 500, Method: Node = S.Automatic
    ):
        names, x = _starts(_variables(k, variables))
        f = Evaluation(k, names, [body])
        x, value = minimized(lambda at: sign * float(f(at)[0]), x, MaxIterations)
        return [node_of(sign * value), _rules(names, x)]

    function.__doc__ = text
    builtin(f"{name}[body_, variables__]", attributes=Attribute.HOLD_ALL)(function)


def _gradient(f: Callable[[Vector], float], x: Vector) -> Vector:
    step = np.cbrt(np.finfo(float).eps) * np.maximum(np.abs(x), 1.0)
    return np.array([(f(x + d) - f(x - d)) / (2 * h) for h, d in zip(step, np.diag(step), strict=True)])


def minimized(f: Callable[[Vector], float], x: Vector, steps: int) -> tuple[Vector, float]:
    """The method of Broyden, Fletcher, Goldfarb and Shanno with a backtracking line search."""
    inverse, value, slope = np.eye(len(x)), f(x), _gradient(f, x)
    for _ in range(steps):
        step = -inverse @ slope
        if slope @ step >= 0:
            inverse, step = np.eye(len(x)), -slope
        scale, new = 1.0, x + step
        while (found := f(new)) > value + 1e-4 * scale * (slope @ step) and scale > 1e-12:
            scale /= 2
            new = x + scale * step
        if found >= value:
            break
        gradient = _gradient(f, new)
        s, y = new - x, gradient - slope
        x, value, slope = new, found, gradient
        if s @ y > 1e-300:
            rho = 1 / (s @ y)
            left = np.eye(len(x)) - rho * np.outer(s, y)
            inverse = left @ inverse @ left.T + rho * np.outer(s, s)
    return x, value


_extreme(
    "FindMinimum",
    1,
    "FindMinimum[f, {x, x0}] looks for a local minimum of f, beginning at x0; {fmin, {x -> xmin}}.\n\n"
    ">> Round[100 FindMinimum[(x - 2)^2 + 1, {x, 0}][[1]]]\n100",
)
_extreme(
    "FindMaximum",
    -1,
    "FindMaximum[f, {x, x0}] looks for a local maximum of f, beginning at x0; {fmax, {x -> xmax}}.\n\n"
    ">> Round[100 (x /. FindMaximum[Sin[x], {x, 1}][[2]])]\n157",
)


# ---- integrals ----

_POINTS = (10, 21)


@functools.cache
def _rule(points: int) -> list[tuple[float, float]]:
    """The places and the weights of Gauss's rule."""
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return list(zip(nodes.tolist(), weights.tolist(), strict=True))


@builtin("NIntegrate[body_, ranges__]", attributes=Attribute.HOLD_ALL)
def n_integrate(
    k, body: Node, ranges: tuple[Node, ...], *, Method: Node = S.Automatic, MaxRecursion: int = 12
):
    """NIntegrate[f, {x, a, b}] is the integral of f from a to b, by machine numbers; b may be Infinity.

    NIntegrate[f, {x, a, b}, {y, c, d}] integrates over x, and over y within.

    >> {Round[1000 NIntegrate[x^2, {x, 0, 1}]], Round[1000 NIntegrate[Exp[-x^2], {x, -Infinity, Infinity}]]}
    {333, 1772}
    """
    names, limits = [], []
    for spec in ranges:
        if not is_head(spec, S.List) or len(spec.args) != 3 or not isinstance(spec.args[0], Symbol):
            raise LIMITS(spec)
        names.append(spec.args[0])
        limits.append(spec.args[1:])
    return Real(_integral(k, body, names, limits, (), MaxRecursion))


def _integral(k, body: Node, names, limits, at: tuple[float, ...], depth: int) -> float:
    """The integral over the variables that have no value yet."""
    place = len(at)
    if place == len(names):
        return float(Evaluation(k, names, [body])(np.array(at))[0])
    low, high = (_limit(k, end, names[:place], at) for end in limits[place])
    if low == high:
        return 0.0
    last = place == len(names) - 1
    evaluate = Evaluation(k, names, [body]) if last else None

    def f(x: float) -> float:
        if evaluate is not None:
            return float(evaluate(np.array((*at, x)))[0])
        return _integral(k, body, names, limits, (*at, x), depth)

    g, a, b = _finite(f, low, high)
    return _adaptive(g, a, b, depth)


def _limit(k, end: Node, names: list[Symbol], at: tuple[float, ...]) -> float:
    value = k.evaluate(S.N(end))
    if names and real_value(value) is None:
        value = k.evaluate(S.N(S.ReplaceAll(end, _rules(names, np.array(at)))))
    if is_head(value, S.DirectedInfinity) and value.args:
        return float(np.inf if value.args[0] == Integer(1) else -np.inf)
    number = real_value(value)
    if number is None:
        raise LIMITS(end)
    return float(number)  # type: ignore[arg-type]


def _finite(
    f: Callable[[float], float], low: float, high: float
) -> tuple[Callable[[float], float], float, float]:
    """The same integral over a finite range: x = t/(1 - t^2) or x = a + t/(1 - t)."""
    if low > high:
        g, a, b = _finite(f, high, low)
        return (lambda t: -g(t)), a, b
    if np.isinf(low) and np.isinf(high):
        return (lambda t: f(t / (1 - t * t)) * (1 + t * t) / (1 - t * t) ** 2), -1.0, 1.0
    if np.isinf(high):
        return (lambda t: f(low + t / (1 - t)) / (1 - t) ** 2), 0.0, 1.0
    if np.isinf(low):
        return (lambda t: f(high - t / (1 - t)) / (1 - t) ** 2), 0.0, 1.0
    return f, low, high


def _adaptive(f: Callable[[float], float], a: float, b: float, depth: int) -> float:
    """Gauss's rules of 10 and 21 points; where they differ, both halves on their own."""
    rough, fine = (_gauss(f, a, b, points) for points in _POINTS)
    if depth == 0 or abs(fine - rough) <= 1e-10 * max(1.0, abs(fine)):
        return fine
    middle = (a + b) / 2
    return _adaptive(f, a, middle, depth - 1) + _adaptive(f, middle, b, depth - 1)


def _gauss(f: Callable[[float], float], a: float, b: float, points: int) -> float:
    half, middle = (b - a) / 2, (a + b) / 2
    return half * sum(weight * f(middle + half * x) for x, weight in _rule(points))
