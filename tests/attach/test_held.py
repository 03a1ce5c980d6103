"""`held: attached` in a mapping: what it says, and what keeps it from being done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.attach.django_shop import POLICY

from jikim.attach.held import attached
from jikim.attach.mapping import Written, gaps, read
from jikim.attach.tables import Column, Link, Schema, Table
from jikim.errors import JikimError
from jikim.policy.model import PolicyFile
from jikim.policy_files import parse_files

WHOLE = """\
people: public.member
backups: 30d
tables:
  public.member:
    record: account
    held: attached
    person: id
    collected: joined
    erase: {login: pseudonym, email: mask, birth: null}
    items: {login: login_id, email: email, birth: birth}
  public.purchase:
    record: order
    held: attached
    person: member_id
    collected: made
    events: {settled: settled_at}
    items: {recipient: name}
  public.line: {record: order, person: purchase_id, other: [id]}
"""


def _table(name: str, *columns: Column, link: tuple[str, str] | None = None) -> Table:
    links = () if link is None else (Link((link[0],), link[1], False, True, ("id",)),)
    found = {one.name: one for one in (Column("id", "bigint", False, False), *columns)}
    return Table(name, found, ("id",), links)


SCHEMA = Schema(
    {
        table.name: table
        for table in (
            _table(
                "public.member", Column("login", "varchar(40)", True, False, True), Column("email", "text", True, False),
                Column("birth", "date", False), Column("joined", "timestamp", False),
            ),
            _table(
                "public.purchase", Column("member_id", "bigint", False), Column("made", "timestamp", False),
                Column("settled_at", "timestamp", False), Column("recipient", "text", True),
                link=("member_id", "public.member"),
            ),
            _table("public.line", Column("purchase_id", "bigint", False), link=("purchase_id", "public.purchase")),
        )
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def policy() -> PolicyFile:
    made = parse_files(POLICY).policy
    assert made is not None
    return made


def _read(text: str) -> Written:
    made, wrong = read(text.encode(), "attached.yaml")
    assert made is not None, wrong
    return made


def test_what_the_mapping_says(policy: PolicyFile) -> None:
    """A kind's table, its key and dates, how each column is erased, and the tables that belong to it."""
    assert gaps(_read(WHOLE), SCHEMA, policy) == ()
    found = attached(_read(WHOLE))
    assert (found.people, found.backups.words("en")) == ("public.member", "30 days")
    account, order = found.kinds["account"], found.kinds["order"]
    assert dict(account.erase) == {"login": "pseudonym", "email": "mask", "birth": "null"}
    assert (order.key, order.person, order.collected, dict(order.events)) == (
        "id",
        "member_id",
        "made",
        {"settled": "settled_at"},
    )
    assert order.parts == ("public.line",)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("held: attached\n    person: id", "held: sealed\n    person: id", "held-word"),
        ("person: member_id\n", "person: member_id\n    key: recipient\n", "held-key"),
        ("person: member_id", "person: recipient", "held-person"),
        ("collected: made", "collected: recipient", "held-date"),
        ("{settled: settled_at}", "{paid: settled_at}", "held-event"),
        ("    events: {settled: settled_at}\n", "    other: [settled_at]\n", "held-ends"),
        ("email: mask", "email: null", "erase-way"),
        ("login: pseudonym", "login: mask", "erase-way"),
        ("birth: null}", "birth: shred}", "erase-way"),
        (", birth: null}", "}", "erase-item"),
        ("{record: order, person: purchase_id, other: [id]}", "{nobody: lines of an order}", "erase-order"),
        ("record: order, person: purchase_id, other: [id]", "record: order, person: id, other: [purchase_id]", "part-way"),
        ("backups: 30d\n", "", "backups"),
        ("    events: {settled: settled_at}\n", "    events: {settled: settled_at}\n    emptied: soon\n", "emptied"),
        ("  public.line: {record: order, person", "  public.line: {record: order, held: attached, person", "held-twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_found(policy: PolicyFile, old: str, new: str, code: str) -> None:
    """Each by its code, at its place, with a hint in both languages."""
    assert old in WHOLE
    found = {one.code: one for one in gaps(_read(WHOLE.replace(old, new, 1)), SCHEMA, policy)}
    assert code in found
    assert all(found[code].hint[language] for language in ("ko", "en"))


def test_a_table_without_transactions_is_named(policy: PolicyFile) -> None:
    """Of MariaDB's engines InnoDB alone takes back what fails and locks a row: another at a kind's table, or at a part of it, is
    an error."""
    mapping = _read(WHOLE.replace("people:", "database: mariadb\nzone: UTC\npeople:", 1))
    engines = {"public.member": "InnoDB", "public.purchase": "Aria", "public.line": "MyISAM"}
    tables = {name: replace(table, engine=engines[name]) for name, table in SCHEMA.tables.items()}
    found = [one for one in gaps(mapping, Schema(tables), policy) if one.code == "held-engine"]
    assert [engine in one.text["ko"] for one, engine in zip(found, ("Aria", "MyISAM"), strict=True)] == [True, True]


@pytest.mark.parametrize("wrong", ["backups: 30d\n", "held: attached"])
def test_a_mapping_that_attaches_nothing_is_refused(wrong: str) -> None:
    """Nothing is opened that does not say what is attached, and for how long backups hold it."""
    told: Any = WHOLE.replace(wrong, "" if "backups" in wrong else "key: id")
    with pytest.raises(JikimError, match=r"attaches no record|how old a backup"):
        attached(_read(told))
