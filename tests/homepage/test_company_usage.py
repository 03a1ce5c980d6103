"""A company's usage (5.2): its administrator is confirmed one by one and then sees every account of the company, of who has left too; nobody else does."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import httpx
import pytest
from tests.homepage.companies import account, firm
from tests.homepage.shop import Browser, Shop
from tests.homepage.test_staff_enquiries import deeds
from tests.homepage.test_staff_orders import clerk
from tests.homepage.test_tidying import tidied
from tests.homepage.test_usage import feed
from tests.office.conftest import Office, post
from tests.pressed import forged

import jikim
from jikim.reading.live_records import live_of

PAGE, DESK = "/my/company", "/office/shop/companies"
OFFICE = "/office/shop/company-usage"
DOCUMENT = {"proof": ("proof.txt", "관리자는 라마바입니다.".encode(), "text/plain")}


def used(rv: Shop, given: dict[str, Any], sessions: int) -> None:
    assert (
        feed(
            rv,
            [{"login_id": given["login_id"], "usage": {"sessions": sessions}}],
            f"company-{given['login_id']}-{sessions}",
        ).json()["taken"]
        == 1
    )


def asked(rv: Shop, browser: Browser, person: jikim.Person, company: dict[str, str]) -> jikim.Ref:
    """Asks on the page to be confirmed."""
    browser.get("/my/usage")  # which leads there
    page = browser.post(PAGE, {"do": "ask", "name": "라마바", **company}, files=DOCUMENT)
    assert "확인 중입니다" in page.text, page.text
    (found,) = rv.jk.do(live_of, person.subject, "company-administrator")
    return found.ref  # type: ignore[no-any-return]


def confirmed(desk: httpx.Client, ref: jikim.Ref) -> httpx.Response:
    """Reads it at the desk, and confirms what was read."""
    at = f"{DESK}/{ref.subject}/{ref.record}"
    read = post(desk, at, do="read", reason="관리자 확인").text
    assert "라마바" in read
    version = re.search(r'name="version" value="(\d+)"', read)
    assert version is not None, read
    how = {"document": "yes", "called": "yes", "reason": "재직증명서, 대표번호로 통화"}
    return post(desk, at, do="confirm", version=version[1], **how)


def shown(browser: Browser) -> str:
    return browser.post(PAGE, {"do": "show"}).text


@pytest.mark.by_hand
@pytest.mark.clause("5.2")
def test_a_confirmed_administrator_sees_every_account_and_who_has_left(rv: Shop, back: Office) -> None:
    """From the request to the file: confirmed by document and call, then each look stands on the colleague it is of, after they have left too."""
    company = firm()
    (boss, _), (colleague, theirs), (leaver, left) = (account(rv, company) for _ in range(3))
    _, foreign = account(rv, firm())
    for given, sessions in ((theirs, 31), (left, 32), (foreign, 33)):
        used(rv, given, sessions)
    with rv.browser(boss) as browser:
        ref = asked(rv, browser, boss, company)
        with forged():
            assert "sessions: 31" not in shown(browser)
        desk = clerk(back, "identification")
        assert "관리자로 확인했습니다" in confirmed(desk, ref).text
        page = shown(browser)
        assert "sessions: 31" in page
        assert "sessions: 32" in page
        assert "sessions: 33" not in page
        assert theirs["login_id"] in page
    assert [one["actor"] for one in deeds(rv, ref, "record:event:allowed")][-1].startswith("handler:")  # type: ignore[attr-defined]
    assert "system:usage-request" in {use["actor"] for use in rv.jk.show(colleague.subject).uses}
    with rv.browser(leaver) as browser:
        assert "/receipt/" in browser.post("/my/leave", {"password": left["password"]}).text
    rv.sweep()
    with rv.browser(boss) as browser:
        page = shown(browser)
        assert "sessions: 32" in page
        assert "탈퇴한 계정" in page
        assert left["login_id"] not in page
        file = browser.post(PAGE, {"do": "file"})
        rows = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))
        assert sorted(row["sessions"] for row in rows) == ["31", "32"]
        assert {row["account"] for row in rows} == {theirs["login_id"], "탈퇴한 계정"}
    rv.later(days=400)
    rv.sweep()
    with rv.browser(boss) as browser:
        assert "sessions: 32" not in shown(browser)


@pytest.mark.clause("5.2")
@pytest.mark.parametrize("lacking", ["document", "called", "reason"])
def test_without_document_call_and_reason_nobody_is_confirmed(rv: Shop, back: Office, lacking: str) -> None:
    """Each is asked for, and said what is missing; the company's usage stays shut."""
    company = firm()
    boss, _ = account(rv, company)
    _, theirs = account(rv, company)
    used(rv, theirs, 41)
    with rv.browser(boss) as browser:
        ref = asked(rv, browser, boss, company)
        how = {"document": "yes", "called": "yes", "reason": "재직증명서", "version": "1", lacking: ""}
        assert (
            post(clerk(back, "identification"), f"{DESK}/{ref.subject}/{ref.record}", do="confirm", **how).status_code
            == 422
        )
        assert "sessions: 41" not in shown(browser)


