"""How many examples a costly property is tried on: a part of them each time, all of them in `make test-long`.

Examples are drawn by chance that is the same in every run: the short run's are the first of the long one's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar

import pytest
from hypothesis import settings

E = TypeVar("E")
T = TypeVar("T", bound=Callable[..., Any])
# Said by `make test-long`, which picks these tests by their mark.
EVERY = bool(os.environ.get("EVERY_EXAMPLE"))


def sampled(examples: Iterable[E], one_in: int = 5) -> list[E]:
    """Every fifth of them (or one in so many), for a test that is marked `drawn`; all of them in `make test-long`."""
    return list(islice(examples, 0, None, 1 if EVERY else one_in))


def drawn(examples: int, **more: Any) -> Callable[[T], T]:
    """The settings of a property that is tried on so many examples, and on a fifth of them each time."""

    def marked(test: T) -> T:
        number = examples if EVERY else examples // 5
        tried: T = settings(derandomize=True, max_examples=number, **more)(test)
        return pytest.mark.drawn(tried)

    return marked
