"""How long it takes to build a NetGraph of the size of ResNet-152, about 500 layers, and to infer its sizes.

Prints seconds for making the layers, for the graph with all dimensions inferred, and for inferring them anew
for another size of the input.  The aim is one second for all of it.
"""

from __future__ import annotations

import time
from dataclasses import replace

from wlnet.declare import declare_all
from wlnet.expr import NONE, Expr, Integer, Node, S, String
from wlnet.nets.construct import build_layer
from wlnet.nets.graph import graph
from wlnet.nets.infer import infer
from wlnet.nets.layer import LAYERS
from wlnet.nets.net import Net

STAGES = ((64, 3, 1), (128, 8, 2), (256, 36, 2), (512, 3, 2))  # channels, blocks, stride of the first block


class Builder:
    """The layers and connections of a graph, added one after the other."""

    def __init__(self) -> None:
        self.nodes: dict[str, Net] = {}
        self.links: list[Node] = []

    def add(self, kind: str, before: tuple[str, ...], *arguments: Node, **options: Node) -> str:
        name = f"{kind.removesuffix('Layer').lower()}{len(self.nodes) + 1}"
        rules = [S.Rule(String(key), value) for key, value in options.items()]
        self.nodes[name] = build_layer(LAYERS[kind], [*arguments, *rules])
        if before:
            self.links.append(S.Rule(Expr(S.List, tuple(map(String, before))), String(name)))
        return name

    def convolution(self, before: tuple[str, ...], channels: int, size: int, stride: int = 1) -> str:
        settings = {"Stride": Integer(stride), "PaddingSize": Integer(size // 2), "Biases": NONE}
        kernel = S.List(Integer(size), Integer(size))
        made = self.add("ConvolutionLayer", before, Integer(channels), kernel, **settings)
        return self.add("BatchNormalizationLayer", (made,))

    def ramp(self, before: str) -> str:
        return self.add("ElementwiseLayer", (before,), S.Ramp)

    def block(self, before: str, channels: int, stride: int, project: bool) -> str:
        inner = self.ramp(self.convolution((before,), channels, 1))
        inner = self.ramp(self.convolution((inner,), channels, 3, stride))
        inner = self.convolution((inner,), 4 * channels, 1)
        straight = self.convolution((before,), 4 * channels, 1, stride) if project else before
        return self.ramp(self.add("ThreadingLayer", (inner, straight), S.Plus))

    def residual_net(self) -> None:
        last = self.ramp(self.convolution((), 64, 7, 2))
        last = self.add("PoolingLayer", (last,), Integer(3), Integer(2), PaddingSize=Integer(1))
        for channels, blocks, stride in STAGES:
            for i in range(blocks):
                last = self.block(last, channels, stride if i == 0 else 1, project=i == 0)
        last = self.add("AggregationLayer", (last,), S.Mean)
        self.add("SoftmaxLayer", (self.add("LinearLayer", (last,), Integer(1000)),))


def main() -> None:
    declare_all("wlnet.nets.layers")
    for _ in range(3):  # the first time includes what is worked out once in a session
        begin = time.perf_counter()
        builder = Builder()
        builder.residual_net()
        made = time.perf_counter()
        net = graph(builder.nodes, Expr(S.List, tuple(builder.links)), given={"Input": (3, 224, 224)})
        built = time.perf_counter()
        infer(replace(net, given={"Input": (3, 192, 192)}))
        changed = time.perf_counter()
        assert net.dims["Output"] == (1000,)
        print(
            f"{len(builder.nodes)} layers: making them {made - begin:.3f} s, the graph with sizes "
            f"{built - made:.3f} s, together {built - begin:.3f} s; for another input {changed - built:.3f} s"
        )


if __name__ == "__main__":
    main()
