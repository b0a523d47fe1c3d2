"""Single replacements in strings, blocks of strings, and distances with swaps of neighbours."""

from __future__ import annotations

from ..expr import FALSE, TRUE, Expr, Integer, Node, S, String, is_rule
from ..kernel.builtin import builtin
from ..problem import Template
from .lists import is_list
from .string_rules import string_rules
from .string_search import found_in, over_strings

NO_BLOCK = Template("partw", "Part `1` of `2` does not exist.")


@builtin("StringReplaceList[text_, rules_, n_]", operator="text")
def string_replace_list(k, text: Node, rules: Node, n: int | None = None, *, IgnoreCase: Node = FALSE):
    """StringReplaceList[text, "a" -> "b"] gives the texts with one of the matches replaced, for each match.

    >> StringReplaceList["abcb", "b" -> "x"]
    {"axcb", "abcx"}
    """
    made = string_rules(k, rules, IgnoreCase is TRUE)

    def each(t: str) -> Node:
        found: list[Node] = []
        for rule, match in found_in(t, made):
            if n is not None and len(found) >= n:
                break
            value = k.evaluate(rule.value(match))
            found.append(S.StringJoin(String(t[: match.start]), value, String(t[match.end :])))
        return Expr(S.List, tuple(found))

    return over_strings(text, each, S.StringReplaceList(text, rules))


@builtin("StringExtract[text_, specs__]")
def string_extract(k, text: Node, specs: tuple[Node, ...]):
    """StringExtract[text, n] gives the n-th block of a text between white space; StringExtract[text,
    "-" -> n] between other separators.

    Several specifications take blocks of blocks; a list of numbers, or All, gives several blocks.

    >> {StringExtract["a b c", 2], StringExtract["a-b;c", ";" -> 1, "-" -> 2], StringExtract["a b", {1, -1}]}
    {"b", "b", {"a", "b"}}
    """
    return over_strings(text, lambda t: _block(k, t, specs), S.StringExtract(text, *specs))


def _block(k, text: str, specs: tuple[Node, ...]) -> Node:
    if not specs:
        return String(text)
    separator, place = specs[0].args if is_rule(specs[0]) else (S.Whitespace, specs[0])
    blocks = k.evaluate(S.StringSplit(String(text), separator, S.All)).args
    if place is S.All or is_list(place):
        places = [Integer(i + 1) for i in range(len(blocks))] if place is S.All else place.args
        return Expr(S.List, tuple(_chosen(k, blocks, each, specs[1:], text) for each in places))
    return _chosen(k, blocks, place, specs[1:], text)


def _chosen(k, blocks: tuple[Node, ...], place: Node, rest: tuple[Node, ...], text: str) -> Node:
    n = place.value if type(place) is Integer else 0
    if n == 0 or abs(n) > len(blocks):
        raise NO_BLOCK(place, text)
    return _block(k, blocks[n - 1 if n > 0 else n].value, rest)


@builtin("DamerauLevenshteinDistance[a_, b_]")
def damerau_levenshtein_distance(k, a: Node, b: Node, *, IgnoreCase: Node = FALSE):
    """DamerauLevenshteinDistance[a, b] is the number of insertions, deletions, substitutions and swaps of
    neighbours that make b of a.

    >> {DamerauLevenshteinDistance["ab", "ba"], DamerauLevenshteinDistance[{1, 2, 3}, {3, 2}]}
    {1, 2}
    """
    if type(a) is String and type(b) is String:
        texts = (a.value, b.value)
        return _swap_distance(*((t.lower() for t in texts) if IgnoreCase is TRUE else texts))
    return _swap_distance(a.args, b.args) if is_list(a) and is_list(b) else None


def _swap_distance(a, b) -> int:
    """The distance where no stretch is edited twice."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
