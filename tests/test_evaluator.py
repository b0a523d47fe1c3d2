"""The kernel keeps its promises.

What is evaluated stays so, compiled bodies mean what the tree means, and no fault, interrupt or limit leaves
a session unusable.
"""

from __future__ import annotations

import gc
import signal
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wlnet.expr import ABORTED, FAILED, Expr, Integer, Node, S, String, Symbol
from wlnet.kernel.code import Functions
from wlnet.kernel.marks import FOREVER
from wlnet.kernel.messages import Message
from wlnet.kernel.scope import Names
from wlnet.session import Session
from wlnet.syntax.parse import parse
from wlnet.syntax.write import input_form


@pytest.fixture
def session() -> Session:
    made = Session(debug=True)
    made.said = []  # type: ignore[attr-defined]
    made.kernel.report = made.said.append  # type: ignore[attr-defined]
    return made


def value(session: Session, text: str) -> str:
    return input_form(session.evaluate(text))


# ---- marks ----


def test_lists_of_data_are_marked_for_good(session: Session) -> None:
    result = session.evaluate('{1, 2.5, {"a", True}}')
    assert isinstance(result, Expr) and result.mark is FOREVER


def test_a_symbol_that_gets_a_value_changes_what_mentions_it(session: Session) -> None:
    assert value(session, "l = {x, f[x]}") == "{x, f[x]}"
    assert value(session, "x = 5; l") == "{5, f[5]}"
    assert value(session, "f[n_] := n + 1; l") == "{5, 6}"
    assert value(session, "x =.; Clear[f]; l") == "{x, f[x]}"


def test_assigning_to_a_variable_with_a_value_begins_no_epoch(session: Session) -> None:
    session.evaluate("s = 0; t = {a, b}")
    before = session.kernel.epoch
    session.evaluate("Do[s = s + i, {i, 100}]")
    assert session.kernel.epoch is before


def test_attributes_given_later_count(session: Session) -> None:
    assert value(session, "h[{1, 2}]; SetAttributes[h, Listable]; h[{1, 2}]") == "{h[1], h[2]}"
    assert value(session, "g[x_, 1] := x; {g[1, a], SetAttributes[g, Orderless]; g[1, a]}") == "{g[1, a], a}"


# ---- closures and trees ----

NAMES = [S.x, S.y]
LEAVES = st.sampled_from([Integer(0), Integer(2), Integer(5), S.x, S.y, S.free, String("s")])


def calls(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    two = st.sampled_from([S.Plus, S.Times, S.Less, S.Equal, S.List, S.g, S.Mod, S.Quotient, S.GreaterEqual])
    one = st.sampled_from([S.g, S.List, S.EvenQ, S.Head, S.Sequence, S.Hold, S.Minus])
    three = st.just(S.If)
    return (
        st.builds(lambda h, a, b: Expr(h, (a, b)), two, inner, inner)
        | st.builds(lambda h, a: Expr(h, (a,)), one, inner)
        | st.builds(lambda h, a, b, c: Expr(h, (a, b, c)), three, inner, inner, inner)
        | st.builds(lambda a, b: Expr(S.CompoundExpression, (a, b)), inner, inner)
        | st.builds(lambda a, b: Expr(S.Part, (Expr(S.List, (a, a)), b)), inner, inner)
        | st.builds(lambda a, b: Expr(S.And, (a, b)), inner, inner)
    )


BODIES = st.recursive(LEAVES, calls, max_leaves=8)
SESSION = Session(debug=True)
SESSION.kernel.report = lambda message: None


@settings(max_examples=400, deadline=None)
@given(BODIES, st.sampled_from([Integer(3), Integer(-1), S.a, Expr(S.List, (Integer(1), S.b)), String("t")]))
def test_a_compiled_body_means_what_the_tree_means(body: Node, first: Node) -> None:
    kernel = SESSION.kernel
    kernel.hearing.forget()
    frame = {S.x: first, S.y: Integer(7)}
    compiled = Functions(kernel).value(body, Names({name: name for name in NAMES}))(frame)
    rules = Expr(S.List, tuple(Expr(S.Rule, pair) for pair in frame.items()))
    kernel.hearing.forget()
    tree = kernel.evaluate(Expr(S.ReplaceAll, (Expr(S.Unevaluated, (body,)), rules)))
    assert compiled == tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f[x_] := (y = x; y + 1); f[2]", "3"),
        ("f[x_] := With[{z = x}, Function[y, y + z]]; f[y][1]", "1 + y"),
        ("f[x_] := {x, #} & /@ {x, 1}; f[2]", "{{2, 2}, {2, 1}}"),
        ("f[x_] := Hold[x, x + 1]; f[2]", "Hold[2, 2 + 1]"),
        ("f[x__] := {x, Length[{x}]}; f[a, b]", "{a, b, 2}"),
        ("f[x___] := g[x]; {f[], f[1, 2]}", "{g[], g[1, 2]}"),
        ("SetAttributes[f, HoldAll]; f[x_] := (x = 5); f[v]; v", "5"),
        ("f[h_, x_] := h[x]; {f[Sin, 0], f[q, 0]}", "{0, q[0]}"),
        ('f[x_] := x[[1]]; {f[{7, 8}], f[<|"a" -> 3|>]}', "{7, 3}"),
        ("f[x_] := Plus[x]; f[{1}]", "{1}"),
        ("k = 1; f[x_] := (k += x; k); {f[2], f[3]}", "{3, 6}"),
        ("f[n_] := Module[{i = 0}, While[i < n, i++]; i]; f[4]", "4"),
        ("u = Unevaluated; f[x_] := Length[u[x]]; f[{1, 2}]", "2"),
    ],
)
def test_compiled_definitions(session: Session, text: str, expected: str) -> None:
    assert value(session, text) == expected


