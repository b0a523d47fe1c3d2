"""The command line of `wlnet`, read as wolframscript reads its own.

Options are words behind one dash (two are as good).  The first word that is no option is a script, and
all that stands behind it belongs to the script; behind ``-file`` options go on until ``--`` or a word
that is no option.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


class UsageError(Exception):
    """A command line that cannot be understood; the text says why."""


@dataclass(frozen=True)
class Flag:
    """An option: its spellings without dashes, what follows it ("" for nothing), and what it does."""

    names: tuple[str, ...]
    value: str
    help: str


FLAGS = (
    Flag(("file", "f", "script"), "FILE", "run a file, which prints what Print prints"),
    Flag(("code", "c"), "CODE", "evaluate code and print its value; may be repeated"),
    Flag(("print",), "[all]", "print the value of the last expression of a file, or of every one"),
    Flag(("resume",), "FOLDER", "keep the states of trainings there, and go on where they were"),
    Flag(("linewise",), "", "evaluate each line of the standard input and print its value"),
    Flag(("debug",), "", "show the Python traceback of an internal error"),
    Flag(("version", "v"), "", "print the version"),
    Flag(("help", "h"), "", "print this help"),
)
_BY_NAME = {name: flag for flag in FLAGS for name in flag.names}
_NUMBER = re.compile(r"-\.?\d")


@dataclass(frozen=True)
class Source:
    """A program on the command line: the name of a "file", or "code" itself."""

    kind: str
    text: str


@dataclass
class Arguments:
    """What a command line asks for; `rest` is what the script finds behind its name in $ScriptCommandLine."""

    sources: list[Source] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    print: str = ""
    resume: str = ""
    linewise: bool = False
    debug: bool = False
    version: bool = False
    help: bool = False


def read_arguments(words: list[str]) -> Arguments:
    """The meaning of `words`, the command line without the command.  Raises UsageError."""
    found, waiting = Arguments(), list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            found.rest = waiting
            break
        if _is_option(word):
            _read_option(found, word, waiting)
            continue
        if not found.sources and not found.linewise:
            found.sources.append(Source("file", word))
            found.rest = waiting
        else:
            found.rest = [word, *waiting]
        break
    return found


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-" and not _NUMBER.match(word)


def _read_option(found: Arguments, word: str, waiting: list[str]) -> None:
    flag = _BY_NAME.get(word.removeprefix("-").removeprefix("-"))
    if flag is None:
        raise UsageError(f"unknown option {word}; arguments of a script that begin with a dash follow --")
    name = flag.names[0]
    if flag.value.isalpha() and not waiting:
        raise UsageError(f"{word} needs {flag.value.lower()} behind it")
    if name in ("file", "code"):
        found.sources.append(Source(name, waiting.pop(0)))
    elif name == "resume":
        found.resume = waiting.pop(0)
    elif name == "print":
        found.print = waiting.pop(0) if waiting[:1] == ["all"] else "last"
    else:
        setattr(found, name, True)


def help_text(commands: dict[str, str]) -> str:
    """What ``wlnet -help`` prints; `commands` are the subcommands and what they do."""
    rows = [
        ("wlnet", "start a dialogue, or evaluate what is piped in"),
        ("wlnet FILE [ARGUMENT ...]", "run a script"),
    ]
    rows += [(f"wlnet {name}", text) for name, text in commands.items()]
    options = [(" ".join((", ".join(f"-{n}" for n in f.names), f.value)).strip(), f.help) for f in FLAGS]
    options.append(("--", "end of the options; what follows belongs to the script"))
    width = max(len(left) for left, _ in rows + options) + 2
    lines = ["Usage:", *(f"  {left:<{width}}{right}" for left, right in rows)]
    lines += ["", "Options:", *(f"  {left:<{width}}{right}" for left, right in options)]
    return "\n".join(lines)
