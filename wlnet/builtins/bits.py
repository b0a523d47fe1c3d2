"""The bits of whole numbers; negative numbers are taken in two's complement, with endless ones before."""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import reduce

from ..expr import Expr, Integer, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.numbers import integer

_TOGETHER = Attribute.FLAT | Attribute.ORDERLESS | Attribute.LISTABLE | Attribute.ONE_IDENTITY
_LARGEST = 50_000_000  # bits that a shift to the left may add


def _joined(name: str, function: Callable[[int, int], int], start: int, example: str, what: str) -> None:
    """Declare a function that joins the bits of all its arguments; symbolic ones wait."""
    head = getattr(S, name)

    def join(k, numbers: tuple[Node, ...]):
        known = [n.value for n in numbers if type(n) is Integer]
        rest = tuple(n for n in numbers if type(n) is not Integer)
        value = reduce(function, known, start)
        if not rest:
            return value
        if len(known) == 0 or (len(known) == 1 and value != start):
            return None
        if value == start:
            return Expr(head, rest)
        return Expr(head, (integer(value), *rest))

    join.__doc__ = f"{name}[m, n, ...] has the bits that {what}.\n\n>> {example}"
    builtin(f"{name}[numbers___]", attributes=_TOGETHER)(join)


_joined("BitAnd", operator.and_, -1, "BitAnd[12, 10]\n8", "all of the numbers have")
_joined("BitOr", operator.or_, 0, "BitOr[12, 10]\n14", "any of the numbers has")
_joined("BitXor", operator.xor, 0, "BitXor[12, 10]\n6", "an odd number of the numbers have")


@builtin("BitNot[n_Integer]", attributes=Attribute.LISTABLE)
def bit_not(k, n: int):
    """BitNot[n] turns every bit of n around, which gives -1 - n.

    >> {BitNot[5], BitNot[-1]}
    {-6, 0}
    """
    return ~n


@builtin("BitShiftLeft[n_Integer, times_]", attributes=Attribute.LISTABLE)
def bit_shift_left(k, n: int, times: int = 1):
    """BitShiftLeft[n, k] moves the bits of n up by k places.

    >> {BitShiftLeft[5], BitShiftLeft[1, 10]}
    {10, 1024}
    """
    return _shifted(n, times)


@builtin("BitShiftRight[n_Integer, times_]", attributes=Attribute.LISTABLE)
def bit_shift_right(k, n: int, times: int = 1):
    """BitShiftRight[n, k] moves the bits of n down by k places; those that fall out are lost.

    >> {BitShiftRight[5], BitShiftRight[1024, 3]}
    {2, 128}
    """
    return _shifted(n, -times)


def _shifted(n: int, times: int) -> int | Node:
    """Negative numbers keep their sign and the places of their size are moved."""
    if times > _LARGEST:
        return Expr(S.Overflow)
    return n << times if times >= 0 else n >> -times


@builtin("BitLength[n_Integer]", attributes=Attribute.LISTABLE)
def bit_length(k, n: int):
    """BitLength[n] is the number of bits that n takes.

    >> {BitLength[255], BitLength[256], BitLength[0]}
    {8, 9, 0}
    """
    return (n if n >= 0 else ~n).bit_length()


@builtin("BitGet[n_Integer, place_Integer]", attributes=Attribute.LISTABLE)
def bit_get(k, n: int, place: int):
    """BitGet[n, k] is the bit of n that stands for 2^k.

    >> {BitGet[5, 0], BitGet[5, 1]}
    {1, 0}
    """
    return n >> place & 1 if place >= 0 else None


@builtin("BitSet[n_Integer, place_Integer]", attributes=Attribute.LISTABLE)
def bit_set(k, n: int, place: int):
    """BitSet[n, k] has 1 at the bit for 2^k.

    >> BitSet[5, 1]
    7
    """
    return n | 1 << place if 0 <= place <= _LARGEST else None


@builtin("BitClear[n_Integer, place_Integer]", attributes=Attribute.LISTABLE)
def bit_clear(k, n: int, place: int):
    """BitClear[n, k] has 0 at the bit for 2^k.

    >> BitClear[5, 0]
    4
    """
    return n & ~(1 << place) if 0 <= place <= _LARGEST else None
