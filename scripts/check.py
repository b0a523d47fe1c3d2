"""Everything a commit must pass: lint, format, types and tests.  `--quick` leaves the tests out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "tests": ["pytest"],
}


def main() -> int:
    """Run every check, even after one failed, and name those that did."""
    wanted = [name for name in CHECKS if not (name == "tests" and "--quick" in sys.argv[1:])]
    failed = [n for n in wanted if subprocess.run([sys.executable, "-m", *CHECKS[n]], cwd=ROOT).returncode]
    print(f"failed: {', '.join(failed)}" if failed else f"passed: {', '.join(wanted)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
