"""Running programs of the operating system: RunProcess and Run."""

from __future__ import annotations

import os
import subprocess

from ..expr import FAILED, Integer, Node, S, String, is_head
from ..kernel.association import pairs_of
from ..kernel.builtin import builtin
from ..problem import Template
from .lists import is_list

NOT_FOUND = Template("pnfd", "Program `1` not found.")
NO_COMMAND = Template("cmd", "`1` is not a command: a string or a list of strings was expected.")
ELEMENTS = ("ExitCode", "StandardOutput", "StandardError")


@builtin("RunProcess[command_, element_, input_]", failure=FAILED)
def run_process(
    k,
    command: Node,
    element: Node = S.All,
    input: Node | None = None,
    *,
    ProcessDirectory: Node = S.Inherited,
    ProcessEnvironment: Node = S.Inherited,
):
    """RunProcess[{"program", arg1, ...}] runs a program and gives its exit code, output and errors.

    RunProcess[command, "StandardOutput"] gives one of them; RunProcess[command, element, text] has text as
    its input.

    >> RunProcess[{"cat"}, "StandardOutput", "abc"]
    "abc"
    """
    words = [
        k.evaluate(S.ToString(item)).value for item in (command.args if is_list(command) else (command,))
    ]
    if not words or not all(words):
        raise NO_COMMAND(command)
    text = input.value if type(input) is String else "" if input is None else None
    if text is None:
        return None
    where = ProcessDirectory.value if type(ProcessDirectory) is String else None
    environment = None
    if is_head(ProcessEnvironment, S.Association):
        given = {r.args[0].value: k.evaluate(S.ToString(r.args[1])).value for r in ProcessEnvironment.args}
        environment = os.environ | given
    try:
        done = subprocess.run(
            words, input=text, capture_output=True, text=True, check=False, cwd=where, env=environment
        )
    except OSError:
        raise NOT_FOUND(words[0]) from None
    found = dict(
        zip(ELEMENTS, (Integer(done.returncode), String(done.stdout), String(done.stderr)), strict=True)
    )
    if element is S.All:
        return pairs_of([(String(name), value) for name, value in found.items()])
    return found.get(getattr(element, "value", ""))


@builtin("Run[commands__]")
def run(k, commands: tuple[Node, ...]):
    """Run["command"] runs a command of the shell and gives its exit code; what it prints is printed.

    >> Run["exit 3"]
    3
    """
    line = " ".join(k.evaluate(S.ToString(item)).value for item in commands)
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    if done.stdout or done.stderr:
        k.write((done.stdout + done.stderr).removesuffix("\n"))
    return done.returncode
