"""NMinimize and NMaximize: the least or the greatest value of a function, with conditions or without.

From places drawn by chance, always the same ones, the method of Nelder and Mead goes down, then that of
Broyden, Fletcher, Goldfarb and Shanno; conditions enter as an augmented Lagrangian.  No method of this kind
can be sure of the global extreme.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from ..expr import TRUE, Expr, Node, Real, S, Symbol, is_head
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import node_of
from ..problem import Template
from .root_finding import Evaluation, minimized
from .rounding import real_value

VARIABLE = Template("nvar", "`1` is not a variable, or {x, min, max} with a range to begin in.")
CONDITION = Template("nconst", "The condition `1` is not an equation or an inequality of numbers.")
NOT_MET = Template("nsol", "No point was found that meets the conditions `1`.")
STARTS, CONDITIONED, ROUNDS, STEPS, MET = 12, 5, 12, 200, 1e-6  # fewer starts with conditions

Vector = np.ndarray
Function = Callable[[Vector], float]


def _variables(k, spec: Node) -> tuple[list[Symbol], Vector]:
    """The names, and the range of each to begin in, rows (low, high)."""
    items = spec.args if is_head(spec, S.List) else (spec,)
    if len(items) == 3 and isinstance(items[0], Symbol) and real_value(k.evaluate(S.N(items[1]))) is not None:
        items = (spec,)
    names, ranges = [], []
    for item in items:
        parts = item.args if is_head(item, S.List) else (item,)
        ends = [real_value(k.evaluate(S.N(end))) for end in parts[1:]]
        if not parts or not isinstance(parts[0], Symbol) or len(ends) not in (0, 2) or None in ends:
            raise VARIABLE(item)
        names.append(parts[0])
        ranges.append([float(end) for end in ends] if ends else [-1.0, 1.0])  # type: ignore[arg-type]
    return names, np.array(ranges)


def _conditions(node: Node) -> tuple[list[Node], list[Node]]:
    """Expressions that are to be zero, and expressions that must not be positive."""
    equal: list[Node] = []
    below: list[Node] = []
    if is_head(node, S.And) or is_head(node, S.List):
        for part in node.args:
            more = _conditions(part)
            equal, below = equal + more[0], below + more[1]
        return equal, below
    if node is TRUE:
        return equal, below
    name, args = getattr(node.head, "name", ""), node.args
    pairs = list(pairwise(args))
    if name == "Inequality":
        return _conditions(
            S.And(*(Expr(args[i + 1], (args[i], args[i + 2])) for i in range(0, len(args) - 2, 2)))
        )
    if name == "Equal" and pairs:
        equal = [S.Subtract(a, b) for a, b in pairs]
    elif name in ("Less", "LessEqual") and pairs:
        below = [S.Subtract(a, b) for a, b in pairs]
    elif name in ("Greater", "GreaterEqual") and pairs:
        below = [S.Subtract(b, a) for a, b in pairs]
    else:
        raise CONDITION(node)
    return equal, below


def nelder_mead(f: Function, start: Vector, size: float) -> Vector:
    """A simplex that moves, stretches and shrinks towards lower values."""
    simplex = np.vstack([start, start + size * np.eye(len(start))])
    values = np.array([f(x) for x in simplex])
    for _ in range(STEPS * len(start)):
        order = np.argsort(values)
        simplex, values = simplex[order], values[order]
        if np.ptp(values) <= 1e-12 * (1 + abs(values[0])):
            break
        middle, worst = simplex[:-1].mean(0), simplex[-1]
        new = middle + (middle - worst)
        value = f(new)
        if value < values[0]:
            far = middle + 2 * (middle - worst)
            better = f(far)
            new, value = (far, better) if better < value else (new, value)
        elif value >= values[-2]:
            near = middle + (0.5 if value < values[-1] else -0.5) * (middle - worst)
            new, value = near, f(near)
            if value >= values[-1]:
                simplex[1:] = simplex[0] + (simplex[1:] - simplex[0]) / 2
                values[1:] = [f(x) for x in simplex[1:]]
                continue
        simplex[-1], values[-1] = new, value
    return simplex[values.argmin()]


def _lowest(f: Function, start: Vector) -> Vector:
    rough = nelder_mead(f, start, 0.5)
    fine, _ = minimized(f, rough, STEPS)
    return fine if np.isfinite(f(fine)) and f(fine) <= f(rough) else rough


def constrained(f: Function, equal: list[Function], below: list[Function], start: Vector) -> Vector:
    """The lowest place near `start` where the `equal` are zero and the `below` not positive."""
    if not equal and not below:
        return _lowest(f, start)
    weight, x = 10.0, start
    pulls, pushes = np.zeros(len(equal)), np.zeros(len(below))

    def whole(at: Vector) -> float:
        total = f(at)
        for g, pull in zip(equal, pulls, strict=True):
            value = g(at)
            total += pull * value + weight / 2 * value**2
        for g, push in zip(below, pushes, strict=True):
            total += (max(0.0, push + weight * g(at)) ** 2 - push**2) / (2 * weight)
        return total

    for _ in range(ROUNDS):
        x = _lowest(whole, x)
        pulls = pulls + weight * np.array([g(x) for g in equal])
        pushes = np.maximum(0.0, pushes + weight * np.array([g(x) for g in below]))
        weight = min(weight * 3, 1e6)
    return x


def _optimum(k, problem: Node, variables: Node, sign: int) -> tuple[float, list[Symbol], Vector] | None:
    body, conditions = problem, TRUE
    if is_head(problem, S.List) and len(problem.args) >= 1:
        body = problem.args[0]
        conditions = problem.args[1] if len(problem.args) == 2 else S.And(*problem.args[1:])  # type: ignore[assignment]
    names, ranges = _variables(k, variables)
    equal, below = _conditions(conditions)
    evaluate = Evaluation(k, names, [body])
    f: Function = lambda x: sign * float(evaluate(x)[0])  # noqa: E731
    zero, least = ([_single(k, names, part) for part in parts] for parts in (equal, below))
    random, best, lowest = np.random.default_rng(1), None, np.inf
    for i in range(CONDITIONED if zero or least else STARTS):
        share = np.full(len(names), 0.5) if i == 0 else random.random(len(names))
        x = constrained(f, zero, least, ranges[:, 0] + share * (ranges[:, 1] - ranges[:, 0]))
        missed = max([abs(g(x)) for g in zero] + [g(x) for g in least], default=0.0)
        if missed <= MET * (1 + float(np.abs(x).max())) and f(x) < lowest - 1e-12 * abs(
            lowest if lowest < np.inf else 0
        ):
            best, lowest = x, f(x)
    if best is None:
        raise NOT_MET(conditions)
    return sign * lowest, names, best


def _single(k, names: list[Symbol], body: Node) -> Function:
    evaluate = Evaluation(k, names, [body])
    return lambda x: float(evaluate(x)[0])


def _declare(name: str, sign: int, what: str, example: str) -> None:
    def function(
        k, problem: Node, variables: Node, *, Method: Node = S.Automatic, MaxIterations: Node = S.Automatic
    ):
        found = _optimum(k, problem, variables, sign)
        assert found is not None
        value, names, x = found
        rules = [S.Rule(n, node_of(v)) for n, v in zip(names, x.tolist(), strict=True)]
        return S.List(Real(value), S.List(*rules))

    function.__doc__ = (
        f"{name}[f, {{x, y, ...}}] looks for the {what} of f: {{value, {{x -> x0, ...}}}}.\n\n"
        f"{name}[{{f, conditions}}, ...] minds equations and inequalities; {{x, a, b}} begins there.\n\n"
        f"{example}"
    )
    builtin(f"{name}[problem_, variables_]", attributes=Attribute.NONE)(function)


_declare("NMinimize", 1, "least value", ">> Round[NMinimize[(x - 2)^2 + 1, x][[1]], 0.001]\n1.")
_declare("NMaximize", -1, "greatest value", ">> Round[NMaximize[{x, x^2 <= 4}, x][[1]], 0.001]\n2.")


@builtin("NArgMin[problem_, variables_]")
def n_arg_min(k, problem: Node, variables: Node):
    """NArgMin[f, {x, y, ...}] is the place of the least value of f.

    >> Round[NArgMin[(x - 2)^2, x], 0.001]
    2.
    """
    return _place(k, problem, variables, 1)


@builtin("NArgMax[problem_, variables_]")
def n_arg_max(k, problem: Node, variables: Node):
    """NArgMax[f, {x, y, ...}] is the place of the greatest value of f.

    >> Round[NArgMax[1 - (x - 2)^2, x], 0.001]
    2.
    """
    return _place(k, problem, variables, -1)


def _place(k, problem: Node, variables: Node, sign: int) -> Node | None:
    found = _optimum(k, problem, variables, sign)
    if found is None:
        return None
    values = [Real(value) for value in found[2].tolist()]
    return values[0] if isinstance(variables, Symbol) else Expr(S.List, tuple(values))
