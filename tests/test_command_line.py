"""The command line is read as wolframscript reads its own."""

from __future__ import annotations

import pytest

from wlnet.frontends.arguments import FLAGS, Source, UsageError, help_text, read_arguments


def test_what_follows_a_script_belongs_to_it() -> None:
    found = read_arguments(["script.wl", "-print", "--", "5"])
    assert found.sources == [Source("file", "script.wl")]
    assert found.rest == ["-print", "--", "5"]
    assert found.print == ""


@pytest.mark.parametrize("flag", ["-file", "--file", "-f", "--f", "-script"])
def test_a_file_can_be_named_with_one_dash_or_two(flag: str) -> None:
    found = read_arguments([flag, "a.wl", "-print", "x", "-y"])
    assert found.sources == [Source("file", "a.wl")]
    assert (found.print, found.rest) == ("last", ["x", "-y"])


def test_code_may_be_repeated_and_mixed_with_files() -> None:
    found = read_arguments(["-c", "1", "-f", "a.wl", "--code", "-2"])
    assert found.sources == [Source("code", "1"), Source("file", "a.wl"), Source("code", "-2")]


def test_print_takes_all_and_nothing_else() -> None:
    assert read_arguments(["-print", "all", "a.wl"]).print == "all"
    found = read_arguments(["-print", "a.wl"])
    assert (found.print, found.sources) == ("last", [Source("file", "a.wl")])


def test_two_dashes_end_the_options() -> None:
    found = read_arguments(["-file", "a.wl", "--", "-foo", "-code"])
    assert found.rest == ["-foo", "-code"]


def test_a_negative_number_is_no_option() -> None:
    assert read_arguments(["-file", "a.wl", "-5", "-.5"]).rest == ["-5", "-.5"]


@pytest.mark.parametrize("words", [["-pritn"], ["-code"], ["-file"], ["-f", "a.wl", "-foo"]])
def test_a_wrong_command_line_says_which_word_is_wrong(words: list[str]) -> None:
    with pytest.raises(UsageError, match=words[-1]):
        read_arguments(words)


def test_the_help_names_every_option_and_command() -> None:
    text = help_text({"test": "run tests"})
    assert all(f"-{name}" in text for flag in FLAGS for name in flag.names)
    assert "wlnet test" in text
