"""The other side of against_mxnet.py: what MXNet makes of inputs and arrays, with gradients.

Run by the Python of an environment with MXNet: ``python mxnet_side.py in.npz out.npz``.  Nothing of wlnet is
imported here.  A row of the table is a function of the inputs and the arrays by name.
"""

from __future__ import annotations

import sys
from typing import Any

import mxnet
import numpy

nd = mxnet.nd


def conv(x: Any, a: Any, kernel: Any, **settings: Any) -> Any:
    bias = a.get("Biases")
    extra = [] if bias is None else [bias]
    count = a["Weights"].shape[0]
    return nd.Convolution(
        x, a["Weights"], *extra, kernel=kernel, num_filter=count, no_bias=bias is None, **settings
    )


def deconv(x: Any, a: Any, kernel: Any, filters: int, **settings: Any) -> Any:
    return nd.Deconvolution(
        x, a["Weights"], a["Biases"], kernel=kernel, num_filter=filters, no_bias=False, **settings
    )


def rnn(x: Any, a: Any, mode: str, gates: list[str]) -> Any:
    """The fused operator; one bias of a gate is the sum of MXNet's two."""
    flat = [a[g + end].reshape((-1,)) for end in ("InputWeights",) for g in gates]
    flat += [a[g + "StateWeights"].reshape((-1,)) for g in gates]
    flat += [a[g + "Biases"] for g in gates] + [nd.zeros_like(a[g + "Biases"]) for g in gates]
    size = a[gates[0] + "Biases"].shape[0]
    state = nd.zeros((1, x.shape[0], size), dtype=x.dtype)
    states = {"state_cell": state} if mode == "lstm" else {}
    out = nd.RNN(
        x.swapaxes(0, 1), nd.concat(*flat, dim=0), state, state_size=size, num_layers=1, mode=mode, **states
    )
    return out.swapaxes(0, 1)


def batch_norm(x: Any, a: Any, evaluating: bool, axis: int = 1) -> Any:
    held = (a["Scaling"], a["Biases"], a["MovingMean"].copy(), a["MovingVariance"].copy())
    return nd.BatchNorm(x, *held, eps=0.001, fix_gamma=False, use_global_stats=evaluating, axis=axis)


def attention(k: Any, v: Any, q: Any) -> Any:
    return nd.batch_dot(nd.softmax(nd.batch_dot(q, k, transpose_b=True), axis=-1), v)


def single(*arrays: Any) -> list[Any]:
    """Arrays in single precision, for operators that take no other."""
    return [array.astype("float32") for array in arrays]


def ctc(x: Any, t: Any) -> Any:
    x, t = single(x, t)
    return nd.CTCLoss(x.swapaxes(0, 1), t - 1, blank_label="last")  # of logits


def local_response(x: Any, **settings: Any) -> Any:
    return nd.LRN(*single(x), **settings)


def instance_norm(x: Any, a: Any) -> Any:
    return nd.InstanceNorm(*single(x, a["Scaling"], a["Biases"]), eps=0.001)


