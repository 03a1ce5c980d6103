"""The garbage collector stands still while much is made, and comes again afterwards."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from itertools import pairwise

import pytest

from jikim.db.collector import HANDED, MANY, collector_still
from jikim.db.steps import Aside, aside


@pytest.fixture(autouse=True)
def on() -> Iterator[None]:
    was = gc.isenabled()
    gc.enable()
    yield
    if not was:
        gc.disable()


def test_it_stands_still_until_the_last_who_makes_much_is_done() -> None:
    """Two that make much at once: the end of the first does not bring it back, the end of the second does."""
    first, second = collector_still(MANY), collector_still(MANY)
    with first:
        second.__enter__()
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_it_comes_where_they_follow_each_other_without_a_gap() -> None:
    """One begins before each ends: what others of the process left in circles goes, though it never comes back."""

    class Circle:
        def __init__(self) -> None:
            self.me = self

    left = weakref.ref(Circle())
    holders = [collector_still(MANY) for _ in range(HANDED + 1)]
    holders[0].__enter__()
    for one, after in pairwise(holders):
        assert left() is not None
        after.__enter__()
        one.__exit__(None, None, None)
    assert not gc.isenabled()
    assert left() is None
    holders[-1].__exit__(None, None, None)
    assert gc.isenabled()


def test_work_that_fails_brings_it_back() -> None:
    """An error in between ends the pause like its end."""
    with pytest.raises(ValueError, match="damaged"), collector_still(MANY):
        raise ValueError("damaged")
    assert gc.isenabled()


def test_a_process_without_it_stays_without_it() -> None:
    """An application that switched it off finds it off."""
    gc.disable()
    with collector_still(MANY):
        pass
    assert not gc.isenabled()


@pytest.mark.parametrize(("count", "comes"), [(MANY, False), (MANY - 1, True)])
def test_work_on_many_is_done_without_it(count: int, comes: bool) -> None:
    """What a verb opens aside is made without it where it is much, and with it where it is little."""
    steps = aside(count, gc.isenabled)
    asked = next(steps)
    assert isinstance(asked, Aside)
    assert asked.work() is comes
    assert gc.isenabled()
