"""What a PDF says, within bounds: few at a time, each in a process of its own with so much time and memory
(`reading_pdf.py`)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from jikim.uploads.limits import MIB, refused

SECONDS = 10
MEMORY = 768 * MIB
_READER = Path(__file__).with_name("reading_pdf.py")
_FEW = BoundedSemaphore(2)


class Said(NamedTuple):
    """The text of a PDF, and whether there are pictures in it, whose text nobody reads."""

    text: str
    has_pictures: bool


def said_in(content: bytes, item: str, *, seconds: int = SECONDS, memory: int = MEMORY) -> Said:
    """Reads a PDF. Raises InvalidError for one that can't be read within the bounds: what nobody can search is not
    taken."""
    command = [sys.executable, "-I", str(_READER), str(seconds), str(memory)]
    with _FEW:
        try:
            done = subprocess.run(  # noqa: S603 - our own reader; the file comes by its input alone
                command, input=content, capture_output=True, timeout=3 * seconds, check=False, env={}
            )
        except (subprocess.TimeoutExpired, OSError):
            done = None
    head, _, text = done.stdout.decode("utf-8", "replace").partition("\n") if done is not None else ("", "", "")
    if done is None or done.returncode != 0 or head not in ("pictures", "none"):
        raise refused(
            item,
            ("PDF의 글을 읽을 수 없어 받지 않았습니다", "인쇄하듯 PDF로 다시 저장해 보내 주세요"),
            ("the text of the PDF can't be read, so it was not taken", "print it to a PDF and send that"),
        )
    return Said(text, head == "pictures")
