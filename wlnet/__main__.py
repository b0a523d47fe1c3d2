"""`python -m wlnet` is the command `wlnet`."""

import sys

from .frontends.cli import main

if __name__ == "__main__":
    sys.exit(main())
