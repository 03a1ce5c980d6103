"""Section 8 at the homepage: what an account asks of its person, and what it does for them."""

from __future__ import annotations

import dataclasses
import mailbox
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.clauses import facts
from tests.clauses.at_home import PASSWORD, codes_to, mail_to, orders, own_code, place_of, sign_in
from tests.employed import officer_of
from tests.homepage.shop import Browser, Shop
from tests.suspected import report
from tests.web.test_account_joining import first, hidden, newcomer, second, texts

import jikim
from jikim.accounts import sessions
from jikim.app.canaries import take_returned
from jikim.app.reminding import remind
from jikim.clock import machine_moment
from jikim.desk.impersonation import end_account, release_account
from jikim.settings import Endpoint

CHOSEN = {"password": PASSWORD, "password_again": PASSWORD}
NEW = {"password_new": "four slow lanterns", "password_again": "four slow lanterns"}


def duty(clause: str) -> dict[str, Any]:
    """What the policy says of a duty, by its clause."""
    found: dict[str, Any] = next(one for one in facts.policy()["duties"].values() if one["clause"] == clause)
    return found


# ---- 8.1


@pytest.mark.by_hand
@pytest.mark.clause("8.1")
def test_who_has_not_confirmed_for_a_year_is_reminded_once(rv: Shop) -> None:
    """After the policy's year a mail asks whether the data is right; one press says so, and the next mail comes a year
    later."""
    assert duty("8.1")["every"] == "1y"
    _, given = rv.web.member()

    def reminded() -> int:
        remind(rv.jk)
        rv.jk.mails()
        mine = [mail for mail in rv.web.mails.mails if given["email"] in str(mail["to"])]
        return sum("/my" in mail.get_body(("plain",)).get_content() for mail in mine if "정보" in str(mail["subject"]))  # type: ignore[union-attr]

    rv.later(days=360)
    assert reminded() == 0
    rv.later(days=8)
    assert (reminded(), reminded()) == (1, 1)
    with rv.browser() as browser:
        asked = sign_in(browser, given, next="/my")
        assert "등록된 정보가 정확한지 확인해 주세요." in (
            asked.text if place_of(asked) == "/my" else browser.get("/my").text
        )
        browser.post("/my/edit/confirm", {}, page="/my")
        assert "등록된 정보가 정확한지 확인해 주세요." not in browser.get("/my").text
    rv.later(days=360)
    assert reminded() == 1
    rv.later(days=8)
    assert reminded() == 2


@pytest.mark.clause("8.1")
def test_an_address_whose_mail_came_back_is_marked(rv: Shop) -> None:
    """A mail that its server sends back puts a mark on the address, for its person to see; the mark goes with the
    correction."""
    person, given = rv.web.member(email="moved.away@example.com")
    rv.web.mails.unknown.add(given["email"])
    rv.later(days=368)
    remind(rv.jk)
    rv.jk.mails()
    marked = "보낸 메일이 반송되었습니다"
    with rv.browser(person) as browser:
        assert marked in browser.get("/my").text
        page = browser.get("/my/edit").text
        fields = dict(re.findall(r'name="(login_id|name|email)"[^>]*value="([^"]*)"', page))
        asked = browser.post("/my/edit", {**fields, "email": "found.again@example.com"})
        sealed = hidden(asked.text)["sealed"]
        code = own_code(rv, "found.again@example.com")
        browser.post("/my/edit", {**fields, "email": "found.again@example.com", "sealed": sealed, "code": code})
        assert rv.jk.find("email", "found.again@example.com") == [person]
        assert marked not in browser.get("/my").text


REPORT = """From: mailer-daemon@example.net
To: {to}
Message-ID: <{number}@example.net>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Not delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {of}
Action: {action}
Status: {status}
--b--
"""


