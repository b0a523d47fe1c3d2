"""Ctrl-C at any time leaves a session that works."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from wlnet.expr import FAILED
from wlnet.frontends.display import Console
from wlnet.frontends.repl import Dialogue, typed
from wlnet.interrupts import uninterrupted
from wlnet.session import Session


def test_an_interrupt_waits_for_what_must_be_finished() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        signal.raise_signal(signal.SIGINT)
        done.append("the rest")
    assert done == ["the rest"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_an_interrupt_nothing_happens() -> None:
    with uninterrupted():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# interrupts the process as soon as a module of that name is being imported
INTERRUPTING = """
import signal, sys
from wlnet.session import Session

class Finder:
    interrupted = False
    def find_spec(self, name, path=None, target=None):
        if name == {module!r} and not Finder.interrupted:
            Finder.interrupted = True
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Finder())
session = Session()
first = session.evaluate({program!r})
assert Finder.interrupted and session.interrupted, first
print(session.evaluate({program!r}))
print(*session.messages)
"""


@pytest.mark.parametrize(
    ("module", "program", "value"),
    [
        ("wlnet.netlang.train", "Head[NetChain[{1}]]", "NetChain"),
        ("wlnet.nets.layers.linear", "Head[NetChain[{1}]]", "NetChain"),
        ("torch.nn", "NetChain[{Ramp}][{-1, 2}]", "List[Real(0.0), Real(2.0)]"),
        ("PIL.Image", 'Head[Rasterize["x", "Image", ImageSize -> {8, 8}]]', "Image"),
    ],
)
def test_an_interrupt_while_something_is_loaded_leaves_it_usable(
    module: str, program: str, value: str
) -> None:
    code = INTERRUPTING.format(module=module, program=program)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert result.stdout == f"{value}\n\n"


def test_an_interrupt_while_an_answer_is_shown_leaves_the_dialogue() -> None:
    session = Session()
    console = Console(session)
    shown: list[str] = []

    def write(text: str) -> None:
        if not shown:
            shown.append("interrupted")
            raise KeyboardInterrupt
        shown.append(text)

    console.write = write  # type: ignore[method-assign]
    inputs = iter(["1 + 1", "2 + 2"])

    def reader(number: int) -> str:
        if (text := next(inputs, None)) is None:
            raise EOFError
        return text

    assert typed(Dialogue(session, console, labels=True), reader) == 0
    assert any("4" in text for text in shown[1:])


STARTING = """
import runpy, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "wlnet.kernel.evaluator":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Finder())
sys.argv = ["wlnet", "-code", "1"]
runpy.run_module("wlnet", run_name="__main__")
"""


def test_an_interrupt_while_the_command_starts_is_no_traceback() -> None:
    result = subprocess.run([sys.executable, "-c", STARTING], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (-signal.SIGINT, "", "")


def test_what_does_not_fit_into_memory_is_told() -> None:
    session = Session()
    assert session.evaluate("ImageResize[Image[{{1.}}], 10^9]") is FAILED
    assert [message.name for message in session.messages] == ["General::nomem"]


def test_the_end_of_a_time_waits_too() -> None:
    done = []

    def ring(number: int, frame: object) -> None:
        raise TimeoutError

    usual = signal.signal(signal.SIGALRM, ring)
    try:
        with pytest.raises(TimeoutError), uninterrupted():
            signal.raise_signal(signal.SIGALRM)
            done.append("the rest")
        assert signal.getsignal(signal.SIGALRM) is ring
    finally:
        signal.signal(signal.SIGALRM, usual)
    assert done == ["the rest"]


def test_a_library_is_loaded_whole_when_the_time_is_over() -> None:
    code = """
from wlnet.session import Session
session = Session()
print(session.evaluate("TimeConstrained[NetChain[{Ramp}][{-1, 2}], 0.01]"))
print(session.evaluate("NetChain[{Ramp}][{-1, 2}]"))
print(*session.messages)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.stderr == ""
    assert result.stdout == "$Aborted\nList[Real(0.0), Real(2.0)]\n\n"


FINALIZING = """
import io, signal, sys
from wlnet.frontends.cli import main

class Finalizer:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

class Writer(io.StringIO):
    def write(self, text):
        Finalizer()

sys.stdout = Writer()
sys.exit(main(["-code", "Print[1]; While[True]"]))
"""


def test_an_interrupt_in_a_finalizer_is_not_lost() -> None:
    result = subprocess.run(
        [sys.executable, "-c", FINALIZING], capture_output=True, text=True, check=False, timeout=60
    )
    assert (result.returncode, result.stderr) == (1, "")
