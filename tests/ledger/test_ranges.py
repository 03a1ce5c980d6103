"""Numbers and ranges of them, against sets; the MAC against the standard library's; and what one more row of a
statement is called."""

from __future__ import annotations

import hmac
import os
import struct
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Databases

from jikim.crypto import derived
from jikim.ledger.numbers import (
    EntryNumber,
    MacKey,
    Numbers,
    holds,
    joined,
    place_of,
    ranges,
    read,
    said,
    text_of,
    within,
    without,
)
from jikim.ledger.processes import MOST_RANGES, Seen

NUMBERS = st.sets(st.integers(0, 40))
AT = datetime(2026, 11, 27, 17, 0, 0, 123457, UTC)


def flat(parts: list[tuple[int, int]]) -> set[int]:
    return {number for low, high in parts for number in range(low, high + 1)}


@given(NUMBERS, NUMBERS)
def test_ranges_are_sets(some: set[int], others: set[int]) -> None:
    """Joined, taken away and asked for, ranges hold what the sets hold, ascending and apart from each other."""
    left, right = ranges(some), ranges(others)
    assert flat(left) == some
    assert flat(joined([*left, *right])) == some | others
    assert flat(without(left, right)) == some - others
    assert {number for number in range(42) if within(number, left)} == some
    assert all(high + 1 < low for (_, high), (low, _) in pairwise(left))


def test_a_word_says_ranges() -> None:
    """What a process vouches for is read as it was said, and written for people."""
    word = read(said([7, 5, 6, 9], ended=True))
    assert (word.told, word.ended) == ([(5, 7), (9, 9)], True)
    assert text_of(word.told) == "5-7, 9"


def test_the_mac_is_hmac() -> None:
    """The key's two states made once, and what several entries have in common hashed once, give what HMAC-SHA-256
    gives."""
    month, who, head = os.urandom(32), os.urandom(300), os.urandom(10)
    content = struct.pack(">dI", AT.timestamp(), 2) + b"{}" + who + head
    expected = hmac.digest(derived(month, b"\x10jikim numbers v1"), content, "sha256")
    key = MacKey(month)
    begun = key.begun(AT, "{}", who)
    assert [key.mac(begun, head) for _ in range(2)] == [expected[:5]] * 2


def test_a_number_holds_for_its_own_entry_alone() -> None:
    """Another moment by a microsecond, other facts, another `who`, process, number or key: none of them holds."""
    numbers, month = Numbers(), os.urandom(32)
    key = numbers.key_of(month)
    made = numbers.entry_id(key, AT, "{}", b"who")
    assert holds(MacKey(month), UUID(str(made)), AT.astimezone(), "{}", b"who")
    assert (place_of(made).number, place_of(numbers.entry_id(key, AT, "{}", b"who")).number) == (0, 1)
    other = UUID(int=made.int ^ 1 << 48), UUID(int=made.int ^ 1 << 100), UUID(int=made.int ^ 1 << 20)
    assert not any(holds(key, one, AT, "{}", b"who") for one in other)
    assert not holds(key, made, AT + timedelta(microseconds=1), "{}", b"who")
    assert not holds(key, made, AT, "{ }", b"who")
    assert not holds(key, made, AT, "{}", b"hwo")
    assert not holds(MacKey(os.urandom(32)), made, AT, "{}", b"who")


@pytest.mark.parametrize(("n", "last"), [(0, 0), (1, 1), (255, 255), (256, 1), (510, 255)])
def test_a_further_row_has_the_number_of_its_statement(databases: Databases, n: int, last: int) -> None:
    """The database gives a statement's further rows its number, and says which row it is in the last byte; none is
    taken for the first."""
    numbers = Numbers()
    made = numbers.entry_id(numbers.key_of(os.urandom(32)), AT, "{}", b"who")
    with psycopg.connect(databases.admin["live"]) as conn:
        row = conn.execute(
            "SELECT (ledger.further((%s, %s, '{}', 'who', 0), %s)).entry", (UUID(str(made)), AT, n)
        ).fetchone()
    assert row is not None
    assert row[0].bytes == made.bytes[:15] + bytes([last])


@pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")
def test_a_forked_child_has_numbers_of_its_own() -> None:
    """The child of a fork is another process, and vouches for nothing that its parent recorded."""
    numbers = Numbers()
    key = numbers.key_of(os.urandom(32))
    numbers.answered(numbers.entry_id(key, AT, "{}", b"who"), recorded=True)
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        told = numbers.to_vouch_for(ended=True)
        os.write(writing, numbers.entry_id(key, AT, "{}", b"who").bytes + bytes(told or []))
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    theirs = os.read(reading, 100)
    os.close(reading)
    assert len(theirs) == 16
    assert place_of(UUID(bytes=theirs)).process != place_of(numbers.entry_id(key, AT, "{}", b"who")).process
    assert numbers.to_vouch_for(ended=False) == [0]


def test_many_gaps_make_a_floor_and_no_alarm() -> None:
    """Of a process with more gaps than are kept, the oldest numbers are forgotten: nothing below is missed, and nothing
    below counts twice."""
    state = Seen()
    state.add(range(0, 2 * MOST_RANGES + 20, 2))
    state.forget()
    assert state.floor == 0, "nobody has vouched for these: what lies between may wait in another inbox"
    state.told = 2 * MOST_RANGES + 20
    state.forget()
    assert (len(state.seen), state.floor) == (MOST_RANGES, 20)
    assert state.new(EntryNumber(1, 21, 0))
    assert not any(state.new(EntryNumber(1, number, row)) for number in (0, 19, 20) for row in (0, 1))
