"""Characters: their codes, what kind they are, alphabets, numbers in digits, and how far apart texts are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..expr import FALSE, TRUE, Integer, Node, S, String, Symbol, boolean, is_head
from ..kernel.builtin import Attribute, builtin
from ..problem import Template
from .string_search import over_strings

NO_CODE = Template(
    "notunicode",
    "A character unicode, which should be a non-negative integer less than 1114112, "
    "is expected at position 1 in `1`.",
)
NO_ENCODING = Template("charenc", "`1` is no encoding of characters; these are: `2`.")
NO_RANGE = Template("argtype", "`1` and `2` are not two single characters or two character codes.")
NO_ALPHABET = Template("nalph", "`1` is no alphabet that is known here; these are: `2`.")
NO_BASE = Template("basf", "`1` is no base: a whole number from 2 to 36 was expected.")
NOT_ALIKE = Template("nalike", "`1` and `2` must be two texts or two lists.")

ENCODINGS = {"UTF8": "utf-8", "UTF-8": "utf-8", "ASCII": "ascii", "ISO8859-1": "latin-1", "UTF16": "utf-16"}
ALPHABETS = {
    "English": "abcdefghijklmnopqrstuvwxyz",
    "Latin": "abcdefghijklmnopqrstuvwxyz",
    "Greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def encoding_of(name: Node) -> str | None:
    """The name that Python has for an encoding; None for Unicode itself."""
    if name is S.Automatic or name == String("Unicode"):
        return None
    known = ENCODINGS.get(name.value) if type(name) is String else None
    if known is None:
        raise NO_ENCODING(name, ", ".join(("Unicode", *ENCODINGS)))
    return known


@builtin("ToCharacterCode[text_, encoding_]")
def to_character_code(k, text: Node, encoding: Node = S.Automatic):
    """ToCharacterCode[text] gives the codes of its characters; ToCharacterCode[text, "UTF8"] the bytes.

    >> {ToCharacterCode["aB"], ToCharacterCode["é", "UTF8"]}
    {{97, 66}, {195, 169}}
    """
    name = encoding_of(encoding)

    def codes(t: str) -> Node:
        found: Sequence[int] = list(map(ord, t)) if name is None else t.encode(name, "replace")
        return k.evaluated_list(map(Integer, found))

    return over_strings(text, codes, S.ToCharacterCode(text))


@builtin("FromCharacterCode[codes_, encoding_]")
def from_character_code(k, codes: Node, encoding: Node = S.Automatic):
    """FromCharacterCode[{c1, c2, ...}] gives the text of the characters with these codes.

    >> {FromCharacterCode[97], FromCharacterCode[{104, 105}]}
    {"a", "hi"}
    """
    name = encoding_of(encoding)

    def text(items: Sequence[Node]) -> Node:
        if not all(type(item) is Integer and 0 <= item.value < 0x110000 for item in items):
            raise NO_CODE(codes)
        values = [item.value for item in items]
        if name is None:
            return String("".join(map(chr, values)))
        if max(values, default=0) > 255:
            raise NO_CODE(codes)
        return String(bytes(values).decode(name, "replace"))

    if not is_head(codes, S.List):
        return text((codes,))
    if codes.args and all(is_head(item, S.List) for item in codes.args):
        return k.evaluated_list(text(item.args) for item in codes.args)
    return text(codes.args)


@builtin("CharacterRange[first_, last_]")
def character_range(k, first: Node, last: Node):
    """CharacterRange[a, b] gives the list of the characters from a to b.

    >> CharacterRange["a", "d"]
    {"a", "b", "c", "d"}
    """
    if type(first) is type(last) is Integer:
        low, high = first.value, last.value
    elif type(first) is type(last) is String and len(first.value) == len(last.value) == 1:
        low, high = ord(first.value), ord(last.value)
    else:
        raise NO_RANGE(first, last)
    return k.evaluated_list(String(chr(code)) for code in range(low, high + 1))


def _all_are(text: Node, test: Callable[[str], bool], head: Symbol) -> Node:
    return over_strings(text, lambda t: boolean(all(map(test, t))), head(text))


@builtin("LetterQ[text_]")
def letter_q(k, text: Node):
    """LetterQ[text] gives True if all of its characters are letters.

    >> {LetterQ["abc"], LetterQ["a1"]}
    {True, False}
    """
    return _all_are(text, str.isalpha, S.LetterQ)


@builtin("DigitQ[text_]")
def digit_q(k, text: Node):
    """DigitQ[text] gives True if all of its characters are digits.

    >> {DigitQ["123"], DigitQ["1.5"]}
    {True, False}
    """
    return _all_are(text, lambda char: char in _DIGITS[:10], S.DigitQ)


@builtin("UpperCaseQ[text_]")
def upper_case_q(k, text: Node):
    """UpperCaseQ[text] gives True if all of its characters are capital letters.

    >> {UpperCaseQ["AB"], UpperCaseQ["Ab"]}
    {True, False}
    """
    return _all_are(text, str.isupper, S.UpperCaseQ)


@builtin("LowerCaseQ[text_]")
def lower_case_q(k, text: Node):
    """LowerCaseQ[text] gives True if all of its characters are small letters.

    >> {LowerCaseQ["ab"], LowerCaseQ["Ab"]}
    {True, False}
    """
    return _all_are(text, str.islower, S.LowerCaseQ)


@builtin("Alphabet[name_]")
def alphabet(k, name: Node = String("English")):
    """Alphabet[] gives the letters from a to z; Alphabet["Greek"] and Alphabet["Russian"] those of others.

    >> Alphabet[][[;; 3]]
    {"a", "b", "c"}
    """
    letters = ALPHABETS.get(name.value) if type(name) is String else None
    if letters is None:
        raise NO_ALPHABET(name, ", ".join(ALPHABETS))
    return k.evaluated_list(map(String, letters))


def digits_of(number: int, base: int) -> str:
    """The digits of a whole number, without its sign."""
    if base == 10:
        return str(abs(number))
    if base in (2, 8, 16):
        return format(abs(number), {2: "b", 8: "o", 16: "x"}[base])
    number, found = abs(number), ""
    while number:
        number, digit = divmod(number, base)
        found = _DIGITS[digit] + found
    return found or "0"


@builtin("IntegerString[n_Integer, base_, size_]", attributes=Attribute.LISTABLE)
def integer_string(k, n: int, base: Node = Integer(10), size: int | None = None):
    """IntegerString[n] gives the digits of n as a text; IntegerString[n, b, size] in base b, size digits.

    >> {IntegerString[-42], IntegerString[255, 16], IntegerString[5, 2, 8]}
    {"42", "ff", "00000101"}
    """
    if type(base) is not Integer or not 2 <= base.value <= 36:
        raise NO_BASE(base)
    digits = digits_of(n, base.value)
    return digits if size is None else digits[-size:].rjust(size, "0") if size else ""


def _items(a: Node, b: Node) -> tuple[Sequence[object], Sequence[object]]:
    if type(a) is type(b) is String:
        return a.value, b.value
    if is_head(a, S.List) and is_head(b, S.List):
        return a.args, b.args
    raise NOT_ALIKE(a, b)


@builtin("EditDistance[a_, b_]")
def edit_distance(k, a: Node, b: Node, *, IgnoreCase: Node = FALSE):
    """EditDistance[a, b] gives how many insertions, deletions and substitutions make a into b.

    >> EditDistance["kitten", "sitting"]
    3
    """
    if IgnoreCase is TRUE:
        a, b = (String(t.value.casefold()) if type(t) is String else t for t in (a, b))
    first, second = _items(a, b)
    row = list(range(len(second) + 1))
    for i, x in enumerate(first, 1):
        above = row
        row = [i]
        for j, y in enumerate(second, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y)))
    return row[-1]


@builtin("HammingDistance[a_, b_]")
def hamming_distance(k, a: Node, b: Node):
    """HammingDistance[a, b] gives at how many places two texts or lists of the same length differ.

    >> HammingDistance["karolin", "kathrin"]
    3
    """
    first, second = _items(a, b)
    if len(first) != len(second):
        raise NOT_ALIKE(a, b)
    return sum(x != y for x, y in zip(first, second, strict=True))
