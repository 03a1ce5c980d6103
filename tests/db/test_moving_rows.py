"""What goes along with whoever moves to another server, and what of everybody stays (decision 25)."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.attach.attached_shop import AttachedShop, attached
from tests.attach.django_shop import POLICY
from tests.attach.test_attached_writes import WAITING, _ordered
from tests.conftest import Databases
from tests.db.moving_people import moved
from tests.db.standby import rows
from tests.db.two_servers import BOTH, Two, servers, where  # noqa: F401
from tests.faults.killing import Killed

from jikim.app import Jikim, read_policy
from jikim.db.moving import Move
from jikim.db.schema import COPIED

ATTACHED = "SELECT DISTINCT subject FROM live.attached"
# Tables that may hold a person's number: a number or JSON that is neither a row's own key nor leads to another table's.
_HOLDS = """
SELECT DISTINCT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace) AND c.relkind = 'r' AND a.attnum > 0
   AND NOT a.attisdropped AND a.atttypid = ANY ('{uuid,uuid[],json,jsonb}'::regtype[])
   AND NOT EXISTS (SELECT 1 FROM pg_constraint p WHERE p.conrelid = c.oid AND p.contype IN ('p', 'f') AND p.conkey = ARRAY[a.attnum])
"""
# Of these, those that stay where they are, by why.
STAYS = {
    "written there, and placed or replayed from there": {
        "ledger.inbox",
        "ledger.batch",
        "ledger.restoring",
        "live.restriction",
    },
    "how far a walk got there: nobody arrives while one goes": {"live.walked"},
    "the house's, which tells people by number wherever they lie": {"live.going", "live.taken", "live.usage_run"},
    "the house's, about nobody: its own numbers, counts and limits": {
        "live.attestation",
        "live.contract_paper",
        "live.feed",
        "live.feed_message",
        "live.finding",
        "live.handler_paper",
        "live.job",
        "live.mass",
        "live.move_progress",
        "live.overdue",
        "live.partner_key",
        "live.pause",
        "live.plan",
        "live.proving",
        "live.read_batch",
        "live.statistic",
        "live.telling",
    },
}


def test_whatever_is_about_a_person_goes_along(databases: Databases) -> None:
    """Every table of the live database that may hold a person's number goes with them, is copied to every server, or is said
    above to stay, and why."""
    with psycopg.connect(databases.admin["live"]) as conn:
        goes = {one for one, *_ in conn.execute("SELECT name FROM live.tables_of_people()").fetchall()}
        holds = {one for (one,) in conn.execute(_HOLDS).fetchall()}
    assert not goes & {*COPIED}
    assert holds - goes - {*COPIED} == set().union(*STAYS.values())


@pytest.mark.long
def test_what_was_taken_over_of_somebody_is_known_where_they_go(servers: Two, tmp_path: Path) -> None:  # noqa: F811
    """Killed between the two databases, an entry of an application's outbox is met again behind the move of its person: it
    stands once."""
    shop = AttachedShop(servers.house, 4)
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY.read_text(encoding="utf-8").replace("effective: 2026-12-01", "effective: 2026-01-01"))
    with Jikim(read_policy(policy), servers.settings(tmp_path / "house")) as jk:
        here = attached(jk)
        with shop.application() as conn:
            _ordered(here, conn)

        def kill(step: str, when: str) -> None:
            if (step, when) == ("attached.take", "after"):
                raise Killed

        jk.driver.hook = kill
        with pytest.raises(Killed):
            here.take(shop.address)
        jk.driver.hook = None
        jk.sequence()
    [subject] = [one for server in (servers.house, servers.second) for (one,) in rows(server, "live", ATTACHED)]
    [from_] = where(servers, subject)
    [to] = {*BOTH} - {from_}
    assert moved(servers, Move(subject, UUID(int=subject.int + 1), from_, to)) == 1
    assert where(servers, subject) == [to]
    with Jikim(read_policy(policy), servers.settings(tmp_path / "house")) as jk:
        here = attached(jk)
        assert here.take(shop.address).taken == 1
        assert shop.one(WAITING) == 0
        jk.sequence()
        assert b"".join(jk.export_ledger()).count(b"record:collect:allowed") == 1
