"""Searching texts: whether and where string patterns fit, and what is found there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..expr import FALSE, TRUE, Expr, Integer, Node, S, String, is_head, is_rule
from ..kernel.builtin import builtin
from ..problem import Template
from .string_backtracking import string_pattern
from .string_patterns import Found, StringPattern
from .string_rules import StringRule, string_rules

EXPECTED = Template("strse", "String or list of strings expected at position `1` in `2`.")
_NO_CAPITAL = S.Except(S.PatternTest(S.Blank(), S.UpperCaseQ))
ONE_STRING = Template("string", "String expected at position `1` in `2`.")


def over_strings(node: Node, of: Callable[[str], Node], call: Node, place: int = 1) -> Node:
    """`of` a text, or of each in a list; a problem about the argument at `place` of `call` otherwise."""
    if type(node) is String:
        return of(node.value)
    if not is_head(node, S.List):
        raise EXPECTED(place, call)
    return Expr(S.List, tuple([over_strings(item, of, call, place) for item in node.args]))


Question = Callable[[StringPattern, str], object]


def _asking(k, head: Node, text: Node, pattern: Node, ignore: Node, ask: Question) -> Node:
    """The answer of `ask` for a text or each in a list."""
    searcher = string_pattern(k, pattern, ignore is TRUE)
    return over_strings(text, lambda t: TRUE if ask(searcher, t) else FALSE, Expr(head, (text, pattern)))


@builtin("StringMatchQ[text_, pattern_]", operator="text")
def string_match_q(k, text: Node, pattern: Node, *, IgnoreCase: Node = FALSE):
    """StringMatchQ[text, pattern] gives True if the whole text matches pattern.

    In a pattern that is a plain string * stands for any characters, @ for some that are no capital letters.

    >> {StringMatchQ["a12", LetterCharacter ~~ DigitCharacter ..], StringMatchQ[{"abc", "xbc"}, "a*"]}
    {True, {True, False}}
    """
    return _asking(k, S.StringMatchQ, text, abbreviated(pattern), IgnoreCase, lambda p, t: p.whole(t))


def abbreviated(pattern: Node) -> Node:
    """A pattern with the * and @ of plain strings in it replaced."""
    if type(pattern) is Expr and (pattern.head is S.Alternatives or pattern.head is S.List):
        return Expr(pattern.head, tuple(map(abbreviated, pattern.args)))
    if type(pattern) is not String or not any(char in pattern.value for char in "*@\\"):
        return pattern
    parts: list[Node] = []
    escaped = False
    for char in pattern.value:
        if escaped or char not in "*@\\":
            parts.append(String(char))
            escaped = False
        elif char == "\\":
            escaped = True
        else:
            parts.append(S.BlankNullSequence() if char == "*" else S.Repeated(_NO_CAPITAL))
    return Expr(S.StringExpression, tuple(parts))


@builtin("StringContainsQ[text_, pattern_]", operator="text")
def string_contains_q(k, text: Node, pattern: Node, *, IgnoreCase: Node = FALSE):
    """StringContainsQ[text, pattern] gives True if pattern fits somewhere in text.

    >> {StringContainsQ["abc", "b"], StringContainsQ["ABC", "b", IgnoreCase -> True]}
    {True, True}
    """
    return _asking(k, S.StringContainsQ, text, pattern, IgnoreCase, lambda p, t: p.search(t))


@builtin("StringFreeQ[text_, pattern_]", operator="text")
def string_free_q(k, text: Node, pattern: Node, *, IgnoreCase: Node = FALSE):
    """StringFreeQ[text, pattern] gives True if pattern fits nowhere in text.

    >> StringFreeQ[{"abc", "a1"}, DigitCharacter]
    {True, False}
    """
    return _asking(k, S.StringFreeQ, text, pattern, IgnoreCase, lambda p, t: p.search(t) is None)


@builtin("StringStartsQ[text_, pattern_]", operator="text")
def string_starts_q(k, text: Node, pattern: Node, *, IgnoreCase: Node = FALSE):
    """StringStartsQ[text, pattern] gives True if text begins with what pattern matches.

    >> StringStartsQ[{"abc", "xab"}, "a"]
    {True, False}
    """
    return _asking(k, S.StringStartsQ, text, pattern, IgnoreCase, lambda p, t: p.match(t))


@builtin("StringEndsQ[text_, pattern_]", operator="text")
def string_ends_q(k, text: Node, pattern: Node, *, IgnoreCase: Node = FALSE):
    """StringEndsQ[text, pattern] gives True if text ends with what pattern matches.

    >> StringEndsQ["file.txt", {".txt", ".md"}]
    True
    """
    return _asking(k, S.StringEndsQ, text, pattern, IgnoreCase, lambda p, t: p.at_end(t))


def found_in(
    text: str, rules: list[StringRule], overlaps: Node = FALSE
) -> Iterator[tuple[StringRule, Found]]:
    """The places where one of the rules applies, from left to right; at one place the first rule counts.

    `overlaps` True: also where they overlap; All: also several that begin at one place.
    """
    place = 0
    ahead: list[tuple[Found | None, bool]] = [(None, False)] * len(rules)  # what each finds next, if asked
    while place <= len(text):
        best = None
        for i, rule in enumerate(rules):
            found, asked = ahead[i]
            if not asked or (found is not None and found.start < place):
                found = rule.pattern.search(text, place)
                ahead[i] = found, True
            if found is not None and (best is None or found.start < best[1].start):
                best = rule, found
        if best is None:
            return
        found = best[1]
        if overlaps is S.All:
            for rule in rules:
                yield from ((rule, each) for each in rule.pattern.every(text, found.start))
        else:
            yield best
        place = found.end if overlaps is FALSE and found.end > found.start else found.start + 1


def limited(found: Iterator, count: Node) -> Iterator:
    """The first `count` of them; all unless that is a number."""
    if type(count) is not Integer:
        return found
    return (each for each, _ in zip(found, range(count.value), strict=False))


@builtin("StringCases[text_, pattern_, count_]", operator="text")
def string_cases(
    k, text: Node, pattern: Node, count: Node = S.All, *, IgnoreCase: Node = FALSE, Overlaps: Node = FALSE
):
    """StringCases[text, pattern] gives the parts of text that match pattern.

    With p -> value it gives values, StringCases[text, pattern, n] the first n.

    >> {StringCases["a1b22", DigitCharacter ..], StringCases["k1=v1", a__ ~~ "=" ~~ b__ :> {a, b}]}
    {{"1", "22"}, {{"k1", "v1"}}}
    """
    rules = string_rules(k, pattern, IgnoreCase is TRUE)

    def cases(t: str) -> Node:
        found = limited(found_in(t, rules, Overlaps), count)
        return Expr(S.List, tuple([rule.value(each) for rule, each in found]))

    return over_strings(text, cases, S.StringCases(text, pattern))


@builtin("StringCount[text_, pattern_]", operator="text")
def string_count(k, text: Node, pattern: Node, *, IgnoreCase: Node = FALSE, Overlaps: Node = FALSE):
    """StringCount[text, pattern] gives how often pattern fits in text.

    >> StringCount["banana", "an"]
    2
    """
    rules = string_rules(k, pattern, IgnoreCase is TRUE)
    return over_strings(
        text, lambda t: Integer(sum(1 for _ in found_in(t, rules, Overlaps))), S.StringCount(text, pattern)
    )


@builtin("StringPosition[text_, pattern_, count_]", operator="text")
def string_position(
    k, text: Node, pattern: Node, count: Node = S.All, *, IgnoreCase: Node = FALSE, Overlaps: Node = TRUE
):
    """StringPosition[text, pattern] gives the places {first, last} where pattern fits, also if they overlap.

    >> StringPosition["banana", "ana"]
    {{2, 4}, {4, 6}}
    """
    rules = string_rules(k, pattern, IgnoreCase is TRUE)

    def places(t: str) -> Node:
        found = limited(found_in(t, rules, Overlaps), count)
        return k.evaluated_list(
            k.evaluated_list((Integer(each.start + 1), Integer(each.end))) for _, each in found
        )

    return over_strings(text, places, S.StringPosition(text, pattern))


@builtin("StringReplace[text_, rules_, count_]", operator="text")
def string_replace(k, text: Node, rules: Node, count: Node = S.All, *, IgnoreCase: Node = FALSE):
    """StringReplace[text, pattern -> new] puts new in place of what pattern matches.

    Of several rules in a list the first that fits counts; StringReplace[text, rules, n] replaces n times.

    >> {StringReplace["abc", {"a" -> "1", "c" -> "3"}], StringReplace["x=1", a_ ~~ "=" ~~ b_ :> b <> a]}
    {"1b3", "1x"}
    """
    made = string_rules(k, rules, IgnoreCase is TRUE, needed=True)
    return over_strings(text, lambda t: replaced(t, made, count), S.StringReplace(text, rules))


@builtin("StringDelete[text_, pattern_]", operator="text")
def string_delete(k, text: Node, pattern: Node, *, IgnoreCase: Node = FALSE):
    """StringDelete[text, pattern] takes out of text what pattern matches.

    >> StringDelete["a-b-c", "-"]
    "abc"
    """
    made = string_rules(k, S.Rule(pattern, String("")), IgnoreCase is TRUE)
    return over_strings(text, lambda t: replaced(t, made, S.All), S.StringDelete(text, pattern))


def replaced(text: str, rules: list[StringRule], count: Node) -> Node:
    """The text with the values of rules in it; with ~~ between the parts if not all of them are texts."""
    parts: list[Node] = []
    place = 0
    for rule, found in limited(found_in(text, rules), count):
        parts += (String(text[place : found.start]), rule.value(found))
        place = found.end
    parts.append(String(text[place:]))
    return joined(parts)


def joined(parts: list[Node]) -> Node:
    """The text made of texts; a StringExpression if there is something else among them."""
    if all(type(part) is String for part in parts):
        return String("".join([part.value for part in parts]))
    runs: list[Node] = []
    for part in parts:
        if type(part) is String and runs and type(runs[-1]) is String:
            runs[-1] = String(runs[-1].value + part.value)
        elif part != String(""):
            runs.append(part)
    return runs[0] if len(runs) == 1 else Expr(S.StringExpression, tuple(runs))


@builtin("StringSplit[text_]")
def string_split_words(k, text: Node):
    """StringSplit[text] gives the words of text: the parts between white space.

    >> StringSplit[" one  two "]
    {"one", "two"}
    """
    return over_strings(text, lambda t: k.evaluated_list(map(String, t.split())), S.StringSplit(text))


@builtin("StringSplit[text_, pattern_, count_]")
def string_split(k, text: Node, pattern: Node, count: Node = S.Automatic, *, IgnoreCase: Node = FALSE):
    """StringSplit[text, pattern] gives the parts between what pattern matches.

    A third argument n gives at most n parts, All also empty ones at the ends.  With pattern -> value the
    values stand between the parts.

    >> {StringSplit["a,b,,c", ","], StringSplit["a1b", d : DigitCharacter :> {d}]}
    {{"a", "b", "", "c"}, {"a", {"1"}, "b"}}
    """
    rules = string_rules(k, pattern, IgnoreCase is TRUE)
    delimiters = any(map(is_rule, pattern.args if is_head(pattern, S.List) else (pattern,)))
    return over_strings(text, lambda t: _split(k, t, rules, count, delimiters), S.StringSplit(text, pattern))


def _split(k, text: str, rules: list[StringRule], count: Node, with_values: bool) -> Node:
    parts: list[Node] = []
    place = 0
    most = count.value - 1 if type(count) is Integer else len(text) + 1
    for rule, found in found_in(text, rules):
        if most <= 0:
            break
        if found.end == found.start and found.start in (0, len(text)):
            continue
        most -= 1
        parts.append(String(text[place : found.start]))
        if with_values and rule.has_value:
            parts.append(rule.value(found))
        place = found.end
    parts.append(String(text[place:]))
    if count is not S.All:
        while parts and parts[0] == String(""):
            del parts[0]
        while parts and parts[-1] == String(""):
            del parts[-1]
    return Expr(S.List, tuple(parts))


@builtin("StringTrim[text_, pattern_]")
def string_trim(k, text: Node, pattern: Node = S.Whitespace):
    """StringTrim[text] takes white space from both ends; StringTrim[text, pattern] what pattern matches.

    >> {StringTrim["  abc "], StringTrim["--abc-", "-" ..]}
    {"abc", "abc"}
    """
    searcher = string_pattern(k, pattern)

    def trimmed(t: str) -> Node:
        first = searcher.match(t)
        rest = t if first is None else t[first.end :]
        last = searcher.at_end(rest)
        return String(rest if last is None else rest[: last.start])

    return over_strings(text, trimmed, S.StringTrim(text))