GRU = ["ResetGate", "InputGate", "MemoryGate"]
LSTM = ["InputGate", "ForgetGate", "MemoryGate", "OutputGate"]
OPERATORS: dict[str, Any] = {
    "linear": lambda i, a: nd.FullyConnected(i["Input"], a["Weights"], a["Biases"], num_hidden=3),
    "linear of an array": lambda i, a: nd.FullyConnected(i["Input"], a["Weights"], a["Biases"], num_hidden=3),
    "ramp": lambda i, a: nd.Activation(i["Input"], "relu"),
    "sigmoid": lambda i, a: nd.Activation(i["Input"], "sigmoid"),
    "tanh": lambda i, a: nd.Activation(i["Input"], "tanh"),
    "softplus": lambda i, a: nd.Activation(i["Input"], "softrelu"),
    "softsign": lambda i, a: nd.Activation(i["Input"], "softsign"),
    "elu": lambda i, a: nd.LeakyReLU(i["Input"], act_type="elu", slope=1.0),
    "selu": lambda i, a: nd.LeakyReLU(i["Input"], act_type="selu"),
    "gelu": lambda i, a: nd.LeakyReLU(i["Input"], act_type="gelu"),
    "hard sigmoid": lambda i, a: nd.hard_sigmoid(i["Input"], alpha=0.5, beta=0.5),
    "erf": lambda i, a: nd.erf(i["Input"]),
    "log gamma": lambda i, a: nd.gammaln(i["Input"]),
    "parametric ramp": lambda i, a: nd.LeakyReLU(i["Input"], a["Slope"], act_type="prelu"),
    "softmax": lambda i, a: nd.softmax(i["Input"], axis=-1),
    "softmax of level 1": lambda i, a: nd.softmax(i["Input"], axis=1),
    "convolution 1-D": lambda i, a: conv(i["Input"], a, (3,)),
    "convolution": lambda i, a: conv(i["Input"], a, (3, 2), stride=(2, 1), pad=(1, 0)),
    "convolution dilated": lambda i, a: conv(i["Input"], a, (2, 2), dilate=(2, 3)),
    "convolution in groups": lambda i, a: conv(i["Input"], a, (2, 2), num_group=2),
    "convolution 3-D": lambda i, a: conv(i["Input"], a, (2, 2, 2)),
    "deconvolution": lambda i, a: deconv(i["Input"], a, (3, 2), 2, stride=(2, 1), pad=(1, 0)),
    "deconvolution in groups": lambda i, a: deconv(i["Input"], a, (2, 2), 4, num_group=2),
    "pooling max": lambda i, a: nd.Pooling(i["Input"], kernel=(2, 3), pool_type="max", stride=(2, 1)),
    "pooling max padded": lambda i, a: nd.Pooling(
        i["Input"], kernel=(3, 3), pool_type="max", stride=(2, 2), pad=(1, 1)
    ),
    "pooling mean": lambda i, a: nd.Pooling(i["Input"], kernel=(2, 2), pool_type="avg", stride=(1, 1)),
    "pooling mean padded": lambda i, a: nd.Pooling(
        i["Input"], kernel=(3, 3), pool_type="avg", stride=(2, 2), pad=(1, 1), count_include_pad=True
    ),
    "pooling total": lambda i, a: nd.Pooling(i["Input"], kernel=(2, 2), pool_type="sum", stride=(2, 2)),
    "pooling 1-D": lambda i, a: nd.Pooling(i["Input"], kernel=(2,), pool_type="max", stride=(2,)),
    "pooling 3-D": lambda i, a: nd.Pooling(i["Input"], kernel=(2, 2, 2), pool_type="avg", stride=(1, 1, 1)),
    "batch normalization": lambda i, a: batch_norm(i["Input"], a, True),
    "batch normalization in training": lambda i, a: batch_norm(i["Input"], a, False),
    "batch normalization interleaved": lambda i, a: batch_norm(i["Input"], a, True, -1),
    "instance normalization": lambda i, a: instance_norm(i["Input"], a),
    "layer normalization": lambda i, a: nd.LayerNorm(
        i["Input"], a["Scaling"], a["Biases"], axis=-1, eps=0.001
    ),
    "local response": lambda i, a: local_response(i["Input"], alpha=1.0, beta=0.5, knorm=1.0, nsize=5),
    "local response, other settings": lambda i, a: local_response(
        i["Input"], alpha=0.5, beta=0.75, knorm=2.0, nsize=3
    ),
    "basic recurrent": lambda i, a: rnn(i["Input"], a, "rnn_tanh", [""]),
    "gated recurrent": lambda i, a: rnn(i["Input"], a, "gru", GRU),
    "long short-term memory": lambda i, a: rnn(i["Input"], a, "lstm", LSTM),
    "embedding": lambda i, a: nd.Embedding(i["Input"] - 1, a["Weights"], input_dim=6, output_dim=3),
    "unit vectors": lambda i, a: nd.one_hot(i["Input"] - 1, 4),
    "attention": lambda i, a: attention(i["Key"], i["Value"], i["Query"]),
    "CTC loss": lambda i, a: ctc(i["Input"], i["Target"]),
    "cross entropy": lambda i, a: -nd.pick(nd.log(i["Input"]), i["Target"] - 1, axis=-1),
    "mean squared loss": lambda i, a: nd.mean(nd.square(i["Input"] - i["Target"]), axis=(1, 2)),
    "mean absolute loss": lambda i, a: nd.mean(nd.abs(i["Input"] - i["Target"]), axis=(1, 2)),
    "spatial transformation": lambda i, a: nd.SpatialTransformer(
        i["Input"], i["Parameters"], target_shape=(3, 4), transform_type="affine", sampler_type="bilinear"
    ),
    "resize nearest": lambda i, a: nd.UpSampling(i["Input"], scale=2, sample_type="nearest"),
    "resize linear": lambda i, a: nd.contrib.BilinearResize2D(i["Input"], height=6, width=5),
    "dropout in evaluation": lambda i, a: nd.Dropout(i["Input"], p=0.3),
    "mean of levels": lambda i, a: nd.mean(i["Input"], axis=(2, 3)),
    "largest of levels": lambda i, a: nd.max(i["Input"], axis=(2, 3)),
    "product of levels": lambda i, a: nd.prod(i["Input"], axis=(2, 3)),
    "summation": lambda i, a: nd.sum(i["Input"], axis=(1, 2)),
    "transpose": lambda i, a: nd.transpose(i["Input"], (0, 3, 2, 1)),
    "flatten": lambda i, a: nd.Flatten(i["Input"]),
    "reshape": lambda i, a: nd.reshape(i["Input"], (0, 3, 2)),
    "part": lambda i, a: nd.slice_axis(i["Input"], axis=1, begin=1, end=3),
    "padding": lambda i, a: nd.pad(
        i["Input"], mode="constant", pad_width=(0, 0, 0, 0, 1, 2, 0, 1), constant_value=0.5
    ),
    "padding fixed": lambda i, a: nd.pad(i["Input"], mode="edge", pad_width=(0, 0, 0, 0, 1, 2, 0, 1)),
    "padding reflected": lambda i, a: nd.pad(i["Input"], mode="reflect", pad_width=(0, 0, 0, 0, 1, 2, 0, 1)),
    "replicate": lambda i, a: nd.tile(nd.expand_dims(i["Input"], 1), (1, 2, 1)),
    "catenate": lambda i, a: nd.concat(i["1"], i["2"], dim=1),
    "total": lambda i, a: i["1"] + i["2"],
    "dot": lambda i, a: nd.batch_dot(i["1"], i["2"]),
    "threading": lambda i, a: nd.broadcast_mul(i["Input1"], i["Input2"]),
    "sequence last": lambda i, a: nd.slice_axis(i["Input"], axis=1, begin=-1, end=None).squeeze(1),
    "sequence reverse": lambda i, a: nd.flip(i["Input"], axis=1),
    "ordering": lambda i, a: nd.argsort(i["Input"], axis=-1) + 1,
    "constant times": lambda i, a: nd.broadcast_mul(i["Input"], nd.expand_dims(a["Scaling"], 0)),
    "constant plus": lambda i, a: nd.broadcast_add(i["Input"], nd.expand_dims(a["Biases"], 0)),
}


