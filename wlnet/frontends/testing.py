"""`wlnet test`: files of VerificationTest, the tests of programs written in the language.

``VerificationTest[input, expected, {messages...}, options]`` is a function like others, so a test may stand
in a loop or behind a semicolon.  It tells the front end its result; here results are counted and failures
explained.  A test that could not be made, because its arguments are wrong or wlnet is, has failed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..expr import NONE, Expr, Node, S, String, is_head
from ..session import Message, Session
from ..syntax.error import WolframSyntaxError
from ..syntax.parse import read_with_lines
from ..syntax.write import input_form
from .arguments import UsageError
from .display import Console
from .script import FAILURE, OK, read_file, set_variable

LONGEST = 1000  # characters of a value that a failure shows
BROKEN = ("VerificationTest::", "General::internal", "General::nomem")  # a test that could not be made


@dataclass(frozen=True)
class TestResult:
    """The outcome of one VerificationTest; `problem` says what went wrong and is "" when it passed."""

    __test__ = False  # pytest would take it for a test of its own

    place: str
    name: str
    problem: str = ""

    @property
    def passed(self) -> bool:
        return not self.problem

    def __str__(self) -> str:
        return f"{self.place}: {self.name}\n  {self.problem or 'passed'}"


class Runner:
    """Runs the tests of one file in a session of its own, and keeps their results."""

    def __init__(self, file: str):
        self.file, self.line, self.session = file, 1, Session()
        self.results: list[TestResult] = []
        self.sections: list[str] = []
        self.console = Console(self.session)
        self.session.kernel.notify, self.session.kernel.report = self._note, self._hear

    def run(self, text: str) -> list[TestResult]:
        """Evaluate a whole test file; a syntax error in it counts as a test that failed."""
        set_variable(self.session, "$InputFileName", str(Path(self.file).resolve()))
        try:
            for line, node in read_with_lines(text, self.file):
                self.line = line
                self.session.evaluate_node(node)
                if self.session.interrupted:
                    self._record("evaluation", "$Aborted")
                    break
        except WolframSyntaxError as e:
            self.line = e.line
            self._record("syntax", str(e))
        return self.results

    def _note(self, event: object) -> None:
        """Take the result of a test, or the begin or end of a section."""
        if not isinstance(event, Expr):
            return
        if event.head is S.TestResultObject:
            result = {rule.args[0].value: rule.args[1] for rule in event.args[0].args}  # type: ignore[attr-defined]
            self._record(self._name(result["TestID"]), problem(result))
        elif event.head is S.BeginTestSection:
            self.sections.append(" ".join(map(_text, event.args)))
        elif event.head is S.EndTestSection and self.sections:
            self.sections.pop()

    def _hear(self, message: Message) -> None:
        """Print a message said outside of tests; some mean that a test was none."""
        self.console.error(message)
        if message.name.startswith(BROKEN):
            self._record(self._name(NONE), str(message))

    def _name(self, test_id: Node) -> str:
        own = f"test {len(self.results) + 1}" if test_id is NONE else _text(test_id)
        return " / ".join((*self.sections, own))

    def _record(self, name: str, problem: str) -> None:
        lines = problem.replace("\n", "\n  ")
        self.results.append(TestResult(f"{self.file}:{self.line}", name, lines))


def problem(result: Mapping[str, Node]) -> str:
    """What is wrong with what a test gave; "" for nothing."""
    if result["Outcome"] == String("Success"):
        return ""
    lines = [f"input:    {_short(result['Input'])}"]
    if result["Outcome"] != String("MessagesFailure"):
        lines += [
            f"expected: {_short(result['ExpectedOutput'])}",
            f"got:      {_short(result['ActualOutput'])}",
        ]
    said = [
        f"{{{', '.join(map(_text, result[key].args))}}}" for key in ("ExpectedMessages", "ActualMessages")
    ]
    if said[0] != said[1]:
        lines += [f"messages expected: {said[0]}", f"messages got:      {said[1]}"]
    return "\n".join(lines)


def _text(node: Node) -> str:
    return node.value if isinstance(node, String) else input_form(node)


def _short(held: Node) -> str:
    """The expression inside HoldForm as text, cut where it is too long to be read."""
    text = input_form(held.args[0] if is_head(held, S.HoldForm) else held)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ... ({len(text):,} characters)"


def run_file(path: str | Path) -> list[TestResult]:
    """The results of all tests in a file, which runs in a new session."""
    return Runner(str(path)).run(read_file(path))


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
    return OK if passed and not failed else FAILURE  # no test at all is a failure too
