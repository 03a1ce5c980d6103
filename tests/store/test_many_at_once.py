"""A sweep destroys many records, and gives many people new keys, in one statement: each with evidence of its own, and none
held up by another."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.races.people import enquiry, order

import jikim
from jikim.app import Jikim
from jikim.db.steps import rows_of
from jikim.errors import StoreError
from jikim.jobs import retention_sweep
from jikim.ledger.processes import ALARMS
from jikim.proof.verify import verify
from jikim.store.sealed import Q as STORE


def admin(databases: Databases, text: LiteralString, *params: Any) -> list[Any]:
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        return conn.execute(text, params).fetchall()


def answered(jk: Jikim, count: int) -> list[jikim.Ref]:
    """Enquiries of so many guests, closed."""
    refs = [enquiry(jk) for _ in range(count)]
    for ref in refs:
        jk.event(ref, "closed")
    return refs


def bodies(jk: Jikim) -> list[dict[str, Any]]:
    """What an export that verifies says."""
    lines = b"".join(jk.export_ledger())
    assert verify([lines], trusted_key=str(jk.signer.verifier)).ok
    return [json.loads(json.loads(line)["body"]) for line in lines.splitlines() if b'"body":"' in line]


def steps(jk: Jikim) -> Counter[str]:
    """How often each statement runs from here on."""
    met: Counter[str] = Counter()
    jk.driver.hook = lambda step, when: met.update([step] if when == "before" else [])
    return met


@pytest.mark.one_server("counts what is asked of one server")
def test_what_nothing_keeps_goes_together_each_by_an_entry_of_its_own(jk: Jikim, databases: Databases) -> None:
    """Three guests' enquiries are destroyed in one statement; each has its tombstone, its entry and its place in the
    certificate, and each guest is forgotten. One that is held stays."""
    *goes, held = answered(jk, 4)
    admin(databases, "UPDATE live.record SET hold = gen_random_uuid() WHERE record = %s RETURNING 1", held.record)
    met = steps(jk)
    swept = jk.sweep()
    jk.driver.hook = None
    assert (swept.destroyed, swept.waiting, swept.forgotten) == ({"enquiry": 3}, {"enquiry": 1}, 3)
    assert met["retire.finish"] == met["rekey.fresh"] == 1
    stones = admin(databases, "SELECT record FROM live.tombstone WHERE fate = 'destroyed'")
    assert {record for (record,) in stones} == {ref.record for ref in goes}
    told = admin(databases, "SELECT entry, record FROM ledger.inbox WHERE fact LIKE '%%\"record:destroy\"%%'")
    assert {record for _, record in told} == {ref.record for ref in goes}
    assert len({entry for entry, _ in told}) == 3
    assert swept.content is not None
    jk.driver.run(jk.house.word(False))
    jk.sequence()
    assert {body["event"] for body in bodies(jk)}.isdisjoint(ALARMS)


def test_what_rests_leaves_the_live_rows_together(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Three orders come to rest, each by its own two steps; their live rows go in one statement (of each server), each with
    its tombstone and an entry of its own."""
    refs = [order(jk, person) for person in (cast.alice, cast.bob, cast.alice)]
    for ref in refs:
        jk.event(ref, "settled")
    met = steps(jk)
    swept = jk.sweep()
    jk.driver.hook = None
    assert swept.retired == {"order": 3}
    servers = {jk.driver.spread.of(ref.subject) for ref in refs}
    assert (met["retire.begin"], met["archive.admit"], met["retire.finish"]) == (3, 3, len(servers))
    stones = admin(databases, "SELECT record FROM live.tombstone WHERE fate = 'rests'")
    assert {record for (record,) in stones} == {ref.record for ref in refs}
    told = admin(databases, "SELECT entry, record FROM ledger.inbox WHERE fact LIKE '%%\"record:retire\"%%'")
    assert {record for _, record in told} == {ref.record for ref in refs}
    assert len({entry for entry, _ in told}) == 3
    jk.driver.run(jk.house.word(False))
    jk.sequence()
    assert {body["event"] for body in bodies(jk)}.isdisjoint(ALARMS)


