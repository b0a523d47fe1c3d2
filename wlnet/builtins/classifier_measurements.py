"""ClassifierMeasurements and PredictorMeasurements: how well a net, or answers, do on test data.

The classifier is asked for the probabilities of all test examples at once, the predictor for its numbers; so
nets with a decoder of classes, and whatever answers alike, can be measured.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..arrays import array_of, list_of
from ..expr import FAILED, TRUE, Expr, Foreign, Integer, Node, Real, S, String, is_head, is_rule
from ..kernel.builtin import applier, builtin
from ..kernel.numbers import node_of
from ..media.charts import Line, line_chart, matrix_chart
from ..problem import Template
from ..syntax.write import output_form
from .decision_measures import CLASS, NUMBERS, OF_PROBABILITIES, Counts, Decisions, area, roc_curve, top

NO_DATA = Template(
    "bdtst", "`1` is not test data: {input -> class, ...}, {inputs} -> {classes}, <|...|> were expected."
)
NO_ANSWERS = Template("bdcls", "`1` does not give probabilities of classes; a decoder of classes is needed.")
NO_NUMBERS = Template("bdprd", "`1` does not give a number for each of the test data.")
UNKNOWN_CLASS = Template("unkcls", "The class `1` of the test data is not one of `2`.")
NO_PROPERTY = Template("noprop", "`1` is not a measurement known here; these are: `2`.")
ARGUMENTS = Template("argx", "`1` called with `2` arguments; 1 argument is expected.")


class ClassifierReport(Foreign):
    """What ClassifierMeasurements gives: the decisions, and the inputs they were made for."""

    wl_head = "ClassifierMeasurementsObject"

    def __init__(self, decisions: Decisions, inputs: tuple[Node, ...]):
        self.decisions, self.inputs = decisions, inputs

    def to_node(self) -> Node:
        return S.ClassifierMeasurementsObject(S.List(*self.decisions.classes), list_of(self.decisions.matrix))

    def summary(self) -> str:
        return f"ClassifierMeasurementsObject[<{len(self.decisions.actual)} examples>]"


class PredictorReport(Foreign):
    """What PredictorMeasurements gives: the actual and the predicted numbers."""

    wl_head = "PredictorMeasurementsObject"

    def __init__(self, actual: np.ndarray, predicted: np.ndarray):
        self.actual, self.predicted = actual, predicted

    def to_node(self) -> Node:
        return S.PredictorMeasurementsObject(list_of(self.actual), list_of(self.predicted))

    def summary(self) -> str:
        return f"PredictorMeasurementsObject[<{len(self.actual)} examples>]"


def _examples(data: Node) -> tuple[Node, tuple[Node, ...]]:
    """The list of the inputs and the answers of test data."""
    if is_head(data, S.Association) and len(data.args) >= 2:
        columns = [rule.args[1] for rule in data.args]
        data = S.Rule(columns[0], columns[-1])
    if is_rule(data):
        inputs, answers = data.args
        if is_head(inputs, S.List) and is_head(answers, S.List) and len(inputs.args) == len(answers.args):
            return inputs, answers.args
    if is_head(data, S.List) and data.args and all(map(is_rule, data.args)):
        inputs = Expr(S.List, tuple(rule.args[0] for rule in data.args))
        return inputs, tuple(rule.args[1] for rule in data.args)
    raise NO_DATA(data)


def _decisions(k, classifier: Node, data: Node, rules: list[Node]) -> ClassifierReport:
    if is_head(classifier, S.List):  # answers instead of a classifier
        if not is_head(data, S.List) or len(data.args) != len(classifier.args):
            raise NO_DATA(data)
        inputs, actual, answers = Expr(S.List, ()), tuple(data.args), classifier
    else:
        inputs, actual = _examples(data)
        answers = k.evaluate(Expr(classifier, (inputs, String("Probabilities"), *rules)))
    if is_head(answers, S.List) and all(is_head(answer, S.Association) for answer in answers.args):
        return ClassifierReport(_from_probabilities(answers, actual), tuple(inputs.args))
    if not is_head(classifier, S.List):
        raise NO_ANSWERS(classifier)
    classes = tuple(dict.fromkeys(k.evaluate(S.Union(S.List(*actual), answers)).args))
    places = {name: i for i, name in enumerate(classes)}
    given = (np.array([places[name] for name in column]) for column in (actual, answers.args))
    return ClassifierReport(Decisions(classes, *given), ())


def _from_probabilities(answers: Node, actual: tuple[Node, ...]) -> Decisions:
    classes = tuple(rule.args[0] for rule in answers.args[0].args)
    places = {name: i for i, name in enumerate(classes)}
    for name in actual:
        if name not in places:
            raise UNKNOWN_CLASS(name, S.List(*classes))
    table = np.zeros((len(actual), len(classes)))
    for i, answer in enumerate(answers.args):
        for rule in answer.args:
            table[i, places[rule.args[0]]] = float(rule.args[1].value)
    found = np.array([places[name] for name in actual])
    return Decisions(classes, found, table.argmax(1), table)


def _by_class(d: Decisions, values) -> Node:
    nodes = [node_of(value) if value == value else S.Indeterminate for value in np.asarray(values).tolist()]
    return S.Association(*(S.Rule(name, value) for name, value in zip(d.classes, nodes, strict=True)))


def _names(d: Decisions) -> list[str]:
    return [name.value if isinstance(name, String) else output_form(name) for name in d.classes]


def _curves(d: Decisions) -> list[np.ndarray]:
    return [roc_curve(d, i) for i in range(len(d.classes))]


def _picked(chosen: Callable[[ClassifierReport], np.ndarray]) -> Callable[[ClassifierReport], Node]:
    """Examples as rules from inputs to actual classes."""

    def pick(report: ClassifierReport) -> Node:
        d, pairs = report.decisions, []
        for i in chosen(report).tolist() if report.inputs else ():
            pairs.append(S.Rule(report.inputs[i], d.classes[d.actual[i]]))
        return Expr(S.List, tuple(pairs))

    return pick


def _confusion_plot(report: ClassifierReport) -> Node:
    d = report.decisions
    return matrix_chart(d.matrix, _names(d), "actual class", "predicted class")


def _roc_plot(report: ClassifierReport) -> Node:
    pairs = zip(_names(report.decisions), _curves(report.decisions), strict=True)
    lines = [Line(name, curve[:, 0], curve[:, 1]) for name, curve in pairs]
    return line_chart(lines, "false positive rate", "recall", square=True)


def _order(report: ClassifierReport) -> np.ndarray:
    return np.argsort(report.decisions.right, kind="stable")


OTHERS: dict[str, Callable[[ClassifierReport], Node]] = {
    "ConfusionMatrix": lambda r: list_of(r.decisions.matrix),
    "ConfusionMatrixPlot": _confusion_plot,
    "ClassifiedExamples": _picked(lambda r: np.arange(len(r.inputs))),
    "CorrectlyClassifiedExamples": _picked(
        lambda r: np.flatnonzero(r.decisions.actual == r.decisions.decided)
    ),
    "MisclassifiedExamples": _picked(lambda r: np.flatnonzero(r.decisions.actual != r.decisions.decided)),
}
WITH_PROBABILITIES: dict[str, Callable[[ClassifierReport], Node]] = {
    "ROCCurve": lambda r: S.Association(
        *map(S.Rule, r.decisions.classes, map(list_of, _curves(r.decisions)))
    ),
    "ROCCurvePlot": _roc_plot,
    "AreaUnderROCCurve": lambda r: _by_class(r.decisions, [area(curve) for curve in _curves(r.decisions)]),
    "BestClassifiedExamples": _picked(lambda r: _order(r)[::-1][:10]),
    "WorstClassifiedExamples": _picked(lambda r: _order(r)[:10]),
    "Probabilities": lambda r: list_of(r.decisions.right),
}


def _measure(report: ClassifierReport, wanted: Node) -> Node:
    d = report.decisions
    if is_head(wanted, S.List):
        return S.List(*(_measure(report, each) for each in wanted.args))
    name, argument = (wanted.args[0], wanted.args[1]) if is_rule(wanted) else (wanted, None)
    text = name.value if isinstance(name, String) else ""
    known = d.probabilities is not None
    numbers = NUMBERS | (OF_PROBABILITIES if known else {})
    others = OTHERS | (WITH_PROBABILITIES if known else {})
    if text == "Accuracy" and isinstance(argument, Integer):
        return Real(top(d, argument.value))
    if text in CLASS:
        found = _by_class(d, CLASS[text](Counts.of(d)))
        if argument is None:
            return found
        return next((rule.args[1] for rule in found.args if rule.args[0] == argument), S.Missing())
    if text in numbers and argument is None:
        return Real(numbers[text](d))
    if text in others and argument is None:
        return others[text](report)
    listed = sorted({*numbers, *others, *CLASS})
    if text == "Properties":
        return S.List(*map(String, listed))
    raise NO_PROPERTY(wanted, ", ".join(listed))


@builtin("ClassifierMeasurements[classifier_, data_, property_]", failure=FAILED)
def classifier_measurements(
    k,
    classifier: Node,
    data: Node,
    property: Node | None = None,
    *,
    BatchSize: Node = S.Automatic,
    TargetDevice: Node = String("CPU"),
):
    """ClassifierMeasurements[net, {input -> class, ...}] measures decisions of a net; the object it gives
    can be applied to properties.

    ClassifierMeasurements[net, data, "Accuracy"] and {"Accuracy", "ConfusionMatrix", ...} give properties at
    once; ClassifierMeasurements[{class1, ...}, {actual1, ...}] measures decisions that are known already.
    The property "Properties" lists all.

    >> ClassifierMeasurements[{"a", "b", "b"}, {"a", "b", "a"}, {"ConfusionMatrix", "Recall"}]
    {{{1, 1}, {0, 1}}, <|"a" -> 0.5, "b" -> 1.|>}
    """
    given = (("BatchSize", BatchSize, S.Automatic), ("TargetDevice", TargetDevice, String("CPU")))
    rules: list[Node] = [S.Rule(getattr(S, name), value) for name, value, usual in given if value != usual]
    report = _decisions(k, classifier, data, rules)
    return report if property is None else _measure(report, property)


@applier(ClassifierReport)
def apply_report(k, report: ClassifierReport, args: tuple[Node, ...]) -> Node:
    if len(args) != 1:
        raise ARGUMENTS("ClassifierMeasurementsObject", len(args))
    return _measure(report, args[0])


def _residuals(report: PredictorReport) -> np.ndarray:
    return report.actual - report.predicted


def _unexplained(report: PredictorReport) -> float:
    spread = ((report.actual - report.actual.mean()) ** 2).mean()
    return float((_residuals(report) ** 2).mean() / spread) if spread else float("nan")


def _comparison(report: PredictorReport) -> Node:
    pairs = np.column_stack([report.predicted, report.actual])
    ends = float(pairs.min()), float(pairs.max())
    line = S.Line(list_of(np.array([[ends[0]] * 2, [ends[1]] * 2])))
    labels = S.Rule(S.FrameLabel, S.List(String("predicted value"), String("actual value")))
    style = (S.Rule(S.Frame, TRUE), S.Rule(S.AspectRatio, Integer(1)), labels)
    return S.Graphics(S.List(S.List(S.Dashed, S.Gray, line), S.Point(list_of(pairs))), *style)


PREDICTOR: dict[str, Callable[[PredictorReport], Node]] = {
    "StandardDeviation": lambda r: Real(float(np.sqrt((_residuals(r) ** 2).mean()))),
    "MeanSquare": lambda r: Real(float((_residuals(r) ** 2).mean())),
    "MeanDeviation": lambda r: Real(float(np.abs(_residuals(r)).mean())),
    "FractionVarianceUnexplained": lambda r: Real(_unexplained(r)),
    "RSquared": lambda r: Real(1 - _unexplained(r)),
    "Residuals": lambda r: list_of(_residuals(r)),
    "ComparisonPlot": _comparison,
    "ResidualHistogram": lambda r: S.Histogram(list_of(_residuals(r))),
}


def _predicted(report: PredictorReport, wanted: Node) -> Node:
    if is_head(wanted, S.List):
        return S.List(*(_predicted(report, each) for each in wanted.args))
    name = wanted.value if isinstance(wanted, String) else ""
    if name == "Properties":
        return S.List(*map(String, sorted(PREDICTOR)))
    if name not in PREDICTOR:
        raise NO_PROPERTY(wanted, ", ".join(sorted(PREDICTOR)))
    return PREDICTOR[name](report)


@builtin("PredictorMeasurements[predictor_, data_, property_]", failure=FAILED)
def predictor_measurements(k, predictor: Node, data: Node, property: Node | None = None):
    """PredictorMeasurements[net, {input -> number, ...}] measures numbers that a net predicts; the object
    that it gives can be applied to properties.

    PredictorMeasurements[net, data, "RSquared"] gives a property at once.

    >> PredictorMeasurements[ElementwiseLayer[2 # &], {1 -> 3., 2 -> 4.}, {"MeanDeviation", "MeanSquare"}]
    {0.5, 0.5}
    """
    inputs, answers = _examples(data)
    numbers = array_of(k.evaluate(Expr(predictor, (inputs,)))), array_of(Expr(S.List, answers))
    given, actual = (None if found is None else np.squeeze(found.astype(float)) for found in numbers)
    if given is None or actual is None or given.shape != actual.shape or given.ndim != 1:
        raise NO_NUMBERS(predictor)
    report = PredictorReport(actual, given)
    return report if property is None else _predicted(report, property)


@applier(PredictorReport)
def apply_predictor_report(k, report: PredictorReport, args: tuple[Node, ...]) -> Node:
    if len(args) != 1:
        raise ARGUMENTS("PredictorMeasurementsObject", len(args))
    return _predicted(report, args[0])
