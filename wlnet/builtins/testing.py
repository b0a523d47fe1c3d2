"""VerificationTest: a claim about a value and the messages on the way, as a value."""

from __future__ import annotations

import time

from ..expr import NONE, NULL, TRUE, Expr, Node, Real, S, String, Symbol, is_rule
from ..kernel.association import pairs_of
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Aborted, Returned, Terminated, Thrown
from ..kernel.messages import Quieting, Watcher
from ..problem import Template

BAD_TEST = Template("args", "`1` takes an input, what is expected, messages and options; `2` is no test.")
OPTIONS: dict[Node, Node] = {
    S.TestID: NONE,
    S.SameTest: S.SameQ,
    S.TimeConstraint: S.Infinity,
    S.MemoryConstraint: S.Infinity,
    S.MetaInformation: NONE,
}


@builtin("VerificationTest[arguments___]", attributes=Attribute.HOLD_ALL_COMPLETE)
def verification_test(k, arguments: tuple[Node, ...]):
    """VerificationTest[input, expected, {messages}] tests that input gives expected and says these messages.

    Messages count in the order in which they come, each as often as it comes.  TestID names the test,
    and SameTest compares instead of SameQ.
    The result is TestResultObject[<|"TestID" -> ..., "Outcome" -> "Success" or what went wrong, ...|>].

    >> VerificationTest[1 + 1, 2]["Outcome"]
    "Success"
    """
    given, options = _arguments(arguments)
    start = time.perf_counter()
    k.hearing.quiet.append(Quieting(None))
    watcher = Watcher(len(k.hearing.quiet))
    k.hearing.watchers.append(watcher)
    try:
        actual, given_up = _value(k, given[0])
        said = [message.name for message in watcher.heard]
        wanted, _ = _value(k, given[1])
    finally:
        k.hearing.quiet.pop()
        k.hearing.watchers.remove(watcher)
    expected_names = _message_names(given[2])
    alike = k.apply(k.evaluate(options[S.SameTest]), (actual, wanted)) is TRUE
    outcome = "Success" if alike else "Error" if given_up else "Failure"
    if alike and said != expected_names:
        outcome = "MessagesFailure"
    seconds = time.perf_counter() - start
    result = _result(options[S.TestID], outcome, given[0], actual, wanted, said, expected_names, seconds)
    k.notify(result)
    return result


def _arguments(arguments: tuple[Node, ...]) -> tuple[list[Node], dict[Node, Node]]:
    """Input, expected value and messages, and the options; a rule with another name may be expected."""
    given, options = list(arguments), dict(OPTIONS)
    while len(given) > 1 and is_rule(given[-1]) and given[-1].args[0] in OPTIONS:
        name, value = given.pop().args
        options[name] = value
    if not 1 <= len(given) <= 3:
        raise BAD_TEST(S.VerificationTest, Expr(S.VerificationTest, arguments))
    missing: list[Node] = [TRUE, Expr(S.List)]
    return given + missing[len(given) - 1 :], options


def _value(k, node: Node) -> tuple[Node, bool]:
    """The value of `node`, and whether its evaluation was given up."""
    depth = k.depth
    try:
        return k.evaluate(node), False
    except (Aborted, Returned, Terminated, Thrown) as left:
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


@builtin("BeginTestSection[name___]")
def begin_test_section(k, name: tuple[Node, ...]):
    """BeginTestSection["name"] begins a part of a file of tests.

    >> BeginTestSection["sums"]; VerificationTest[1 + 1, 2]["Outcome"]
    "Success"
    """
    k.notify(Expr(S.BeginTestSection, name))
    return NULL


@builtin("EndTestSection[]")
def end_test_section(k):
    """EndTestSection[] ends the part of a file of tests that began last.

    >> EndTestSection[]
    """
    k.notify(Expr(S.EndTestSection))
    return NULL


@builtin("TestResultObject[data_][key_]")
def test_result(k, data: Node, key: Node):
    """TestResultObject[<|...|>]["Outcome"] is one of the entries of the result of a test.

    >> VerificationTest[1 + 1, 3]["Outcome"]
    "Failure"
    """
    return Expr(data, (key,))
