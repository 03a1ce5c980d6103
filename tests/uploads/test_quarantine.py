"""Quarantine (clause 10.3): what nobody could scan is sealed, opened by nobody, and scanned by the job once a scanner
is there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.uploads import samples
from tests.uploads.scanner import EICAR, clamd

import jikim
from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.uploads import File, accept, pack, unpack
from jikim.uploads.packing import Accepted
from jikim.uploads.quarantine import rescan, wait_for_scan


def left(jk: Jikim, contents: list[bytes], *, announced: bool = True) -> jikim.Ref:
    """An enquiry with these files, taken while there was no scanner."""
    settings = replace(jk.settings, clamd=None, uploads="quarantine")
    files: list[Accepted] = [asyncio.run(accept(settings, f"파일{n}.txt", one)) for n, one in enumerate(contents)]
    values = {"name": "가나다", "email": "dan@example.org", "text": "첨부를 봐 주세요", "files": pack(files)}
    ref = jk.collect("enquiry", values, channel="board", subject="guest", old_enough=True).ref
    if announced:
        assert jk.driver.run(wait_for_scan(jk.house, ref, "files", files)) == len(files)
    return ref


def seen(jk: Jikim, ref: jikim.Ref) -> list[File]:
    """The files as whoever answers the enquiry gets them."""
    return unpack(jk.use(ref, purpose="support", items=["files"], reason="to answer")["files"])


@pytest.mark.clause("10.3")
def test_a_file_is_opened_by_nobody_before_a_scan_passes(jk: Jikim, tmp_path: Path, databases: Databases) -> None:
    """Sealed and marked, its content comes out for no one, then the job scans it: the clean one opens, the infected one
    never does."""
    ref = left(jk, ["안녕하세요".encode(), samples.PDF])
    # A file that slipped in while nobody could scan.
    infected = left(jk, [EICAR])
    for file in (*seen(jk, ref), *seen(jk, infected)):
        assert file.quarantined
        assert file.content is None
    with psycopg.connect(databases.admin["live"]) as conn:
        kept = str(conn.execute("SELECT * FROM live.upload_waiting").fetchall())
        assert "파일" not in kept
        assert "PDF" not in kept
    assert rescan(jk.driver, jk.house, jk.settings).as_json() == {"clean": 0, "infected": 0, "waiting": 3}
    with clamd(tmp_path / "old", days=30) as address:
        assert rescan(jk.driver, jk.house, replace(jk.settings, clamd=address)).waiting == 3
    assert all(file.quarantined for file in seen(jk, ref))
    with clamd(tmp_path / "new") as address:
        jk.settings = replace(jk.settings, clamd=address)
        done = {ran.step: ran.done for ran in run_due(jk)}
        assert done["scan"] == {"clean": 2, "infected": 1, "waiting": 0}
        assert "scan" not in {ran.step for ran in run_due(jk)}
    assert [file.content for file in seen(jk, ref)] == ["안녕하세요".encode(), samples.PDF]
    assert [file.content for file in seen(jk, infected)] == [None]


def answers(jk: Jikim, ref: jikim.Ref) -> list[Any]:
    """The value of `files` by every verb that answers one."""
    asked = jikim.Read(ref, "support", ["files"])
    [several] = jk.use_many([asked], reason="to answer")
    assert not isinstance(several, Exception)
    me = jk.acting("member", str(ref.subject))
    dossier = jk.by(me).show(ref.subject)
    [shown] = [card.values for card in dossier.cards if card.ref == ref]
    return [one["files"] for one in (jk.use(asked.ref, purpose="support", reason="to answer"), several, shown)]


@pytest.mark.clause("10.3")
def test_no_verb_answers_the_bytes_of_a_file_in_quarantine(jk: Jikim, tmp_path: Path) -> None:
    """Whoever reads the value itself finds no byte of it there before a scan found it clean, and of an infected one
    never; names are there."""
    secret, clean = "아직 아무도 검사하지 않은 글".encode(), "깨끗한 글".encode()
    with clamd(tmp_path / "now") as address:
        scanned = asyncio.run(accept(replace(jk.settings, clamd=address), "검사함.txt", clean))
    waiting = Accepted("안 함.txt", "text/plain", secret, None)
    infected = Accepted("감염.txt", "text/plain", EICAR, None)
    values = {
        "name": "가나다",
        "email": "dan@example.org",
        "text": "봐 주세요",
        "files": pack([waiting, scanned, infected]),
    }
    ref = jk.collect("enquiry", values, channel="board", subject="guest", old_enough=True).ref
    jk.driver.run(wait_for_scan(jk.house, ref, "files", [waiting, infected]))
    for packed in answers(jk, ref):
        assert secret not in packed
        assert EICAR not in packed
        assert [file.content for file in unpack(packed)] == [None, clean, None]
        assert [file.size for file in unpack(packed)] == [len(secret), len(clean), len(EICAR)]
    with clamd(tmp_path / "later") as address:
        assert rescan(jk.driver, jk.house, replace(jk.settings, clamd=address)).clean == 1
    for packed in answers(jk, ref):
        assert [file.content for file in unpack(packed)] == [secret, clean, None]
        assert EICAR not in packed


@pytest.mark.clause("10.3")
def test_what_was_not_announced_stays_closed(jk: Jikim, tmp_path: Path) -> None:
    """A file in quarantine that no job knows of is open to nobody: nothing is open by default."""
    ref = left(jk, [samples.PDF], announced=False)
    with clamd(tmp_path / "new") as address:
        assert rescan(jk.driver, jk.house, replace(jk.settings, clamd=address)).as_json() == {
            "clean": 0,
            "infected": 0,
            "waiting": 0,
        }
    assert seen(jk, ref)[0].quarantined


def test_the_scan_is_a_use_that_the_ledger_tells(jk: Jikim, tmp_path: Path) -> None:
    """Whoever's file was scanned sees that the system opened it, and for which purpose."""
    ref = left(jk, [samples.PDF])
    with clamd(tmp_path / "new") as address:
        rescan(jk.driver, jk.house, replace(jk.settings, clamd=address))
    jk.sequence()
    uses = jk.by(jk.acting("member", str(ref.subject))).show(ref.subject).uses
    found = [use for use in uses if use["event"].startswith("record:use") and use.get("purpose") == "support"]
    assert len(found) == 1


def test_what_waits_goes_with_its_record(jk: Jikim, cast: Cast, tmp_path: Path, databases: Databases) -> None:
    """Where the record has gone, nothing of its files stays in the list; a frozen one waits."""
    ref, frozen = left(jk, [samples.PDF]), left(jk, [samples.PDF])
    jk.by(jk.acting("member", str(frozen.subject))).ask_correction(frozen, ["name"])
    jk.event(ref, "closed")
    jk.sweep()
    with clamd(tmp_path / "new") as address:
        done = rescan(jk.driver, jk.house, replace(jk.settings, clamd=address))
    assert done.as_json() == {"clean": 0, "infected": 0, "waiting": 1}
    with psycopg.connect(databases.admin["live"]) as conn:
        assert conn.execute("SELECT record FROM live.upload_waiting").fetchall() == [(frozen.record,)]
