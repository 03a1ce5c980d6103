"""What a verb on an application's row costs in statements, and that nothing of a row is handed out before its entry stands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.attach.attached_shop import AttachedShop, recorded
from tests.attach.django_shop import MAPPING, POLICY
from tests.conftest import Databases

import jikim
from jikim.answers import RowRead
from jikim.app import AsyncJikim, Jikim, read_policy
from jikim.app.attached import AttachedDatabase
from jikim.db.embedded import Embedded

PARCEL = {"name": "박모형", "mobile": "010-0000-0000", "address": "서울특별시 없는구 없는로 1"}
MORE: dict[str, Any] = {"person": 8, "channel": "site", "old_enough": True, "columns": {"state": "paid"}}
MANY = [RowRead("order", key, "delivery") for key in range(1, 21)]


@pytest.fixture(scope="module")
def shop(server: Embedded) -> AttachedShop:
    shop = AttachedShop(server, 24)
    shop.run("UPDATE shop_order SET settled_at = NULL")
    return shop


class Asked:
    """The statements that were asked of live, by name, and of the application's database."""

    def __init__(self) -> None:
        self.live: list[str] = []
        self.there: list[str] = []

    def hook(self, step: str, when: str) -> None:
        if when == "before":
            self.live.append(step)

    def cursor(self) -> type[psycopg.Cursor[Any]]:
        """Of a connection whose statements are counted."""
        there = self.there

        class Counted(psycopg.Cursor[Any]):
            def execute(self, query: Any, *given: Any, **more: Any) -> Any:
                there.append(query)
                return super().execute(query, *given, **more)

        return Counted

    def taken(self) -> tuple[list[str], int]:
        """Those since the last look: by name, and how many there."""
        found = [*self.live], len(self.there)
        self.live.clear()
        self.there.clear()
        return found


@pytest.fixture
def asked(jk: Jikim) -> Iterator[Asked]:
    made = Asked()
    jk.driver.hook = made.hook
    yield made
    jk.driver.hook = None


@pytest.mark.one_server("counts what is asked of one server")
def test_a_verb_asks_each_database_once(shop: AttachedShop, jk: Jikim, here: AttachedDatabase, asked: Asked) -> None:
    """A read is one statement there and one in live, twenty reads no more; a write is judged by one, between two there. A
    row that is met first, or whose dates changed, is entered in between."""
    with shop.application() as conn:
        conn.cursor_factory = asked.cursor()
        on = here.on(conn)
        on.use("account", 24, purpose="membership")  # the keys of the month and of the numbers
        asked.taken()
        assert on.use("order", 8, purpose="delivery")
        assert asked.taken() == (["attached.use", "attached.enter", "use"], 1)
        assert on.use("order", 8, purpose="delivery")
        assert asked.taken() == (["attached.use"], 1)
        on.correct("order", 8, {"mobile": "010-0000-0008"})
        assert asked.taken() == (["attached.may_write"], 2)
        assert len([one for one in on.use_many(MANY) if not isinstance(one, jikim.JikimError)]) == 20
        assert asked.taken() == (["attached.use_many", "attached.enter", "use_many"], 1)
        assert len([one for one in on.use_many(MANY) if not isinstance(one, jikim.JikimError)]) == 20
        assert asked.taken() == (["attached.use_many"], 1)
        on.collect("order", PARCEL, **MORE)
        assert asked.taken() == (["attached.may_write", "attached.enter", "attached.may_write"], 2)
        on.collect("order", PARCEL, **MORE)
        assert asked.taken() == (["attached.may_write"], 2)
        conn.execute("UPDATE shop_order SET settled_at = '2026-11-30 12:00+09' WHERE id = 8")
        asked.taken()
        with pytest.raises(jikim.DeniedError):
            on.use("order", 8, purpose="delivery")
        assert asked.taken() == (["attached.use", "attached.enter", "use"], 1)
    assert [one for one in recorded(jk) if one != "record:use:0"] == ["record:use:3"]
    assert len(recorded(jk)) == 1 + 2 + 40 + 1


