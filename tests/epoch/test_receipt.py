"""The receipt: four dates of what was destroyed, and what each waits for, for a person and for a certificate."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import HOMEPAGE, START, Cast, Databases

from jikim.app import Jikim
from jikim.cli import main
from jikim.errors import JikimError, StoreError
from jikim.keys.root import FileRoot
from jikim.receipts import WAITS, Receipt

Forward = Callable[..., datetime]


def _waits(found: Receipt) -> list[str]:
    return [wait.code for wait in found.dates.waits]


@pytest.mark.clause("6.5")
def test_a_persons_four_dates_come_one_after_the_other(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """Hidden when they leave, key and rows with the sweep, irrecoverable with the epoch; each wait is said until then."""
    jk.house.keyring.lease = 0.0
    subject = cast.dan.subject
    here = jk.receipt(subject)
    assert here.dates == here.lines[0].dates
    assert (here.dates.hidden, here.dates.key_destroyed, here.dates.rows_removed, here.dates.irrecoverable) == (
        None,
    ) * 4
    assert _waits(here) == ["here"]

    left = forward(hours=1)
    jk.leave(subject)
    found = jk.receipt(subject)
    assert (found.dates.hidden, found.dates.key_destroyed, found.dates.rows_removed) == (left, None, None)
    assert _waits(found) == ["sweep"]

    swept = forward(hours=1)
    jk.sweep()
    found = jk.receipt(subject)
    assert (found.dates.hidden, found.dates.key_destroyed, found.dates.rows_removed) == (left, swept, swept)
    assert found.dates.irrecoverable is None
    assert _waits(found) == ["epoch"]
    assert found.records == 1

    over = forward(hours=1)
    jk.epoch()
    found = jk.receipt(subject)
    assert (found.dates.hidden, found.dates.key_destroyed, found.dates.rows_removed) == (left, swept, swept)
    assert found.dates.irrecoverable == over
    assert _waits(found) == []
    assert "file level" in found.worth["file"]["en"]
    assert "파일 수준" in found.worth["file"]["ko"]
    # Forgotten long ago, and sequenced: the same receipt.
    jk.sequence()
    forward(days=300)
    assert jk.receipt(subject).dates == found.dates


def test_what_a_law_keeps_is_said(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """Of someone who left, whose order rests: what was in use is irrecoverable, and what rests is not, until which day."""
    jk.house.keyring.lease = 0.0
    jk.event(cast.alice_order, "settled")
    jk.leave(cast.alice.subject)
    jk.sweep()
    jk.epoch()
    found = jk.receipt(cast.alice.subject)
    live, archive = found.lines
    assert (live.what, archive.what) == ("live", "archive")
    assert live.dates.irrecoverable == jk.now()
    assert live.dates.waits == ()
    assert archive.dates.irrecoverable is None
    assert found.dates.irrecoverable is None
    assert _waits(found) == ["resting"]
    assert archive.due is not None
    assert archive.due.isoformat() in found.dates.waits[0].words("en")
    assert archive.due.isoformat() in found.dates.waits[0].words("ko")

    forward(to=datetime(archive.due.year + 1, 1, 1, tzinfo=UTC))
    jk.sweep()
    jk.epoch()
    found = jk.receipt(cast.alice.subject)
    assert found.dates.irrecoverable == jk.now()
    assert found.dates.key_destroyed == jk.now()
    assert _waits(found) == []


def test_an_epoch_that_is_under_way_is_said_with_its_step(jk: Jikim, cast: Cast) -> None:
    """While an epoch waits for its backup, the receipt says how far it is."""
    jk.house.keyring.lease = 0.0
    jk.leave(cast.dan.subject)
    jk.sweep()
    with pytest.raises(StoreError):
        jk.epoch(backup_keys=lambda: False)
    found = jk.receipt(cast.dan.subject)
    assert _waits(found) == ["turning"]
    assert "rewrapped" in found.dates.waits[0].words("en")


def test_a_providers_delay_is_a_date_that_lies_ahead(
    jk: Jikim, cast: Cast, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who destroys a root key only days later gives a later date: it stands in the receipt, with the wait until it has
    come."""
    jk.house.keyring.lease = 0.0
    jk.leave(cast.dan.subject)
    jk.sweep()
    real = FileRoot.destroyed_on

    def later(self: FileRoot, version: str) -> datetime | None:
        found = real(self, version)
        return found + timedelta(days=7) if found else None

    monkeypatch.setattr(FileRoot, "destroyed_on", later)
    turned = jk.epoch()
    assert timedelta(days=6, hours=23) < turned.irrecoverable - jk.now() <= timedelta(days=7)
    found = jk.receipt(cast.dan.subject)
    assert found.dates.irrecoverable == turned.irrecoverable
    assert _waits(found) == ["provider"]
    forward(days=8)
    assert _waits(jk.receipt(cast.dan.subject)) == []


