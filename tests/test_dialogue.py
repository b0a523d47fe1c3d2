"""The dialogue numbers and remembers what is said, on a terminal and in a pipe."""

from __future__ import annotations

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from wlnet.frontends.cli import main
from wlnet.frontends.display import Console
from wlnet.frontends.repl import Dialogue, is_incomplete, typed
from wlnet.frontends.terminal import NameCompleter
from wlnet.session import Session
from wlnet.syntax.line_breaks import broken
from wlnet.syntax.write import output_form

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def piped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """What the command does with a text that is piped in: status, output, complaints."""

    def run(text: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))
        try:
            status = main([])
        except SystemExit as e:
            status = e.code
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str]):
    """What a terminal shows after each of the inputs; an exception among them is what the reader raises."""

    def run(*inputs: str | type[BaseException]) -> str:
        session = Session()
        waiting: Iterator[str | type[BaseException]] = iter((*inputs, EOFError))

        def reader(number: int) -> str:
            text = next(waiting)
            if not isinstance(text, str):
                raise text
            return text

        assert typed(Dialogue(session, Console(session), labels=True), reader) == 0
        return capsys.readouterr().out

    return run


def test_a_pipe_prints_bare_values(piped) -> None:
    assert piped("1+1\n") == (0, "2\n", "")
    assert piped('"a" <> "b"\nx = 5;\nPrint[x]\nx + 1') == (0, "ab\n5\n6\n", "")


def test_an_input_may_take_several_lines(piped) -> None:
    assert piped("f[x_] :=\n  x +\n  1\nf[\n2]\n") == (0, "3\n", "")


def test_a_syntax_error_or_an_abort_ends_a_pipe(piped) -> None:
    status, out, err = piped("1\n2 + )\n3\n")
    assert (status, out) == (1, "1\n")
    assert "^" in err
    assert piped("1\nAbort[]\n3\n")[:2] == (1, "1\n$Aborted\n")
    assert piped("1 +")[0] == 1


def test_exit_leaves_with_its_status(piped) -> None:
    assert piped("1\nExit[4]\n2\n") == (4, "1\n", "")


def test_the_word_alone_is_enough_to_leave(piped) -> None:
    assert piped("1\nQuit\n2\n") == (0, "1\n", "")


def test_percent_means_what_was_said_before(piped) -> None:
    assert piped("10\n20\n%\n%%\n%1\n%% + %1\n") == (0, "10\n20\n20\n20\n10\n30\n", "")


def test_a_semicolon_hides_a_value_that_percent_still_finds(piped) -> None:
    assert piped("a = 2; a + 5;\n% + 1\n") == (0, "8\n", "")


def test_inputs_are_remembered_unevaluated(piped) -> None:
    assert piped("n = 1;\nn\nn = 7;\nIn[2]\n$Line\n") == (0, "1\n7\n5\n", "")


def test_outputs_are_numbered(talk) -> None:
    assert talk("1 + 1", "x = 3;", "% x") == "\nOut[1]= 2\n\n\n\nOut[3]= 9\n\n"


def test_a_form_is_named_by_the_label_and_not_kept(talk) -> None:
    out = talk('"a" // InputForm', "StringLength[%]", "2 x // FullForm")
    assert 'Out[1]//InputForm= "a"' in out
    assert "Out[2]= 1" in out
    assert "Out[3]//FullForm= Times[2, x]" in out


def test_errors_and_ctrl_c_leave_the_dialogue_going(talk) -> None:
    out = talk("x = 1;", "1 + )", KeyboardInterrupt, "Abort[]", "x")
    assert "Out[2]= $Aborted" in out and "Out[3]= 1" in out


def test_question_marks_explain(talk) -> None:
    assert "NetChain[" in talk("?NetChain")
    assert "NetChain" in talk("?NetCh*") and "Plus" not in talk("?NetCh*")
    assert "f[x_] := x^2" in talk("f[x_] := x^2", "??f")
    assert "MaxTrainingRounds" in talk("??NetTrain")
    assert "No definition" in talk("?nonsense")


