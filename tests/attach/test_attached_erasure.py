"""A person is erased in the application's own tables, and what is over goes: by statement, in order, again and again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.attach.attached_shop import AttachedShop, recorded
from tests.attach.django_shop import MAPPING, POLICY
from tests.conftest import Databases
from tests.employed import employ, lasting

import jikim
from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.attach.caller import opened as connected
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.jobs.attached_erasure import Erased, Eraser

LEFT = (
    "SELECT (SELECT count(*) FROM shop_member WHERE id = {0}), (SELECT count(*) FROM shop_order WHERE member_id = {0}), "
    "(SELECT count(*) FROM shop_orderline WHERE order_id = {0}), (SELECT count(*) FROM shop_post WHERE member_id = {0})"
)
RECENT = "UPDATE shop_order SET created_at = '2026-01-02', settled_at = '2026-01-03' WHERE id = {}"


@pytest.fixture
def shop(sixty: AttachedShop, server: Embedded) -> AttachedShop:
    """A copy for each test: a sweep reaches everybody's rows."""
    return sixty.copied(server)


def test_a_person_goes_with_all_that_keys_reach(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """The account and the review by statement; the order's kept items rest, and its lines go with it; nothing of
    others."""
    others = shop.one("SELECT count(*) FROM shop_order")
    shop.run(RECENT.format(5))
    done = here.erase(shop.address, 5)
    assert (dict(done.destroyed), dict(done.retired), dict(done.waiting)) == (
        {"review": 1, "account": 1},
        {"order": 1},
        {},
    )
    assert shop.one(LEFT.format(5)) == (0, 0, 0, 0)
    assert shop.one("SELECT count(*) FROM shop_order") == others - 1
    again = here.erase(shop.address, 5)
    assert not again.destroyed + again.retired + again.waiting


def test_what_rests_is_read_by_its_rule_alone(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """The archive holds what the rule keeps, sealed; the application's table has nothing of it any more."""
    shop.run(RECENT.format(6))
    with shop.application() as conn:
        ref = here.on(conn).ref("order", 6)
    here.erase(shop.address, 6)
    [resting] = jk.show(ref.subject).resting
    assert (resting.ref, set(resting.items)) == (ref, {"name", "mobile"})
    assert resting.until.isoformat() == "2031-01-03"
    with shop.application() as conn, pytest.raises(jikim.JikimError, match="no such row"):
        here.on(conn).use("order", 6, purpose="delivery")


def test_its_receipt_never_calls_it_irrecoverable(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """It says by statement, and until when older backups hold it; the certificate counts it apart; so does the ledger."""
    shop.run(RECENT.format(7))
    with shop.application() as conn:
        subject = here.on(conn).ref("account", 7).subject
    done = here.erase(shop.address, 7)
    assert done.backups.isoformat() == "2026-12-31"
    told = jk.receipt(subject).as_json()
    assert told["irrecoverable"] is None
    assert "Erased by statement; older backups of that database hold it until their end on 2026-12-31" in str(told)
    jk.sweep()
    content = json.loads(jk.do(_certificates)[-1])
    assert {row["what"] for row in content["destroyed"]} <= {
        "attached records, erased by statement",
        "items of attached records, erased by statement",
    }
    assert {row["backups"] for row in content["destroyed"]} == {"2026-12-31"}
    assert "shred" not in str(told) + str(content)


@pytest.mark.usefixtures("ready_clusters")
def test_promises_say_what_lies_there(
    shop: AttachedShop,
    jk: Jikim,
    here: AttachedDatabase,
    databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Nothing before a row was met; after an erasure, promises about its kind read *(attached)*, as data and as `jikim prove` says them in both languages,
    with the day on which the oldest backup ends."""
    assert not [one for one in jk.prove().promises if one.attached is not None]
    here.erase(shop.address, 11)
    told = next(
        one for one in jk.prove().as_json()["promises"] if "records" in {way["key"] for way in one["mechanisms"]}
    )
    assert told["reads"] == f"{told['state']} (attached)"
    assert (told["attached"]["by"], told["attached"]["backups"]) == ("statement", "2026-12-31")
    databases.named(monkeypatch, jk.settings.ring_directory)
    typed = ["prove", str(POLICY), "--dir", str(jk.settings.directory), "--lang"]
    main([*typed, "en", "--clause", told["clause"]])
    said = capsys.readouterr().out
    assert f"{told['clause']}  {told['reads']}\n" in said
    assert (
        "erased by statement; older backups of that database hold what was erased until their end on 31 December 2026."
        in said
    )
    main([*typed, "ko"])
    said = capsys.readouterr().out
    assert (
        "삭제 명령으로 지웁니다. 그 데이터베이스의 이전 백업에는 보관 기간이 끝나는 2026년 12월 31일까지 남아 있을 수 있습니다."
        in said
    )
    assert "(그중 자체 데이터베이스" in said.splitlines()[-1]


def _certificates(_house: object):  # type: ignore[no-untyped-def]
    from jikim.store.sealed import Q

    return [text for _, _, text, _ in (yield Q["certificates"]())]


def test_an_open_order_keeps_its_members_row(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """An order that is not settled finishes, and its member's row waits for it."""
    first = here.erase(shop.address, 8)
    assert (dict(first.destroyed), dict(first.waiting)) == ({}, {"account": 1})
    assert shop.one(LEFT.format(8))[:2] == (1, 1)
    shop.run("UPDATE shop_order SET settled_at = '2026-11-30' WHERE id = 8")
    here.erase(shop.address, 8)
    assert shop.one(LEFT.format(8)) == (0, 0, 0, 0)


def test_a_hold_keeps_a_row_where_it_is(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Nothing of it goes while the hold stands, though its person left; then it does."""
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    omar = jk.handler("omar", kind="officer")
    with shop.application() as conn:
        ref = here.on(conn).ref("account", 9)
    number = jk.by(omar).hold(ref, reason="a lawsuit")
    assert dict(here.erase(shop.address, 9).waiting) == {"account": 1}
    assert shop.one(LEFT.format(9))[0] == 1
    jk.by(omar).release(ref, number, reason="settled")
    assert dict(here.erase(shop.address, 9).destroyed) == {"account": 1}
    assert shop.one(LEFT.format(9))[0] == 0


@pytest.mark.parametrize(
    ("n", "step"),
    [(10, "leave:after"), (15, "attached.begin:after"), (20 + 5, "archive.admit_many:after"), (30, "attached.gone:before"), (35, "attached.gone:after")],
)  # fmt: skip
def test_killed_anywhere_it_goes_on(shop: AttachedShop, jk: Jikim, here: AttachedDatabase, n: int, step: str) -> None:
    """Run again, everything has gone, each record is recorded as gone once, and what rests, rests once."""
    shop.run(
        f"DELETE FROM shop_orderline WHERE order_id = {n}; DELETE FROM shop_order WHERE id = {n}; "
        f"INSERT INTO shop_order (id, member_id, recipient, mobile, address, state, created_at, settled_at) "
        f"SELECT {n} + 1000, {n}, '박모형', '010-0000-0000', '없는로', 'paid', '2026-01-02', '2026-01-03'"
    )

    def kill(name: str, when: str) -> None:
        if f"{name}:{when}" == step:
            raise KeyboardInterrupt

    with shop.application() as conn:
        ref = here.on(conn).ref("order", n + 1000)
    jk.driver.hook = kill
    with pytest.raises(KeyboardInterrupt):
        here.erase(shop.address, n)
    jk.driver.hook = None
    here.erase(shop.address, n)
    assert shop.one(LEFT.format(n)) == (0, 0, 0, 0)
    assert [part.ref for part in jk.show(ref.subject).resting].count(ref) == 1
    gone = recorded(jk)
    assert (gone.count("record:destroy:0"), gone.count("subject:leave:0")) == (2, 1)


def each_gone(uses: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each record that entries say went, and by which event."""
    return [
        (use["event"], str(UUID(record)))
        for use in uses
        if use["event"].startswith(("record:destroy", "record:retire"))
        for record in (use.get("record") or use["records"]).split()
    ]


def erase(shop: AttachedShop, here: AttachedDatabase, person: int, batch: int, spend: Callable[[int], None]) -> Erased:
    """As `AttachedDatabase.erase`, so many at once."""
    with connected(shop.address) as run:
        jk, gate = here._jk, here.gate(shop.address)  # type: ignore[attr-defined]
        return Eraser(jk.driver, jk.house, here.register, run, gate, spend, batch).person(person, jk.actor)


def many(shop: AttachedShop, person: int, count: int) -> None:
    """So many reviews and settled orders more, with a line each: keys of one digit more come last as numbers, not as text."""
    shop.run(
        f"INSERT INTO shop_post (id, member_id, isbn, body, created_at) SELECT {person} * 1000 + 90 + g, {person}, '9790000000000', 'w', '2026-01-02' "
        f"FROM generate_series(1, {count}) g; UPDATE shop_order SET settled_at = '2026-01-03' WHERE member_id = {person}; "
        f"INSERT INTO shop_order (id, member_id, recipient, mobile, address, state, created_at, settled_at) SELECT {person} * 1000 + 90 + g, {person}, "
        f"'박모형', '010-0000-0000', '없는로', 'paid', '2026-01-02', '2026-01-03' FROM generate_series(1, {count}) g; "
        f"INSERT INTO shop_orderline (order_id, isbn, count) SELECT {person} * 1000 + 90 + g, '9790000000000', 1 FROM generate_series(1, {count}) g"
    )


def test_many_rows_go_in_batches_under_a_budget(shop: AttachedShop, here: AttachedDatabase) -> None:
    """A record goes with its parts, and each batch is told to the budget."""
    shop.run(
        "INSERT INTO shop_orderline (order_id, isbn, count) SELECT 40, '9790000000000', 1 FROM generate_series(1, 24)"
    )
    shop.run("UPDATE shop_order SET settled_at = '2026-11-30' WHERE id = 40")
    spent: list[int] = []
    erase(shop, here, 40, 10, spent.append)
    assert shop.one(LEFT.format(40)) == (0, 0, 0, 0)
    assert spent == [26, 1, 1]


def test_many_records_go_by_few_statements(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Of each page of a person's records all go at once: what rests with an entry of its own, what no verb ever met by one that names each; the certificate
    counts each."""
    many(shop, 1, 23)
    reviews, orders = shop.one(
        "SELECT (SELECT count(*) FROM shop_post WHERE member_id = 1), (SELECT count(*) FROM shop_order WHERE member_id = 1)"
    )
    said: Counter[str] = Counter()
    jk.driver.hook = lambda step, when: said.update([step] if when == "after" else [])
    done = erase(shop, here, 1, 10, lambda _: None)
    jk.driver.hook = None
    assert (dict(done.destroyed), dict(done.retired)) == ({"review": reviews, "account": 1}, {"order": orders})
    assert shop.one(LEFT.format(1)) == (0, 0, 0, 0)
    assert (said["attached.begin"], said["attached.gone"], said["archive.admit_many"]) == (4, 4, 3)
    assert (said["attached.batch_begin"], said["attached.batch_end"]) == (3, 3)
    gone = Counter(recorded(jk))
    assert (gone["record:destroy:0"], gone["record:retire:0"], gone["record:reseal:0"]) == (3 + 1, orders, 4)
    jk.sweep()
    content = json.loads(jk.do(_certificates)[-1])
    counts = {row["kind"]: row["count"] for row in content["destroyed"] if row["backups"] is not None}
    assert counts == {"review": reviews, "order": orders, "account": 1}


def test_killed_at_each_statement_many_records_go_on(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Before and after every statement of the second page: run again, everything has gone, and each is recorded once."""
    steps = (
        "attached.due",
        "attached.begin",
        "archive.admit_many",
        "attached.gone",
        "attached.batch_begin",
        "attached.batch_end",
    )
    for person, step in enumerate([(name, when) for name in steps for when in ("before", "after")], start=2):
        many(shop, person, 6)
        seen: Counter[tuple[str, str]] = Counter()

        def kill(name: str, when: str, step: tuple[str, str] = step, seen: Counter[tuple[str, str]] = seen) -> None:
            seen[name, when] += 1
            if (name, when) == step and seen[step] == 2:
                raise KeyboardInterrupt

        jk.driver.hook = kill
        with pytest.raises(KeyboardInterrupt):
            erase(shop, here, person, 4, lambda _: None)
        jk.driver.hook = None
        erase(shop, here, person, 4, lambda _: None)
        assert shop.one(LEFT.format(person)) == (0, 0, 0, 0), step
        with shop.application() as conn:
            told = here.on(conn).show(person)
        events = each_gone(told.uses)
        assert len(events) == len(set(events)) >= 13, step
        assert len({part.ref.record for part in told.resting}) >= 6, step


def test_a_row_that_is_referred_to_waits_alone(shop: AttachedShop, jk: Jikim, tmp_path: Path) -> None:
    """Of many that go at once, those that an open order refers to stay, and no other, and it is said by which constraint; once
    nothing does, they go."""
    many(shop, 12, 9)
    shop.run(
        "ALTER TABLE shop_order ADD post_id bigint CONSTRAINT about REFERENCES shop_post (id);"
        "INSERT INTO shop_order (id, member_id, recipient, mobile, address, state, created_at, post_id)"
        "SELECT 99000 + g, 12, '박모형', '010-0000-0000', '없는로', 'paid', '2026-01-02', 12094 + g FROM (VALUES (1), (3)) AS v(g)"
    )
    (path := tmp_path / "attached.yaml").write_text(
        MAPPING.read_text(encoding="utf-8").replace("other: [state]", "other: [state, post_id]"), encoding="utf-8"
    )
    here = AttachedDatabase(jk, path)
    done = erase(shop, here, 12, 20, lambda _: None)
    assert (done.waiting["review"], done.waiting["account"]) == (2, 1)
    assert done.because["public.shop_order", "about"] == 2
    assert shop.one("SELECT array_agg(id ORDER BY id) FROM shop_post WHERE member_id = 12") == [12095, 12097]
    gone = recorded(jk).count("record:destroy:0")
    again = erase(shop, here, 12, 20, lambda _: None)
    assert (again.waiting["review"], again.destroyed["review"]) == (2, 0)
    assert recorded(jk).count("record:destroy:0") == gone
    shop.run("UPDATE shop_order SET post_id = NULL, settled_at = '2026-01-03'")
    assert not erase(shop, here, 12, 20, lambda _: None).waiting
    assert shop.one(LEFT.format(12)) == (0, 0, 0, 0)


def test_a_person_nobody_knows(shop: AttachedShop, here: AttachedDatabase) -> None:
    """A key of no row, or that no row can have, is said to be one, and nothing is entered."""
    with pytest.raises(jikim.JikimError, match="nobody is known"):
        here.erase(shop.address, 4040)
    with pytest.raises(jikim.JikimError, match="does not take this key") as stopped:
        here.erase(shop.address, "hunter2")
    assert "hunter2" not in str(stopped.value.spoken("ko"))


def test_no_statement_reaches_the_tables_without_its_order(shop: AttachedShop) -> None:
    """What refers to another goes before it; a circle is refused."""
    from jikim.attach.reach import erasing_order
    from jikim.attach.reflection import read
    from jikim.attach.tables import Column, Link, Schema, Table

    kinds = {"account": ["public.shop_member"], "order": ["public.shop_order", "public.shop_orderline"]}
    assert erasing_order(read(shop.address), kinds) == ("order", "account")
    a = Table("a", {"b": Column("b", "bigint", False)}, ("id",), (Link(("b",), "b", False, True, ("id",)),))
    b = Table("b", {"a": Column("a", "bigint", False)}, ("id",), (Link(("a",), "a", False, True, ("id",)),))
    with pytest.raises(jikim.JikimError, match="circle"):
        erasing_order(Schema({"a": a, "b": b}), {"a": ["a"], "b": ["b"]})
