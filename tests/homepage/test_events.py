"""Events: the entry and its consent, the winners and theirs, and the end of both."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from homepage.signing import webhook_headers
from homepage.site.books import NAME, Books
from homepage.site.events import EVENTS, UNTAXED
from tests.homepage.shop import Shop

import jikim
from jikim.settings import Endpoint

ENTRY = {
    "name": "나그네",
    "email": "enters@example.com",
    "answers": "제주에서 서울 사무실을 열었습니다",
    "age": "yes",
    "consent": "yes",
}
AT = "/events/first-week"


def entries(rv: Shop, event: str = "first-week") -> list[jikim.Ref]:
    """The open entries of an event."""
    return [ref for ref, _ in Books(rv.web.settings.directory / NAME).still_open("event-entry", event)]


def deliver(rv: Shop) -> None:
    """Sends what waits, the board of winners being this very site."""
    board = Endpoint(f"{rv.web.url}/hooks/publication", rv.web.settings.endpoints["publication"].secret)
    rv.jk.deliver({**rv.web.settings.endpoints, "publication": board})


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_an_entry_asks_for_its_consent_right_there(rv: Shop, en: bool) -> None:
    """Without the consent nothing is taken and everything typed stays; with it the entry is here, and no other consent
    is."""
    with rv.browser(en=en) as browser:
        page = browser.get(AT).text
        assert page.count('class="emphasis"') == 3
        assert "checked" not in page
        missing = browser.post(AT, {**ENTRY, "consent": ""})
        assert missing.status_code == 422
        assert 'id="e-consent"' in missing.text
        assert ENTRY["email"] in missing.text
        before = len(entries(rv))
        done = browser.post(AT, ENTRY)
        assert ("You have entered." if en else "응모가 완료되었습니다.") in done.text
        assert len(entries(rv)) == before + 1
        (consent,) = rv.jk.show(entries(rv)[-1].subject).consents
        assert consent.startswith("use:marketing.events#")


@pytest.mark.clause("2.3")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_who_agrees_by_an_entry_is_told_what_came_of_it(rv: Shop, en: bool) -> None:
    """A guest by the address of the entry, in its language; a member the same, and no second time for a consent that is
    there already."""
    person, known = rv.web.member()
    guest = f"agreed-{'en' if en else 'ko'}@example.com"
    for who, to in ((None, guest), (person, known["email"])):
        with rv.browser(who, en=en) as browser:
            browser.post(AT, {**ENTRY, "email": to})
            rv.jk.mails()
            text = rv.web.mails.text(to)
            assert ("Given: Taking part in events" if en else "동의한 항목: 이벤트 참여") in text
            if who is not None:
                before = len(rv.web.mails.all_to(to))
                browser.post("/events/farthest-desk", {**ENTRY, "email": to})
                rv.jk.mails()
                assert len(rv.web.mails.all_to(to)) == before


def test_a_member_enters_once_and_a_refused_entry_leaves_no_consent(rv: Shop) -> None:
    """A forbidden number keeps neither entry nor consent; then one entry is taken, and a second one is none."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        assert given["email"] in browser.get(AT).text
        refused = browser.post(AT, {**ENTRY, "email": given["email"], "answers": "900101-1234567"})
        assert refused.status_code == 422
        assert 'id="e-answers"' in refused.text
        assert rv.jk.show(person.subject).consents == ()
        mine: Any = {**ENTRY, "email": given["email"]}
        assert "응모가 완료되었습니다." in browser.post(AT, mine).text
        assert "이미 응모하셨습니다." in browser.post(AT, mine).text
        assert len([ref for ref in entries(rv) if ref.subject == person.subject]) == 1
        before = rv.jk.show(person.subject).consents
        other = browser.post("/events/farthest-desk", {**mine, "answers": "900101-1234567", "publication": "yes"})
        assert other.status_code == 422
        assert rv.jk.show(person.subject).consents == before


def test_a_consent_taken_back_ends_the_entry(rv: Shop) -> None:
    """The entry lives by the consent alone: with it, it goes."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        browser.post(AT, {**ENTRY, "email": given["email"]})
    rv.jk.by(rv.jk.acting("member", str(person.subject))).consent(person.subject, withdraw=["marketing.events"])
    assert [card.state for card in rv.jk.show(person.subject).cards if card.ref.kind == "event-entry"] == ["ended"]


def test_the_board_of_winners_takes_signed_messages_alone(rv: Shop) -> None:
    """A name that nobody signed, or that nobody expects, is not put up."""
    body = json.dumps({"message": "m", "topic": "provide", "items": {"name": "아무개"}}).encode()
    with rv.web.client() as client:
        assert client.post("/hooks/publication", content=body).status_code == 401
        headers = webhook_headers(rv.web.settings.endpoints["publication"].secret, "m", body, rv.jk.now())
        assert client.post("/hooks/publication", content=body, headers=headers).status_code == 200
        assert "아무개" not in client.get("/events/farthest-desk").text


@pytest.mark.clause("1.2")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_a_prize_that_would_need_a_resident_number_is_none(rv: Shop, en: bool) -> None:
    """The page says it before anybody enters, and no event can be made with such a prize."""
    with rv.browser(en=en) as browser:
        page = browser.get(AT).text
    assert (
        "tax law would require the winner’s resident registration number" if en else "주민등록번호가 필요하며"
    ) in page
    with pytest.raises(ValueError, match="resident registration"):
        replace(EVENTS["first-week"], prize=UNTAXED + 1)
