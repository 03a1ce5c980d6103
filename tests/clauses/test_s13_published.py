"""A revision published end to end while a server runs: the office judges it, a second
officer approves it, mails go out, members answer, and at its minute it is served."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from tests.conftest import START
from tests.employed import employ, lasting
from tests.office.conftest import Office, post
from tests.publishing.revision import revised
from tests.web.running import running

from jikim.app.publishing import proceed
from jikim.policy.model import PolicyFile

SEOUL = ZoneInfo("Asia/Seoul")
TODAY = date(2013, 2, 5)
DAY = TODAY + timedelta(days=30)


@pytest.fixture(scope="module")
def site(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A site of its own on a demo clock, since its policy changes."""
    with running(homepage, tmp_path_factory.mktemp("published"), demo_start=START) as one:
        office = Office(**vars(one))
        yield office


def begun(officer: httpx.Client, text: str) -> str:
    """A proposal that an officer begins with a file."""
    mark = re.findall(r'name="once" value="([0-9a-f]{32})"', officer.get("/office/policy").text)[0]
    files = {"file": ("policy.yaml", text.encode())}
    return str(post(officer, "/office/policy/proposals", once=mark, files=files).headers["location"])


def step(officer: httpx.Client, way: str, do: str) -> httpx.Response:
    """A step of a proposal as it is now."""
    seen = re.findall(r'name="seen" value="(\d+)"', officer.get(way).text)[0]
    return post(officer, f"{way}/step", seen=seen, do=do, words="새 제휴사")


def announced(officer: httpx.Client, second: httpx.Client, way: str) -> httpx.Response:
    """What is answered where it is proposed by one, approved by the other and announced."""
    step(officer, way, "proposed")
    step(second, way, "approved")
    return step(officer, way, "announce")


def reply(browser: httpx.Client, question: str, do: str) -> httpx.Response:
    """An answer on a member's page of consents."""
    token = browser.cookies["jikim_csrf"]
    return browser.post("/my/consents/answer", data={"_csrf_token": token, "question": question, "do": do})


@pytest.mark.by_hand
@pytest.mark.clause("13.1")
@pytest.mark.clause("13.2")
@pytest.mark.clause("13.3")
@pytest.mark.clause("3.7")
def test_a_revision_is_published_while_the_server_runs(site: Office) -> None:
    """Refused at 29 days and accepted at 30; its notice stands, mails are out, one member answers; at the minute the
    new version is served."""
    for name in ("hangyeol", "seojun"):
        employ(site.jk, name, "officer")
        lasting(site.jk, name)
    officer, second = site.browser("hangyeol"), site.browser("seojun")
    (answering, given), (silent, quiet) = site.member(company="가상상사"), site.member()
    # The account before: what changes, the earliest day, of how many people a consent is asked, what loses its basis.
    short = begun(officer, revised(TODAY, DAY - timedelta(days=1)))
    page = officer.get(short).text
    for said in ("29일", "2013년 3월 7일", "제휴 소식", "2명", "가상메일", "배송 요청"):
        assert said in page, said
    refused = announced(officer, second, short)
    assert (refused.status_code, "2013-03-07 이후" in refused.text) == (422, True)
    assert site.jk.publications() == []
    # A day of announcement that is past is said before anything is announced, in the officer's words.
    past = announced(officer, second, begun(officer, revised(TODAY - timedelta(days=1), DAY + timedelta(days=9))))
    assert past.status_code == 422
    assert "공고일이 지난 날짜입니다" in past.text
    assert site.jk.publications() == []
    way = begun(officer, revised(TODAY, DAY))
    # One officer alone announces nothing: neither by an older address nor by their own approval.
    assert officer.get("/office/policy/revision").status_code == 404
    assert (announced(officer, officer, way).status_code, site.jk.publications()) == (422, [])
    done = step(second, way, "approved")
    assert done.status_code == 303
    done = step(officer, way, "announce")
    assert (done.status_code, done.headers["location"]) == (303, "/office/policy/1")
    # The notice stands, with what changes in both languages, and leads to the comparison; the policy says what comes.
    with site.client() as anyone:
        for path, words in (
            ("/notices/1", ("가상메일", "제휴 소식", "6개월 → 1년", "/policy/compare?from=1&amp;to=2")),
            ("/en/notices/1", ("Imaginary Mail", "News of our partners", "6 months → 1 year")),
            ("/policy", ("/policy/compare?from=1&amp;to=2",)),
            ("/policy/compare?from=1&to=2", ("가상메일", "6개월", "1년", "중요", "더 오래 보관합니다")),
            ("/en/policy/compare?from=1&to=2", ("Imaginary Mail", "data is kept for longer")),
            ("/policy/versions", ("2013년 3월 7일", "시행 예정")),
            ("/policy/2013-03-07", ("아직 시행 전인 버전입니다", "가상메일")),
        ):
            page = anyone.get(path)
            assert page.status_code == 200, path
            assert all(word in page.text for word in words), (path, [word for word in words if word not in page.text])
        assert anyone.get("/policy/compare?from=1&to=9").status_code == 404
    # Mails are out.
    assert proceed(site.jk)["mails"] == 2
    assert site.jk.mails().sent == 2
    for one in (given, quiet):
        assert "2013년 3월 7일" in str(site.mails.to(str(one["email"]))["subject"])
        letter = site.mails.text(str(one["email"]))
        assert "/notices/1" in letter
        assert "제휴 소식" in letter
    # Asked before the day, on the page of the consents; one answers, the other does not.
    browser = site.signed_in(answering)
    assert "처리방침 개정에 따라 동의를 요청드립니다" in browser.get("/my").text
    shown = browser.get("/my/consents").text
    assert "개정 처리방침에 대한 동의 요청" in shown
    question = shown.partition('name="question" value="')[2].partition('"')[0]
    assert reply(browser, "2/999", "give").status_code == 422
    answered = reply(browser, question, "give")
    assert answered.status_code == 200
    assert "동의한다고 답하셨습니다" in answered.text
    # Its minute: the running server serves it, and the old one stays readable.
    site.jk.move_clock(datetime(2013, 3, 6, 23, 59, 59, tzinfo=SEOUL))
    with site.client() as anyone:
        assert "가상메일" not in anyone.get("/policy").text
        site.jk.move_clock(datetime(2013, 3, 7, tzinfo=SEOUL))
        assert "가상메일" in anyone.get("/policy").text
        past = anyone.get("/policy/2013-02-05")
        assert "이전 버전입니다" in past.text
        assert "가상메일" not in past.text.partition("<article")[2]
        assert "이전 버전" in anyone.get("/policy/versions").text
    proceed(site.jk)
    swept = site.jk.sweep()
    assert swept.certificate is not None
    # Who answered is served by the new version; the silent one by the older, and is still asked.
    own = site.signed_in(silent)
    assert "개정 처리방침에 대한 동의 요청" in own.get("/my/consents").text
    assert "제휴 소식" in browser.get("/my/consents").text
    assert "개정 처리방침에 대한 동의 요청" not in browser.get("/my/consents").text
    assert "가상상사" not in browser.get("/my").text
    receipt = officer.get("/office/policy/1")
    assert receipt.status_code == 200
    for said in ("응답이 없어 이전 버전이 적용되는 사람 1명", "동의 1명, 거부 0명"):
        assert said in receipt.text, said
    assert officer.get("/office/policy/1/policy.yaml").text == revised(TODAY, DAY)
    late = post(officer, "/office/policy/1/withdraw", reason="늦었습니다")
    assert late.status_code == 422
    assert officer.get("/office/policy/9").status_code == 404
    assert Path(site.settings.directory).exists()
