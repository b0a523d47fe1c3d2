"""A declaration says everything: arguments, conversions, options and their messages follow from it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from wlnet.arrays import NumericArray
from wlnet.convert import NOT_CONVERTED, from_node
from wlnet.expr import FAILED, NULL, Expr, Foreign, Integer, Node, Real, S, String, Value
from wlnet.kernel.builtin import REGISTRY, builtin, install
from wlnet.kernel.prepared import prepared
from wlnet.problem import Template
from wlnet.session import Session
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form

BAD = Template("bad", "`1` is bad.")


class Thing(Foreign):
    wl_head = "Thing"

    def to_node(self) -> Node:
        return S.Thing()

    def summary(self) -> str:
        return "Thing[]"


class Even:
    """What a whole number that is even converts to."""

    def __init__(self, value: int):
        self.value = value

    @classmethod
    def from_node(cls, node: Node) -> object:
        if not isinstance(node, Integer):
            return NOT_CONVERTED
        if node.value % 2:
            raise BAD(node)
        return cls(node.value)


@pytest.fixture
def declare() -> Callable[[], Session]:
    """Declare in a registry of this test alone, and give a session that has it."""

    def session() -> Session:
        mine = [each for each in REGISTRY if each.function and each.function.__module__ == __name__]
        REGISTRY[:] = [each for each in REGISTRY if each not in mine]
        made = Session(debug=True)
        made.said = []  # type: ignore[attr-defined]
        made.kernel.report = lambda message: made.said.append(message.name)  # type: ignore[attr-defined]
        install(made.kernel, mine)
        return made

    return session


def value(session: Session, text: str) -> str:
    return input_form(session.evaluate(text))


def test_arguments_are_converted_and_results_too(declare) -> None:
    @builtin("t1[n_, s_, x_, b_]")
    def t1(k, n: int, s: str, x: float, b: bool):
        return [n + 1, s + "!", x / 2, not b]

    session = declare()
    assert value(session, 't1[1, "a", 1/2, True]') == '{2, "a!", 0.25, False}'
    assert value(session, 't1[a, "a", 1, True]') == 't1[a, "a", 1, True]'
    assert not session.said


def test_none_is_for_the_next_rule(declare) -> None:
    @builtin("t2[x_Integer]")
    def t2a(k, x: int):
        return "small" if x < 10 else None

    @builtin("t2[x_]")
    def t2b(k, x: Node):
        return "other"

    session = declare()
    assert [value(session, f"t2[{x}]") for x in ("1", "50", "a")] == ['"small"', '"other"', '"other"']


def test_optional_arguments_and_sequences(declare) -> None:
    @builtin("t3[x_, n_]")
    def t3(k, x: Node, n: int = 5):
        return n

    @builtin("t4[x_, rest__, last_]")
    def t4(k, x: Node, rest: tuple[int, ...], last: Node):
        return sum(rest)

    session = declare()
    assert value(session, "{t3[a], t3[a, 7]}") == "{5, 7}"
    assert value(session, "{t4[a, 1, 2, 3, b], t4[a, x, b]}") == "{6, t4[a, x, b]}"


def test_patterns_in_signatures_go_to_the_matcher(declare) -> None:
    @builtin("t5[{a_, b_}, n_?EvenQ]")
    def t5(k, a: int, b: int, n: Node):
        return a + b

    session = declare()
    assert value(session, "{t5[{1, 2}, 4], t5[{1, 2}, 3], t5[{1}, 4]}") == "{3, t5[{1, 2}, 3], t5[{1}, 4]}"


def test_wrong_numbers_of_arguments_say_so(declare) -> None:
    @builtin("t6[a_, b_, c_]", failure=FAILED)
    def t6(k, a: Node, b: Node, c: Node = NULL):
        return a

    session = declare()
    assert value(session, "{t6[], t6[1], t6[1, 2], t6[1, 2, 3, 4]}") == "{$Failed, $Failed, 1, $Failed}"
    assert session.said == ["t6::argt", "t6::argtu", "t6::argt"]


def test_options_are_keyword_only_parameters(declare) -> None:
    @builtin("t7[x_]")
    def t7(k, x: Node, *, Size: int = 3, Kind: Node = S.Automatic, Even: Even = NULL):
        return [Size, Kind, getattr(Even, "value", None)]

    session = declare()
    assert value(session, "t7[a]") == "{3, Automatic, Null}"
    assert value(session, 't7[a, "Size" -> 4, {Kind -> k, Size -> 9}]') == "{4, k, Null}"
    assert value(session, "t7[a, Size -> Automatic, Even -> 4]") == "{3, Automatic, 4}"
    assert value(session, "Options[t7]") == "{Size -> 3, Kind -> Automatic, Even -> Null}"
    assert value(session, "SetOptions[t7, Size -> 8]; t7[a]") == "{8, Automatic, Null}"
    assert not session.said
    assert value(session, "t7[a, Nonsense -> 1]") == "t7[a, Nonsense -> 1]"
    assert value(session, "t7[a, b]") == "t7[a, b]"
    assert value(session, "t7[a, Size -> x]") == "t7[a, Size -> x]"
    assert value(session, "t7[a, Even -> 3]") == "t7[a, Even -> 3]"
    assert session.said == ["t7::optx", "t7::nonopt", "t7::optvg", "t7::bad"]


def test_a_problem_is_a_message_of_the_function(declare) -> None:
    @builtin("t8[x_]")
    def t8(k, x: Node):
        raise BAD(x)

    @builtin("t9[x_]", failure=FAILED)
    def t9(k, x: Node):
        raise BAD(x).of("Other")

    session = declare()
    assert value(session, "{t8[a], t9[a]}") == "{t8[a], $Failed}"
    assert session.said == ["t8::bad", "Other::bad"]


def test_rules_for_foreign_values_are_tried_first(declare) -> None:
    @builtin("t10[x_]")
    def any_(k, x: Node):
        return "any"

    @builtin("t10[x_]")
    def thing(k, x: Thing):
        return "thing"

    session = declare()
    made = session.evaluate_node(Expr(S.t10, (Value(Thing()),)))
    assert made == String("thing")
    assert value(session, "t10[1]") == '"any"'


def test_a_rule_for_a_kind_of_argument_is_tried_before_one_for_any(declare) -> None:
    @builtin("t15[x_]")
    def any_(k, x: Node):
        return "any"

    @builtin("t15[x_String]")
    def text(k, x: Node):
        return "text"

    session = declare()
    assert value(session, '{t15["a"], t15[a]}') == '{"text", "any"}'


def test_operator_forms_and_applications(declare) -> None:
    @builtin("t11[x_, y_]", operator="x")
    def t11(k, x: int, y: int):
        return x - y

    @builtin("t12[a_][b_]")
    def t12(k, a: int, b: int):
        return a * b

    session = declare()
    assert value(session, "{t11[1][10], t11[10, 1], t12[6][7], t12[6]}") == "{9, 9, 42, t12[6]}"
    assert not session.said


def test_builtins_are_protected(declare) -> None:
    @builtin("t13[]")
    def t13(k):
        return 1

    session = declare()
    assert value(session, "t13[] := 2; t13[]") == "1"
    assert session.said == ["SetDelayed::write"]


def test_a_signature_that_names_other_arguments_is_refused(declare) -> None:
    @builtin("t14[x_]")
    def t14(k, y: Node):
        return y

    declared = REGISTRY[-1]
    with pytest.raises(TypeError, match="different arguments"):
        prepared(declared)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (int, "5", 5),
        (float, "0.25", 0.25),
        (float, "3", 3.0),
        (str, '"a"', "a"),
        (bool, "True", True),
        (int | str, '"a"', "a"),
        (int | None, "None", None),
        (list[int], "{1, 2}", [1, 2]),
        (tuple[float, ...], "{1, 2}", (1.0, 2.0)),
    ],
)
def test_conversions(kind: object, text: str, expected: object) -> None:
    assert from_node(kind, parse(text)) == expected


@pytest.mark.parametrize(
    ("kind", "text"), [(int, "1."), (str, "a"), (bool, "1"), (list[int], "{a}"), (np.ndarray, "{1, {2}}")]
)
def test_what_is_no_such_thing_is_not_converted(kind: object, text: str) -> None:
    assert from_node(kind, parse(text)) is NOT_CONVERTED


def test_arrays_are_converted_from_lists_and_numeric_arrays() -> None:
    assert from_node(np.ndarray, parse("{{1, 2}, {3, 4}}")).tolist() == [[1, 2], [3, 4]]
    held = Value(NumericArray(np.zeros(3, np.float32)))
    assert from_node(np.ndarray, held).dtype == np.float32
    assert from_node(NumericArray, held) is held.value
    assert from_node(Real, parse("1.5")) == Real(1.5)
