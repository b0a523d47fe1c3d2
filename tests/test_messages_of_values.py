"""A net in a message is written on one line, however it got there."""

from __future__ import annotations

from wlnet.session import Session


def test_a_net_in_a_message_is_one_line_of_the_language() -> None:
    session = Session()
    session.kernel.report = lambda message: None
    session.evaluate("NetDrop[LinearLayer[2], 1]")
    (message,) = session.messages
    assert str(message).startswith("NetDrop::notchain: LinearLayer[<2") and "Leaf" not in str(message)
