"""What each released version made is opened by this one, from its sets and its ring; and so is what this one makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.db.catalogue import catalogue
from tests.db.test_upgrades import OLD, pretend, set_back
from tests.kept.keep import HERE, Kept, expect, keep, opened

from jikim.app import Jikim
from jikim.cli import main
from jikim.db import releases
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.jobs import backup

KEPT = sorted(one.parent.name for one in HERE.glob("*/expected.json"))


def test_each_release_is_kept() -> None:
    """A release whose databases differ has its sets and its ring here, and nothing else has."""
    assert [one.version for one in releases.RELEASES] == KEPT


@pytest.mark.long
@pytest.mark.parametrize("version", ["this", *KEPT])
def test_what_a_version_made_is_opened(version: str, tmp_path: Path) -> None:
    """Its people, what rests of them, what was withdrawn and the ledger come back from its sets."""
    kept = keep(tmp_path / "kept") if version == "this" else Kept.at(HERE / version)
    with opened(kept, tmp_path / "house") as jk:
        expect(jk, kept)
        (tmp_path / "ledger.jsonl").write_bytes(b"".join(jk.export_ledger()))
    assert main(["verify", str(tmp_path / "ledger.jsonl")]) == 0


@pytest.mark.long
def test_what_an_older_release_made_is_brought_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restored set of an older release, and a directory of its own that is just opened, become what this source
    makes."""
    with monkeypatch.context() as then:
        then.setattr(
            backup, "version_of", lambda database: f"1_{OLD}" if database == "live" else releases.version_of(database)
        )
        kept = keep(tmp_path / "kept", before_the_backup=lambda jk: set_back(_live(jk)))
    pretend(monkeypatch, tmp_path)
    with opened(kept, tmp_path / "house") as jk:
        expect(jk, kept)
        restored = catalogue(_live(jk))
        set_back(_live(jk))
    with Jikim(jk.file, jk.settings) as again:
        expect(again, kept)
        assert catalogue(_live(again)) == restored


def _live(jk: Jikim) -> str:
    server = jk._server
    assert isinstance(server, Embedded)
    return server.conninfo("live", ADMIN)
