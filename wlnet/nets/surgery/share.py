"""NetInsertSharedArrays: every trained array becomes a shared one, under a name made of its position."""

from __future__ import annotations

from dataclasses import replace

from ..net import Leaf, Net, NetArray, Path, plain


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
