"""Chains as lists of layers: Take, Drop, First, Last, Most and Rest, as the language had them first.

NetTake and NetDrop have taken their place; programs still use them.
Source: legacy reference pages of NetChain.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..expr import FAILED, Integer, Node
from ..kernel.builtin import builtin
from ..nets.net import Net
from ..nets.surgery.chains import drop, need_chain
from ..nets.surgery.extract import extract
from ..nets.surgery.join import as_container
from ..nets.surgery.take import take


@builtin("Take[net_, spec_]", failure=FAILED)
def take_of_net(k, net: Net, spec: Node):
    """Take[chain, spec] is NetTake[chain, spec].

    >> Length[Take[NetChain[{1, Ramp, 2}], 2]]
    2
    """
    return take(as_container(net), spec)


@builtin("Drop[net_, spec_]", failure=FAILED)
def drop_of_net(k, net: Net, spec: Node):
    """Drop[chain, spec] is NetDrop[chain, spec].

    >> Length[Drop[NetChain[{1, Ramp, 2}], 2]]
    1
    """
    return drop(need_chain(net), spec)


def _declare(name: str, what: str, function: Callable[[Net], Any]) -> None:
    def part_of_net(k: Any, net: Net) -> Any:
        return function(net)

    part_of_net.__doc__ = f"{name}[chain] is {what} of a chain."
    part_of_net.__name__ = part_of_net.__qualname__ = f"{name.lower()}_of_net"
    builtin(f"{name}[net_]", failure=FAILED)(part_of_net)


_declare("First", "the first layer", lambda net: extract(need_chain(net), Integer(1)))
_declare("Last", "the last layer", lambda net: extract(need_chain(net), Integer(-1)))
_declare("Most", "all layers but the last", lambda net: drop(need_chain(net), Integer(-1)))
_declare("Rest", "all layers but the first", lambda net: drop(need_chain(net), Integer(1)))