def computed(name: str, held: dict[str, numpy.ndarray]) -> dict[str, numpy.ndarray]:
    """The output, and the gradients of its product with the given weights."""
    found = {key: nd.array(v, dtype=v.dtype) for key, v in held.items()}
    inputs = {k.split(" ")[1]: v for k, v in found.items() if k.startswith(("input ", "whole "))}
    arrays = {k.split(" ")[1]: v for k, v in found.items() if k.startswith(("array ", "state "))}
    sought = {k: v for k, v in found.items() if k.startswith(("input ", "array "))}
    for value in sought.values():
        value.attach_grad()
    weights = nd.array(held["weights"], dtype="float64")
    with mxnet.autograd.record(train_mode="training" in name):
        output = OPERATORS[name](inputs, arrays)
        total = (output.astype("float64") * weights).sum()
    if sought:
        total.backward()
    return {"output": output.asnumpy(), **{f"gradient {k}": v.grad.asnumpy() for k, v in sought.items()}}


def main(source: str, target: str) -> None:
    held = dict(numpy.load(source))
    results = {}
    for name in OPERATORS:
        mine = {k[len(name) + 1 :]: v for k, v in held.items() if k.startswith(name + "|")}
        try:
            results.update({f"{name}|{k}": v for k, v in computed(name, mine).items()})
        except mxnet.base.MXNetError as e:
            results[f"{name}|error"] = numpy.array(str(e).splitlines()[-1][:200])
    numpy.savez(target, **results)


if __name__ == "__main__":
    main(*sys.argv[1:])
