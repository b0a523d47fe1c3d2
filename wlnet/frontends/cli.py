"""The command `wlnet`: which front end a command line asks for."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from ..interrupts import hear_again
from ..lazy import LazyModule
from ..session import OutOfTime, Quitted, Session
from . import launched, script
from .arguments import Arguments, UsageError, help_text, read_arguments
from .display import BROKEN_PIPE, Console

testing, repl = LazyModule("wlnet.frontends.testing"), LazyModule("wlnet.frontends.repl")
launching = LazyModule("wlnet.frontends.launching")
metadata = LazyModule("importlib.metadata")

USAGE_ERROR = 2


@dataclass(frozen=True)
class Command:
    """A subcommand: what it does, and the function from the words behind it to the exit status."""

    help: str
    run: Callable[[list[str]], int]


COMMANDS = {
    "launch": Command(
        "run a script in several processes (options: -help)", lambda words: launching.main(words)
    ),
    "test": Command("run the VerificationTests of files or folders", lambda words: testing.main(words)),
}


def main(argv: list[str] | None = None) -> int:
    """Run the command with `argv`, the words behind its name; the exit status."""
    words = sys.argv[1:] if argv is None else argv
    open_streams()
    hear_again(OutOfTime)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True, errors="backslashreplace")
    try:
        launched.quiet()
        if words and words[0] in COMMANDS:
            return COMMANDS[words[0]].run(words[1:])
        return run(read_arguments(words), words)
    except Quitted as e:
        return e.code
    except (UsageError, launched.WronglyLaunched) as e:
        print(f"wlnet: {e}\nwlnet -help tells the options.", file=sys.stderr)
        return USAGE_ERROR
    except script.Unreadable as e:
        print(f"wlnet: {e}", file=sys.stderr)
        return script.FAILURE
    except KeyboardInterrupt:
        return script.FAILURE
    except BrokenPipeError:  # nobody reads the help or the version
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE


def open_streams() -> None:
    """Let what the shell has closed, as with ``<&-``, be empty, and let nobody read what is written there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 -- until the end


def run(arguments: Arguments, words: list[str]) -> int:
    if arguments.help:
        print(help_text({name: command.help for name, command in COMMANDS.items()}))
        return script.OK
    if arguments.version:
        print(f"wlnet {installed_version()}")
        return script.OK
    session = Session(arguments.debug, arguments.resume)
    launched.seed(session, arguments.resume)
    console = Console(session)
    if not arguments.sources and not arguments.linewise:
        return repl.main(session, console, words)
    launched.tell(arguments.resume)
    try:
        return launched.together(session, lambda: script.run(session, console, arguments, words))
    finally:
        console.progress.clear()


def installed_version() -> str:
    """The version of the installed package; a checkout that was never installed has none."""
    try:
        return metadata.version("wlnet")
    except metadata.PackageNotFoundError:
        return "(not installed)"
