"""`jikim attach` on MariaDB: needs Debian's `mariadb-server-core` and PyMySQL; left out, and said, where they are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from tests.attach import mariadb

from jikim.attach.drafting import looked_at
from jikim.attach.reach import people_of, reached
from jikim.attach.reflection import read as tables_of
from jikim.cli import main

pytestmark = pytest.mark.long

MALL = Path(__file__).parents[1] / "policy" / "others" / "mall.yaml"
TABLES = """
CREATE TABLE customer (id bigint AUTO_INCREMENT PRIMARY KEY, real_name varchar(60), email varchar(200), hp varchar(20), bday date);
CREATE TABLE purchase (id bigint AUTO_INCREMENT PRIMARY KEY, customer_id bigint NOT NULL, ship_addr longtext,
                       FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE);
CREATE TABLE newsletter (id bigint PRIMARY KEY, address_line text);
INSERT INTO customer (real_name, email, hp, bday) VALUES ('김가수', 'one@example.com', '010-0000-0001', '1990-01-01');
INSERT INTO newsletter VALUES (1, 'letter@example.com')
"""
MAPPING = """people: shop.customer
tables:
  shop.customer: {record: account, person: id, items: {real_name: name, email: email, hp: mobile, bday: birth}}
  shop.purchase: {record: order, person: customer_id, items: {ship_addr: address}, other: [id]}
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with mariadb.running() as place:
        engine = create_engine(place.format("mysql").replace("mariadb:", "mariadb+pymysql:"))
        with engine.begin() as connection:
            connection.execute(text("CREATE DATABASE shop"))
            connection.execute(text("USE shop"))
            for one in TABLES.split(";"):
                connection.execute(text(one))
        engine.dispose()
        yield place.format("shop")


def test_a_schema_is_read_as_that_of_postgresql(address: str) -> None:
    """Columns by name and form, foreign keys with their indexes, and what an erasure does not reach."""
    schema = tables_of(address)
    assert people_of(schema) == "shop.customer"
    ways = reached(schema, "shop.customer")
    assert set(ways) == {"shop.purchase"}
    assert ways["shop.purchase"].link.cascades
    assert ways["shop.purchase"].link.indexed
    looked = looked_at(schema)
    assert looked.unread == ()
    found = {f"{one.table}.{one.column}": (one.type.value, one.share) for one in looked.columns}
    assert found == {
        "shop.customer.real_name": ("person-name", None),
        "shop.customer.email": ("email", 1.0),
        "shop.customer.hp": ("mobile", 1.0),
        "shop.customer.bday": ("birth-date", None),
        "shop.purchase.ship_addr": ("address", None),
        "shop.newsletter.address_line": ("email", 1.0),
    }


def test_the_gate_and_a_draft(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table in no mapping fails the build, and a draft names it; no value is printed."""
    path = tmp_path / "attached.yaml"
    path.write_text(MAPPING)
    asked = ["attach", "check", str(path), address, str(MALL), "--lang", "en"]
    assert main(asked) == 1
    assert "[unmapped-table]" in capsys.readouterr().out
    path.write_text(MAPPING + "  shop.newsletter: {nobody: filled by hand}\n")
    assert main(asked) == 0
    assert main(["attach", "draft", address, str(MALL), "--out", str(tmp_path / "draft.yaml"), "--lang", "en"]) == 0
    assert "no erasure reaches: shop.newsletter" in (said := capsys.readouterr().out)
    draft = (tmp_path / "draft.yaml").read_text()
    assert "example.com" not in said + draft
    assert "database: mariadb\nzone: ???" in draft


def test_nothing_can_be_written_by_what_reads(address: str) -> None:
    """The connection refuses writing itself, although its role may."""
    schema = tables_of(address)
    assert schema.engine is not None
    with schema.engine.connect() as connection, pytest.raises(DBAPIError, match="READ ONLY"):
        connection.execute(text("DELETE FROM purchase"))
