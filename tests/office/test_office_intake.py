"""Intake on the running site: forms of what came off-line, made of the policy; partners' signed feeds and CSV files,
judged row by row."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.office.conftest import Office, post
from tests.office.desk_asked import mine
from tests.pressed import forged

from jikim.policy.identity import key_of

FEED = "/api/v1/feeds/reseller"


def test_an_event_entry_needs_its_own_consent_and_a_grant_its_own_reach(office: Office) -> None:
    """A record that lives by consent alone is not taken without it; a grant for other record kinds or items enters
    nothing."""
    browser = office.officer("h-intake")
    path = "/office/intake/entry/event/event-entry"
    form = {"v.name": "다라마", "v.email": "entry@example.com", "v.answers": "하나", "age": "yes", "paperless": "yes"}
    assert "이 동의가 없으면" in browser.get(path).text
    without = post(browser, path, **form)
    assert without.status_code == 422
    assert "동의가 없습니다" in without.text.split('role="alert"')[1]
    assert post(browser, path, **form, **{"c.marketing.events": "yes"}).status_code == 200
    office.employ(
        "h-intake-narrow",
        "handler",
        ("support",),
        kinds=["enquiry"],
        items=["name", "email", "enquiry.subject", "enquiry.text"],
    )
    narrow = office.browser("h-intake-narrow")
    enquiry = {
        "v.name": "다라마",
        "v.email": "narrow@example.com",
        "v.subject": "물음",
        "v.text": "글",
        "age": "yes",
        "paperless": "yes",
    }
    beyond = post(narrow, "/office/intake/entry/phone/enquiry", **enquiry, **{"v.phone": "02-555-0101"})
    assert beyond.status_code == 422
    assert "#c10.6" in beyond.text
    assert post(narrow, "/office/intake/entry/phone/enquiry", **enquiry).status_code == 200
    order = post(
        narrow,
        "/office/intake/entry/phone/order",
        **{"v.name": "다라마", "v.phone": "02-555-0101", "age": "yes", "paperless": "yes"},
    )
    assert order.status_code == 422


@pytest.mark.clause("1.2")
def test_a_sheet_that_is_refused_leaves_no_consent(office: Office) -> None:
    """A consent that was ticked on a sheet counts with the sheet: somebody below the age, or a wrong value, leaves
    none; one that stood stays."""
    jk, browser = office.jk, office.officer("h-words-sheet")
    person, given = office.member()
    form = {
        "item": "email",
        "value": given["email"],
        "person": str(person.subject),
        "age": "yes",
        "paperless": "yes",
        "v.name": "가나다",
        "v.email": given["email"],
        "c.marketing.events": "yes",
    }
    path = "/office/intake/entry/event/event-entry"

    def consents() -> list[str]:
        return [key_of(name.split(":")[1]) for name in jk.by(mine(person)).show(person.subject).consents]

    for wrong in (
        {"age": "no"},
        {"v.answers": "적었습니다 800101-1234567"},
        {"v.email": "no address"},
        {"cabinet": "A" * 61, "shelf": "1"},
    ):
        assert post(browser, path, **{**form, **wrong}).status_code == 422, wrong
        assert consents() == [], wrong
    assert not [card for card in jk.by(mine(person)).show(person.subject).cards if card.ref.kind == "event-entry"]
    assert post(browser, path, **form).status_code == 200
    assert consents() == ["marketing.events"]
    assert post(browser, path, **{**form, "age": "no"}).status_code == 422
    assert consents() == ["marketing.events"]


def test_a_button_that_is_pressed_twice_enters_once(office: Office) -> None:
    """The same form of an entry or a request, sent again or twice at once, makes one record; a form that was refused
    can be sent when it is right."""
    browser = office.officer("h-intake-twice")
    browser.get("/office/tasks")
    path = "/office/intake/entry/phone/enquiry"

    def once(page: str) -> str:
        found = re.search(r'name="once" value="([0-9a-f]{32})"', page)
        assert found is not None
        return found[1]

    form = {
        "v.name": "다라마",
        "v.email": "twice@example.com",
        "v.subject": "물음",
        "v.text": "글",
        "age": "yes",
        "paperless": "yes",
    }
    sent = {**form, "once": once(browser.get(path).text)}
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: post(browser, path, do="enter", **sent), range(2)))
    assert [("이미 접수된 양식입니다" in answer.text) for answer in answers].count(True) == 1
    assert len(office.jk.by(office.jk.handler("h-intake-twice")).find("email", "twice@example.com")) == 1
    wrong = post(browser, path, do="enter", **{**form, "v.email": "no address", "once": once(browser.get(path).text)})
    assert wrong.status_code == 422
    assert "이미 접수된 양식입니다" not in post(browser, path, do="enter", **{**form, "once": once(wrong.text)}).text
    asked = {
        "do": "file",
        "kind": "access",
        "way": "phone",
        "name": "다라마",
        "person": "guest",
        "age": "yes",
        "email": "asked@example.com",
    }
    asked["once"] = once(browser.get("/office/requests/new").text)
    assert post(browser, "/office/requests/new", **asked).status_code == 303
    again = post(browser, "/office/requests/new", **asked)
    assert "이미 접수된 양식입니다" in again.text


def test_a_number_that_is_never_taken_is_told_beside_its_field(office: Office) -> None:
    """Each field that holds what looks like one says what such a number looks like; nobody of the office is sent to the
    officer, and the number does not come back."""
    browser = office.worker("h-intake-number")
    path = "/office/intake/entry/phone/enquiry"
    once = re.search(r'name="once" value="([0-9a-f]{32})"', browser.get(path).text)
    assert once is not None
    form = {"v.name": "다라마", "v.email": "number@example.com", "v.subject": "번호", "v.text": "번호는 900101-1234560"}
    answer = post(browser, path, do="enter", age="yes", paperless="yes", once=once[1], **form).text
    assert "보호책임자가 사유를 적고 입력할 수 있습니다" in answer
    assert "보호책임자에게 알려" not in answer
    form["v.subject"] = "카드 4539-1488-0343-6467"
    once = re.search(r'name="once" value="([0-9a-f]{32})"', browser.get(path).text)
    assert once is not None
    answer = post(browser, path, do="enter", age="yes", paperless="yes", once=once[1], **form).text
    assert 'id="e-v.text">주민등록번호(생년월일 6자리와 뒤 7자리) 형식의 내용을 삭제했습니다' in answer
    assert 'id="e-v.subject">카드번호(14~16자리) 형식의 내용을 삭제했습니다' in answer
    assert "보호책임자에게 알려" not in answer
    assert "1234560" not in answer


@pytest.mark.clause("1.3", "6.4")
@pytest.mark.by_hand
@pytest.mark.parametrize("channel", ["paper", "fax"])
def test_an_order_on_paper_goes_with_the_papers_place(office: Office, channel: str) -> None:
    """No page offers that there is none, and no form is taken that says so, or that brings a scan which the policy keeps
    of no order."""
    browser = office.worker(f"h-sheets-{channel}", "billing", "delivery")
    path = f"/office/intake/entry/{channel}/order"
    shown = browser.get(path).text
    assert "종이가 없습니다" not in shown
    assert "스캔" not in shown
    form = {"do": "enter", "age": "yes", "v.name": "가나다", "v.phone": "02-555-0101", "v.lines": "RemoteView, 2"}
    with forged():
        scan = {"files": [("files", ("order.txt", b"RemoteView, 2", "text/plain"))]}
        for more in ({"paperless": "yes"}, scan):
            refused = post(browser, path, **form, **more)
            assert refused.status_code == 422
            assert "종이 보관 위치를 입력해 주세요" in refused.text
    done = post(browser, path, **form, cabinet="A", shelf="2")
    assert "종이 문서 번호" in done.text, done.text
    assert "종이가 없습니다" in browser.get("/office/intake/entry/phone/order").text
