"""Words and letters: counting them, numbering them, letters without their marks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ..expr import Integer, Node, S, String
from ..kernel.association import pairs_of
from ..kernel.builtin import Attribute, builtin
from .string_search import over_strings

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")


def _counts(items: Iterable[str]) -> Node:
    """How often each is there, the most frequent first."""
    return pairs_of([(String(item), Integer(count)) for item, count in Counter(items).most_common()])


@builtin("CharacterCounts[text_]")
def character_counts(k, text: Node):
    """CharacterCounts[text] gives how often each character is there, the most frequent first.

    >> CharacterCounts["abb"]
    <|"b" -> 2, "a" -> 1|>
    """
    return over_strings(text, _counts, S.CharacterCounts(text))


@builtin("LetterCounts[text_]")
def letter_counts(k, text: Node):
    """LetterCounts[text] gives how often each letter is there, the most frequent first.

    >> LetterCounts["a-b-b"]
    <|"b" -> 2, "a" -> 1|>
    """
    return over_strings(text, lambda t: _counts(filter(str.isalpha, t)), S.LetterCounts(text))


@builtin("WordCounts[text_]")
def word_counts(k, text: Node):
    """WordCounts[text] gives how often each word is there, the most frequent first.

    >> WordCounts["to be or not to be"]
    <|"to" -> 2, "be" -> 2, "or" -> 1, "not" -> 1|>
    """
    return over_strings(text, lambda t: _counts(_WORD.findall(t)), S.WordCounts(text))


@builtin("WordCount[text_]")
def word_count(k, text: Node):
    """WordCount[text] gives the number of words.

    >> WordCount["to be or not to be"]
    6
    """
    return over_strings(text, lambda t: Integer(len(_WORD.findall(t))), S.WordCount(text))


@builtin("TextWords[text_]")
def text_words(k, text: Node):
    """TextWords[text] gives the list of the words, without punctuation.

    >> TextWords["One, two: three!"]
    {"One", "two", "three"}
    """
    return over_strings(text, lambda t: k.evaluated_list(map(String, _WORD.findall(t))), S.TextWords(text))


@builtin("TextSentences[text_]")
def text_sentences(k, text: Node):
    """TextSentences[text] gives the list of the sentences.

    >> TextSentences["One. Two? Three"]
    {"One.", "Two?", "Three"}
    """

    def sentences(t: str) -> Node:
        return k.evaluated_list(String(s.strip()) for s in _SENTENCE.findall(t) if s.strip())

    return over_strings(text, sentences, S.TextSentences(text))


@builtin("LetterNumber[letter_]")
def letter_number(k, letter: Node):
    """LetterNumber["b"] gives the place of a letter in the alphabet; 0 for other characters.

    >> {LetterNumber["b"], LetterNumber["Z"], LetterNumber["?"]}
    {2, 26, 0}
    """

    def number(t: str) -> Node:
        places = [ord(c) - 96 if "a" <= c <= "z" else 0 for c in t.lower()]
        return Integer(places[0]) if len(places) == 1 else k.evaluated_list(map(Integer, places))

    return over_strings(letter, number, S.LetterNumber(letter))


@builtin("FromLetterNumber[number_]", attributes=Attribute.LISTABLE)
def from_letter_number(k, number: int):
    """FromLetterNumber[n] gives the n-th letter of the alphabet.

    >> {FromLetterNumber[2], FromLetterNumber[{1, 3}]}
    {"b", {"a", "c"}}
    """
    return chr(96 + number) if 1 <= number <= 26 else None


@builtin("RemoveDiacritics[text_]")
def remove_diacritics(k, text: Node):
    """RemoveDiacritics[text] takes the accents and other marks off the letters.

    >> RemoveDiacritics["café Ångström"]
    "cafe Angstrom"
    """

    def bare(t: str) -> Node:
        apart = unicodedata.normalize("NFD", t)
        return String("".join([char for char in apart if not unicodedata.combining(char)]))

    return over_strings(text, bare, S.RemoveDiacritics(text))
