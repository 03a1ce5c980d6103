"""Waiting for what a thread, a process or a server does, and the only file of the tests that reads a clock.

A wait ends as soon as it may. Its limit ends a hang and says nothing else: no test passes or fails by how long
something took. What is timed is timed by `make bench`.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
# Far more than a loaded machine needs for anything that a test waits for.
PATIENCE = 120.0
LOOK_SECONDS = 0.01


def eventually(true: Callable[[], T], what: str = "what is waited for") -> T:
    """What `true` answers, asked again and again until that is true."""
    end = time.monotonic() + PATIENCE
    while not (found := true()):
        assert time.monotonic() < end, f"it never came to it: {what}"
        time.sleep(LOOK_SECONDS)
    return found


def readable(file: Any, seconds: float) -> bool:
    """Whether a file has something to read, or ended, within some seconds. (`select` knows the first 1,024 alone.)"""
    looking = select.poll()
    looking.register(file, select.POLLIN)
    return bool(looking.poll(seconds * 1000))


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Prints how long something took, for who reads it (`make week`); nothing is compared with it."""
    begun = time.monotonic()
    yield
    print(f"\n{name:<12}{(time.monotonic() - begun) / 60:5.1f} min")


def answered(url: str, given_up: Callable[[], object] = lambda: None, **more: Any) -> httpx.Response:
    """What an address answers, once somebody listens there. `given_up`: why nobody will any more."""

    def asked() -> httpx.Response | str:
        assert not (why := given_up()), why
        with suppress(httpx.TransportError):
            return httpx.get(url, **{"timeout": PATIENCE, **more})
        return ""

    return eventually(asked, f"an answer of {url}")  # type: ignore[return-value]
