"""NetInsertSharedArrays: every trained array becomes a shared one, under a name made of its position."""

from __future__ import annotations

from dataclasses import replace

from ...problem import Template
from ..net import Leaf, Net, Path
from ..net_array import NetArray, plain

NO_SHARED = Template("netshared", 'The net has no shared array "`1`"; it has `2`.')


def need_shared(net: Net, name: str) -> None:
    """Raise a Problem if the net has no shared array of this name."""
    names = dict.fromkeys(net.shared().values())
    if name not in names:
        raise NO_SHARED(name, ", ".join(f'"{n}"' for n in names) or "none")


def insert_shared_arrays(net: Net, prefix: str = "") -> Net:
    """The net with each trained array shared under a name made of `prefix` and its position."""

    def leaf_at(at: Path, leaf: Leaf) -> Leaf:
        values = dict(leaf.values)
        for name, spec in leaf.layer.arrays.items():
            present = values.get(name)
            removed = name in values and present is None
            if spec.trained and not removed and not isinstance(present, NetArray):
                values[name] = NetArray(prefix + "/".join((*at, name)), plain(present))
        return replace(leaf, values=values)

    return net.rebuilt(leaf_at)
