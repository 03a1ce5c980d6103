"""The first page of the office: one line a matter, its next act, its order, its days, and the views that somebody
saves."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx
import pytest
from tests.office.conftest import Office, post

from jikim.alerts.raising import alert
from jikim.app.registers import REGISTERS
from jikim.desk.complaints import complain
from jikim.tasks.filing import file_task
from jikim.verbs.house import SYSTEM
from jikim.web.office.cases.pages import next_act
from jikim.web.office.next_matter import ROUND
from jikim.web.office.todo import APPROVE, FINISH, LOOK, Matter, Todo, folded
from jikim.web.office.views import VIEWS, View, cookie_of, saved


def _line(browser: httpx.Client, words: str, path: str = "/office") -> str:
    """The one line that says these words."""
    found = [one for one in re.findall(r'<li class="matter.*?</li>', browser.get(path).text, re.S) if words in one]
    assert len(found) == 1, (words, found)
    return found[0]


def _task(office: Office, due: date, words: str, owner: str | None = None) -> None:
    run, house = office.jk.driver.run, office.jk.house
    run(file_task(house, "finding", words, owner, due, words, words, SYSTEM))


def test_an_alert_and_what_it_is_about_are_one_line(office: Office) -> None:
    """An overdue complaint leads, with its own act; the alert of it stands beside, and is no second line."""
    browser, run, jk = office.officer("h-one-line"), office.jk.driver.run, office.jk
    said = {"name": "가가가", "email": "oneline@example.com", "text": "답이 없습니다"}
    case = run(complain(jk.house, said, person=None, actor=jk.actor, old_enough=True))
    way = f"/office/complaints/{case.number}"
    run(alert(jk.house, "desk-overdue", f"기한이 지남 {case.number}", f"Overdue {case.number}", href=way))
    line = _line(browser, case.number)
    assert f'href="{way}#act"' in line
    assert "답하기" in line
    assert f"기한이 지남 {case.number}" in line
    assert 'id="act"' in browser.get(way).text


def test_what_leads_to_one_page_is_one_matter() -> None:
    """The most pressing leads, never what stands beside; the line has the haste, the day and the owner of all of it."""
    day = date(2026, 11, 27)
    own = Todo("due", "점검", "inspection", "/a", FINISH, day)
    task = Todo("overdue", "과제", "task", "/t", LOOK, day - timedelta(days=2), about="/a", owner="h-a", beside=True)
    other = Todo("second", "승인", "approval", "/b", APPROVE, since=day - timedelta(days=3))
    lines = folded([task, other, own])
    assert lines == [Matter((own, task)), Matter((other,))]
    assert (lines[0].state, lines[0].days_left(day), lines[0].owner) == ("overdue", -2, "h-a")
    assert (lines[1].days_left(day), lines[1].days_waited(day)) == (None, 3)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
def test_every_case_that_waits_has_a_next_act(register) -> None:  # type: ignore[no-untyped-def]
    """In each state that waits, a button and what it needs, in both languages."""
    assert all(all(next_act(register, state)) for state in register.waits)


def test_every_line_has_its_act(office: Office) -> None:
    """A line has one button, and it names the matter for who does not see the line."""
    browser = office.officer("h-buttons")
    _task(office, office.jk.house.today(), "버튼 있는 일", "h-buttons")
    for path in ("/office", "/en/office"):
        lines = re.findall(r'<li class="matter.*?</li>', browser.get(path).text, re.S)
        assert lines
        assert all(re.findall(r'class="button second small" href="[^"]+">[^<]+<span class="sr">', one) for one in lines)


def test_the_morning_is_ordered_and_narrowed(office: Office) -> None:
    """By day, by owner, by state; what is asked beyond the lists counts for nothing."""
    browser, today = office.officer("h-orders"), office.jk.house.today()
    _task(office, today + timedelta(days=30), "정렬 나중 일", "h-orders")
    _task(office, today - timedelta(days=9), "정렬 지난 일")
    both = re.compile("정렬 (?:나중|지난) 일</a>")
    by_day, by_owner = browser.get("/office?by=day").text, browser.get("/office?by=owner").text
    assert both.findall(by_day) == ["정렬 지난 일</a>", "정렬 나중 일</a>"]
    assert both.findall(by_owner) == ["정렬 나중 일</a>", "정렬 지난 일</a>"]
    assert both.findall(browser.get("/office?state=overdue").text) == ["정렬 지난 일</a>"]
    assert len(both.findall(browser.get("/office?by=nonsense&state=x&span=y&day=z").text)) == 2


def test_a_week_and_a_month_show_what_has_its_day_then(office: Office) -> None:
    """A task stands on its day; duties beyond the week, such as a training, stand in their month and not in today's
    list."""
    browser, today = office.officer("h-months"), office.jk.house.today()
    far = (today.replace(day=1) + timedelta(days=70)).replace(day=15)
    _task(office, far, "석달 뒤 과제", "h-months")
    month = browser.get(f"/office?span=month&day={far}").text
    cell = re.search(rf'<span class="sr">{far.year}년 {far.month}월 15일</span>.*?</td>', month, re.S)
    assert cell is not None
    assert "석달 뒤 과제" in cell[0]
    assert "석달 뒤 과제" not in browser.get("/office?span=week").text.split("<tbody>")[1].split("</tbody>")[0]
    training = today + timedelta(days=365)
    assert "취급자 교육: h-months" not in browser.get("/office").text
    found = browser.get(f"/office?span=month&day={training}").text + browser.get(f"/office?span=month&day={today}").text
    assert re.search(r"(취급자 교육|권한 만료 예정): h-months", found)
    assert browser.get("/office?span=month&day=9999-12-31").status_code == 200
    # What is counted is what is shown: of a month gone by, what has no day and is not in its grid.
    past = browser.get(f"/office?span=month&day={today - timedelta(days=800)}").text
    counted, shown = (
        re.search(r"처리할 일이 (\d+)건", past),
        re.search(r'id="t-open">[^<]*<span class="soft">(\d+)<', past),
    )
    assert counted is not None
    assert shown is not None
    assert counted[1] == shown[1]


def test_a_view_is_saved_in_the_browser_for_one_handler(office: Office) -> None:
    """It is a link from then on, until it is removed; the cookie names nobody, and another handler sees none of it."""
    browser = office.officer("h-saves")
    answer = post(browser, "/office/views", do="keep", whose="mine", by="day", span="week", state="<script>")
    assert answer.headers["location"] == "/office?whose=mine&by=day&span=week"
    cookie = browser.cookies[VIEWS]
    assert "h-saves" not in cookie
    assert re.fullmatch(r"[0-9a-f]{16}(~[a-z.]*)+", cookie)
    assert "내 담당 · 기한순 · 주</a>" in browser.get("/office").text
    other = office.officer("h-saves-not")
    other.cookies.set(VIEWS, cookie, domain="127.0.0.1")
    assert "내 담당 · 기한순 · 주</a>" not in other.get("/office").text
    post(browser, "/office/views", do="drop", whose="mine", by="day", span="week")
    assert "내 담당 · 기한순 · 주</a>" not in browser.get("/office").text


def test_saved_views_are_the_newest_five() -> None:
    """What a cookie holds beyond that, or in no such shape, is no view."""
    views = [View(state=one) for one in ("broken", "overdue", "second", "due", "open")]
    more = [View("mine"), *views]
    assert saved(cookie_of(more, "h-a"), "h-a") == views
    assert saved(cookie_of(more, "h-a") + "~a~b.c~mine.x.y.z~~", "h-a") == views
    assert saved("", "h-a") == []


# An officer's list has every other file's matters.
@pytest.mark.parametrize("who", ["worker", pytest.param("officer", marks=pytest.mark.long)])
def test_a_round_offers_each_matter_once(office: Office, who: str) -> None:
    """From one to the next without the list: the most pressing first, those that are done at once together; after the
    last one the round is over. The cookie says nothing of what it holds."""
    name, today = f"h-round-{who}", office.jk.house.today()
    browser = office.officer(name) if who == "officer" else office.worker(name)
    for n in (1, 2):
        _task(office, today - timedelta(days=n), f"차례 {n}번 일", name)
    assert 'class="round"' not in browser.get("/office/people").text
    ways, way = list[str](), browser.get("/office/next?begin=yes").headers["location"]
    while way != "/office":
        ways.append(way)
        assert 'class="round"' in browser.get(way.partition("#")[0]).text
        assert re.fullmatch(r"[0-9a-f.]+", browser.cookies[ROUND])
        way = browser.get("/office/next").headers["location"]
    assert len(ways) == len(set(ways))
    assert sum(one.startswith("/office/tasks/") for one in ways) >= 2
    assert ways.count("/office/processors/inspections") <= 1
    assert not [
        one
        for one in ways
        if one.startswith("/office/processors/processor/") and ways.count("/office/processors/inspections")
    ]
    assert ROUND not in browser.cookies
    assert 'class="round"' not in browser.get("/office/people").text
