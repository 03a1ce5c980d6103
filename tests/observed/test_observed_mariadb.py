"""Statements on MariaDB are observed, and rows past their period are counted there: needs Debian's `mariadb-server-core` and PyMySQL; left out, and said, where they
are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from tests.attach import mariadb
from tests.attach.django_shop import POLICY, DjangoShop
from tests.observed.test_observer import House

import jikim
from jikim.app import read_policy
from jikim.attach.held import dated
from jikim.attach.mapping import read
from jikim.attach.overdue import overdue
from jikim.attach.reflection import read as tables_of
from jikim.clock import WallClock
from jikim.contrib.sqlalchemy import observe, purpose
from jikim.observed.counts import observations
from jikim.policy.compile import compile_policy

pytestmark = pytest.mark.long
PROGRAM = Path(__file__).with_name("requests_of_the_shop.py")
TABLES = """
CREATE TABLE member (id bigint PRIMARY KEY, email varchar(200), joined datetime);
CREATE TABLE purchase (id bigint AUTO_INCREMENT PRIMARY KEY, member_id bigint REFERENCES member (id), recipient varchar(60), made datetime, settled date);
INSERT INTO member VALUES (1, 'one@example.com', '2010-01-01');
INSERT INTO purchase (member_id, recipient, made, settled) VALUES
    (1, '나받이', '2026-11-01', NULL), (1, '나받이', '2015-11-01', '2015-11-02'), (1, '나받이', now(), current_date)
"""
MAPPING = """people: late.member
tables:
  late.member: {record: account, person: id, collected: joined, items: {email: email}}
  late.purchase: {record: order, person: member_id, collected: made, events: {settled: settled}, items: {recipient: name}}
"""


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    with mariadb.running() as place:
        yield place


def _engine(place: str, name: str) -> Engine:
    return create_engine(place.format(name).replace("mariadb:", "mariadb+pymysql:"))


def _database(place: str, name: str) -> None:
    engine = _engine(place, "mysql")
    with engine.begin() as connection:
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
    engine.dispose()


def test_sqlalchemy_and_the_report(place: str, tmp_path: Path) -> None:
    """A session's statements are counted by their purpose, names in backticks too; what is past its period is counted by the same dates."""
    _database(place, "late")
    engine, house = _engine(place, "late"), House()
    with engine.begin() as connection:
        for one in TABLES.split(";"):
            connection.execute(text(one))
    (mapping := tmp_path / "attached.yaml").write_text(MAPPING)
    observer = observe(engine, mapping, lambda: house)
    with engine.connect() as connection, purpose("billing"):
        connection.execute(text("SELECT `m`.`email` FROM `member` AS `m` WHERE `m`.`id` = 1"))
    observer.send()
    engine.dispose()
    assert [(one.table, one.purpose, one.verdict, one.columns) for one in house.rows] == [
        ("member", "billing", "allowed", "email")
    ]
    made, _ = read(MAPPING.encode(), "attached.yaml")
    assert made is not None
    found = overdue(
        tables_of(place.format("late")), dated(made), compile_policy(read_policy(POLICY)), WallClock().now()
    )
    assert [(one.table, one.fate, one.rows) for one in found] == [
        ("late.purchase", "goes", 1),
        ("late.purchase", "rests", 1),
    ]


@pytest.mark.usefixtures("ready_clusters")
def test_djangos_own_backend(place: str, tmp_path: Path) -> None:
    """The shop's migrations, people and requests on MariaDB: each view's statements stand with what the policy would have said, as on PostgreSQL."""
    _database(place, "shop")
    shop = DjangoShop.__new__(DjangoShop)
    shop.address = f"mysql://root@/shop?host={place.partition('unix_socket=')[2]}"
    more = {
        "DJANGO_SETTINGS_MODULE": "on_mariadb",
        "PYTHONPATH": f".:{PROGRAM.parent}",
        "SHOP_JIKIM": str(tmp_path / "data"),
    }
    shop.manage("migrate", "--verbosity", "0", **more)
    shop.manage("make_people", "50", **more)
    assert shop.python(PROGRAM, **more).splitlines()[-1] == "0"
    with jikim.open(POLICY, tmp_path / "data") as jk:
        rows, lost = jk.do(observations)
    assert lost == 0
    found = {(one.view, one.table, one.deed, one.columns): (one.verdict, one.why) for one in rows}
    assert found["label", "shop_order", "read", "address, mobile, recipient"] == ("allowed", "")
    assert found["order", "shop_order", "insert", "address, mobile, recipient"] == ("allowed", "")
    assert found["", "shop_member", "update", "mobile, username"] == ("gap", "purpose-not-named")
    assert {one.why for one in rows if one.verdict == "refused"} == {"purpose-not-covering"}
