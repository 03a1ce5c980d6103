"""What is read of the register to erase one person grows with their rows, and not with the square of these."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from tests.employed import admin_of

from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.attach.statements import Standing

ROWS = 600
DUE = "SELECT count(*) FROM live.attached_due(now(), %s, %s, false, %s, %s, 100)"
READ = "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_all_tables WHERE schemaname = 'live'"
NIL = UUID(int=0)


def test_each_row_of_a_page_is_probed_once(jk: Jikim, here: AttachedDatabase) -> None:
    """A page of one person's rows, in a database whose statistics know nothing of them, reads each row a few times."""
    policy, version = jk.house.in_force()
    held = here.register.kinds.kinds["review"]
    at = datetime(2026, 1, 2, tzinfo=UTC)
    rows = [Standing(held, str(key), "7", at, {}) for key in range(ROWS)]
    jk.driver.run(here.register.enter(policy, version, rows))
    subject = jk.driver.run(here.register.person("7"))
    kind = policy.records["review"].number
    with psycopg.connect(admin_of(jk)) as admin:
        admin.execute("UPDATE live.record SET state = 2 WHERE generation = 0")
        admin.commit()
        before = admin.execute(READ).fetchone()
        assert admin.execute(DUE, (subject, kind, subject, NIL)).fetchone() == (100,)
        after = admin.execute(READ).fetchone()
    assert before is not None
    assert after is not None
    assert int(after[0] or 0) - int(before[0] or 0) < 10 * ROWS


@pytest.mark.one_server("looks at who wrote a row of one table")
def test_a_row_that_stands_as_it_is_is_not_written_again(jk: Jikim, here: AttachedDatabase) -> None:
    """Entered a second time it is not even locked; what its dates say anew is taken over."""
    policy, version = jk.house.in_force()
    held = here.register.kinds.kinds["order"]
    at = datetime(2026, 1, 2, tzinfo=UTC)
    row = Standing(held, "1", "7", at, {})
    again = Standing(held, "1", "7", at, {"settled": datetime(2026, 1, 3, tzinfo=UTC)})
    found = []
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        for one in (row, row, again):
            jk.driver.run(here.register.enter(policy, version, [one]))
            found += admin.execute("SELECT xmax::text, state FROM live.record WHERE generation = 0").fetchall()
    assert found[:2] == [("0", 1), ("0", 1)]
    assert found[2][1] == 2
