"""Memory of arrays that are gone is kept for the next ones, as far as the C library lets us ask for it.

By itself the GNU C library gives arrays of some megabytes back to the system whenever they are freed, and
gets them again, page by page, for the next result: that takes several times as long as adding up two of them.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache

LARGE = 1 << 20  # bytes of an array for which it is worth it
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of settings, as in malloc.h
_KEPT, _LARGEST = 128 << 20, 32 << 20  # bytes kept at most, and the largest piece that is kept


@cache
def keep_memory() -> None:
    """To be called before arrays come and go; other C libraries are left as they are."""
    try:
        setting = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    setting(_MMAP_THRESHOLD, _LARGEST)
    setting(_TRIM_THRESHOLD, _KEPT)


def memory_size() -> int:
    """The bytes of memory of this machine; where the system does not say, more than most have."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # not on this system
        return 2**36
