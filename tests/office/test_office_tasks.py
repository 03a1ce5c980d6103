"""Tasks: filed once, owned, due, done with words; on the morning page; forgotten in the end."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office, post
from tests.office.desk_asked import mind_alone

import jikim
from jikim.alerts.raising import open_alerts
from jikim.app.deadline_reminders import mind
from jikim.cases.cases import take_on
from jikim.cases.listing import case_by
from jikim.handlers.register import leave_duty
from jikim.tasks.filing import TASKS, do_task, file_own, file_task
from jikim.verbs.house import SYSTEM


def test_a_task_is_filed_once_and_done_with_words(office: Office) -> None:
    """What is found twice is one task; its owner finds it in the morning, and how it was done is kept, sealed."""
    browser, run, house = office.officer("h-tasks"), office.jk.driver.run, office.jk.house
    due = house.today() - timedelta(days=2)
    task = run(
        file_task(
            house, "finding", "promise:10.2", "h-tasks", due, "백업을 살펴봐 주세요", "Look at the backup", SYSTEM
        )
    )
    again = run(
        file_task(house, "finding", "promise:10.2", None, due, "백업을 살펴봐 주세요", "Look at the backup", SYSTEM)
    )
    assert again == task
    morning = browser.get("/office").text
    assert "백업을 살펴봐 주세요" in morning.split("todo-overdue")[1]
    assert "Look at the backup" in browser.get("/en/office/tasks?which=mine").text
    empty = post(browser, f"/office/tasks/{task}/done", words=" ")
    assert empty.status_code == 422
    assert post(browser, f"/office/tasks/{task}/done", words="가나다가 디스크를 바꿨습니다").status_code == 303
    page = browser.get(f"/office/tasks/{task}").text
    assert "가나다가 디스크를 바꿨습니다" in page
    assert "백업을 살펴봐 주세요" in browser.get("/office/tasks?which=closed").text
    twice = post(browser, f"/office/tasks/{task}/done", words="또 했습니다")
    assert twice.status_code == 422
    assert "이 과제는 그사이 이미 처리되었습니다" in twice.text
    anew = run(file_task(house, "finding", "promise:10.2", None, due, "다시", "again", SYSTEM))
    assert anew != task


def test_of_two_who_take_a_task_at_once_the_second_is_told(office: Office) -> None:
    """Taking compares with who had it when the page was read; a handler takes for themselves alone, and what a leaver
    had is nobody's."""
    first, second = office.worker("h-taker-a"), office.worker("h-taker-b")
    run, house = office.jk.driver.run, office.jk.house
    answer = post(
        first, "/office/tasks", text="서류함 열쇠 바꾸기\n자세한 것은 회의록에", due=house.today().isoformat()
    )
    assert answer.status_code == 303
    path = answer.headers["location"]
    assert "서류함 열쇠 바꾸기" in first.get("/office/tasks").text
    assert post(first, f"{path}/take", **{"from": ""}).status_code == 303
    late = post(second, f"{path}/take", **{"from": ""})
    assert late.status_code == 422
    assert "이 과제는 그사이 이미 처리되었습니다" in late.text
    assert post(second, f"{path}/give", **{"from": "h-taker-a", "owner": "h-taker-a"}).status_code == 422
    assert post(second, f"{path}/take", **{"from": "h-taker-a"}).status_code == 303
    officer = office.officer("h-tasks")
    run(leave_duty(house.by(office.jk.handler("h-tasks")), "h-taker-b"))
    assert "서류함 열쇠 바꾸기" in officer.get("/office/tasks?which=nobody").text
    assert post(officer, f"{path}/give", **{"from": "h-taker-b", "owner": "h-tasks"}).status_code == 303
    found = run(case_by(house, TASKS, path.rpartition("/")[2]))
    assert found is not None
    assert found.owner == "h-tasks"
    with pytest.raises(jikim.DeniedError):
        run(take_on(house, TASKS, found.subject, found.id, "h-tasks", "h-tasks", actor=office.jk.handler("h-taker-b")))


