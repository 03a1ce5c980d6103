"""Section 7.3 in the office of the running homepage: what came by letter, phone or e-mail is filed, its person
recognised, its deadline minded."""

from __future__ import annotations

import re

import pytest
from tests.clauses.conftest import Outside
from tests.employed import ledger_of
from tests.entering import typed
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked, later, mine
from tests.office.papers import arrived, text_of

import jikim


@pytest.mark.by_hand
@pytest.mark.clause("1.3")
@pytest.mark.clause("7.4a")
@pytest.mark.clause("7.3")
def test_a_letter_is_filed_confirmed_corrected_and_told(office: Office) -> None:
    """A handler finds the person by an exact value, files their letter, records how they were recognised, types what is
    right, and the letter is a PDF."""
    person, given = office.member(name="가나다")
    browser = office.worker("h-desk", "complaints", "member-services")
    form = {
        "item": "email",
        "value": given["email"],
        "kind": "correct",
        "way": "letter",
        "name": "가나다",
        "email": given["email"],
        "text": "이름이 틀렸습니다",
    }
    found = post(browser, "/office/requests/new", do="find", **form)
    assert found.status_code == 200
    assert str(person.subject) in found.text
    assert given["email"] not in re.sub(r'value="[^"]*"', "", found.text)
    record = re.search(r'name="record" value="([^"]+)"', found.text)
    assert record is not None
    refused = post(browser, "/office/requests/new", do="file", person=str(person.subject), **form)
    assert refused.status_code == 422
    assert "정정할 기록을 선택해 주세요" in refused.text
    whole = {**form, "do": "file", "person": str(person.subject), "record": record[1]}
    # A letter lies somewhere, or its scan is there (1.3).
    nowhere = post(browser, "/office/requests/new", **whole)
    assert nowhere.status_code == 422
    assert "종이 보관 위치를 입력해 주세요" in nowhere.text
    made = post(browser, "/office/requests/new", **whole, cabinet="가", shelf="7-서신")
    assert made.status_code == 303, made.text
    assert "7-서신" in browser.get("/office/cabinet").text
    path = made.headers["location"]
    page = browser.get(path).text
    assert "미확인" in page
    assert "이름이 틀렸습니다" not in page
    ref = next(
        card.ref for card in office.jk.by(mine(person)).show(person.subject).cards if card.ref.kind == "membership"
    )
    # A call freezes as a page does, from its filing (7.4a).
    with pytest.raises(jikim.DeniedError):
        office.jk.use(ref, purpose="member-services")
    assert "이름이 틀렸습니다" in post(browser, f"{path}/open").text
    assert post(browser, f"{path}/confirm", seen="1", proof="").status_code == 422
    assert 'name="items" value="email"' in browser.get(path).text
    assert post(browser, f"{path}/confirm", seen="1", proof="call-back", items=["name", "email"]).status_code == 303
    page = browser.get(path).text
    assert "등록된 번호로 전화 확인" in page
    assert "이 기록은 이용 정지 중입니다" in page
    assert re.findall(r'name="v\.([a-z_]+)"', page) == ["name", "email"]
    with pytest.raises(jikim.DeniedError):
        office.jk.use(ref, purpose="member-services")
    wrong = post(browser, f"{path}/correct", seen="2", **{"v.email": "no address"})
    assert wrong.status_code == 422
    assert "no address" in wrong.text
    assert post(browser, f"{path}/correct", seen="2", **{"v.name": "라마바", "v.email": ""}).status_code == 303
    assert office.jk.use(ref, purpose="member-services")["name"] == "라마바"
    page = browser.get(path).text
    assert "정정했습니다" in page
    letter = browser.get(f"{path}/letter.pdf")
    assert letter.headers["content-type"] == "application/pdf"
    words = text_of(letter.content)
    assert "요청 처리 완료 안내" in words
    # A contact, and nothing of the office's own.
    assert office.jk.policy.file.officers.officer.email in words
    assert "h-desk" not in words
    assert "목적" in words
    office.jk.sequence()
    events = [str(use["event"]) for use in ledger_of(office.jk, person.subject) if "h-desk" in str(use["actor"])]
    assert {"request:file:allowed", "request:confirm:allowed", "record:correct:allowed", "request:do:allowed"} <= set(
        events
    )
    member = office.signed_in(person).get(path.replace(f"/office/requests/{person.subject}", "/my/requests"))
    assert "정정했습니다" in member.text


@pytest.mark.clause("7.3")
def test_somebody_whom_nothing_finds_is_filed_as_a_guest_with_the_scan(office: Office) -> None:
    """A letter of somebody of whom nothing is held is filed with its scan, after the question of age; the scan waits in
    quarantine."""
    browser = office.officer("h-desk-officer")
    form = {
        "item": "email",
        "value": "stranger@example.com",
        "kind": "access",
        "way": "letter",
        "name": "다라마",
        "email": "stranger@example.com",
        "person": "guest",
    }
    young = post(browser, "/office/requests/new", do="file", **form)
    assert young.status_code == 422
    made = post(
        browser,
        "/office/requests/new",
        do="file",
        age="yes",
        **form,
        files={"files": ("scan.txt", b"a letter", "text/plain")},
    )
    assert made.status_code == 303, made.text
    path = made.headers["location"]
    assert post(browser, f"{path}/data.pdf").status_code == 404
    # Nobody could scan it here: it is there, and opened by nobody before a scanner has seen it.
    opened = post(browser, f"{path}/open").text
    assert "scan.txt" in opened
    assert "바이러스 검사 대기 중" in opened
    assert post(browser, f"{path}/confirm", proof="document").status_code == 303
    data = post(browser, f"{path}/data.pdf")
    assert data.content.startswith(b"%PDF")
    words = text_of(data.content)
    assert office.jk.policy.file.officers.officer.email in words
    assert "h-desk-officer" not in words
    assert post(browser, f"{path}/do", did="열람 자료를 보내 드립니다", handed="registered-post").status_code == 303
    assert arrived(office, "stranger@example.com", "열람 자료를 보내 드립니다")


