"""The numbers of entries: each process numbers what it records, vouches for what the database acknowledged, and nobody
else can write such a number.

An entry's UUID is its number, made before the statement that records it:

    process (6 bytes, random) | number (4 bytes) | MAC (5 bytes) | row (1 byte: 0, or which further row of the same
    statement)

The MAC is HMAC-SHA-256, cut to 40 bits, over moment, facts, the sealed `who`, process and number, under a key derived
from the month's ledger key. No database has that key. What the statement adds from the rows that it locked (whose data,
which record, how it ended) is not under it.

A number is vouched for once its statement was answered, about a second later and at the process's end, by a **word**
(`ledger.word`) that has a number of its own, so that its removal leaves a gap too. Nobody vouches for what was rolled
back, never run, or answered by nobody.
"""

from __future__ import annotations

import os
import struct
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from itertools import count, pairwise
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, SafeUUID
from weakref import WeakSet

import msgspec

from jikim.crypto import Hmac, derived
from jikim.db.driver import Acknowledged

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

PROCESS_BYTES, NUMBER_BYTES, MAC_BYTES = 6, 4, 5
MOST = 2**31  # a process that has said a word beyond it goes on as another, long before its numbers run out
_HEAD = PROCESS_BYTES + NUMBER_BYTES
_PROCESS, _NUMBER, _MASK = 80, 48, 2**32 - 1  # where the two stand in a UUID
_LABEL = b"\x10jikim numbers v1"
_pack = struct.Struct(">dI").pack
_new, _set, _UNKNOWN = object.__new__, object.__setattr__, SafeUUID.unknown

Ranges = list[tuple[int, int]]  # ascending, apart from each other; both ends belong to a range


class EntryId(Acknowledged):
    """A numbered entry's UUID, which knows who vouches for it, and under which key the next one is made."""

    __slots__ = ("begun", "key", "numbers")
    key: MacKey
    begun: Hash
    numbers: Numbers

    def another(self) -> EntryId:
        """The next number, for an entry that says the same."""
        return self.numbers.another(self)

    def acknowledge(self, others: Sequence[Acknowledged] = (), *, recorded: bool) -> None:
        """Is vouched for by the next word, where it is recorded."""
        self.numbers.answered(self, *others, recorded=recorded)


class MacKey:
    """The key of a month's numbers, out of its ledger key, for HMAC-SHA-256."""

    __slots__ = ("_hmac",)

    def __init__(self, month_key: bytes) -> None:
        self._hmac = Hmac(derived(month_key, _LABEL), sha256)

    def begun(self, at: datetime, fact: str, who: bytes) -> Hash:
        """The hash of what entries that say the same have in common: their numbers come last."""
        text = fact.encode()
        # A moment in seconds, as a double, is exact to the microsecond until the year 2242.
        return self._hmac.begun(_pack(at.timestamp(), len(text)) + text + who)

    def mac(self, begun: Hash, head: bytes) -> bytes:
        """The first bytes of the HMAC."""
        whole = begun.copy()
        whole.update(head)
        return self._hmac.ended(whole)[:MAC_BYTES]


class EntryNumber(NamedTuple):
    """What an entry's UUID says: the process, its number there, and which row of the statement it is."""

    process: int
    number: int
    row: int


