"""What entries say alike is read and composed once: the rows of one statement have their moment, their facts and who
acted in common, and differ in whose data it is, which record, and their numbers.

INVARIANT: a text that numbers are put into is, to the byte, what `compose` says of that row, in its canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import msgspec

from jikim.ledger.body import Names, Waiting, compose
from jikim.ledger.numbers import EntryNumber, MacKey, place_of, written
from jikim.ledger.retention_lots import Lot, lot_of

# The canonical form of a body (`proof.export.canonical`), without its check of types: `compose` makes text, lists and
# whole numbers only.
_encode = msgspec.json.Encoder(order="sorted").encode

# They stand for a row's numbers, in the order in which a body has them.
_ENTRY, _RECORD, _SUBJECT = uuid4(), uuid4(), uuid4()
_MARKS = re.compile(f"({_ENTRY}|{_RECORD}|{_SUBJECT})")


Told = tuple[Lot, bytes, Mapping[str, Any]]  # an entry's lot, its canonical text, and what it says


def told(row: Waiting, who: Mapping[str, str], body: Mapping[str, Any]) -> Told:
    """The body of a row, in which `who` acted."""
    about = row.subject is not None or row.record is not None
    return lot_of(body["event"], who, about), _encode(body), body


class Month(NamedTuple):
    """In which month the bodies of a month's entries lie; what reads who acted in them, and the key of their numbers
    (none where its time was over)."""

    lies: date
    who: Callable[[bytes], Mapping[str, str]]
    mac: MacKey | None


class Alike:
    """Rows of one moment, fact and sealed `who`."""

    __slots__ = ("_begun", "_forms", "_who", "month")

    def __init__(self, row: Waiting, month: Month) -> None:
        self.month = month
        self._begun = month.mac and month.mac.begun(row.at, row.fact, row.who)
        self._who: Mapping[str, str] | None = None
        # By what else they say, the text with a place for each number; none where it has others than the row.
        self._forms: dict[tuple[object, ...], tuple[str, Lot, Mapping[str, Any]]] = {}

    def place(self, entry: UUID) -> EntryNumber | None:
        """What a row's number says; None for one that no process of this house wrote, and where the key is gone."""
        mac = self.month.mac
        return place_of(entry) if mac and self._begun and written(mac, self._begun, entry) else None

    def told(self, row: Waiting, names: Names) -> Told:
        """What one of these rows says, and, beside its own numbers, what it says like others."""
        if self._who is None:
            # Most rows are like no other.
            self._who = self.month.who(row.who)
            return told(row, self._who, compose(row, self._who, names))
        shape = row.record is None, row.subject is None, row.version, row.outcome, row.blocker, tuple(row.items or ())
        if (form := self._forms.get(shape)) is None:
            form = self._forms[shape] = self._form(row, self._who, names)
        text, lot, says = form
        if not text:
            return told(row, self._who, compose(row, self._who, names))
        return lot, (text % _numbers(row)).encode(), says

    @staticmethod
    def _form(row: Waiting, who: Mapping[str, str], names: Names) -> tuple[str, Lot, Mapping[str, Any]]:
        like = row._replace(entry=_ENTRY, record=row.record and _RECORD, subject=row.subject and _SUBJECT)
        lot, text, says = told(like, who, compose(like, who, names))
        texts = _MARKS.split(text.decode().replace("%", "%%"))
        whole = texts[1::2] == [str(mark) for mark in _numbers(like)]
        return "%s".join(texts[::2]) if whole else "", lot, says


def _numbers(row: Waiting) -> tuple[UUID, ...]:
    entry, record, subject = row.entry, row.record, row.subject
    if record is None:
        return (entry,) if subject is None else (entry, subject)
    return (entry, record) if subject is None else (entry, record, subject)
