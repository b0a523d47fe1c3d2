"""Measurements agree with scikit-learn, and are the same whatever the batches."""

from __future__ import annotations

from typing import Any

import engine_nets as nets
import numpy as np
import pytest
from sklearn import metrics

from wlnet.engine.measurements import MACRO, MICRO, WEIGHTED, known
from wlnet.engine.methods.adam import ADAM
from wlnet.engine.plan import TrainPlan
from wlnet.engine.probe import Activation, Held, Probe, Request, measure
from wlnet.engine.run import apply
from wlnet.engine.training import run
from wlnet.nets.infer import infer
from wlnet.nets.kinds import CrossEntropyForm
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Graph, Leaf
from wlnet.nets.ragged import Ragged

X = np.random.default_rng(0).normal(size=(200, 3)).astype(np.float32)
CLASSES = np.random.default_rng(1).integers(1, 5, 200)
TRUTH = (X[:, 0] + np.random.default_rng(2).normal(size=200) > 0).astype(np.float32)


def classifier(form: str, *last: Any) -> Graph:
    net = nets.row(*last, dims=(3,), seed=2)
    return nets.with_loss(net, nets.leaf("CrossEntropyLossLayer", CrossEntropyForm(form)))


def by_class() -> tuple[Graph, dict[str, np.ndarray], np.ndarray]:
    """A net with class numbers as targets, data, and its probabilities."""
    graph = classifier("Index", nets.linear(4), nets.leaf("SoftmaxLayer"))
    return graph, {"Input": X, "Output": CLASSES}, apply(graph.nodes["Net"], {"Input": X})["Output"]


def binary() -> tuple[Graph, dict[str, np.ndarray], np.ndarray]:
    graph = classifier("Binary", nets.linear(), nets.sigmoid())
    graph = graph.with_arrays({("Net", "1", "Biases"): np.float32([0.1])})  # type: ignore[assignment]
    return graph, {"Input": X, "Output": TRUTH}, apply(graph.nodes["Net"], {"Input": X})["Output"]


def regression(*size: int) -> tuple[Graph, dict[str, np.ndarray], np.ndarray]:
    graph = nets.with_loss(nets.row(nets.linear(*size), dims=(3,), seed=2))
    target = np.random.default_rng(3).normal(1, 2, (200, *size)).astype(np.float32)
    return graph, {"Input": X, "Output": target}, apply(graph.nodes["Net"], {"Input": X})["Output"]


def found(
    graph: Graph, data: Any, name: str, argument: Any = None, averaging: str = "", **options: Any
) -> Any:
    measurement = known()[name]
    request = Request(measurement, measurement.usual if argument is None else argument, averaging)
    ((value,),) = measure(Probe(graph, [request]), data, **options)
    return value


def ratios(actual: np.ndarray, predicted: np.ndarray, labels: Any) -> dict[str, np.ndarray]:
    """Measurements by class, from the confusion matrices of each class against the rest."""
    (tn, fp), (fn, tp) = metrics.multilabel_confusion_matrix(actual, predicted, labels=labels).transpose(
        1, 2, 0
    )
    recall, precision = tp / (tp + fn), tp / (tp + fp)
    return {
        "TruePositiveNumber": tp,
        "TrueNegativeNumber": tn,
        "FalsePositiveNumber": fp,
        "FalseNegativeNumber": fn,
        "Specificity": tn / (tn + fp),
        "NegativePredictiveValue": tn / (tn + fn),
        "FalseDiscoveryRate": fp / (fp + tp),
        "FalseNegativeRate": fn / (fn + tp),
        "FalseOmissionRate": fn / (fn + tn),
        "FalsePositiveRate": fp / (fp + tn),
        "Informedness": recall + tn / (tn + fp) - 1,
        "Markedness": precision + tn / (tn + fn) - 1,
        "Precision": metrics.precision_score(actual, predicted, labels=labels, average=None),
        "Recall": metrics.recall_score(actual, predicted, labels=labels, average=None),
        "F1Score": metrics.f1_score(actual, predicted, labels=labels, average=None),
        "MatthewsCorrelationCoefficient": np.array(
            [metrics.matthews_corrcoef(actual == c, predicted == c) for c in labels]
        ),
    }


def decisions(kind: str) -> tuple[Graph, Any, np.ndarray, np.ndarray, np.ndarray, list[int]]:
    """Graph, data, what was right, what was said, the table of probabilities, and the classes."""
    if kind == "binary":
        graph, data, output = binary()
        table = np.column_stack((1 - output, output))
        return graph, data, TRUTH.astype(int), (output >= 0.5).astype(int), table, [0, 1]
    graph, data, table = by_class()
    return graph, data, CLASSES, table.argmax(1) + 1, table, [1, 2, 3, 4]


