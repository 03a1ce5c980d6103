"""Reports in the office: processing, access, provision, destruction; and the yearly notice of use and provision, owed,
previewed and sent once."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Databases
from tests.employed import employ, lasting
from tests.office.conftest import Office, post

from jikim.app import Jikim
from jikim.app.board_report import KIND, file_report, report_due
from jikim.app.usage_notices import notice_usage
from jikim.cases.listing import open_cases
from jikim.db.steps import value_of
from jikim.errors import ConflictError, DeniedError, InvalidError
from jikim.handlers.papers import add_paper, appointment_due, papers_of
from jikim.handlers.sessions import Signed
from jikim.policy.model import PolicyFile
from jikim.policy.model.care import Safeguard
from jikim.policy.render.voice import Voice
from jikim.policy.statutes.row import Threshold
from jikim.reports import usage
from jikim.tasks.filing import TASKS, do_task
from jikim.verbs.house import SYSTEM
from jikim.web.office.handlers.listing import waiting


def sheet(office_answer: Any) -> list[list[str]]:
    """A CSV's rows."""
    return list(csv.reader(io.StringIO(office_answer.content.decode("utf-8-sig"))))


def test_every_report_is_a_page_a_csv_and_a_pdf(office: Office) -> None:
    """Each report answers in three forms, in both languages, to an officer alone; the files carry what for, who and
    when."""
    browser, worker = office.officer("h-reports"), office.worker("h-noreports")
    for name in ("processing", "access", "provision"):
        for path in (f"/office/reports/{name}", f"/en/office/reports/{name}"):
            assert browser.get(path).status_code == 200, path
            assert worker.get(path).status_code == 403, path
        answer = browser.get(f"/office/reports/{name}.csv")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = sheet(answer)
        assert rows[1][0] == "목적"
        assert "h-reports" in rows[2][1]
        assert rows[3][0] == "시각"
        assert browser.get(f"/office/reports/{name}.pdf").content.startswith(b"%PDF")
        assert worker.get(f"/office/reports/{name}.csv").status_code == 403
    for path in ("/office/reports/board", "/en/office/reports/board", "/office/reports/board.pdf"):
        assert browser.get(path).status_code == 200, path
        assert worker.get(path).status_code == 403, path
    # Who is finally responsible is said (PIPA as changed for 2026-09-11): in the report, and in the plan.
    assert re.search(r"최종 책임.{0,200}대표자", browser.get("/office/reports/board").text, re.DOTALL)
    assert "최종 책임은 대표자에게" in browser.get("/office/plan/edit").text
    assert browser.get("/office/reports/destruction.pdf").content.startswith(b"%PDF")
    index = browser.get("/office/reports").text
    for register in ("/office/clients", "/office/clients/register.csv", "/office/clients/register.pdf"):
        assert f'href="{register}"' in index
        assert browser.get(register).status_code == 200
    for path in ("/en/office/reports", "/office/reports/usage", "/en/office/reports/usage"):
        assert browser.get(path).status_code == 200


@pytest.mark.clause("10.10")
def test_access_records_of_a_span_say_who_when_whose_and_why(office: Office) -> None:
    """A handler's read stands in the report with its five facts and no value; a member's own looks do not; a formula in
    a reason is disarmed."""
    person, _ = office.member(name="사아자")
    record = office.jk.by(office.jk.acting("member", str(person.subject))).show(person.subject).cards[0].ref
    reader = office.employ("h-reads", "handler", ("support",))
    office.jk.by(reader).use(record, purpose="support", items=["name"], reason="=1+1")
    office.jk.sequence()
    browser = office.officer("h-access")
    rows = [
        row
        for row in sheet(browser.get("/office/reports/access.csv?handler=h-reads"))
        if len(row) > 6 and row[5] == str(person.subject)
    ]
    assert [(row[2], row[3], row[4], row[6], row[9], row[10]) for row in rows] == [
        ("handler:h-reads", "127.0.0.1", "열람", str(record.record), "고객 상담", "'=1+1")
    ]
    assert "사아자" not in browser.get("/office/reports/access.csv").text
    # What a grant for some items reaches is read as items, not letter by letter.
    office.employ("h-narrow-items", "handler", ("support",), items=["name", "phone"])
    office.jk.sequence()
    given = [row[8] for row in sheet(browser.get("/office/reports/access.csv?who=all")) if len(row) > 8 and row[8]]
    assert "이름, 전화번호" in given
    assert not any(", e, " in items for items in given)
    assert "h-reads" in browser.get("/office/reports/access?handler=h-reads").text
    assert "접속 기록이 없습니다" in browser.get("/office/reports/access?since=2001-01-01&until=2001-02-01").text
    # That the report was made is in it, the next time.
    office.jk.sequence()
    assert any(
        "report:make" in row[4] or "보고서" in row[4]
        for row in sheet(browser.get("/office/reports/access.csv?handler=h-access"))
        if len(row) > 4
    )


