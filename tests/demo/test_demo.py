"""The demo: twice the same, and it says so when something is not as the policy says. `tests/test_wheel.py` plays it
without its years, and in the long run to its end."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from jikim.app import Jikim
from jikim.demo import run
from jikim.demo.proven import tell
from jikim.demo.report import BrokenError, Report
from jikim.jobs.retention_sweep import Swept
from jikim.prove.evidence import Evidence
from jikim.prove.mechanism import Finding, kept
from jikim.prove.promises import MECHANISMS, MechanismFinding, Promise
from jikim.prove.proving import Proven

pytestmark = pytest.mark.usefixtures("ready_clusters")

PEOPLE = 30
# What no two runs share: random numbers, and how fast the machine was.
_CHANCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{8}…|[\d.]+ ms|[\d,]+ MB|line [\d,]+")


def told(out: io.StringIO) -> str:
    return re.sub(r"[ \t]+", " ", _CHANCE.sub("#", out.getvalue()))


def broken(said: str) -> list[str]:
    """The lines that say what was not as the policy says."""
    return [line for line in said.splitlines() if "✗" in line]


@pytest.fixture
def play_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Runs a small demo, whose temporary directories lie in the test's own; answers its exit status and what it said."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def go(members: int = PEOPLE, lang: str = "en", keep: Path | None = None) -> tuple[int, str]:
        out = io.StringIO()
        status = run(members=members, once=True, lang=lang, keep=keep, console=Console(file=out, highlight=False))
        return status, told(out)

    return go


def test_the_whole_story_is_told(play_it: Callable[..., tuple[int, str]]) -> None:
    """To its last chapter, with nothing that is not as the policy says."""
    status, said = play_it()
    assert status == 0, broken(said)
    assert "What is left to look at" in said


@pytest.mark.long
def test_it_tells_the_same_story_twice(play_it: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    """Two runs in a row end well and tell the same story; one keeps its directory, the other leaves its pages alone."""
    kept = tmp_path / "kept"
    first = play_it(keep=kept)
    second = play_it()
    assert (first[0], second[0]) == (0, 0), broken(first[1]) + broken(second[1])
    left = [path.name for path in tmp_path.iterdir() if path != kept]
    assert len(left) == 1
    assert left[0].startswith("jikim-pages-")
    lines = first[1].splitlines()
    ends = next(place for place, line in enumerate(lines) if "What is left to look at" in line)
    assert lines[:ends] == second[1].splitlines()[:ends]


def test_a_refusal_that_is_missing_is_told(
    play_it: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a resident number in a text is taken after all, the demo names the clause and ends with 1."""
    for search in ("seen_in_value", "seen_in_contents"):
        monkeypatch.setattr(f"jikim.verbs.values.{search}", lambda *_: None)
    # What it missed was seen by then: the years would add nothing.
    monkeypatch.setattr("jikim.demo.years.years", _stops)
    status, said = play_it(lang="ko")
    assert status == 1
    assert "✗ 이행 안 됨 거절: 문의 글 안의 주민등록번호 1.2" in said
    assert "✗ 이행 안 됨 제휴사가 보낸 것 가운데 방침에 있는 것만 들어왔습니다 1.4" in said


def _stops(*_: object) -> None:
    raise BrokenError


def test_a_promise_that_is_broken_is_told() -> None:
    """Where the proof finds a promise broken, it is told with its clause and what was found, and the demo has failed."""
    out = io.StringIO()
    report = Report(Console(file=out, width=200), "en", live=False)
    finding = Finding("broken", "이행 안 됨", "two inspections are overdue")
    part = MechanismFinding(MECHANISMS["contracts"], (), finding)
    promises = (
        Promise("4.7", "processors.kcp.contract", (part,), (), "broken"),
        Promise("4.1", "processors.kcp", (part._replace(finding=kept("예", "yes")),), (), "kept"),
    )
    at = datetime(2019, 2, 5, tzinfo=UTC)
    tell(report, Proven(at, Evidence(at, at.date()), promises))
    assert report.failed == 1
    assert "kept 1" in out.getvalue()
    assert "✗ broken 4.7  two inspections are overdue" in out.getvalue()


def test_a_job_that_does_nothing_is_told(
    play_it: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where a sweep leaves undone what is due, the demo stops on that day and ends with 1; its temporary databases are
    gone."""
    monkeypatch.setattr(Jikim, "sweep", lambda _self: Swept())
    status, said = play_it()
    assert status == 1
    assert list(tmp_path.iterdir()) == []
    assert "what was moved and destroyed differs from the policy 5.1" in said
    assert "The story stops here." in said


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BrokenError("/office/requests: 422"), "stopped in /office/requests: 422"),
        (RuntimeError("gana@example.kr"), "stopped in forbidden (RuntimeError)"),
    ],
)
def test_an_error_ends_it(
    play_it: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    """Where a page refuses what the story sends, the demo says which and ends with 1; so it does at any other error, of
    which it says the kind alone."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("jikim.demo.forbidden.forbidden", fail)
    status, said = play_it()
    assert status == 1
    assert told in said
    assert "gana@example.kr" not in said
