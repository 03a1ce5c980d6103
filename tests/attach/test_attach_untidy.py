"""`jikim attach` on a schema as years leave it: names of its own, keys of several columns, partitions, copies, and a role
that was let read before the newest table was made."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from tests.attach.django_shop import POLICY, database
from tests.attach.test_held import SCHEMA, WHOLE

from jikim.attach.dialects import POSTGRESQL
from jikim.attach.drafting import Guess, drafted, looked_at, undeclared
from jikim.attach.held import attached
from jikim.attach.mapping import gaps, read
from jikim.attach.reach import people_of, reached
from jikim.attach.reflection import read as tables_of
from jikim.attach.tables import Column, Link, Schema, Table
from jikim.attach.words import meant
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.policy.model import ItemType, PolicyFile
from jikim.policy_files import parse_files

TABLES = """
CREATE SCHEMA stay;
CREATE TYPE stay.state AS ENUM ('asked', 'stayed');
CREATE DOMAIN stay.mail_addr AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE stay.branch (cd char(3) PRIMARY KEY, nm text);
CREATE TABLE stay.tb_guest (no bigint PRIMARY KEY, branch char(3) REFERENCES stay.branch, "이름" text, "연락처" varchar(20),
    email stay.mail_addr, "null" int, "a: b, c" int);
CREATE TABLE stay.room (branch char(3) REFERENCES stay.branch, no int, PRIMARY KEY (branch, no));
CREATE TABLE stay.booking (branch char(3) REFERENCES stay.branch, no bigint, booked_by bigint REFERENCES stay.tb_guest,
    approved_by bigint REFERENCES stay.tb_guest, state stay.state, ip inet, PRIMARY KEY (branch, no));
CREATE TABLE stay.companion (branch char(3), booking bigint, "성명" text,
    FOREIGN KEY (branch, booking) REFERENCES stay.booking);
CREATE TABLE stay.message (guest bigint REFERENCES stay.tb_guest, sent date) PARTITION BY RANGE (sent);
CREATE TABLE stay.message_2026 PARTITION OF stay.message FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE VIEW stay.today AS SELECT booked_by, state FROM stay.booking;
CREATE MATERIALIZED VIEW stay.contacts AS SELECT email FROM stay.tb_guest;
INSERT INTO stay.tb_guest VALUES (1, NULL, '김가수', '010-0000-0001', 'one@example.com', 1, 1);
CREATE SCHEMA hidden;
CREATE TABLE hidden.staff (name text);
"""


@pytest.fixture(scope="module")
def policy() -> PolicyFile:
    made = parse_files(POLICY).policy
    assert made is not None
    return made


@pytest.fixture(scope="module")
def inn(server: Embedded) -> tuple[str, str]:
    """How its owner connects, and its address by a role that may read what there was."""
    owner, address = database(server)
    role = f"looks_{psycopg.conninfo.conninfo_to_dict(owner)['dbname']}"
    with psycopg.connect(owner, autocommit=True) as conn:
        conn.execute(TABLES.encode())
        conn.execute(f"CREATE ROLE {role} LOGIN".encode())
        conn.execute(f"GRANT USAGE ON SCHEMA stay TO {role}".encode())
        conn.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA stay TO {role}".encode())
    return owner, address.replace(f"//{ADMIN}@", f"//{role}@")


@pytest.fixture(scope="module")
def schema(inn: tuple[str, str]) -> Schema:
    return tables_of(inn[1])


def test_what_holds_rows_is_read_once_and_by_a_role_that_sees_a_part(schema: Schema) -> None:
    """Partitions are their table's, a materialized view holds a copy, and a schema that is not the role's is no error."""
    assert {name for name, table in schema.tables.items() if table.view} == {"stay.today", "stay.message_2026"}
    assert set(schema.tables) == {
        f"stay.{name}"
        for name in (
            "branch",
            "tb_guest",
            "room",
            "booking",
            "companion",
            "message",
            "contacts",
            "today",
            "message_2026",
        )
    }


def test_people_are_found_where_more_leads_to_something_else(schema: Schema) -> None:
    """A branch is nobody: the table's name says who they are, with its prefix; else its columns do."""
    assert people_of(schema) == "stay.tb_guest"
    nameless = {one: table for one, table in schema.tables.items() if one != "stay.tb_guest"}
    people = Table("stay.x1", schema.tables["stay.tb_guest"].columns, ("no",))
    assert people_of(Schema({**nameless, people.name: people})) == people.name


def test_a_row_is_of_whoever_stands_first_in_it(schema: Schema) -> None:
    """Who booked, and not who approved, whatever the constraints are called."""
    ways = reached(schema, "stay.tb_guest")
    assert set(ways) == {"stay.booking", "stay.companion", "stay.message"}
    way = ways["stay.booking"]
    assert (way.link.columns, way.beside) == (("booked_by",), ("approved_by",))


@pytest.mark.parametrize(
    ("column", "type"),
    [
        ("이름", ItemType.PERSON_NAME),
        ("예약자명", ItemType.PERSON_NAME),
        ("회원_이메일", ItemType.EMAIL),
        ("연락처", ItemType.PHONE),
        ("guest_name", ItemType.PERSON_NAME),
        ("회원번호", None),
        ("객실명", None),
    ],
)
def test_a_korean_column_says_what_it_holds(column: str, type: ItemType | None) -> None:
    """With whose it is before it, with and without a line between them."""
    assert meant(column) is type


