"""The only place that reads a clock.

Policy time (when a period ends) is injected and never goes back; leases and sessions use the machine's own
monotonic time. A demo database has a clock of its own that can be moved.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Policy time."""

    def now(self) -> datetime:
        """The moment, aware, in UTC; never before an earlier answer."""
        ...


class WallClock:
    """The machine's time, kept from going back within this process."""

    def __init__(self) -> None:
        self._last = datetime.fromtimestamp(0, UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            self._last = max(self._last, datetime.now(UTC))
            return self._last


class MovableClock:
    """A demo's time: stands still until it is moved, and only moves forward."""

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


def machine_seconds() -> float:
    """Monotonic seconds, for leases and time-outs."""
    return time.monotonic()


def log_stamp() -> str:
    """The machine's time for a line in a log: `2013-02-05 09:00:00 UTC`."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
