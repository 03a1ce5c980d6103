"""The verbs run in the transactions that Django and SQLAlchemy begin, and end with them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from tests.attach.attached_shop import AttachedShop, attached, opened
from tests.attach.django_shop import MAPPING, POLICY, DjangoShop
from tests.conftest import Databases

import jikim
from jikim.answers import RowRead
from jikim.app import AsyncJikim, read_policy
from jikim.db.embedded import Embedded

PROGRAM = Path(__file__).parents[1] / "observed" / "verbs_in_the_shop.py"
CARDS = "SELECT 1 + (SELECT count(*) FROM shop_order WHERE member_id = 4) + (SELECT count(*) FROM shop_post WHERE member_id = 4)"
PARCEL = {"name": "박모형", "mobile": "010-0000-0000", "address": "서울특별시 없는구 없는로 1"}


@pytest.fixture(scope="module")
def shop(server: Embedded) -> AttachedShop:
    return AttachedShop(server, 12)


def test_a_session_of_sqlalchemy(shop: AttachedShop, databases: Databases, tmp_path: Path) -> None:
    """What it commits is recorded with it, what it rolls back is not; a savepoint too; what is pending is seen."""
    shop.run("TRUNCATE jikim.outbox")
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(shop.owner))
    more = {"person": 4, "channel": "site", "old_enough": True, "columns": {"state": "paid"}}
    with opened(databases, tmp_path) as jk:
        here = attached(jk)
        with Session(engine) as session:
            here.on(session).collect("order", PARCEL, **more)  # type: ignore[arg-type]
            session.rollback()
        with Session(engine) as session, session.begin():
            key = here.on(session).collect("order", PARCEL, **more)  # type: ignore[arg-type]
            inner = session.begin_nested()
            here.on(session).correct("order", key, {"name": "최견본"})
            inner.rollback()
            assert dict(here.on(session).use("order", key, purpose="delivery", items=["name"])) == {"name": "박모형"}
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM jikim.outbox")).scalar() == 1
            assert here.on(connection).use("order", 4, purpose="delivery")
        assert here.take(shop.address) == (1, 0)
        with pytest.raises(jikim.JikimError, match="no open connection"):
            here.on(engine)
    engine.dispose()


@pytest.mark.usefixtures("ready_clusters")
def test_atomic_of_django(shop: AttachedShop, tmp_path: Path) -> None:
    """The row and its entry are there within `atomic()` and gone with it, an inner block's alone too; the ORM sees the row."""
    shop.run("TRUNCATE jikim.outbox")
    said = shop.python(
        PROGRAM, DJANGO_SETTINGS_MODULE="shop.settings", SHOP_JIKIM=str(tmp_path / "data"), PYTHONPATH="."
    )
    assert json.loads(said.splitlines()[-1]) == {
        "within": 1,
        "rolled back": 0,
        "committed": 1,
        "read": {"name": "박모형"},
        "orm": "박모형",
        "denied": "purpose-not-covering",
        "taken": [1, 0],
    }


def sealed_and_read(shop: DjangoShop, settings: str, **more: str) -> None:
    """The program's own findings, of which none may differ."""
    said = shop.python(
        PROGRAM.with_name("sealed_in_the_shop.py"),
        **{**more, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": f".:{PROGRAM.parent}"},
    )
    found = json.loads(said.splitlines()[-1])
    text = found.pop("text")
    assert not [value for value in ("박모형", "0000-0000", "1000000000", "없는로", "최견본") if value in text]
    assert found == {
        "alone": "a sealed field is set once, and saved within a transaction",
        "within": 1,
        "rolled back": [0, 0],
        "saved twice": 1,
        "refused": "`mobile`: this is not a telephone number",
        "no purpose": "purpose",
        "another purpose": "purpose-not-covering",
        "read": ["박모형", "+821000000000"],
        "corrected": "최견본",
        "again": "a sealed field is set once, and saved within a transaction",
        "column": 1,
        "taken": [1, 0],
        "not yet": "no record is known by this reference",
        "taken late": [1, 0],
        "then": "박모형",
        "user": [True, "", False],
        "wrong": [None, None],
        "signed in": True,
        "here": True,
        "left": False,
    }


@pytest.mark.long
@pytest.mark.usefixtures("ready_clusters")
def test_sealed_fields_and_sign_in_of_django(shop: AttachedShop, tmp_path: Path) -> None:
    """A field's column holds a reference; its value is read for a purpose that is named, and vanishes with its
    transaction; killed after the commit it is taken later. Who signs in is found sealed, and is nobody once they left."""
    shop.run("TRUNCATE jikim.outbox, jikim.sealed")
    sealed_and_read(shop, "sealed_settings", SHOP_JIKIM=str(tmp_path / "data"))


def test_connections_of_an_event_loop(shop: AttachedShop, databases: Databases, tmp_path: Path) -> None:
    """psycopg's and SQLAlchemy's: what is committed is recorded with it, what is rolled back is not; what a read was told is in the ledger either way; and each face
    refuses the other's connections."""
    shop.run("TRUNCATE jikim.outbox")

    async def played(directory: Path) -> list[object]:
        found: list[object] = []
        made = create_async_engine(
            "postgresql+psycopg://", async_creator=lambda: psycopg.AsyncConnection.connect(shop.owner)
        )
        async with AsyncJikim(read_policy(POLICY), databases.settings(directory)) as jk:
            here = jk.attached(MAPPING)
            async with AsyncSession(made) as session:
                await here.on(session).collect(
                    "order", PARCEL, person=4, channel="site", old_enough=True, columns={"state": "paid"}
                )
                await session.rollback()
                key = await here.on(session).collect(
                    "order", PARCEL, person=4, channel="site", old_enough=True, columns={"state": "paid"}
                )
                await session.commit()
            async with made.connect() as connection:
                found.append(dict(await here.on(connection).use("order", key, purpose="delivery", items=["name"])))
                told = await (await here.of(connection, 4)).show(4)
                found.append(len(told.cards))
            async with await psycopg.AsyncConnection.connect(shop.owner) as conn:
                await here.on(conn).correct("order", key, {"name": "최견본"})
                many = await here.on(conn).use_many([RowRead("order", key, "delivery", ["name"])])
                found += [dict(one) for one in many if not isinstance(one, jikim.JikimError)]
                with pytest.raises(jikim.DeniedError):
                    await here.on(conn).use("order", key, purpose="reviews")
            with psycopg.connect(shop.owner) as sync, pytest.raises(jikim.JikimError, match="of an event loop"):
                here.on(sync)
        await made.dispose()
        return found

    with opened(databases, tmp_path) as jk:
        assert asyncio.run(played(tmp_path)) == [{"name": "박모형"}, shop.one(CARDS), {"name": "최견본"}]
        assert shop.one("SELECT array_agg(deed ORDER BY seq) FROM jikim.outbox") == ["collect", "correct"]
        engine = create_async_engine("postgresql+psycopg://")
        for theirs in (AsyncSession(engine), engine.connect()):
            with pytest.raises(jikim.JikimError, match="no open connection"):
                attached(jk).on(theirs)
        assert attached(jk).take(shop.address) == (2, 0)
