"""LossFunction as the user writes it: terms, each a loss for an output and how much it counts.

A term is ``"port"`` (an output that is a loss), a loss net (for the only output), ``"port" -> loss`` or
``"port" -> Automatic``, each also with ``-> Scaled[r]``; a list is several terms, which are added.  A
negative r makes training ascend the loss.  Source: reference page of LossFunction.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..convert import NOT_CONVERTED, from_node
from ..expr import Node, S, String, Value, is_head, is_rule
from ..problem import Template
from .net import Net
from .shown import typed

BAD_LOSS = Template(
    "lossfunc",
    'LossFunction -> `1` is neither Automatic, the name of an output, a net with the input port "Input", '
    '"port" -> loss, loss -> Scaled[r], nor a list of these.',
)


@dataclass(frozen=True, eq=False)
class LossTerm:
    """One loss: `loss` at the output `port` (None: the only one), counted `factor` times.

    `loss` None is the loss that the output calls for, or the output itself where it is one; with `is_loss` it
    is taken as a loss whatever it is.
    """

    port: str | None = None
    loss: Net | None = None
    is_loss: bool = False
    factor: float = 1.0


@dataclass(frozen=True, eq=False)
class Losses:
    """The terms of a LossFunction; None: whatever the net calls for."""

    terms: tuple[LossTerm, ...] | None = None

    @classmethod
    def from_node(cls, node: Node) -> Losses:
        """The terms that `node` writes.  Raises a Problem."""
        if node is S.Automatic:
            return cls()
        parts = node.args if is_head(node, S.List) else (node,)
        if not parts:
            raise BAD_LOSS(typed(node))
        return cls(tuple(map(_term, parts)))


def _term(node: Node) -> LossTerm:
    if isinstance(node, String):
        return LossTerm(node.value, is_loss=True)
    if isinstance(node, Value) and isinstance(node.value, Net):
        return LossTerm(loss=_loss(node, node.value))
    if not is_rule(node):
        raise BAD_LOSS(typed(node))
    left, right = node.args
    if is_head(right, S.Scaled):
        factor = from_node(float, right.args[0]) if len(right.args) == 1 else NOT_CONVERTED
        if factor is NOT_CONVERTED:
            raise BAD_LOSS(typed(node))
        term = _term(left)
        return replace(term, factor=term.factor * factor)
    if not isinstance(left, String):
        raise BAD_LOSS(typed(node))
    if right is S.Automatic:
        return LossTerm(left.value)
    if isinstance(right, String):
        raise BAD_LOSS(typed(node))
    if is_rule(right) and right.args[0] is S.Automatic:  # "port" -> Automatic -> Scaled[r]
        return _term(S.Rule(S.Rule(left, S.Automatic), right.args[1]))
    return replace(_term(right), port=left.value)


def _loss(node: Node, net: Net) -> Net:
    if "Input" not in net.inputs or not net.outputs:
        raise BAD_LOSS(typed(node))
    return net