def test_the_register_of_processing_is_the_policy_itself(office: Office, homepage: PolicyFile) -> None:
    """Every record kind of the policy has its line, with its processors and its keeping."""
    rows = sheet(office.officer("h-ropa").get("/office/reports/processing.csv"))
    names = {row[0] for row in rows[6:]}
    assert {record.label["ko"] for record in homepage.records.values()} <= names
    payment = next(row for row in rows[6:] if row[0] == "결제")
    assert "한국사이버결제(KCP)" in payment[6]
    assert "5년" in payment[9]


def test_no_notice_is_sent_that_nobody_asks_for(office: Office) -> None:
    """Below the law's threshold, and without a promise of the policy, there is no button, and the step refuses; a
    preview there is."""
    browser = office.officer("h-usage")
    page = browser.get("/office/reports/usage").text
    assert "현재 통지 의무가 없습니다" in page
    assert "발송 시작" not in page
    assert post(browser, "/office/reports/usage").status_code == 422
    person, _ = office.member()
    record = office.jk.by(office.jk.acting("member", str(person.subject))).show(person.subject).cards[0].ref
    office.jk.use(record, purpose="member-services", items=["name"])
    year = office.jk.house.today().year
    shown = post(browser, "/office/reports/usage/preview", subject=str(person.subject), year=str(year)).text
    assert "회원제 서비스 (이름) 1회" in shown
    assert post(browser, "/office/reports/usage/preview", subject="아무나").status_code == 422


def test_the_officer_reports_to_the_chief_executive_and_the_board_each_year(
    homepage: PolicyFile, databases: Databases, tmp_path: Path
) -> None:
    """From the law's day on (11 September 2026) a task falls due once a year, a month ahead; done with its words, the
    next is a year later."""
    assert "kr.pipa" in homepage.service.under
    start = datetime(2026, 9, 10, 3, tzinfo=UTC)
    with Jikim(homepage, databases.settings(tmp_path), demo_start=start) as jk:
        run = jk.driver.run
        employ(jk, "h-chief", "officer")
        assert run(report_due(jk.house)) is None
        jk.move_clock(start + timedelta(days=2))
        assert run(report_due(jk.house)) == date(2027, 9, 11)
        assert run(file_report(jk.house)) == 0
        jk.move_clock(datetime(2027, 8, 20, 3, tzinfo=UTC))
        assert [run(file_report(jk.house)), run(file_report(jk.house))] == [1, 1]
        (task,) = [one for one in run(open_cases(jk.house, TASKS, actor=SYSTEM)) if one.kind == KIND]
        assert (task.owner, task.due, task.href) == ("h-chief", date(2027, 9, 11), "/office/reports/board")
        run(do_task(jk.house, task.id, "9월 1일 대표자와 이사회에 보고", actor=jk.acting("system", "set-up")))
        assert run(report_due(jk.house)) == date(2028, 8, 20)
        assert run(file_report(jk.house)) == 0