def test_a_provider_that_still_has_it_stops_the_epoch(jk: Jikim, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the provider says that the former version exists, nothing is called irrecoverable; the next try asks again."""
    jk.house.keyring.lease = 0.0
    jk.leave(cast.dan.subject)
    jk.sweep()
    with monkeypatch.context() as patched:
        patched.setattr(FileRoot, "destroyed_on", lambda _self, _version: None)
        with pytest.raises(StoreError, match="still exists"):
            jk.epoch()
    assert jk.receipt(cast.dan.subject).dates.irrecoverable is None
    assert jk.epoch().resumed
    assert jk.receipt(cast.dan.subject).dates.irrecoverable == jk.now()


@pytest.mark.clause("6.5")
def test_a_certificates_receipt(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """Records that nothing keeps, and a day's archived parts: each line has its dates, and the whole the latest of
    them."""
    jk.house.keyring.lease = 0.0
    jk.event(cast.alice_order, "settled")
    jk.event(cast.dan_enquiry, "answered")
    first = jk.sweep()
    assert first.certificate is not None
    made = jk.now()
    found = jk.certificate_receipt(first.certificate)
    assert found.of == "certificate"
    assert {line.what for line in found.lines} >= {"records that nothing keeps"}
    assert (found.dates.rows_removed, found.dates.key_destroyed, found.dates.irrecoverable) == (made, made, None)
    assert _waits(found) == ["epoch"]
    jk.epoch()
    assert jk.certificate_receipt(first.certificate).dates.irrecoverable == made

    swept = forward(to=datetime(2018, 2, 7, 3, tzinfo=UTC))
    second = jk.sweep()
    assert second.certificate is not None
    assert second.parts >= 1
    found = jk.certificate_receipt(second.certificate)
    parts = [line for line in found.lines if line.due is not None]
    assert parts
    for line in parts:
        assert (line.dates.hidden, line.dates.key_destroyed, line.dates.rows_removed) == (swept,) * 3
        assert line.dates.irrecoverable is None
    assert "epoch" in _waits(found)
    forward(hours=1)
    jk.epoch()
    found = jk.certificate_receipt(second.certificate)
    assert (found.dates.key_destroyed, found.dates.irrecoverable, _waits(found)) == (swept, jk.now(), [])
    assert jk.certificate_receipt(first.certificate).dates.irrecoverable == made


def test_a_number_that_is_nobodys(jk: Jikim) -> None:
    """Nobody's number, and no certificate's, is an error that says so."""
    for ask in (jk.receipt, jk.certificate_receipt):
        with pytest.raises(JikimError) as refused:
            ask(uuid4())
        assert refused.value.hint


def test_every_wait_is_said_in_both_languages() -> None:
    """Each thing that a receipt can wait for has words in Korean and English."""
    for korean, english in WAITS.values():
        assert any("가" <= letter <= "힣" for letter in korean)
        assert english.isascii()
        assert ("{detail}" in korean) == ("{detail}" in english)


@pytest.fixture
def surroundings(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command finds around it; answers the policy's path."""
    databases.named(monkeypatch, tmp_path / "ring")
    for name, dsn in databases.erasers.items():
        monkeypatch.setenv(f"JIKIM_{name.upper()}_ERASER_DSN", dsn)
    monkeypatch.setenv("JIKIM_LEASE", "0")
    return str(HOMEPAGE)


@pytest.mark.clause("6.5")
def test_the_commands_say_it(jk: Jikim, cast: Cast, surroundings: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`jikim epoch` and `jikim receipt`, as text in both languages and as JSON."""
    subject = str(cast.dan.subject)
    jk.event(cast.dan_enquiry, "answered")
    certificate = str(jk.sweep().certificate)
    capsys.readouterr()
    assert main(["receipt", surroundings, subject, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert f"receipt for person {subject}" in said
    assert "irrecoverable on: not yet" in said
    assert "The next key rotation (jikim epoch) makes it irrecoverable" in said
    assert "root key held by file: file level" in said

    assert main(["epoch", surroundings, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "destroyed keys would become irrecoverable" in said
    assert main(["epoch", surroundings, "--if-due", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["turned"]["ring"] == 2
    assert (told["due"], told["names"], told["every"]) == (False, 0, "1d")
    assert datetime.fromisoformat(told["at"]) == START + timedelta(hours=23)
    assert main(["epoch", surroundings, "--if-due"]) == 0
    said = capsys.readouterr().out
    assert "nothing was destroyed since the last epoch" in said
    assert "every day" in said
    assert main(["epoch", surroundings]) == 0
    said = capsys.readouterr().out
    assert "ring 3: 0 destroyed keys" in said
    assert "no backup of the keys is configured" in said

    assert main(["receipt", surroundings, certificate, "--lang", "ko"]) == 0
    said = capsys.readouterr().out
    assert f"파기 확인서 {certificate}" in said
    assert "복구·재생 불가: 2013-02-05 18:00" in said
    assert main(["receipt", surroundings, subject, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["jikim-receipt"] == 1
    assert told["irrecoverable"] == START.isoformat()
    assert told["waits"] == []
    assert main(["receipt", surroundings, "Dan"]) == 2
    assert main(["receipt", surroundings, str(uuid4())]) == 1


def test_what_was_cut_off_is_said_and_ended(
    jk: Jikim, cast: Cast, surroundings: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dry run tells an unfinished epoch and its step; the next run brings it to its end, whether one is due or not."""
    jk.house.keyring.lease = 0.0
    jk.leave(cast.dan.subject)
    jk.sweep()
    with pytest.raises(StoreError):
        jk.epoch(backup_keys=lambda: False)
    capsys.readouterr()
    assert main(["epoch", surroundings, "--dry-run"]) == 0
    assert "cut off after the step `rewrapped`" in capsys.readouterr().out
    assert main(["epoch", surroundings, "--if-due"]) == 0
    assert "was brought to its end" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["61", "-1", "soon", "nan"])
def test_a_lease_is_a_minute_at_most(
    surroundings: str, cast: Cast, wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """A lease above a minute, below none, or no number is refused before anything is opened."""
    monkeypatch.setenv("JIKIM_LEASE", wrong)
    assert main(["epoch", surroundings, "--dry-run"]) == 1
    assert "JIKIM_LEASE" in capsys.readouterr().err
