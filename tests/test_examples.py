"""The example programs of nets run, say nothing of errors, and learn what they are meant to."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "scripts" / "examples"


def printed(name: str) -> str:
    command = [sys.executable, "-m", "wlnet", str(EXAMPLES / name)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=EXAMPLES.parent.parent)
    assert run.returncode == 0 and "::" not in run.stdout + run.stderr, run.stderr
    return run.stdout


@pytest.mark.parametrize(
    ("name", "measure", "least"),
    [
        ("unet.wl", "intersection over union of new pictures", 0.5),
        ("residual_net.wl", "right on new pictures", 0.9),
        ("lstm_tagger.wl", "right tags in new sentences", 0.95),
        ("attention.wl", "right on new lists", 0.95),
        ("siamese.wl", "right on pairs of new kinds", 0.8),
        ("gan.wl", "made near the circle", 0.7),
    ],
)
def test_an_example_learns(name: str, measure: str, least: float) -> None:
    found = re.search(re.escape(measure) + r": ([\d.]+)", printed(name))
    assert found and float(found[1]) > least
