"""How much memory expressions take: ByteCount, MemoryAvailable, MemoryConstrained."""

from __future__ import annotations

import sys
from pathlib import Path

from ..expr import ABORTED, Expr, Integer, Node, Real, String, Symbol, Value
from ..kernel.builtin import Attribute, builtin
from ..packed import array_in

try:
    import resource
except ImportError:  # not on every system
    resource = None  # type: ignore[assignment]

NUMBER, HEADER = 16, 40


def byte_count(node: Node) -> int:
    """The bytes of an expression, parts that occur twice counted twice, and symbols not at all."""
    total, waiting = 0, [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Symbol):
            continue
        if isinstance(item, Value):
            total += _of_value(item)
        elif (array := array_in(item)) is not None:
            total += array.nbytes + HEADER
        elif isinstance(item, Expr):
            total += HEADER + 8 * len(item.args)
            waiting.append(item.head)
            waiting.extend(item.args)
        elif isinstance(item, String):
            total += HEADER + len(item.value.encode("utf-8"))
        elif isinstance(item, Integer):
            total += NUMBER if item.value.bit_length() < 64 else HEADER + item.value.bit_length() // 8
        else:
            total += NUMBER if isinstance(item, Real) else HEADER
    return total


def _of_value(item: Value) -> int:
    for name in ("array", "data"):
        size = getattr(getattr(item.value, name, None), "nbytes", None)
        if size is not None:
            return int(size) + HEADER
    return byte_count(item.value.to_node())


@builtin("ByteCount[x_]")
def byte_count_of(k, x: Node):
    """ByteCount[x] is about the number of bytes that x takes: 16 for a machine number, 8 for each element of
    a packed list, more for others.  The numbers are ours.

    >> ByteCount[Range[1000]] < 10000
    True
    """
    return byte_count(x)


@builtin("MemoryAvailable[]")
def memory_available(k):
    """MemoryAvailable[] is the number of bytes of memory that are free.

    >> MemoryAvailable[] > 0
    True
    """
    return available()


def available() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").split("\n")
    except OSError:
        return sys.maxsize
    found = [line.split()[1] for line in lines if line.startswith("MemAvailable")]
    return int(found[0]) * 1024 if found else sys.maxsize


@builtin("MemoryConstrained[x_, bytes_, failure_]", attributes=Attribute.HOLD_ALL)
def memory_constrained(k, x: Node, bytes: Node, failure: Node = ABORTED):
    """MemoryConstrained[x, b] gives up x when it asks for more than b bytes of memory beyond what there is;
    MemoryConstrained[x, b, failure] gives failure then.

    The operating system keeps the limit, where it can; it grants memory in pieces, so that small limits are
    not exact.

    >> MemoryConstrained[1 + 1, 10^9]
    2
    """
    limit = k.evaluate(bytes)
    if type(limit) not in (Integer, Real) or limit.value < 0:
        return None
    used = _address_space()
    if resource is None or not used:
        return k.evaluate(x)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = used + int(min(limit.value, 2**60))
    if soft != resource.RLIM_INFINITY and soft <= most:
        return k.evaluate(x)
    depth = k.depth
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        return k.evaluate(x)
    except MemoryError:
        k.depth = depth
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        return k.evaluate(failure)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    """The bytes of the addresses that this process has; 0 where that is not told."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()
