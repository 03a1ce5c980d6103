"""The requests desk on the running site: letters filed, persons recognised, answers, refusals, corrections; and what
goes wrong between two."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked, later, mind_alone, mine
from tests.office.papers import arrived, text_of

import jikim
from jikim.alerts.raising import open_alerts
from jikim.app.deadline_reminders import mind
from jikim.clock import machine_moment
from jikim.desk import request_steps as desk
from jikim.desk.guardians import guardians_of
from jikim.desk.requests import requests_of
from jikim.errors import InvalidError
from jikim.jobs.handing_over_by_hand import hand_over
from jikim.uploads import Accepted, pack


def test_a_refusal_and_a_postponement_state_their_reason_and_the_way_on(office: Office) -> None:
    """Without a reason neither is taken; the letter names the bodies with today's numbers."""
    person, given = office.member()
    browser = office.officer("h-desk-officer")
    path = asked(office, person, "access")
    assert post(browser, f"{path}/refuse", reason=" ").status_code == 422
    far = post(browser, f"{path}/postpone", delay="확인 중", until="2999-01-01")
    assert far.status_code == 422
    assert "선택할 수 없는 날짜입니다" in far.text
    assert post(browser, f"{path}/postpone", delay="확인 중입니다").status_code == 303
    assert "1833-6972" in text_of(browser.get(f"{path}/letter.pdf").content)
    assert post(browser, f"{path}/refuse", reason="다른 사람의 권리를 해칩니다").status_code == 303
    words = text_of(browser.get(f"{path}/letter.pdf").content)
    assert "요청 거절 안내" in words
    assert "다른 사람의 권리를 해칩니다" in words
    assert arrived(office, given["email"], "다른 사람의 권리를 해칩니다")
    english = browser.get(f"/en{path}").text
    assert "Reason for the refusal" in english
    assert "Where they can object" in english


def test_two_officers_on_one_request_the_second_gets_a_clear_conflict(office: Office) -> None:
    """Both read the page; the first postpones; the second's answer, written to what they saw, changes nothing and says
    so."""
    person, _ = office.member()
    first, second = office.officer("h-desk-officer"), office.officer("h-desk-other")
    path = asked(office, person, "access")
    seen = re.search(r'name="seen" value="(\d+)"', second.get(path).text)
    assert seen is not None
    assert post(first, f"{path}/postpone", seen=seen[1], delay="확인 중입니다").status_code == 303
    late = post(second, f"{path}/answer", seen=seen[1], text="제공해 드렸습니다")
    assert late.status_code == 422
    assert "이 요청은 그사이 이미 처리되었습니다" in late.text
    made = office.jk.driver.run(requests_of(office.jk.house, person.subject))[0]
    assert made.state == "postponed"
    assert post(first, f"{path}/take", **{"from": ""}).status_code == 303
    assert post(second, f"{path}/take", **{"from": ""}).status_code == 422


def test_a_grant_that_ends_in_the_middle_ends_the_desk_with_it(office: Office) -> None:
    """The page was open; the grant is revoked; the next step is refused with its promise, and nothing of it is done."""
    person, _ = office.member()
    browser = office.worker("h-desk-revoked")
    path = asked(office, person, "access")
    assert browser.get(path).status_code == 200
    actor = office.jk.handler("h-desk-revoked")
    office.jk.by(office.jk.acting("system", "set-up")).revoke(actor.grant)
    answer = post(browser, f"{path}/answer", text="제공해 드렸습니다")
    assert answer.status_code in (403, 422)
    assert "10.6" in answer.text
    assert office.jk.driver.run(requests_of(office.jk.house, person.subject))[0].state == "open"
    assert browser.get("/office/requests").status_code == 403


def test_a_deletion_and_a_leaving_are_carried_out_at_the_desk(office: Office) -> None:
    """What may go is chosen from the plan that runs; a leaving ends the membership; both are told."""
    person, given = office.member()
    browser = office.officer("h-desk-officer")
    order = office.jk.collect(
        "enquiry",
        {"name": "가나다", "email": given["email"], "subject": "물음", "text": "글"},
        channel="board",
        subject=person,
        old_enough=True,
    )
    path = asked(office, person, "delete")
    page = browser.get(path).text
    assert str(order.ref.record) in page
    assert post(browser, f"{path}/delete").status_code == 422
    assert post(browser, f"{path}/delete", records=str(order.ref.record)).status_code == 303
    with pytest.raises(jikim.DeniedError):
        office.jk.use(order.ref, purpose="support")
    away = asked(office, person, "withdraw")
    assert post(browser, f"{away}/leave").status_code == 422
    assert post(browser, f"{away}/leave", sure="yes").status_code == 303
    assert not office.jk.by(office.jk.handler("h-desk-officer")).show(person.subject).here
    assert "/receipt/" in office.mails.text_at(given["email"])


