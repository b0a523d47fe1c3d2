"""Property tests try the same examples each time; HYPOTHESIS_PROFILE=explore lets them look for new ones."""

from __future__ import annotations

import os
import signal
import sys

from hypothesis import settings

from wlnet.session import PYTHON_FRAMES

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

# A session raises Python's limit; hypothesis warns where that happens in the middle of a property.
sys.setrecursionlimit(max(sys.getrecursionlimit(), PYTHON_FRAMES))

# Started in the background a shell lets the tests ignore Ctrl-C, which some of them are about.
signal.signal(signal.SIGINT, signal.default_int_handler)
