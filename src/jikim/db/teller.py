"""When a process says what it vouches for (`ledger/numbers.py`): about a second after there is something to say, and at
its end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from jikim.errors import JikimError

WORD_SECONDS = 1.0


class Teller:
    """Says it by a thread of its own, that begins with the first word. `say(True)` is the last one. What can't be said
    now is said later."""

    def __init__(self, say: Callable[[bool], None]) -> None:
        self._say_it = say
        self._waits = threading.Event()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def wake(self) -> None:
        """There is something to say."""
        if self._waits.is_set():
            return
        self._waits.set()
        with self._lock:
            if self._thread is None and not self._over.is_set():
                self._thread = threading.Thread(target=self._go_on, name="vouching", daemon=True)
                self._thread.start()

    def _go_on(self) -> None:
        while not self._over.is_set():
            self._waits.wait()
            if not self._over.wait(WORD_SECONDS):
                self._waits.clear()
                self._say(False)

    def _say(self, ended: bool) -> None:
        with suppress(JikimError, OSError):
            self._say_it(ended)

    def end(self) -> None:
        """Says the last word."""
        with self._lock:
            self._over.set()
        self._waits.set()
        if self._thread is not None:
            self._thread.join()
        self._say(True)
