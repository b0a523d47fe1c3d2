"""Giving up an evaluation, hearing of it, and being safe from it: Abort, CheckAbort, AbortProtect."""

from __future__ import annotations

from ..expr import ABORTED, Node
from ..kernel.builtin import Attribute, builtin
from ..kernel.control import Aborted

_SHIELD = "aborts held back"  # within AbortProtect: a list with one True for each Abort[] that waits


@builtin("Abort[]")
def abort(k):
    """Abort[] gives up the evaluation.

    >> CheckAbort[Abort[]; 1, "stopped"]
    "stopped"
    """
    waiting = k.state.get(_SHIELD)
    if waiting is None:
        raise Aborted
    waiting.append(True)
    return ABORTED


@builtin("CheckAbort[body_, failure_]", attributes=Attribute.HOLD_ALL)
def check_abort(k, body: Node, failure: Node):
    """CheckAbort[body, failure] gives the value of body, or of failure if it was aborted.

    Within AbortProtect it tells whether body would have been aborted, and lets that abort be.

    >> CheckAbort[2 + 2, failed]
    4
    """
    depth, outside = k.depth, k.state.pop(_SHIELD, None)
    try:
        return k.evaluate(body)
    except Aborted:
        k.depth = depth
        return failure
    finally:
        if outside is not None:
            k.state[_SHIELD] = outside


@builtin("AbortProtect[body_]", attributes=Attribute.HOLD_FIRST)
def abort_protect(k, body: Node):
    """AbortProtect[body] evaluates body to its end, and takes up what was aborted meanwhile after that.

    >> CheckAbort[AbortProtect[Abort[]; x = 1]; 2, {"stopped", x}]
    {"stopped", 1}
    """
    if _SHIELD in k.state:
        return k.evaluate(body)
    waiting: list[bool] = []
    k.state[_SHIELD] = waiting
    try:
        value = k.evaluate(body)
    finally:
        k.state.pop(_SHIELD, None)
    if waiting:
        raise Aborted
    return value
