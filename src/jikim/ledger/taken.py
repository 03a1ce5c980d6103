"""A batch that was taken out of an inbox: its rows with what their numbers say, composed one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg

from jikim.db.driver import Row
from jikim.ledger.alike import Alike, Month, Told, told
from jikim.ledger.body import Names, Waiting
from jikim.ledger.entry import month_of
from jikim.ledger.numbers import EntryNumber, ranges
from jikim.ledger.processes import STRANGER, Processes, Seen, forged

Composed = tuple[Waiting, date, Told]  # a row, the month that its body lies in, and what it says
_QUARTER = 900  # seconds: no zone's day begins within one


class Taken:
    """A batch's rows in order. `month` tells of a month in this zone what its entries were made under; `key` is that of the
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
        months: dict[float, Month] = {}
        for row in rows:
            said = row[2:5]
            if (one := alike.get(said)) is None:
                quarter = row.at.timestamp() // _QUARTER
                if (lies := months.get(quarter)) is None:
                    lies = months[quarter] = month(month_of(row.at, zone))
                one = alike[said] = Alike(row, lies)
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
                yield row, one.month.lies, one.told(row, self._names)
            else:
                self.strange = True
                yield row, one.month.lies, told(row, STRANGER, forged(row))

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
