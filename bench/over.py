"""A page of what is over, as a sweep reads it: on a day on which many records end, and on one on which few do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import jikim
from bench.records import VALUES
from bench.stage import Figure, Stage, alternating, seconds
from jikim.answers import Collected
from jikim.db.steps import rows_of
from jikim.jobs.retention_sweep import RECORDS
from jikim.store.sealed import Q

# People with a record each that is over since a moment, laid out by the superuser: nobody opens them.
PEOPLE = """WITH given AS (SELECT gen_random_uuid() AS subject FROM generate_series(1, %s)), here AS (
        INSERT INTO live.subject (subject, kind, policy, joined) SELECT g.subject, s.kind, s.policy, s.joined
          FROM given g CROSS JOIN (SELECT * FROM live.subject WHERE subject = %s) s)
    INSERT INTO live.record (subject, record, kind, version, generation, policy, channel, collected, over_from, items, head, body)
    SELECT g.subject, gen_random_uuid(), r.kind, 1, 1, r.policy, r.channel, r.collected, %s, r.items, r.head, r.body
      FROM given g CROSS JOIN (SELECT * FROM live.record WHERE record = %s) r"""
HALF = UUID(int=1 << 127)


def over(stage: Stage) -> list[Figure]:
    """The page in the middle of the day. In a house of its own, where nothing else is over."""
    with Stage(stage.directory / "over", quick=stage.quick, minutes=stage.minutes) as own:
        return _over(own)


def _over(stage: Stage) -> list[Figure]:
    jk, many, few = stage.jk, stage.size(200_000, 4_000), stage.size(20_000, 2_000)
    (one,) = jk.collect_many([jikim.Offer(stage.person, "order", VALUES, "homepage")], old_enough=True)
    assert isinstance(one, Collected)
    now, days = jk.now(), []
    with stage.admin("live") as conn:
        for ago, people in ((2, many), (1, few)):
            at = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=ago)
            conn.execute(PEOPLE, (people, one.ref.subject, at, one.ref.record))
            days.append((at, people))
        conn.execute("VACUUM ANALYZE live.record")
        conn.execute("VACUUM ANALYZE live.subject")

    def page(at: object) -> Callable[[], float]:
        behind: dict[str, Any] = {"turn": 2, "after": at, "after_subject": HALF, "after_record": HALF}

        def read() -> None:
            asked = Q["inventory"](now=now, finishing=[], limit=RECORDS, **behind)
            assert jk.driver.run(rows_of(asked))

        return lambda: seconds(read) * 1e3

    took = alternating(9, *(page(at) for at, _ in days))
    return [
        Figure(f"a sweep's page of what is over, of {people:,} on its day", ms, "ms")
        for (_, people), ms in zip(days, took, strict=True)
    ]
