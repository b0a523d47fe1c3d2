"""Texts: joining, measuring, changing the case, repeating, padding."""

from __future__ import annotations

from collections.abc import Iterable

from ..expr import Expr, Integer, Node, S, String, Symbol, is_head
from ..kernel.association import is_association
from ..kernel.builtin import Attribute, builtin
from ..problem import Template
from ..syntax.write import output_form
from .string_search import ONE_STRING, joined, over_strings

LISTABLE = Attribute.LISTABLE
COUNT = Template("intnm", "Non-negative machine-sized integer expected at position `1` in `2`.")
NO_PADDING = Template(
    "padstr", "`1` cannot be used for padding: a text of at least one character was expected."
)
ONE_LIST = Template("list", "List expected at position `1` in `2`.")
NO_SEPARATOR = Template("rifsep", "`1` is neither a text nor a list of texts {left, separator, right}.")


@builtin("StringJoin[parts___]", attributes=Attribute.FLAT | Attribute.ONE_IDENTITY)
def string_join(k, parts: tuple[Node, ...]):
    """ "a" <> "b" joins texts; lists of texts are joined, too.

    >> {"a" <> "b", StringJoin[{"x", {"y", "z"}}]}
    {"ab", "xyz"}
    """
    texts = [part.value for part in parts if type(part) is String]
    if len(texts) == len(parts):
        return String("".join(texts))
    found = list(_flat(parts))
    for place, part in enumerate(found):
        if type(part) is not String:
            raise ONE_STRING(place + 1, Expr(S.StringJoin, tuple(found)))
    return String("".join([part.value for part in found]))


def _flat(parts: Iterable[Node]) -> Iterable[Node]:
    for part in parts:
        if is_head(part, S.List):
            yield from _flat(part.args)
        else:
            yield part


@builtin("StringExpression[parts___]", attributes=Attribute.FLAT | Attribute.ONE_IDENTITY)
def string_expression(k, parts: tuple[Node, ...]):
    """a ~~ b ~~ ... is a text of parts that may be patterns; texts that stand side by side are joined.

    >> {"a" ~~ "b", StringMatchQ["abc", "a" ~~ __]}
    {"ab", True}
    """
    if len(parts) == 1:
        return parts[0]
    whole = joined(list(parts)) if parts else String("")
    return whole if type(whole) is not Expr or len(whole.args) < len(parts) else None


def text_of(node: Node, head: Symbol) -> str:
    """The text that is the argument of ``head[text]``."""
    if type(node) is not String:
        raise ONE_STRING(1, head(node))
    return node.value


@builtin("StringLength[text_]", attributes=LISTABLE)
def string_length(k, text: Node):
    """StringLength[text] gives the number of its characters.

    >> StringLength[{"abc", ""}]
    {3, 0}
    """
    return len(text_of(text, S.StringLength))


@builtin("ToUpperCase[text_]", attributes=LISTABLE)
def to_upper_case(k, text: Node):
    """ToUpperCase[text] makes all letters capitals.

    >> ToUpperCase["abC"]
    "ABC"
    """
    return text_of(text, S.ToUpperCase).upper()


@builtin("ToLowerCase[text_]", attributes=LISTABLE)
def to_lower_case(k, text: Node):
    """ToLowerCase[text] makes all letters small.

    >> ToLowerCase["AbC"]
    "abc"
    """
    return text_of(text, S.ToLowerCase).lower()


@builtin("Capitalize[text_, scheme_]")
def capitalize(k, text: Node, scheme: str = "FirstWord"):
    """Capitalize[text] makes the first letter a capital; Capitalize[text, "AllWords"] that of every word.

    >> {Capitalize["hello world"], Capitalize["hello world", "AllWords"]}
    {"Hello world", "Hello World"}
    """

    def first(word: str) -> str:
        return word[:1].upper() + word[1:]

    every = scheme in ("AllWords", "TitleCase")
    return over_strings(
        text,
        lambda t: String(" ".join(map(first, t.split(" "))) if every else first(t)),
        S.Capitalize(text),
    )


@builtin("Decapitalize[text_]")
def decapitalize(k, text: Node):
    """Decapitalize[text] makes the first letter small.

    >> Decapitalize["Hello"]
    "hello"
    """
    return over_strings(text, lambda t: String(t[:1].lower() + t[1:]), S.Decapitalize(text))


@builtin("StringReverse[text_]", attributes=LISTABLE)
def string_reverse(k, text: Node):
    """StringReverse[text] gives its characters from the last to the first.

    >> StringReverse["abc"]
    "cba"
    """
    return text_of(text, S.StringReverse)[::-1]


