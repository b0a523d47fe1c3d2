"""Scripts and code on the command line print, report and exit as users of wolframscript expect."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wlnet.frontends.cli import main
from wlnet.kernel.evaluator import Kernel

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "wlnet"]
PATHS = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
ENVIRONMENT = os.environ | {"PYTHONPATH": PATHS, "OMP_NUM_THREADS": "1"}


@pytest.fixture
def wlnet(capsys: pytest.CaptureFixture[str]):
    """Run the command in this process: its exit status, what it printed, what it complained about."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            status = main(list(words))
        except SystemExit as e:
            status = e.code
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def script(tmp_path: Path):
    def write(text: str) -> str:
        path = tmp_path / "script.wl"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("1+1", "2"),
        ('"ab" <> "c"', "abc"),
        ('{"a", 1/2, x}', "{a, 1/2, x}"),
        ("a = 1;", "Null"),
        ("Print[5]", "5\nNull"),
        ("a = 2\na + 1", "3"),
        ("", "Null"),
    ],
)
def test_code_prints_its_value(wlnet, code: str, printed: str) -> None:
    assert wlnet("-code", code) == (0, f"{printed}\n", "")


def test_every_code_is_evaluated_in_one_session(wlnet) -> None:
    assert wlnet("-c", "a = 1", "--code", "a + 1") == (0, "1\n2\n", "")


def test_a_file_prints_what_print_prints(wlnet, script) -> None:
    assert wlnet(script('1 + 1\nPrint["a", 2]\n{3}\n')) == (0, "a2\n", "")


def test_print_adds_the_last_value_and_print_all_every_one(wlnet, script) -> None:
    name = script("1\nPrint[2];\n3\n")
    assert wlnet("-print", "-file", name) == (0, "2\n3\n", "")
    assert wlnet("-print", "all", "-file", name) == (0, "1\n2\nNull\n3\n", "")


def test_a_syntax_error_ends_a_file_where_it_stands(wlnet, script) -> None:
    status, out, err = wlnet(script("Print[1]\nPrint[2 + ]\nPrint[3]\n"))
    assert (status, out) == (1, "1\n")
    assert "script.wl:2:11" in err
    assert "Print[2 + ]\n" in err
    assert err.rstrip().endswith("^")


def test_a_syntax_error_in_code_exits_with_1(wlnet) -> None:
    status, out, err = wlnet("-code", "1 +", "-code", "2")
    assert (status, out) == (1, "")
    assert "^" in err


def test_messages_go_to_stderr_and_do_not_change_the_status(wlnet) -> None:
    status, out, err = wlnet("-code", "1/0")
    assert (status, out) == (0, "ComplexInfinity\n")
    assert err.startswith("Power::infy: ")


def test_the_status_of_exit_is_ours(wlnet, script) -> None:
    assert wlnet(script("Print[1]; Exit[3]; Print[2]")) == (3, "1\n", "")
    assert wlnet("-code", "Quit[]", "-code", "1")[:2] == (0, "")


def test_an_abort_ends_a_script_with_1(wlnet, script) -> None:
    assert wlnet(script("Print[1]\nAbort[]\nPrint[2]\n")) == (1, "1\n$Aborted\n", "")


def test_a_value_that_reads_aborted_is_no_abort(wlnet, script) -> None:
    assert wlnet(script("CheckAbort[Abort[], $Aborted]\nPrint[2]\n")) == (0, "2\n", "")


def test_a_script_knows_its_arguments(wlnet, script) -> None:
    name = script("Print[$ScriptCommandLine]; Print[$InputFileName]; Print[$CommandLine]")
    assert wlnet(name, "a", "-5", "--", "b")[1].split("\n")[:3] == [
        f"{{{name}, a, -5, --, b}}",
        name,
        f"{{wlnet, {name}, a, -5, --, b}}",
    ]
    assert wlnet("-file", name, "--", "-foo")[1].startswith(f"{{{name}, -foo}}\n")


def test_code_finds_the_whole_command_line(wlnet) -> None:
    _, out, _ = wlnet("-code", "Rest[$ScriptCommandLine]", "--", "-x", "7")
    assert out == "{-code, Rest[$ScriptCommandLine], --, -x, 7}\n"


def test_the_standard_input_is_read_when_asked_for(wlnet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("two\nlines"))
    assert wlnet("-code", "0")[1] == "0\n"
    assert sys.stdin.tell() == 0
    code = "{StringLength[$ScriptInputString], $ScriptInputString === $ScriptInputString}"
    assert wlnet("-code", code)[1] == "{9, True}\n"


