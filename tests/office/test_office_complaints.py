"""The complaints desk, reports of impersonation and notices, on the running site."""

from __future__ import annotations

import re

import pytest
from tests.office.conftest import Office, post
from tests.office.papers import text_of

from jikim.desk.impersonation import report_impersonation, suspicion_of


@pytest.mark.clause("11.2")
def test_a_complaint_is_listed_opened_answered_and_closed(office: Office) -> None:
    """Anybody complains on the page; the desk finds it with its deadline, opens it on purpose, answers; its person reads the answer and the trail says who."""
    person, given = office.member()
    site = office.signed_in(person)
    found = re.search(r'name="_csrf_token" value="([^"]+)"', site.get("/complaint").text)
    assert found is not None
    token = found[1]
    made = site.post(
        "/complaint",
        data={"_csrf_token": token, "name": "가나다", "email": given["email"], "text": "광고가 너무 많습니다"},
    )
    number = made.headers["location"].removeprefix("/complaint/").partition("?")[0]
    browser = office.worker("h-complaints", "complaints")
    listed = browser.get("/office/complaints").text
    assert number in listed
    assert "업무일" in listed
    assert number in browser.get("/office").text
    assert (
        browser.get(f"/office/complaints?number={number.lower().replace('-', '')}").headers["location"].endswith(number)
    )
    path = f"/office/complaints/{number}"
    shown = browser.get(path).text
    assert "광고가 너무 많습니다" not in shown
    assert "광고가 너무 많습니다" in post(browser, f"{path}/open").text
    assert "살펴보는 중" in browser.get(path).text
    assert post(browser, f"{path}/take", **{"from": ""}).status_code == 303
    assert post(browser, f"{path}/answer", answer=" ").status_code == 422
    assert post(browser, f"{path}/answer", answer="보내지 않도록 멈췄습니다").status_code == 303
    office.jk.mails()
    assert number in office.mails.text_at(given["email"])
    assert "보내지 않도록 멈췄습니다" in site.get(f"/complaint/{number}").text
    letter = text_of(browser.get(f"{path}/letter.pdf").content)
    assert "보내지 않도록 멈췄습니다" in letter
    assert "가나다 h-complaints" in letter
    late = office.officer("h-complaints-officer")
    twice = post(late, f"{path}/answer", answer="다시")
    assert twice.status_code == 422
    assert "그사이 다른 담당자가" in twice.text
    assert post(late, f"{path}/close").status_code == 303
    trail = late.get(path).text
    for step in ("접수", "살펴봄", "답변", "마침"):
        assert f"<b>{step}</b>" in trail
    assert "가나다 h-complaints<" in trail.replace("\n", "") or "가나다 h-complaints</span>" in trail
    assert number in late.get("/office/complaints?which=closed").text
    assert number not in late.get("/office/complaints").text
    assert late.get("/office/complaints/AAAAA-AAAAA").status_code == 404
    assert office.worker("h-complaints-not", "delivery").get(path).status_code == 403


@pytest.mark.clause("8.2")
def test_an_officer_releases_a_reported_account_or_ends_it(office: Office) -> None:
    """A reported account stands still; an officer releases one with a reason, and ends another whose misuse is confirmed; a handler does neither."""
    officer = office.officer("h-complaints-officer")
    kept, kept_given = office.member()
    lost, lost_given = office.member()
    for given in (kept_given, lost_given):
        office.jk.driver.run(report_impersonation(office.jk.house, "email", given["email"], actor=office.jk.actor))
    assert str(kept.subject) in officer.get("/office/impersonation").text
    assert "도용 신고" in officer.get("/office").text
    path = f"/office/impersonation/{kept.subject}"
    assert officer.get(path).status_code == 200
    handler = office.worker("h-complaints", "complaints")
    assert handler.get("/office/impersonation").status_code == 403
    assert post(handler, f"{path}/release", released="아는 사람입니다").status_code in (403, 422)
    assert post(officer, f"{path}/release", released=" ").status_code == 422
    assert post(officer, f"{path}/release", released="본인과 통화했습니다").status_code == 303
    assert office.jk.driver.run(suspicion_of(office.jk.house, kept.subject)) is None
    assert post(officer, f"{path}/release", released="또").status_code == 422
    assert officer.get(path).status_code == 404
    gone = f"/office/impersonation/{lost.subject}"
    assert post(officer, f"{gone}/end", confirmed="신고가 사실입니다").status_code == 422
    assert post(officer, f"{gone}/end", confirmed="신고가 사실입니다", sure="yes").status_code == 303
    assert not office.jk.show(lost.subject, actor=office.jk.handler("h-complaints-officer")).here


def test_a_notice_is_seen_before_it_is_posted_and_then_stays(office: Office) -> None:
    """Both languages are needed; the preview posts nothing; what is posted is on the board; a handler writes none."""
    officer = office.officer("h-complaints-officer")
    words = {
        "title_ko": "점검 안내",
        "title_en": "Maintenance",
        "body_ko": "하루\n\n이틀",
        "body_en": "One\n\nTwo",
        "kind": "important",
    }
    missing = post(officer, "/office/notices/new", **{**words, "body_en": ""})
    assert missing.status_code == 422
    assert "점검 안내" in missing.text
    seen = post(officer, "/office/notices/new", do="look", **words)
    assert "이렇게 올라갑니다" in seen.text
    assert "점검 안내" not in office.client().get("/notices").text
    posted = post(officer, "/office/notices/new", do="post", **words)
    assert posted.status_code == 303
    assert "점검 안내" in office.client().get(posted.headers["location"]).text
    assert "Maintenance" in officer.get("/en/office/notices").text
    handler = office.worker("h-complaints", "complaints")
    assert handler.get("/office/notices").status_code == 200
    assert handler.get("/office/notices/new").status_code == 403
    assert post(handler, "/office/notices/new", do="post", **words).status_code in (403, 422)