def test_a_task_says_what_is_wrong_beside_the_field(office: Office) -> None:
    """No words, a day that is over, a number that is never taken: each beside its field, what was typed stays; without
    a grant there is no list."""
    browser = office.officer("h-tasks")
    answer = post(browser, "/office/tasks", text="전화: 가나다", due="2001-01-01")
    assert answer.status_code == 422
    assert "지난 날짜입니다" in answer.text
    assert "전화: 가나다" in answer.text
    assert ">미지정</option>" in post(browser, "/office/tasks", text="", due="", owner="").text
    assert (
        "selected"
        not in post(browser, "/office/tasks", text="", due="", owner="")
        .text.split('id="f-owner"')[1]
        .split("</select>")[0]
    )
    refused = post(browser, "/office/tasks", text="가나다 900101-1234568", due=office.jk.house.today().isoformat())
    assert refused.status_code == 422
    assert "받지 않는 번호" in refused.text
    office.employ("h-bare", "handler", ())
    assert office.browser("h-bare").get("/office/tasks").status_code == 403
    assert browser.get("/office/tasks/00000000-0000-4000-8000-000000000000").status_code == 404


def test_a_reminder_of_a_task_has_no_word_of_what_was_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has it is reminded, and the officers told, by its kind and its day: neither mail nor alert has what somebody
    wrote, which is sealed."""
    office.worker("h-reminded", "complaints")
    run, house = office.jk.driver.run, office.jk.house
    late = house.today() - timedelta(days=1)
    task = run(file_own(house, "가나다 씨에게 다시 전화하기", "h-reminded", late, actor=SYSTEM))
    mind_alone(monkeypatch, f"/office/tasks/{task}")
    assert mind(office.jk)["escalated"] == 1
    told = [one for one in run(open_alerts(house)) if str(task) in one.href]
    text = office.mails.text_at("h-reminded@example.com")
    assert [one.ko for one in told] == ["기한이 지남: 과제"]
    assert "과제" in text
    assert "가나다 씨" not in text
    run(do_task(house, task, "전화했습니다", actor=SYSTEM))


def test_what_is_ones_own_is_not_pushed_off_the_morning(office: Office) -> None:
    """A handler's task stands on their first page, however many of somebody else's are more pressing."""
    # Tasks of somebody who is no handler any more are everybody's.
    office.worker("h-crowd", "complaints")
    mine, run = office.worker("h-crowded", "complaints"), office.jk.driver.run
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO live.house_case (id, register, kind, about, ko, en, href, state, opened, due, owner)"
            " SELECT gen_random_uuid(), 'task', 'finding', 'crowd:' || n, '붐비는 과제', 'a crowd', '', 'open', now(), '2001-01-01', 'h-crowd'"
            " FROM generate_series(1, 120) AS n"
        )
    try:
        run(file_own(office.jk.house, "붐벼도 보이는 과제", "h-crowded", office.jk.house.today(), actor=SYSTEM))
        assert "붐벼도 보이는 과제" in mine.get("/office").text
    finally:
        with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
            admin.execute("DELETE FROM live.house_case WHERE about LIKE 'crowd:%'")


def test_no_task_is_filed_for_a_day_that_a_list_cannot_count_to(office: Office) -> None:
    """A day thousands of years away would have every reader of the list wait: it is refused beside its field. A long
    first line is cut in lists."""
    browser, today = office.officer("h-far-task"), office.jk.house.today()
    answer = post(browser, "/office/tasks", text="먼 훗날", due="9999-12-31")
    assert answer.status_code == 422
    assert "기한이 너무 멉니다" in answer.text
    made = post(browser, "/office/tasks", text="길" * 5_000, due=(today + timedelta(days=365)).isoformat())
    assert made.status_code == 303
    assert "길" * 200 not in browser.get("/office/tasks?which=mine").text
    assert "길" * 5_000 in browser.get(made.headers["location"]).text
