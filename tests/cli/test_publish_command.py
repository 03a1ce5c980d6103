"""`jikim publish` and `jikim diff` on data that is there: what they say, what they refuse, and their exit codes."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Cast, Databases
from tests.employed import long_alone
from tests.publishing.revision import written

from jikim.app import Jikim
from jikim.cli import main

pytestmark = pytest.mark.usefixtures("ready_clusters")

TODAY = date(2013, 2, 5)
DAY = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def house(jk: Jikim, cast: Cast, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The house of the cast, as a command finds it."""
    for name in [name for name in os.environ if name.startswith("JIKIM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    for database, dsn in databases.dsns.items():
        monkeypatch.setenv(f"JIKIM_{database.upper()}_DSN", dsn)
    monkeypatch.setenv("JIKIM_RING_DIR", str(tmp_path / "ring"))
    long_alone(jk, "omar")
    return cast


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    """A command's stdout and stderr, with the exit code that it must have."""
    capsys.readouterr()
    assert main(list(words)) == code, capsys.readouterr()
    out, err = capsys.readouterr()
    return out, err


def test_published_listed_and_withdrawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Too short a notice is refused with the earliest day, in a dry run too; then it is announced once, listed, and
    withdrawn with its reason."""
    short = str(written(tmp_path, TODAY, DAY - timedelta(days=1), name="short.yaml"))
    for more in ((), ("--dry-run",)):
        _, err = told(capsys, "publish", short, "--by", "omar", *more, code=1)
        assert "13.2" in err
        assert "2013-03-07" in err
    path = str(written(tmp_path, TODAY, DAY))
    out, _ = told(capsys, "publish", path, "--by", "omar", "--dry-run")
    assert "needs a new consent: News of our partners (marketing.partner-news), of members, 2 people" in out
    assert told(capsys, "publish", "list", path)[0] == "nothing was announced\n"
    out, _ = told(capsys, "publish", path, "--by", "omar")
    assert out.startswith("publication 1: version 2, announced; announced 2013-02-05, in force from 2013-03-07 00:00")
    assert "3 mails queued" in out
    assert json.loads(told(capsys, "publish", path, "--by", "omar", "--json")[0])["number"] == 1
    # Opened with the file in force or with the announced one; with any other it is refused.
    told(capsys, "sweep", str(HOMEPAGE), "--dry-run")
    told(capsys, "sweep", path, "--dry-run")
    assert "never announced" in told(capsys, "sweep", short, "--dry-run", code=1)[1]
    told(capsys, "publish", "withdraw", path, "1", "--by", "hana", "--reason", "x", code=1)
    out, _ = told(capsys, "publish", "withdraw", path, "1", "--by", "omar", "--reason", "오타가 있었습니다")
    assert "withdrawn by notice 2" in out
    assert json.loads(told(capsys, "publish", "list", path, "--json")[0])[0]["state"] == "withdrawn"


def test_diff_counts_in_a_house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--dir` it counts of how many people a consent must be asked; the exit code says that something is
    important."""
    path = str(written(tmp_path, TODAY, DAY))
    out, _ = told(
        capsys, "diff", str(HOMEPAGE), path, "--dir", str(tmp_path), "--json", "--announced", "2013-02-05", code=4
    )
    found = json.loads(out)
    assert (found["weight"], found["earliest"], found["concerned"]) == (
        "important",
        "2013-03-07",
        {"marketing.partner-news": 2},
    )
    assert {change["rule"] for change in found["changes"]} >= {
        "new-processor",
        "new-purpose",
        "longer-retention",
        "less-collected",
    }
    assert found["undeclared"]["records"] == ["delivery-request"]
