"""Rows that no verb ever met go by batches: each is named in the ledger, killed anywhere they go on, and put back they are known."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.attach.attached_shop import START, AttachedShop
from tests.attach.django_shop import MAPPING, POLICY
from tests.attach.test_attached_erasure import LEFT, each_gone, erase, many
from tests.conftest import Databases
from tests.employed import admin_of

import jikim
from jikim.app import Jikim, read_policy
from jikim.app.attached import AttachedDatabase
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.db.steps import rows_of
from jikim.keys.keyring import Q as KEYS
from jikim.keys.restrictions import RestrictionLog
from jikim.systems.standing import system_standings
from jikim.verbs.house import SYSTEM


@pytest.fixture
def shop(sixty: AttachedShop, server: Embedded) -> AttachedShop:
    """A copy for each test."""
    return sixty.copied(server)


def test_an_entry_names_each_row_that_no_verb_ever_met(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, tmp_path: Path
) -> None:
    """Whoever has a row's key finds its number in the one entry of its batch, in the person's own list and in an export that verifies; the receipt counts each."""
    many(shop, 3, 6)
    keys = shop.one("SELECT array_agg(id::text) FROM shop_post WHERE member_id = 3")
    with shop.application() as conn:
        met = here.on(conn).ref("review", keys[0])
    here.erase(shop.address, 3)
    numbers = jk.driver.run(here.register.numbers(here.register.kinds.kinds["review"], keys))
    with shop.application() as conn:
        told = here.on(conn).show(3)
    gone = [str(record) for event, record in each_gone(told.uses) if event == "record:destroy:allowed"]
    assert len(gone) == len(set(gone))
    assert {str(UUID(one)) for one in numbers} <= {*gone}
    assert gone.count(str(met.record)) == 1
    [batch] = [use for use in told.uses if "records" in use]
    assert (batch["count"], batch["kind"], batch["how"], batch["backups"]) == (
        len(keys) - 1,
        "review",
        "statement",
        "2026-12-31",
    )
    assert jk.receipt(met.subject).lines[-1].count == len(keys) + 7 + 1
    jk.sequence()
    (file := tmp_path / "ledger.jsonl").write_bytes(b"".join(jk.export_ledger()))
    assert main(["verify", str(file), "--key", str(jk.signer.verifier)]) == 0
    assert numbers[-1] in file.read_text(encoding="utf-8")


def test_an_older_live_database_learns_again_what_went(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Put back before the erasure, it knows each row again by what stands beside the key ring, and none is entered a second time."""
    many(shop, 4, 6)
    rows = shop.one("SELECT count(*) FROM shop_post WHERE member_id = 4")
    here.erase(shop.address, 4)
    subject = jk.driver.run(here.register.person("4"))
    before = jk.receipt(subject).lines[-1].count
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute("DELETE FROM live.attached_batch; DELETE FROM live.tombstone; UPDATE live.beside SET last = 0")
    replay = KEYS["restrictions.replay.live"]
    for server in jk.driver.spread.servers:
        log = jk.driver.beside[server]
        assert isinstance(log, RestrictionLog)
        given = [{"n": one.n, "at": one.at, "what": one.what, "detail": one.detail} for one in log.entries(0)]
        entry = jk.driver.run(jk.house.note("house:replay", SYSTEM, "irrecoverable", restrictions=len(given)))
        jk.driver.run(rows_of(replay(rows=json.dumps(given), last=log.last, entry=entry).on(server)))
    told = jk.receipt(subject).lines[-1]
    assert told.what == "attached"
    assert before >= told.count == rows + 1


def test_a_sweep_goes_on_with_a_person_whose_erasure_was_stopped(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase
) -> None:
    """Killed after they left, and after rows were named: the next sweep takes every row; what is named can be met no more."""
    shop.run("UPDATE shop_order SET settled_at = NULL")
    for person, step in (
        (14, ("leave", "after")),
        (16, ("attached.batch_begin", "after")),
        (18, ("attached.batch_end", "before")),
    ):
        many(shop, person, 6)

        def kill(name: str, when: str, step: tuple[str, str] = step) -> None:
            if (name, when) == step:
                raise KeyboardInterrupt

        jk.driver.hook = kill
        with pytest.raises(KeyboardInterrupt):
            erase(shop, here, person, 4, lambda _: None)
        jk.driver.hook = None
        with shop.application() as conn, pytest.raises(jikim.JikimError):
            here.on(conn).use("review", person * 1000 + 91, purpose="reviews")
        here.sweep(shop.address)
        assert shop.one(LEFT.format(person)) == (0, 0, 0, 0), step


def test_rows_that_are_emptied_by_column_are_emptied_once(shop: AttachedShop, jk: Jikim, tmp_path: Path) -> None:
    """Batches that are full of rows which stay, saying nothing more, are told to the budget once each, and the erasure ends."""
    many(shop, 20, 6)
    settled = b"    events: {settled: settled_at}\n"
    (path := tmp_path / "attached.yaml").write_bytes(
        MAPPING.read_bytes().replace(settled, settled + b"    erase: {recipient: mask, mobile: mask, address: mask}\n")
    )
    told: list[int] = []

    def spend(rows: int) -> None:
        told.append(rows)
        assert len(told) < 100, "it goes on for ever"

    erase(shop, AttachedDatabase(jk, path), 20, 4, spend)
    left = "SELECT count(*), count(*) FILTER (WHERE recipient = '*') FROM shop_order WHERE member_id = 20"
    rows, emptied = shop.one(left)
    assert rows == emptied >= 6


def test_systems_that_hold_copies_are_told_of_rows_that_no_verb_met(
    shop: AttachedShop, databases: Databases, tmp_path: Path
) -> None:
    """A search index holds copies of reviews: it is told of each that goes, though none was ever entered."""
    search = "systems:\n  search: {kind: search, records: [review], items: [words], label: {ko: 검색, en: Search}}\n"
    (policy := tmp_path / "policy.yaml").write_text(POLICY.read_text(encoding="utf-8") + search, encoding="utf-8")
    many(shop, 22, 6)
    rows = shop.one("SELECT count(*) FROM shop_post WHERE member_id = 22")
    with Jikim(read_policy(policy), databases.settings(tmp_path), demo_start=START) as jk:
        jk.attached(MAPPING).erase(shop.address, 22)
        [one] = jk.driver.run(system_standings(jk.house))
        assert (one.name, one.told, one.waiting) == ("search", rows, rows)
