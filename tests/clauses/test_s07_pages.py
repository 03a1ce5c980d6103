"""Section 7 at the homepage's pages: one's own data, a guardian's link, and who one is before anything is shown."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from tests import pressed
from tests.clauses.at_home import mail_to, orders, place_of, sign_in
from tests.clauses.sites import paths
from tests.homepage.shop import Browser, Shop
from tests.office.conftest import Office, post
from tests.web.running import plain

import jikim
from jikim.accounts.sessions import STEP_UP, Q, parse_token
from jikim.app.desk_letters import link_guardian
from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.policy.ask import Actor

# The forms of one's own pages that need no more than their address.
FORMS = (
    "/my/edit",
    "/my/edit/preferences",
    "/my/edit/confirm",
    "/my/consents",
    "/my/leave",
    "/my/requests/new",
    "/my/guardian",
    "/my/usage/older",
)


def officer(rv: Shop) -> Actor:
    """Somebody who may confirm a guardian."""
    made: Actor = rv.handler(*rv.jk.policy.file.purposes)
    return made._replace(kind="officer")


def fields_of(page: str) -> dict[str, str]:
    """What stands in the fields of 회원정보수정."""
    return dict(re.findall(r'name="(login_id|name|email|country|mobile|phone)"[^>]*value="([^"]*)"', page))


@pytest.mark.by_hand
@pytest.mark.clause("7.1")
@pytest.mark.clause("7.2")
def test_a_member_looks_up_corrects_and_leaves_at_any_time(rv: Shop) -> None:
    """By the pages alone: every item is shown, a correction stands at once, consent goes by leaving, and then nothing
    of it is used any more."""
    person, given = rv.web.member(name="갑을병", mobile="010-0000-2201")
    with rv.browser() as browser:
        assert place_of(sign_in(browser, given, next="/my")) == "/my"
        mine = browser.get("/my").text
        for item in ("login_id", "name", "email"):
            assert given[item] in mine
        assert "+82" in mine or "010-0000-2201" in mine
        fields = fields_of(browser.get("/my/edit").text)
        browser.post("/my/edit", {**fields, "name": "고친이름"})
        card = next(card for card in rv.jk.show(person.subject).cards if card.ref.kind == "membership")
        assert card.values["name"] == "고친이름"
        assert card.frozen is None
        assert "회원탈퇴" in browser.get("/my").text
        gone = browser.post("/my/leave", {"password": given["password"]})
        assert "/receipt/" in gone.text
    with pytest.raises(jikim.DeniedError):
        rv.jk.use(card.ref, purpose="member-services")
    assert rv.jk.find("email", given["email"]) == []


@pytest.mark.by_hand
@pytest.mark.clause("7.1")
@pytest.mark.clause("1.2")
def test_a_guardian_acts_for_a_child_through_a_verified_link(rv: Shop, office: Office) -> None:
    """Asked for on the page and confirmed by an officer, and by nobody else, the guardian sees, corrects and ends the
    child's data, and no other's."""
    (child, given), (parent, own), (stranger, _) = rv.web.member(name="아이이름"), rv.web.member(), rv.web.member()
    asked, run, house = {"child": str(child.subject)}, rv.jk.driver.run, rv.jk.house
    with rv.browser(parent) as browser:
        browser.get("/my/edit")
        filed = browser.post("/my/guardian", {"name": "부모", "child": given["login_id"], "relation": "어머니"})
        assert place_of(filed).startswith("/my/requests/")
        assert asked["child"] not in browser.get("/my/guardian").text
        for nobody in (Actor("member", str(parent.subject)), Actor("officer", "nobody"), rv.jk.actor):
            with pytest.raises(jikim.DeniedError):
                run(link_guardian(house, child.subject, parent.subject, actor=nobody))
        officer = office.officer("h-guardians")
        found = re.search(rf"/office/requests/{parent.subject}/[0-9a-f-]+", officer.get("/office/requests").text)
        assert found is not None
        path = found[0]
        assert given["login_id"] in post(officer, f"{path}/open").text
        sought = {"item": "login_id", "value": given["login_id"]}
        assert asked["child"] in post(officer, f"{path}/guardian", **sought).text
        assert post(officer, f"{path}/guardian", **sought, **asked).status_code == 303
        assert "처리 완료" in officer.get(path).text
        rv.jk.mails()
        assert any("연결을 확인했습니다" in plain(one) for one in rv.web.mails.all_to(own["email"]))
        assert any("법정대리인" in plain(one) for one in rv.web.mails.all_to(given["email"]))
        with pressed.forged():
            other = {"child": str(stranger.subject)}
            assert place_of(browser.post("/my/guardian/open", other, page="/my/guardian")) == "/my/guardian"
        assert place_of(browser.post("/my/guardian/open", asked, page="/my/guardian")) == "/my"
        mine = browser.get("/my").text
        assert "아이이름" in mine
        assert own["email"] not in mine
        browser.post("/my/edit", {**fields_of(browser.get("/my/edit").text), "name": "고친이름"})
        (card,) = rv.jk.show(child.subject).cards
        assert card.values["name"] == "고친이름"
        rv.jk.sequence()
        uses = rv.jk.show(child.subject).uses
        assert any(
            str(use["actor"]).startswith("guardian:") for use in uses if use["event"] == "record:correct:allowed"
        )
        page = browser.get("/my/leave").text
        assert 'type="password"' not in page
        assert "/receipt/" in browser.post("/my/leave", {"sure": "yes"}).text
    assert not rv.jk.show(child.subject).here
    assert rv.jk.show(parent.subject).here


@pytest.mark.clause("7.1")
def test_a_guardians_link_ends_at_once(rv: Shop) -> None:
    """The child ends it on their own page, and what the guardian has open shows nothing any more; the child hears of
    each link by mail."""
    (child, given), (parent, _) = rv.web.member(), rv.web.member()
    rv.jk.driver.run(link_guardian(rv.jk.house, child.subject, parent.subject, actor=officer(rv)))
    rv.jk.mails()
    assert "법정대리인" in mail_to(rv, given["email"], "법정대리인")
    with rv.browser(parent) as browser, rv.browser(child) as own:
        browser.post("/my/guardian/open", {"child": str(child.subject)}, page="/my/guardian")
        assert browser.client.get("/my").status_code == 200
        ended = {"child": str(child.subject), "guardian": str(parent.subject)}
        own.post("/my/guardian/end", ended, page="/my/guardian")
        assert browser.client.get("/my").headers["location"].startswith("/sign-in")


def long_ago(rv: Shop, browser: Browser) -> None:
    """The person of a browser proved who they are too long ago."""
    parsed = parse_token(browser.client.cookies["jikim_session"])
    assert parsed is not None
    subject, session = parsed[:2]

    def step() -> Steps[Any]:
        return (
            yield Q["session.step"](
                subject=subject, session=session, at=machine_moment() - STEP_UP - timedelta(seconds=1)
            )
        )

    rv.jk.driver.run(step())


@pytest.mark.clause("7.2")
def test_the_pages_bear_the_names_that_the_policy_gives_them(rv: Shop) -> None:
    """회원정보수정 and 회원탈퇴 lead from one's own page, and are what the pages behind them are called."""
    person, _ = rv.web.member()
    with rv.browser(person) as browser:
        mine = browser.get("/my").text
        for path, name in (("/my/edit", "회원정보수정"), ("/my/leave", "회원탈퇴")):
            assert re.search(rf'<a[^>]*href="{path}"[^>]*>[^<]*{name}', mine)
            assert re.search(rf"<h1[^>]*>[^<]*{name}", browser.get(path).text)


