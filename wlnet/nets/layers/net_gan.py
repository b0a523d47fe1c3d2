"""NetGANOperator: a net that makes examples against a net that tells them from real ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...lazy import torch
from ..kinds import Choice
from ..layer import Inner, Layer, Port, layer
from ..operators import Ends, Operator, ends_of_nets


class GANLoss(Choice):
    names = ("JensenShannon", "Wasserstein")
    expected = '"JensenShannon", "Wasserstein" or Automatic'


def _is_probability(net: Any) -> bool:
    """Whether a net ends in a layer that gives probabilities."""
    last = getattr(net, "solved", None) or getattr(net, "layer", None)
    if last is None:
        edges = [edge for edge in net.edges if not edge.target[0]]
        return bool(edges) and bool(edges[0].source[0]) and _is_probability(net.nodes[edges[0].source[0]])
    return getattr(last.natural_loss(), "Form", "") == "Binary"


@layer
class NetGANOperator(Operator):
    """NetGANOperator[{generator, discriminator}] is a net for training a generative adversarial network.

    "Sample" takes a real example and "Latent" what the generator makes an example of, "GeneratedFake".
    NetTrain makes the sum of the losses "LossReal" and "LossFake" small for the discriminator; the gradient
    that reaches the generator has its sign reversed, so that it makes "LossFake" large.
    NetGANOperator[nets, "JensenShannon"] has the losses -Log[d[sample]] and -Log[1 - d[fake]],
    NetGANOperator[nets, "Wasserstein"] the losses -d[sample] and d[fake]; usually it is the first for a
    discriminator that ends in LogisticSigmoid.  The parts are called "Generator" and "Discriminator".
    Source: reference page of NetGANOperator.

    >> Information[NetGANOperator[{2, LinearLayer[{}]}, "Latent" -> 3], "OutputPortNames"]
    {"LossReal", "LossFake", "GeneratedFake"}
    """

    positional = ("Loss",)
    Loss: GANLoss | None = None
    _Ends: Ends = ()
    _Found: GANLoss = GANLoss("Wasserstein")  # the loss that the discriminator suggests

    Generator = Inner.of()
    Discriminator = Inner.of()

    def adapted(self, nets: Mapping[str, Any]) -> Layer:
        found = GANLoss("JensenShannon" if _is_probability(nets["Discriminator"]) else "Wasserstein")
        return replace(self, _Ends=ends_of_nets(nets), _Found=found)

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        latent = self.single("Generator")[0].shown("*latent") if self._Ends else Port("*latent")
        return {
            "Sample": Port("*sample"),
            "Latent": latent,
            "LossReal": Port("", output=True, loss=True),
            "LossFake": Port("", output=True, loss=True),
            "GeneratedFake": Port("*sample", output=True),
        }

    def inner_ports(self) -> dict[str, Inner]:
        if not self._Ends:
            return {}
        (latent, fake), (sample, truth) = self.single("Generator"), self.single("Discriminator")
        return self.inner_of(
            {
                ("Generator", latent.port): "*latent",
                ("Generator", fake.port): "*sample",
                ("Discriminator", sample.port): "*sample",
                ("Discriminator", truth.port): "",
            }
        )

    def forward(self, ctx: Any, Sample: Any, Latent: Any, *, Generator: Any, Discriminator: Any) -> Any:
        # (batch, *sample), (batch, *latent) -> (batch,), (batch,), (batch, *sample)
        fake = Generator(Latent)
        reversed_ = 2 * fake.detach() - fake  # the same numbers; their gradient has the opposite sign
        real, made = Discriminator(Sample), Discriminator(reversed_)
        if (self.Loss or self._Found) == "Wasserstein":
            return -real, made, fake
        tiny = torch.finfo(real.dtype).tiny
        return -real.clamp_min(tiny).log(), -(1 - made).clamp_min(tiny).log(), fake

    cases = (
        {
            "Generator": "NetChain[{LinearLayer[3], Tanh}]",
            "Discriminator": "NetChain[{LinearLayer[{}], LogisticSigmoid}]",
            "Latent": (2,),
        },
        {
            "Generator": "LinearLayer[]",
            "Discriminator": "LinearLayer[{}]",
            "Sample": (2, 2),
            "Latent": (3,),
        },
    )
