"""Parts of texts: taking, dropping, inserting and replacing characters by their places."""

from __future__ import annotations

from ..expr import Expr, Integer, Node, S, String, is_head
from ..kernel.builtin import builtin
from ..problem import Template
from .string_search import EXPECTED, over_strings

CANNOT_TAKE = Template("take", 'Cannot take positions `1` through `2` in "`3`".')
CANNOT_DROP = Template("drop", 'Cannot drop positions `1` through `2` in "`3`".')
NO_SPEC = Template("seqs", "`1` says no characters: n, -n, {n}, {m, n} or {m, n, s} was expected.")
NO_PART = Template("partw", "Part `1` of `2` does not exist.")
NO_PLACE = Template("ins", "Cannot insert at position `1` in `2`.")


def span_of(spec: Node, size: int) -> tuple[int, int, int]:
    """First, last and step of a specification of characters, of which there are `size`; counted from 1."""
    if type(spec) is Integer:
        n = spec.value
        return (1, n, 1) if n >= 0 else (size + n + 1, size, 1)
    if spec is S.All:
        return 1, size, 1
    if is_head(spec, S.UpTo) and len(spec.args) == 1 and type(spec.args[0]) is Integer:
        return 1, min(spec.args[0].value, size), 1
    if is_head(spec, S.Span):
        first = Integer(1) if spec.args[0] is S.All else spec.args[0]
        last = Integer(-1) if spec.args[1] is S.All else spec.args[1]
        spec = S.List(first, last, *spec.args[2:])
    if is_head(spec, S.List) and 1 <= len(spec.args) <= 3 and all(map(_is_place, spec.args)):
        places = [_place(item, size) for item in spec.args[:2]]
        step = spec.args[2].value if len(spec.args) == 3 else 1
        if step:
            return places[0], places[-1], step
    raise NO_SPEC(spec)


def _is_place(node: Node) -> bool:
    return type(node) is Integer or (is_head(node, S.UpTo) and type(node.args[0]) is Integer)


def _place(node: Node, size: int) -> int:
    if type(node) is Integer:
        return node.value if node.value >= 0 else size + node.value + 1
    return min(node.args[0].value, size)


def _range(text: str, spec: Node, cannot: Template) -> range:
    """The places of a specification, from 0.  Raises a Problem if they are not all there."""
    first, last, step = span_of(spec, len(text))
    back = 1 if step > 0 else -1
    if last == first - back:  # nothing, at any place within
        if not 0 <= min(first, last) <= len(text):
            raise cannot(first, last, String(text))
        return range(0)
    if (last - first) * step < 0 or not (1 <= first <= len(text) and 1 <= last <= len(text)):
        raise cannot(first, last, String(text))
    return range(first - 1, last - 1 + back, step)


def _specs(spec: Node) -> tuple[Node, ...] | None:
    """The specifications in a list of several; None for a single one."""
    if not is_head(spec, S.List) or not spec.args:
        return None
    several = all(is_head(item, S.List) or is_head(item, S.Span) for item in spec.args)
    return spec.args if several else None


@builtin("StringTake[text_, spec_]", operator="text")
def string_take(k, text: Node, spec: Node):
    """StringTake[text, n] gives the first n characters, -n the last n, {m, n} those from m to n.

    >> {StringTake["abcdef", 2], StringTake["abcdef", -2], StringTake["abcdef", {2, -2}]}
    {"ab", "ef", "bcde"}
    """

    def take(t: str, one: Node) -> Node:
        return String("".join([t[i] for i in _range(t, one, CANNOT_TAKE)]))

    def taken(t: str) -> Node:
        several = _specs(spec)
        if several is None:
            return take(t, spec)
        return k.evaluated_list(take(t, one) for one in several)

    return over_strings(text, taken, S.StringTake(text, spec))


@builtin("StringDrop[text_, spec_]", operator="text")
def string_drop(k, text: Node, spec: Node):
    """StringDrop[text, n] leaves out the first n characters, -n the last n, {m, n} those from m to n.

    >> {StringDrop["abcdef", 2], StringDrop["abcdef", -2], StringDrop["abcdef", {2, 3}]}
    {"cdef", "abcd", "adef"}
    """

    def dropped(t: str) -> Node:
        gone = set(_range(t, spec, CANNOT_DROP))
        return String("".join([char for i, char in enumerate(t) if i not in gone]))

    return over_strings(text, dropped, S.StringDrop(text, spec))