@pytest.mark.clause("5.2")
def test_a_correction_takes_the_confirmation_back(rv: Shop, back: Office) -> None:
    """Whoever is confirmed for one company and then writes another's number sees neither."""
    own, other = firm(), firm()
    boss, _ = account(rv, own)
    _, theirs = account(rv, other)
    used(rv, theirs, 51)
    with rv.browser(boss) as browser:
        ref = asked(rv, browser, boss, own)
        desk = clerk(back, "identification")
        confirmed(desk, ref)
        member = rv.jk.by(rv.jk.acting("member", str(boss.subject)))
        request = member.ask_correction(ref, ["business_no"])
        assert "sessions: 51" not in shown(browser)
        member.correct(request, {"business_no": other["business_no"]})
        assert "sessions: 51" not in shown(browser)
        stale = post(
            desk, f"{DESK}/{ref.subject}/{ref.record}", do="confirm", version="1", document="yes", called="yes", reason="예전에 확인"
        )  # fmt: skip
        assert stale.status_code == 422
        assert "sessions: 51" not in shown(browser)


@pytest.mark.clause("5.2")
def test_naming_a_company_in_an_order_shows_nobody(rv: Shop, back: Office) -> None:
    """Who only ordered under the number is no account of the company, and their own usage is not the company's."""
    company = firm()
    boss, _ = account(rv, company)
    outsider, theirs = account(rv, firm())
    used(rv, theirs, 61)
    rv.jk.collect(
        "order",
        {"name": "라마바", "phone": "010-0000-6161", "lines": "한 건", **company},
        channel="homepage",
        subject=outsider,
        old_enough=True,
    )
    with rv.browser(boss) as browser:
        confirmed(clerk(back, "identification"), asked(rv, browser, boss, company))
        assert "sessions: 61" not in shown(browser)


@pytest.mark.clause("5.2")
def test_who_is_ended_or_gives_it_up_sees_no_more(rv: Shop, back: Office) -> None:
    """By the desk's hand or by their own: from then on the company's usage is shut, and another request may be made."""
    company = firm()
    boss, _ = account(rv, company)
    _, theirs = account(rv, company)
    used(rv, theirs, 71)
    desk = clerk(back, "identification")
    with rv.browser(boss) as browser:
        ref = asked(rv, browser, boss, company)
        confirmed(desk, ref)
        assert "sessions: 71" in shown(browser)
        ended = post(desk, f"{DESK}/{ref.subject}/{ref.record}", do="end", reason="회사의 요청")
        assert "해제했습니다" in ended.text
        assert "sessions: 71" not in shown(browser)
        confirmed(desk, asked(rv, browser, boss, company))
        assert "sessions: 71" in shown(browser)
        browser.post(PAGE, {"do": "resign"})
        assert "sessions: 71" not in shown(browser)


@pytest.mark.clause("5.2")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_a_colleague_is_told_at_joining(rv: Shop, en: bool) -> None:
    """The form of a corporate member says that a confirmed administrator sees the usage, and so does the policy."""
    said = "An administrator whom the company confirmed" if en else "회사가 확인해 준 관리자는"
    with rv.browser(en=en) as browser:
        assert said in browser.get("/join?kind=corporate").text
        assert said not in browser.get("/join?kind=member").text


