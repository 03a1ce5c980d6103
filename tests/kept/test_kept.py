"""What each released version made is opened by this one, from its sets and its ring; and so is what this one makes.

`unreleased` was made before 0.1, at the commit which its `expected.json` names: its ring and its sets are read by today's
code, and its databases refused, as is what a newer version makes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.db.catalogue import catalogue
from tests.db.test_upgrades import OLD, pretend, set_back
from tests.kept.keep import HERE, Kept, copied, expect, keep, opened, sets_of

from jikim.app import Jikim
from jikim.cli import main
from jikim.db import releases
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.schema import DATABASES, Database
from jikim.errors import StoreError
from jikim.jobs import backup
from jikim.proof import verify

UNRELEASED = HERE / "unreleased"
KEPT = sorted(one.parent.name for one in HERE.glob("*/expected.json") if one.parent != UNRELEASED)


def test_each_release_is_kept() -> None:
    """A release whose databases differ has its sets and its ring here, and nothing else has."""
    assert [one.version for one in releases.RELEASES] == KEPT


def test_the_ring_and_the_sets_of_another_source_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Today's code opens the ring that an earlier one wrote, and reads each of its sets back to the last byte."""
    kept = copied(Kept.at(UNRELEASED), tmp_path)
    monkeypatch.setenv("JIKIM_RING_DIR", str(kept.place / "ring"))
    for one in sets_of(kept):
        assert main(["backup", "verify", str(one)]) == 0, capsys.readouterr().err


def test_the_databases_of_another_source_are_refused_in_words(tmp_path: Path) -> None:
    """Before 0.1 no version opens what another source made: it says so in both languages, and nothing is put back."""
    kept = Kept.at(UNRELEASED)
    heads = json.loads((sets_of(kept)[0] / "manifest.json").read_text(encoding="utf-8"))
    assert releases.version_of("live") not in str(heads), "make it anew from another commit"
    with pytest.raises(StoreError, match="was made by another version of jikim") as refused:
        opened(kept, tmp_path)
    assert "start in a new directory" in str(refused.value)
    assert "다른 버전의 jikim이 만들었습니다" in str(refused.value.spoken("ko"))
    assert "새 디렉터리에서 시작해 주세요" in str(refused.value)


def test_what_a_newer_version_made_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A downgrade is refused: the older version says that a newer one made it, and how to go back for good."""
    pretend(monkeypatch, tmp_path)
    with pytest.raises(StoreError, match="was made by a newer version of jikim") as refused:
        releases.release_of("live", "9_abcdefabcdef", "the set", "백업 세트")
    assert "restore a backup that the older one made" in str(refused.value)
    assert "더 새로운 버전의 jikim이 만들었습니다: 백업 세트" in str(refused.value.spoken("ko"))


@pytest.mark.parametrize("version", [pytest.param("this", marks=pytest.mark.long), *KEPT])
def test_what_a_version_made_is_opened(version: str, tmp_path: Path, server: Embedded) -> None:
    """Its people, what rests of them, what was withdrawn and the ledger come back from its sets, and its databases are
    those that this version makes."""
    kept = keep(tmp_path / "kept") if version == "this" else Kept.at(HERE / version)
    with opened(kept, tmp_path / "house") as jk:
        expect(jk, kept)
        for database in DATABASES:
            assert made(_dsn(jk, database)) == made(server.conninfo(database, ADMIN))
        jk.sequence()
        (tmp_path / "ledger.jsonl").write_bytes(b"".join(jk.export_ledger()))
    # Entries of a version that did not count them are counted, all of them, and the head signs it.
    report = verify([(tmp_path / "ledger.jsonl").read_bytes()])
    assert report.counts is not None
    assert report.counts.total() == report.entries
    assert main(["verify", str(tmp_path / "ledger.jsonl")]) == 0


@pytest.mark.long
def test_what_an_older_release_made_is_brought_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restored set of an older release, and a directory of its own that is just opened, become what this source
    makes."""
    with monkeypatch.context() as then:
        then.setattr(
            backup, "version_of", lambda database: f"1_{OLD}" if database == "live" else releases.version_of(database)
        )
        kept = keep(tmp_path / "kept", before_the_backup=lambda jk: set_back(_dsn(jk, "live")))
    pretend(monkeypatch, tmp_path)
    with opened(kept, tmp_path / "house") as jk:
        expect(jk, kept)
        restored = catalogue(_dsn(jk, "live"))
        set_back(_dsn(jk, "live"))
    with Jikim(jk.file, jk.settings) as again:
        expect(again, kept)
        assert catalogue(_dsn(again, "live")) == restored


def made(dsn: str) -> list[object]:
    """What an installation has of its source: all but the months' partitions, and the version's number."""
    return [one for one in catalogue(dsn)[:-1] if re.search(r"_\d{4}_\d\d", one[1]) is None]


def _dsn(jk: Jikim, database: Database) -> str:
    server = jk._server
    assert isinstance(server, Embedded)
    return server.conninfo(database, ADMIN)
