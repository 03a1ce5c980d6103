"""The sequencer as a process of its own: it looks at the inboxes several times a second, so that an entry waits for its
position about that long.

`jikim sequence` is that process; `jikim serve` starts one beside itself and starts it again where it ended. Any number
may run: the tree's row lets one work at a time. It ends when its standard input does, so that none outlives who started
it.

It looks, and is not told: PostgreSQL's NOTIFY makes every transaction that notifies commit one after the other, and
each use and each collection would be such a one.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from jikim.clock import machine_seconds
from jikim.db.steps import rows_of
from jikim.errors import JikimError
from jikim.ledger.checkpoint_copies import Q as LEDGER

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim

LOOK_SECONDS = 0.2
WITNESS_SECONDS = 60.0
THIN_SECONDS = 3600.0
END_SECONDS = 3.0
MOST_FAILURES = 100  # looks in a row, some twenty seconds

Told = Callable[[JikimError], None]


def keep_sequencing(jk: Jikim, ended: Event, told: Told) -> None:
    """Places what waits, again and again, until `ended`. What fails is told once while it lasts, and tried again.

    Raises what goes on failing: whoever keeps this process opens the house anew, as another generation of the ledger
    asks for.
    """
    failing, failures = "", 0
    ask_at = thin_at = 0.0
    while not ended.is_set():
        try:
            jk.catch_up()
            jk.place()
            if jk.settings.witnesses and machine_seconds() >= ask_at:
                ask_at = machine_seconds() + WITNESS_SECONDS
                jk.sequence()
            if machine_seconds() >= thin_at:
                thin_at = machine_seconds() + THIN_SECONDS
                jk.driver.run(rows_of(LEDGER["ledger.thin"](at=jk.now())))
            failing, failures = "", 0
        except JikimError as error:
            if str(error) != failing:
                failing, failures = str(error), 0
                told(error)
            failures += 1
            if failures > MOST_FAILURES:
                raise
        ended.wait(LOOK_SECONDS)


class Beside:
    """A sequencer that another process runs for us, for as long as this one lives."""

    def __init__(self, policy: Path, directory: Path | None) -> None:
        self._command = [sys.executable, "-m", "jikim", "sequence", str(policy), "--beside"]
        if directory is not None:
            self._command += ["--dir", str(directory)]
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> int | None:
        """Starts it where it does not run. Answers how the one before ended, if one did."""
        code = None
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return None
            self.end()
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603 - our own words
        return code

    def end(self) -> None:
        """Ends it. Where it does not end by itself (it waits for a server that is not there), it is killed, as it may be
        at any step."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
