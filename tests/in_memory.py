"""Tests keep their files in memory, where the machine has a file system there that is large enough.

A test run makes and removes some hundred clusters of a thousand files each: on a disk that is a fifth of its time. Who
names a place of their own (TMPDIR, PYTEST_DEBUG_TEMPROOT, --basetemp) is heeded.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system; what is made in it is pytest's own, 0700
LEAST = 10 * 2**30  # bytes free; a run of the whole takes about half of it


def roomy(place: Path) -> bool:
    """Whether so much can be written there, and programs run from there."""
    try:
        found = os.statvfs(place)
    except OSError:
        return False
    return found.f_bavail * found.f_frsize >= LEAST and not found.f_flag & os.ST_NOEXEC and os.access(place, os.W_OK)


def settle() -> None:
    """For this process and those that it starts."""
    if not {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & os.environ.keys() and roomy(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
