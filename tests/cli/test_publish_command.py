"""`jikim publish` and `jikim diff` on data that is there: what they say, what they refuse, and their exit codes."""

from __future__ import annotations

import json
import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Cast, Databases
from tests.employed import long_alone, officer_of
from tests.publishing.revision import written

from jikim.app import Jikim, read_policy
from jikim.cli import main
from jikim.publishing.proposals import proposals, step_proposal

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
    databases.named(monkeypatch, tmp_path / "ring")
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


def test_a_file_is_put_up_for_another_officers_approval(
    jk: Jikim, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two officers one is refused with the way on, and proposes the file by command, once however often; the other
    approves it, and it is announced. What was sent back, or says no reason, is not put up again."""
    seojun, path = officer_of(jk, "seojun"), str(written(tmp_path, TODAY, DAY))
    asks = ("publish", "propose", path, "--by", "omar", "--reason")
    assert "jikim publish propose" in told(capsys, "publish", path, "--by", "omar", code=1)[1]
    told(capsys, *asks, " ", code=1)
    told(capsys, "publish", "propose", path, "--by", "hana", "--reason", "새 수탁자", code=1)
    assert jk.do(proposals) == []
    for _ in range(2):
        out, _ = told(capsys, *asks, "새 수탁자")
        assert out.startswith("proposal 1: waits for another officer's approval\n")
        assert out.rstrip().endswith("/office/policy/proposals/1")
    jk.do(step_proposal, 1, "draft", seen=1, words="날짜를 다시 정해 주세요", actor=seojun)
    assert "sent back" in told(capsys, *asks, "새 수탁자", code=1)[1]
    jk.do(step_proposal, 1, "proposed", seen=1, words="그대로 맞습니다", actor=jk.handler("omar", kind="officer"))
    jk.do(step_proposal, 1, "approved", seen=1, actor=seojun)
    assert json.loads(told(capsys, *asks, "새 수탁자", "--json")[0])["state"] == "approved"
    assert told(capsys, "publish", path, "--by", "omar")[0].startswith("publication 1: version 2, announced")


def test_a_policy_over_several_files_is_put_up_as_one_text(
    jk: Jikim, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the proposal holds says the same as the files, and they are announced by its approval."""
    seojun, path = officer_of(jk, "seojun"), written(tmp_path, TODAY, DAY)
    text = path.read_text("utf-8")
    at = text.index("\nsafeguards:\n") + 1
    end = at + len("safeguards:\n") + re.search(r"^\S", text[at + len("safeguards:\n") :], re.M).start()  # type: ignore[union-attr]
    (tmp_path / "safeguards.yaml").write_text(text[at:end], encoding="utf-8")
    whole = tmp_path / "apart.yaml"
    whole.write_text(
        (text[:at] + text[end:]).replace("jikim: 1\n", "jikim: 1\ninclude: [safeguards.yaml]\n", 1), encoding="utf-8"
    )
    assert read_policy(whole) == read_policy(path)
    told(capsys, "publish", "propose", str(whole), "--by", "omar", "--reason", "새 수탁자")
    jk.do(step_proposal, 1, "approved", seen=1, actor=seojun)
    assert told(capsys, "publish", str(whole), "--by", "omar")[0].startswith("publication 1: version 2, announced")


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