@pytest.mark.one_server("counts what is asked of one server")
def test_few_wait_for_others_of_their_kind(jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a sweep goes on, no more records than so many have moved and keep their live row, by which no hold can be laid."""
    monkeypatch.setattr(retention_sweep, "AWAITED", 2)
    for _ in range(3):
        jk.event(order(jk), "settled")
    met = steps(jk)
    swept = jk.sweep()
    jk.driver.hook = None
    assert (swept.retired, met["retire.finish"]) == ({"order": 3}, 2)


def test_what_is_over_is_read_page_by_page_each_once(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Whatever the size of a page, each record that is over comes once: ended, by time, of who left, and of whose time
    away is over."""
    over = answered(jk, 3) + [enquiry(jk) for _ in range(3)]
    now, timed = jk.now(), [ref.record for ref in over[3:]]
    past = now - timedelta(days=1)
    admin(databases, "UPDATE live.record SET over_from = %s WHERE record = ANY (%s) RETURNING 1", past, timed)
    jk.leave(cast.alice.subject)
    admin(
        databases,
        "UPDATE live.subject SET state = 3, away = 'leaving', until = %s WHERE subject = %s RETURNING 1",
        past,
        cast.bob.subject,
    )
    finishing = [rules.number for rules in jk.policy.records.values() if rules.finishes]

    def read(limit: int) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        turn, at, subject, record = 1, now, UUID(int=0), UUID(int=0)
        while True:
            behind = {"turn": turn, "after": at, "after_subject": subject, "after_record": record}
            asked = STORE["inventory"](now=now, finishing=finishing, limit=limit, **behind)
            rows = jk.driver.run(rows_of(asked))
            found += rows
            if len(rows) < limit:
                return found
            turn, at, subject, record = rows[-1][:4]

    whole = read(1_000)
    assert {turn for turn, *_ in whole} == {1, 2, 3, 4}
    records = [record for _, _, _, record, *_ in whole]
    assert len(set(records)) == len(records)
    assert {ref.record for ref in over} | {cast.bob_membership.record} <= set(records)
    assert [read(limit) for limit in (1, 2, 3)] == [whole] * 3


def test_what_the_database_refuses_of_one_takes_no_other_back(jk: Jikim, databases: Databases) -> None:
    """Where the statement of many falls, those before the one that is refused go all the same."""
    *goes, last = sorted(answered(jk, 3), key=lambda ref: (ref.subject, ref.record))
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(f"ALTER TABLE live.tombstone ADD CONSTRAINT never CHECK (record <> '{last.record}') NOT VALID")  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            jk.sweep()
        conn.execute("ALTER TABLE live.tombstone DROP CONSTRAINT never")
    gone = {record for (record,) in admin(databases, "SELECT record FROM live.tombstone")}
    assert gone == {ref.record for ref in goes}
    assert jk.sweep().destroyed == {"enquiry": 1}


@pytest.mark.one_server("counts what is asked of one server")
def test_one_that_does_not_open_keeps_nobody_from_a_new_key(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Alice and Bob are due new keys and a record of Bob's is damaged: she gets hers, he is told, and gets his when it
    opens again."""
    jk.event(cast.alice_order, "settled")
    jk.event(order(jk, cast.bob), "settled")
    record = cast.bob_membership.record
    [(head,)] = admin(databases, "SELECT head FROM live.record WHERE record = %s", record)
    admin(databases, "UPDATE live.record SET head = 'damaged' WHERE record = %s RETURNING 1", record)
    met = steps(jk)
    swept = jk.sweep()
    jk.driver.hook = None
    assert (swept.renewed, swept.failed) == (1, [("person", cast.bob.subject, "SealError")])
    assert (met["rekey.next"], met["rekey.reseal"]) == (3, 1)
    admin(databases, "UPDATE live.record SET head = %s WHERE record = %s RETURNING 1", head, record)
    met = steps(jk)
    swept = jk.sweep()
    jk.driver.hook = None
    assert (swept.renewed, swept.failed) == (1, [])
    assert met["rekey.reseal"] == 1
    stale = admin(databases, "SELECT subject FROM live.subject WHERE stale > 0")
    assert stale == []