def test_what_the_policy_refuses_has_its_row_read_by_its_dates_alone(
    shop: AttachedShop, here: AttachedDatabase, asked: Asked
) -> None:
    """No column that says something of a person is named; among many, those of the kinds that may be read alone are."""
    with shop.application() as conn:
        conn.cursor_factory = asked.cursor()
        with pytest.raises(jikim.DeniedError):
            here.on(conn).use("order", 7, purpose="tailored")
        here.on(conn).use_many(
            [RowRead("order", 7, "tailored"), RowRead("order", 6, "delivery"), RowRead("account", 6, "delivery")]
        )
    first, whole, dates, account = asked.there
    for text in (first, dates, account):
        assert not [column for column in ("recipient", "address", "email", "birth") if column in text]
    assert "address" in whole


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_its_entry_a_read_hands_out_nothing(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, when: str
) -> None:
    """The row was read; before the entry stands nobody is answered, and once it stands it stays."""

    def kill(step: str, now: str) -> None:
        if (step, now) == ("attached.use", when):
            raise KeyboardInterrupt

    with shop.application() as conn:
        here.on(conn).ref("order", 5)
        jk.driver.hook = kill
        with conn.transaction(force_rollback=True), pytest.raises(KeyboardInterrupt):
            here.on(conn).use("order", 5, purpose="delivery")
        jk.driver.hook = None
    assert recorded(jk) == ["record:use:0"] * (when == "after")


def _leaves(jk: Jikim, ref: jikim.Ref) -> str:
    jk.leave(ref.subject)
    return "left"


def _freezes(jk: Jikim, ref: jikim.Ref) -> str:
    jk.ask_correction(ref, ["email"])
    return "frozen"


def _withdraws(jk: Jikim, ref: jikim.Ref) -> str:
    jk.consent(ref.subject, withdraw=["tailored"])
    return "no-consent"


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("meanwhile", [_leaves, _freezes, _withdraws])
def test_what_closes_a_row_after_it_was_read_keeps_it(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, meanwhile: Callable[[Jikim, jikim.Ref], str], many: bool
) -> None:
    """What was read before somebody left, a freeze or a withdrawal, and is judged after it, is handed out to nobody."""
    told: list[str] = []
    with shop.application() as conn:
        on = here.on(conn)
        ref = on.ref("account", 9)
        jk.consent(ref.subject, give=["tailored"])

        def then(step: str, when: str) -> None:
            if when == "before" and step in ("attached.use", "attached.use_many"):
                jk.driver.hook = None
                told.append(meanwhile(jk, ref))

        jk.driver.hook = then
        if many:
            *found, _other = on.use_many([RowRead("account", key, "tailored") for key in (9, 9, 10)])
        else:
            with pytest.raises(jikim.DeniedError) as denied:
                on.use("account", 9, purpose="tailored")
            found = [denied.value]
    assert [one.why for one in found if isinstance(one, jikim.DeniedError)] == told * len(found)


def test_on_an_event_loop_the_statements_are_the_same(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, asked: Asked, databases: Databases, tmp_path: Path
) -> None:
    """Read, read together and corrected: what is asked of live, and what is answered."""

    async def played() -> list[object]:
        async with AsyncJikim(read_policy(POLICY), databases.settings(tmp_path)) as loop:
            loop.driver.hook = asked.hook
            async with await psycopg.AsyncConnection.connect(shop.owner, autocommit=True) as conn:
                on = loop.attached(MAPPING).on(conn)
                found: list[object] = [dict(await on.use("order", 4, purpose="delivery"))]
                found += [dict(one) for one in await on.use_many(MANY[:3]) if not isinstance(one, jikim.JikimError)]
                await on.correct("order", 4, {"mobile": "010-0000-0004"})
            loop.driver.hook = None
        return found

    def straight() -> list[object]:
        with shop.application() as conn:
            on = here.on(conn)
            found: list[object] = [dict(on.use("order", 4, purpose="delivery"))]
            found += [dict(one) for one in on.use_many(MANY[:3]) if not isinstance(one, jikim.JikimError)]
            on.correct("order", 4, {"mobile": "010-0000-0004"})
        return found

    straight()
    asked.taken()
    sync = straight(), asked.taken()[0]
    awaited = asyncio.run(played()), [one for one in asked.taken()[0] if not one.startswith("key.")]
    assert awaited == sync
