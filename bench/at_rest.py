"""Bytes at rest, with indexes: what the databases grow by for a person, a record and an entry of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import jikim
from bench.records import VALUES
from bench.stage import Figure, Stage
from jikim.db.schema import DATABASES

SIZES = """SELECT n.nspname || '.' || c.relname, pg_total_relation_size(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN ('live', 'archive', 'keys', 'ledger')"""
CONTACT = {
    "name": "가나다",
    "phone": "02-555-0101",
    "email": "nobody@example.com",
    "text": "어느 포트를 열어야 하나요?",
}


def _sizes(stage: Stage) -> Counter[str]:
    found: Counter[str] = Counter()
    for database in DATABASES:
        with stage.admin(database) as conn:
            for name, size in conn.execute(SIZES).fetchall():
                found[name] += size
    return found


def _grown(stage: Stage, run: Callable[[], object]) -> Counter[str]:
    """What the tables grow by. The inboxes are emptied first and afterwards: what waits there is not at rest."""
    stage.jk.sequence()
    before = _sizes(stage)
    run()
    stage.jk.sequence()
    return _sizes(stage) - before


def bytes_at_rest(stage: Stage) -> list[Figure]:
    jk, count = stage.jk, stage.size(20_000, 2_000)
    guests = [jikim.Offer("guest", "enquiry", CONTACT, "board")] * 500
    orders = [jikim.Offer(stage.person, "order", VALUES, "homepage")] * 500

    def many(offers: list[jikim.Offer]) -> Callable[[], None]:
        def run() -> None:
            for _ in range(count // len(offers)):
                assert not any(isinstance(one, Exception) for one in jk.collect_many(offers, old_enough=True))

        return run

    people, records = _grown(stage, many(guests)), _grown(stage, many(orders))
    entry = sum(size for name, size in records.items() if name.startswith("ledger.") and "inbox" not in name)
    person = people["live.subject"] + people["live.claim"] + people["keys.key"]
    return [
        Figure("bytes of a person (subject, look-up, wrapped key)", person / count, "B"),
        Figure("bytes of a record of four items", records["live.record"] / count, "B"),
        Figure("bytes of a ledger entry", entry / count, "B", goal="150 B", met=entry / count <= 150),
    ]
