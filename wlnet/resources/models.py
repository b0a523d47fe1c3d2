"""NetModel: ready nets by name.

The one architecture so far is LeNet, a chain of eleven layers from images of 28 x 28 to the digits, as a
public notebook shows the net of that name.  The weights of the trained one are our own: made by
`scripts/train_lenet.py` on the MNIST training data, described in `data/lenet_mnist.md`.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ..expr import Integer, Node, S, String, Value, to_node
from ..lazy import safetensors
from ..nets.chain import chain
from ..nets.coders.classes import ClassDecoder
from ..nets.coders.image import ImageEncoder
from ..nets.elementwise import ElementwiseFunction
from ..nets.kinds import Count, Spatial
from ..nets.layers.convolution import ConvolutionLayer
from ..nets.layers.elementwise import ElementwiseLayer
from ..nets.layers.flatten import FlattenLayer
from ..nets.layers.linear import LinearLayer, OutputLengths
from ..nets.layers.pooling import PoolingLayer
from ..nets.layers.softmax import SoftmaxLayer
from ..nets.net import Leaf, Net
from ..problem import Template

WEIGHTS = Path(__file__).with_name("data") / "lenet_mnist.safetensors"

NO_MODEL = Template("nonet", '"`1`" is not a model that is available here.  `2`')
NO_PROPERTY = Template("noprop", '"`1`" is not a property of the model "`2`"; these are: `3`.')


@dataclass(frozen=True)
class Model:
    """A net by name: how it is built without arrays, how with them, and what is told of it."""

    description: str
    uninitialized: Callable[[], Net]
    evaluation: Callable[[], Net]
    training_set: str | None = None

    def properties(self) -> dict[str, Callable[[], Node]]:
        found: dict[str, Callable[[], Node]] = {
            "EvaluationNet": lambda: Value(self.evaluation()),
            "EvaluationFunction": lambda: Value(self.evaluation()),
            "TrainingNet": lambda: Value(self.uninitialized()),
            "UninitializedEvaluationNet": lambda: Value(self.uninitialized()),
            "ByteCount": lambda: Integer(byte_count(self.uninitialized())),
            "TaskType": lambda: to_node(["Classification"]),
            "InputDomains": lambda: to_node(["Image"]),
            "SourceMetadata": lambda: to_node({"Description": self.description, "Source": "wlnet"}),
        }
        if self.training_set:
            found["TrainingSetInformation"] = lambda: String(str(self.training_set))
        return found


def lenet() -> Net:
    """LeNet without arrays."""
    layers = (
        ConvolutionLayer(Count(20), Spatial((5, 5))),
        ElementwiseLayer(ElementwiseFunction(S.Ramp)),
        PoolingLayer(Spatial((2, 2)), Spatial((2, 2))),
        ConvolutionLayer(Count(50), Spatial((5, 5))),
        ElementwiseLayer(ElementwiseFunction(S.Ramp)),
        PoolingLayer(Spatial((2, 2)), Spatial((2, 2))),
        FlattenLayer(),
        LinearLayer(OutputLengths((500,))),
        ElementwiseLayer(ElementwiseFunction(S.Ramp)),
        LinearLayer(OutputLengths((10,))),
        SoftmaxLayer(),
    )
    coders = {
        "Input": ImageEncoder((28, 28), "Grayscale"),
        "Output": ClassDecoder(tuple(Integer(digit) for digit in range(10))),
    }
    return chain({str(i): Leaf(layer) for i, layer in enumerate(layers, start=1)}, coders=coders)


@lru_cache(maxsize=1)
def trained_lenet() -> Net:
    """LeNet with the arrays that come with this package."""
    return with_weights(lenet(), WEIGHTS)


def with_weights(net: Net, path: Path) -> Net:
    """The net with its arrays from a safetensors file, where they are called as ``1/Weights``."""
    stored = safetensors.load_file(path)
    return net.with_arrays(
        {tuple(name.split("/")): array.astype(np.float32) for name, array in stored.items()}
    )


def save_weights(net: Net, path: Path) -> None:
    """Write the arrays of the net for `with_weights`, in half precision."""
    arrays = {"/".join(at): array.astype(np.float16) for at, array in net.arrays().items()}
    safetensors.save_file(arrays, path)


def byte_count(net: Net) -> int:
    """The size of the arrays of the net, four bytes a number."""
    dims = net.array_dims()
    return 4 * sum(math.prod(dims[path] or ()) for path in net.array_specs())  # type: ignore[arg-type, misc]


def net_model(name: str, asked: str = "EvaluationNet") -> Node:
    """NetModel[name, property]: a net, or what is told of it."""
    model = MODELS.get(name)
    if model is None:
        near = difflib.get_close_matches(name, MODELS, n=3, cutoff=0.4)
        known = ", ".join(f'"{each}"' for each in near or MODELS)
        raise NO_MODEL(name, f"{'Near names are' if near else 'The models are'}: {known}.")
    properties = model.properties()
    if asked not in properties:
        raise NO_PROPERTY(asked, name, ", ".join(sorted(properties)))
    return properties[asked]()


def model_names() -> tuple[str, ...]:
    return tuple(MODELS)


MODELS = {
    "LeNet": Model("LeNet for images of 28 x 28, not trained.", lenet, lenet),
    "LeNet Trained on MNIST Data": Model(
        "LeNet, trained by wlnet itself on the training data of MNIST.",
        lenet,
        trained_lenet,
        "MNIST: 60,000 images of handwritten digits, by Y. LeCun, C. Cortes and C. Burges.",
    ),
}
