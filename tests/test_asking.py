"""Input and InputString read what the process is given, line by line."""

from __future__ import annotations

import io
import sys

import pytest

from wlnet.session import Session
from wlnet.syntax.write import input_form


def test_lines_are_read_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("5 + 6\nhello\n"))
    session, shown = Session(), []
    session.kernel.write = shown.append  # type: ignore[assignment]
    value = session.evaluate('{Input["number?"], InputString["name?"], Input[]}')
    assert input_form(value) == '{11, "hello", EndOfFile}'
    assert shown == ["number?", "name?", "? "]
