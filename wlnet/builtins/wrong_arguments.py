"""What functions say of arguments that none of their rules take, as "Nonatomic expression expected".

A line of the table is the tag of a General message, the place of the argument that it is about, and the
functions, each with how few and how many arguments it takes.  These rules come after all others (modules are
declared in the order of their names), so they see only what stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable

from ..expr import Atom, BigReal, Complex, Expr, Integer, Node, Rational, Real, S, String, Symbol, Value
from ..kernel.builtin import builtin
from ..kernel.messages import GENERAL
from ..problem import Template

_TABLE = """
normal 1  Sort 1 2  Reverse 1 2  Flatten 1 3  Select 2 3  Total 1 2  DeleteDuplicates 1 2  Split 1 2
    Permutations 1 2  Partition 2 5  SortBy 2 3  Ordering 1 3  Accumulate 1 1
list 1  Riffle 2 3
ilsnn 2  ConstantArray 2 2
int 1  IntegerDigits 1 3  IntegerLength 1 2
exact 1  FactorInteger 1 1
intnm 3  Nest 3 3  NestList 3 3
intpp 1  Prime 1 1
"""
_NUMBERS = (Real, Rational, BigReal, Complex, String)
_POSITIVE = Template("intpp", "Positive integer argument expected in `1`.")
_SIZES = Template("ilsnn", "Single or list of non-negative integers expected at position `1` of `2`.")

_WRONG: dict[str, Callable[[Node], bool]] = {
    "normal": lambda node: isinstance(node, (Atom, Symbol)) and not isinstance(node, Value),
    "int": lambda node: isinstance(node, _NUMBERS),
    "exact": lambda node: isinstance(node, (Real, BigReal)),
    "intnm": lambda node: not isinstance(node, Integer) or node.value < 0,
    "list": lambda node: isinstance(node, (Atom, Symbol)) and not isinstance(node, Value),
    "ilsnn": lambda node: type(node) is not Expr and not (isinstance(node, Integer) and node.value >= 0),
    "intpp": lambda node: isinstance(node, _NUMBERS) or (isinstance(node, Integer) and node.value < 1),
}


def _rule(name: str, tag: str, place: int) -> Callable[[tuple[Node, ...]], None]:
    def complain(args: tuple[Node, ...]) -> None:
        if not _WRONG[tag](args[place - 1]):
            return
        call = Expr(S.__getattr__(name), args)
        if tag == "intpp":
            raise _POSITIVE(call)
        if tag == "ilsnn":
            raise _SIZES(place, call)
        raise GENERAL[tag](args[0], call) if tag == "exact" else GENERAL[tag](place, call)

    return complain


def _declare(name: str, low: int, high: int, complain: Callable[[tuple[Node, ...]], None]) -> None:
    """A rule that takes as many arguments as the function does."""
    for count in range(low, high + 1):
        names = ["a", "b", "c", "d", "e"][:count]
        signature = f"{name}[{', '.join(f'{each}_' for each in names)}]"
        builtin(signature)(_WITH[count](complain))


_Complain = Callable[[tuple[Node, ...]], None]


def _with_one(complain: _Complain):
    return lambda k, a: complain((a,))


def _with_two(complain: _Complain):
    return lambda k, a, b: complain((a, b))


def _with_three(complain: _Complain):
    return lambda k, a, b, c: complain((a, b, c))


def _with_four(complain: _Complain):
    return lambda k, a, b, c, d: complain((a, b, c, d))


def _with_five(complain: _Complain):
    return lambda k, a, b, c, d, e: complain((a, b, c, d, e))


_WITH = {1: _with_one, 2: _with_two, 3: _with_three, 4: _with_four, 5: _with_five}


def _declare_all() -> None:
    tag, place = "", 0
    for line in _TABLE.strip().split("\n"):
        words = line.split()
        if not line.startswith(" "):
            tag, place, words = words[0], int(words[1]), words[2:]
        for name, low, high in zip(words[::3], words[1::3], words[2::3], strict=True):
            _declare(name, int(low), int(high), _rule(name, tag, place))


_declare_all()
