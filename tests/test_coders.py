"""Encoders and decoders undo each other, and say which example does not fit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from net_reading import interpreted, said

from wlnet.arrays import NumericArray
from wlnet.expr import FALSE, NONE, TRUE, Expr, Integer, Node, Real, S, String, Value, to_node
from wlnet.media.image import Image
from wlnet.nets.coder import DECODERS, ENCODERS, ArrayEncoder, Coder, Decoder, Encoder, Misfit, fits
from wlnet.nets.layer import INDEX
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form

CLASSES = 'NetEncoder[{"Class", {"a", "b", 3}}]'
DECIDE = String("Decision")


def same(node: Node) -> Node:
    """An evaluation that knows nothing."""
    return node


def coder(text: str) -> Coder:
    value = interpreted(parse(text)).value  # type: ignore[attr-defined]
    assert isinstance(value, Coder)
    return value


def encoder(text: str) -> Encoder:
    found = coder(text)
    assert isinstance(found, Encoder)
    return found


def decoder(text: str) -> Decoder:
    found = coder(text)
    assert isinstance(found, Decoder)
    return found


def encoded(text: str, *examples: Node) -> np.ndarray:
    return encoder(text).encode(examples, same)


def decoded(text: str, batch: object, wanted: Node = DECIDE) -> list[str]:
    answers = decoder(text).decode(np.array(batch, np.float64), wanted, same)
    return [input_form(answer) for answer in answers]


def misfit(text: str, *examples: Node) -> tuple[int, str]:
    with pytest.raises(Misfit) as caught:
        encoded(text, *examples)
    return caught.value.place, caught.value.expected


TEXTS = (
    'NetEncoder["Boolean"]',
    'NetEncoder[{"Boolean", "Dimensions" -> {2, 3}}]',
    CLASSES,
    'NetEncoder[{"Class", {"a", "b"}, "IndicatorVector"}]',
    'NetEncoder["Image"]',
    'NetEncoder[{"Image", {5, 4}, ColorSpace -> "Grayscale"}]',
    'NetEncoder[{"Function", f, {2, 3}}]',
    'NetEncoder[{"Function", f, {"Varying", 3}, Initialization :> g[1], SaveDefinitions -> False}]',
    'NetEncoder[{"Function", f, 2, "Batched" -> True, "Pattern" -> _String}]',
    'NetEncoder[{"Class", {"a", "b"}, "IndicatorVector", "Dimensions" -> {2}, "Multilabel" -> True}]',
    'NetEncoder[{"Image", {5, 4}, Interleaving -> True, "MeanImage" -> {0.5, 0.25, 1.}, Method -> "Fit", '
    'Resampling -> "Nearest", Alignment -> "Top", Padding -> White}]',
    'NetEncoder["Characters"]',
    'NetEncoder[{"Characters", {"abc", DigitCharacter -> 4, 10 ;; 12, _}, "UnitVector", IgnoreCase -> True, '
    '"TargetLength" -> 3}]',
    'NetEncoder[{"Tokens", {"a", "b"}}]',
    'NetEncoder[{"Tokens", {"a", "b"}, IgnoreCase -> False, "SplitPattern" -> None, "TargetLength" -> 2}]',
    'NetEncoder["UTF8"]',
    'NetEncoder[{"UTF8", "UnitVector"}]',
    'NetEncoder["Scalar"]',
    'NetEncoder[{"Pair", NetEncoder[{"Class", {"a", "b"}}]}]',
    'NetEncoder[{"Pair", NetEncoder[{"Image", {5, 4}}]}]',
    'NetDecoder["Scalar"]',
    'NetEncoder["Image3D"]',
    'NetEncoder[{"Image3D", {4, 3, 2}, ColorSpace -> "Grayscale", Interleaving -> True, Method -> "Fit"}]',
    'NetDecoder[{"Image3D", ColorSpace -> "Grayscale"}]',
    'NetEncoder["VideoFrames"]',
    'NetEncoder[{"VideoFrames", RasterSize -> {4, 3}, "TargetLength" -> 2, "Levels" -> '
    '{"Channels", "Time", "Height", "Width"}}]',
    'NetDecoder[{"Image", ColorSpace -> "HSB", "DataTransposed" -> True}]',
    'NetEncoder["Audio"]',
    'NetEncoder[{"Audio", "SampleRate" -> 8000, "Normalization" -> {"RMS", 0.1}, "TargetLength" -> 100}]',
    'NetEncoder[{"AudioSTFT", "WindowSize" -> 64, "Offset" -> Quantity[2, "Milliseconds"]}]',
    'NetEncoder[{"AudioSpectrogram", "WindowFunction" -> HammingWindow}]',
    'NetEncoder[{"AudioMelSpectrogram", "NumberOfFilters" -> 20, "MinimumFrequency" -> 100}]',
    'NetEncoder[{"AudioMFCC", "NumberOfCoefficients" -> 5, "Augmentation" -> {"Volume" -> {0.5, 1.}}}]',
    'NetEncoder[{"SubwordTokens", {_, " a", "b", StartOfString, EndOfString}}]',
    'NetEncoder[{"SubwordTokens", {"b", _, StartOfString, EndOfString}, IgnoreCase -> True, '
    '"IncludeTerminalTokens" -> True, Method -> {"BPE", "WhitespacePadding" -> Left}, "TargetLength" -> 3, '
    '"UnicodeNormalization" -> "NFKC", "Vocabulary" -> {"b"}}]',
    'NetEncoder[{"SubwordTokens", {_, " a"}, Method -> "WordPiece"}]',
    'NetDecoder[{"SubwordTokens", {_, " a", "b"}, Method -> {"BPE", "WhitespaceTrimming" -> Left}}]',
    'NetDecoder["Boolean"]',
    'NetDecoder[{"Boolean", "InputDepth" -> 1}]',
    'NetDecoder[{"Class", {"a", "b"}}]',
    'NetDecoder["Class"]',
    'NetDecoder[{"Class", Automatic, "InputDepth" -> 2}]',
    'NetDecoder[{"Class", {"a", "b"}, "InputDepth" -> 2, "Multilabel" -> True}]',
    'NetDecoder["Characters"]',
    'NetDecoder[{"Characters", {"ab", _}, "InputDepth" -> 1}]',
    'NetDecoder[{"Tokens", {"a", "b"}}]',
    'NetDecoder[{"CTCBeamSearch", {"a", "b"}, "BeamSize" -> 3}]',
    'NetDecoder["Image"]',
    'NetDecoder[{"Image", ColorSpace -> "Grayscale", "VarianceImage" -> 0.25}]',
    'NetDecoder[{"Function", f}]',
    'NetDecoder[{"Function", f, "Properties" -> {"p", "q"}}]',
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_coder_reads_back_from_what_is_written(text: str) -> None:
    found = coder(text)
    again = coder(input_form(found.to_node()))
    assert again == found and hash(again) == hash(found) and again.dims == found.dims
    assert found.summary().startswith(f'{found.wl_head}["{found.name}"]')
    assert all(isinstance(node, Node) for node in found.parts().values())


def test_every_coder_is_among_those_tested() -> None:
    tested = {(type(c), c.name) for c in map(coder, TEXTS)}
    assert tested == {(kind, name) for table in (ENCODERS, DECODERS) for name, kind in table.items()}


# Boolean


def test_truth_values_are_1_and_0_and_back() -> None:
    batch = encoded('NetEncoder["Boolean"]', TRUE, FALSE, TRUE)
    assert batch.tolist() == [1, 0, 1] and batch.dtype == np.float32
    assert decoded('NetDecoder["Boolean"]', batch) == ["True", "False", "True"]
    assert encoder('NetEncoder["Boolean"]').decoder() == decoder('NetDecoder["Boolean"]')
    assert decoder('NetDecoder["Boolean"]').encoder() == encoder('NetEncoder["Boolean"]')


def test_arrays_of_truth_values() -> None:
    text = 'NetEncoder[{"Boolean", "Dimensions" -> {2}}]'
    assert encoded(text, S.List(TRUE, FALSE)).tolist() == [[1, 0]]
    assert misfit(text, S.List(TRUE, TRUE), S.List(TRUE)) == (1, "an array of True and False of size 2")
    assert encoder(text).is_example(S.List(TRUE, FALSE)) and not encoder(text).is_example(TRUE)


def test_encoded_truth_values_pass_and_others_do_not() -> None:
    assert encoded('NetEncoder["Boolean"]', Integer(1), Real(0.0)).tolist() == [1, 0]
    assert misfit('NetEncoder["Boolean"]', TRUE, String("x")) == (1, "True or False")
    assert misfit('NetEncoder["Boolean"]', Integer(2)) == (0, "True or False")


def test_properties_of_a_probability() -> None:
    text = 'NetDecoder["Boolean"]'
    assert decoded(text, [0.25], String("Probability")) == ["0.25"]
    (entropy,) = decoder(text).decode(np.array([0.25]), String("Entropy"), same)
    assert entropy.value == pytest.approx(-(0.25 * math.log(0.25) + 0.75 * math.log(0.75)))  # type: ignore
    assert decoder(text).decode(np.array([1.0]), String("Entropy"), same) == [Real(0.0)]
    assert decoded(text, [0.25], NONE) == ["0.25"]
    assert 'these are: "Decision"' in said(lambda: decoded(text, [0.25], String("Top")))


# Class


def test_classes_are_numbers_from_1_and_back() -> None:
    batch = encoded(CLASSES, String("b"), Integer(3), String("a"))
    assert batch.tolist() == [2, 3, 1] and batch.dtype == np.int64
    assert encoder(CLASSES).kind == INDEX and encoder(CLASSES).dims == ()
    assert encoder(CLASSES).decoder() == decoder('NetDecoder[{"Class", {"a", "b", 3}}]')


def test_classes_as_unit_vectors() -> None:
    text = CLASSES.replace("}}", '}, "IndicatorVector"}')
    assert encoded(text, String("b"), Integer(3)).tolist() == [[0, 1, 0], [0, 0, 1]]
    assert encoder(text).dims == (3,) and encoder(text).kind != INDEX
    assert encoded(text, String("b"), to_node([0.5, 0.5, 0.0])).tolist() == [[0, 1, 0], [0.5, 0.5, 0]]
    assert encoder(text) == encoder(text.replace("IndicatorVector", "UnitVector"))


def test_classes_that_are_not_named_are_counted() -> None:
    assert decoded('NetDecoder["Class"]', [[0.25, 0.5, 0.25], [1, 0, 0]]) == ["2", "1"]
    assert decoded('NetDecoder["Class"]', [[0.25, 0.75]], String("Probabilities")) == [
        "<|1 -> 0.25, 2 -> 0.75|>"
    ]
    assert decoder('NetDecoder["Class"]').encoder() is None


@given(st.lists(st.sampled_from(["a", "b", 3]), min_size=1))
def test_decoding_undoes_encoding(labels: list[object]) -> None:
    nodes = [to_node(label) for label in labels]
    units = encoder(CLASSES.replace("}}", '}, "IndicatorVector"}')).encode(nodes, same)
    found = decoder('NetDecoder[{"Class", {"a", "b", 3}}]')
    assert found.decode(units, DECIDE, same) == nodes


def test_what_is_no_class_is_told_with_its_place() -> None:
    assert misfit(CLASSES, String("a"), String("z")) == (1, "one of the 3 classes a, b, 3")
    many = 'NetEncoder[{"Class", {' + ", ".join(map(str, range(20))) + "}}]"
    assert misfit(many, Integer(-1))[1] == "one of the 20 classes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ..."


def test_properties_of_class_probabilities() -> None:
    text, batch = 'NetDecoder[{"Class", {"a", "b", "c"}}]', [[0.25, 0.5, 0.25], [0.0, 0.0, 1.0]]
    assert decoded(text, batch) == ['"b"', '"c"']
    assert decoded(text, batch, String("Probabilities"))[0] == '<|"a" -> 0.25, "b" -> 0.5, "c" -> 0.25|>'
    assert decoded(text, batch, parse('"TopProbabilities" -> 2'))[0] == '{"b" -> 0.5, "a" -> 0.25}'
    assert decoded(text, batch, parse('{"TopProbabilities", 1}')) == ['{"b" -> 0.5}', '{"c" -> 1.}']
    assert decoded(text, batch, String("TopProbabilities"))[1] == '{"c" -> 1.}', "each by itself"
    assert decoded(text, batch, parse('"TopDecisions" -> 2')) == ['{"b", "a"}', '{"c", "a"}']
    assert decoded(text, batch, String("TopDecisions")) == ['{"b"}', '{"c"}']
    assert decoded(text, batch, parse('"Probability" -> "a"')) == ["0.25", "0."]
    assert decoded(text, batch, NONE)[1] == "{0., 0., 1.}"
    entropies = decoder(text).decode(np.array(batch), String("Entropy"), same)
    assert [e.value for e in entropies] == pytest.approx([1.5 * math.log(2), 0])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "wanted",
    ['"Foo"', "x", '"TopProbabilities" -> 0', '"TopDecisions" -> x', '"Probability" -> "z"', '"Probability"'],
)
def test_what_is_no_property_is_told_with_those_there_are(wanted: str) -> None:
    message = said(lambda: decoded('NetDecoder[{"Class", {"a", "b"}}]', [[1, 0]], parse(wanted)))
    assert 'these are: "Decision", "Probabilities", "TopProbabilities"' in message


# Image


def image(data: object, dtype: type = np.uint8) -> Value:
    return Value(Image(np.array(data, dtype)))


GRAY = 'NetEncoder[{"Image", {2, 1}, "Grayscale"}]'


def test_images_become_channels_height_and_width_from_0_to_1() -> None:
    assert encoder('NetEncoder[{"Image", {5, 4}}]').dims == (3, 4, 5)
    np.testing.assert_allclose(encoded(GRAY, image([[0, 255]])), [[[[0, 1]]]])
    color = image([[[255, 0, 51], [0, 0, 0]]])
    batch = encoded('NetEncoder[{"Image", {2, 1}, "RGB"}]', color)
    np.testing.assert_allclose(batch[0, :, 0, 0], [1, 0, 0.2], rtol=1e-6)


def test_a_batch_of_images_of_many_kinds_is_one_array() -> None:
    mixed = [
        image([[0, 255]]),
        image([[0.5, 1.0]], np.float32),
        image([[[255, 255, 255]] * 2]),
        image([[7] * 4] * 2),
    ]
    batch = encoded(GRAY, *mixed)
    assert batch.shape == (4, 1, 1, 2) and batch.dtype == np.float32
    np.testing.assert_allclose(batch[1:3, 0, 0], [[0.5, 1], [1, 1]], atol=1e-6)
    alone = np.concatenate([encoded(GRAY, each) for each in mixed])
    np.testing.assert_allclose(batch, alone)


def test_an_array_of_the_encoded_shape_passes() -> None:
    array = Value(NumericArray(np.full((1, 1, 2), 0.5, np.float32)))
    assert encoded(GRAY, array, image([[0, 0]])).tolist() == [[[[0.5, 0.5]]], [[[0, 0]]]]
    assert encoder(GRAY).is_example(array) and encoder(GRAY).is_example(image([[0, 0]]))
    assert not encoder(GRAY).is_example(S.List(image([[0, 0]])))


def test_what_is_no_image_is_told_with_its_place() -> None:
    assert misfit(GRAY, image([[0, 0]]), String("x")) == (1, "an image or a 1×1×2 array")


# Function


def test_a_function_is_evaluated_for_every_example() -> None:
    def evaluate(node: Node) -> Node:
        assert isinstance(node, Expr) and node.head is S.f
        return S.List(node.args[0], Integer(7))

    found = encoder('NetEncoder[{"Function", f, {2}}]')
    assert found.encode([Integer(1), Integer(2)], evaluate).tolist() == [[1, 7], [2, 7]]
    assert found.encode([], evaluate).shape == (0, 2)


def test_a_function_that_gives_something_else_is_told() -> None:
    place, expected = misfit('NetEncoder[{"Function", f, 2}]', Integer(1))
    assert place == 0 and "a vector of 2" in expected


# Plain arrays


def test_numbers_pass_in_single_precision_and_class_numbers_whole() -> None:
    assert ArrayEncoder((2,)).encode([to_node([1, 2.5])], same).dtype == np.float32
    numbers = ArrayEncoder((), INDEX).encode([Integer(3), Real(2.0)], same)
    assert numbers.dtype == np.int64 and numbers.tolist() == [3, 2]


@pytest.mark.parametrize(
    ("dims", "kind", "examples", "told"),
    [
        ((2,), "real", "{{1, 2}, {1, 2, 3}}", (1, "a vector of 2")),
        ((), "real", "{1, x}", (1, "a real number")),
        ((), "real", '{1, "a", "b"}', (1, "a real number")),
        (None, "real", "{{1, 2}, {1, 2, 3}}", (1, "a vector of 2 as before")),
        ((None, 2), "real", "{{{1, 2}}, {{1, 2}, {3, 4}}}", (1, "a 1×2 array as before")),
        ((), INDEX, "{1, 1.5}", (1, "an integer")),
        ((2,), INDEX, "{{1, 2}, {1, 1.5}}", (1, "a vector of 2 integers")),
    ],
)
def test_the_first_example_that_does_not_fit_is_told(
    dims: tuple[int | None, ...] | None, kind: str, examples: str, told: tuple[int, str]
) -> None:
    with pytest.raises(Misfit) as caught:
        ArrayEncoder(dims, kind).encode(parse(examples).args, same)
    assert (caught.value.place, caught.value.expected) == told


def test_lists_and_numeric_arrays_may_be_mixed() -> None:
    array = Value(NumericArray(np.array([3, 4], np.float32)))
    for examples in ([array, to_node([1, 2])], [to_node([1, 2]), array]):
        assert sorted(ArrayEncoder((2,)).encode(examples, same).tolist()) == [[1, 2], [3, 4]]


def test_no_examples_are_an_empty_array() -> None:
    assert ArrayEncoder((2, 3)).encode([], same).shape == (0, 2, 3)


def test_one_example_or_a_batch() -> None:
    vector = ArrayEncoder((2,))
    assert vector.is_example(to_node([1, 2])) and not vector.is_example(to_node([[1, 2]]))
    assert ArrayEncoder(None).is_example(to_node([[1, 2]])) and not vector.is_example(parse("{x, y}"))


def test_shapes_that_fit() -> None:
    assert fits((2, 3), (2, None)) and fits((5,), ("Varying",)) and fits((1,), None)
    assert not fits((2, 3), (2,)) and not fits((2,), (3,))


# Construction


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('NetEncoder["Foo"]', 'available NetEncoder; these are: "Audio", "AudioMFCC"'),
        ("NetDecoder[{}]", 'these are: "Boolean", "CTCBeamSearch", "Characters"'),
        ('NetDecoder["Smell"]', 'available NetDecoder; these are: "Boolean", "CTCBeamSearch"'),
        ('NetEncoder["Class"]', "a list of different classes was expected"),
        ('NetEncoder[{"Class", {1, 1}}]', "a list of different classes was expected"),
        ('NetEncoder[{"Class", {1, 2}, "Foo"}]', '"Index", "IndicatorVector", "UnitVector" was expected'),
        ('NetDecoder[{"Class", {1, 2}, 3}]', "only a list of different classes was expected"),
        ('NetEncoder[{"Image", "big"}]', "a size or {width, height} was expected"),
        ('NetEncoder[{"Image", {1, 2, 3}}]', "a size or {width, height} was expected"),
        ('NetEncoder[{"Image", 2, "Mauve"}]', '"XYZ", "LAB" was expected'),
        ('NetEncoder[{"Image", 2, "Foo" -> 1}]', '"Foo" is not a parameter of the NetEncoder "Image".'),
        ('NetEncoder[{"Boolean", 3}]', "was expected"),
        ('NetDecoder[{"Boolean", 3}]', "no argument was expected"),
        (
            'NetEncoder[{"Function", f}]',
            "a function and a positive integer or a list of positive integers was expected",
        ),
        (
            'NetEncoder[{"Function", f, "x"}]',
            "a positive integer or a list of positive integers was expected",
        ),
    ],
)
def test_a_coder_that_cannot_be_made_is_told(text: str, part: str) -> None:
    assert part in said(lambda: coder(text))
