"""The observer never stops an application: it is bounded, keeps what could not be sent, and says what it lost."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from jikim.answers import Decision, Observed
from jikim.contrib import observing
from jikim.contrib.observing import Observer, Table
from jikim.contrib.saying import carried, ended, headers, purpose, said, taken
from jikim.contrib.statement import touched

TABLES = {"member": Table("account", {"id": "-", "email": "email"}), "lock": Table("", {})}


class House:
    """Stands in for a Jikim: says yes to `billing` alone, and can be away."""

    def __init__(self) -> None:
        self.away, self.rows, self.lost = False, list[Observed](), 0

    def decide(self, act: str, kind: str, **more: Any) -> Decision:
        return Decision(more.get("purpose") == "billing", "2.1", "" if more.get("purpose") == "billing" else "purpose")

    def observe(self, rows: list[Observed], *, lost: int = 0) -> None:
        if self.away:
            raise OSError("away")
        self.rows += rows
        self.lost += lost


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def observer(house: House) -> Observer:
    return Observer(lambda: house, TABLES, seconds=3600)


def test_a_read_with_and_without_its_purpose(house: House, observer: Observer) -> None:
    """Allowed, refused with its clause, and a gap; a table about nobody is not counted."""
    for name in ("billing", "letters"):
        with purpose(name):
            observer.saw("SELECT email FROM member")
    observer.saw("SELECT email FROM member")
    observer.saw("SELECT * FROM lock")
    observer.saw("SELECT * FROM letter")
    observer.send()
    assert [(one.purpose, one.verdict, one.clause, one.why) for one in house.rows] == [
        ("billing", "allowed", "2.1", ""),
        ("letters", "refused", "2.1", "purpose"),
        ("", "gap", "", "purpose-not-named"),
        ("", "gap", "", "unmapped-table"),
    ]


def test_what_cannot_be_sent_is_kept_and_then_lost_and_said(
    house: House, observer: Observer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the house is away counts stay within their bound; what is beyond it is told once it answers."""
    monkeypatch.setattr(observing, "MOST", 2)
    house.away = True
    for n in range(4):
        with purpose(f"p{n}"):
            observer.saw("SELECT email FROM member")
        observer.send()
    assert observer.lost == 2
    house.away = False
    observer.send()
    assert [one.purpose for one in house.rows] == ["p0", "p1"]
    assert (house.lost, observer.lost) == (2, 0)


def test_nothing_is_raised_into_the_application(house: House, observer: Observer) -> None:
    """What is no text is counted as lost; a statement whose end is missing is read as far as it goes."""
    observer.saw(None)  # type: ignore[arg-type]
    assert observer.lost == 1
    observer.saw("SELECT 'email FROM member WHERE (")
    assert observer.lost == 1


def test_many_different_statements_take_no_more_memory(observer: Observer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are remembered up to a bound."""
    monkeypatch.setattr(observing, "STATEMENTS", 10)
    for n in range(100):
        observer.saw(f"SELECT {n} FROM member")
    assert len(observer._known) <= 10


def test_no_text_is_read_on_the_applications_path(
    house: House, observer: Observer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement is noted as it runs, and read by whoever sends; what is beyond the bound is told as lost."""
    read: list[str] = []

    def reading(sql: str, tables: Any) -> Any:
        read.append(sql)
        return touched(sql, tables)

    monkeypatch.setattr(observing, "touched", reading)
    monkeypatch.setattr(observing, "NOTED", 3)
    with purpose("billing"):
        for _ in range(5):
            observer.saw("SELECT email FROM member")
    assert (read, observer.lost) == ([], 2)
    observer.send()
    assert ([one.times for one in house.rows], house.lost, len(read)) == ([3], 2, 1)


def test_a_purpose_goes_where_the_work_goes() -> None:
    """Into a thread, a coroutine, and by headers into another process; and nowhere else."""
    seen: list[str] = []

    @purpose("support", reason="a question")
    async def asked() -> None:
        seen.append(said().purpose)

    with purpose("billing"):
        thread = Thread(target=carried(lambda: seen.append(said().purpose)))
        message = headers()
    thread.start()
    thread.join()
    asyncio.run(asked())
    seen.append(said().purpose)
    token = taken(message, "tasks.bill")
    assert (said().purpose, said().view) == ("billing", "tasks.bill")
    ended(token)
    assert seen == ["billing", "support", ""]
    assert "question" not in str(message)
    for wrong in ({}, {"jikim": "x"}, {"jikim": [1]}):
        token = taken(wrong, "task")
        assert said().purpose == ""
        ended(token)


def test_sqlalchemy_and_psycopg_are_seen(house: House, databases: Any, tmp_path: Path) -> None:
    """A session's and a cursor's own statements are counted; the rows come as they would."""
    import psycopg
    from psycopg import sql as composed
    from sqlalchemy import create_engine, text

    from jikim.contrib import psycopg as ours
    from jikim.contrib import sqlalchemy as theirs

    mapping = tmp_path / "attached.yaml"
    mapping.write_text(
        "people: public.member\ntables:\n  public.member: {record: account, person: id, items: {email: email}}\n"
    )
    watched = Observer(lambda: house, TABLES, seconds=3600)
    with psycopg.connect(databases.admin["live"], cursor_factory=ours.observed(watched)) as conn:
        conn.execute("CREATE TEMPORARY TABLE member (id int, email text)")
        with ours.purpose("billing"):
            conn.execute(composed.SQL("SELECT {} FROM member").format(composed.Identifier("email"))).fetchall()
            conn.execute(b"SELECT email FROM member").fetchall()
    watched.send()
    assert [(one.purpose, one.columns, one.times) for one in house.rows] == [("billing", "email", 2)]
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(databases.admin["live"]))
    house.rows.clear()
    observer = theirs.observe(engine, mapping, lambda: house)
    with engine.connect() as connection, theirs.purpose("billing"):
        connection.execute(text("SELECT 1 AS email FROM (SELECT 1) AS member"))
        connection.execute(text("CREATE TEMPORARY TABLE member (id int, email text)"))
        connection.execute(text("SELECT email FROM member"))
    engine.dispose()
    observer.send()
    assert [(one.purpose, one.verdict, one.columns, one.times) for one in house.rows] == [
        ("billing", "allowed", "email", 1)
    ]
