"""`python -m jikim`: the same as the command `jikim`."""

import sys

from jikim.cli import main

if __name__ == "__main__":
    sys.exit(main())
