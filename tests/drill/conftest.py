"""The drill reads the disk itself: what is written has to lie on it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tests import unsynced


@pytest.fixture(scope="module", autouse=True)
def synced() -> Iterator[None]:
    """Files wait for the disk, as the product's do."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", unsynced.SYNC)
        yield
