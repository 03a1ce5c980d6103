"""The garbage collector stands still while much is made, and comes again afterwards."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, cast

import pytest

from jikim.db.collector import HANDED, MANY, collector_still
from jikim.db.steps import Aside, Statement, aside, named_rows


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


def test_rows_get_their_names_without_it() -> None:
    """Many rows that are named are each freed as its named one is made: the collector comes for those alone whose place
    Python keeps for other tuples, two thousand of them."""

    class Named(NamedTuple):
        number: int
        items: list[int]

    asked: Any = object()
    steps = named_rows(Named._make, cast("Statement", asked))
    assert next(steps) is asked
    rows = [(number, [number]) for number in range(MANY * 8)]
    gc.collect()
    came = list[str]()
    gc.callbacks.append(lambda phase, _info: came.append(phase))
    try:
        with pytest.raises(StopIteration) as ended:
            steps.send(rows)
    finally:
        gc.callbacks.pop()
    assert ended.value.value[-1] == Named(MANY * 8 - 1, [MANY * 8 - 1])
    assert came.count("start") < 5
