"""What is read from the sample cases is what they say, case by case."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from wlnet.syntax.error import WolframSyntaxError
from wlnet.syntax.parse import parse, read
from wlnet.syntax.write import full_form

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"


def cases(name: str) -> Iterator[dict]:
    path = CASES / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"no sample cases at {path}")
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def wrong_in(rows: Iterator[dict]) -> list[str]:
    """The cases of `rows` that read as something else than they should."""
    wrong = []
    for row in rows:
        fitting = [parse(row[key]) for key in ("fullform", "fullform_pre_12_2") if row.get(key)]
        try:
            found = list(read(row["src"]))
        except WolframSyntaxError as error:
            wrong.append(f"{row['src']!r}: {error.reason}")
            continue
        if len(found) != 1 or found[0] not in fitting:
            wrong.append(f"{row['src']!r}: {', '.join(map(full_form, found))} for {row['fullform']}")
    return wrong


@pytest.mark.parametrize("tier", ["core", "number", "unicode", "file", "exotic"])
def test_every_sample_reads_as_its_full_form(tier):
    assert wrong_in(row for row in cases("parse") if row["tier"] == tier) == []


def test_every_pair_of_operators_nests_as_it_should():
    assert wrong_in(cases("precedence")) == []


def test_newlines_end_statements_where_they_should():
    for row in cases("newlines"):
        if row.get("error"):
            with pytest.raises(WolframSyntaxError):
                list(read(row["src"]))
        else:
            assert list(read(row["src"])) == [parse(text) for text in row["fullforms"]], row["src"]


# An open bracket is incomplete whichever bracket it is, and "<" opens one where an operand is wanted.
COMPLETED_BY_MORE_INPUT = ("f::[1", "\uf603", "⌈", "f\\[LeftDoubleBracket]1", "a(<b(<c")


def test_every_syntax_error_is_one_and_says_whether_more_input_could_complete_it():
    for row in cases("parse_errors"):
        with pytest.raises(WolframSyntaxError) as caught:
            list(read(row["src"]))
        expected = row["incomplete"] or row["src"] in COMPLETED_BY_MORE_INPUT
        assert caught.value.incomplete == expected, row["src"]
