"""The page of who does not join again after misuse, and the forms of a measure, where one page has several forms alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.desk.test_rejoining import officer, step, suspended
from tests.homepage.shop import START
from tests.office.conftest import Office, post
from tests.web.running import running

import jikim
from jikim.cases.cases import Case
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile, Rejoining


@pytest.fixture(scope="module")
def barring(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office whose policy bars who misused it from joining again, and whose clock moves."""
    bar = Rejoining.model_validate({"items": ["email", "mobile"], "for": "1y", "clause": "5.1"})
    file = homepage.model_copy(update={"rejoining": bar})
    with running(file, tmp_path_factory.mktemp("barring"), demo_start=START) as one:
        office = Office(**vars(one))
        yield office


def _suspended(office: Office) -> tuple[jikim.Person, Case]:
    person, _ = office.member()
    return person, suspended(office.jk, person, officer(office.jk, "omar"))


def _ids(page: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', page)


def test_bars_are_listed_and_one_is_lifted(barring: Office) -> None:
    """Each with its last day and a form of its own; what is wrong is said in the form that came; what was lifted is said,
    and is gone."""
    cases = [_suspended(barring)[1] for _ in range(2)]
    barring.jk.move_clock(barring.jk.now() + timedelta(days=8))
    for case in cases:
        step(barring.jk, case, "end", barring.jk.acting("system", "officers"), ended="되풀이됨")
    browser = barring.officer("h-lifts")
    for way, day in (("", "2027년 12월 3일"), ("/en", "3 December 2027")):
        page = browser.get(f"{way}/office/rejoining").text
        assert page.count(day) == 2
        assert all(case.number in page for case in cases)
        assert len(set(_ids(page))) == len(_ids(page))
    empty = post(browser, f"/office/rejoining/{cases[1].number}", reason="").text
    assert empty.count('class="error"') == 1
    assert empty.index(cases[1].number) < empty.index('class="error"') or cases[0].number not in empty
    done = post(browser, f"/office/rejoining/{cases[1].number}", reason="이의가 옳음")
    lifted = browser.get(done.headers["location"]).text
    assert f"{cases[1].number} 조치에 따른 재가입 제한을 해제했습니다" in lifted
    assert f"/office/rejoining/{cases[1].number}" not in lifted
    assert f"/office/rejoining/{cases[0].number}" in lifted
    again = post(browser, f"/office/rejoining/{cases[1].number}", reason="이의가 옳음").text
    assert 'class="problem"' in again


def test_forms_of_a_case_stand_apart(barring: Office) -> None:
    """Two that ask for the same: each id is once, and what was typed and is wrong stands in the form that it came from."""
    person, case = _suspended(barring)
    step(barring.jk, case, "object", Actor("member", str(person.subject)), objection="가족이 함께 씁니다")
    browser, way = barring.officer("h-answers-bar"), f"/office/measures/{case.number}"
    page = browser.get(way).text
    assert page.count('name="answer"') == 2
    assert len(set(_ids(page))) == len(_ids(page))
    for name, other in (("keep", "lift"), ("lift", "keep")):
        wrong = post(browser, f"{way}/{name}", answer="").text
        assert len(set(_ids(wrong))) == len(_ids(wrong))
        own, theirs = (wrong.partition(f'action="{way}/{one}"')[2].partition("</form>")[0] for one in (name, other))
        assert ('id="f-answer"' in own, 'class="error"' in own) == (True, True)
        assert 'class="error"' not in theirs
