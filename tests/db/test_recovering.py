"""A server that takes no connections: one that is at work is left alone, one that does nothing is told apart from it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from jikim.db import recovering
from jikim.db.recovering import Recovery

# A process of this one's, named as one that recovers. It works until it hears of more, and then waits for ever.
CHILD = """
import sys, threading
heard = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), heard.set()), daemon=True).start()
while not heard.is_set():
    sum(range(1000))
threading.Event().wait()
"""

if sys.platform == "linux":

    def test_one_that_has_only_begun_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
        """A server that has no process to recover with yet is at work while it runs itself."""
        monkeypatch.setattr(recovering, "STILL_SECONDS", 0.5)
        recovery = Recovery(os.getpid())
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            assert not recovery.hangs()

    def test_one_that_works_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
        """While a process that recovers runs, the server is never said to hang; once all of them wait, it is."""
        monkeypatch.setattr(recovering, "STILL_SECONDS", 0.5)
        command = [sys.executable, "-c", CHILD, "startup"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as child:
            try:
                recovery = Recovery(os.getpid())
                end = time.monotonic() + 2
                while time.monotonic() < end:
                    assert not recovery.hangs()
                    time.sleep(0.01)
                assert child.stdin is not None
                child.stdin.write("\n")
                child.stdin.flush()
                end = time.monotonic() + 60
                while not recovery.hangs():
                    assert time.monotonic() < end
                    time.sleep(0.01)
            finally:
                child.kill()
