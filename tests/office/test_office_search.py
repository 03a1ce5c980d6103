"""The officer's morning: a line a matter with its day and owner, one's own and nobody's; and one search over what
somebody may see."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked, mine

from jikim.desk.complaints import complain
from jikim.desk.requests import cancel_request
from jikim.tasks.filing import file_task
from jikim.verbs.house import SYSTEM
from jikim.web.office.search import fits


def _asked(browser: httpx.Client, words: str, en: str = "") -> str:
    answer = post(browser, f"{en}/office/search", q=words)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_matter_says_how_long_is_left_and_whose_it_is(office: Office) -> None:
    """Before its day, on it and after it, in both languages; the list narrows to one's own and to nobody's."""
    browser, run, house = office.officer("h-morning"), office.jk.driver.run, office.jk.house
    for days, owner, words in (
        (3, "h-morning", "셋 남은 일"),
        (0, None, "오늘 할 아무개 일"),
        (-2, "h-morning", "둘 지난 일"),
    ):
        due = house.today() + timedelta(days=days)
        run(file_task(house, "finding", f"morning:{days}", owner, due, words, f"matter of {days}", SYSTEM))
    morning, english = browser.get("/office").text, browser.get("/en/office").text
    for words, left in (("셋 남은 일", "D-3"), ("오늘 할 아무개 일", "오늘"), ("둘 지난 일", "D+2")):
        assert re.search(rf'class="left">{re.escape(left)}</span>[^\n]*{words}', morning), words
    for words, left in (("matter of 3", "3 days"), ("matter of 0", "today"), ("matter of -2", "2 days late")):
        assert re.search(rf'class="left">{left}</span>[^\n]*{words}', english), words
    mine, free = browser.get("/office?whose=mine").text, browser.get("/office?whose=free").text
    assert ("셋 남은 일" in mine, "오늘 할 아무개 일" in mine) == (True, False)
    assert ("셋 남은 일" in free, "오늘 할 아무개 일" in free) == (False, True)


@pytest.mark.clause("11.2")
def test_an_officer_finds_by_number_name_and_sentence(office: Office) -> None:
    """A complaint by its whole number as it is typed, a handler, a processor, a sentence of the policy, a page; each
    leads there."""
    browser, run, jk = office.officer("h-seeks"), office.jk.driver.run, office.jk
    office.employ("h-soughtone")
    said = {"name": "다라마", "email": "sought@example.com", "text": "늦게 답하셨습니다"}
    case = run(complain(jk.house, said, person=None, actor=jk.actor, old_enough=True))
    assert f'href="/office/complaints/{case.number}"' in _asked(browser, case.number.lower().replace("-", " "))
    assert 'href="/office/handlers/h-soughtone"' in _asked(browser, "soughtone")
    assert 'href="/office/processors/processor/kcp"' in _asked(browser, "한국사이버결제")
    assert 'href="/en/office/cabinet"' in _asked(browser, "Paper", "/en")
    sentence = _asked(browser, "쿠키 텍스트 파일")
    assert re.search(r'href="/policy#[^"]+"', sentence)
    assert "검색 결과가 없습니다" in _asked(browser, "아무데도없는낱말")


@pytest.mark.clause("11.2")
def test_a_closed_request_is_found_by_the_number_that_its_letter_names(office: Office) -> None:
    """As it is read out, in both searches, long after it has left the morning; for a number of nobody there is nothing."""
    browser, (person, _) = office.officer("h-seeks-closed"), office.member()
    way = asked(office, person, "access")
    office.jk.driver.run(cancel_request(office.jk.house, person.subject, UUID(way.split("/")[-1]), mine(person)))
    number = way.split("/")[-1][:8].upper()
    for typed in (number, f"{number[:4]} {number[4:].lower()}"):
        assert f'href="{way}"' in _asked(browser, typed)
        found = post(browser, "/office/people/number", number=typed)
        assert found.headers["location"] == f"/office/people/{person.subject}"
    assert post(browser, "/office/people/number", number="00000000").status_code == 422


def test_a_search_takes_no_persons_value_and_keeps_nothing(office: Office) -> None:
    """What is typed is in no address and finds nobody by a value; a handler finds no register, handler or processor
    beyond the grant."""
    browser, run, jk = office.officer("h-no-value"), office.jk.driver.run, office.jk
    said = {"name": "사아자", "email": "novalue@example.com", "text": "이름으로 찾지 마세요"}
    case = run(complain(jk.house, said, person=None, actor=jk.actor, old_enough=True))
    for words in ("novalue@example.com", "사아자"):
        assert "검색 결과가 없습니다" in _asked(browser, words)
    assert browser.get("/office/search?q=x").headers["location"] == "/office"
    narrow = office.worker("h-narrow-search", "delivery")
    for words in (case.number, "h-no-value", "한국사이버결제"):
        assert f'href="/office/complaints/{case.number}"' not in _asked(narrow, words)
        assert 'href="/office/handlers/' not in _asked(narrow, words)
        assert 'href="/office/processors/' not in _asked(narrow, words)


def test_every_word_has_to_fit() -> None:
    """In any case, in any order, in any of the texts."""
    assert fits("paper DUE", "Due papers", "")
    assert fits("kcp 점검", "수탁자 점검", "KCP")
    assert not fits("paper hold", "Due papers")


def test_a_whole_page_of_words_is_not_searched_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else waits while every sentence is held against a hundred thousand words: it is said how much can be."""
    compared: list[str] = []
    monkeypatch.setattr("jikim.web.office.search.fits", lambda asked, *texts: compared.append(asked))
    browser = office.officer("h-long-search")
    answer = post(browser, "/office/search", q="가 " * 100_000)
    assert answer.status_code == 422
    assert "200자까지" in answer.text
    assert not compared
