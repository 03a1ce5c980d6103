"""Section 10.10: an internal body looks whether the policy is kept, and puts right what it finds: `jikim prove`, its
findings' tasks, the monthly review."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from tests.clauses.conftest import Ledger
from tests.conftest import HOMEPAGE, Cast, Databases

from jikim.app import Jikim
from jikim.cases.listing import open_cases
from jikim.cli import main
from jikim.review.reviewing import began, make_review, missing, reviews, write_review
from jikim.review.worksheet import name
from jikim.tasks.filing import TASKS, do_task
from jikim.verbs.house import SYSTEM


@pytest.mark.clause("10.10")
def test_the_body_looks_at_every_promise_and_puts_right_what_it_finds(
    jk: Jikim,
    cast: Cast,
    databases: Databases,
    forward: Callable[..., datetime],
    ledger: Ledger,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`jikim prove`, typed beside a house that runs, exits 1 while a promise is broken: the finding is a task with an
    owner and a day, the entry is in the ledger; done and reviewed it exits 0. The review of access records is due each
    month, and its worksheet is signed by an officer."""
    databases.named(monkeypatch, jk.settings.ring_directory)

    def prove(*words: str) -> tuple[int, Any]:
        code = main(["prove", str(HOMEPAGE), "--json", "--dir", str(jk.settings.directory), *words])
        return code, json.loads(capsys.readouterr().out)

    jk.sweep()
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("INSERT INTO live.backup VALUES (1, %s, %s, NULL, 'x', 1)", (jk.now(), jk.now()))
        code, told = prove()
        assert [(one["clause"], one["en"]) for one in told["promises"] if one["state"] == "broken"] == []
        assert code == 0
        assert len(told["promises"]) == 69
        assert all(
            one["state"] in ("kept", "attested", "ready", "unproven") and one["en"] and one["ko"]
            for one in told["promises"]
        )
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["name"])
        jk.event(cast.dan_enquiry, "answered")
        # A month on: nobody has looked at the access records, and they have until the tenth day after.
        forward(to=datetime(2013, 3, 20, 9, tzinfo=UTC))
        jk.sweep(after_gap=True, actor=cast.omar)
        conn.execute("UPDATE live.backup SET verified = %s", (jk.now(),))
        for handler in ("hana", "omar"):
            conn.execute("UPDATE live.handler SET entered = %s WHERE handler = %s", (jk.now(), handler))
    jk.sequence()
    code, told = prove()
    assert code == 1
    assert [one["clause"] for one in told["promises"] if one["state"] == "broken"] == ["10.10"]
    assert prove("--clause", "10.10")[0] == 1
    assert prove("--clause", "5.3")[0] == 0
    tasks = jk.driver.run(open_cases(jk.house, TASKS, actor=SYSTEM))
    assert [(one.kind, one.about, one.owner) for one in tasks] == [("promise", "10.10", "omar")]
    assert (tasks[0].due - jk.now().date()).days == 7
    spans = jk.driver.run(
        missing(jk.house, jk.policy.file.safeguards["access-review"].every, jk.driver.run(began(jk.house)))
    )  # type: ignore[arg-type]
    assert [(one.begins.month, one.ends.month) for one in spans] == [(2, 2)]
    jk.driver.run(make_review(jk.house, spans[0].begins, spans[0].ends, {}, actor=cast.omar))
    review = jk.driver.run(reviews(jk.house))[0]
    assert review.sheet.entries >= 1
    sheet = replace(
        review.sheet,
        sample=tuple(replace(one, found="fine") for one in review.sheet.sample),
        answers={name(one): "업무상 적정" for one in review.sheet.outliers},
        remarks="점검함",
    )
    jk.driver.run(write_review(jk.house, review, sheet, actor=cast.omar, sign=True))
    jk.driver.run(do_task(jk.house, tasks[0].id, "점검하고 서명했습니다", actor=cast.omar))
    code, told = prove()
    assert code == 0
    assert next(one for one in told["promises"] if one["clause"] == "10.10")["state"] == "kept"
    assert prove("--strict")[0] == 1
    seen = [one for one in ledger() if one["event"] == "promises:prove:allowed"]
    assert [one.get("broken", "") for one in seen] == ["", "10.10", "", ""]
    assert {one["clause"] for one in seen} == {"10.10"}
