"""The garbage collector stands still while much is made at once that stays.

It comes for every few thousand objects, and looks through all of them again: of an answer of a hundred thousand records
that is half of the work, and it finds nothing. Whoever makes them holds no circles; others in the process may, so that
it comes all the same where those who make much follow each other without a gap.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_holders = _handed = 0
_was_on = False


MANY = 5_000  # fewer are made before it comes often
HANDED = 10  # so many ends of those who were not the last, and it comes once


@contextmanager
def collector_still(count: int) -> Iterator[None]:
    """While so many are made, by however many threads; as it was, afterwards."""
    global _holders, _handed, _was_on
    if count < MANY:
        yield
        return
    with _lock:
        if not _holders:
            _was_on = gc.isenabled()
            gc.disable()
        _holders += 1
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            _handed = (_handed + 1) % HANDED if _holders else 0
            due = _holders and not _handed and _was_on
            if not _holders and _was_on:
                gc.enable()
        if due:
            gc.collect()