@pytest.mark.parametrize("kind", ["classes", "binary"])
def test_measurements_by_class_agree_with_scikit_learn(kind: str) -> None:
    graph, data, actual, predicted, _, labels = decisions(kind)
    assert 0 < (actual == predicted).mean() < 1 and set(predicted) == set(labels)
    expected = ratios(actual, predicted, labels)
    counted = {name for name, m in known().items() if m.by_class and m.number} - {
        "FScore",
        "AreaUnderROCCurve",
    }
    assert expected.keys() == counted
    for name, values in expected.items():
        np.testing.assert_allclose(found(graph, data, name), values, rtol=1e-6, err_msg=name)
    scores = metrics.fbeta_score(actual, predicted, beta=2.5, labels=labels, average=None)
    np.testing.assert_allclose(found(graph, data, "FScore", 2.5), scores)


@pytest.mark.parametrize("averaging", [MACRO, MICRO, WEIGHTED])
def test_averages_of_classes_agree_with_scikit_learn(averaging: str) -> None:
    graph, data, actual, predicted, *_ = decisions("classes")
    for name in ("precision", "recall", "f1"):
        expected = getattr(metrics, f"{name}_score")(actual, predicted, average=averaging.lower())
        ours = {"precision": "Precision", "recall": "Recall", "f1": "F1Score"}[name]
        assert found(graph, data, ours, averaging=averaging) == pytest.approx(expected)


BY_CLASS = sorted(name for name, m in known().items() if m.by_class and m.number)


@pytest.mark.parametrize("name", BY_CLASS)
@pytest.mark.parametrize("kind", ["classes", "binary"])
def test_every_measurement_by_class_is_averaged_as_its_definition_says(kind: str, name: str) -> None:
    graph, data, actual, predicted, table, labels = decisions(kind)
    support = np.array([(actual == label).sum() for label in labels])
    if name == "AreaUnderROCCurve":
        values = np.array([metrics.roc_auc_score(actual == c, table[:, i]) for i, c in enumerate(labels)])
        pooled = values.mean()  # there are no counts to pool
    else:
        values = np.asarray(
            {**ratios(actual, predicted, labels), **f_scores(actual, predicted, labels)}[name]
        )
        # the decisions "is it this class?" of all classes, one after the other
        asked, said = (np.concatenate([x == label for label in labels]) for x in (actual, predicted))
        both = {**ratios(asked, said, [True]), **f_scores(asked, said, [True])}
        pooled = np.asarray(both[name])[0]
    assert found(graph, data, name, averaging=MACRO) == pytest.approx(values.mean())
    assert found(graph, data, name, averaging=WEIGHTED) == pytest.approx(np.average(values, weights=support))
    assert found(graph, data, name, averaging=MICRO) == pytest.approx(pooled)


def f_scores(actual: np.ndarray, predicted: np.ndarray, labels: Any) -> dict[str, np.ndarray]:
    scores = metrics.f1_score(actual, predicted, labels=labels, average=None)
    return {"FScore": scores, "F1Score": scores}


@pytest.mark.parametrize("kind", ["classes", "binary"])
def test_measurements_of_decisions_agree_with_scikit_learn(kind: str) -> None:
    graph, data, actual, predicted, table, labels = decisions(kind)
    accuracy = metrics.accuracy_score(actual, predicted)
    assert found(graph, data, "Accuracy") == pytest.approx(accuracy)
    assert found(graph, data, "ErrorRate") == pytest.approx(1 - accuracy)
    matrix = metrics.confusion_matrix(actual, predicted, labels=labels)
    np.testing.assert_array_equal(found(graph, data, "ConfusionMatrix"), matrix)
    assert found(graph, data, "CohenKappa") == pytest.approx(metrics.cohen_kappa_score(actual, predicted))
    table = table.astype(float)
    log_loss = metrics.log_loss(actual, table / table.sum(1, keepdims=True), labels=labels)
    assert found(graph, data, "Perplexity") == pytest.approx(np.exp(log_loss), rel=1e-5)
    assert found(graph, data, "Entropy") == pytest.approx(log_loss, rel=1e-5)


def test_the_most_probable_classes_count() -> None:
    graph, data, actual, _, table, labels = decisions("classes")
    assert found(graph, data, "Accuracy", 4) == 1
    for n in (1, 2, 3):
        expected = metrics.top_k_accuracy_score(actual, table, k=n, labels=labels)
        assert found(graph, data, "Accuracy", n) == pytest.approx(expected)
        assert found(graph, data, "ErrorRate", n) == pytest.approx(1 - expected)