@pytest.mark.parametrize("more", [0, 1])
def test_people_are_counted_no_further_than_the_law_asks(
    office: Office, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    """Whether a notice is owed is what counting everybody says, and is known without that."""
    office.member()
    house, run = office.jk.house, office.jk.driver.run
    law, people = run(usage.owed(house)).law, run(usage.owed(house)).people
    assert law is not None
    law = replace(law, threshold=Threshold(people + more))
    monkeypatch.setattr("jikim.policy.statutes.asking", lambda *_: law)
    asked: list[str] = []
    monkeypatch.setattr(office.jk.driver, "hook", lambda step, _when: asked.append(step))
    assert run(usage.is_owed(house)) is run(usage.owed(house)).asked is not bool(more)
    assert [*dict.fromkeys(asked)][:2] == ["people.up_to", "people"]
    most = usage.STORE["people.up_to"](most=1)
    assert 1 <= run(value_of(most)) <= len(office.jk.driver.spread.servers)


def promising(file: PolicyFile) -> PolicyFile:
    """The policy with the promise of a yearly notice."""
    more = Safeguard(
        label={"ko": "이용·제공 내역 통지", "en": "Yearly notice"},
        kind="organisation",
        clause="10.1",
        every=None,
        lasts=None,
    )
    return file.model_copy(update={"safeguards": {**file.safeguards, "usage-notice": more}})


def test_a_years_letters_go_out_once_and_a_run_that_stops_goes_on(
    homepage: PolicyFile, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the policy promises it an officer begins, once; the run is cut off in a batch and goes on: each member gets
    one letter, in batches."""
    monkeypatch.setattr("jikim.app.usage_notices.BATCH", 3)
    with Jikim(promising(homepage), databases.settings(tmp_path), "test") as jk:
        people = []
        for n in range(5):
            given = {
                "login_id": f"person{n}",
                "password": f"quiet heron walks {n}",
                "name": "가나다",
                "email": f"person{n}@example.com",
            }
            people.append(jk.collect("membership", given, channel="homepage", old_enough=True).ref)
        employ(jk, "h-boss", "officer")
        lasting(jk, "h-boss", ["support"])
        boss = jk.handler("h-boss")
        year = jk.house.today().year - 1
        with pytest.raises(DeniedError):
            jk.driver.run(usage.begin(jk.house, year, actor=jk.acting("application", "x", purposes=["support"])))
        jk.driver.run(usage.begin(jk.house, year, actor=boss))
        with pytest.raises(ConflictError):
            jk.driver.run(usage.begin(jk.house, year, actor=boss))

        def cut(step: str, when: str) -> None:
            if (step, when) == ("usage.next", "before"):
                raise KeyboardInterrupt

        jk.driver.hook = cut
        with pytest.raises(KeyboardInterrupt):
            notice_usage(jk)
        jk.driver.hook = None
        done = notice_usage(jk)
        assert done["letters"] == 2
        assert notice_usage(jk) == {"letters": 0, "people": 0}
        run = jk.driver.run(usage.runs(jk.house))[0]
        assert (run.state, run.people) == ("done", 5)
        assert jk.mails().waiting == 5


def test_a_notice_counts_a_years_uses_and_provisions(jk: Jikim) -> None:
    """A use of this year is in this year's notice, with its items, and in no other's."""
    ref = jk.collect(
        "enquiry",
        {"name": "가나다", "email": "a@example.com", "subject": "x", "text": "y"},
        channel="board",
        subject="guest",
        old_enough=True,
    ).ref
    jk.use(ref, purpose="support", items=["name", "email"])
    jk.use(ref, purpose="support", items=["name"])
    year = jk.house.today().year
    found = jk.driver.run(usage.notice(jk.house, ref.subject, year))
    voice = Voice(jk.policy.file, "ko")
    assert found.used_said("ko") == f"{voice.purpose('support')} ({voice.items(('email', 'name'))}) 2회"
    assert jk.driver.run(usage.notice(jk.house, ref.subject, year - 1)).used == ()


def test_the_boards_appointment_of_the_officer_is_on_the_officers_list_until_it_is_recorded(
    homepage: PolicyFile, databases: Databases, tmp_path: Path
) -> None:
    """From the law's day on (11 September 2026) each officer's appointment is asked for; a paper with day, words and
    place ends the line."""
    start = datetime(2026, 9, 10, 3, tzinfo=UTC)
    with Jikim(homepage, databases.settings(tmp_path), demo_start=start) as jk:
        run, house = jk.driver.run, jk.house
        employ(jk, "h-chief", "officer")
        employ(jk, "h-handler")
        officer = jk.acting("system", "set-up")
        assert run(appointment_due(house, "h-chief")) is None
        jk.move_clock(start + timedelta(days=2))
        me = Signed("h-chief", "officer", "가나다", "", jk.now(), jk.now(), (), "", False, b"")
        lines = [one for one in run(waiting(house, me, house.today())) if "선임" in one.ko]
        assert [one.href for one in lines] == ["/office/handlers/h-chief"]
        with pytest.raises(InvalidError):
            run(
                add_paper(
                    house, "h-chief", "appointment", day=house.today(), text="이사회 의결", place="", actor=officer
                )
            )
        run(
            add_paper(
                house,
                "h-chief",
                "appointment",
                day=house.today(),
                text="이사회 의결, 신고함",
                place="가상 서류철",
                actor=officer,
            )
        )
        assert [one for one in run(waiting(house, me, house.today())) if "선임" in one.ko] == []
        [paper] = [one for one in run(papers_of(house, "h-chief")) if one.kind == "appointment"]
        assert (paper.text, paper.place) == ("이사회 의결, 신고함", "가상 서류철")
