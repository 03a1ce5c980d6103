"""A report of impersonation to its end: what who reported, the account's holder and the impostor learn, and what not."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from tests.entering import typed
from tests.office.conftest import Office, post
from tests.waiting import eventually

from jikim.mail.sending import MailError
from jikim.web.desk import reaching

WORDS = "신고인 가나다 씨와 통화한 내용입니다"


def reported(office: Office, email: str, language: str = "") -> str:
    """Somebody finds their own address on an account that is not theirs, and shows that it is theirs. Answers the number
    that the page gives them."""
    with office.client() as client:
        asked = typed(client, f"{language}/report-impersonation", address=email).text
        sealed, token = (re.search(rf'name="{name}" value="([^"]+)"', asked) for name in ("sealed", "_csrf_token"))
        assert sealed is not None
        assert token is not None
        said = {"_csrf_token": token[1], "sealed": sealed[1], "code": office.mails.code(email)}
        found = re.search(
            r"<b>([A-Z0-9-]{6,})</b>", client.post(f"{language}/report-impersonation/code", data=said).text
        )
        assert found is not None
        return found[1]


def letters(office: Office, email: str, subject: str) -> list[str]:
    """The letters to an address under a subject, once one has arrived."""

    def there() -> list[str]:
        return [
            str(one.get_body(("plain",)).get_content())  # type: ignore[union-attr]
            for one in office.mails.mails
            if email in str(one["to"]) and subject in str(one["subject"])
        ]

    return eventually(there, subject)


def enters(office: Office, given: dict[str, Any]) -> httpx.Response:
    """What somebody who has the account's password is answered at its sign-in."""
    with office.client(follow_redirects=True) as client:
        return typed(client, "/sign-in", name=given["login_id"], password=given["password"])


@pytest.mark.clause("8.2")
def test_who_reported_and_the_holder_learn_that_the_account_is_restored(office: Office) -> None:
    """A number on the page and by letter, then the outcome; the holder reads why they can't come in and how to object, and
    comes in again. Nobody reads the officer's words, or who the other is."""
    officer, (_, given) = office.officer("h-outcomes"), office.member()
    number = reported(office, given["email"])
    (received,) = letters(office, given["email"], "도용 신고가 접수되었습니다")
    assert number in received
    shut = enters(office, given)
    assert "신고가 접수되어" in shut.text
    assert 'href="/complaint"' in shut.text
    assert given["email"] not in shut.text
    path = f"/office/impersonation/{number}"
    assert post(officer, f"{path}/release", released=WORDS).status_code == 303
    (outcome,) = letters(office, given["email"], f"도용 신고 {number}: 도용으로 보지 않아 계정의 정지를 해제했습니다")
    assert "확인을 마쳤습니다" in outcome
    office.jk.mails()
    (restored,) = [one for one in letters(office, given["email"], "계정의 정지를 해제했습니다") if one != outcome]
    assert "다시 로그인하실 수 있습니다" in restored
    for said in (received, outcome, restored, shut.text):
        assert WORDS not in said
        assert given["login_id"] not in said
        assert given["name"] not in said
    assert "/stopped" not in str(enters(office, given).url)
    assert number not in officer.get("/office/impersonation-outcomes").text


@pytest.mark.clause("8.2")
def test_who_reported_learns_that_the_account_is_closed_and_the_impostor_no_more(office: Office) -> None:
    """In the language in which they reported; whoever has the account's password is told what anybody is."""
    officer, (_, given) = office.officer("h-outcomes"), office.member()
    number = reported(office, given["email"], "/en")
    assert "도용으로 확인되면 회원 자격을 종료합니다" in enters(office, given).text
    done = post(officer, f"/office/impersonation/{number}/end", confirmed=WORDS, sure="yes")
    assert done.status_code == 303
    (outcome,) = letters(office, given["email"], f"Impersonation report {number}: impersonation was confirmed")
    assert "the account was closed" in outcome
    assert given["name"] not in outcome
    assert WORDS not in outcome
    shut = enters(office, given).text
    assert "일치하지 않습니다" in shut
    assert number not in shut


@pytest.mark.clause("8.2")
def test_an_outcome_that_could_not_be_sent_waits_for_the_officer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands on an officer's list with the address, alone; a handler reads neither; once it is recorded as told it
    waits no more."""

    async def away(*_: object) -> None:
        raise MailError("no server", hint="", ko=("서버 없음", ""))

    officer, handler = office.officer("h-outcomes"), office.worker("h-no-outcomes", "complaints")
    _, given = office.member()
    number = reported(office, given["email"])
    letters(office, given["email"], "도용 신고가 접수되었습니다")
    with monkeypatch.context() as patched:
        patched.setattr(reaching, "send", away)
        assert post(officer, f"/office/impersonation/{number}/release", released=WORDS).status_code == 303
    rows = officer.get("/office/impersonation-outcomes").text
    way = re.search(rf'href="(/office/impersonation-outcomes/[^"]+)"[^>]*>[^<]*{number}', rows)
    assert way is not None, rows
    assert given["email"] in officer.get(way[1]).text
    assert handler.get("/office/impersonation-outcomes").status_code == 403
    assert handler.get(way[1]).status_code == 403
    assert number not in handler.get("/office").text
    seen = re.search(r'name="seen" value="([^"]+)"', officer.get(way[1]).text)
    assert seen is not None
    done = post(officer, f"{way[1]}/told", address=given["email"], seen=seen[1])
    assert done.status_code == 303
    assert number not in officer.get("/office/impersonation-outcomes").text
