"""Rows of a MariaDB under the policy, by the same verbs and jobs as PostgreSQL's: needs Debian's `mariadb-server-core` and
PyMySQL; left out, and said, where they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from tests.attach import mariadb
from tests.attach.attached_shop import recorded
from tests.attach.django_shop import MAPPING, POLICY, DjangoShop
from tests.attach.test_attached_erasure import LEFT, RECENT
from tests.attach.test_attached_frameworks import PROGRAM, sealed_and_read
from tests.conftest import Databases

import jikim
from jikim.answers import RowRead
from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.attach.dialects import MariaDB
from jikim.attach.gate import GateError
from jikim.cli import main
from jikim.errors import JikimError

pytestmark = pytest.mark.long
PARCEL = {"name": "박모형", "mobile": "010-0000-0000", "address": "서울특별시 없는구 없는로 1"}
WAITING = "SELECT count(*) FROM shop_jikim.outbox"
RULED = MAPPING.read_text().replace("public.", "shop.").replace("people:", "database: mariadb\nzone: UTC\npeople:", 1)


class MariaShop(DjangoShop):
    """The Django shop there: `address` as Django's settings have it, `place` as Jikim takes it, `app` by the application's own
    account, which owns the shop's tables and may only add to the outbox."""

    def __init__(self, place: str, directory: Path) -> None:
        self.place, self._root = place.format("shop"), _engine(place.format("mysql"))
        self.run("CREATE DATABASE shop CHARACTER SET utf8mb4")
        self._root = _engine(self.place)
        self.address = f"mysql://root@/shop?host={place.partition('unix_socket=')[2]}"
        (mapping := directory / "attached.yaml").write_text(RULED)
        self.more = {
            "DJANGO_SETTINGS_MODULE": "on_mariadb",
            "PYTHONPATH": f".:{PROGRAM.parent}",
            "SHOP_JIKIM": str(directory / "data"),
            "SHOP_PLACE": self.place,
            "SHOP_MAPPING": str(mapping),
            "SHOP_OUTBOX": "shop_jikim.outbox",
        }
        self.manage("migrate", "--verbosity", "0", **self.more)
        self.manage("make_people", "40", **self.more)
        self.run("ALTER TABLE shop_order ADD CONSTRAINT somebody CHECK (recipient <> '정없음')")
        self.run("CREATE USER app@localhost; GRANT ALL ON shop.* TO app@localhost")
        self.run(MariaDB(database="shop").outbox_for("app@localhost").rstrip(";\n"))
        self.app = _engine(self.place.replace("root@", "app@"))

    def run(self, sql: str) -> None:
        with self._root.begin() as connection:
            for one in sql.split(";"):
                connection.exec_driver_sql(one)

    def one(self, sql: str) -> Any:
        with self.app.connect() if "jikim" not in sql else self._root.connect() as connection:
            row = connection.execute(text(sql)).one()
            return row[0] if len(row) == 1 else tuple(row)


def _engine(place: str) -> Engine:
    return create_engine(place.replace("mariadb:", "mariadb+pymysql:"))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaShop]:
    with mariadb.running() as place:
        yield MariaShop(place, tmp_path_factory.mktemp("shop"))


@pytest.fixture(autouse=True)
def nothing_waits(shop: MariaShop) -> None:
    shop.run("TRUNCATE shop_jikim.outbox")


@pytest.fixture
def here(jk: Jikim, shop: MariaShop) -> AttachedDatabase:
    return jk.attached(shop.more["SHOP_MAPPING"])


def _ordered(here: AttachedDatabase, connection: Any, **more: Any) -> str:
    given: dict[str, Any] = {"person": 4, "channel": "site", "old_enough": True, "columns": {"state": "paid"}, **more}
    return here.on(connection).collect("order", PARCEL, **given)