# ---- leaving and limits ----


def test_an_interrupt_leaves_the_session_usable(session: Session) -> None:
    session.evaluate("x = 1")
    timer = threading.Timer(0.2, signal.raise_signal, (signal.SIGINT,))
    timer.start()
    assert session.evaluate("Quiet[Block[{x = 2}, While[True, y = x]]]") is ABORTED
    timer.join()
    assert value(session, "x") == "1"
    assert value(session, "1/0") == "ComplexInfinity"
    assert [message.name for message in session.said] == ["Power::infy"]  # type: ignore[attr-defined]


def test_a_limit_leaves_the_session_usable(session: Session) -> None:
    assert value(session, "r[n_] := 1 + r[n + 1]; r[1]") == 'TerminatedEvaluation["RecursionLimit"]'
    assert value(session, "r2[n_] := If[n == 0, 0, 1 + r2[n - 1]]; r2[900]") == "900"


def test_a_fault_of_ours_is_a_message() -> None:
    session = Session()
    said: list[Message] = []
    session.kernel.report = said.append

    def broken(*_: object) -> Node:
        raise ZeroDivisionError("of ours")

    session.kernel.definitions[Symbol("broken")].fast = broken
    assert session.evaluate("broken[1]") is FAILED
    assert [message.name for message in said] == ["General::internal"]
    assert session.evaluate("1 + 1") == Integer(2)


def test_the_same_message_is_said_three_times_an_input(session: Session) -> None:
    session.evaluate("Do[1/0, {10}]")
    names = [message.name for message in session.said]  # type: ignore[attr-defined]
    assert names == ["Power::infy"] * 3 + ["General::stop"]
    session.evaluate("1/0")
    assert [message.name for message in session.said][4:] == ["Power::infy"]  # type: ignore[attr-defined]


def test_a_known_function_that_is_missing_says_so_once(session: Session) -> None:
    missing = sorted(session.kernel.unsupported)[0]
    assert value(session, f"{{{missing}[1], {missing}[2]}}") == f"{{{missing}[1], {missing}[2]}}"
    assert [message.name for message in session.said] == [f"{missing}::unsupported"]  # type: ignore[attr-defined]


def test_an_unknown_function_stays_and_says_nothing(session: Session) -> None:
    assert value(session, "nobodyKnows[1 + 1]") == "nobodyKnows[2]"
    assert not session.said  # type: ignore[attr-defined]


def test_local_variables_leave_nothing_behind(session: Session) -> None:
    session.evaluate("f[n_] := Module[{a = n, b}, b = a + 1; b^2]; f[1]")
    gc.collect()
    before = len(session.kernel.definitions)
    session.evaluate("Do[f[i], {i, 100}]")
    gc.collect()
    assert len(session.kernel.definitions) <= before + 2


def test_two_sessions_do_not_know_each_other() -> None:
    one, two = Session(), Session()
    one.evaluate("x = 5; f[n_] := n")
    assert input_form(two.evaluate("{x, f[1]}")) == "{x, f[1]}"


def test_an_expression_marked_in_one_session_is_evaluated_in_another() -> None:
    one, two = Session(), Session()
    two.evaluate("x = 5")
    shared = one.evaluate("{x, y}")
    assert input_form(two.evaluate_node(shared)) == "{5, y}"
    assert parse("{x, y}") == shared


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_time_limit_that_python_drops_is_kept_all_the_same(session: Session) -> None:
    class Dropping:
        def __del__(self) -> None:  # nothing that is raised here gets out
            until = time.monotonic() + 0.3
            while time.monotonic() < until:
                pass

    def write(text: str) -> None:
        Dropping()

    session.kernel.write = write
    assert session.evaluate('TimeConstrained[Print["x"]; While[True], 0.1]') is ABORTED


@pytest.mark.parametrize("code", ["Prime[10^400]", "DigitCount[8, 10^30]"])
def test_a_number_beyond_all_machine_types_is_told(session: Session, code: str) -> None:
    session.evaluate(code)
    assert [m.name for m in session.messages] == ["General::ovfl"]


def test_a_time_limit_ends_what_a_longer_one_is_within(session: Session) -> None:
    usual = signal.getsignal(signal.SIGALRM)
    assert session.evaluate("TimeConstrained[TimeConstrained[While[True], 60, 1], 0.1, 2]") == Integer(2)
    assert session.evaluate("TimeConstrained[TimeConstrained[While[True], 0.1, 1], 60, 2]") == Integer(1)
    assert session.evaluate("TimeConstrained[While[True], 10.^-9, 3]") == Integer(3)
    assert signal.getsignal(signal.SIGALRM) is usual
