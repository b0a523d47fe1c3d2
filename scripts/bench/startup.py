"""How long `wlnet -code 1+1` takes beside `python -c 'import numpy'`: medians and their ratio.

Run it when the machine is otherwise idle.  The limit is 2.5 times numpy plus 0.15 s, else we exit with 1.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

RUNS = 15
# what is installed has its byte code, so a run that may not write any would measure the compiler
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
COMMANDS = {
    "numpy": [sys.executable, "-c", "import numpy"],
    "wlnet": [sys.executable, "-m", "wlnet", "-code", "1+1"],
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def main() -> int:
    for command in COMMANDS.values():  # fill the caches of files and byte code
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    median = {name: statistics.median(found) for name, found in times.items()}
    limit = 2.5 * median["numpy"] + 0.15
    print(f"python -c 'import numpy'   {median['numpy'] * 1000:6.0f} ms")
    print(f"wlnet -code 1+1            {median['wlnet'] * 1000:6.0f} ms")
    print(f"ratio {median['wlnet'] / median['numpy']:.2f}, limit {limit * 1000:.0f} ms")
    return 1 if median["wlnet"] > limit else 0


if __name__ == "__main__":
    sys.exit(main())
