"""Locks on a server's directory, and what an earlier server left behind.

Guarantees that a process is ended only when it holds the server's own lock (a reused process number never counts), and
that the lock is had only when every process of the earlier server has gone. Imported by the keeper, so the standard
library alone.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path


def open_lock(path: Path) -> int:
    """A descriptor of a lock file, made if need be; closed on exec."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def until(seconds: float) -> Iterator[None]:
    """Yields every ten milliseconds until the time is over, and once at least."""
    end = time.monotonic() + seconds
    yield
    while time.monotonic() < end:
        time.sleep(0.01)
        yield


def lock_within(lock: int, seconds: float) -> bool:
    """Whether the exclusive lock could be had in this time."""
    for _ in until(seconds):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True
    return False


def is_free(path: Path) -> bool:
    """Whether nobody holds this lock at the moment."""
    lock = open_lock(path)
    try:
        if not lock_within(lock, 0):
            return False
        # By name, not by closing: a process forked at this moment has a copy of the descriptor.
        fcntl.flock(lock, fcntl.LOCK_UN)
        return True
    finally:
        os.close(lock)


def pid_file(data: Path) -> list[str]:
    """The lines of postmaster.pid; none where there is no such file."""
    try:
        return (data / "postmaster.pid").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []


def postmaster(data: Path) -> int:
    """The process number in the pid file; 0 where there is none."""
    first = pid_file(data)[:1]
    return int(first[0]) if first and first[0].isdigit() else 0


def take_lock(path: Path, data: Path) -> int | None:
    """A fresh hold on the server's lock, after ending what still holds it; None if that does not end.

    The postmaster has 15 seconds for a fast shutdown; a dead postmaster's children have 2 to notice.
    """
    lock = open_lock(path)
    if lock_within(lock, 0.05):
        return lock
    first = postmaster(data)
    steps: list[tuple[signal.Signals, float, Callable[[set[int]], set[int]]]] = [
        # To others than the postmaster this signal means something else.
        (signal.SIGINT, 15.0 if first in holders(path, data) else 2.0, lambda pids: pids & {first}),
        (signal.SIGQUIT, 5.0, lambda pids: pids),
        (signal.SIGKILL, 5.0, lambda pids: pids),
    ]
    for number, seconds, whom in steps:
        for pid in whom(holders(path, data)):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        if lock_within(lock, seconds):
            return lock
    os.close(lock)
    return None


def holders(lock: Path, data: Path) -> set[int]:
    """The other processes that have the server's lock file open."""
    if sys.platform != "linux":
        found = subprocess.run(["lsof", "-t", "--", str(lock)], capture_output=True, text=True, check=False)  # noqa: S603, S607
        return {int(pid) for pid in found.stdout.split()} - {os.getpid()}
    wanted = lock.stat()
    found_pids = set()
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        if _has_open(process, wanted, data):
            found_pids.add(int(process.name))
    return found_pids


def drop_stale_pid_file(data: Path) -> None:
    """Removes a pid file whose number another process has got since: PostgreSQL would take that one for its like.

    Only for the holder of the server's lock. A postgres that somebody started here by hand keeps its file.
    """
    pid = postmaster(data)
    arguments = _arguments(Path(f"/proc/{pid}")) if pid and sys.platform == "linux" else []
    if not arguments:
        return  # none, or none that we may see: PostgreSQL judges
    if b"postgres" in arguments[0] or b"postmaster" in arguments[0]:
        where = arguments[arguments.index(b"-D") + 1] if b"-D" in arguments else b""
        if not where.startswith(b"/") or where == os.fsencode(data):
            return
    (data / "postmaster.pid").unlink(missing_ok=True)


def _has_open(process: Path, wanted: os.stat_result, data: Path) -> bool:
    try:
        files = list((process / "fd").iterdir())
    except PermissionError:
        # Where the kernel hides another user's descriptors, the postmaster is known by its arguments.
        return int(process.name) == postmaster(data) and os.fsencode(data) in _arguments(process)
    except OSError:
        return False
    for file in files:
        try:
            if os.path.samestat(os.stat(file), wanted):
                return True
        except OSError:
            continue
    return False


def _arguments(process: Path) -> list[bytes]:
    try:
        return (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
