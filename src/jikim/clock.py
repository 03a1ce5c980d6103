"""The only place that reads a clock.

Policy time (when a period ends) is injected and never goes back; leases and sessions use the machine's own
monotonic time. A demo database has a clock of its own that can be moved.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Policy time. `worldly` says that it claims to be the world's time: a clock that is moved on purpose does not."""

    worldly: bool

    def now(self) -> datetime:
        """The moment, aware, in UTC; never before an earlier answer."""
        ...


class WallClock:
    """The machine's time, kept from going back within this process."""

    worldly = True

    def __init__(self) -> None:
        self._last = datetime.fromtimestamp(0, UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            self._last = max(self._last, datetime.now(UTC))
            return self._last


class MovableClock:
    """A demo's time: stands still until it is moved, and only moves forward."""

    worldly = False

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def move(self, to: datetime) -> None:
        """Raises ValueError for a moment before the present one."""
        with self._lock:
            if to < self._now:
                raise ValueError("a clock does not go back")
            self._now = to.astimezone(UTC)


def machine_moment() -> datetime:
    """The machine's time, aware, in UTC: for sessions, links and limits, which a demo's moved clock must not end."""
    return datetime.now(UTC)


def machine_seconds() -> float:
    """Monotonic seconds, for leases and time-outs."""
    return time.monotonic()


def machine_wait(seconds: float) -> None:
    """Waits so many seconds of the machine's time; none where there are none left."""
    time.sleep(max(0.0, seconds))


def machine_uptime() -> tuple[str, float] | None:
    """Which start of the machine this is, and the seconds since, sleep included; nobody sets that count. None where
    there is none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip(), time.clock_gettime(
            time.CLOCK_BOOTTIME
        )
    except (OSError, AttributeError):
        return None


def log_stamp() -> str:
    """The machine's time for a line in a log: `2013-02-05 09:00:00 UTC`."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
