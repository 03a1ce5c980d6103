"""A batch that was taken out of an inbox: its rows with what their numbers say, composed one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import psycopg

from jikim.db.driver import Row
from jikim.ledger.alike import Alike, Told, told
from jikim.ledger.body import Names, Waiting
from jikim.ledger.entry import month_of
from jikim.ledger.numbers import EntryNumber, MacKey, ranges
from jikim.ledger.processes import STRANGER, Processes, Seen, forged


class Composed(NamedTuple):
    """A row that has its place next: what it says, and the month that its body lies in."""

    row: Waiting
    month: date
    told: Told


class Month(NamedTuple):
    """In which month the bodies of a month's entries lie; the key that their rows were made under, and that of their
    numbers: none where its time was over."""

    lies: date
    key: bytes | None
    mac: MacKey | None


class Taken:
    """A batch's rows in order. `month` tells of a month in this zone what its rows were made under; `key` is that of the
    processes' states."""

    def __init__(
        self,
        conn: psycopg.Connection[Row],
        rows: Sequence[Waiting],
        zone: ZoneInfo,
        month: Callable[[date], Month],
        key: bytes,
        names: Names,
    ) -> None:
        alike: dict[tuple[object, ...], Alike] = {}
        self._rows: list[tuple[Waiting, Alike, EntryNumber | None]] = []
        for row in rows:
            said = row[2:5]
            if (one := alike.get(said)) is None:
                one = alike[said] = Alike(row, *month(month_of(row.at, zone)))
            self._rows.append((row, one, one.place(row.entry)))
        self._names = names
        self._known = Processes(conn, key, {place.process for *_, place in self._rows if place is not None})
        self._added: dict[int, set[int]] = {process: set() for process in self._known.states}
        self._rest: dict[int, set[int]] = {process: set() for process in self._known.states}
        self.strange = False  # whether a row was met that has no true number of its own

    def composed(self) -> Iterator[Composed]:
        """Who acted and what the body says, of each row. One without a true number of its own says nothing but that."""
        for row, one, place in self._rows:
            if place is not None and self._new(place):
                yield Composed(row, one.month, one.told(row, self._names))
            else:
                self.strange = True
                yield Composed(row, one.month, told(row, STRANGER, forged(row)))

    def _new(self, place: EntryNumber) -> bool:
        process, number, further = place
        if not self._known.states[process].new(place) or (not further and number in self._added[process]):
            return False
        # Further rows of a statement stand before its first or after it, perhaps in the next batch: only the first takes
        # the number.
        (self._rest if further else self._added)[process].add(number)
        return True

    def keep(self, at: datetime, *, more: bool) -> dict[int, Seen]:
        """Writes down which numbers have their places now. `more` may wait behind. Answers the processes that took one."""
        states = self._known.states
        for process, state in states.items():
            added = self._added[process]
            state.open = ranges(added | self._rest[process]) if more else []
            if added:
                state.add(added)
                state.top = max(state.top, *added)
                state.at = at.timestamp()
        self._known.keep()
        return {process: states[process] for process, added in self._added.items() if added}
