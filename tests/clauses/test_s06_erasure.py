"""Clause 6.5: electronic files are deleted so that the record cannot be reproduced. The drill passes where erasure works,
and fails, at the right line, wherever it is sabotaged."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import unsynced
from tests.conftest import HOMEPAGE

from jikim.cli import main
from jikim.cli.init import starter
from jikim.crypto import derived
from jikim.db.contents import hashes
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.drill import Drill, Report, run
from jikim.drill.guess import confirmed
from jikim.drill.search import Search


@dataclass
class Drilled:
    """A whole drill of few people, still standing, and what was seen on the way."""

    drill: Drill
    report: Report
    without_epoch: Report
    root: bytes


@pytest.fixture(scope="module")
def drilled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drilled]:
    """Steps through one drill. Before the epoch, the attack that must fail after it is made once, and the root key is
    kept."""
    home = tmp_path_factory.mktemp("drill")
    without, root = Report(), b""
    with ExitStack() as stack:
        # The drill reads the disk itself.
        stack.enter_context(pytest.MonkeyPatch.context()).setattr(os, "fsync", unsynced.SYNC)
        drill = Drill(HOMEPAGE, home, stack, people=8, seed=20130205)
        for _, step in drill.steps:
            if step == drill.turn:
                drill._attack().after(without, drill.fates)
                (path,) = drill.place.settings.ring_directory.glob("root-*.key")
                root = path.read_bytes()
            step()
        yield Drilled(drill, drill.report, without, root)


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The drill reads the disk itself."""
    monkeypatch.setattr(os, "fsync", unsynced.SYNC)


@pytest.mark.clause("6.5")
def test_nothing_brings_back_what_was_destroyed(drilled: Drilled) -> None:
    """Files, log, backups and temporary files are searched to the byte, and every key that exists is tried: every count
    that must be 0 is 0 of something, every control hits, and all of the story's kinds of checks were made."""
    assert drilled.report.ok
    assert drilled.report.find("opened-after").count == 0
    assert drilled.report.find("opened-before").count > 0
    assert [finding for finding in drilled.report.findings if not finding.ok] == []
    keys = {finding.key for finding in drilled.report.findings}
    assert keys >= {
        "opened-before", "opened-after", "opened-kept", "index-before", "index-after", "index-kept", "rows-left", "receipts-before",
        "receipts-after", "house-read", "restored-read", "restored-found", "restored-shown", "restored-consents", "restored-kept-live",
        "restored-kept-resting", "plain-erased", "plain-kept", "unread", "control-forms", "control-deleted", "control-sealed-raw",
        "control-sealed-hex", "carved-before", "hashes-before", "hashes-after",
    }  # fmt: skip
    facts = drilled.report.facts
    assert (facts["people"], facts["attack"]["rings"], facts["attack"]["rings_opened"]) == (9, 2, 1)
    assert facts["erased"] > 80
    assert facts["searched"]["files"] > 1_000
    assert facts["searched"]["opened_backups"] > 10
    assert [line.en for line in drilled.report.left_out if line.en.startswith("the blocks of a disk")], (
        "this one has no disk of its own, and says so"
    )


def test_the_account_is_what_stands(drilled: Drilled) -> None:
    """What the drill expects to be kept is, value by value, what the databases hold of its people: nothing is excused."""
    from jikim.drill.rows import read_rows

    drill = drilled.drill
    marked = {(one.ref.record, item) for who in drill.account.people for one in who.planted for item in one.marks}
    now = read_rows(drill.place.admin)
    live = {(row.record, item) for row in now.live for item in row.items} & marked
    resting = {(row.record, item) for row in now.parts for item in row.items} & marked
    assert live == {(one.ref.record, one.item) for one in drill.fates.live.values()}
    assert resting == {(one.ref.record, one.item) for one in drill.fates.resting.values()}
    assert len(drill.fates.erased) + len(live) + len(resting) == len(marked)


def test_without_the_epoch_it_fails(drilled: Drilled) -> None:
    """Left out, the epoch is missed: the thief opens erased values and asks the old index."""
    before = drilled.without_epoch
    assert not before.ok
    for key in ("opened-after", "index-after"):
        assert before.find(key).count > 0
        assert not before.find(key).ok
    assert before.find("opened-kept").ok


@pytest.mark.parametrize("column", ["live.feed_message.digest", "live.tally.hash"])
def test_a_hash_that_answers_fails_it(drilled: Drilled, column: str) -> None:
    """A plain hash of an erased value, and one under a key of the house that never ends, are confirmed by whoever
    guesses the value."""
    drill = drilled.drill
    message, mark = next((message, mark) for message, mark in drill._guesses.items() if mark in drill.fates.erased)
    keys = drill._attack().keys.of
    assert column in {one.place for one in hashes()}
    left = (
        hashlib.sha256(message).digest()
        if column.endswith("digest")
        else hmac.digest(derived(next(iter(keys["web"])), b"limits"), message, "sha256")
    )
    assert confirmed(keys["web"], drill._hashes, {message: mark}) == set()
    assert confirmed(keys["web"], drill._hashes | {left}, {message: mark}) == {mark}


def test_a_key_that_lives_on_fails_it(drilled: Drilled) -> None:
    """A copy of the former root key that somebody kept, under whatever name, opens the stolen ring, and the drill says
    so."""
    kept = drilled.drill.home / "forgotten.bin"
    kept.write_bytes(drilled.root)
    report = Report()
    try:
        drilled.drill._attack().after(report, drilled.drill.fates)
    finally:
        kept.unlink()
    assert report.facts["attack"]["rings_opened"] == 2
    assert not report.find("opened-after").ok


