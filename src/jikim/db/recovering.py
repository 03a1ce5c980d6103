"""Whether a server that takes no connections is at work on it.

PostgreSQL that ran out of disk while it recovered can start its processes anew and then wait for ever, each for another,
also once there is room again. It is told apart from one that is busy by what the kernel says of its processes.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

STILL_SECONDS = 4.0  # for how long a server may take no connections without doing anything for it
_LOOK_SECONDS = 0.1
_AT_WORK = (b"startup", b"checkpointer", b"io worker")


class Recovery:
    """Looks at the server with this process number, again and again, from when it takes no connections. `worked`: when it
    was last seen at work, by the monotonic clock."""

    def __init__(self, postmaster: int) -> None:
        self._postmaster = postmaster
        self._spent: frozenset[tuple[int, int]] = frozenset()
        self._looked = self.worked = time.monotonic()

    def of(self, postmaster: int) -> Recovery:
        """These looks, where they are at that server; else new ones, from now on."""
        return self if postmaster == self._postmaster else Recovery(postmaster)

    def end_if_it_hangs(self) -> bool:
        """Kills the server if it hangs, so that its keeper starts another."""
        hangs = self.hangs()
        if hangs:
            with suppress(ProcessLookupError):
                os.kill(self._postmaster, signal.SIGKILL)
        return hangs

    def hangs(self) -> bool:
        """Whether for `STILL_SECONDS` none of its processes has run, or waited for a disk, at any look; False off Linux,
        where nobody can say."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS or not Path(f"/proc/{self._postmaster}").exists():
            return False
        self._looked = now
        busy, spent = _at_work(self._postmaster)
        if busy or spent != self._spent:
            self.worked = now
        self._spent = spent
        return now - self.worked > STILL_SECONDS


def _at_work(postmaster: int) -> tuple[bool, frozenset[tuple[int, int]]]:
    """Whether a process that recovers is running or waits for a disk, and what each has spent, in ticks (proc(5))."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            state, parent, *rest = (process / "stat").read_bytes().rpartition(b")")[2].split()
            recovers = int(parent) == postmaster and any(one in (process / "cmdline").read_bytes() for one in _AT_WORK)
            if recovers or int(process.name) == postmaster:
                found[int(process.name)] = state in (b"R", b"D"), int(rest[9]) + int(rest[10])
    # Before it has any, the server itself is at work; later its own work is to turn connections away.
    if len(found) > 1:
        found.pop(postmaster, None)
    return any(busy for busy, _ in found.values()), frozenset((one, ticks) for one, (_, ticks) in found.items())
