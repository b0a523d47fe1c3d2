"""`wlnet test`: files of VerificationTest, the tests of programs written in the language.

While a test file runs, ``VerificationTest[input, expected, {messages...}, options]`` is a function like
others, so a test may stand in a loop or behind a semicolon.  It evaluates its input and what was
expected, and compares the values with SameQ (or SameTest) and the names of the messages in the order in
which they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..attributes import Attribute
from ..expr import TRUE, Expr, Foreign, Node, S, String, Symbol, Value, is_head, is_rule, to_node
from ..session import Session
from ..syntax.error import WolframSyntaxError
from ..syntax.parse import parse, read_with_lines
from ..syntax.write import input_form
from .arguments import UsageError
from .script import FAILURE, OK, read_file, set_variable

OPTIONS = {S.TestID, S.SameTest, S.TimeConstraint, S.MemoryConstraint, S.MetaInformation}
LONGEST = 1000  # characters of a value that a failure shows
FUNCTIONS = (S.VerificationTest, S.BeginTestSection, S.EndTestSection)


@dataclass(frozen=True, eq=False)
class TestResult(Foreign):
    """The outcome of one VerificationTest; `problem` says what went wrong and is "" when it passed."""

    __test__ = False  # pytest would take it for a test of its own
    wl_head = "TestResultObject"

    place: str
    name: str
    problem: str = ""

    @property
    def passed(self) -> bool:
        return not self.problem

    def to_node(self) -> Node:
        return S.TestResultObject(String(self.name), String("Success" if self.passed else "Failure"))

    def summary(self) -> str:
        return f"TestResultObject[{self.name}, {'Success' if self.passed else 'Failure'}]"

    def __str__(self) -> str:
        return f"{self.place}: {self.name}\n  {self.problem or 'passed'}"


@dataclass(frozen=True)
class Test:
    """The arguments of a VerificationTest, all held."""

    input: Node
    expected: Node = TRUE
    messages: tuple[str, ...] = ()
    options: dict[Node, Node] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: tuple[Node, ...]) -> Test:
        """Read ``input, expected, messages, options...``, of which all but the first may be missing."""
        given = list(arguments)
        options = {}
        while len(given) > 1 and is_rule(given[-1]) and given[-1].args[0] in OPTIONS:
            name, value = given.pop().args
            options[name] = value
        if not 1 <= len(given) <= 3:
            raise ValueError("VerificationTest takes an input, what is expected, messages, and options")
        messages = tuple(message_names(given[2])) if len(given) == 3 else ()
        return cls(given[0], given[1] if len(given) > 1 else TRUE, messages, options)


def message_names(node: Node) -> Iterator[str]:
    """The names in ``{f::tag, ...}`` or in a single ``f::tag``."""
    if is_head(node, S.List):
        for item in node.args:
            yield from message_names(item)
    else:
        yield node.value if isinstance(node, String) else input_form(node)


class Runner(Foreign):
    """Runs the tests of one file in a session of its own, and keeps their results."""

    wl_head = "TestRunner"

    def __init__(self, file: str):
        self.file, self.line, self.session = file, 1, Session()
        self.results: list[TestResult] = []
        self.sections: list[str] = []
        kernel = self.session.kernel
        kernel.appliers[Runner] = lambda k, value, args: self.call(args[0])
        for function in FUNCTIONS:
            kernel.set_attributes(function, Attribute.HOLD_ALL_COMPLETE)
            call = function(parse("arguments___"))
            body = Expr(Value(self), (S.HoldComplete(function(Symbol("arguments"))),))
            self.session.evaluate_node(S.SetDelayed(call, body))

    def run(self, text: str) -> list[TestResult]:
        """Evaluate a whole test file; a syntax error in it counts as a test that failed."""
        try:
            for line, node in read_with_lines(text, self.file):
                self.line = line
                self.session.evaluate_node(node)
                if self.session.interrupted:
                    self._record("evaluation", "$Aborted")
                    break
        except WolframSyntaxError as e:
            self.line = e.line
            self._record("syntax", str(e).replace("\n", "\n  "))
        return self.results

    def call(self, held: Node) -> Node:
        """Answer ``VerificationTest[...]`` and its kin, given inside HoldComplete."""
        call = held.args[0]
        if call.head is S.VerificationTest:
            return self._verify(call.args)
        if call.head is S.BeginTestSection:
            self.sections.append(
                " ".join(a.value if isinstance(a, String) else input_form(a) for a in call.args)
            )
        elif self.sections:
            self.sections.pop()
        return S.Null

    def _verify(self, arguments: tuple[Node, ...]) -> Node:
        number = f"test {len(self.results) + 1}"
        try:
            test = Test.of(arguments)
        except ValueError as e:
            return self._record(number, str(e))
        name = test.options.get(S.TestID)
        label = name.value if isinstance(name, String) else number if name is None else input_form(name)
        return self._record(" / ".join((*self.sections, label)), self._problem(test))

    def _problem(self, test: Test) -> str:
        """What is wrong with what a test gives; "" for nothing."""
        value, said = self._evaluated(test.input)
        expected, _ = self._evaluated(test.expected)
        same_test = test.options.get(S.SameTest, S.SameQ)
        lines = []
        if self.session.evaluate_node(Expr(same_test, (value, expected))) is not TRUE:
            lines += [f"expected: {_short(expected)}", f"got:      {_short(value)}"]
        if list(test.messages) != said:
            lines += [f"messages expected: {_listed(test.messages)}", f"messages got:      {_listed(said)}"]
        return "\n  ".join([f"input:    {_short(test.input)}", *lines]) if lines else ""

    def _evaluated(self, node: Node) -> tuple[Node, list[str]]:
        """The value of `node` and the names of the messages said meanwhile, which are not printed."""
        kernel = self.session.kernel
        before, report = len(kernel.messages), kernel.report
        kernel.report = lambda message: None
        try:
            value = self.session.evaluate_node(node)
        finally:
            kernel.report = report
        if self.session.interrupted:
            raise KeyboardInterrupt
        return value, [message.name for message in kernel.messages[before:]]

    def _record(self, name: str, problem: str) -> Node:
        self.results.append(TestResult(f"{self.file}:{self.line}", name, problem))
        return to_node(self.results[-1])


def _short(node: Node) -> str:
    """An expression as text, cut where it is too long to be read."""
    text = input_form(node)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ... ({len(text):,} characters)"


def _listed(names: Any) -> str:
    return "{" + ", ".join(names) + "}"


def run_file(path: str | Path) -> list[TestResult]:
    """The results of all tests in a file, which runs in a new session."""
    runner = Runner(str(path))
    set_variable(runner.session, "$InputFileName", str(Path(path).resolve()))
    return runner.run(read_file(path))


def files_named(word: str) -> list[Path]:
    """The file that `word` names, or all test files below a folder."""
    path = Path(word)
    return sorted(path.rglob("*.wlt")) if path.is_dir() else [path]


def main(words: list[str]) -> int:
    """``wlnet test file.wlt ...``: print each failure and how many there were; the exit status."""
    if not words:
        raise UsageError("test needs files or folders behind it")
    passed = failed = 0
    for path in (path for word in words for path in files_named(word)):
        for result in run_file(path):
            passed, failed = passed + result.passed, failed + (not result.passed)
            if not result.passed:
                print(f"{result}\n")
    print(f"{passed} passed, {failed} failed")
    return FAILURE if failed else OK
