"""Nets that are wrong, and data that do not fit: each is told in one message, which says where and what fits.

wrong_nets.txt holds what a user may write and, indented below it, the message that has to come.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from wlnet.session import Session

BLOCKS = (Path(__file__).parent / "wrong_nets.txt").read_text("utf-8").strip().split("\n\n")
PAIRS = [tuple(block.split("\n  ")) for block in BLOCKS]


@pytest.fixture(scope="module")
def session() -> Session:
    made = Session()
    made.kernel.report = lambda message: None
    return made


def test_there_are_many_kinds_of_mistakes() -> None:
    assert len(PAIRS) >= 40 and len({message.split(": ")[0].split("::")[1] for _, message in PAIRS}) >= 15


@pytest.mark.parametrize(("text", "message"), PAIRS)
def test_a_mistake_is_told_in_one_message(session: Session, text: str, message: str) -> None:
    session.messages.clear()
    session.evaluate(text)
    assert list(map(str, session.messages)) == [message]