def test_a_draft_of_any_names_is_read_back(schema: Schema, policy: PolicyFile) -> None:
    """Every column stands in it as it is called; whose row it is stays open where no one column says so."""
    text = drafted(schema, policy, "stay.tb_guest", looked_at(schema, "stay.tb_guest").columns, "en")
    made, wrong = read(text.encode(), "attached.yaml")
    assert made is not None, wrong
    told = made.tables
    assert (told["stay.tb_guest"]["person"], told["stay.companion"]["person"]) == ("no", "???")
    assert told["stay.tb_guest"]["items"] == {"이름": "name", "연락처": "mobile", "email": "email"}
    assert told["stay.tb_guest"]["other"] == ["branch", "null", "a: b, c"]
    assert "person: booked_by  # without an index; these lead to people, too: approved_by\n" in text
    assert {one.code for one in gaps(made, schema, policy)} <= {
        "mapping-record",
        "mapping-column",
        "mapping-nobody",
        "mapping-item",
        "unindexed-way",
    }


def test_a_table_that_came_after_the_grant_is_no_hole_in_the_gate(
    inn: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The role cannot read its rows, and it is told all the same; Jikim's own outbox is not."""
    owner, address = inn
    path = tmp_path / "attached.yaml"
    assert main(["attach", "draft", address, str(POLICY), "--out", str(path)]) == 0
    with psycopg.connect(owner, autocommit=True) as conn:
        conn.execute("CREATE TABLE stay.newest (guest bigint REFERENCES stay.tb_guest, door text)")
        conn.execute(POSTGRESQL.outbox_for(ADMIN).encode())
    try:
        capsys.readouterr()
        assert main(["attach", "check", str(path), address, str(POLICY), "--lang", "en"]) == 1
        said = capsys.readouterr().out
        assert "the table `stay.newest` is not named (it leads to the table of people)" in said
        assert "jikim.outbox" not in said
    finally:
        with psycopg.connect(owner, autocommit=True) as conn:
            conn.execute("DROP TABLE stay.newest")


def test_a_person_is_one_row(policy: PolicyFile) -> None:
    """A part of a key of several columns would name everybody of a branch: the draft leaves it open, the check refuses it."""
    columns = {"site": Column("site", "text", True, False), "no": Column("no", "bigint", False, False)}
    schema = Schema({"public.member": Table("public.member", columns, ("site", "no"))})
    assert "    person: ???  # no one column names one person\n" in drafted(schema, policy, "public.member", (), "en")
    made, _ = read(
        b"people: public.member\ntables:\n  public.member: {record: account, person: site, other: [no]}\n",
        "attached.yaml",
    )
    assert made is not None
    assert [one.code for one in gaps(made, schema, policy)] == ["mapping-person"]


@pytest.mark.parametrize(
    ("column", "way"),
    [(Column("email", "enum", True, room=0), "mask"), (Column("email", "varchar(9)", True, room=9), "pseudonym")],
)
def test_a_column_that_would_not_take_what_erasure_writes_is_found(
    policy: PolicyFile, column: Column, way: str
) -> None:
    """Words of its own alone, or too short a text: found before the first person is to be erased."""
    member = SCHEMA.tables["public.member"]
    changed = Table(member.name, {**member.columns, "email": column}, member.key)
    made, _ = read(WHOLE.replace("email: mask", f"email: {way}").encode(), "attached.yaml")
    assert made is not None
    found = gaps(made, Schema({**SCHEMA.tables, member.name: changed}), policy)
    assert [one.code for one in found] == ["erase-way"]


def test_how_much_a_column_takes(schema: Schema) -> None:
    """Any words; so many letters of them; or none but its own."""
    guest, booking = schema.tables["stay.tb_guest"].columns, schema.tables["stay.booking"].columns
    assert [guest[name].room for name in ("이름", "연락처", "email")] == [float("inf"), 20, 0]
    assert [booking[name].room for name in ("state", "ip", "branch")] == [0, 0, 3]


def test_what_nothing_erases_is_said(policy: PolicyFile) -> None:
    """A kind with values that is held nowhere stays where the others are erased; a view holds none, and is no part."""
    columns = {"id": Column("id", "bigint", False, False), "body": Column("body", "text", True)}
    post = Table("public.post", columns, ("id",), (Link(("id",), "public.member", True, True, ("id",)),))
    seen = Table("public.seen", {"recipient": Column("recipient", "text", True)}, view=True)
    text = (
        WHOLE
        + "  public.post: {record: review, person: id, items: {body: words}}\n"
        + "  public.seen: {record: order, items: {recipient: name}}\n"
    )
    made, _ = read(text.encode(), "attached.yaml")
    assert made is not None
    found = gaps(made, Schema({**SCHEMA.tables, post.name: post, seen.name: seen}), policy)
    assert [(one.code, one.severity) for one in found] == [("held-left", "warning")]
    assert attached(made).kinds["order"].parts == ("public.line",)


def test_what_is_open_is_said_to_be_so(policy: PolicyFile) -> None:
    """Not that `???` is no name, but who decides what."""
    text = WHOLE.replace("items: {recipient: name}", "items:\n      recipient: ???")
    made, _ = read(text.encode(), "attached.yaml")
    assert made is not None
    [found] = gaps(made, SCHEMA, policy)
    assert (found.code, found.text["en"]) == ("mapping-item", "`???` is still to be decided")
    assert "declare an item" in found.hint["en"]


def test_a_mobile_number_goes_where_any_telephone_does(policy: PolicyFile) -> None:
    """A policy that declares telephones alone takes it: the draft names the item, and nothing is undeclared."""
    phone = policy.items["mobile"].model_copy(update={"type": ItemType.PHONE})
    changed = policy.model_copy(update={"items": {**policy.items, "mobile": phone}})
    table = Table("public.member", {"hp": Column("hp", "text", True)}, ("id",))
    guess = Guess("public.member", "hp", ItemType.MOBILE)
    assert "      hp: mobile  #" in drafted(Schema({table.name: table}), changed, table.name, (guess,), "en")
    assert undeclared((guess,), changed) == {}