@builtin("Characters[text_]", attributes=LISTABLE)
def characters(k, text: Node):
    """Characters[text] gives the list of its characters.

    >> Characters["abc"]
    {"a", "b", "c"}
    """
    return k.evaluated_list(map(String, text_of(text, S.Characters)))


@builtin("StringRepeat[text_, count_, most_]")
def string_repeat(k, text: Node, count: Node, most: Node | None = None):
    """StringRepeat[text, n] gives text n times; StringRepeat[text, n, max] at most max characters of it.

    >> {StringRepeat["ab", 3], StringRepeat["ab", 3, 5]}
    {"ababab", "ababa"}
    """
    call = S.StringRepeat(text, count, *([] if most is None else [most]))
    if type(count) is not Integer or count.value < 0:
        raise COUNT(2, call)
    if most is not None and (type(most) is not Integer or most.value < 0):
        raise COUNT(3, call)
    return over_strings(
        text, lambda t: String((t * count.value)[: None if most is None else most.value]), call
    )


def _padding(text: str, size: int, padding: str, left: bool) -> str:
    """The text cut or padded to `size` characters; the padding goes on as if it filled the whole."""
    if len(text) >= size:
        return text[len(text) - size :] if left else text[:size]
    gap = size - len(text)
    if not left:
        start = len(text) % len(padding)
        return text + (padding * (gap // len(padding) + 2))[start : start + gap]
    return (padding * (gap // len(padding) + 2))[-gap - len(text) % len(padding) or None :][:gap] + text


def _padded(k, text: Node, size: Node, padding: Node, left: bool, call: Node) -> Node:
    if type(padding) is not String or not padding.value:
        raise NO_PADDING(padding)
    if size is S.Automatic and is_head(text, S.List):
        size = Integer(max((len(t.value) for t in text.args if type(t) is String), default=0))
    if type(size) is not Integer or size.value < 0:
        raise COUNT(2, call)
    return over_strings(text, lambda t: String(_padding(t, size.value, padding.value, left)), call)


@builtin("StringPadLeft[text_, size_, padding_]")
def string_pad_left(k, text: Node, size: Node = S.Automatic, padding: Node = String(" ")):
    """StringPadLeft[text, n] puts spaces before text up to n characters; a third argument other ones.

    >> {StringPadLeft["7", 3, "0"], StringPadLeft["abcd", 2], StringPadLeft[{"a", "bcd"}]}
    {"007", "cd", {"  a", "bcd"}}
    """
    return _padded(k, text, size, padding, True, S.StringPadLeft(text, size))


@builtin("StringPadRight[text_, size_, padding_]")
def string_pad_right(k, text: Node, size: Node = S.Automatic, padding: Node = String(" ")):
    """StringPadRight[text, n] puts spaces behind text up to n characters; a third argument other ones.

    >> {StringPadRight["ab", 4, "."], StringPadRight["abcd", 2]}
    {"ab..", "ab"}
    """
    return _padded(k, text, size, padding, False, S.StringPadRight(text, size))


@builtin("StringRiffle[items_, separators___]")
def string_riffle(k, items: Node, separators: tuple[Node, ...]):
    """StringRiffle[list] joins the elements with spaces between them; StringRiffle[list, sep] with sep.

    Lists in the list are joined by the next separators; {left, sep, right} also puts something around.

    >> {StringRiffle[{1, 2, 3}, ", "], StringRiffle[{{a, b}, {c}}], StringRiffle[{a, b}, {"(", "+", ")"}]}
    {"1, 2, 3", "a b\\nc", "(a+b)"}
    """
    if not is_head(items, S.List) and not is_association(items):
        raise ONE_LIST(1, S.StringRiffle(items, *separators))
    marks = [_marks(separator) for separator in separators]
    if not marks:
        depth = _depth(items)
        marks = [("", "\n" * (level - 1) if level > 1 else " ", "") for level in range(depth, 0, -1)]
    return String(_riffled(items, marks))


def _marks(separator: Node) -> tuple[str, str, str]:
    if type(separator) is String:
        return "", separator.value, ""
    if is_head(separator, S.List) and len(separator.args) == 3:
        left, middle, right = separator.args
        if type(left) is type(middle) is type(right) is String:
            return left.value, middle.value, right.value
    raise NO_SEPARATOR(separator)


def _depth(node: Node) -> int:
    if not is_head(node, S.List):
        return 0
    return 1 + max((_depth(item) for item in node.args), default=0)


def _riffled(node: Node, marks: list[tuple[str, str, str]]) -> str:
    if not is_head(node, S.List) and not is_association(node):
        return output_form(node)
    if not marks:
        return output_form(node)
    left, middle, right = marks[0]
    items = [rule.args[1] for rule in node.args] if is_association(node) else node.args
    return left + middle.join([_riffled(item, marks[1:]) for item in items]) + right
