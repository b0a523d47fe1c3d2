"""`wlnet test` tells which VerificationTests fail, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from wlnet.frontends.cli import main
from wlnet.frontends.testing import TestResult, run_file


@pytest.fixture
def results(tmp_path: Path):
    def run(text: str) -> list[TestResult]:
        path = tmp_path / "some.wlt"
        path.write_text(text, encoding="utf-8")
        return run_file(path)

    return run


@pytest.mark.parametrize(
    "test",
    [
        "VerificationTest[1 + 1, 2]",
        "VerificationTest[1 + 1 == 2]",
        "VerificationTest[x -> 1, x -> 1]",
        "VerificationTest[1/0, ComplexInfinity, {Power::infy}]",
        "VerificationTest[1/0, ComplexInfinity, Power::infy]",
        "VerificationTest[{1/0, 2/0, 3}[[3]], 3, {Power::infy, Power::infy}]",
        "VerificationTest[Quiet[1/0], ComplexInfinity]",
        "VerificationTest[3, 5, SameTest -> (OddQ[#1] == OddQ[#2] &)]",
        "VerificationTest[Abort[], $Aborted]",
        "VerificationTest[f[Sequence[1, 2]], f[1, 2]];",
        "f[x_] := x + 1\n\nVerificationTest[f[2], 3]",
    ],
)
def test_a_test_passes(results, test: str) -> None:
    assert [str(result.problem) for result in results(test)] == [""]


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ("VerificationTest[1 + 1, 3]", ["input:    1 + 1", "expected: 3", "got:      2"]),
        ("VerificationTest[1 + 1, 2.]", ["expected: 2.", "got:      2"]),
        ("VerificationTest[a == b]", ["expected: True", "got:      a == b"]),
        (
            "VerificationTest[1/0, ComplexInfinity]",
            ["messages expected: {}", "messages got:      {Power::infy}"],
        ),
        (
            "VerificationTest[1, 1, {Power::infy}]",
            ["messages expected: {Power::infy}", "messages got:      {}"],
        ),
        ("VerificationTest[1, 1, {}, 4, 5]", ["VerificationTest::args"]),
        ("VerificationTest[1, 1, SameTest -> (#1 < #2 &)]", ["expected: 1", "got:      1"]),
    ],
)
def test_a_test_fails_and_says_why(results, test: str, told: list[str]) -> None:
    (result,) = results(test)
    assert not result.passed
    assert all(text in result.problem for text in told), result.problem


def test_names_come_from_sections_test_ids_and_numbers(results) -> None:
    found = results(
        'BeginTestSection["outer"]\nVerificationTest[1, 1, TestID -> "one"]\nVerificationTest[1, 1]\n'
        "EndTestSection[]\nDo[VerificationTest[i, i], {i, 2}]"
    )
    assert [result.name for result in found] == ["outer / one", "outer / test 2", "test 3", "test 4"]


def test_each_file_has_a_session_of_its_own(results) -> None:
    results("secret = 5;")
    assert results("VerificationTest[Head[secret], Symbol]")[0].passed


def test_a_syntax_error_is_a_failure_after_the_tests_before_it(results) -> None:
    found = results("VerificationTest[1, 1]\nVerificationTest[1,, ]]\n")
    assert [result.passed for result in found] == [True, False]
    assert "some.wlt:2" in found[1].problem


def test_the_command_counts_and_exits_with_1_on_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "good.wlt").write_text("VerificationTest[1, 1]")
    (tmp_path / "bad.wlt").write_text(
        '(* one *)\n\nVerificationTest[1, 2, TestID -> "wrong"]\nVerificationTest[2, 2]'
    )
    assert main(["test", str(tmp_path / "good.wlt")]) == 0
    assert capsys.readouterr().out == "1 passed, 0 failed\n"
    assert main(["test", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "bad.wlt:3: wrong\n" in out and "expected: 2" in out
    assert out.endswith("\n2 passed, 1 failed\n")


def test_a_missing_test_file_or_none_at_all_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "missing.wlt"]) == 1
    assert "cannot read missing.wlt" in capsys.readouterr().err
    assert main(["test"]) == 2
