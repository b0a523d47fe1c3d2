"""The example programs of nets run, say nothing of errors, and learn what they are meant to."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from wlnet.frontends.cli import main

EXAMPLES = Path(__file__).parent.parent / "scripts" / "examples"


def measured(said: str, measure: str) -> float:
    found = re.search(re.escape(measure) + r": ([\d.]+)", said)
    assert found and "::" not in said, said[-2000:]
    return float(found[1])


@pytest.mark.parametrize(
    ("name", "measure", "least"),
    [
        ("unet.wl", "intersection over union of new pictures", 0.5),
        ("residual_net.wl", "right on new pictures", 0.9),
        ("lstm_tagger.wl", "right tags in new sentences", 0.95),
        ("siamese.wl", "right on pairs of new kinds", 0.8),
        ("gan.wl", "made near the circle", 0.7),
    ],
)
def test_an_example_learns(name: str, measure: str, least: float, capsys: pytest.CaptureFixture[str]) -> None:
    """In this process, where PyTorch is loaded already; each has a session of its own."""
    assert main([str(EXAMPLES / name)]) == 0
    said = capsys.readouterr()
    assert measured(said.out + said.err, measure) > least


def test_an_example_learns_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "wlnet", str(EXAMPLES / "attention.wl")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=EXAMPLES.parent.parent)
    assert run.returncode == 0, run.stderr
    assert measured(run.stdout + run.stderr, "right on new lists") > 0.95