def test_a_guest_is_told_of_a_deletion_and_not_of_an_account(office: Office) -> None:
    """Somebody without an account has none to close: the desk's page, its answer and the letter say so."""
    browser, email = office.officer("h-desk-officer"), "guest-goes@example.com"
    enquiry = {"name": "가나다", "email": email, "subject": "물음", "text": "글"}
    made = office.jk.collect("enquiry", enquiry, channel="board", subject="guest", old_enough=True)
    away = asked(office, jikim.Person(made.ref.subject, "guest"), "withdraw")
    page = browser.get(away).text
    assert "개인정보 삭제" in page
    assert "탈퇴 처리" not in page
    assert post(browser, f"{away}/leave", sure="yes").status_code == 303
    letters = office.mails.text_at(email)
    assert "요청하신 개인정보 삭제를 처리했습니다" in letters
    assert "탈퇴" not in letters


def test_a_request_carries_out_what_it_asked_for_and_nothing_else(office: Office) -> None:
    """By a request to see what is known nobody is made to leave, nothing is deleted and no guardian linked; once it is
    settled it opens nothing any more."""
    jk, browser = office.jk, office.officer("h-carries")
    person, _ = office.member()
    child, _ = office.member()
    run: Any = jk.driver.run
    me = jk.handler("h-carries")
    enquiry = jk.collect(
        "enquiry",
        {"name": "가나다", "email": "guest@example.com", "text": "끊깁니다"},
        channel="board",
        subject=person,
        old_enough=True,
    ).ref
    made = run(desk.file_for(jk.house, person.subject, "access", None, "phone", actor=me))
    path = f"/office/requests/{person.subject}/{made.request}"
    assert post(browser, f"{path}/guardian", child=str(child.subject)).status_code == 422
    # Nobody sees a document, or a face, over the telephone.
    ways = browser.get(path).text.partition('name="proof"')[2].partition("</select>")[0]
    assert re.findall(r'value="([a-z-]*)"', ways) == ["", "call-back", "mail-code", "known"]
    with pytest.raises(InvalidError, match="does not show who asked"):
        run(desk.confirm(jk.house, person.subject, made.request, actor=me, proof="document"))
    run(desk.confirm(jk.house, person.subject, made.request, actor=me, proof="call-back"))
    assert post(browser, f"{path}/guardian", child=str(child.subject)).status_code == 422
    assert post(browser, f"{path}/delete", records=str(enquiry.record)).status_code == 422
    assert post(browser, f"{path}/leave", sure="yes").status_code == 422
    assert run(guardians_of(jk.house, child.subject)) == []
    known = jk.show(person.subject)
    assert known.here
    assert next(one for one in known.cards if one.ref == enquiry).state == "live"
    # What is to be seen is put together before the request is over, and it says how it is handed over.
    handed = {"did": "보내 드렸습니다", "handed": "registered-post"}
    assert "열람 자료를 내려받아 전달하거나" in post(browser, f"{path}/do", **handed).text
    assert post(browser, f"{path}/answer", text="보내 드렸습니다").status_code == 422
    assert post(browser, f"{path}/data.pdf").status_code == 200
    assert "전달 방법을 선택해 주세요" in post(browser, f"{path}/do", did="보내 드렸습니다").text
    assert post(browser, f"{path}/do", **handed).status_code == 303
    assert "전달 방법: 등기우편" in browser.get(path).text
    assert post(browser, f"{path}/data.pdf").status_code == 404


def test_a_correction_that_was_made_is_not_asked_for_again(office: Office) -> None:
    """Who corrects a request that is settled is told that it is, and not to enter what is right first; the value stays."""
    jk, browser = office.jk, office.officer("h-corrects")
    person, _ = office.member()
    membership = next(card.ref for card in jk.by(mine(person)).show(person.subject).cards)
    path = asked(office, person, "correct", record=membership, items=["name"])
    assert post(browser, f"{path}/correct", **{"v.name": "다라마"}).status_code == 303
    again = post(browser, f"{path}/correct", **{"v.name": "바사아"})
    assert again.status_code == 422
    assert "이미 처리되었거나" in again.text
    assert "아직 정정하지" not in again.text
    assert jk.by(mine(person)).show(person.subject).cards[0].values["name"] == "다라마"


