"""LinearModelFit, NonlinearModelFit and FindFit: models of data by least squares.

Linear models are solved by singular values, nonlinear ones by the method of Levenberg and Marquardt with
derivatives by differences.  A fitted model is a value: a function of its variables, with properties.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import list_of
from ..expr import FAILED, Expr, Foreign, Integer, Node, Real, S, String, Symbol, is_head
from ..kernel.builtin import Attribute, applier, builtin
from ..kernel.numbers import node_of
from ..lazy import mpmath
from ..problem import Template
from .interpolation import design, points_of
from .packing import machine
from .rounding import real_value

NO_PROPERTY = Template("notprop", "`1` is not a property of a fitted model known here; these are: `2`.")
PARAMETERS = Template("fitm", "`1` is not a list of parameters, or of pairs {parameter, start}.")
VALUES = Template("nrnum", "The model does not give real numbers for the data at `1`.")
ARGUMENTS = Template("fitd", "A model of `1` variables was applied to `2` arguments.")
STEPS = 500


@dataclass(frozen=True)
class Fit:
    """What a fit found: parameters by name, the model's values, and its derivatives at the data."""

    names: tuple[Node, ...]  # of the parameters
    values: np.ndarray
    points: np.ndarray
    predicted: np.ndarray
    slopes: np.ndarray
    centered: bool  # whether RSquared compares with the mean
    linear: bool = True

    @property
    def residuals(self) -> np.ndarray:
        return self.points[:, -1] - self.predicted

    @property
    def freedom(self) -> int:
        return len(self.points) - len(self.values)

    @property
    def squares(self) -> float:
        return float(self.residuals @ self.residuals)

    @property
    def variance(self) -> float:
        return self.squares / self.freedom if self.freedom > 0 else float("nan")

    @property
    def covariance(self) -> np.ndarray:
        return self.variance * np.linalg.pinv(self.slopes.T @ self.slopes)

    @property
    def errors(self) -> np.ndarray:
        return np.sqrt(np.diag(self.covariance))

    @property
    def r_squared(self) -> float:
        y = self.points[:, -1]
        total = float(((y - y.mean()) ** 2).sum()) if self.centered else float(y @ y)
        return 1 - self.squares / total if total else float("nan")

    @property
    def log_likelihood(self) -> float:
        n = len(self.points)
        return -n / 2 * (np.log(2 * np.pi * self.squares / n) + 1)


class FittedModel(Foreign):
    """A fitted model: a function of its variables."""

    wl_head = "FittedModel"

    def __init__(self, body: Node, variables: tuple[Node, ...], fit: Fit):
        self.body, self.variables, self.fit = body, variables, fit

    def to_node(self) -> Node:
        return S.FittedModel(S.Function(Expr(S.List, self.variables), self.body))

    def summary(self) -> str:
        return f"FittedModel[<{len(self.fit.values)} parameters, {len(self.fit.points)} points>]"


def _numbers(values: np.ndarray) -> Node:
    return list_of(np.ascontiguousarray(values, float))


def _adjusted(fit: Fit) -> Node:
    n, rest = len(fit.points), fit.freedom
    return Real(float(1 - (1 - fit.r_squared) * (n - fit.centered) / rest)) if rest > 0 else S.Indeterminate