class Word(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a process says of itself: the numbers it vouches for, and whether it has ended."""

    told: Ranges
    ended: bool = False


_decode = msgspec.json.Decoder(Word).decode
_encode = msgspec.json.Encoder().encode


class Numbers:
    """One process's numbers."""

    def __init__(self) -> None:
        self._wake: Callable[[], None] = lambda: None
        self._stirred = False
        self._answered: deque[int] = deque()  # process and number of each
        self._key: tuple[bytes, MacKey] | None = None
        self.begin()
        _ALL.add(self)

    def begin(self) -> None:
        """As a process of its own: at first, in the child of a fork, and where numbers would run out. What was not
        vouched for until then is not."""
        self._process = int.from_bytes(os.urandom(PROCESS_BYTES), "big")
        self._next = count(self._process << 8 * NUMBER_BYTES)

    def key_of(self, month_key: bytes) -> MacKey:
        """The month's `MacKey`, of which the last is remembered."""
        if self._key is None or self._key[0] != month_key:
            self._key = month_key, MacKey(month_key)
        return self._key[1]

    def entry_id(self, key: MacKey, at: datetime, fact: str, who: bytes) -> EntryId:
        """The next number, for an entry of this moment, these facts and this sealed `who`."""
        return self._next_id(key, key.begun(at, fact, who))

    def another(self, entry: EntryId) -> EntryId:
        """The next number, for an entry that says the same."""
        return self._next_id(entry.key, entry.begun)

    def _next_id(self, key: MacKey, begun: Hash) -> EntryId:
        head = next(self._next).to_bytes(_HEAD, "big")
        found = _new(EntryId)
        # As `UUID` does it, without its tests of the parameters.
        _set(found, "int", int.from_bytes(head + key.mac(begun, head) + b"\0", "big"))
        _set(found, "is_safe", _UNKNOWN)
        _set(found, "key", key)
        _set(found, "begun", begun)
        _set(found, "numbers", self)
        return found

    def vouched_by(self, wake: Callable[[], None]) -> None:
        """`wake` is called when there is a word to say."""
        self._wake = wake
        if self._stirred:
            wake()

    def answered(self, *entries: UUID, recorded: bool) -> None:
        """The statement of these entries was answered, and says that they are on disk (`recorded`), or does not tell."""
        if recorded:
            self._answered.extend([entry.int >> _NUMBER for entry in entries])
        if not self._stirred:
            self._stirred = True
            self._wake()

    def word_answered(self, entry: UUID) -> None:
        """The same of a word, which the next one vouches for, whenever there is one."""
        self._answered.append(entry.int >> _NUMBER)
        if place_of(entry).number > MOST:
            self.begin()

    def to_vouch_for(self, *, ended: bool) -> list[int] | None:
        """The numbers that no word has said yet, taken out; None where nothing was done since the last word, and more
        may be, or ever."""
        if not self._stirred and not (ended and self._answered):
            return None
        self._stirred = False
        taken = [self._answered.popleft() for _ in range(len(self._answered))]
        first = self._process << 8 * NUMBER_BYTES
        return [one - first for one in taken if first <= one <= first + _MASK]

    def give_back(self, numbers: Iterable[int]) -> None:
        """What a word was to say and perhaps did not. Said twice is no harm."""
        self._answered.extend(self._process << 8 * NUMBER_BYTES | number for number in numbers)


# Whoever forks a process has two that would give the same numbers.
_ALL: WeakSet[Numbers] = WeakSet()


def _forked() -> None:
    for one in _ALL:
        one.begin()


os.register_at_fork(after_in_child=_forked)


def holds(key: MacKey, entry: UUID, at: datetime, fact: str, who: bytes) -> bool:
    """Whether a process of this house wrote these."""
    return written(key, key.begun(at, fact, who), entry)


def written(key: MacKey, begun: Hash, entry: UUID) -> bool:
    """Whether a process of this house gave this number to what was begun with (`MacKey.begun`)."""
    raw = entry.bytes
    return compare_digest(raw[_HEAD : _HEAD + MAC_BYTES], key.mac(begun, raw[:_HEAD]))


def place_of(entry: UUID) -> EntryNumber:
    """The process, number and row that an entry's UUID says."""
    whole = entry.int
    return EntryNumber(whole >> _PROCESS, whole >> _NUMBER & _MASK, whole & 0xFF)


def said(told: Iterable[int], *, ended: bool = False) -> str:
    """A word as text: `{"told":[[4,17],[19,19]],"ended":false}`."""
    return _encode(Word(ranges(told), ended)).decode()


def read(text: str) -> Word:
    """The reverse. Raises msgspec.DecodeError."""
    return _decode(text)


def ranges(numbers: Iterable[int]) -> Ranges:
    """Numbers as ranges.

    >>> ranges([5, 3, 4, 9])
    [(3, 5), (9, 9)]
    """
    given = sorted(numbers)
    if not given:
        return []
    ends = [n for n, (one, following) in enumerate(pairwise(given)) if following - one > 1]
    return list(zip((given[n] for n in (0, *(n + 1 for n in ends))), (given[n] for n in (*ends, -1)), strict=True))


def joined(parts: Iterable[Sequence[int]]) -> Ranges:
    """Ranges in one list, those that touch made one."""
    found: Ranges = []
    for low, high in sorted((low, high) for low, high in parts):
        if found and low <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found


def without(parts: Ranges, taken: Ranges) -> Ranges:
    """What lies in the first ranges and not in the others."""
    found: Ranges = []
    at = 0
    for begin, end in parts:
        while at < len(taken) and taken[at][1] < begin:
            at += 1
        low, n = begin, at
        while n < len(taken) and taken[n][0] <= end:
            if taken[n][0] > low:
                found.append((low, taken[n][0] - 1))
            low = taken[n][1] + 1
            n += 1
        if low <= end:
            found.append((low, end))
    return found


def within(number: int, parts: Ranges) -> bool:
    """Whether one of the ranges holds a number."""
    if not parts or number > parts[-1][1]:
        return False
    at = bisect_right(parts, number, key=lambda part: part[0])
    return at > 0 and number <= parts[at - 1][1]


def text_of(parts: Ranges) -> str:
    """Ranges as people write them.

    >>> text_of([(3, 5), (9, 9)])
    '3-5, 9'
    """
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in parts)
