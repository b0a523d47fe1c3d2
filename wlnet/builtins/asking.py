"""Input and InputString: asking whoever sits at the terminal, or what is piped into the process."""

from __future__ import annotations

import sys

from ..expr import Node, S, String
from ..kernel.builtin import builtin
from ..syntax.write import output_form


def _asked(k, prompt: Node) -> str | None:
    k.write(prompt.value if isinstance(prompt, String) else output_form(prompt))
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


@builtin("InputString[prompt_]")
def input_string(k, prompt: Node = String("? ")):
    """InputString[prompt] prints the prompt, reads a line and gives it as a string; EndOfFile where there is
    none.

    >> Head[InputString]
    Symbol
    """
    line = _asked(k, prompt)
    return S.EndOfFile if line is None else String(line)


@builtin("Input[prompt_]")
def input_(k, prompt: Node = String("? ")):
    """Input[prompt] prints the prompt, reads a line and gives the value of the expression in it.

    >> Head[Input]
    Symbol
    """
    line = _asked(k, prompt)
    return S.EndOfFile if line is None else S.ToExpression(String(line))
