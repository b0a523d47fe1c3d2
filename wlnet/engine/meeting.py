"""Where the processes of a job meet, anew after every restart.

They meet at a store, a small server of names and values.  That of torchrun outlives its workers: when it
starts them again, it still holds what those before have written, addresses among it, and who trusts these
waits for the dead.  So each attempt has a part of the store of its own, with a name that the first process
chooses.  As the name of the attempt before is still there too, each of the others first writes a word that
nobody has used before; the first repeats the words that it finds beside the name, again and again until all
of them have found theirs and said so.  Then they are all alive, and nobody else knows that name.

Rejected: the number of restarts as the name, which each machine counts for itself; an own server, as with
``TORCH_DISABLE_SHARE_RDZV_TCP_STORE=1``, which users would have to set.
"""

from __future__ import annotations

import os
import time
import uuid
from typing import Any

from ..lazy import distributed

PLACE = "wlnet meeting"
PAUSE = 0.01  # seconds between two looks


def met(rank: int, size: int) -> Any:
    """A store for these processes alone, once all of them are there."""
    store = distributed.PrefixStore(PLACE, _server(rank))
    name = _invite(store, size) if rank == 0 else _answer(store, rank)
    return distributed.PrefixStore(name, store)


def _server(rank: int) -> Any:
    """The store that torchrun lends, or else one that the first process serves."""
    lent = os.environ.get("TORCHELASTIC_USE_AGENT_STORE") == "True"
    return distributed.TCPStore(
        os.environ["MASTER_ADDR"],
        int(os.environ["MASTER_PORT"]),
        is_master=rank == 0 and not lent,
        timeout=distributed.default_pg_timeout,
        wait_for_workers=False,
        multi_tenant=True,
    )


def _invite(store: Any, size: int) -> str:
    """The name of this attempt, which all others have seen."""
    others, words, name = range(1, size), [""], ""
    while not (name and store.check([f"{name} {rank}" for rank in others])):
        greetings = [f"word {rank}" for rank in others]
        if store.check(greetings) and (found := [store.get(key).decode() for key in greetings]) != words:
            words, name = found, uuid.uuid4().hex
            store.set("attempt", " ".join([name, *words]))
        time.sleep(PAUSE)
    store.set(f"{name} begins", "")
    return name


def _answer(store: Any, rank: int) -> str:
    """The name of the attempt that this process belongs to, when all others know it too."""
    word, name = uuid.uuid4().hex, ""
    store.set(f"word {rank}", word)
    while not (name and store.check([f"{name} begins"])):
        if store.check(["attempt"]):
            found, *words = store.get("attempt").decode().split()
            if found != name and words[rank - 1 : rank] == [word]:
                name = found
                store.set(f"{name} {rank}", "")
        time.sleep(PAUSE)
    return name
