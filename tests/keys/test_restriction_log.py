"""The log of restrictions as a file: its copies stand side by side, and however long it is, a process holds none of it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from jikim.errors import StoreError
from jikim.keys.restrictions import RestrictionLog

AT = datetime(2013, 2, 5, tzinfo=UTC)
Row = tuple[int, datetime, str, str]


@pytest.fixture
def places(tmp_path: Path) -> list[Path]:
    """The ring directory, and one of its copies."""
    made = [tmp_path / "ring", tmp_path / "copy"]
    for one in made:
        one.mkdir()
    return made


@pytest.fixture
def rows() -> Iterator[Row]:
    """Restrictions, one after the other."""
    return ((n, AT, "leave", f'{{"subject": "{n}"}}') for n in count(1))


def add(log: RestrictionLog, rows: Iterator[Row], number: int) -> None:
    with log.locked():
        log.append([next(rows) for _ in range(number)])


def told(log: RestrictionLog, after: int | None = None) -> list[int]:
    with log.locked():
        return [one.n for one in log.entries(after)]


def held(*those: object) -> list[Any]:
    """All that these refer to, over whatever lies between; no module, class, function or number."""
    found: dict[int, Any] = {}
    left: list[Any] = [*those]
    while left:
        one = left.pop()
        if id(one) not in found and not isinstance(one, type | ModuleType | FunctionType | int):
            found[id(one)] = one
            left += gc.get_referents(one)
    return [*found.values()]


def test_a_process_holds_none_of_its_lines(places: list[Path], rows: Iterator[Row]) -> None:
    """Of a thousand restrictions more, written or read, who wrote or read them holds no line and no object."""
    log, other = RestrictionLog("live", places), RestrictionLog("live", places)
    add(log, rows, 10)
    told(other, 10)
    before = len(held(log, other))
    for _ in range(10):
        add(log, rows, 100)
        told(other, 1010)
    assert (log.last, other.last) == (1010, 1010)
    after = held(log, other)
    assert len(after) <= before
    assert not [one for one in after if isinstance(one, str | bytes | bytearray) and "subject" in str(one)]


def test_what_one_writes_another_reads_on_from_there(places: list[Path], rows: Iterator[Row]) -> None:
    """Two processes write in turn; each knows all, whole or after a number, and so does who comes new."""
    one, other = RestrictionLog("live", places), RestrictionLog("live", places)
    for log in (one, other, other, one):
        add(log, rows, 2)
    for log in (one, other, RestrictionLog("live", places), RestrictionLog("live", places[1:])):
        assert (told(log), told(log, 5), told(log, 8), log.last) == ([*range(1, 9)], [6, 7, 8], [], 8)


def cut(content: bytes) -> bytes:
    return content[:-7]


def shorter(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-2])


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("loses", [cut, shorter, lambda _: b"", None])
def test_a_copy_that_is_behind_is_healed(places: list[Path], rows: Iterator[Row], loses: Any, known: bool) -> None:
    """Whatever a copy lost of its end, it is as the other again, for who knew it before and for who opens it anew."""
    log = RestrictionLog("live", places)
    add(log, rows, 4)
    mine, copy = (place / "restrictions-live.log" for place in places)
    if loses is None:
        copy.unlink()
    else:
        copy.write_bytes(loses(copy.read_bytes()))
    log = log if known else RestrictionLog("live", places)
    assert told(log) == [1, 2, 3, 4]
    assert copy.read_bytes() == mine.read_bytes()
    add(log, rows, 1)
    assert told(RestrictionLog("live", places[1:])) == [1, 2, 3, 4, 5]


def test_copies_that_differ_are_refused(places: list[Path], rows: Iterator[Row]) -> None:
    """Where each is whole by itself and they say different things, nobody chooses between them."""
    add(RestrictionLog("live", places[:1]), rows, 3)
    add(RestrictionLog("live", places[1:]), ((n, AT, "end", "{}") for n in count(1)), 2)
    with pytest.raises(StoreError, match="differ"):
        told(RestrictionLog("live", places))


def test_a_log_that_lost_its_end_is_damaged(places: list[Path], rows: Iterator[Row]) -> None:
    """The first of the copies is not healed by who knew that it was longer: they are told."""
    log = RestrictionLog("live", places)
    add(log, rows, 3)
    mine = places[0] / "restrictions-live.log"
    mine.write_bytes(shorter(mine.read_bytes()))
    with pytest.raises(StoreError, match="damaged"):
        told(log)


def test_a_line_that_was_changed_is_noticed(places: list[Path], rows: Iterator[Row]) -> None:
    """A line in the middle that says something else ends the reading."""
    add(RestrictionLog("live", places), rows, 3)
    mine = places[0] / "restrictions-live.log"
    mine.write_bytes(mine.read_bytes().replace(b'"2"', b'"7"'))
    with pytest.raises(StoreError, match="damaged"):
        told(RestrictionLog("live", places))