def _p_values(fit: Fit) -> Node:
    """The chance of a t as far from 0, of Student's distribution."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = fit.values / fit.errors
    n = fit.freedom
    return _numbers(
        np.array([float(mpmath.betainc(n / 2, 0.5, 0, n / (n + x * x), regularized=True)) for x in t])
    )


def _criterion(penalty: Callable[[int], float]) -> Callable[[FittedModel], Node]:
    """AIC and BIC: the parameters are counted together with the variance."""

    def value(model: FittedModel) -> Node:
        fit = model.fit
        return Real(float(-2 * fit.log_likelihood + penalty(len(fit.points)) * (len(fit.values) + 1)))

    return value


PROPERTIES: dict[str, Callable[[FittedModel], Node]] = {
    "BestFit": lambda m: m.body,
    "Function": lambda m: S.Function(Expr(S.List, m.variables), m.body),
    "BestFitParameters": lambda m: (
        Expr(
            S.List, tuple(S.Rule(n, Real(v)) for n, v in zip(m.fit.names, m.fit.values.tolist(), strict=True))
        )
        if not m.fit.linear
        else _numbers(m.fit.values)
    ),
    "RSquared": lambda m: Real(float(m.fit.r_squared)),
    "AdjustedRSquared": lambda m: _adjusted(m.fit),
    "FitResiduals": lambda m: _numbers(m.fit.residuals),
    "PredictedResponse": lambda m: _numbers(m.fit.predicted),
    "Response": lambda m: _numbers(m.fit.points[:, -1]),
    "Data": lambda m: _numbers(m.fit.points),
    "DesignMatrix": lambda m: _numbers(m.fit.slopes),
    "EstimatedVariance": lambda m: Real(m.fit.variance),
    "CovarianceMatrix": lambda m: _numbers(m.fit.covariance),
    "ParameterErrors": lambda m: _numbers(m.fit.errors),
    "ParameterTStatistics": lambda m: _numbers(m.fit.values / m.fit.errors),
    "ParameterPValues": lambda m: _p_values(m.fit),
    "AIC": _criterion(lambda n: 2.0),
    "BIC": _criterion(lambda n: float(np.log(n))),
}


@builtin("LinearModelFit[data_, basis_, variables_]", failure=FAILED)
def linear_model_fit(k, data: Node, basis: Node, variables: Node, *, IncludeConstantBasis: bool = True):
    """LinearModelFit[data, {f1, f2, ...}, x] is the model b0 + b1 f1 + b2 f2 + ... nearest to data.

    data is as in Fit.  The model is a function, model[x]; model["BestFit"], "BestFitParameters", "RSquared",
    "FitResiduals", "ParameterErrors", "ParameterPValues" and others are properties, model["Properties"] all.

    >> m = LinearModelFit[{{0, 1}, {1, 3.1}, {2, 4.9}}, x, x]; Round[{m[3], m["RSquared"]}, 0.001]
    {6.9, 0.998}
    """
    names = variables.args if is_head(variables, S.List) else (variables,)
    functions = basis.args if is_head(basis, S.List) else (basis,)
    if IncludeConstantBasis and Integer(1) not in functions:
        functions = (Integer(1), *functions)
    points = points_of(data, len(names)).astype(float)
    matrix = design(k, functions, names, points)
    found = np.linalg.lstsq(matrix, points[:, -1], rcond=None)[0]
    fit = Fit(functions, found, points, matrix @ found, matrix, Integer(1) in functions)
    terms = (S.Times(node_of(c), f) for c, f in zip(found.tolist(), functions, strict=True))
    return FittedModel(k.evaluate(Expr(S.Plus, tuple(terms))), names, fit)


def _starts(k, parameters: Node) -> tuple[tuple[Symbol, ...], np.ndarray]:
    items = parameters.args if is_head(parameters, S.List) else (parameters,)
    if len(items) == 2 and isinstance(items[0], Symbol) and real_value(items[1]) is not None:
        items = (parameters,)
    names, values = [], []
    for item in items:
        pair = item.args if is_head(item, S.List) else (item, Integer(1))
        start = real_value(k.evaluate(S.N(pair[1]))) if len(pair) == 2 else None
        if start is None or not isinstance(pair[0], Symbol):
            raise PARAMETERS(parameters)
        names.append(pair[0])
        values.append(float(start))
    return tuple(names), np.array(values)


def _nonlinear(k, data: Node, form: Node, parameters: Node, variables: Node) -> tuple[Fit, tuple[Node, ...]]:
    variables_ = variables.args if is_head(variables, S.List) else (variables,)
    names, values = _starts(k, parameters)
    points = points_of(data, len(variables_)).astype(float)
    columns = [list_of(np.ascontiguousarray(column)) for column in points[:, :-1].T]
    function = k.function(S.Function(Expr(S.List, (*names, *variables_)), form))
    rows = [tuple(Real(x) for x in row) for row in points[:, :-1].tolist()]

    def predicted(at: np.ndarray) -> np.ndarray:
        given = tuple(Real(x) for x in at.tolist())
        array = machine(k.evaluate(S.N(function(*given, *columns)))) if columns else None
        if array is None or array.shape != (len(points),):  # the model may not work on lists
            array = machine(k.evaluate(S.N(S.List(*(function(*given, *row) for row in rows)))))
        if array is None or array.dtype.kind == "c" or array.shape != (len(points),):
            raise VALUES(_numbers(at))
        return array.astype(float)

    found, slopes = _marquardt(predicted, values, points[:, -1])
    return Fit(names, found, points, predicted(found), slopes, False, False), variables_


def _slopes(f: Callable[[np.ndarray], np.ndarray], at: np.ndarray) -> np.ndarray:
    step = np.cbrt(np.finfo(float).eps) * np.maximum(np.abs(at), 1e-3)
    return np.column_stack(
        [(f(at + d) - f(at - d)) / (2 * h) for h, d in zip(step, np.diag(step), strict=True)]
    )


def _marquardt(
    f: Callable[[np.ndarray], np.ndarray], at: np.ndarray, wanted: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The parameters that bring f nearest to what is wanted, and the derivatives there."""
    damping, rest = 1e-3, wanted - f(at)
    slopes = _slopes(f, at)
    for _ in range(STEPS):
        square, slope = slopes.T @ slopes, slopes.T @ rest
        scale = np.diag(np.maximum(np.diag(square), 1e-12))
        step = np.linalg.lstsq(square + damping * scale, slope, rcond=None)[0]
        new = wanted - f(at + step)
        if np.isfinite(new).all() and new @ new < rest @ rest:
            done = rest @ rest - new @ new <= 1e-15 * (rest @ rest)
            at, rest, damping = at + step, new, max(damping / 10, 1e-12)
            slopes = _slopes(f, at)
            if done:
                break
        elif damping > 1e12:
            break
        else:
            damping *= 10
    return at, slopes


