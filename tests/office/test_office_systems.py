"""The page of the company's own systems."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from tests.office.conftest import Office, post
from tests.systems.conftest import MAILER, SEARCH

from jikim.db.driver import Steps
from jikim.systems import canaries
from jikim.systems.standing import SystemStanding
from jikim.verbs.house import House
from jikim.web.office.calendar import picture
from jikim.web.office.systems import listing, planting


def test_an_officer_sees_that_no_system_is_declared(office: Office) -> None:
    """In their language; a handler is refused."""
    page = office.officer("h-systems")
    assert "처리방침에 등록된 사내 시스템이 없습니다" in page.get("/office/systems").text
    assert "declares no system" in page.get("/en/office/systems").text
    assert office.worker("h-systems-worker").get("/office/systems").status_code == 403


def test_a_word_that_no_system_signed_is_nobodys(office: Office) -> None:
    """It is refused, and says nothing of what there is."""
    asked = office.client().post(f"/hooks/systems/{UUID(int=1)}/{UUID(int=2)}", content=b"{}")
    assert (asked.status_code, asked.text) == (403, "null")


def test_each_system_stands_with_what_it_holds_and_has_not_answered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is overdue is on its line, among the officer's tasks and in the calendar, in both languages."""
    day = office.jk.house.today() - timedelta(days=1)
    found = [SystemStanding("search", SEARCH, 3, 3), SystemStanding("mailer", MAILER, 12, 9, late=2, broken=1, by=day)]

    def standings(_house: House) -> Steps[list[SystemStanding]]:
        yield from ()
        return found

    page = office.officer("h-systems")
    for module in (listing, picture):
        monkeypatch.setattr(module, "system_standings", standings)
    korean, english = page.get("/office/systems").text, page.get("/en/office/systems").text
    assert all(word in korean for word in ("메일 발송 도구", "기한 지남 3건", "회원 정보", "설정되지 않음"))
    assert all(word in english for word in ("Mailing tool", "overdue: 3", "Membership", "no endpoint"))
    assert "사내 시스템의 답변 대기: 메일 발송 도구" in page.get("/office").text
    korean, english = page.get("/office/calendar").text, page.get("/en/office/calendar").text
    assert re.search(r"파기·정정·동의 철회를 알리고 답변을 기다리는 사내 시스템:.*메일 발송 도구 3", korean, re.DOTALL)
    assert re.search(r"Own systems that are to confirm.*Mailing tool 3", english, re.DOTALL)
    assert "Member search" not in english


def test_an_officer_plants_a_canary_and_lets_it_go(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else sees the register; what is planted stands in it with its address, and leaves by a button."""
    page, path = office.officer("h-systems"), "/office/systems/canaries"
    assert "심은 인물이 없습니다" in page.get(path).text
    assert office.worker("h-systems-worker").get(path).status_code == 403
    for module in (canaries, planting):
        monkeypatch.setattr(module, "pairs", lambda _policy: [("search", "membership")])
    assert post(page, path, pair="search/order", days="30").status_code == 422
    for days in ("", "0", "367", "-1", "ten"):
        wrong = post(page, path, pair="search/membership", days=days)
        assert (wrong.status_code, 'id="e-days"' in wrong.text, 'id="e-pair"' in wrong.text) == (422, True, False)
    assert post(page, path, pair="search/membership", days="30", again="yes").status_code == 303
    said = page.get(path).text
    assert all(words in said for words in ("letters+", "@shop.example", "이용 중"))
    [way] = re.findall(rf'action="({path}/[^"]+/end)"', said)
    assert post(page, way).status_code == 303
    assert "left, not yet destroyed" in page.get(f"/en{path}").text
