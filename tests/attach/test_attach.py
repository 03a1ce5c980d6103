"""`jikim attach`: an application's database is read, a mapping drafted, and what nothing governs is told."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import psycopg
import pytest
from tests.attach.shop import MAPPING, PEOPLE, TABLES, VALUES

from jikim.attach.drafting import looked_at, undeclared
from jikim.attach.mapping import gaps, read
from jikim.attach.reach import people_of, reached
from jikim.attach.reflection import read as tables_of
from jikim.attach.tables import Schema
from jikim.attach.words import meant
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.policy.model import ItemType, PolicyFile
from jikim.policy_files import parse_files

MALL = Path(__file__).parents[1] / "policy" / "others" / "mall.yaml"
_numbers = count(1)


class Shop:
    """The invented shop's database, and the role that may only read it."""

    def __init__(self, server: Embedded, name: str) -> None:
        self.owner = server.conninfo(name, ADMIN)
        found = psycopg.conninfo.conninfo_to_dict(self.owner)
        place = f"host={found['host']}&port={found['port']}"
        self.address = f"postgresql://{ADMIN}@/{name}?{place}"

    def run(self, sql: str) -> None:
        with psycopg.connect(self.owner, autocommit=True) as conn:
            conn.execute(sql)  # type: ignore[call-overload]

    def rows(self) -> dict[str, int]:
        with psycopg.connect(self.owner) as conn:
            return {
                name: conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("customer", "purchase")
            }


@pytest.fixture(scope="module")
def shop(server: Embedded) -> Shop:
    name = f"shop_{next(_numbers)}"
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    made = Shop(server, name)
    made.run(TABLES)
    made.run(PEOPLE)
    return made


@pytest.fixture(scope="module")
def schema(shop: Shop) -> Schema:
    return tables_of(shop.address)


@pytest.fixture(scope="module")
def policy() -> PolicyFile:
    made = parse_files(MALL).policy
    assert made is not None
    return made


def codes(text: str, schema: Schema, policy: PolicyFile) -> list[tuple[str, int]]:
    """The findings of a mapping, each with the line that it points to."""
    made, wrong = read(text.encode(), "attached.yaml")
    found = gaps(made, schema, policy) if made is not None else wrong
    return [(one.code, one.position.line) for one in found]


def test_foreign_keys_say_what_an_erasure_reaches(schema: Schema) -> None:
    """Orders and their lines lead to customers, the newsletter does not; the way of orders has no index."""
    assert people_of(schema) == "public.customer"
    ways = reached(schema, "public.customer")
    assert {name: way.steps for name, way in ways.items()} == {"public.purchase": 1, "public.purchase_line": 2}
    assert not ways["public.purchase"].link.indexed
    assert ways["public.purchase_line"].link.indexed
    assert ways["public.purchase"].link.cascades


def test_values_and_names_say_what_columns_hold(schema: Schema) -> None:
    """Each personal column is found by its form or its name, and none that is about nobody."""
    found = {f"{one.table.removeprefix('public.')}.{one.column}": one.type for one in looked_at(schema).columns}
    assert found == {
        "customer.login_id": ItemType.LOGIN_ID,
        "customer.passwd": ItemType.PASSWORD,
        "customer.real_name": ItemType.PERSON_NAME,
        "customer.email": ItemType.EMAIL,
        "customer.hp": ItemType.MOBILE,
        "customer.sex": ItemType.GENDER,
        "customer.bday": ItemType.BIRTH_DATE,
        "purchase.recipient": ItemType.PERSON_NAME,
        "purchase.ship_addr": ItemType.ADDRESS,
        "purchase.memo": ItemType.RESIDENT_NUMBER,
        "newsletter.address_line": ItemType.EMAIL,
    }


def test_one_resident_number_in_thirty_notes_is_told(schema: Schema, policy: PolicyFile) -> None:
    """What the policy declares nowhere is listed: a number that no consent allows stands in a note."""
    missing = undeclared(looked_at(schema).columns, policy)
    assert [one.column for one in missing[ItemType.RESIDENT_NUMBER]] == ["memo"]


@pytest.mark.parametrize(
    ("column", "type"),
    [
        ("userEmail", ItemType.EMAIL),
        ("USER_HP_NO", ItemType.MOBILE),
        ("mbr_jumin_no", ItemType.RESIDENT_NUMBER),
        ("last_login_ip", ItemType.IP_ADDRESS),
        ("id", None),
        ("created_at", None),
        ("status", None),
    ],
)
def test_a_columns_name(column: str, type: ItemType | None) -> None:
    """Snake, camel and capitals; whose it is does not matter; what says nothing is nothing."""
    assert meant(column) is type


def test_a_whole_mapping_has_but_its_missing_index(schema: Schema, policy: PolicyFile) -> None:
    """Every column is an item or about nobody; a way without an index warns and fails nothing."""
    assert codes(MAPPING, schema, policy) == [("unindexed-way", 10)]


