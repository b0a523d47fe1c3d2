"""String patterns with tests and conditions: matchers that try one way after the other.

A matcher is called with the text, a place, the names bound so far and a continuation; it calls that
with each place where it may end until one is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..expr import Expr, Node, S, String, Symbol, is_head
from ..patterns.literals import pattern_names
from .string_patterns import ATOMS, INVALID, Found, limits_of, regex_pattern

Names = dict[Symbol, Node]
Accept = Callable[[int, Names], bool]
Matcher = Callable[[str, int, Names, Accept], bool]


class PatternWithTests:
    """A string pattern that asks the evaluator while it is matched."""

    def __init__(self, k, node: Node, ignore_case: bool):
        self._matcher = _Compiler(k, node, ignore_case).matcher(node)

    def match(self, text: str, start: int = 0) -> Found | None:
        return next(self.every(text, start, first=True), None)

    def search(self, text: str, start: int = 0) -> Found | None:
        for place in range(start, len(text) + 1):
            if (found := self.match(text, place)) is not None:
                return found
        return None

    def whole(self, text: str) -> Found | None:
        return self._ending(text, 0)

    def at_end(self, text: str) -> Found | None:
        for place in range(len(text) + 1):
            if (found := self._ending(text, place)) is not None:
                return found
        return None

    def every(self, text: str, start: int, first: bool = False) -> Iterator[Found]:
        found: list[Found] = []

        def accept(end: int, names: Names) -> bool:
            if all(end != other.end for other in found):
                found.append(Found(start, end, names, (text[start:end],)))
            return first

        self._matcher(text, start, {}, accept)
        return iter(found)

    def _ending(self, text: str, start: int) -> Found | None:
        found: list[Found] = []

        def accept(end: int, names: Names) -> bool:
            if end != len(text):
                return False
            found.append(Found(start, end, names, (text[start:],)))
            return True

        return found[0] if self._matcher(text, start, {}, accept) else None


class _Compiler:
    """Makes the matchers of one pattern."""

    def __init__(self, k, whole: Node, ignore_case: bool):
        self.k, self.whole, self.ignore_case = k, whole, ignore_case
        self.names = frozenset(pattern_names(whole))

    def matcher(self, node: Node, lazy: bool = False) -> Matcher:
        if type(node) is String:
            return self._literal(node.value)
        if type(node) is Symbol and node in ATOMS:
            return _regex(re.compile(ATOMS[node][0]))
        make = _MAKERS.get(node.head) if type(node) is Expr and type(node.head) is Symbol else None
        if make is None:
            raise INVALID(node, self.whole).of("StringExpression")
        return make(self, node, lazy)

    def _literal(self, value: str) -> Matcher:
        size = len(value)
        if not self.ignore_case:
            return lambda text, i, names, accept: text.startswith(value, i) and accept(i + size, names)
        folded = value.casefold()
        return lambda text, i, names, accept: (
            text[i : i + size].casefold() == folded and accept(i + size, names)
        )

    def _regular(self, node: Node, lazy: bool) -> Matcher:
        pattern = regex_pattern(node, self.ignore_case)
        assert pattern is not None
        return _regex(pattern.regex)

    def _sequence(self, node: Node, lazy: bool) -> Matcher:
        matchers = [self.matcher(part, lazy) for part in node.args]

        def run(place: int, text: str, i: int, names: Names, accept: Accept) -> bool:
            if place == len(matchers):
                return accept(i, names)
            return matchers[place](text, i, names, lambda j, bound: run(place + 1, text, j, bound, accept))

        return lambda text, i, names, accept: run(0, text, i, names, accept)

    def _choice(self, node: Node, lazy: bool) -> Matcher:
        matchers = [self.matcher(part, lazy) for part in node.args]
        return lambda text, i, names, accept: any(m(text, i, names, accept) for m in matchers)

    def _blank(self, node: Node, lazy: bool, test: Callable[[Node], bool] | None = None) -> Matcher:
        least = 0 if node.head is S.BlankNullSequence else 1

        def match(text: str, i: int, names: Names, accept: Accept) -> bool:
            end = min(i + 1, len(text)) if node.head is S.Blank else len(text)
            if test is not None:
                end = next((j for j in range(i, end) if not test(String(text[j]))), end)
            ends = range(i + least, end + 1)
            return any(accept(j, names) for j in (ends if lazy else reversed(ends)))

        return match

    def _named(self, node: Node, lazy: bool) -> Matcher:
        return self._binding(node.args[0], self.matcher(node.args[1], lazy))

    def _binding(self, name: Symbol, inner: Matcher) -> Matcher:
        def match(text: str, i: int, names: Names, accept: Accept) -> bool:
            known = names.get(name)
            if known is not None:
                value = known.value
                return text.startswith(value, i) and accept(i + len(value), names)
            return inner(text, i, names, lambda j, bound: accept(j, {**bound, name: String(text[i:j])}))

        return match

    def _repeated(self, node: Node, lazy: bool) -> Matcher:
        inner = self.matcher(node.args[0], lazy)
        least, most = limits_of(node)

        def run(count: int, text: str, i: int, names: Names, accept: Accept) -> bool:
            def again() -> bool:
                if most != "" and count >= most:
                    return False
                return inner(
                    text, i, names,
                    lambda j, bound: (j > i or count < least) and run(count + 1, text, j, bound, accept),
                )  # fmt: skip

            def enough() -> bool:
                return count >= least and accept(i, names)

            return enough() or again() if lazy else again() or enough()

        return lambda text, i, names, accept: run(0, text, i, names, accept)

    def _optional(self, node: Node, lazy: bool) -> Matcher:
        inner = self.matcher(node.args[0], lazy)
        return lambda text, i, names, accept: inner(text, i, names, accept) or accept(i, names)

    def _except(self, node: Node, lazy: bool) -> Matcher:
        forbidden = self.matcher(node.args[0], lazy)
        allowed = self.matcher(node.args[1] if len(node.args) == 2 else S.Blank(), lazy)
        return lambda text, i, names, accept: (
            not forbidden(text, i, names, lambda *_: True) and allowed(text, i, names, accept)
        )

    def _tested(self, node: Node, lazy: bool) -> Matcher:
        pattern, question = node.args
        test = self.k.host.test(question)
        name = pattern.args[0] if is_head(pattern, S.Pattern) else None
        bare = pattern if name is None else pattern.args[1]
        if is_head(bare, S.Blank) or is_head(bare, S.BlankSequence) or is_head(bare, S.BlankNullSequence):
            inner = self._blank(bare, lazy, test)
        else:
            whole = self.matcher(bare, lazy)

            def inner(text: str, i: int, names: Names, accept: Accept) -> bool:
                return whole(text, i, names, lambda j, bound: test(String(text[i:j])) and accept(j, bound))

        return inner if name is None else self._binding(name, inner)

    def _conditional(self, node: Node, lazy: bool) -> Matcher:
        inner = self.matcher(node.args[0], lazy)
        holds = self.k.host.condition(node.args[1], self.names)
        return lambda text, i, names, accept: inner(
            text, i, names, lambda j, bound: holds(bound) and accept(j, bound)
        )


def _regex(regex: re.Pattern[str]) -> Matcher:
    def match(text: str, i: int, names: Names, accept: Accept) -> bool:
        longest = regex.match(text, i)
        if longest is None:
            return False
        if accept(longest.end(), names):
            return True
        shorter = range(longest.end() - 1, i - 1, -1)
        return any(regex.fullmatch(text, i, j) is not None and accept(j, names) for j in shorter)

    return match


_MAKERS: dict[Symbol, Callable[[_Compiler, Node, bool], Matcher]] = {
    S.StringExpression: _Compiler._sequence,
    S.PatternSequence: _Compiler._sequence,
    S.Alternatives: _Compiler._choice,
    S.List: _Compiler._choice,
    S.Blank: _Compiler._blank,
    S.BlankSequence: _Compiler._blank,
    S.BlankNullSequence: _Compiler._blank,
    S.Pattern: _Compiler._named,
    S.Repeated: _Compiler._repeated,
    S.RepeatedNull: _Compiler._repeated,
    S.Except: _Compiler._except,
    S.RegularExpression: _Compiler._regular,
    S.PatternTest: _Compiler._tested,
    S.Condition: _Compiler._conditional,
    S.Optional: _Compiler._optional,
    S.Shortest: lambda self, node, lazy: self.matcher(node.args[0], True),
    S.Longest: lambda self, node, lazy: self.matcher(node.args[0], False),
    S.Verbatim: lambda self, node, lazy: self.matcher(node.args[0], lazy),
    S.HoldPattern: lambda self, node, lazy: self.matcher(node.args[0], lazy),
}


def string_pattern(k, node: Node, ignore_case: bool = False) -> PatternWithTests:
    """What searches for a string pattern."""
    found = regex_pattern(node, ignore_case)
    return PatternWithTests(k, node, ignore_case) if found is None else found  # type: ignore[return-value]
