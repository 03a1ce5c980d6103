"""The ledger: entries integrated a second by the sequencer, and verified a second from the export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

import psycopg

from bench.records import VISIT
from bench.stage import Figure, Stage, seconds, spent
from jikim.app import Jikim
from jikim.ledger.entry import Entry, make
from jikim.proof.verify import verify

AT_ONCE = 5_000
FILL = """INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome)
    SELECT e.*, i.* FROM (SELECT subject, record, version, items, outcome FROM ledger.inbox ORDER BY seq DESC LIMIT 1) i,
        unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::bytea[]) AS e"""


def ledger(stage: Stage) -> list[Figure]:
    """The inbox is filled, so that the sequencer alone is measured: with entries such as one statement records of many
    people, and with such as each have a moment and a sealed `who` of their own."""
    jk, entries = stage.jk, stage.size(200_000, 5_000)
    forged = _forged(jk)  # what other rows laid by hand
    rate, told = _integrated(stage, alike(jk), entries)
    each, told_each = _integrated(stage, (_entry(jk, n) for n in range(entries)), entries // 4)
    pieces = list(jk.export_ledger())
    report = verify(pieces)
    assert report.ok, str(report)
    assert _forged(jk) == forged
    checked = report.entries / seconds(lambda: verify(pieces))
    return [
        Figure(
            "ledger entries integrated, of reads of many",
            rate,
            "/s",
            goal="150,000/s",
            met=rate >= 150_000,
            limits=told,
        ),
        Figure("… each of a read of its own", each, "/s", limits=told_each),
        Figure("ledger entries verified, bodies and all", checked, "/s", goal="400,000/s", met=checked >= 400_000),
    ]


def alike(jk: Jikim) -> Iterator[Entry]:
    """Entries of one moment and one `who`, each with a number of its own."""
    one = _entry(jk, 0)
    while True:
        yield one
        one = one.another()


def _entry(jk: Jikim, n: int) -> Entry:
    house, at = jk.house, jk.now() + timedelta(microseconds=n)
    fact = house.fact_text("record:use", jk.policy, None, "2.1", kind="visit", purpose="delivery")
    return jk.driver.run(make(house.keyring, house.numbers, jk.policy.zone, at, fact, jk.actor))


def fill(live: psycopg.Connection[Any], entries: Iterator[Entry], count: int) -> None:
    """So many of these entries wait for their positions; whose data they are about, the last that waits says."""
    for left in range(count, 0, -AT_ONCE):
        columns = zip(*(entry[:4] for entry in islice(entries, min(left, AT_ONCE))), strict=True)
        live.execute(FILL, [list(column) for column in columns], binary=True)


def _integrated(stage: Stage, entries: Iterator[Entry], count: int) -> tuple[float, str]:
    """How many a second, and where the time goes."""
    jk = stage.jk
    jk.sequence()
    jk.collect("visit", VISIT, channel="automatic", subject=stage.person, old_enough=True)
    with stage.admin() as live:
        fill(live, entries, count)
    runs: list[float] = []
    told = spent(stage, lambda: runs.append(seconds(jk.sequence)), count)
    return count / runs[0], told


def _forged(jk: Jikim) -> int:
    """How many entries have a place as forged ones."""
    return b"".join(jk.export_ledger()).count(b"ledger:forged")