@pytest.mark.parametrize(
    ("before", "after", "code", "line"),
    [
        ("    other: [created_at]\n", "    other: []\n", "unmapped-column", 3),
        ("  public.job_lock:\n    nobody: a lock of the scheduler\n", "", "unmapped-table", 2),
        ("hp: mobile", "hpp: mobile", "mapping-column", 6),
        ("hp: mobile", "hp: mobil", "mapping-item", 6),
        ("record: account", "record: acount", "mapping-record", 4),
        ("public.job_lock:", "public.jobs:", "mapping-table", 19),
        (
            "    nobody: filled by hand",
            "    person: id\n    record: account\n    why: filled by hand",
            "mapping-key",
            20,
        ),
        (
            "    nobody: filled by hand, emptied each day",
            "    person: id\n    record: account\n    items: {address_line: email}",
            "unreached-table",
            18,
        ),
        ("    nobody: a lock of the scheduler", "    nobody: ???", "mapping-nobody", 20),
        ("people: public.customer\n", "", "mapping-form", 1),
        ("people: public.customer", "people: public.customers", "mapping-table", 1),
    ],
)
def test_each_gap_is_told_at_its_line(
    schema: Schema, policy: PolicyFile, before: str, after: str, code: str, line: int
) -> None:
    """A column, a table, a name that is wrong, and rows that no foreign key leads to."""
    assert before in MAPPING
    assert (code, line) in codes(MAPPING.replace(before, after), schema, policy)


def test_a_migration_that_adds_a_column_fails_the_build(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The gate: whole before, and with the new column exit 1 with an annotation at the table's line."""
    path = tmp_path / "attached.yaml"
    path.write_text(MAPPING)
    asked = ["attach", "check", str(path), shop.address, str(MALL), "--format", "github", "--lang", "en"]
    assert main(asked) == 0
    capsys.readouterr()
    shop.run("ALTER TABLE purchase ADD COLUMN door_code text")
    try:
        assert main(asked) == 1
        out = capsys.readouterr().out
        assert f"::error file={path},line=8," in out
        assert "`public.purchase.door_code` is in neither `items` nor `other`" in out
    finally:
        shop.run("ALTER TABLE purchase DROP COLUMN door_code")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_draft_names_what_it_saw_and_shows_no_value(
    shop: Shop, schema: Schema, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    """What is written and printed has columns, types and shares; nothing of it is a person's."""
    path, before = tmp_path / "attached.yaml", shop.rows()
    assert main(["attach", "draft", shop.address, str(MALL), "--out", str(path), "--lang", language]) == 0
    said = capsys.readouterr()
    text = path.read_text()
    assert "      hp: mobile" in text
    assert "    person: customer_id" in text
    assert "newsletter" in said.out
    for value in VALUES:
        assert value not in text + said.out + said.err
    made, wrong = read(text.encode(), "attached.yaml")
    assert made is not None, wrong
    assert set(made.tables) == set(schema.tables)
    assert shop.rows() == before


def test_a_table_that_cannot_be_read_is_said_to_be_judged_by_its_names(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What nobody looked at is not passed off as looked at: a locked table is named."""
    asked = ["attach", "draft", shop.address, str(MALL), "--lang", "en", "--out"]
    with psycopg.connect(shop.owner) as conn:
        conn.execute("LOCK TABLE purchase")
        assert main([*asked, str(tmp_path / "locked.yaml")]) == 0
    assert "by names alone, since their rows could not be read: public.purchase\n" in capsys.readouterr().out
    assert main([*asked, str(tmp_path / "read.yaml")]) == 0
    assert "names alone" not in capsys.readouterr().out


def test_a_file_that_is_there_is_not_written_over(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a person finished is theirs."""
    path = tmp_path / "attached.yaml"
    path.write_text("mine")
    assert main(["attach", "draft", shop.address, str(MALL), "--out", str(path)]) == 2
    assert path.read_text() == "mine"
    assert "--out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "no address of a database"),
        ("oracle://user@localhost/shop", "only PostgreSQL"),
        ("mariadb://user@localhost", "names no database"),
        ("postgresql://nobody@localhost:1/shop", "cannot be read"),
    ],
)
def test_an_address_that_opens_nothing_is_said(address: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A clear error with the way on, never a traceback, and not the address."""
    assert main(["attach", "draft", address, str(MALL)]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert "hint:" in err
    assert "nobody" not in err


def test_nothing_can_be_written_by_what_reads(schema: Schema) -> None:
    """The connection refuses writing itself."""
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    assert schema.engine is not None
    with schema.engine.connect() as connection, pytest.raises(DBAPIError, match="read-only"):
        connection.execute(text("DELETE FROM purchase"))
