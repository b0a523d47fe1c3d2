"""The command `wlnet`, which is also `python -m wlnet`.

While it is loaded Ctrl-C ends it at once, without a traceback; from then on it is a matter of the session.
"""

import signal
import sys
import warnings

_usual = signal.getsignal(signal.SIGINT)
if _usual is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from .frontends.cli import main as command  # noqa: E402


def main() -> int:
    """Run the command line; the exit status."""
    signal.signal(signal.SIGINT, _usual)
    if not sys.warnoptions:  # warnings of libraries are for developers, who ask for them with python -W
        warnings.simplefilter("ignore")
    return command()


if __name__ == "__main__":
    sys.exit(main())