def test_linewise_evaluates_each_line(wlnet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a = 3\n\na + 1\n"))
    assert wlnet("-linewise") == (0, "3\n4\n", "")


def test_the_first_line_may_name_the_interpreter(wlnet, script) -> None:
    assert wlnet(script("#!/usr/bin/env wlnet\nPrint[1]\n")) == (0, "1\n", "")


def test_a_file_that_cannot_be_read_says_why(wlnet, tmp_path: Path) -> None:
    (tmp_path / "latin.wl").write_bytes(b"x = \xe4")
    for name, why in {
        "missing.wl": "No such file",
        ".": "directory",
        "latin.wl": "byte 5 is not UTF-8",
    }.items():
        status, out, err = wlnet(str(tmp_path / name))
        assert (status, out) == (1, "")
        assert err.startswith("wlnet: cannot read ") and why in err


def test_a_wrong_option_exits_with_2(wlnet) -> None:
    status, out, err = wlnet("-pritn", "x.wl")
    assert (status, out) == (2, "")
    assert "-pritn" in err and "-help" in err


def test_a_fault_of_ours_is_a_message_and_a_traceback_only_for_debugging(
    wlnet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(kernel, node):
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(Kernel, "evaluate", broken)
    status, out, err = wlnet("-code", "1")
    assert (status, out) == (0, "$Failed\n")
    assert "General::internal" in err and "of ours" in err and "Traceback" not in err
    with pytest.raises(ZeroDivisionError):
        wlnet("-debug", "-code", "1")


def test_help_and_version_print_and_leave(wlnet) -> None:
    assert "-linewise" in wlnet("-help")[1]
    assert wlnet("--version")[1].startswith("wlnet ")


@pytest.fixture
def started(tmp_path: Path):
    """Start the command as a process of its own, in a folder that has nothing to do with it."""
    running = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        running.append(subprocess.Popen([*COMMAND, *words], env=ENVIRONMENT, cwd=tmp_path, **streams))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def test_it_runs_from_any_folder(started) -> None:
    run = started("-code", "2 a b // FullForm")
    assert run.communicate(timeout=60) == (b"Times[2, a, b]\n", b"")
    assert run.returncode == 0


def test_a_reader_that_leaves_early_is_no_error(started) -> None:
    run = started("-code", "Do[Print[i], {i, 10^6}]")
    assert run.stdout.readline() == b"1\n"
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait(60) == 141


def test_ctrl_c_aborts_a_script_whose_prints_have_appeared(started) -> None:
    run = started("-code", 'Print["go"]; While[True]', "-code", "2")
    assert run.stdout.readline() == b"go\n"
    run.send_signal(signal.SIGINT)
    assert run.communicate(timeout=60) == (b"$Aborted\n", b"")
    assert run.returncode == 1


@pytest.mark.skipif(os.name == "nt", reason="the shell is one of Unix")
@pytest.mark.parametrize(
    ("command", "status", "out", "err"),
    [
        ("{} -code 1+1 <&-", 0, "2\n", ""),
        ("{} <&-", 0, "", ""),
        ("{} -code 1+1 >&-", 0, "", ""),
        (
            "printf '\\377' | {}",
            1,
            "",
            "wlnet: cannot read the standard input: there is no UTF-8 near line 1\n",
        ),
        (
            "RANK=0 WORLD_SIZE=x {} -code 1",
            2,
            "",
            "wlnet: the environment variable WORLD_SIZE is no number: x\n",
        ),
        (
            "RANK=0 WORLD_SIZE=2 {} -code 1",
            2,
            "",
            "wlnet: of 2 processes, but without the environment variable MA",
        ),
    ],
)
def test_what_surrounds_the_command_may_be_wrong(
    tmp_path: Path, command: str, status: int, out: str, err: str
) -> None:
    bare = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("MASTER_")}
    line = command.format(" ".join(COMMAND))
    found = subprocess.run(
        ["sh", "-c", line], env=bare, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (status, out)
    assert found.stderr.startswith(err) and "Traceback" not in found.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_output_that_cannot_be_written_ends_the_command(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [*COMMAND, "-code", "1+1"],
            env=ENVIRONMENT,
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert found.returncode == 1
    assert found.stderr == b"wlnet: cannot write the output: No space left on device\n"


def test_help_that_nobody_reads_ends_silently() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        found = subprocess.run(
            [*COMMAND, "-help"],
            env=ENVIRONMENT,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert (found.returncode, found.stderr) == (141, "")


def test_a_current_folder_that_was_deleted_is_told(wlnet, tmp_path: Path, monkeypatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    _, printed, said = wlnet("-code", 'Print[Directory[]]; SetDirectory["/"]; Directory[]')
    assert printed == "$Failed\n/\n"
    assert said.startswith("Directory::ioerr: ")
