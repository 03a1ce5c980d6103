"""Section 11.2 in the office of the running homepage: every complaint gets a prompt and sufficient answer."""

from __future__ import annotations

import re

import pytest
from tests.employed import swept
from tests.office.conftest import Office, post
from tests.office.papers import arrived, text_of


@pytest.mark.by_hand
@pytest.mark.clause("11.2")
@pytest.mark.clause("5.5")
def test_a_complaint_is_listed_opened_answered_and_closed(office: Office) -> None:
    """Anybody complains on the page; the desk finds it with its deadline, opens it on purpose, answers; its person
    reads the answer and the trail says who."""
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
    assert re.search(r"\d+일 남음", listed)
    assert number in browser.get("/office").text
    assert (
        browser.get(f"/office/complaints?number={number.lower().replace('-', '')}").headers["location"].endswith(number)
    )
    path = f"/office/complaints/{number}"
    shown = browser.get(path).text
    assert "광고가 너무 많습니다" not in shown
    assert "광고가 너무 많습니다" in post(browser, f"{path}/open").text
    assert "확인 중" in browser.get(path).text
    assert post(browser, f"{path}/take", **{"from": ""}).status_code == 303
    assert post(browser, f"{path}/answer", answer=" ").status_code == 422
    assert post(browser, f"{path}/answer", answer="보내지 않도록 멈췄습니다").status_code == 303
    assert arrived(office, given["email"], f"/complaint/{number}")
    assert "보내지 않도록 멈췄습니다" in site.get(f"/complaint/{number}").text
    letter = text_of(browser.get(f"{path}/letter.pdf").content)
    assert "보내지 않도록 멈췄습니다" in letter
    assert office.jk.policy.file.officers.officer.email in letter
    assert "h-complaints" not in letter
    late = office.officer("h-complaints-officer")
    twice = post(late, f"{path}/answer", answer="다시")
    assert twice.status_code == 422
    assert "이 민원은 그사이 이미 처리되었습니다" in twice.text
    assert post(late, f"{path}/close").status_code == 303
    trail = late.get(path).text
    for step in ("접수", "확인", "답변", "종결"):
        assert f"<b>{step}</b>" in trail
    assert "가나다 h-complaints<" in trail.replace("\n", "") or "가나다 h-complaints</span>" in trail
    assert number in late.get("/office/complaints?which=closed").text
    assert number not in late.get("/office/complaints").text
    # What was answered rests for three years, and its person sees until when (5.5).
    swept(office.jk)
    mine = re.sub(r"<[^>]+>", " ", site.get("/my").text)
    assert re.search(r"불만·분쟁.{0,400}분리 보관 중", mine, re.S), mine
    assert late.get("/office/complaints/AAAAA-AAAAA").status_code == 404
    assert office.worker("h-complaints-not", "delivery").get(path).status_code == 403
