"""The most memory that training LeNet takes, beside a loop in PyTorch: each in its own process.

What is compared is the resident memory at its highest, with PyTorch and all, for 10,000 images.
"""

from __future__ import annotations

import subprocess
import sys
from resource import RUSAGE_SELF, getrusage

import numpy as np
from plain_lenet import digits, plain, plan_of
from timing import finish

from wlnet.engine.training import run
from wlnet.nets.initialize import initialize
from wlnet.resources.models import lenet

EXAMPLES, LEAST = 10_000, 1 / 1.15
KIBIBYTES = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts


def train(who: str) -> None:
    net, data = initialize(lenet(), np.random.default_rng(0)), digits(EXAMPLES)
    if who == "wlnet":
        run(plan_of(net, data, 1, False))
    else:
        plain(net, data, 10, 1, False)
    print(getrusage(RUSAGE_SELF).ru_maxrss * KIBIBYTES)


def peak(who: str) -> int:
    done = subprocess.run([sys.executable, __file__, who], check=True, stdout=subprocess.PIPE, text=True)
    return int(done.stdout.split()[-1])


def main() -> None:
    if sys.argv[1:]:
        return train(sys.argv[1])
    theirs, ours = peak("PyTorch"), peak("wlnet")
    print(f"LeNet, {EXAMPLES:,} images: PyTorch {theirs / 1e6:,.0f} MB, wlnet {ours / 1e6:,.0f} MB")
    print(f"  ratio {ours / theirs:.2f}, at most 1.15 is wanted")
    finish(theirs >= LEAST * ours)


if __name__ == "__main__":
    main()
