"""The tests that are written in the language: every .wlt file below this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from wlnet.frontends.testing import run_file

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.wlt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HERE).as_posix())
def test_every_verification_test_of_the_file_passes(path: Path) -> None:
    results = run_file(path)
    assert results, "a test file without tests"
    failures = [str(result) for result in results if not result.passed]
    if failures:
        pytest.fail(f"{len(failures)} of {len(results)} failed\n\n" + "\n\n".join(failures), pytrace=False)
