"""A server that takes no connections: one that is at work is left alone, one that does nothing is told apart from it."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from tests.waiting import eventually

from jikim.db import recovering
from jikim.db.recovering import Recovery

# A process of this one's, named as one that recovers. It works until it hears of more, and then waits for ever.
CHILD = """
import sys, threading
heard = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), heard.set()), daemon=True).start()
print(flush=True)
while not heard.is_set():
    sum(range(1000))
threading.Event().wait()
"""

if sys.platform == "linux":

    @pytest.fixture(autouse=True)
    def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
        """At each look a second has passed."""
        monkeypatch.setattr(recovering, "time", SimpleNamespace(monotonic=itertools.count().__next__))

    def test_one_that_has_only_begun_does_not_hang() -> None:
        """A server that has no process to recover with yet is at work while it runs itself."""
        recovery = Recovery(os.getpid())
        assert not any(recovery.hangs() for _ in range(50))

    def test_one_that_works_does_not_hang() -> None:
        """While a process that recovers runs, the server is never said to hang; once all of them wait, it is."""
        command = [sys.executable, "-c", CHILD, "startup"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            try:
                assert child.stdin is not None
                assert child.stdout is not None
                child.stdout.readline()
                recovery = Recovery(os.getpid())
                assert not any(recovery.hangs() for _ in range(50))
                child.stdin.write("\n")
                child.stdin.flush()
                eventually(recovery.hangs, "a server that is said to hang")
            finally:
                child.kill()
