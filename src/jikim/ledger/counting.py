"""How many entries there are of each kind: those that have their positions, as the ledger's head signs them, and those
that wait for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from jikim.db.driver import Steps
from jikim.db.spread import database_of
from jikim.db.steps import inboxes, named_rows, rows_of
from jikim.ledger.sequencer import Q
from jikim.proof.counts import UNKNOWN, Counted, Counts, counted_as, counts_of

WAITING = 100_000  # of one inbox: of more not all are counted
_TRIES = 3  # while the sequencer works between two looks
_fact = msgspec.json.Decoder(dict[str, Any])


class Count(NamedTuple):
    """How many entries, by year. `whole`: there were no others."""

    years: Mapping[int, int]
    whole: bool = True

    @property
    def many(self) -> int:
        return sum(self.years.values())


@dataclass(frozen=True)
class Happened:
    """The entries counted. `whole`: all of them are; what a ledger of before erased is counted nowhere."""

    counts: Mapping[Counted, int] = field(default_factory=dict)
    whole: bool = True

    def of(self, *events: str, **among: Iterable[str]) -> Count:
        """How many entries of these events (`record:provide`: those that were allowed) are about these names
        (`to=["carrier"]`)."""
        wanted = {f"{event}:allowed" for event in events}
        names = [{f"{part}={name}" for name in some} for part, some in among.items()]
        years: Counter[int] = Counter()
        for one, many in self.counts.items():
            if one.event in wanted and not any(some.isdisjoint(one.part.split()) for some in names):
                years[int(one.month[:4])] += many
        return Count(dict(sorted(years.items())), self.whole)


NOTHING = Happened()


def happened() -> Steps[Happened]:
    """What has happened so far. An entry that gets its position meanwhile is counted once."""
    for _ in range(_TRIES):
        began = yield from _counted()
        waiting, all_of_them = yield from _waiting(set(began.batches))
        placed = counts_of((yield from rows_of(Q["ledger.counts"](lies=None, lot=None))))
        counted = yield from _counted()
        whole = counted.until == counted.size and all_of_them and not any(one.event == UNKNOWN for one in placed)
        if counted == began:
            return Happened(placed + waiting, whole)
    # What waited may have its position by now: it is counted where it is not known to be in both.
    return Happened(placed | waiting, whole)


class _Counted(NamedTuple):
    until: int
    size: int
    batches: list[UUID]


def _counted() -> Steps[_Counted]:
    [row] = yield Q["ledger.counted"]()
    return _Counted(*row)


def _waiting(placed: set[UUID]) -> Steps[tuple[Counts, bool]]:
    """What waits in the inboxes, but for batches that have their positions and are still there; and whether that is all
    of it."""
    found: Counts = Counter()
    whole = True
    for source in (yield from inboxes()):
        database = database_of(source)
        rows = yield from named_rows(_Fact._make, Q[f"ledger.waiting_facts_{database}"](limit=WAITING).on(source))
        whole &= sum(row.entries for row in rows) < WAITING
        found.update(_facts(row for row in rows if row.batch not in placed))
    return found, whole


class _Fact(NamedTuple):
    """So many entries of one month that wait and say the same, and the batch that they were taken in."""

    batch: UUID | None
    month: str
    fact: str
    outcome: int
    entries: int


def _facts(rows: Iterable[_Fact]) -> Counts:
    counts: Counts = Counter()
    for row in rows:
        try:
            body = _fact.decode(row.fact)
            body |= {"at": row.month, "event": f"{body['event']}:{'denied' if row.outcome else 'allowed'}"}
            counts[counted_as(body)] += row.entries
        except (msgspec.MsgspecError, KeyError, TypeError):
            continue  # It is placed as `ledger:unreadable`.
    return counts
