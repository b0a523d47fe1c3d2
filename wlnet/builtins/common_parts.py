"""What lists or strings have in common, and what not: LongestCommonSubsequence, SymmetricDifference ..."""

from __future__ import annotations

from collections.abc import Sequence

from ..expr import Expr, Integer, Node, S, String
from ..kernel.builtin import builtin
from ..kernel.order import sorted_nodes
from .levels import parts_of
from .lists import is_list


@builtin("CountDistinct[x_]")
def count_distinct(k, x: Node):
    """CountDistinct[list] is the number of different elements of list.

    >> CountDistinct[{a, b, a}]
    2
    """
    return len(set(parts_of(x))) if type(x) is Expr else None


@builtin("CountDistinctBy[x_, f_]", operator="x")
def count_distinct_by(k, x: Node, f: Node):
    """CountDistinctBy[list, f] is the number of different values of f for the elements of list.

    >> CountDistinctBy[{1, 2, 3}, OddQ]
    2
    """
    return len(set(map(k.function(f), parts_of(x)))) if type(x) is Expr else None


@builtin("SymmetricDifference[lists__]")
def symmetric_difference(k, lists: tuple[Node, ...]):
    """SymmetricDifference[list1, list2, ...] is the sorted list of the elements of an odd number of them.

    >> SymmetricDifference[{a, b}, {b, c}]
    {a, c}
    """
    if not all(map(is_list, lists)):
        return None
    found: set[Node] = set()
    for each in lists:
        found ^= set(each.args)
    return Expr(S.List, tuple(sorted_nodes(found)))


@builtin("UniqueElements[lists_List]")
def unique_elements(k, lists: Node):
    """UniqueElements[{list1, list2, ...}] gives of each list the elements that no other one has.

    >> UniqueElements[{{a, b}, {b, c}}]
    {{a}, {c}}
    """
    if not all(map(is_list, lists.args)):
        return None
    found = []
    for i, each in enumerate(lists.args):
        others = {item for j, other in enumerate(lists.args) if j != i for item in other.args}
        found.append([item for item in dict.fromkeys(each.args) if item not in others])
    return found


def _of(node: Node) -> Sequence | None:
    return node.value if type(node) is String else tuple(node.args) if is_list(node) else None


def _back(node: Node, items: Sequence) -> Node:
    return String("".join(items)) if type(node) is String else Expr(S.List, tuple(items))


@builtin("LongestCommonSubsequence[a_, b_]")
def longest_common_subsequence(k, a: Node, b: Node):
    """LongestCommonSubsequence[a, b] is the longest contiguous stretch that two strings or lists share.

    >> {LongestCommonSubsequence["abcd", "xbcy"], LongestCommonSubsequence[{1, 2, 3}, {2, 3, 4}]}
    {"bc", {2, 3}}
    """
    x, y = _of(a), _of(b)
    if x is None or y is None or type(a) is not type(b):
        return None
    best, end, last = 0, 0, [0] * (len(y) + 1)
    for i, item in enumerate(x, 1):
        row = [0] + [last[j] + 1 if item == other else 0 for j, other in enumerate(y)]
        if max(row) > best:
            best, end = max(row), i
        last = row
    return _back(a, x[end - best : end])


@builtin("LongestCommonSequence[a_, b_]")
def longest_common_sequence(k, a: Node, b: Node):
    """LongestCommonSequence[a, b] is the longest sequence, others between, that two strings or lists
    share.

    >> LongestCommonSequence["abcd", "xaycz"]
    "ac"
    """
    x, y = _of(a), _of(b)
    if x is None or y is None or type(a) is not type(b):
        return None
    table = [[0] * (len(y) + 1) for _ in range(len(x) + 1)]
    for i in reversed(range(len(x))):
        for j in reversed(range(len(y))):
            same = x[i] == y[j]
            table[i][j] = table[i + 1][j + 1] + 1 if same else max(table[i + 1][j], table[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(x) and j < len(y):
        if x[i] == y[j]:
            found.append(x[i])
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return _back(a, found)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


@builtin("FromRomanNumeral[text_String]")
def from_roman_numeral(k, text: str):
    """FromRomanNumeral["XIV"] is the number that a Roman numeral stands for.

    >> FromRomanNumeral["XIV"]
    14
    """
    values = [_ROMAN.get(letter) for letter in text.upper()]
    if None in values:
        return None
    following = [*values[1:], 0]
    return Integer(sum(-v if v < w else v for v, w in zip(values, following, strict=True)))  # type: ignore[operator, misc]


@builtin("PrintableASCIIQ[text_String]")
def printable_ascii_q(k, text: str):
    """PrintableASCIIQ[text] is True if text has only printable characters of ASCII.

    >> {PrintableASCIIQ["a b"], PrintableASCIIQ["\\[Alpha]"]}
    {True, False}
    """
    return text.isascii() and text.isprintable()
