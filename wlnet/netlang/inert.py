"""Expressions from files and texts: what may be evaluated, since nothing can happen, and what stays held.

Data are lists, associations, rules, numbers, arrays, pictures, nets, functions of mathematics such as Plus,
heads without definitions, and what is held (the bodies of pure functions too).  An expression in which
anything else would be called, such as DeleteFile or a function of the user, is given as HoldComplete[expr],
with a message; ReleaseHold evaluates it.  A Wolfram kernel evaluates such expressions at once.
"""

from __future__ import annotations

from typing import Any

from ..attributes import HOLDING, Attribute
from ..expr import Expr, Node, S, String, Symbol, Value, is_rule
from ..kernel.definition import Rule
from ..nets.elementwise import CONDITIONS
from ..nets.layer import LAYERS
from ..nets.operations import OPERATIONS
from ..problem import Template
from .tracing.registry import FOLLOWED
from .tracing.registry import HELD as HELD_FUNCTIONS

HELD = Template(
    "held",
    "The expression calls `1`, so it is given as HoldComplete[...] and not evaluated; see ReleaseHold.",
)
# functions that only make or compare values
VALUES = (
    "Association",
    "Audio",
    "ByteArray",
    "Complex",
    "DateObject",
    "DirectedInfinity",
    "Image",
    "Image3D",
)
VALUES += ("NumericArray", "Quantity", "Rational", "StringExpression")
COMPARISONS = ("And", "Equal", "Greater", "GreaterEqual", "Inequality", "Less", "LessEqual", "Not", "Or")
NETS = ("NetArray", "NetChain", "NetDecoder", "NetEncoder", "NetGraph")
FOLLOWING = ("FunctionLayer", "CompiledLayer")  # these follow functions, and evaluate their constants
PARTS_OF_FUNCTIONS = ("Function", "Slot", "List", "Rule")
KNOWN = (FOLLOWED, HELD_FUNCTIONS, OPERATIONS, CONDITIONS, PARTS_OF_FUNCTIONS)
MAKERS = frozenset((*VALUES, *COMPARISONS, "Unequal", *NETS))


def inert(k: Any, head: Symbol, node: Node) -> Node:
    """The expression, or HoldComplete[expr] and a message of `head` if evaluating it would call something."""
    called = calls(k, node)
    if called is None:
        return node
    k.message(head, HELD(called))
    return S.HoldComplete(node)


def calls(k: Any, node: Node) -> Node | None:
    """The first head in an expression that is not known to be harmless."""
    waiting = [node]
    while waiting:
        item = waiting.pop()
        if type(item) is not Expr:
            continue
        head = item.head
        if type(head) is Symbol:
            if not _is_harmless(k, head):
                return head
            if head.name in FOLLOWING and (found := _followed_calls(k, item.args)) is not None:
                return found
            # what stays as it is keeps held what it holds; functions may evaluate it
            mode = 0 if k.definitions[head].declared else k.definitions[head].mode
        elif type(head) is Expr:
            if not _stays(k, head):
                return head
            waiting.append(head)
            mode = 0
        else:
            if type(head) is Value:
                return head
            mode = 0
        waiting += _evaluated(item.args, mode)
    return None


def _followed_calls(k: Any, args: tuple[Node, ...]) -> Node | None:
    """The first symbol in functions that are followed, in FunctionLayer, which may do more than make arrays.

    Their constants are evaluated when they are followed, so that names of functions count in any place.
    """
    if any(is_rule(arg) and arg.args[0] == String("Net") for arg in args):
        return None  # with its net, a function is not followed
    waiting = [arg for arg in args if not is_rule(arg)]
    while waiting:
        item = waiting.pop()
        if type(item) is Expr:
            waiting += [item.head, *item.args]
        elif type(item) is Symbol and not (_is_harmless(k, item) or any(item.name in all_ for all_ in KNOWN)):
            return item
    return None


def _evaluated(args: tuple[Node, ...], mode: int) -> list[Node]:
    """The arguments that are evaluated under these attributes."""
    if not mode & HOLDING:
        return list(args)
    if mode & Attribute.COMPLETE:
        return []
    free: list[Node] = [
        a for a in args if type(a) is Expr and a.head is S.Evaluate
    ]  # found to be called, in any place
    if not mode & Attribute.HOLD_FIRST:
        free += args[:1]
    if not mode & Attribute.HOLD_REST:
        free += args[1:]
    return free


def _is_harmless(k: Any, head: Symbol) -> bool:
    """Whether calls of a symbol do nothing but give a value."""
    definition = k.definitions[head]
    upvalues = definition.up.all() if definition.up else ()  # those of wlnet itself are of another class
    if definition.down or definition.own or definition.own_rules or any(type(r) is Rule for r in upvalues):
        return False
    if not definition.declared or head.name in MAKERS or head.name in LAYERS:
        return True
    return bool(definition.attributes & Attribute.NUMERIC_FUNCTION)


def _stays(k: Any, head: Expr) -> bool:
    """Whether an expression that is applied to something stays as it is."""
    inner: Node = head
    while type(inner) is Expr:
        inner = inner.head
    if type(inner) is not Symbol or inner in (S.Function, S.Composition, S.RightComposition, S.Association):
        return False
    definition = k.definitions[inner]
    return not (definition.declared or definition.down or definition.sub or definition.up or definition.own)
