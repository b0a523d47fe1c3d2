"""Reading from a person at a terminal: editing over several lines, history, completion.

The only module that imports prompt_toolkit, and itself imported only when somebody types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import platformdirs
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from ..session import Session
from .repl import is_incomplete
from .usage import names

_NAME = re.compile(r"[$\w`]+\Z")


class NameCompleter(Completer):
    """Completes the names of symbols that the session knows."""

    def __init__(self, session: Session):
        self.session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        begun = _NAME.search(document.text_before_cursor)
        if begun is None:
            return
        for name in names(self.session):
            if name.startswith(begun[0]):
                yield Completion(name, start_position=-len(begun[0]))


def history() -> History:
    """The inputs of earlier dialogues, kept with the user's state; forgotten where nothing can be written."""
    try:
        folder = platformdirs.user_state_path("wlnet", appauthor=False, ensure_exists=True)
        (folder / "history").touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(folder / "history"))


def bindings() -> KeyBindings:
    """Enter ends an input that is complete or wrong, and begins a new line in one that could go on."""
    keys = KeyBindings()

    @keys.add("enter")
    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_incomplete(buffer.text):
            buffer.newline(copy_margin=True)
        else:
            buffer.validate_and_handle()

    return keys


class TerminalReader:
    """Asks for input ``In[n]:=``; raises KeyboardInterrupt on Ctrl-C and EOFError on Ctrl-D."""

    def __init__(self, session: Session):
        self.prompts: PromptSession[str] = PromptSession(
            history=history(),
            completer=NameCompleter(session),
            complete_while_typing=False,
            key_bindings=bindings(),
            multiline=True,
            prompt_continuation=lambda width, line, wrapped: " " * width,
        )

    def __call__(self, number: int) -> str:
        return self.prompts.prompt(f"In[{number}]:= ")
