"""What layers with kernels that slide over spatial dimensions have in common: parameters, ports, groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..expr import Node, to_node
from ..problem import Template
from .kinds import Count, Padding, Spatial
from .layer import Layer, Port
from .sliding import ONE

GROUPS = Template(
    "chgroups", "`1` channel groups do not divide both `2` input channels and `3` output channels evenly."
)
VARYING_CHANNELS = Template(
    "chvarying",
    "The number of channels cannot vary, and channels come first; for a sequence of vectors give the layer "
    "Interleaving -> True.",
)

UNPADDED, WHOLE = Padding(0), Count(1)


def need_groups(channels: int | str, groups: int, outputs: int) -> None:
    """Raise a Problem unless channels can be split into so many groups, before and after."""
    if isinstance(channels, str):
        raise VARYING_CHANNELS()
    if channels % groups or outputs % groups:
        raise GROUPS(int(groups), channels, int(outputs))


@dataclass(frozen=True)
class KernelLayer(Layer):
    """Abstract: OutputChannels kernels of one size, with channels first, or last with Interleaving -> True.

    "Stride" and "Dilation" are integers or one for each spatial dimension.
    """

    positional = ("OutputChannels", "KernelSize")
    OutputChannels: Count | None
    KernelSize: Spatial
    Stride: Spatial = ONE
    PaddingSize: Padding = UNPADDED
    Dilation: Spatial = ONE
    ChannelGroups: Count = WHOLE
    Interleaving: bool = False
    Dimensionality: Count | None = None
    old_names = {"GroupNumber": "ChannelGroups"}

    @property
    def ports(self) -> dict[str, Port]:  # type: ignore[override]
        if self.Interleaving:
            return {"Input": Port("+inp c"), "Output": Port("+size OutputChannels", output=True)}
        return {"Input": Port("c +inp"), "Output": Port("OutputChannels +size", output=True)}

    @classmethod
    def told_by(cls, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Node]:
        """The size of the kernels, behind the channels in "Weights"."""
        kernel = shapes.get("Weights", ())[2:]
        return {"KernelSize": to_node(kernel)} if kernel else {}
