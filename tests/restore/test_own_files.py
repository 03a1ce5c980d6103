"""The files of the application's own come back with the house: the homepage's books, on its pages."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from uuid import uuid4

import httpx
import pytest
from homepage.site import addition
from homepage.site.books import NAME, Books
from homepage.site.providers import BOARD
from tests.lost import Lost, lost, person

from jikim.app import AsyncJikim, Jikim
from jikim.app.restoring import restore
from jikim.backup.sets import open_set
from jikim.cli import main
from jikim.demo.receiver import Receiver
from jikim.errors import StoreError
from jikim.settings import Settings
from jikim.web.site import site

__all__ = ["lost"]
EVENT, WINNER = "first-week", "당첨가나"


def seen(jk: Jikim) -> str:
    """The page of an event, as anybody sees it."""

    async def asked() -> str:
        async with AsyncJikim(jk.policy.file, jk.settings, "site", jk) as opened:
            made = httpx.ASGITransport(app=await site(opened, addition()), client=("127.0.0.1", 40_000))
            async with httpx.AsyncClient(transport=made, base_url="https://shop.example") as client:
                return (await client.get(f"/events/{EVENT}")).text

    return asyncio.run(asked())


@pytest.fixture
def named(lost: Lost, monkeypatch: pytest.MonkeyPatch) -> Lost:
    """A homepage whose books are named to its backups, by the environment."""
    monkeypatch.setenv("JIKIM_BACKUP_FILES", NAME)
    lost.settings = replace(lost.settings, backup_files=Settings.from_environment(lost.settings.directory).backup_files)
    return lost


@pytest.mark.clause("10.2")
def test_the_homepages_books_come_back_with_the_house(named: Lost, capsys: pytest.CaptureFixture[str]) -> None:
    """The winners who are up on the event's page are up again on the house that was put back, what was sent with them; the
    set is read back whole and holds nothing of them in the clear."""
    with named.open() as jk:
        books, message = Books.of(jk), str(uuid4())
        books.expect_name(message, EVENT)
        books.publish(message, WINNER)
        assert WINNER in seen(jk)
        jk.backups.make()
        jk.backups.keys()
    kept = named.set("data")
    assert WINNER.encode() not in (kept / "files.tar").read_bytes()
    named.environment.setenv("JIKIM_RING_DIR", str(named.settings.ring_directory))
    assert main(["backup", "verify", str(kept), "--dir", str(named.settings.directory)]) == 0
    assert "files.tar" in capsys.readouterr().out
    named.lose()
    books.path.unlink()
    restore(named.homepage, named.settings, kept, named.set("keys"))
    with named.open() as jk:
        assert WINNER in seen(jk)


@pytest.mark.clause("10.2")
def test_a_winner_who_took_the_consent_back_since_is_taken_down_again(named: Lost) -> None:
    """The restored file has the name of somebody who withdrew after the set was made; the board is told anew to delete it,
    by the message that it knows, and the page shows it no more."""
    consents = ("marketing.events", "publication/marketing.events")
    entry = {"name": WINNER, "email": "person1@example.com", "answers": "노랑"}
    with named.open() as jk, Receiver([BOARD], jk.now) as board:
        winner, _ = person(jk, 1, *consents)
        ref = jk.collect("event-entry", entry, channel="event", subject=winner, old_enough=True).ref
        jk.provide(ref, to=BOARD, purpose="marketing.events", items=["name"])
        books = Books.of(jk)
        jk.deliver(board.endpoints)
        (came,) = board.of(BOARD, "provide")
        books.expect_name(came.message, EVENT)
        books.publish(came.message, str(came.body["items"]["name"]))
        jk.backups.make()
        jk.backups.keys()
        jk.consent(winner.subject, withdraw=["publication/marketing.events"])
        jk.deliver(board.endpoints)
        (gone,) = board.of(BOARD, "delete")
        books.unpublish(gone.body["about"])
        assert WINNER not in seen(jk)
    named.lose()
    books.path.unlink()
    restore(named.homepage, named.settings, named.set("data"), named.set("keys"))
    with named.open() as jk, Receiver([BOARD], jk.now) as board:
        assert WINNER in seen(jk)
        jk.deliver(board.endpoints)
        (again,) = board.of(BOARD, "delete")
        books.unpublish(again.body["about"])
        assert WINNER not in seen(jk)


@pytest.mark.clause("10.2")
def test_a_file_that_is_still_there_is_newer_and_stays(named: Lost) -> None:
    """Where the databases alone were lost, what the books learned since the set is not taken back."""
    with named.open() as jk:
        books = Books.of(jk)
        jk.backups.make()
        jk.backups.keys()
        books.see("since")
    named.lose()
    restore(named.homepage, named.settings, named.set("data"), named.set("keys"))
    assert books.seen("since")


@pytest.mark.clause("10.2")
@pytest.mark.parametrize("wrong", ["mistyped.sqlite", "../outside.sqlite"])
def test_a_file_that_is_not_there_makes_no_set(named: Lost, wrong: str) -> None:
    """A name that leads to no file of the directory is told, and nothing is left that looks like a backup."""
    (named.settings.directory.parent / "outside.sqlite").write_bytes(b"x")
    named.settings = replace(named.settings, backup_files=(wrong,))
    with named.open() as jk, pytest.raises(StoreError, match="cannot be backed up") as told:
        jk.backups.make()
    assert "JIKIM_BACKUP_FILES" in told.value.words("ko").hint
    assert named.settings.backups is not None
    assert [one.name for one in named.settings.backups.iterdir() if one.is_dir()] == []


@pytest.mark.clause("10.2")
def test_what_is_being_written_is_taken_as_it_was_before(named: Lost) -> None:
    """Of an SQLite file in the middle of a transaction the set holds what was committed, and any other file as it is."""
    named.settings = replace(named.settings, backup_files=(NAME, "notes.txt"))
    with named.open() as jk:
        books = Books.of(jk)
        books.see("committed")
        (jk.settings.directory / "notes.txt").write_text("notes", encoding="utf-8")
        with closing(sqlite3.connect(books.path, isolation_level=None)) as writing:
            writing.execute("BEGIN")
            writing.execute("INSERT INTO seen VALUES ('half')")
            jk.backups.make()
            writing.execute("ROLLBACK")
        jk.backups.keys()
        key = jk.house.keyring.ring.backup_key
    assert set(open_set(named.set("data"), key).files) > {"files.tar", "live.dump"}
    named.lose()
    for name in named.settings.backup_files:
        (named.settings.directory / name).unlink()
    restore(named.homepage, named.settings, named.set("data"), named.set("keys"))
    assert (books.seen("committed"), books.seen("half")) == (True, False)
    assert (named.settings.directory / "notes.txt").read_text(encoding="utf-8") == "notes"
