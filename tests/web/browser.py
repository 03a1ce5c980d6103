"""Whether this machine has a Chromium, which the tests of the pages drive. They are left out without one, and the
report says so."""

from __future__ import annotations

import shutil

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HERE = PROGRAM is not None
LEFT_OUT = "jikim: no chromium here: the tests in tests/web/pages are left out (Debian: apt install chromium)"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
