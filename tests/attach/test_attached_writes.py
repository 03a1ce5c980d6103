"""A write on an application's rows and its entry commit together, and the entry is taken over once."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.attach.attached_shop import START, AttachedShop, recorded
from tests.attach.django_shop import MAPPING, POLICY
from tests.conftest import Databases

import jikim
from jikim.app import Jikim, read_policy
from jikim.app.attached import AttachedDatabase
from jikim.db.embedded import Embedded
from jikim.keys.keyring import person_name

PARCEL = {"name": "박모형", "mobile": "010-0000-0000", "address": "서울특별시 없는구 없는로 1"}
WAITING = "SELECT count(*) FROM jikim.outbox"


@pytest.fixture(scope="module")
def shop(server: Embedded) -> AttachedShop:
    return AttachedShop(server, 12)


@pytest.fixture(autouse=True)
def nothing_waits(shop: AttachedShop) -> None:
    shop.run("TRUNCATE jikim.outbox, jikim.sealed")


def _ordered(here: AttachedDatabase, conn: Any, **more: Any) -> str:
    given: dict[str, Any] = {"person": 4, "channel": "site", "old_enough": True, "columns": {"state": "paid"}, **more}
    return here.on(conn).collect("order", PARCEL, **given)


def test_a_row_and_its_entry_commit_together(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """What the caller commits is recorded, and taken over; what they roll back was never there."""
    with shop.application() as conn:
        with conn.transaction(force_rollback=True):
            _ordered(here, conn)
        assert shop.one(WAITING) == 0
        with conn.transaction():
            key = _ordered(here, conn)
            here.on(conn).correct("order", key, {"address": "서울특별시 없는구 없는로 2"})
    assert shop.one(f"SELECT recipient, address, member_id FROM shop_order WHERE id = {key}") == (
        "박모형",
        "서울특별시 없는구 없는로 2",
        4,
    )
    assert recorded(jk) == []
    assert here.take(shop.address) == (2, 0)
    assert here.take(shop.address) == (0, 0)
    assert recorded(jk) == ["record:collect:0", "record:correct:0"]
    assert jk.sequence().placed >= 2
    with shop.application() as conn:
        found = here.on(conn).use("order", key, purpose="delivery", items=["address"])
    assert (dict(found), found.version) == ({"address": "서울특별시 없는구 없는로 2"}, 2)


def test_a_refused_write_writes_nothing_and_is_recorded(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Though the caller rolls back: by what is missing, by a freeze, and for whom the table does not have."""
    before = shop.one("SELECT count(*) FROM shop_order")
    with shop.application() as conn, conn.transaction(force_rollback=True):
        with pytest.raises(jikim.DeniedError, match="is missing"):
            here.on(conn).collect("order", {"name": "박모형"}, person=4, channel="site", old_enough=True)
        jk.ask_correction(here.on(conn).ref("order", 4), ["address"])
        with pytest.raises(jikim.DeniedError) as denied:
            here.on(conn).correct("order", 4, {"address": "서울특별시 없는구 없는로 3"})
        assert denied.value.why == "frozen"
        with pytest.raises(jikim.JikimError, match="no such row"):
            _ordered(here, conn, person=777)
        with pytest.raises(jikim.JikimError, match="no column that can be written"):
            here.on(conn).correct("account", 4, {"name": "박모형"})
    assert shop.one("SELECT count(*) FROM shop_order") == before
    assert shop.one(WAITING) == 0
    assert recorded(jk) == ["record:collect:99", "record:freeze:0", "record:correct:4"]


@pytest.mark.parametrize("step", ["attached.take:before", "attached.take:after"])
def test_killed_while_it_is_taken_over_it_is_taken_once(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, step: str
) -> None:
    """Between the two databases: run again, the entry stands once and the outbox is empty."""
    with shop.application() as conn:
        _ordered(here, conn)

    def kill(name: str, when: str) -> None:
        if f"{name}:{when}" == step:
            raise KeyboardInterrupt

    jk.driver.hook = kill
    with pytest.raises(KeyboardInterrupt):
        here.take(shop.address)
    jk.driver.hook = None
    assert shop.one(WAITING) == 1
    assert here.take(shop.address).taken == 1
    assert shop.one(WAITING) == 0
    assert recorded(jk) == ["record:collect:0"]