@pytest.mark.clause("10.6")
def test_who_is_no_corporate_member_or_has_no_grant_gets_nothing(rv: Shop, back: Office) -> None:
    """A member is led to their own usage, nobody to the sign-in, and a handler without the grant is refused list and act."""
    member, _ = rv.web.member()
    with rv.browser(member) as browser, rv.browser() as nobody:
        assert browser.client.get(PAGE).headers["location"] == "/my/usage"
        assert "/sign-in" in nobody.client.get(PAGE).headers["location"]
    company = firm()
    boss, _ = account(rv, company)
    with rv.browser(boss) as browser:
        ref = asked(rv, browser, boss, company)
    other = clerk(back, "delivery")
    assert other.get(DESK).status_code == 403
    at = f"{DESK}/{ref.subject}/{ref.record}"
    assert post(other, at, do="confirm", version="1", document="yes", called="yes", reason="확인").status_code == 403


@pytest.mark.clause("5.2")
def test_the_office_gives_a_company_its_usage_as_one_list(rv: Shop, back: Office) -> None:
    """Asked for by letter: one number and one reason give every account's rows, of who has left too, on screen and as a
    file; each account knows of the look, and nothing of another company is in it."""
    company, foreign = firm(), firm()
    (one, ones), (leaver, left), (_, others) = account(rv, company), account(rv, company), account(rv, foreign)
    for given, sessions in ((ones, 81), (left, 82), (others, 83)):
        used(rv, given, sessions)
    rv.jk.by(rv.jk.acting("member", str(leaver.subject))).leave(leaver.subject)
    rv.sweep()
    desk = clerk(back, "identification", "content", "corporate-request")
    why = {"business_no": company["business_no"], "reason": "공문 가상-12, 대표번호로 회신"}
    assert post(desk, OFFICE, do="show", business_no=company["business_no"], reason="").status_code == 422
    page = post(desk, OFFICE, do="show", **why).text
    assert all(f"sessions: {n}" in page for n in (81, 82))
    assert "sessions: 83" not in page
    assert "탈퇴한 계정" in page
    file = post(desk, OFFICE, do="file", **why)
    rows = list(csv.DictReader(io.StringIO(file.text.lstrip("\ufeff"))))
    assert sorted(row["sessions"] for row in rows) == ["81", "82"]
    uses = rv.jk.show(one.subject).uses
    assert [use["actor"] for use in uses if use["event"] == "record:use:allowed"][-1] == "handler"
    consulted = [use for use in rv.jk.show(leaver.subject).uses if use["event"] == "archive:consult:allowed"]
    assert (consulted[-1]["reason"], consulted[-1]["purpose"]) == (why["reason"], "corporate-request")


@pytest.mark.clause("10.6")
@pytest.mark.parametrize(
    "grants",
    [("content",), ("identification",), ("identification", "content"), ("identification", "corporate-request")],
)
def test_without_each_grant_no_list_of_a_company_is_given(rv: Shop, back: Office, grants: tuple[str, ...]) -> None:
    """To know the account, to read the usage, to open what rests: who lacks one of the three gets no row, and is told so,
    not that there is none."""
    company = firm()
    _, ones = account(rv, company)
    used(rv, ones, 91)
    answer = post(clerk(back, *grants), OFFICE, do="show", business_no=company["business_no"], reason="공문 가상-13")
    assert "sessions: 91" not in answer.text
    assert "보관 중인 이용 기록이 없습니다" not in answer.text


@pytest.mark.clause("5.2")
def test_who_asked_in_vain_is_told_that_the_request_came_to_its_end(rv: Shop, back: Office) -> None:
    """Nobody decides for a month: the request ends by itself, its person gets one letter, and who was confirmed or gave
    it up gets none. The desk says by when it is to be decided."""
    company = firm()
    (vain, given), (sure, other), (gone, third) = (account(rv, company) for _ in range(3))
    desk = clerk(back, "identification")
    for person in (vain, sure, gone):
        with rv.browser(person) as browser:
            ref = asked(rv, browser, person, company)
            if person is sure:
                assert "확인 기한" in desk.get(f"{DESK}/{ref.subject}/{ref.record}").text
                confirmed(desk, ref)
            if person is gone:
                browser.post(PAGE, {"do": "resign"})
    rv.later(days=40)
    for _ in range(2):
        rv.sweep()
        tidied(rv)
    rv.jk.mails()
    letters = [str(mail["to"]) for mail in rv.web.mails.mails if "처리되지 않고" in str(mail["subject"])]
    assert letters.count(given["email"]) == 1
    assert {other["email"], third["email"]}.isdisjoint(letters)