@pytest.mark.by_hand
@pytest.mark.clause("8.1")
def test_mail_that_comes_back_for_good_stops_until_its_person_has_looked(
    rv: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a server took and reports later as never delivered (5.x.x), to the return address of that mail: its person is
    led to it at sign-in, and is mailed nothing until they say that the address is right. A report of a delay, or to an
    address that is none of ours, changes nothing."""
    box = mailbox.Maildir(tmp_path / "letters")
    place = {"canary_address": "letters@shop.example", "canary_mailbox": f"maildir:{tmp_path / 'letters'}"}
    monkeypatch.setattr(rv.jk, "settings", dataclasses.replace(rv.jk.settings, **place))
    person, given = rv.web.member()

    def mine() -> list[str]:
        remind(rv.jk)
        rv.jk.mails()
        return [str(mail["Return-Path"]) for mail in rv.web.mails.mails if given["email"] in str(mail["to"])]

    def reported(to: str, action: str = "failed", status: str = "5.1.1") -> int:
        box.add(REPORT.format(to=to, number=uuid4(), of=given["email"], action=action, status=status).encode())
        return take_returned(rv.jk)["doubted"]

    rv.later(days=368)
    before = mine()
    [back] = set(before)
    assert str(person.subject).replace("-", "") not in back
    # One letter of its secret half is another: the last may be any of base32.
    other = back[:-20] + ("y" if back[-20] == "x" else "x") + back[-19:]
    assert reported(back, "delayed", "4.4.1") == reported(other) == reported("letters+r@shop.example") == 0
    assert (reported(back), take_returned(rv.jk)["doubted"]) == (1, 0)
    rv.later(days=368)
    assert mine() == before
    with rv.browser() as browser:
        asked = sign_in(browser, given, next="/events")
        assert place_of(asked) == "/password"
        new = {"password": given["password"], **NEW}
        asked = browser.post("/password", new, page=f"/password?{asked.url.query.decode()}")
        assert place_of(asked) == "/my"
        assert "보낸 메일이 반송되었습니다" in asked.text
        browser.post("/my/edit/confirm", {}, page="/my")
        assert "보낸 메일이 반송되었습니다" not in browser.get("/my").text
    assert len(mine()) > len(before)


# ---- 8.2


@pytest.mark.clause("8.2")
def test_an_address_and_a_number_are_proven_before_anybody_joins(rv: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The e-mail by a code sent there, the mobile number by a text; with either wrong nobody has joined."""
    assert rv.web.inside is not None
    with texts() as (port, taken), rv.web.client() as client:
        endpoint = Endpoint(f"http://127.0.0.1:{port}/", "a secret")
        monkeypatch.setattr(rv.web.inside, "settings", dataclasses.replace(rv.web.inside.settings, sms=endpoint))
        typed = newcomer(mobile="010-0000-6543")
        page = first(client, typed)
        code, text = own_code(rv, typed["email"]), re.search(r"\d{6}", taken[0]["text"])
        assert text is not None
        for codes in ({"code": "x", "text_code": text[0]}, {"code": code, "text_code": "x"}):
            assert second(client, page, **codes, **CHOSEN).status_code == 422
            assert rv.jk.find("login_id", typed["login_id"]) == []
        assert second(client, page, code=code, text_code=text[0], **CHOSEN).status_code == 303
        assert len(rv.jk.find("login_id", typed["login_id"])) == 1


@pytest.mark.clause("8.2")
def test_a_known_address_joins_nobody_and_a_known_company_is_asked_about(rv: Shop) -> None:
    """A second account under an e-mail is none, and its owner hears of it; a second one of a company is asked whether
    they are colleagues."""
    _, given = rv.web.member()
    with rv.web.client() as client:
        page = first(client, newcomer(email=(known := given["email"].upper())))
        assert mail_to(rv, known, "/sign-in")
        assert codes_to(rv, known) == []
        assert second(client, page, code="123456", **CHOSEN).status_code == 422
    assert len(rv.jk.find("email", given["email"])) == 1
    company = {"company": "가나다 주식회사", "business_no": "220-81-62517"}
    with rv.web.client() as client:
        page = first(client, one := newcomer(**company), "corporate")
        assert second(client, page, code=own_code(rv, one["email"]), **CHOSEN).status_code == 303
    with rv.web.client() as client:
        asked = first(client, two := newcomer(**company), "corporate")
        assert "직원이라면" in asked.text
        assert "/report-impersonation" in asked.text
        page = client.post("/join", data={**hidden(asked.text), **two, "colleague": "yes"})
        assert second(client, page, code=own_code(rv, two["email"]), **CHOSEN).status_code == 303
    assert len(rv.jk.find("business_no", company["business_no"])) == 2


def reports(rv: Shop, address: str) -> httpx.Response:
    """Somebody proves that an address is theirs, and reports its misuse."""
    earlier = len(codes_to(rv, address))
    with rv.browser() as browser:
        asked = browser.post("/report-impersonation", {"address": address})
        typed = {"sealed": hidden(asked.text)["sealed"], "code": own_code(rv, address, earlier)}
        return browser.post("/report-impersonation/code", typed, page="/report-impersonation")


@pytest.mark.clause("8.2")
@pytest.mark.parametrize("where", ["at sign-up", "in trade"])
def test_a_report_freezes_the_account_and_confirmed_misuse_ends_it(rv: Shop, where: str) -> None:
    """Whose address stands in an account or an order without them reports it: the account stops at once; looked at, it
    is released, or it ends."""
    victim = f"victim.{where.replace(' ', '.')}@example.org"
    officer = officer_of(rv.jk, "o-reports")
    run, house = rv.jk.driver.run, rv.jk.house
    person, given = rv.web.member(**({"email": victim} if where == "at sign-up" else {}))
    with rv.browser() as browser:
        sign_in(browser, given)
        if where == "in trade":
            assert orders(rv, browser, victim).status_code == 200
        assert browser.client.get("/my").status_code == 200
        assert "계정을 정지했습니다" in reports(rv, victim).text
        assert browser.client.get("/my").headers["location"].startswith("/sign-in")
        assert place_of(sign_in(browser, given)) == "/stopped"
        for card in rv.jk.show(person.subject).cards:
            with pytest.raises(jikim.DeniedError):
                rv.jk.use(card.ref, purpose=card.why[0])
        run(
            release_account(
                house, report(rv.jk, person.subject), {"released": "it is their own address"}, actor=officer
            )
        )
        assert place_of(sign_in(browser, given)) != "/stopped"
        assert "계정을 정지했습니다" in reports(rv, victim).text
        run(end_account(house, report(rv.jk, person.subject), {"confirmed": "somebody else's address"}, actor=officer))
        assert sign_in(browser, given).status_code == 422
    assert not rv.jk.show(person.subject).here
    assert rv.jk.find("login_id", given["login_id"]) == []


# ---- 8.3


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("weak", ["short", "password123", "aaaaaaaaaaaa", "iloveyou2026!", "12345678"])
def test_a_weak_or_common_password_is_taken_nowhere(rv: Shop, weak: str) -> None:
    """Not at sign-up, not in a change and not by a reset; it is said beside its field and never sent back."""
    person, given = rv.web.member()
    with rv.web.client() as client:
        typed = newcomer()
        page = first(client, typed)
        answer = second(client, page, code=own_code(rv, typed["email"]), password=weak, password_again=weak)
        assert (answer.status_code, 'id="e-password"' in answer.text) == (422, True)
        assert f'"{weak}"' not in answer.text
        assert rv.jk.find("login_id", typed["login_id"]) == []
    both = {"password_new": weak, "password_again": weak}
    with rv.browser(person) as browser, rv.browser() as other:
        assert browser.post("/password", {"password": given["password"], **both}).status_code == 422
        other.post("/forgot", {"name": given["email"]})
        text = mail_to(rv, given["email"], "/reset/")
        path = "/reset/" + text.partition("/reset/")[2].split()[0]
        assert other.post(path, both).status_code == 422
        assert place_of(sign_in(other, given)) == "/my"


@pytest.mark.by_hand
@pytest.mark.clause("8.3")
def test_the_password_is_to_be_changed_at_the_policys_interval(rv: Shop) -> None:
    """Half a year after it was set a mail says so, and signing in asks for a new one; with a new one both are quiet."""
    assert duty("8.3")["every"] == "6mo"
    _, given = rv.web.member()
    with rv.browser() as browser:
        assert place_of(sign_in(browser, given)) == "/my"
        rv.later(days=186)
        remind(rv.jk)
        rv.jk.mails()
        assert mail_to(rv, given["email"], "/password")
        assert place_of(asked := sign_in(browser, given)) == "/password"
        assert "6개월" in asked.text
        browser.post("/password", {"password": given["password"], **NEW})
        assert place_of(sign_in(browser, {**given, "password": NEW["password_new"]})) == "/my"


@pytest.mark.clause("8.3")
def test_sessions_are_listed_ended_and_not_shared(rv: Shop) -> None:
    """One's sessions stand on a page and end by a button; of one account as many run as the policy says, and who is
    displaced is told."""
    assert duty("8.3")["at_once"] == 1
    _, given = rv.web.member()
    with rv.browser() as one, rv.browser() as two:
        sign_in(one, given)
        assert "127.0.0.1" in one.get("/sessions").text
        sign_in(two, given)
        told = one.client.get("/my")
        assert told.headers["location"].startswith("/sign-in")
        assert "다른 기기에서 로그인하여" in one.client.get(told.headers["location"]).text
        two.post("/sessions/end", {"session": "all"}, page="/sessions")
        assert two.client.get("/my").headers["location"].startswith("/sign-in")


# ---- 8.4


@pytest.mark.by_hand
@pytest.mark.clause("8.4")
def test_a_session_ends_with_the_browser_when_idle_and_at_its_limit(rv: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cookie has no life of its own; half an hour without a page ends it, and so do twelve hours of pages, and the
    page that comes instead says which; signing out ends it on the server."""
    assert (duty("8.4")["idle"], duty("8.4")["limit"]) == ("30min", "12h")
    _, given = rv.web.member()
    passed = timedelta()
    monkeypatch.setattr(sessions, "machine_moment", lambda: machine_moment() + passed)

    def open_now(browser: Browser) -> bool:
        return browser.client.get("/sessions").headers.get("location", "").partition("?")[0] != "/sign-in"

    with rv.browser() as browser:
        browser.get("/sign-in")
        token = browser.client.cookies.get("jikim_csrf")
        answer = browser.client.post(
            "/sign-in", data={"_csrf_token": token, "name": given["login_id"], "password": given["password"]}
        )
        (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("jikim_session=")]
        assert "max-age" not in cookie.lower()
        assert "expires" not in cookie.lower()
        passed += timedelta(minutes=29)
        assert open_now(browser)
        passed += timedelta(minutes=29)
        assert open_now(browser)
        passed += timedelta(minutes=31)
        assert "일정 시간 사용하지 않아 로그아웃되었습니다." in browser.get("/my").text
        assert not open_now(browser)
        assert place_of(sign_in(browser, given, next="/my")) == "/my"
        for _ in range(24):
            passed += timedelta(minutes=29)
            assert open_now(browser)
        passed += timedelta(minutes=29)
        assert "로그인 유지 시간이 지나 로그아웃되었습니다." in browser.get("/my").text
        assert not open_now(browser)
        sign_in(browser, given)
        held = browser.client.cookies["jikim_session"]
        browser.post("/sign-out", {}, page="/cookies")
        browser.client.cookies.set("jikim_session", held, domain="127.0.0.1")
        assert not open_now(browser)


# ---- 8.5


@pytest.mark.clause("8.5")
def test_the_terms_are_shown_and_accepted_in_their_version(rv: Shop, homepage: Any) -> None:
    """They stand on a page, with the laws and the disclaimer in the policy beside; nobody joins
    without them or under another version."""
    laws = duty("8.5")["laws"]
    assert {"kr.network-act", "kr.pipa", "kr.resident-registration-act"} <= set(laws)
    with rv.web.client() as client:
        form = client.get("/join?kind=member").text
        version = hidden(form)["terms_version"]
        assert 'href="/terms"' in form
        assert "회원 자격" in client.get("/terms").text
        assert client.get("/en/terms").status_code == 200
        for without in ({"terms": ""}, {"terms_version": "000000000000"}):
            answer = first(client, newcomer(**without))
            assert answer.status_code == 422
            assert 'id="e-terms"' in answer.text
        typed = newcomer()
        page = first(client, typed)
        assert second(client, page, code=own_code(rv, typed["email"]), terms="", **CHOSEN).status_code == 422
        assert second(client, page, code=own_code(rv, typed["email"]), **CHOSEN).status_code == 303
        policy = client.get("/policy").text
        for one in facts.policy()["duties"].values():
            if one["clause"] == "8.5":
                assert one["label"]["ko"] in policy
    (person,) = rv.jk.find("login_id", typed["login_id"])
    rv.jk.sequence()
    taken = [use for use in rv.jk.show(person.subject).uses if use["event"] == "record:collect:allowed"]
    assert version in str(taken[0]["accepted"])