@pytest.mark.parametrize("kind", ["classes", "binary"])
def test_roc_curves_agree_with_scikit_learn(kind: str) -> None:
    graph, data, actual, _, table, labels = decisions(kind)
    areas, curves = found(graph, data, "AreaUnderROCCurve"), found(graph, data, "ROCCurve")
    for i, label in enumerate(labels):
        assert areas[i] == pytest.approx(metrics.roc_auc_score(actual == label, table[:, i]))
        wrong, right, _ = metrics.roc_curve(actual == label, table[:, i], drop_intermediate=False)
        np.testing.assert_allclose(curves[i], np.column_stack((wrong, right)))
    assert found(graph, data, "AreaUnderROCCurve", averaging=MACRO) == pytest.approx(np.mean(areas))


def test_scott_pi_is_agreement_beyond_what_both_do_by_chance() -> None:
    graph, data, actual, predicted, *_ = decisions("classes")
    shares = [((actual == c).mean() + (predicted == c).mean()) / 2 for c in range(1, 5)]
    chance = sum(share**2 for share in shares)
    expected = ((actual == predicted).mean() - chance) / (1 - chance)
    assert found(graph, data, "ScottPi") == pytest.approx(expected)


@pytest.mark.parametrize("size", [(), (3,)])
def test_measurements_of_numbers_agree_with_scikit_learn(size: tuple[int, ...]) -> None:
    graph, data, output = regression(*size)
    target = data["Output"]
    r2 = metrics.r2_score(target, output, multioutput="variance_weighted")
    expected = {
        "MeanDeviation": metrics.mean_absolute_error(target, output),
        "MeanSquare": metrics.mean_squared_error(target, output),
        "StandardDeviation": metrics.mean_squared_error(target, output) ** 0.5,
        "RSquared": r2,
        "FractionVarianceUnexplained": 1 - r2,
    }
    for name, value in expected.items():
        assert found(graph, data, name) == pytest.approx(value, rel=1e-5), name


def test_boxes_overlap() -> None:
    graph, data, _ = regression(4)
    data["Input"] = np.zeros((3, 3), np.float32)
    bias = np.float32([0, 0, 2, 2])
    graph = graph.with_arrays({("Net", "1", "Biases"): bias})  # type: ignore[assignment]
    data["Output"] = np.float32([[0, 0, 2, 2], [1, 1, 3, 3], [5, 5, 6, 6]])
    assert found(graph, data, "IntersectionOverUnion") == pytest.approx((1 + 1 / 7 + 0) / 3)


