"""What entries say alike is read and composed once: the rows of one statement have their moment, their facts and who
acted in common, and differ in whose data it is, which record, and their numbers.

INVARIANT: a text that numbers are put into is, to the byte, what `compose` says of that row, in its canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from jikim.ledger.body import Names, Waiting, compose
from jikim.ledger.entry import read_who
from jikim.ledger.numbers import EntryNumber, MacKey, place_of, written
from jikim.ledger.retention_lots import Lot, lot_of

# The canonical form of a body (`proof.export.canonical`), without its check of types: `compose` makes text, lists and
# whole numbers only.
_encode = msgspec.json.Encoder(order="sorted").encode

# They stand for a row's numbers, in the order in which a body has them.
_ENTRY, _RECORD, _SUBJECT = uuid4(), uuid4(), uuid4()
_MARKS = re.compile(f"({_ENTRY}|{_RECORD}|{_SUBJECT})")


class Told(NamedTuple):
    """What an entry says: its lot, its canonical text, and what it `says` beside its own numbers."""

    lot: Lot
    text: bytes
    says: Mapping[str, Any]


def told(row: Waiting, who: Mapping[str, str], body: Mapping[str, Any]) -> Told:
    """The body of a row, in which `who` acted."""
    about = row.subject is not None or row.record is not None
    return Told(lot_of(body["event"], who, about), _encode(body), body)


class _Form(NamedTuple):
    """A text with a place for each number; empty where it has others, and nothing is put into it."""

    text: str
    like: Told

    def of(self, numbers: Sequence[UUID]) -> Told:
        return Told(self.like.lot, (self.text % (*numbers,)).encode(), self.like.says)


def _form(like: Told, marks: Sequence[UUID]) -> _Form:
    texts = _MARKS.split(like.text.decode().replace("%", "%%"))
    return _Form("%s".join(texts[::2]) if texts[1::2] == [str(mark) for mark in marks] else "", like)


class Alike:
    """Rows of one moment, fact and sealed `who`. `month`: in which their bodies lie; `key`: what `who` opens under."""

    __slots__ = ("_begun", "_forms", "_key", "_mac", "_who", "month")

    def __init__(self, row: Waiting, month: date, key: bytes | None, mac: MacKey | None) -> None:
        self.month = month
        self._key, self._mac = key, mac
        self._begun = mac.begun(row.at, row.fact, row.who) if mac is not None else None
        self._who: Mapping[str, str] | None = None
        self._forms: dict[tuple[object, ...], _Form | None] = {}

    def place(self, entry: UUID) -> EntryNumber | None:
        """What a row's number says; None for one that no process of this house wrote, and where the key is gone."""
        if self._mac is None or self._begun is None or not written(self._mac, self._begun, entry):
            return None
        return place_of(entry)

    def told(self, row: Waiting, names: Names) -> Told:
        """What one of these rows says."""
        if self._who is None:
            self._who = read_who(self._key, row.who)
        shape = row.record is None, row.subject is None, row.version, row.outcome, row.blocker, tuple(row.items or ())
        if shape not in self._forms:
            # Most rows are like no other: a form is made for the second of them.
            self._forms[shape] = None
        elif (form := self._forms[shape] or self._made(shape, row, names)).text:
            return form.of(_numbers(row))
        return told(row, self._who, compose(row, self._who, names))

    def _made(self, shape: tuple[object, ...], row: Waiting, names: Names) -> _Form:
        assert self._who is not None
        like = row._replace(entry=_ENTRY, record=row.record and _RECORD, subject=row.subject and _SUBJECT)
        form = self._forms[shape] = _form(told(row, self._who, compose(like, self._who, names)), _numbers(like))
        return form


def _numbers(row: Waiting) -> tuple[UUID, ...]:
    entry, record, subject = row.entry, row.record, row.subject
    if record is None:
        return (entry,) if subject is None else (entry, subject)
    return (entry, record) if subject is None else (entry, record, subject)
