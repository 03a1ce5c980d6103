"""What a set says of the servers that people lie on, and what is refused before anything is changed; two real servers
are in `test_two_servers_restore.py`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE
from tests.restore.restore_past import Past, past

from jikim.app import read_policy
from jikim.app.restoring import restore
from jikim.backup.sets import Set
from jikim.cli import main
from jikim.db.dsns import all_dsns
from jikim.db.spread import Spread
from jikim.errors import JikimError, StoreError

__all__ = ["past"]


@pytest.fixture
def made(past: Past, tmp_path: Path) -> Set:
    """A set of a house on one server."""
    with past.open() as jk:
        jk.settings = replace(jk.settings, readers=past.databases.readers)
        found = jk.backups.make(tmp_path / "sets").set
    assert found is not None
    return found


def test_a_set_of_one_server_is_as_it_was(made: Set) -> None:
    """Nothing in it says that there could be several."""
    assert made.inboxes == ["archive", "ledger", "live"]
    assert made.lies == ()
    assert "lies" not in json.loads((made.path / "manifest.json").read_bytes())


def test_a_server_that_nobody_may_read_makes_no_set(past: Past, tmp_path: Path) -> None:
    """It is named by its setting, and nothing is begun."""
    with past.open() as jk:
        jk.settings = replace(jk.settings, readers=past.databases.readers)
        jk.driver.spread = Spread(["live@2"])
        with pytest.raises(StoreError, match="the whole live@2 database") as refused:
            jk.backups.make(tmp_path / "sets")
        assert "JIKIM_LIVE_2_BACKUP_DSN" in refused.value.hint
        assert jk.backups.known() == []
    assert not (tmp_path / "sets").exists()


@pytest.mark.parametrize(
    ("people", "only", "told"),
    [
        (("live@2",), None, "is of archive, ledger, live, and archive, ledger, live, live@2 are set"),
        (("live@2",), "live@2", "is of archive, ledger, live, and archive, ledger, live, live@2 are set"),
        (("live@2",), "live@3", "`live@3` is no further server of people"),
        ((), "live", "`live` is no further server of people"),
    ],
)
def test_a_set_of_other_servers_restores_nothing(
    past: Past, made: Set, people: tuple[str, ...], only: str | None, told: str
) -> None:
    """Neither all of it nor one server; the house is not even sealed."""
    settings = replace(past.databases.settings(past.directory), people=dict.fromkeys(people, "dbname=nowhere"))
    with pytest.raises(JikimError) as refused:
        restore(read_policy(HOMEPAGE), settings, made.path, only=only, owners={})
    assert told in refused.value.message
    with past.open() as jk:
        assert jk.policy


def test_the_command_takes_a_server_with_a_set_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """A replay is of every server."""
    assert main(["restore", str(HOMEPAGE), "--replay", "--server", "live@2"]) == 2
    assert "name a set" in capsys.readouterr().err


def test_other_roles_are_named_for_each_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads and who owns a further server stands in a setting of its own."""
    for name in ("LIVE", "ARCHIVE", "KEYS", "LEDGER", "LIVE_2"):
        monkeypatch.setenv(f"JIKIM_{name}_BACKUP_DSN", f"dbname={name.lower()}")
    assert list(all_dsns("_BACKUP")) == ["live", "archive", "keys", "ledger", "live@2"]
    monkeypatch.delenv("JIKIM_LIVE_BACKUP_DSN")
    assert all_dsns("_BACKUP")["live@2"] == "dbname=live_2"