@pytest.mark.clause("7.3")
def test_the_list_says_what_is_late_and_what_is_soon(office: Office) -> None:
    """The most pressing first, with the days that are left; the morning page has it; a handler without a fitting grant sees
    none of it."""
    person, _ = office.member()
    browser = office.officer("h-desk-officer")
    path = asked(office, person, "access")
    page = browser.get("/office/requests?kind=access").text
    assert path in page
    assert "10일 남음" in page
    assert path in browser.get("/office").text
    assert path not in browser.get("/office/requests?kind=delete").text
    assert post(browser, f"{path}/answer", text="제공해 드렸습니다").status_code == 303
    assert path not in browser.get("/office/requests?kind=access").text
    assert path in browser.get("/office/requests?whose=settled").text
    other = office.worker("h-desk-else", "delivery")
    assert other.get("/office/requests").status_code == 403
    assert browser.get(f"{path[:-4]}0000").status_code == 404


def collected(jk: jikim.Jikim, person: jikim.Person, outside: Outside) -> jikim.Ref:
    """An order whose debt is with the collector since long."""
    given = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
    order = jk.collect("order", given, channel="homepage", subject=person, old_enough=True).ref
    jk.entrust(order, to="kis", purpose="debt-collection", items=["name", "phone"])
    jk.deliver(outside.endpoints("kis"))
    return order


@pytest.mark.by_hand
@pytest.mark.clause("7.4b")
def test_the_desk_shows_who_is_told_of_a_correction_with_tries_and_receipts(office: Office, outside: Outside) -> None:
    """Who had the wrong phone number is told the right one; what does not arrive is tried again, and the receipt ends
    it, all on the request's page."""
    jk = office.jk
    person, _ = office.member()
    officer = office.officer("h-desk-officer")
    order = collected(jk, person, outside)
    own = office.signed_in(person)
    form = {"do": "ask", "items": ["phone"]}
    assert typed(own, f"/my/record/{order.record}/correct", **form).status_code in (200, 303)
    found = re.search(rf"/office/requests/{person.subject}/[0-9a-f-]{{36}}", officer.get("/office/requests").text)
    assert found is not None
    path = found[0]
    outside.answer("kis", 503)
    page = officer.get(path).text
    assert 'name="v.phone"' in page
    assert 'name="v.name"' not in page
    assert post(officer, f"{path}/correct", **{"v.phone": "02-555-0199"}).status_code == 303
    page = officer.get(path).text
    assert "잘못된 값을 제공받은 곳에 통지" in page
    assert "1곳에 정정 내용을 통지합니다" in page
    assert "전송 대기" in page
    jk.deliver(outside.endpoints("kis"))
    assert "다음 " in officer.get(path).text.split("잘못된 값을 제공받은 곳에 통지")[1]
    outside.answer("kis", 200, receipt="R-7")
    with later(office, minutes=2):
        jk.deliver(outside.endpoints("kis"))
    page = officer.get(path).text.split("잘못된 값을 제공받은 곳에 통지")[1]
    assert "수신 확인" in page
    assert "R-7" in page


@pytest.mark.by_hand
@pytest.mark.clause("1.2")
def test_a_child_found_later_is_ended_at_the_desk_as_its_guardian_asks(office: Office) -> None:
    """A guardian's letter is filed, the guardian recognised, and the child's membership ended; nobody signs in by it
    any more, and the proof counts no guardian who waits."""
    child, given = office.member(name="아이이름")
    officer = office.officer("h-desk-officer")
    letter = {"name": "부모이름", "email": given["email"], "text": "아이가 열세 살입니다. 지워 주세요"}
    form = {
        "item": "email",
        "value": given["email"],
        "kind": "withdraw",
        "way": "letter",
        "cabinet": "A",
        "shelf": "1",
        **letter,
    }
    assert str(child.subject) in post(officer, "/office/requests/new", do="find", **form).text
    made = post(officer, "/office/requests/new", do="file", person=str(child.subject), **form)
    assert made.status_code == 303, made.text
    path = made.headers["location"]
    assert post(officer, f"{path}/confirm", seen="1", proof="document").status_code == 303
    assert "탈퇴" in officer.get(path).text
    assert post(officer, f"{path}/leave", sure="yes").status_code == 303
    came = typed(office.client(), "/sign-in", name=given["login_id"], password=given["password"])
    assert came.status_code == 422
    assert "아이이름" not in officer.get(f"/office/people/{child.subject}").text