def test_the_gate(shop: MariaShop, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The mapping as it stands is whole; without its database, or with another, it is not; nor is it opened."""
    (path := tmp_path / "attached.yaml").write_text(RULED)
    asked = ["attach", "check", str(path), shop.place, str(POLICY), "--lang", "en"]
    assert main(asked) == 0, capsys.readouterr().out
    path.write_text(RULED.replace("database: mariadb\n", ""))
    assert main(asked) == 1
    assert "[database]" in capsys.readouterr().out


def test_a_table_without_transactions_is_refused(shop: MariaShop, jk: Jikim, tmp_path: Path) -> None:
    """Where any table of the mapping takes nothing back, no verb and no job runs on it; `check` names the table."""
    shop.run("CREATE TABLE shop_note (id bigint PRIMARY KEY, post_id bigint NOT NULL) ENGINE = Aria")
    try:
        (path := tmp_path / "attached.yaml").write_text(RULED + "  shop.shop_note: {record: review, person: post_id}\n")
        there = jk.attached(path)
        for work in (there.take, there.sweep):
            with pytest.raises(JikimError, match="`shop_note` has no transactions"):
                work(shop.place)
        with shop.app.connect() as connection, pytest.raises(JikimError, match="has no transactions"):
            there.on(connection)
        shop.run("ALTER TABLE shop_note ENGINE = InnoDB")
        assert there.take(shop.place) == (0, 0)
    finally:
        shop.run("DROP TABLE shop_note")


def test_a_row_and_its_entry_commit_together(shop: MariaShop, jk: Jikim, here: AttachedDatabase) -> None:
    """What a session commits is taken over; what it rolls back was never there, a savepoint's alone too; a connection that commits by itself commits both."""
    with Session(shop.app) as session:
        _ordered(here, session)
        session.rollback()
    assert shop.one(WAITING) == 0
    with Session(shop.app) as session, session.begin():
        key = _ordered(here, session)
        inner = session.begin_nested()
        here.on(session).correct("order", key, {"name": "최견본"})
        inner.rollback()
        here.on(session).correct("order", key, {"address": "서울특별시 없는구 없는로 2"})
    with shop.app.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        here.on(connection).correct("order", key, {"mobile": "010-0000-0001"})
        assert shop.one(WAITING) == 3
    row = shop.one(f"SELECT recipient, mobile, address, member_id, created_at FROM shop_order WHERE id = {key}")
    assert row[:4] == ("박모형", "+821000000001", "서울특별시 없는구 없는로 2", 4)
    assert abs(row[4] - jk.now().replace(tzinfo=None)).total_seconds() < 3600
    assert here.take(shop.place) == (3, 0)
    assert here.take(shop.place) == (0, 0)
    assert recorded(jk) == ["record:collect:0", "record:correct:0", "record:correct:0"]
    with shop.app.connect() as connection:
        found = here.on(connection).use("order", key, purpose="delivery", items=["name"])
    assert (dict(found), found.version) == ({"name": "박모형"}, 3)


@pytest.mark.parametrize("alone", [False, True])
def test_neither_stands_without_the_other(shop: MariaShop, here: AttachedDatabase, alone: bool) -> None:
    """An entry that fails takes its row back, and a row its entry, though the caller commits all the same; what stood before in the transaction stays."""
    rows = shop.one("SELECT count(*) FROM shop_order")
    shop.run("UPDATE shop_order SET state = 'paid'")
    with shop.app.connect().execution_options(
        isolation_level="AUTOCOMMIT" if alone else "REPEATABLE READ"
    ) as connection:
        connection.execute(text("UPDATE shop_order SET state = 'kept' WHERE id = 16"))
        with pytest.raises(DBAPIError, match="somebody"):
            here.on(connection).correct("order", 16, {"name": "정없음"})
        shop.run("REVOKE INSERT ON shop_jikim.outbox FROM app@localhost")
        try:
            with pytest.raises(DBAPIError, match="denied"):
                _ordered(here, connection)
        finally:
            shop.run("GRANT INSERT ON shop_jikim.outbox TO app@localhost")
        connection.commit()
    assert shop.one("SELECT count(*) FROM shop_order") == rows
    assert shop.one(WAITING) == 0
    assert shop.one("SELECT state FROM shop_order WHERE id = 16") == "kept"


def test_the_applications_account_may_only_insert(shop: MariaShop, here: AttachedDatabase) -> None:
    """Though all of the shop's tables are its own; a row that no process of this house wrote is not taken."""
    with shop.app.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _ordered(here, connection)
        for sql in (
            "SELECT * FROM shop_jikim.outbox",
            "DELETE FROM shop_jikim.outbox",
            "UPDATE shop_jikim.outbox SET fact = ''",
            "TRUNCATE shop_jikim.outbox",
        ):
            with pytest.raises(DBAPIError, match="denied"):
                connection.execute(text(sql))
        connection.execute(
            text(
                "INSERT INTO shop_jikim.outbox (entry, at, fact, who, deed, items, consents, place, `key`, person) "
                "VALUES (uuid(), now(), '{}', '', 'collect', '{}', '{}', 'shop.shop_order', '4', '4')"
            )
        )
    assert here.take(shop.place) == (1, 1)
    assert shop.one(WAITING) == 1


@pytest.mark.parametrize("step", ["attached.take:before", "attached.take:after"])
def test_killed_while_it_is_taken_over_it_is_taken_once(
    shop: MariaShop, jk: Jikim, here: AttachedDatabase, step: str
) -> None:
    """Between the two databases: run again, the entry stands once and the outbox is empty."""
    with Session(shop.app) as session, session.begin():
        _ordered(here, session)

    def kill(name: str, when: str) -> None:
        if f"{name}:{when}" == step:
            raise KeyboardInterrupt

    jk.driver.hook = kill
    with pytest.raises(KeyboardInterrupt):
        here.take(shop.place)
    jk.driver.hook = None
    assert here.take(shop.place).taken == 1
    assert shop.one(WAITING) == 0
    assert recorded(jk) == ["record:collect:0"]


def test_rows_are_read_by_their_exact_keys(shop: MariaShop, here: AttachedDatabase) -> None:
    """Alone, many at once, by a value, and all of a person's; what the database takes for a key that it is not is none."""
    with shop.app.connect() as connection:
        on = here.on(connection)
        many = on.use_many([RowRead("order", n, "delivery", ["name"]) for n in (12, "24", "12x", 777)])
        assert [dict(one) if not isinstance(one, jikim.JikimError) else "none" for one in many] == [
            {"name": shop.one("SELECT recipient FROM shop_order WHERE id = 12")},
            {"name": shop.one("SELECT recipient FROM shop_order WHERE id = 24")},
            "none",
            "none",
        ]
        assert {one.key for one in on.find("mobile", "010-0012-0000") if one.kind == "order"} == {"12"}
        assert {card.ref.kind for card in on.show(20).cards} == {"account", "order", "review"}
        for key in ("12x", " 12", "12.0", "012"):
            with pytest.raises(jikim.JikimError, match="no such row"):
                on.use("order", key, purpose="delivery")


def test_nothing_is_deleted_there(shop: MariaShop, here: AttachedDatabase) -> None:
    """It keeps no account of what a statement does beside: an erasure and a sweep are refused, and nobody has left; what is due is
    still counted."""
    shop.run("UPDATE shop_order SET settled_at = NULL WHERE id > 8")
    shop.run(RECENT.format(13))
    settled = shop.one("SELECT count(*) FROM shop_order WHERE settled_at IS NOT NULL")
    before = shop.one("SELECT count(*) FROM shop_order"), shop.one(LEFT.format(5))
    for work in (lambda: here.erase(shop.place, 5), lambda: here.sweep(shop.place)):
        with pytest.raises(GateError, match="on MariaDB nothing is deleted"):
            work()
    assert (shop.one("SELECT count(*) FROM shop_order"), shop.one(LEFT.format(5))) == before
    with shop.app.connect() as connection:
        assert here.on(connection).use("account", 5, purpose="membership")
    assert dict(here.sweep(shop.place, dry_run=True).destroyed)["order"] == settled - 1


@pytest.mark.usefixtures("ready_clusters")
def test_the_commands_by_an_account_of_its_own(
    shop: MariaShop,
    jk: Jikim,
    here: AttachedDatabase,
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the rights that the how-to names and a password in an option file `take` does its work, and without it none; `erase` says that it does
    none there."""
    shop.run("CREATE USER jikim@localhost IDENTIFIED BY 'invented'")
    shop.run("GRANT SELECT, UPDATE, DELETE ON shop.* TO jikim@localhost")
    shop.run("GRANT SELECT, DELETE ON shop_jikim.* TO jikim@localhost")
    (options := tmp_path / "my.cnf").write_text("[client]\npassword = invented\n")
    databases.named(monkeypatch, jk.settings.ring_directory)
    place = shop.place.replace("root@", "jikim@")
    typed = [shop.more["SHOP_MAPPING"], f"{place}&read_default_file={options}", str(POLICY)]
    more = ["--dir", str(jk.settings.directory), "--lang", "en"]
    with Session(create_engine(shop.place.replace("mariadb:", "mysql+pymysql:"))) as session, session.begin():
        _ordered(here, session, person=12)
    assert main(["attach", "take", *typed, *more]) == 0
    assert capsys.readouterr().out == "taken over: 1\n"
    assert main(["attach", "erase", *typed, "12", *more]) != 0
    assert "on MariaDB nothing is deleted" in capsys.readouterr().err
    typed[1] = place
    assert main(["attach", "take", *typed, *more]) != 0
    assert "takes no connection" in capsys.readouterr().err


def test_a_killed_application_leaves_neither_row_nor_entry(shop: MariaShop, here: AttachedDatabase) -> None:
    """Its session ends in the middle of its transaction."""
    before = shop.one("SELECT count(*) FROM shop_order")
    with shop.app.connect() as connection:
        _ordered(here, connection)
        shop.run(f"KILL {connection.execute(text('SELECT connection_id()')).scalar()}")
        with pytest.raises(DBAPIError):
            connection.execute(text("SELECT 1"))
        connection.invalidate()
    assert (shop.one("SELECT count(*) FROM shop_order"), shop.one(WAITING)) == (before, 0)


@pytest.mark.usefixtures("ready_clusters")
def test_atomic_of_django(shop: MariaShop) -> None:
    """Django's own backend: the row and its entry are there within `atomic()` and gone with it, an inner block's alone too; the ORM sees the row."""
    said = shop.python(PROGRAM, **shop.more)
    assert json.loads(said.splitlines()[-1]) == {
        "within": 1,
        "rolled back": 0,
        "committed": 1,
        "read": {"name": "박모형"},
        "orm": "박모형",
        "denied": "purpose-not-covering",
        "taken": [1, 0],
    }


@pytest.mark.usefixtures("ready_clusters")
def test_sealed_fields_and_sign_in_of_django(shop: MariaShop, tmp_path: Path) -> None:
    """As on PostgreSQL: what a Django transaction collects is sealed beside it, and taken once it has committed."""
    sealed_and_read(shop, "sealed_on_mariadb", **{**shop.more, "SHOP_JIKIM": str(tmp_path / "data")})