@pytest.mark.parametrize("name", sorted(known()))
def test_batches_make_no_difference(name: str) -> None:
    graph, data, _ = by_class() if known()[name].kind in ("classes", "") else regression(4)
    whole, parts = found(graph, data, name), found(graph, data, name, batch_size=7)
    for a, b in zip(np.atleast_1d(whole), np.atleast_1d(parts), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_the_loss_is_the_mean_over_examples() -> None:
    graph, data, table = by_class()
    expected = -np.log(table[np.arange(200), CLASSES - 1]).mean()
    assert found(graph, data, "Loss") == pytest.approx(expected, rel=1e-5)


def test_probabilities_as_targets_name_their_largest() -> None:
    graph, data, _ = by_class()
    soft = classifier("Probabilities", nets.linear(4), nets.leaf("SoftmaxLayer"))
    targets = 0.7 * np.eye(4, dtype=np.float32)[CLASSES - 1] + np.float32(0.1)
    soft_data = {"Input": X, "Output": targets}
    for name in ("Accuracy", "F1Score", "AreaUnderROCCurve"):
        np.testing.assert_allclose(found(soft, soft_data, name), found(graph, data, name))
    table = apply(soft.nodes["Net"], {"Input": X})["Output"]
    assert found(soft, soft_data, "Entropy") == pytest.approx(
        -(targets * np.log(table)).sum(1).mean(), rel=1e-5
    )


def test_decisions_need_a_net_that_decides() -> None:
    accuracy, square = Request(known()["Accuracy"], 1), Request(known()["MeanSquare"])
    assert Probe(regression()[0], [accuracy, square]).available == [square]
    assert Probe(by_class()[0], [accuracy, square]).available == [accuracy]
    boxes = Request(known()["IntersectionOverUnion"])
    assert not Probe(regression(3)[0], [boxes]).available and Probe(regression(4)[0], [boxes]).available


def test_a_class_that_nobody_says_has_no_precision() -> None:
    graph, data, _ = by_class()
    never = graph.with_arrays({("Net", "1", "Biases"): np.float32([0, 0, 0, -1e6])})
    assert found(never, data, "Precision")[3] == 0 and found(never, data, "Recall")[3] == 0  # type: ignore[arg-type]


def test_what_is_at_a_port_is_averaged_and_arrays_are_shown() -> None:
    graph, data, table = by_class()
    logits = X @ graph.arrays()["Net", "1", "Weights"].T + graph.arrays()["Net", "1", "Biases"]
    wanted = [
        Activation(("Net",), "Output"), Activation(("Net", "1"), "Output"), Activation((), "Input"),
        Held(("Net", "1", "Biases")),
    ]  # fmt: skip
    (output,), (inner,), (inputs,), (biases,) = measure(Probe(graph, wanted), data, batch_size=30)
    np.testing.assert_allclose(output, table.mean(0), rtol=1e-5)
    np.testing.assert_allclose(inner, logits.mean(0), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(inputs, X.mean(0), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(biases, graph.arrays()["Net", "1", "Biases"])
    assert Probe(graph, [Activation(("Net", "9"), "Output"), Held(("Net", "1", "X"))]).available == []


def test_every_measurement_says_what_it_is() -> None:
    assert all(measurement.find.__doc__ for measurement in known().values())


# -- what is seldom: sequences, one example, one class, ties --


def sequences(*last: Any) -> tuple[Any, list[np.ndarray]]:
    """A net that maps sequences of different lengths, and inputs for it."""
    random = np.random.default_rng(5)
    inputs = [random.normal(size=(n, 3)).astype(np.float32) for n in random.integers(1, 6, 40)]
    inner = nets.row(nets.linear(4), dims=(3,), seed=2)
    mapped = infer(Leaf(LAYERS["NetMapOperator"](), nets={"Net": inner}))
    return nets.row(mapped, *last, dims=("Varying", 3)), inputs


def trained_on(net: Any, dims: tuple[Any, ...], loss: Any = None) -> Graph:
    """The net with a loss; the dimensions of its input are these."""
    return infer(nets.with_loss(net, loss), {"Input": dims})  # type: ignore[return-value]


def test_decisions_for_every_element_of_sequences_are_pooled() -> None:
    net, inputs = sequences(nets.leaf("SoftmaxLayer"))
    graph = trained_on(net, ("Varying", 3), nets.cross_entropy())
    targets = [np.random.default_rng(len(x)).integers(1, 5, len(x)) for x in inputs]
    data = {"Input": Ragged.of(inputs), "Output": Ragged.of(targets)}
    table = np.concatenate([apply(net, {"Input": x[None]})["Output"][0] for x in inputs]).astype(float)
    table /= table.sum(1, keepdims=True)
    actual, predicted = np.concatenate(targets), table.argmax(1) + 1
    assert found(graph, data, "Accuracy", batch_size=7) == pytest.approx((actual == predicted).mean())
    for name, score in (("Recall", metrics.recall_score), ("F1Score", metrics.f1_score)):
        np.testing.assert_allclose(found(graph, data, name), score(actual, predicted, average=None))
    areas = [metrics.roc_auc_score(actual == c, table[:, c - 1]) for c in (1, 2, 3, 4)]
    np.testing.assert_allclose(found(graph, data, "AreaUnderROCCurve", batch_size=7), areas)
    assert found(graph, data, "Entropy") == pytest.approx(metrics.log_loss(actual, table), rel=1e-5)


def test_numbers_and_activations_of_sequences_are_pooled() -> None:
    net, inputs = sequences()
    graph, random = trained_on(net, ("Varying", 3)), np.random.default_rng(6)
    targets = [random.normal(size=(len(x), 4)).astype(np.float32) for x in inputs]
    data = {"Input": Ragged.of(inputs), "Output": Ragged.of(targets)}
    said = np.concatenate([apply(net, {"Input": x[None]})["Output"][0] for x in inputs])
    right = np.concatenate(targets)
    r2 = metrics.r2_score(right, said, multioutput="variance_weighted")
    for size in (7, 100):
        assert found(graph, data, "RSquared", batch_size=size) == pytest.approx(r2, rel=1e-5)
        mean = found(graph, data, "MeanDeviation", batch_size=size)
        assert mean == pytest.approx(metrics.mean_absolute_error(right, said), rel=1e-5)
        wanted = [Activation(("Net",), "Output"), Activation((), "Output", "Max")]
        (output,), (target,) = measure(Probe(graph, wanted), data, batch_size=size)
        np.testing.assert_allclose(output, said.mean(0), rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(target, right.max(0), rtol=1e-6)


def test_sequences_in_batches_that_are_learnt_from_are_measured_too() -> None:
    net, inputs = sequences()
    graph, random = trained_on(net, ("Varying", 3)), np.random.default_rng(6)
    targets = [random.normal(size=(len(x), 4)).astype(np.float32) for x in inputs]
    data = {"Input": Ragged.of(inputs), "Output": Ragged.of(targets)}
    probe = Probe(graph, [Activation((), "Input"), Request(known()["MeanSquare"])])
    result = run(TrainPlan(graph, data, {}, ADAM(), rounds=2, batch_size=9, probe=probe, by_batch=True))
    (mean,), (square,) = result.record.round_values[-1]
    np.testing.assert_allclose(mean, np.concatenate(inputs).mean(0), rtol=1e-4, atol=1e-6)
    assert square == pytest.approx(found(graph, data, "MeanSquare"), rel=1e-5)
    assert len(result.record.batch_values) == 10


def test_classes_whose_number_differs_between_examples_are_not_measured() -> None:
    net = nets.row(nets.leaf("SoftmaxLayer"), dims=("Varying",))
    graph = trained_on(net, ("Varying",), nets.cross_entropy())
    assert Probe(graph, [Request(known()["Accuracy"], 1)]).available == []


def test_areas_of_classes_that_all_or_none_have_are_not_numbers() -> None:
    graph, _, table = by_class()
    some = {"Input": X[CLASSES < 3], "Output": CLASSES[CLASSES < 3]}
    areas = found(graph, some, "AreaUnderROCCurve")
    expected = [metrics.roc_auc_score(some["Output"] == c, table[CLASSES < 3][:, c - 1]) for c in (1, 2)]
    np.testing.assert_allclose(areas, [*expected, np.nan, np.nan])
    for averaging in (MACRO, WEIGHTED):
        weights = None if averaging == MACRO else np.bincount(some["Output"])[1:]
        mean = found(graph, some, "AreaUnderROCCurve", averaging=averaging)
        assert mean == pytest.approx(np.average(expected, weights=weights))
    alone = {"Input": X[:1], "Output": CLASSES[:1]}
    assert np.isnan(found(graph, alone, "AreaUnderROCCurve")).all()
    assert np.isnan(found(graph, alone, "AreaUnderROCCurve", averaging=MACRO))


@pytest.mark.parametrize("name", sorted(name for name, m in known().items() if m.kind in ("classes", "")))
def test_one_example_is_enough(name: str) -> None:
    graph, data, table = by_class()
    alone = {port: column[:1] for port, column in data.items()}
    value = found(graph, alone, name)
    right = int(table[0].argmax()) + 1 == CLASSES[0]
    if name in ("Accuracy", "ErrorRate"):
        assert value == (right if name == "Accuracy" else not right)
    numbers = np.concatenate([np.ravel(each) for each in (value if isinstance(value, list) else [value])])
    assert np.isfinite(numbers).all() or name == "AreaUnderROCCurve"


def test_of_equal_probabilities_the_first_class_is_meant() -> None:
    net = nets.row(nets.leaf("SoftmaxLayer"), dims=(3,))
    graph = trained_on(net, (3,), nets.cross_entropy())
    data = {"Input": np.zeros((3, 3), np.float32), "Output": np.array([1, 2, 3])}
    for n in (1, 2, 3, 4):
        assert found(graph, data, "Accuracy", n) == pytest.approx(min(n, 3) / 3)
        assert found(graph, data, "ErrorRate", n) == pytest.approx(1 - min(n, 3) / 3)
    np.testing.assert_array_equal(found(graph, data, "ConfusionMatrix"), [[1, 0, 0]] * 3)
    np.testing.assert_allclose(found(graph, data, "AreaUnderROCCurve"), 0.5)


def test_several_decisions_by_number_are_pooled() -> None:
    graph = classifier("Binary", nets.linear(3), nets.sigmoid())
    truth = np.random.default_rng(4).integers(0, 2, (200, 3)).astype(np.float32)
    data = {"Input": X, "Output": truth}
    output = apply(graph.nodes["Net"], {"Input": X})["Output"].ravel()
    actual, predicted = truth.ravel().astype(int), (output >= 0.5).astype(int)
    assert found(graph, data, "Accuracy") == pytest.approx(metrics.accuracy_score(actual, predicted))
    np.testing.assert_allclose(
        found(graph, data, "Precision"), metrics.precision_score(actual, predicted, average=None)
    )
    assert found(graph, data, "AreaUnderROCCurve")[1] == pytest.approx(metrics.roc_auc_score(actual, output))
    assert found(graph, data, "Entropy") == pytest.approx(
        metrics.log_loss(actual, output.astype(float)), rel=1e-5
    )