def test_a_guardian_is_linked_by_an_officer_alone(office: Office) -> None:
    """The child is found by an exact value, and the link is confirmed; a handler may not."""
    guardian, _ = office.member()
    child, given = office.member()
    path = asked(office, guardian, "guardian", words={"name": "가나다", "text": "아이의 보호자입니다"})
    officer, handler = office.officer("h-desk-officer"), office.worker("h-desk")
    assert "보호책임자만" in handler.get(path).text
    found = post(officer, f"{path}/guardian", item="email", value=given["email"])
    assert str(child.subject) in found.text
    refused = post(handler, f"{path}/guardian", child=str(child.subject))
    assert refused.status_code in (403, 422)
    assert post(officer, f"{path}/guardian", child=str(child.subject)).status_code == 303
    assert str(child.subject)[:8].upper() in office.signed_in(guardian).get("/my/guardian").text.upper()


def test_where_the_mail_server_is_down_the_answer_stands_and_the_letter_waits(office: Office) -> None:
    """The answer is given; its mail is tried again once the server is there."""
    person, given = office.member()
    browser = office.officer("h-desk-officer")
    path = asked(office, person, "access")
    down, office.jk.settings = office.jk.settings, _without_mail(office.jk.settings)
    try:
        assert post(browser, f"{path}/answer", text="서버가 멈췄을 때의 답").status_code == 303
        office.jk.mails()
        assert not any(
            given["email"] in str(mail["to"]) and "서버가 멈췄을" in mail.as_string() for mail in office.mails.mails
        )
    finally:
        office.jk.settings = down
    assert (
        "서버가 멈췄을 때의 답"
        in office.signed_in(person).get(path.replace(f"/office/requests/{person.subject}", "/my/requests")).text
    )
    with later(office, hours=2):
        assert arrived(office, given["email"], "서버가 멈췄을 때의 답")


def _without_mail(settings: Any) -> Any:
    return replace(settings, smtp="smtp://127.0.0.1:9")


