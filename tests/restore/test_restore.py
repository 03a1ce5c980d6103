"""A house is lost and comes back from its backup sets: sealed, replayed, and only then open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE
from tests.drawn import sampled
from tests.lost import Lost, lost, person, why

from jikim.app import restoring
from jikim.app.restoring import restore
from jikim.cli import main
from jikim.db import places
from jikim.db.steps import rows_of
from jikim.errors import SealedError, StoreError
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import generation_of

__all__ = ["lost"]


def test_a_key_waits_for_a_backup_that_holds_its_survivors(lost: Lost) -> None:
    """After a backup, an old key whose survivors were re-sealed stays until the next verified backup; the newest set
    restores every survivor."""
    with lost.open() as jk:
        stayer, ref = person(jk, 1, "marketing.events")
        values = {"name": "가나다", "email": "person1@example.com", "answers": "노랑"}
        goes = jk.collect("event-entry", values, channel="event", subject=stayer, old_enough=True).ref
        jk.backups.make()
        jk.consent(stayer.subject, withdraw=["marketing.events"])
        swept = jk.sweep()
        assert (swept.destroyed["event-entry"], swept.renewed, swept.keys_waiting) == (1, 1, 1)
        jk.backups.keys()
    first = lost.set("data")
    lost.lose()
    restore(lost.homepage, lost.settings, first, lost.set("keys"))
    with lost.open() as jk:
        assert why(jk, ref, "member-services") == "allowed"
        assert why(jk, goes, "marketing.events") in ("gone", "unknown", "ended")
        # What came back is sealed under the old key again: a backup made now would need it, so the wait begins anew
        # with the re-sealing.
        jk.backups.make()
        # The old one, the one of the time that is lost, and the one that was made by the restore.
        assert jk.sweep().keys_waiting == 3
        jk.backups.make()
        assert jk.sweep().keys_waiting == 0
        jk.backups.keys()
    # With the key gone, the newest set still opens the survivor.
    second = lost.set("data")
    lost.lose()
    done = restore(lost.homepage, lost.settings, second, lost.set("keys"))
    assert done.replayed.records_gone == 0
    with lost.open() as jk:
        assert why(jk, ref, "member-services") == "allowed"


@pytest.mark.long
def test_a_key_of_the_time_that_is_lost_is_nobodys_next_key(lost: Lost) -> None:
    """Of a person whose key was renewed twice since the backup, every key of the time that is lost goes: a name that
    sealed something then, waits or is gone is never the next one's."""
    with lost.open() as jk:
        stayer, ref = person(jk, 1, "marketing.events")
        values = {"name": "가나다", "email": "person1@example.com", "answers": "노랑"}
        jk.collect("event-entry", values, channel="event", subject=stayer, old_enough=True)
        asked = {"name": "가나다", "email": "person1@example.com", "text": "원격 접속이 자꾸 끊깁니다"}
        enquiry = jk.collect("enquiry", asked, channel="board", subject=stayer, old_enough=True).ref
        jk.backups.make()
        first = lost.set("data")
        jk.consent(stayer.subject, withdraw=["marketing.events"])
        jk.sweep()
        jk.event(enquiry, "answered")
        assert jk.sweep().keys_waiting == 2
        jk.backups.keys()
    lost.lose()
    restore(lost.homepage, lost.settings, first, lost.set("keys"))
    with lost.open() as jk:
        assert jk.sweep().renewed == 1
        jk.backups.make()
        assert jk.sweep().keys_waiting == 0
        [(name,)] = jk.driver.run(rows_of(KEYS["key.names"](space="person", prefix=stayer.subject.bytes)))
        assert generation_of(name) > 3
        assert why(jk, ref, "member-services") == "allowed"


@pytest.mark.drawn
def test_a_restore_that_is_cut_off_leaves_the_house_sealed_and_goes_on(
    lost: Lost, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off before any of its steps (the short form: the first or the last), it opens nothing; run again with the same sets it goes on; with other sets it
    refuses."""
    with lost.open() as jk:
        jk.backups.make()
        other = lost.set("data")
        _, ref = person(jk, 1)
        jk.backups.make()
        jk.backups.keys()
    lost.lose()
    put_back: Callable[..., None] = restoring.restore_database

    class CutOffError(BaseException):
        pass

    for at in sampled(("live", "archive", "keys", "replay"), one_in=3):

        def cut(found: object, database: str, *more: object, at: str = at, **how: object) -> None:
            if database == at:
                raise CutOffError
            put_back(found, database, *more, **how)

        def cut_replay(*_: object) -> None:
            raise CutOffError

        with monkeypatch.context() as patch:
            patch.setattr(restoring, "restore_database", cut)
            if at == "replay":
                patch.setattr(restoring, "replay", cut_replay)
            with pytest.raises(CutOffError):
                restore(lost.homepage, lost.settings, lost.set("data"), lost.set("keys"))
        with pytest.raises(SealedError, match="a restore was begun here"):
            lost.open()
    with pytest.raises(StoreError, match="was begun here and did not end"):
        restore(lost.homepage, lost.settings, other, lost.set("keys"))
    restore(lost.homepage, lost.settings, lost.set("data"), lost.set("keys"))
    with lost.open() as jk:
        assert why(jk, ref, "member-services") == "allowed"


def test_the_command_says_what_came_back(
    lost: Lost, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`jikim restore` restores, tells, and refuses half a command."""
    with lost.open() as jk:
        leaver, _ = person(jk, 1)
        person(jk, 2)
        jk.backups.make()
        jk.backups.keys()
        jk.leave(leaver.subject)
    lost.lose()
    monkeypatch.setenv("JIKIM_RING_DIR", str(tmp_path / "ring"))
    monkeypatch.setenv("JIKIM_RING_COPIES", str(tmp_path / "copy"))
    assert main(["restore", str(HOMEPAGE), "--dir", str(lost.settings.directory)]) == 2
    assert "name a set, or give --replay" in capsys.readouterr().err
    assert main(["restore", str(HOMEPAGE), str(lost.set("data")), "--dir", str(lost.settings.directory)]) == 1
    assert "--keys" in capsys.readouterr().err
    words = ["restore", str(HOMEPAGE), str(lost.set("data")), "--keys", str(lost.set("keys"))]
    assert main([*words, "--dir", str(lost.settings.directory)]) == 0
    told = capsys.readouterr().out
    assert "is back: live, archive, keys" in told
    assert "leave: 1" in told
    assert told.rstrip().endswith("the house is open")


def test_what_an_administrator_put_back_is_sealed_too(lost: Lost) -> None:
    """A whole data directory that was copied earlier and put back by hand does not open until it is replayed."""
    with lost.open() as jk:
        leaver, ref = person(jk, 1)
    lost.stopped()
    home = places.data_home(lost.settings.directory) / "pg"
    shutil.copytree(home, home.with_name("earlier"))
    with lost.open() as jk:
        jk.leave(leaver.subject)
    lost.stopped()
    shutil.rmtree(home)
    home.with_name("earlier").rename(home)
    with pytest.raises(SealedError, match="restrictions 1 to 1 are missing"):
        lost.open()
    assert restore(lost.homepage, lost.settings, None).replayed.restrictions["live"] == 1
    with lost.open() as jk:
        assert why(jk, ref, "member-services") == "left"
