"""The verbs run in the transactions that Django and SQLAlchemy begin, and end with them."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from tests.attach.attached_shop import AttachedShop, attached, opened
from tests.conftest import Databases

import jikim
from jikim.db.embedded import Embedded

PROGRAM = Path(__file__).parents[1] / "observed" / "verbs_in_the_shop.py"
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
