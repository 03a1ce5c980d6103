"""Destroying a due day: to key destroyed, and to rows removed, against DELETE and VACUUM of the same rows in a plain
table."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

from bench.stage import Figure, Stage, seconds
from jikim.keys.keyring import day_name
from jikim.verbs.destroy import destroy_day

PART = """INSERT INTO archive.part SELECT gen_random_uuid(), gen_random_uuid(), %s::date, %s, 1, 1, ARRAY[1], ARRAY[%s::date], NULL, 1, 0, %s, %s, %s,
    ARRAY[3, 4, 7], decode(repeat('ab', 65), 'hex'), ARRAY[decode(repeat('cd', 25), 'hex'), decode(repeat('cd', 40), 'hex'), decode(repeat('cd', 80), 'hex')]
    FROM generate_series(1, %s)"""


def due_day(stage: Stage) -> list[Figure]:
    """The parts are laid out by the superuser (their content is never opened); destroying them is the product's own
    steps."""
    jk, parts = stage.jk, stage.size(1_000_000, 10_000)
    kind = jk.policy.records["order"].number
    due = date(2013, 6, 14)
    at = jk.now()
    with stage.admin("archive") as conn:
        # The partition is the owner's, as it is where the product makes it.
        conn.execute("SET ROLE jikim_owner")
        conn.execute("SELECT archive.places_for(%s)", ([due],))
        conn.execute("RESET ROLE")
        conn.execute(PART, (due, kind, due, at, at, at, parts))
        conn.execute("CREATE TABLE public.plain_part AS SELECT * FROM archive.part")
        conn.execute("ALTER TABLE public.plain_part ADD PRIMARY KEY (subject, record, due)")
        conn.execute("CREATE INDEX ON public.plain_part (due, kind)")
        conn.execute("VACUUM ANALYZE archive.part")
        conn.execute("VACUUM ANALYZE public.plain_part")
        conn.execute("CHECKPOINT")
        plain = seconds(
            lambda: (
                conn.execute("DELETE FROM public.plain_part WHERE due = %s", (due,)),
                conn.execute("VACUUM public.plain_part"),
            )
        )
    jk.driver.run(jk.house.keyring.ensure("day", day_name(kind, due)))
    jk.move_clock(datetime(2013, 6, 15, 1, tzinfo=at.tzinfo) + timedelta(hours=9))
    marks: dict[str, float] = {}
    assert due < jk.house.today()
    jk.driver.hook = lambda step, when: marks.update({f"{step}:{when}": time.perf_counter()})
    start = time.perf_counter()
    destroyed = jk.do(destroy_day, jk.policy, kind, due)
    jk.driver.hook = None
    assert destroyed is not None
    assert destroyed.parts == parts
    to_key = marks["key.destroy:after"] - marks["destroy.hide:before"]
    key_alone = marks["key.destroy:after"] - marks["key.destroy:before"]
    to_rows = marks["destroy.rows:after"] - start
    return [
        Figure(
            f"a due day of {parts:,} parts, to key destroyed (hidden first)",
            to_key * 1e3,
            "ms",
            goal="10 ms",
            met=to_key < 0.01,
        ),
        Figure("… destroying the key alone", key_alone * 1e3, "ms"),
        Figure("… to rows removed", to_rows, "s", plain, "(DELETE and VACUUM)", "a tenth", to_rows * 10 <= plain),
    ]
