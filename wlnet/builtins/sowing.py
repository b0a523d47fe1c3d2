"""Reap and Sow: collecting values on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..expr import NONE, Expr, Node, S
from ..kernel.builtin import Attribute, builtin
from ..kernel.matching import matcher


@dataclass(eq=False)
class Reaping:
    """What a Reap has collected, by tag."""

    patterns: tuple[Node, ...] | None  # None: every tag
    sown: list[tuple[Node, Node]] = field(default_factory=list)


def _reapings(k) -> list[Reaping]:
    return k.state.setdefault("reaping", [])


@builtin("Sow[value_, tags_]")
def sow(k, value: Node, tags: Node = NONE):
    """Sow[x] gives x to the Reap around it; Sow[x, tag] to one that takes the tag.

    >> Reap[Sow[1]; Sow[2]; 3]
    {3, {{1, 2}}}
    """
    for tag in tags.args if type(tags) is Expr and tags.head is S.List else (tags,):
        for reaping in reversed(_reapings(k)):
            if reaping.patterns is None or any(matcher(k, form)(tag) for form in reaping.patterns):
                reaping.sown.append((tag, value))
                break
    return value


@builtin("Reap[body_, form_, f_]", attributes=Attribute.HOLD_FIRST)
def reap(k, body: Node, form: Node | None = None, f: Node | None = None):
    """Reap[body] is the value of body and what was sown in it; Reap[body, form] takes tags that match.

    >> {Reap[Sow[1]; Sow[2, t]; 3], Reap[Sow[1, a]; Sow[2, b]; Sow[3, a], {a, c}]}
    {{3, {{1}, {2}}}, {3, {{{1, 3}}, {}}}}
    """
    listed = type(form) is Expr and form.head is S.List
    patterns = None if form is None else form.args if listed else (form,)
    mine = Reaping(patterns)
    stack = _reapings(k)
    stack.append(mine)
    try:
        value = k.evaluate(body)
    finally:
        stack[:] = [reaping for reaping in stack if reaping is not mine]
    if not listed:
        return S.List(value, _by_tag(mine.sown, f))
    found = []
    for pattern in patterns or ():
        matches = matcher(k, pattern)
        found.append(_by_tag([(tag, item) for tag, item in mine.sown if matches(tag)], f))
    return S.List(value, Expr(S.List, tuple(found)))


def _by_tag(sown: list[tuple[Node, Node]], f: Node | None) -> Expr:
    """The list of the values for each tag, or of f of tag and values."""
    groups: dict[Node, list[Node]] = {}
    for tag, value in sown:
        groups.setdefault(tag, []).append(value)
    lists = [(tag, Expr(S.List, tuple(values))) for tag, values in groups.items()]
    return Expr(S.List, tuple(values if f is None else Expr(f, (tag, values)) for tag, values in lists))