@builtin("FindFit[data_, form_, parameters_, variables_]", attributes=Attribute.HOLD_ALL, failure=FAILED)
def find_fit(k, data: Node, form: Node, parameters: Node, variables: Node):
    """FindFit[data, form, {a, b, ...}, x] gives the rules for the parameters that bring form nearest to data.

    {{a, a0}, {b, b0}, ...} says where to begin; 1 is where it is not said.

    >> Round[{a, b} /. FindFit[{{0, 2}, {1, 5.4366}, {2, 14.778}}, a Exp[b x], {a, b}, x], 0.01]
    {2., 1.}
    """
    fit, _ = _nonlinear(k, k.evaluate(data), _form(k, form), parameters, variables)
    return Expr(
        S.List, tuple(S.Rule(n, Real(v)) for n, v in zip(fit.names, fit.values.tolist(), strict=True))
    )


def _form(k, form: Node) -> Node:
    """A model that is named by a variable is what the variable says."""
    return k.evaluate(form) if isinstance(form, Symbol) or is_head(form, S.Evaluate) else form


@builtin(
    "NonlinearModelFit[data_, form_, parameters_, variables_]", attributes=Attribute.HOLD_ALL, failure=FAILED
)
def nonlinear_model_fit(k, data: Node, form: Node, parameters: Node, variables: Node):
    """NonlinearModelFit[data, form, {a, b, ...}, x] is the model form with the parameters of FindFit, as a
    function with properties, as LinearModelFit gives it.

    >> m = NonlinearModelFit[{{0, 2}, {1, 5.4366}, {2, 14.778}}, a Exp[b x], {a, b}, x]; Round[m[0.], 0.01]
    2.
    """
    form = _form(k, form)
    fit, names = _nonlinear(k, k.evaluate(data), form, parameters, variables)
    rules = (S.Rule(n, Real(v)) for n, v in zip(fit.names, fit.values.tolist(), strict=True))
    return FittedModel(k.evaluate(S.ReplaceAll(form, Expr(S.List, tuple(rules)))), names, fit)


@applier(FittedModel)
def apply_model(k, model: FittedModel, args: tuple[Node, ...]) -> Node:
    if len(args) == 1 and (isinstance(args[0], String) or is_head(args[0], S.List)):
        return _properties(model, args[0])
    if len(args) != len(model.variables):
        raise ARGUMENTS(len(model.variables), len(args))
    return k.apply(S.Function(Expr(S.List, model.variables), model.body), args)


def _properties(model: FittedModel, wanted: Node) -> Node:
    if is_head(wanted, S.List):
        return Expr(S.List, tuple(_properties(model, each) for each in wanted.args))
    name = wanted.value if isinstance(wanted, String) else ""
    if name == "Properties":
        return S.List(*map(String, sorted(PROPERTIES)))
    if name not in PROPERTIES:
        raise NO_PROPERTY(wanted, ", ".join(sorted(PROPERTIES)))
    return PROPERTIES[name](model)
