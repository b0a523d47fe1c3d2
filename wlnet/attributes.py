"""The attributes of symbols, as bits of a whole number: the evaluator tests them at every step."""

from __future__ import annotations

from .expr import Node, S, Symbol


class Attribute:
    """Bits; ``Attribute.HOLD_ALL | Attribute.PROTECTED`` is a set of attributes."""

    NONE = 0
    HOLD_FIRST = 1
    HOLD_REST = 2
    HOLD_ALL = HOLD_FIRST | HOLD_REST
    SEQUENCE_HOLD = 4
    COMPLETE = 8
    HOLD_ALL_COMPLETE = HOLD_ALL | SEQUENCE_HOLD | COMPLETE
    FLAT = 16
    ORDERLESS = 32
    LISTABLE = 64
    ONE_IDENTITY = 128
    PROTECTED = 256
    LOCKED = 512
    NUMERIC_FUNCTION = 1024
    CONSTANT = 2048
    READ_PROTECTED = 4096
    N_HOLD_FIRST = 8192
    N_HOLD_REST = 16384
    N_HOLD_ALL = N_HOLD_FIRST | N_HOLD_REST
    TEMPORARY = 32768
    STUB = 65536


HOLDING = Attribute.HOLD_ALL_COMPLETE
NORMALIZING = Attribute.FLAT | Attribute.ORDERLESS | Attribute.LISTABLE
EVALUATION = HOLDING | NORMALIZING  # what changes how an expression is evaluated

NAMES: dict[str, int] = {
    "Constant": Attribute.CONSTANT,
    "Flat": Attribute.FLAT,
    "HoldAllComplete": Attribute.HOLD_ALL_COMPLETE,
    "HoldAll": Attribute.HOLD_ALL,
    "HoldFirst": Attribute.HOLD_FIRST,
    "HoldRest": Attribute.HOLD_REST,
    "Listable": Attribute.LISTABLE,
    "Locked": Attribute.LOCKED,
    "NHoldAll": Attribute.N_HOLD_ALL,
    "NHoldFirst": Attribute.N_HOLD_FIRST,
    "NHoldRest": Attribute.N_HOLD_REST,
    "NumericFunction": Attribute.NUMERIC_FUNCTION,
    "OneIdentity": Attribute.ONE_IDENTITY,
    "Orderless": Attribute.ORDERLESS,
    "Protected": Attribute.PROTECTED,
    "ReadProtected": Attribute.READ_PROTECTED,
    "SequenceHold": Attribute.SEQUENCE_HOLD,
    "Stub": Attribute.STUB,
    "Temporary": Attribute.TEMPORARY,
}


def names_of(attributes: int) -> list[Symbol]:
    """The attributes as symbols, in alphabetical order; HoldAll stands for both of its halves."""
    found: list[str] = []
    covered = 0
    for name in ("HoldAllComplete", "HoldAll", "NHoldAll", *NAMES):
        bits = NAMES[name]
        if attributes & bits == bits and bits & ~covered:
            found.append(name)
            covered |= bits
    return [Symbol(name) for name in sorted(found)]


def bits_of(names: Node) -> int:
    """The attributes that a symbol or a list of symbols names; what is no attribute is passed over."""
    each = names.args if names.head is S.List else (names,)
    bits = 0
    for name in each:
        bits |= NAMES.get(name.name, 0) if isinstance(name, Symbol) else 0
    return bits