@pytest.mark.clause("7.2")
@pytest.mark.clause("10.1")
def test_who_one_is_is_asked_before_anything_is_seen_changed_or_ended(rv: Shop) -> None:
    """Not signed in, or signed in too long ago, every page and every form leads to the proof and does nothing; the
    right password opens them."""
    person, given = rv.web.member()
    with rv.browser() as browser:
        sign_in(browser, given)
        orders(rv, browser, given["email"])
        before = [(card.ref, card.values) for card in rv.jk.show(person.subject).cards]
        record = next(ref for ref, _ in before if ref.kind == "order").record
        own = [path for path in paths(rv.web) if path.removeprefix("/en").startswith("/my")]
        assert len(own) > 30
        every = (*own, f"/my/record/{record}", f"/my/record/{record}/correct", f"/orders/{record.hex}")
        forms = (*FORMS, f"/my/record/{record}/correct", f"/orders/{record.hex}/withdraw")
        typed = {
            "sure": "yes",
            "name": "남의이름",
            "do": "ask",
            "kind": "delete",
            "records": str(record),
            "consent": "marketing.ads",
        }
        long_ago(rv, browser)
        token = re.search(r'name="_csrf_token" value="([^"]+)"', browser.get("/cookies").text)
        assert token is not None
        for path in every:
            answer = browser.client.get(path)
            assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (
                303,
                f"{'/en' * path.startswith('/en')}/step-up",
            ), path
            assert given["name"] not in answer.text
        for path in forms:
            answer = browser.client.post(path, data={"_csrf_token": token[1], **typed})
            # What was typed waits behind the proof, which is asked for at once.
            asked = (
                'action="/step-up"' in answer.text
                if answer.status_code == 403
                else answer.headers["location"].startswith("/step-up")
            )
            assert asked, path
        assert [(card.ref, card.values) for card in rv.jk.show(person.subject).cards] == before
        assert browser.post("/step-up", {"password": "not the right one"}).status_code == 422
        assert browser.client.get("/my").headers["location"].startswith("/step-up")
        assert place_of(browser.post("/step-up", {"password": given["password"], "next": "/my"})) == "/my"
    with rv.browser() as nobody:
        for path in own:
            assert nobody.client.get(path).headers["location"].removeprefix("/en").startswith("/sign-in"), path


@pytest.mark.clause("7.2")
def test_a_wrong_password_ends_no_membership(rv: Shop) -> None:
    """Leaving asks for the password once more, also of who has just signed in."""
    person, _ = rv.web.member()
    with rv.browser(person) as browser:
        for password in ("", "not the right one"):
            assert browser.post("/my/leave", {"password": password}).status_code == 422
    assert rv.jk.show(person.subject).here
