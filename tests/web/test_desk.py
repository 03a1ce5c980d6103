"""The desk's pages: requests, in both languages, and what they do."""

from __future__ import annotations

import pytest
from tests.web.desk_forms import post, signed_in
from tests.web.running import Running

import jikim
from jikim.desk.requests import requests_of


@pytest.mark.parametrize("path", [
    "/my/requests", "/my/requests/new", "/my/requests/new?kind=access", "/my/requests/new?kind=correct", "/my/requests/new?kind=delete",
    "/my/requests/new?kind=withdraw", "/my/requests/new?kind=suspend", "/my/requests/new?kind=portability", "/my/guardian", "/complaint",
    "/notices", "/guest", "/report-impersonation",
])  # fmt: skip
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_opens_in_both_languages(web: Running, path: str, language: str) -> None:
    """Each page of the desk answers in Korean and in English."""
    person, _ = web.member()
    with signed_in(web, person) as client:
        answer = client.get(language + path)
        assert answer.status_code == 200, answer.text


@pytest.mark.clause("7.1")
def test_access_is_answered_at_once(web: Running) -> None:
    """Who has proved who they are is answered by the page itself, and finds the answer and its history on record."""
    person, _ = web.member()
    with signed_in(web, person) as client:
        answer = post(client, "/my/requests/new?kind=access", kind="access")
        assert answer.status_code == 303
        shown = client.get(answer.headers["location"]).text
        assert "답변 완료" in shown
        assert "/my/download" in shown
    [made] = web.jk.driver.run(requests_of(web.jk.house, person.subject))
    assert (made.kind, made.state, made.by) == ("access", "answered", "page")


@pytest.mark.clause("7.1")
def test_what_is_written_beside_a_request_for_access_waits_for_a_person(web: Running) -> None:
    """The page does not answer for somebody who has to read it: the request is open until a handler has answered."""
    person, _ = web.member()
    with signed_in(web, person) as client:
        page = "/my/requests/new?kind=access"
        assert post(client, page, kind="access", text="지난해의 이용 이력도 보고 싶습니다").status_code == 303
    [made] = web.jk.driver.run(requests_of(web.jk.house, person.subject))
    assert (made.kind, made.state) == ("access", "open")
    assert made.wording is not None


@pytest.mark.clause("7.2")
def test_a_page_of_requests_asks_who_one_is(web: Running) -> None:
    """Nobody sees or files a request without having proved who they are a moment ago."""
    with web.client() as client:
        for path in ("/my/requests", "/my/requests/new", "/my/guardian"):
            answer = client.get(path)
            assert answer.status_code == 303
            assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.clause("7.4a")
def test_a_correction_freezes_and_taking_it_back_thaws(web: Running) -> None:
    """From the page's request on the record is refused to every use, with the request's number; taken back, it may be
    used again."""
    jk = web.jk
    person, given = web.member()
    [card] = jk.show(person.subject).cards
    with signed_in(web, person) as client:
        wrong = post(client, "/my/requests/new?kind=correct", kind="correct", text="이름이 다릅니다")
        assert wrong.status_code == 422
        assert "이름이 다릅니다" in wrong.text
        answer = post(
            client, "/my/requests/new?kind=correct", kind="correct", record=str(card.ref.record), text="이름이 다릅니다"
        )
        assert answer.status_code == 303, answer.text
        where = answer.headers["location"]
        number = where.rpartition("/")[2]
        with pytest.raises(jikim.DeniedError, match=number):
            jk.use(card.ref, purpose="member-services")
        assert "이용하거나 제공하지 않습니다" in client.get(where).text
        assert post(client, where, f"{where}/cancel").status_code == 303
        assert jk.use(card.ref, purpose="member-services")["name"] == given["name"]
        assert "취소" in client.get(where).text
        # What was written for it is over.
        assert [one.ref.kind for one in jk.show(person.subject).cards if one.state == "live"] == ["membership"]


def test_a_number_in_a_text_is_refused_and_nothing_kept(web: Running) -> None:
    """A resident registration number in what somebody writes keeps the request out, and the text stays in the field."""
    person, _ = web.member()
    [card] = web.jk.show(person.subject).cards
    with signed_in(web, person) as client:
        answer = post(
            client,
            "/my/requests/new?kind=correct",
            kind="correct",
            record=str(card.ref.record),
            text="주민번호 900101-1234568",
        )
        assert answer.status_code == 422
    assert web.jk.driver.run(requests_of(web.jk.house, person.subject)) == []
    assert len(web.jk.show(person.subject).cards) == 1


@pytest.mark.clause("7.5")
def test_a_deletion_says_before_and_after(web: Running) -> None:
    """What can be deleted is told with what goes; what was chosen goes, its receipt stays, in the language of who reads
    it, and the membership stands."""
    jk, today = web.jk, web.jk.house.today()
    person, given = web.member()
    asked = jk.collect(
        "enquiry",
        {"name": "가나다", "email": given["email"], "subject": "문의", "text": "묻습니다"},
        channel="board",
        subject=person,
        old_enough=True,
    ).ref
    with signed_in(web, person) as client:
        before = client.get("/my/requests/new?kind=delete").text
        assert "바로 파기" in before
        assert "회원탈퇴" in before
        # Two of a kind are told apart by their days: the one that may go, and the membership that may not.
        assert before.count(f"{today.year}년 {today.month}월 {today.day}일") == 2
        answer = post(client, "/my/requests/new?kind=delete", kind="delete", records=str(asked.record))
        assert answer.status_code == 303, answer.text
        assert "삭제했습니다" in client.get(answer.headers["location"]).text
        english = client.get("/en" + answer.headers["location"]).text
        assert "deleted." in english
        assert "삭제했습니다" not in english
    with pytest.raises(jikim.DeniedError):
        jk.use(asked, purpose="support", reason="look", items=["text"])
    assert [one.ref.kind for one in jk.show(person.subject).cards if one.state == "live"] == ["membership"]


def test_a_right_that_is_not_promised_says_what_there_is(web: Running) -> None:
    """Suspension is no right of this policy: the page names the promise, the officer and what can be done instead, and
    files nothing."""
    person, _ = web.member()
    with signed_in(web, person) as client:
        shown = client.get("/en/my/requests/new?kind=suspend").text
        assert "does not name a right" in shown
        assert "support.kr@rsupport.com" in shown
        answer = post(client, "/my/requests/new?kind=correct", "/my/requests/new", kind="suspend", text="멈춰 주세요")
        assert answer.status_code == 422
        assert "처리방침 7.1" in answer.text
    assert web.jk.driver.run(requests_of(web.jk.house, person.subject)) == []


@pytest.mark.clause("7.1")
def test_nobody_sees_anothers_request(web: Running) -> None:
    """A request's number opens nothing to whom it is not."""
    one, _ = web.member()
    other, _ = web.member()
    with signed_in(web, one) as client:
        where = post(client, "/my/requests/new?kind=access", kind="access").headers["location"]
    with signed_in(web, other) as client:
        assert client.get(where).status_code == 404