@builtin("StringPart[text_, place_]", operator="text")
def string_part(k, text: Node, place: Node):
    """StringPart[text, n] gives the n-th character, StringPart[text, {n1, n2, ...}] a list of characters.

    >> {StringPart["abc", -1], StringPart["abc", {1, 3}]}
    {"c", {"a", "c"}}
    """

    def character(t: str, n: Node) -> Node:
        i = _place(n, len(t)) if type(n) is Integer else 0
        if not 1 <= i <= len(t):
            raise NO_PART(n, String(t))
        return String(t[i - 1])

    def part(t: str) -> Node:
        if is_head(place, S.List):
            return k.evaluated_list(character(t, n) for n in place.args)
        if is_head(place, S.Span) or place is S.All:
            return k.evaluated_list(String(t[i]) for i in _range(t, place, CANNOT_TAKE))
        return character(t, place)

    return over_strings(text, part, S.StringPart(text, place))


@builtin("StringInsert[text_, new_, places_]")
def string_insert(k, text: Node, new: Node, places: Node):
    """StringInsert[text, new, n] puts new before the n-th character, or behind it if n counts from the end.

    >> {StringInsert["abc", "X", 2], StringInsert["abc", "X", -1], StringInsert["abc", "-", {2, 3}]}
    {"aXbc", "abcX", "a-b-c"}
    """
    call = S.StringInsert(text, new, places)
    if type(new) is not String:
        raise EXPECTED(2, call)
    each = places.args if is_head(places, S.List) else (places,)

    def inserted(t: str) -> Node:
        parts = list(t)
        for at in sorted((_insertion(n, len(t), t) for n in each), reverse=True):
            parts.insert(at, new.value)
        return String("".join(parts))

    return over_strings(text, inserted, call)


def _insertion(n: Node, size: int, text: str) -> int:
    if type(n) is not Integer or n.value == 0 or not -size - 1 <= n.value <= size + 1:
        raise NO_PLACE(n, String(text))
    return n.value - 1 if n.value > 0 else size + n.value + 1


@builtin("StringReplacePart[text_, new_, places_]")
def string_replace_part(k, text: Node, new: Node, places: Node):
    """StringReplacePart[text, new, {m, n}] puts new in place of the characters from m to n.

    With a list of places all are replaced, with a list of texts each by its own.

    >> {StringReplacePart["abcdef", "X", {2, 3}], StringReplacePart["abcdef", {"X", "Y"}, {{1, 1}, {-1, -1}}]}
    {"aXdef", "XbcdeY"}
    """
    spans = _specs(places) or (places,)
    texts = new.args if is_head(new, S.List) else (new,) * len(spans)
    call = S.StringReplacePart(text, new, places)
    if len(texts) != len(spans) or not all(type(t) is String for t in texts):
        raise EXPECTED(2, call)

    def put(t: str) -> Node:
        found = [(span_of(span, len(t)), value.value) for span, value in zip(spans, texts, strict=True)]
        for (first, last, _), value in sorted(found, reverse=True):
            if not 1 <= first <= last + 1 <= len(t) + 1:
                raise CANNOT_TAKE(first, last, text)
            t = t[: first - 1] + value + t[last:]
        return String(t)

    return over_strings(text, put, call)


@builtin("StringPartition[text_, size_, offset_]")
def string_partition(k, text: Node, size: Node, offset: int | None = None):
    """StringPartition[text, n] gives the pieces of n characters; StringPartition[text, n, d] one every d.

    StringPartition[text, UpTo[n]] keeps what is left at the end.

    >> {StringPartition["abcdef", 2], StringPartition["abcd", 2, 1]}
    {{"ab", "cd", "ef"}, {"ab", "bc", "cd"}}
    """
    ragged = is_head(size, S.UpTo) and len(size.args) == 1
    number = size.args[0] if ragged else size
    if not isinstance(number, Integer):
        return None
    n = number.value
    step = n if offset is None else offset
    if n < 1 or step < 1:
        return None

    def parts(text: str) -> Node:
        end = len(text) if ragged else len(text) - n + 1
        return k.evaluated_list(String(text[i : i + n]) for i in range(0, end, step))

    return over_strings(text, parts, Expr(S.StringPartition, (text, size)))


@builtin("StringRotateLeft[text_, count_]")
def string_rotate_left(k, text: Node, count: int = 1):
    """StringRotateLeft[text, n] moves the first n characters to the end.

    >> StringRotateLeft["abcd", 1]
    "bcda"
    """
    return over_strings(text, lambda t: String(_rotated(t, count)), S.StringRotateLeft(text))


@builtin("StringRotateRight[text_, count_]")
def string_rotate_right(k, text: Node, count: int = 1):
    """StringRotateRight[text, n] moves the last n characters to the beginning.

    >> StringRotateRight["abcd", 1]
    "dabc"
    """
    return over_strings(text, lambda t: String(_rotated(t, -count)), S.StringRotateRight(text))


def _rotated(text: str, count: int) -> str:
    at = count % len(text) if text else 0
    return text[at:] + text[:at]
