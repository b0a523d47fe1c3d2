"""VerificationTest: a claim about a value and the messages on the way, as a value."""

from __future__ import annotations

import time

from ..expr import NONE, TRUE, Expr, Node, Real, S, String, Symbol
from ..kernel.association import pairs_of
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Aborted, Terminated, Thrown
from ..kernel.messages import Watcher


@builtin("VerificationTest[input_, expected_, messages_]", attributes=Attribute.HOLD_ALL_COMPLETE)
def verification_test(
    k,
    input: Node,
    expected: Node = TRUE,
    messages: Node = Expr(S.List),  # noqa: B008
    *,
    TestID: Node = NONE,
    SameTest: Node = S.SameQ,
    TimeConstraint: Node = S.Infinity,
):
    """VerificationTest[input, expected, {messages}] tests that input gives expected and says just these messages.

    The result is TestResultObject[<|"TestID" -> ..., "Outcome" -> "Success" or what went wrong, ...|>].

    >> VerificationTest[1 + 1, 2]["Outcome"]
    "Success"
    """
    start = time.perf_counter()
    watcher = Watcher(len(k.hearing.quiet))
    k.hearing.watchers.append(watcher)
    k.hearing.quiet.append(None)
    try:
        actual, failed = _value(k, input)
        said = list(dict.fromkeys(message.name for message in watcher.heard))
        wanted, _ = _value(k, expected)
    finally:
        k.hearing.quiet.pop()
        k.hearing.watchers.remove(watcher)
    expected_names = _message_names(messages)
    alike = k.apply(k.evaluate(SameTest), (actual, wanted)) is TRUE
    outcome = "Error" if failed else "Failure" if not alike else "Success"
    if outcome == "Success" and set(said) != set(expected_names):
        outcome = "MessagesFailure"
    return _result(TestID, outcome, input, actual, wanted, said, expected_names, time.perf_counter() - start)


def _value(k, node: Node) -> tuple[Node, bool]:
    """The value of `node`, and whether its evaluation was given up."""
    depth = k.depth
    try:
        return k.evaluate(node), False
    except (Aborted, Terminated, Thrown) as left:
        k.depth = depth
        return Symbol("$Aborted") if isinstance(left, Aborted) else left.value, isinstance(left, Aborted)


def _message_names(messages: Node) -> list[str]:
    """The names in a list of ``symbol::tag``."""
    each = messages.args if type(messages) is Expr and messages.head is S.List else (messages,)
    found = []
    for item in each:
        if type(item) is Expr and item.head is S.HoldForm:
            item = item.args[0]
        if type(item) is Expr and item.head is S.MessageName and type(item.args[1]) is String:
            found.append(f"{item.args[0]!r}::{item.args[1].value}")
    return found


def _result(
    test_id: Node,
    outcome: str,
    input: Node,
    actual: Node,
    wanted: Node,
    said: list[str],
    expected_names: list[str],
    seconds: float,
) -> Node:
    entries: dict[str, Node] = {
        "TestID": test_id,
        "Outcome": String(outcome),
        "Input": S.HoldForm(input),
        "ActualOutput": S.HoldForm(actual),
        "ExpectedOutput": S.HoldForm(wanted),
        "ActualMessages": Expr(S.List, tuple(map(String, said))),
        "ExpectedMessages": Expr(S.List, tuple(map(String, expected_names))),
        "AbsoluteTimeUsed": Real(seconds),
    }
    return Expr(S.TestResultObject, (pairs_of([(String(key), value) for key, value in entries.items()]),))


@builtin("TestResultObject[data_][key_]")
def test_result(k, data: Node, key: Node):
    """TestResultObject[<|...|>]["Outcome"] is one of the entries of the result of a test.

    >> VerificationTest[1 + 1, 3]["Outcome"]
    "Failure"
    """
    return Expr(data, (key,))
