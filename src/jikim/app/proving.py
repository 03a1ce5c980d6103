"""The proof as the daily work makes it: once a day, with its record; and what the steps of that work did, noted for the
office."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jikim.clock import MovableClock
from jikim.errors import JikimError
from jikim.policy.period import Period, day_of, due
from jikim.prove.proving import prove, record, runs
from jikim.prove.working import Did, note_steps

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim

DAILY = Period(1, "d")


def prove_due(jk: Jikim) -> dict[str, Any]:
    """Proves and records once on each policy day; in a demo, whose days are minutes, in the interval of the policy's
    internal body.

    Answers nothing where it was done already, else how many promises are broken and how many tasks were filed.
    """
    run, house = jk.driver.run, jk.house
    last = run(runs(house, 1))
    if last:
        every = house.every("internal-body") if isinstance(house.clock, MovableClock) else DAILY
        day = day_of(last[0].at, house.policy.zone)
        if house.today() <= (day if every == DAILY else due(day, every)):
            return {}
    # What waits for its position says nothing yet of when it was done.
    with suppress(JikimError):
        jk.sequence()
    proven = run(prove(house, jk.settings, jk.seen_pages()))
    return {"broken": len(proven.broken), "tasks": run(record(house, proven))}


def note(jk: Jikim, did: Sequence[Did]) -> None:
    """Notes what the steps did. Where that cannot be written, the steps' own failures have said why."""
    if did:
        with suppress(JikimError):
            jk.do(note_steps, did)