def _searched(drilled: Drilled, home: Path, *, controls: bool = True) -> Report:
    """The search alone, of a directory alone."""
    drill, report = drilled.drill, Report()
    search = Search(home, drill.stem, drill.control)
    if controls:
        search.file.parent.mkdir()
        search.file.write_bytes(drill.search.file.read_bytes())
    search.everything(
        report, drill.account.marks(), drill.fates, drill.ground, (drill.place,), drill.stolen.rows, bytes(32)
    )
    return report


@pytest.mark.parametrize("form", ["utf-8", "utf-16-be", "hex", "half"])
def test_a_mark_that_was_left_behind_fails_it(drilled: Drilled, tmp_path: Path, form: str) -> None:
    """An erased value in a file, in any form and even a part of it, is found and its place is told."""
    mark = next(mark for mark in drilled.drill.fates.erased if mark.isascii())
    left = {
        "utf-8": mark.encode(),
        "utf-16-be": mark.encode("utf-16-be"),
        "hex": mark.encode().hex().encode(),
        "half": mark[:14].encode(),
    }
    (tmp_path / "core.1234").write_bytes(bytes(5000) + left[form] + b"\n")
    found = _searched(drilled, tmp_path).find("plain-erased")
    assert (found.count, found.ok) == (1, False)
    assert found.where[0].startswith(str(tmp_path / "core.1234"))


def test_a_kept_value_in_the_clear_fails_it(drilled: Drilled, tmp_path: Path) -> None:
    """Nothing is ever stored in the clear, not of those who stay either."""
    (tmp_path / "log").write_text(
        "Korean too: " + next(mark for mark in drilled.drill.fates.kept if not mark.isascii())
    )
    report = _searched(drilled, tmp_path)
    assert (report.find("plain-kept").count, report.find("plain-erased").count) == (1, 0)
    assert not report.find("plain-kept").ok


def test_a_search_without_its_controls_fails_it(drilled: Drilled, tmp_path: Path) -> None:
    """A search that does not find what lies there on purpose proves nothing, and is no success."""
    (tmp_path / "something").write_bytes(b"x")
    report = _searched(drilled, tmp_path, controls=False)
    assert report.find("plain-erased").ok
    for key in ("control-forms", "control-deleted", "control-sealed-raw", "control-sealed-hex"):
        assert not report.find(key).ok


def test_the_command_answers_by_its_exit_code(
    drilled: Drilled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 for a report in which all is as it must be, 1 for any other; as a table in both languages, as JSON, and in
    a file."""
    report = drilled.report
    report.facts.setdefault("seconds", 1.0)
    monkeypatch.setattr("jikim.drill.run", lambda *_, **__: report)
    assert main(["drill", "--lang", "en", "--report", str(tmp_path / "r.json")]) == 0
    assert "Everything that was erased is gone" in capsys.readouterr().out
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["ok"] is True
    assert main(["drill", "--lang", "ko"]) == 0
    assert "파기한 것은 모두 사라졌습니다" in capsys.readouterr().out
    bad = drilled.without_epoch
    bad.facts |= {name: value for name, value in report.facts.items() if name not in bad.facts}
    monkeypatch.setattr("jikim.drill.run", lambda *_, **__: bad)
    assert main(["drill", "--lang", "en"]) == 1
    assert "(must be 0)" in capsys.readouterr().out
    assert main(["drill", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert [one["key"] for one in told["findings"] if not one["ok"]] == ["opened-after", "index-after"]


def test_no_mark_is_in_the_report(drilled: Drilled) -> None:
    """A report may be shown to anyone."""
    text = json.dumps(drilled.report.as_json(), ensure_ascii=False)
    assert drilled.drill.stem.latin not in text
    assert drilled.drill.stem.korean not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--server"], "no server is named"), (["--keep"], "none is named"), (["--people", "3"], "people")],
)
def test_a_command_line_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Exit 2, before anything is done."""
    monkeypatch.delenv("JIKIM_DRILL_DSN", raising=False)
    assert main(["drill", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_directory_that_holds_something_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A drill takes away what it made, so it never begins where something of somebody's is."""
    (tmp_path / "letters").write_text("mine")
    assert main(["drill", "--dir", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert (tmp_path / "letters").read_text() == "mine"


@pytest.mark.long
@pytest.mark.usefixtures("synced")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_people(seed: int, tmp_path: Path) -> None:
    """The same with more people, who bring other things; the drill's directory is empty afterwards."""
    report = run(HOMEPAGE, directory=tmp_path, people=100, seed=seed)
    assert [finding for finding in report.findings if not finding.ok] == []
    assert report.facts["people"] >= 100
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@pytest.mark.usefixtures("synced")
def test_another_policy(tmp_path: Path) -> None:
    """A policy that nobody wrote the drill for: the one that `jikim init` writes."""
    policy = tmp_path / "policy.yaml"
    policy.write_text(starter(), encoding="utf-8")
    report = run(policy, directory=tmp_path / "drill", people=12, seed=1)
    assert [finding for finding in report.findings if not finding.ok] == []


@pytest.mark.long
@pytest.mark.usefixtures("synced")
@pytest.mark.parametrize("readable", [True, False])
def test_a_server_of_ones_own(
    server: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readable: bool
) -> None:
    """On a server that is named, whose files are read where they lie or through SQL; nothing of the drill is left
    there."""
    import psycopg

    if not readable:
        monkeypatch.setattr("jikim.drill.ground.may_read", lambda *_: False)
    report = run(HOMEPAGE, directory=tmp_path, people=8, seed=1, server=server.conninfo("postgres", ADMIN))
    assert [finding for finding in report.findings if not finding.ok] == []
    assert ("through SQL" in report.facts["server"]["en"]) is not readable
    with psycopg.connect(server.conninfo("postgres", ADMIN)) as conn:
        assert conn.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'jikim_drill%'").fetchone() == (0,)
