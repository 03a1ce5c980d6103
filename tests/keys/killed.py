"""A process that ends at one of its file operations, for tests of keys."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


class Killed(BaseException):
    """A process that ends here."""


@contextmanager
def killed_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Who waits for the disk so many times ends there, which has to come."""
    count = 0

    def fsync(_file: int) -> None:
        nonlocal count
        if count == step:
            raise Killed
        count += 1

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(Killed):
            yield