@pytest.mark.parametrize(
    ("text", "incomplete"),
    [
        ("f[", True),
        ("f[x]", False),
        ("f[x", True),
        ("1 +", True),
        ("f]", False),
        ('"a', True),
        ("(* a", True),
        ("?f", False),
    ],
)
def test_only_what_more_text_could_complete_is_incomplete(text: str, incomplete: bool) -> None:
    assert is_incomplete(text) == incomplete


@pytest.mark.parametrize(
    ("begun", "offered"),
    [("x = NetCha", {"NetChain"}), ("NetTrain[net, data, MaxTrain", {"MaxTrainingRounds"}), ("1 + ", set())],
)
def test_completion_offers_names_of_functions_and_options(begun: str, offered: set[str]) -> None:
    asked = CompleteEvent(completion_requested=True)
    assert {c.text for c in NameCompleter(Session()).get_completions(Document(begun), asked)} == offered


class Terminal:
    """A pseudo-terminal with the command in it."""

    def __init__(self, home: Path):
        self.master, self.slave = pty.openpty()
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "OMP_NUM_THREADS": "1",
            "HOME": str(home),
            "XDG_STATE_HOME": str(home),
            "TERM": "xterm",
            "PROMPT_TOOLKIT_NO_CPR": "1",
        }
        # a session leader that opens a terminal is controlled by it, so Ctrl-C reaches the command
        opened = ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(self.slave)]
        self.process = subprocess.Popen(
            [*opened, sys.executable, "-m", "wlnet"], env=environment, start_new_session=True
        )
        self.seen = ""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def expect(self, pattern: str, seconds: float = 60) -> str:
        """Wait until `pattern` is on the screen, after what was found before; the text up to its end."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.seen)):
            ready, _, _ = select.select([self.master], [], [], 0.5)
            if ready:
                self.seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(self.master, 4096).decode())
            elif time.monotonic() > end or self.process.poll() is not None:
                pytest.fail(f"no {pattern!r} in {self.seen!r}")
        text, self.seen = self.seen[: found.end()], self.seen[found.end() :]
        return text

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    found = Terminal(tmp_path)
    yield found
    found.close()


def test_a_terminal_has_prompts_lines_interrupts_and_an_end(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect(r"In\[1\]:=")
    terminal.type("1 + 1\r")
    terminal.expect(r"Out\[1\]= 2\b")
    terminal.expect(r"In\[2\]:=")
    terminal.type("g[x_] := {x,\r")
    terminal.type("x + 1}; g[%]\r")
    terminal.expect(r"Out\[2\]= \{2, 3\}")
    terminal.expect(r"In\[3\]:=")
    terminal.type("never finished\x03")
    terminal.expect(r"In\[3\]:=")
    terminal.type('Print["be", "gun"]; While[True]\r')
    terminal.expect(r"begun")
    terminal.type("\x03")
    terminal.expect(r"Out\[3\]= \$Aborted")
    terminal.expect(r"In\[4\]:=")
    terminal.type("\x04")
    assert terminal.process.wait(30) == 0
    assert "+1 + 1\n" in (tmp_path / "wlnet" / "history").read_text()


def test_exit_leaves_a_terminal_with_its_status(terminal: Terminal) -> None:
    terminal.expect(r"In\[1\]:=")
    terminal.type("Exit[5]\r")
    assert terminal.process.wait(30) == 5


def test_a_long_value_is_broken_into_lines_behind_spaces() -> None:
    text = output_form(Session().evaluate("Range[60]"))
    lines = broken(text, 70).split("\n\n>    ")
    assert " ".join(lines) == text
    assert all(len(line) <= 70 for line in lines) and len(lines) > 2
    assert broken("short", 70) == "short"
