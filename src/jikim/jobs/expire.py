"""Bodies of ledger entries whose time is over go: who did what leaves, that something was done stays
(`ledger/retention_lots.py` has the times).

For each month's lot, and each step settles a repeated run:

1. the ledger says how many bodies go, and of which kinds (`proof.counts`), in an entry that stays for good, and that entry has its place in the signed tree;
2. the lot's key is destroyed, and its name never gets another;
3. the bodies go, a page at a time. Leaves stay, so the tree verifies as before, and an export marks these entries as
   expired.

Steps 1 to 3 are the eraser's: a database role of its own, as the application can't erase its own evidence. Who owns
both roles' passwords can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple

from jikim.db.driver import Driver, Steps
from jikim.db.steps import rows_of, value_of
from jikim.ledger.backlog import spans
from jikim.ledger.entry import Entry
from jikim.ledger.retention_lots import Lot, interval, is_over, key_name, label, periods
from jikim.ledger.sequencer import Q, Sequencer
from jikim.policy.period import Period
from jikim.proof.counts import counts_of, written
from jikim.proof.export import EXPIRE
from jikim.store.sealed import Q as STORE
from jikim.verbs.house import SYSTEM, House

PAGE = 5_000

Eraser = Callable[[], AbstractContextManager[Driver]]
"""Opens the eraser's own connections to the keys and the ledger database."""


class Expired(NamedTuple):
    """What one run erased: bodies, and the lots that they were (`2013-02/access`). `waiting`: lots that no eraser is
    there for."""

    bodies: int = 0
    lots: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


NOTHING = Expired()


def due_lots(house: House, times: Mapping[Lot, Period]) -> Steps[list[tuple[date, Lot]]]:
    """The lots whose time is over, among those that still have bodies; the lot of an entry that waits for its place is
    one too."""
    today = house.today()
    # A term that was longer once is still: `over_from` is the database's word.
    found = [
        (month, Lot.ACCESS if number is None else Lot(number))
        for month, number, over_from in (yield from spans(house.policy.zone))
        if number != Lot.HOUSE and is_over(month, times[Lot(number or 0)], today) and today >= over_from
    ]
    return list(dict.fromkeys(found))


def times_of(house: House) -> Steps[dict[Lot, Period]]:
    """How long each lot is kept by the policy and the law."""
    people = yield STORE["people"]()
    return periods(house.policy.file, sum(count for _, _, count in people))


def lengthen(house: House, times: Mapping[Lot, Period]) -> Steps[None]:
    """Tells the databases how long each lot stays. They take a longer term, and never a shorter one; most days they
    know it already."""
    asked = {int(lot): interval(period) for lot, period in times.items()}
    for database in ("live", "keys", "ledger"):
        [(made,)] = yield Q[f"ledger.shorter_{database}"](lots=list(asked), terms=list(asked.values()))
        for number in made:
            lot = Lot(number)
            entry = yield from house.note(
                "ledger:lengthen", SYSTEM, "irrecoverable", lot=lot.name.lower(), term=str(times[lot])
            )
            yield Q[f"ledger.lengthen_{database}"](lot=number, term=asked[number], entry=entry)


def expire(driver: Driver, eraser: Eraser | None, house: House, sequencer: Sequencer) -> Expired:
    """Erases every lot whose time is over. Any number of processes; killed anywhere and run again, it ends the same."""
    times = driver.run(times_of(house))
    driver.run(lengthen(house, times))
    lots = driver.run(due_lots(house, times))
    names = tuple(label(month, lot) for month, lot in lots)
    if not lots or eraser is None:
        return Expired(waiting=names)
    # What waits for its place may be of one of these months.
    sequencer.run(house.now())
    sequencer.count()
    lots = driver.run(due_lots(house, times))
    names = tuple(label(month, lot) for month, lot in lots)
    erased = 0
    with eraser() as own, own.gathering():
        for month, lot in lots:
            bodies = own.run(value_of(Q["ledger.bodies_in"](month=month, lot=int(lot))))
            counts = written(counts_of(driver.run(rows_of(Q["ledger.counts"](lies=month, lot=int(lot))))))
            entry = driver.run(_entry(house, EXPIRE, month, lot, count=bodies, counts=counts.decode()))
            own.run(value_of(Q["ledger.state_expiry"](month=month, lot=int(lot), entry=entry)))
        sequencer.run(house.now())
        for month, lot in lots:
            entry = driver.run(_entry(house, "ledger:destroy-key", month, lot))
            own.run(value_of(Q["ledger.destroy_month"](name=key_name(month, lot), entry=entry)))
            house.keyring.forget("ledger-month", key_name(month, lot))
            erased += sum(_pages(own, month, lot))
    sequencer.run(house.now())
    return Expired(erased, names)


def _pages(own: Driver, month: date, lot: Lot) -> Iterator[int]:
    while count := own.run(value_of(Q["ledger.erase"](month=month, lot=int(lot), limit=PAGE))):
        yield count


def _entry(house: House, event: str, month: date, lot: Lot, **more: str | int) -> Steps[Entry]:
    return (yield from house.note(event, SYSTEM, "irrecoverable", lot=label(month, lot), **more))
