"""What a PDF says, within bounds: few at a time, each in a process of its own with so much time and memory
(`reading_pdf.py`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from jikim.uploads.limits import MIB
from jikim.uploads.refusals import FileError

SECONDS = 10
MEMORY = 768 * MIB
_READER = Path(__file__).with_name("reading_pdf.py")
_FEW = BoundedSemaphore(2)


class Said(NamedTuple):
    """The text of a PDF; whether there are pictures in it, whose text nobody reads; and the reason for which it is set
    refused, where it would run or fetch something."""

    text: str
    has_pictures: bool
    refused: str | None


def said_in(content: bytes, item: str, *, seconds: int = SECONDS, memory: int = MEMORY) -> Said:
    """Reads a PDF. Raises FileError for one that has a password or can't be read within the bounds: what nobody can
    search is not taken."""
    command = [sys.executable, "-I", str(_READER), str(seconds), str(memory)]
    with _FEW:
        try:
            done = subprocess.run(  # noqa: S603 - our own reader; the file comes by its input alone
                command, input=content, capture_output=True, timeout=3 * seconds, check=False, env={}
            )
        except (subprocess.TimeoutExpired, OSError):
            done = None
    head, _, text = done.stdout.decode("utf-8", "replace").partition("\n") if done is not None else ("", "", "")
    found = set(head.split())
    if done is None or done.returncode != 0 or "pdf" not in found:
        raise FileError(item, "pdf-unread")
    if "password" in found:
        raise FileError(item, "password")
    refused = "runs" if "runs" in found else "fetches" if "fetches" in found else None
    return Said(text, "pictures" in found, refused)
