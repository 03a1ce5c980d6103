"""Rows past their period are counted, table by table, by a role that only reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest
from tests.attach.attached_shop import opened
from tests.attach.django_shop import POLICY, database
from tests.conftest import Databases

from jikim.app import Jikim
from jikim.attach.held import dated
from jikim.attach.mapping import read
from jikim.attach.overdue import PAGE, overdue
from jikim.attach.reflection import read as tables_of
from jikim.cli import main
from jikim.db.embedded import Embedded

TABLES = """
CREATE TABLE member (id bigint PRIMARY KEY, name text, joined timestamptz);
CREATE TABLE purchase (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, member_id bigint REFERENCES member, recipient text, made timestamptz, settled date);
INSERT INTO member VALUES (1, '나받이', '2010-01-01');
INSERT INTO purchase (member_id, recipient, made, settled) VALUES
    (1, '나받이', '2026-11-01', NULL), (1, '나받이', NULL, '2026-11-02'), (1, '나받이', '2026-11-01', '2026-11-02'),
    (1, '나받이', '2021-12-01', '2021-12-02'), (1, '나받이', '2021-11-01', '2021-11-02'), (1, '나받이', '2015-11-01', '2015-11-02')
"""
MAPPING = """people: public.member
tables:
  public.member: {record: account, person: id, collected: joined, items: {name: name}}
  public.purchase: {record: order, person: member_id, collected: made, events: {settled: settled}, items: {recipient: name}}
"""


@pytest.fixture
def jk(databases: Databases, tmp_path: Path):  # type: ignore[no-untyped-def]
    with opened(databases, tmp_path) as jk:
        yield jk


@pytest.fixture(scope="module")
def address(server: Embedded) -> str:
    owner, address = database(server)
    with psycopg.connect(owner, autocommit=True) as conn:
        conn.execute(TABLES)
    return address


def test_each_row_is_judged_by_its_dates(jk: Jikim, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two settled orders are to rest, two were settled more than five years ago and are to go; what is open, or says no date, is not counted. Page by page it is the
    same."""
    made, _ = read(MAPPING.encode(), "attached.yaml")
    assert made is not None
    assert jk.now().date() == date(2026, 12, 1)
    for page in (PAGE, 1):
        monkeypatch.setattr("jikim.attach.overdue.PAGE", page)
        found = overdue(tables_of(address), dated(made), jk.policy, jk.now())
        assert [(one.table, one.record, one.fate, one.rows, one.more) for one in found] == [
            ("public.purchase", "order", "goes", 2, False),
            ("public.purchase", "order", "rests", 2, False),
        ]
    monkeypatch.setattr("jikim.attach.overdue.MOST", 3)
    assert all(one.more for one in overdue(tables_of(address), dated(made), jk.policy, jk.now()))


def test_the_report_keeps_and_tells_the_counts(
    jk: Jikim,
    address: str,
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Counted with a database, told without one, in both languages; each is a point of the list; no value is in it."""
    (mapping := tmp_path / "attached.yaml").write_text(MAPPING)
    databases.named(monkeypatch, jk.settings.ring_directory)
    typed = ["attach", "report", str(mapping), str(POLICY), "--dir", str(jk.settings.directory), "--lang"]
    assert main([*typed, "en", "--database", address]) == 1
    said = capsys.readouterr().out
    assert "rows past their period (2026-12-01), by table and what is due: 2" in said
    assert "public.purchase  order: 2 rows are to rest in the archive" in said
    assert main([*typed, "ko"]) == 1
    said = capsys.readouterr().out
    assert "public.purchase  order: 2행: 삭제해야 합니다" in said
    assert "나받이" not in said