def test_a_killed_application_leaves_neither_row_nor_entry(shop: AttachedShop, here: AttachedDatabase) -> None:
    """Its session ends in the middle of its transaction."""
    before = shop.one("SELECT count(*) FROM shop_order")
    with psycopg.connect(shop.owner) as conn:
        pid = conn.info.backend_pid
        _ordered(here, conn)
        shop.run(f"SELECT pg_terminate_backend({pid})")
        with pytest.raises(psycopg.OperationalError):
            conn.execute("SELECT 1")
    assert (shop.one("SELECT count(*) FROM shop_order"), shop.one(WAITING)) == (before, 0)


def test_the_applications_role_may_only_insert(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """It neither reads, changes nor empties the outbox; a row that no process of this house wrote is not taken."""
    with shop.application() as conn:
        _ordered(here, conn)
        for sql in (
            "SELECT * FROM jikim.outbox",
            "DELETE FROM jikim.outbox",
            "UPDATE jikim.outbox SET fact = ''",
            "TRUNCATE jikim.outbox",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(sql)  # type: ignore[call-overload]
        conn.execute(
            "INSERT INTO jikim.outbox (entry, at, fact, who, deed, items, consents, place, key, person) "
            "VALUES (gen_random_uuid(), now(), '{}', '', 'collect', '{}', '{}', 'public.shop_order', '4', '4')"
        )
    assert here.take(shop.address) == (1, 1)
    assert shop.one(WAITING) == 1
    assert recorded(jk) == ["record:collect:0"]


def test_a_new_person_comes_with_their_row(shop: AttachedShop, databases: Databases, tmp_path: Path) -> None:
    """A row of the table of people makes its person known, with the consents that they gave with it."""
    policy, mapping = tmp_path / "policy.yaml", tmp_path / "attached.yaml"
    required = "{required: [login_id, password, name, email], optional: [mobile, birth]}"
    text = POLICY.read_text()
    assert required in text
    policy.write_text(
        text.replace(required, "{required: [login_id, name, email], optional: [password, mobile, birth]}")
    )
    mapping.write_text(
        MAPPING.read_text().replace("password: password, first_name: name, last_name: name", "first_name: name")
    )
    shop.run("TRUNCATE jikim.outbox, jikim.sealed")
    more = {"password": "!", "last_name": "", "is_superuser": False, "is_staff": False, "is_active": True}
    with Jikim(read_policy(policy), databases.settings(tmp_path), demo_start=START) as jk, shop.application() as conn:
        here = jk.attached(mapping)
        key = here.on(conn).collect(
            "account", {"login_id": "newreader", "name": "최견본", "email": "newreader@example.com", "mobile": "010-0000-0000"},
            channel="site", old_enough=True, consents=["tailored"], columns=more,
        )  # fmt: skip
        assert here.take(shop.address) == (1, 0)
        assert dict(here.on(conn).use("account", key, purpose="tailored")) == {"email": "newreader@example.com"}
        told = here.on(conn).show(key)
    shop.run(f"DELETE FROM shop_member WHERE id = {key}")
    assert [one.partition("#")[0] for one in told.consents] == ["use:tailored"]
    assert [card.values["name"] for card in told.cards] == ["최견본"]


def test_what_nobody_here_sealed_stays_and_stops_nothing(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """A row that the application's role wrote itself, for somebody whose key stands, is told as foreign each time; what
    comes behind it is taken or let go."""
    subject, nobody = uuid4(), uuid4()
    jk.driver.run(jk.house.keyring.ensure("person", person_name(subject, 1)))
    with shop.application() as conn:
        for whose in (subject, nobody):
            conn.execute(
                "INSERT INTO jikim.sealed (reference, subject, generation, sealed) VALUES (%s, %s, 1, %s)",
                (uuid4(), whose, bytes(60)),
            )
    for _ in range(2):
        assert here.take(shop.address) == (0, 1)
        assert shop.one("SELECT subject FROM jikim.sealed") == subject
