"""The garbage collector stands still while much is made at once that stays.

It comes for every few thousand objects, and looks through all of them again: of an answer of a hundred thousand records
that is half of the work, and it finds nothing. Whoever makes them holds no circles.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_holders = 0
_was_on = False


MANY = 5_000  # fewer are made before it comes often


@contextmanager
def collector_still(count: int) -> Iterator[None]:
    """While so many are made, by however many threads; as it was, afterwards."""
    global _holders, _was_on
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
            if not _holders and _was_on:
                gc.enable()
