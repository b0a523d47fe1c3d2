"""Examples per second of LeNet taught the letters x, y and z with all but one layer frozen.

The loop that one writes in PyTorch runs the frozen layers for every batch; ours does so in the first pass
alone, which is left out of its time.  The 216 images are those of the application on the page of
LearningRateMultipliers.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from plain_lenet import plain, plan_of
from timing import compare, finish

from wlnet.engine.events import RoundDone, Stopped
from wlnet.engine.loop import train
from wlnet.media.rasterize import Frame, draw_text
from wlnet.media.style import TextStyle
from wlnet.nets.chain import chain
from wlnet.nets.infer import infer
from wlnet.nets.initialize import initialize
from wlnet.nets.kinds import Lengths
from wlnet.nets.layers.linear import LinearLayer
from wlnet.nets.net import Leaf, Net
from wlnet.resources.models import lenet

FONTS, SIZES = ("Courier", "Helvetica", "Times New Roman"), (7, 8, 9, 10)
STYLES = ({}, {"italic": True}, {"weight": 700})
PLAIN_ROUNDS, ROUNDS = 6, 1500


def letters() -> dict[str, np.ndarray]:
    images, labels = [], []
    for (label, letter), font, style, size, case in product(
        enumerate("xyz", 1), FONTS, STYLES, SIZES, (str.lower, str.upper)
    ):
        drawn = draw_text(case(letter), TextStyle(family=font, size=size, **style), Frame(28, 28))
        images.append(drawn.converted("Grayscale").levels().reshape(1, 28, 28))
        labels.append(label)
    return {"Input": np.array(images, np.float32), "Output": np.array(labels)}


def net() -> Net:
    """LeNet for three classes; which numbers the frozen arrays hold makes no difference to time."""
    nodes = dict(lenet().nodes) | {"10": Leaf(LinearLayer(Lengths((3,))))}  # type: ignore[attr-defined]
    return initialize(infer(chain(nodes, given={"Input": (1, 28, 28)})), np.random.default_rng(0))


def ours(made: Net, data: dict[str, np.ndarray]) -> float:
    rounds = [e for e in train(plan_of(made, data, ROUNDS, True)) if isinstance(e, RoundDone | Stopped)]
    first, last = rounds[0], rounds[-1]
    return (last.examples - first.examples) / (last.seconds - first.seconds)


def main() -> None:
    made, data = net(), letters()
    runs = {
        "PyTorch loop": lambda: plain(made, data, 3, PLAIN_ROUNDS, True),
        "wlnet": lambda: ours(made, data),
    }
    finish(compare(f"Letters, {len(data['Output'])} images, last layer trained", "examples/s", runs, 20))


if __name__ == "__main__":
    main()