def test_the_owner_is_reminded_and_the_officers_are_told_of_what_is_late(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once before the day, to who has taken it on, and once after it, with an alert; where no mail leaves, it is tried
    again."""
    person, _ = office.member()
    browser = office.worker("h-desk-owner", "complaints")
    path = asked(office, person, "access")
    assert post(browser, f"{path}/take", **{"from": ""}).status_code == 303
    number = path.rpartition("/")[2][:8].upper()
    mind_alone(monkeypatch, path)
    with later(office, days=8):
        down, office.jk.settings = office.jk.settings, _without_mail(office.jk.settings)
        assert mind(office.jk)["unsent"] == 1
        office.jk.settings = down
        assert mind(office.jk)["reminded"] == 1
        text = office.mails.text_at("h-desk-owner@example.com")
        assert number in text
        assert "/office/requests/" in text
        before = len(office.mails.all_to("h-desk-owner@example.com"))
        mind(office.jk)
        assert len(office.mails.all_to("h-desk-owner@example.com")) == before
    with later(office, days=12):
        assert mind(office.jk)["escalated"] == 1
        assert "기한이" in office.mails.text_at("h-desk-owner@example.com")
        assert any(number in one.ko for one in office.jk.driver.run(open_alerts(office.jk.house)))
        assert mind(office.jk) == {"reminded": 0, "escalated": 0, "unsent": 0}
    assert post(browser, f"{path}/answer", text="제공해 드렸습니다").status_code == 303


def test_what_came_with_a_request_is_handed_out_by_a_recorded_use(office: Office) -> None:
    """A scanned file is downloaded with its person's request as the reason; one in quarantine, and one for who has no
    grant, is not."""
    person, given = office.member()
    browser = office.worker("h-desk-files", "complaints")
    clean = Accepted("proof.txt", "text/plain", b"a proof", machine_moment())
    waits = Accepted("later.txt", "text/plain", b"not seen yet", None)
    words = {"name": "가나다", "email": given["email"], "text": "증빙입니다", "files": pack([clean, waits])}
    path = asked(office, person, "access", words=words)
    page = post(browser, f"{path}/open").text
    assert "proof.txt" in page
    assert f"{path}/files/{clean.number.hex()}" in page
    assert f"{path}/files/{waits.number.hex()}" not in page
    got = post(browser, f"{path}/files/{clean.number.hex()}")
    assert got.content == b"a proof"
    assert got.headers["content-disposition"].startswith("attachment")
    assert post(browser, f"{path}/files/{waits.number.hex()}").status_code == 404
    assert post(office.worker("h-desk-no", "delivery"), f"{path}/files/{clean.number.hex()}").status_code == 403
    office.jk.sequence()
    uses = [use for use in office.jk.by(mine(person)).show(person.subject).uses if use["event"] == "record:use:allowed"]
    assert any("request " in str(use.get("reason")) and use["items"] == ["rights-request.files"] for use in uses)


def test_the_account_before_a_leaving_is_the_plan_that_runs(office: Office) -> None:
    """An order that is being carried out is told to be finished first, and a membership to be destroyed."""
    person, _ = office.member()
    office.jk.collect(
        "order",
        {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]},
        channel="homepage",
        subject=person,
        old_enough=True,
    )
    page = office.officer("h-desk-officer").get(asked(office, person, "withdraw")).text
    assert "<b>회원 정보</b>: 파기" in page
    assert "<b>주문</b>: 진행 중인 항목 완료 후 처리" in page


@pytest.mark.clause("7.3")
def test_an_access_answer_lists_no_refused_purpose(office: Office) -> None:
    """The papers that answer a look-up name what the data is held for; a purpose that its person did not agree to is
    none of it, once they do it is."""
    person, _ = office.member()
    browser = office.officer("h-desk-access")
    path = asked(office, person, "access")
    ads = office.jk.policy.file.purposes["marketing.ads"].label["ko"]
    assert "marketing.ads" in office.jk.policy.file.records["membership"].for_

    def paper() -> str:
        return "".join(text_of(post(browser, f"{path}/data.pdf").content).split())

    assert "".join(ads.split()) not in paper()
    me = office.jk.acting("member", str(person.subject))
    office.jk.by(me).consent(person.subject, give=["marketing.ads"])
    assert "".join(ads.split()) in paper()


@pytest.mark.clause("7.4b")
def test_a_request_shows_its_own_messages_alone(office: Office) -> None:
    """Who was told by a later correction of the same record stands beside that one, and not beside the request by phone
    before it."""
    person, _ = office.member()
    jk, browser = office.jk, office.officer("h-desk-told")
    given = {
        "name": "가나다",
        "phone": "02-555-0101",
        "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
        "lines": [{"product": "remoteview-1y", "quantity": 1}],
    }
    order = jk.collect("order", given, channel="homepage", subject=person, old_enough=True).ref
    message = jk.entrust(order, to="kis", purpose="debt-collection", items=["name", "phone"]).message
    assert jk.driver.run(hand_over(jk.house, person.subject, message)) is not None
    by_phone = asked(office, person, "correct", record=order, items=["name"])
    assert post(browser, f"{by_phone}/correct", **{"v.name": "라마바"}).status_code == 303
    later = asked(office, person, "correct", record=order, items=["phone"])
    assert post(browser, f"{later}/correct", **{"v.phone": "02-555-0199"}).status_code == 303
    phone = jk.policy.file.items["phone"].label["ko"]
    for path, told in ((by_phone, False), (later, True)):
        table = browser.get(path).text.partition("잘못된 값을 제공받은 곳에 통지")[2].partition("</table>")[0]
        assert table
        assert (phone in table) is told, path


# The number that is masked, in whatever writing, and no four digits of a token.
NUMBER = re.compile(r"10\D*7777|7777\D*1234")


def test_what_to_compare_is_shown_masked_and_the_look_is_recorded(office: Office) -> None:
    """Of a request that came by letter the desk sees the person's name and contacts with their masks alone, on wish; the
    read stands in the person's ledger, and an outsider to the grant sees nothing."""
    person, given = office.member(mobile="010-7777-1234")
    jk, browser = office.jk, office.officer("h-comparing")
    me = jk.handler("h-comparing", kind="officer")
    made = jk.driver.run(desk.file_for(jk.house, person.subject, "access", None, "letter", actor=me))
    path = f"/office/requests/{made.subject}/{made.request}"
    before = browser.get(path).text
    assert "비교할 정보 보기" in before
    assert "등록된 정보와 비교" not in before
    assert not NUMBER.search(before)
    shown = post(browser, f"{path}/compare").text
    facts = shown.partition("등록된 정보와 비교")[2].partition("</dl>")[0]
    assert "1234" in facts
    assert "*" in facts
    assert not NUMBER.search(shown)
    assert given["email"] not in shown
    assert given["name"] not in facts
    uses = [use for use in jk.show(person.subject).uses if use["event"].startswith("record:use")]
    assert any(str(made.number) in str(use) for use in uses)
    narrow = office.worker("h-not-comparing", "complaints")
    assert "등록된 정보와 비교" not in post(narrow, f"{path}/compare").text
