"""Jobs and health: what runs, what fails, what waits, and what is set up; numbers and words, nobody's data."""

from __future__ import annotations

import re

import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office

from jikim.app.due import run_due
from jikim.app.job_words import STEPS
from jikim.db.connections import of_server
from jikim.db.driver import Steps
from jikim.errors import StoreError
from jikim.prove.working import Did, Q, note_steps, sizes, steps_of
from jikim.web.office import today
from jikim.web.office.jobs import health
from jikim.web.office.jobs.health import size_in_words


@pytest.fixture(scope="module")
def worked(office: Office) -> Office:
    """An office whose daily work was done."""
    list(run_due(office.jk))
    return office


def test_each_step_shows_its_last_run_and_its_failures(worked: Office) -> None:
    """After a day's work every step stands with its moment; one that fails again and again is on the first page, and
    its error's words name nobody."""
    office = worked
    officer = office.officer()
    _, given = office.member()
    page = officer.get("/office/jobs").text
    for step in ("sweep", "sequence", "mail", "prove", "deliver"):
        assert STEPS[step][0] in page
    assert "All jobs are running normally" in officer.get("/en/office/jobs").text
    house, failed = office.jk.house, Did("backup", 40, {}, "the disk is full\nhint: make room")
    office.jk.driver.run(note_steps(house, [failed]))
    assert "A job has failed: Backup" in officer.get("/en/office").text
    for _ in range(2):
        office.jk.driver.run(note_steps(house, [failed]))
    page = officer.get("/en/office/jobs").text
    assert "3 in a row" in page
    assert "the disk is full" in page
    assert "A job has failed 3 times in a row: Backup" in officer.get("/en/office").text
    office.jk.driver.run(note_steps(house, [Did("backup", 40, {"set": "x", "pruned": 1}, None)]))
    assert "in a row" not in officer.get("/en/office/jobs").text
    assert all(str(given[item]) not in page for item in ("login_id", "email", "name")[:2])


def test_a_job_that_runs_no_more_is_not_said_to_run(worked: Office) -> None:
    """Who reads that all is well reads it of jobs that ran: one that did not for two days is counted, and named."""
    officer = worked.officer()
    with psycopg.connect(admin_of(worked.jk), autocommit=True) as admin:
        admin.execute("UPDATE live.job SET at = at - interval '3 days' WHERE step = 'sweep'")
        english, korean = (officer.get(f"{way}/office/jobs").text for way in ("/en", ""))
        admin.execute("UPDATE live.job SET at = at + interval '3 days' WHERE step = 'sweep'")
    assert "1 job has not run for two days." in english
    assert "running normally" not in english
    assert "이틀 넘게 실행되지 않은 작업이 1건" in korean


def test_a_server_that_is_away_is_named(worked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says which server, and what each job came to, and nothing that it cannot know; every other page of the office
    that needs the server says which too."""
    officer = worked.officer()
    refused = of_server(
        StoreError("the database refused a step", hint="start it", ko=("DB가 거부했습니다", "시작해 주세요")),
        "live@2",
        (),
    )

    def away(*_asked: object) -> None:
        raise refused

    monkeypatch.setattr(health, "health_of", away)
    monkeypatch.setattr(today, "matters", away)
    for way, said, hint in (
        ("", "DB가 거부했습니다: `live@2` 서버", "시작해"),
        ("/en", "on server `live@2`", "start it"),
    ):
        page, first = officer.get(f"{way}/office/jobs"), officer.get(f"{way}/office")
        assert (page.status_code, first.status_code) == (200, 503)
        assert all(said in one.text and hint in one.text for one in (page, first))
        assert STEPS["sweep"][1 if way else 0] in page.text
        assert not re.search(r'class="tiles"|모든 작업이 정상|running normally', page.text)


def test_every_step_of_the_daily_work_has_its_words(worked: Office) -> None:
    """No step of `run_due` is shown by its bare name."""
    steps = {one.step for one in worked.jk.driver.run(steps_of(worked.jk.house))}
    assert "sweep" in steps
    assert steps <= set(STEPS)


def _place() -> Steps[list[tuple[str, str, int]]]:
    return (yield Q["prove.ledger_place"]())


def test_the_ledgers_size_is_that_of_its_own_database(worked: Office) -> None:
    """What the page says of the ledger is measured where the tree lies, and not at the inbox of the live database."""
    [(name, *_)] = worked.jk.driver.run(_place())
    with psycopg.connect(admin_of(worked.jk), autocommit=True) as admin:
        [(before,)] = admin.execute("SELECT pg_database_size(%s)", [name])
        found = worked.jk.driver.run(sizes(worked.jk.house)).ledger
        [(after,)] = admin.execute("SELECT pg_database_size(%s)", [name])
    assert before <= found <= after


def test_sizes_are_said_in_words() -> None:
    """Bytes are shown in powers of a thousand."""
    assert [size_in_words(size) for size in (None, 0, 999, 1500, 2_500_000, 3 * 10**12)] == [
        "—",
        "0 B",
        "999 B",
        "1.5 kB",
        "2.5 MB",
        "3.0 TB",
    ]
