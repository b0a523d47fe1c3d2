"""Messages have the texts that are documented, with what they speak of as OutputForm writes it."""

import pytest

from wlnet.session import Session

TEXTS = [
    ("1/0", "Power::infy: Infinite expression 1/0 encountered."),
    ("Sin[1, 2]", "Sin::argx: Sin called with 2 arguments; 1 argument is expected."),
    ("Mod[1]", "Mod::argtu: Mod called with 1 argument; 2 or 3 arguments are expected."),
    ("If[1]", "If::argbu: If called with 1 argument; between 2 and 4 arguments are expected."),
    ("Sort[{1}, f, g]", "Sort::argt: Sort called with 3 arguments; 1 or 2 arguments are expected."),
    ("{1, 2}[[3]]", "Part::partw: Part 3 of {1, 2} does not exist."),
    (
        "{1, 2}[[1, 1]]",
        "Part::partd: Part specification {1, 2}[[1,1]] is longer than depth of object.",
    ),
    ('"a" <> 1', "StringJoin::string: String expected at position 2 in a<>1."),
    ('StringTake["abc", 5]', 'StringTake::take: Cannot take positions 1 through 5 in "abc".'),
    (
        "{1, 2} + {1, 2, 3}",
        "Thread::tdlen: Objects of unequal length in {1, 2} + {1, 2, 3} cannot be combined.",
    ),
    ("{1, 2} . {1, 2, 3}", "Dot::dotsh: Tensors {1, 2} and {1, 2, 3} have incompatible shapes."),
    (
        "Inverse[{1, 2}]",
        "Inverse::matsq: Argument {1, 2} at position 1 is not a non-empty square matrix.",
    ),
    ("{a, b} = {1, 2, 3}", "Set::shape: Lists {a, b} and {1, 2, 3} are not the same shape."),
    ("Table[i, {i, a}]", "Table::iterb: Iterator {i, a} does not have appropriate bounds."),
    ("Module[x, x]", "Module::lvlist: Local variable specification x is not a List."),
    (
        "x /. y",
        "ReplaceAll::reps: {y} is neither a list of replacement rules nor a valid dispatch table, "
        "and so cannot be used for replacing.",
    ),
    (
        "Join[{1}, h[2]]",
        "Join::heads: Heads List and h at positions 1 and 2 are expected to be the same.",
    ),
    ('f::a = "`` of `2` `.`"; Message[f::a, 2 x, {"s"}]', "f::a: 2 x of {s} `"),
    (
        "g[x_] := 1 + g[x - 1]; Block[{$RecursionLimit = 50}, g[1]]",
        "$RecursionLimit::reclim2: Recursion depth of 50 exceeded during evaluation of g[-47].",
    ),
    ("Message[f::no, 1, 2]", "f::no: -- Message text not found -- (1) (2)"),
    (
        "Map[f, {1}, {1}, 5]",
        "Map::nonopt: Options expected (instead of 5) beyond position 3 in Map[f, {1}, {1}, 5]. "
        "An option must be a rule or a list of rules.",
    ),
]


@pytest.mark.parametrize(("text", "said"), TEXTS, ids=[text for text, _ in TEXTS])
def test_a_message_has_its_documented_text(text: str, said: str) -> None:
    session = Session()
    session.kernel.report = lambda message: None
    session.evaluate(text)
    assert [str(message) for message in session.messages] == [said]


def test_after_three_times_a_message_says_that_it_stops() -> None:
    session = Session()
    session.kernel.report = lambda message: None
    session.evaluate("Do[1/0, {5}]")
    assert [m.name for m in session.messages] == ["Power::infy"] * 3 + ["General::stop"]
    session.evaluate("1/0")
    assert len(session.messages) == 5


def test_texts_written_to_the_output_end_where_they_say() -> None:
    session, written = Session(), []
    session.kernel.write = lambda text: written.append(text + "\n")
    session.kernel.put = written.append
    session.evaluate(
        'WriteString["stdout", "a", 1]; WriteString[$Output, "b"]; Write["stdout", "x"]; Print[2]'
    )
    session.evaluate("SetOptions[$Output, PageWidth -> 20]; Print[Range[9]]")
    assert "".join(written) == 'a1b"x"\n2\n{1, 2, 3, 4, 5, 6,\n\n>    7, 8, 9}\n'
