"""The office's door: networks, sessions, the first time, guessing, leaving."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pyotp
import pytest
from tests.office.conftest import Office, next_code, post
from webauthn.helpers import bytes_to_base64url

import jikim
from jikim.alerts.raising import open_alerts
from jikim.handlers import proofs
from jikim.handlers.invitations import invite, invited
from jikim.handlers.proofs import proofs_of, step_of
from jikim.handlers.register import enter_worker, workers
from jikim.handlers.sessions import begin_office
from jikim.review.search import Wanted, search
from jikim.web.office.door import OFFICE_COOKIE
from jikim.web.office.entering import begin


def test_nothing_but_signing_in_without_a_session(office: Office) -> None:
    """A page of the office leads somebody who is not signed in to the sign-in page, whatever they ask for."""
    browser = office.client()
    for path in ("/office", "/office/people", "/office/handlers", "/office/nothing"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/office/sign-in"), path
    assert browser.get("/en/office").headers["location"] == "/en/office/sign-in"
    assert browser.get("/office/sign-in").status_code == 200


@pytest.mark.clause("10.5")
def test_from_outside_the_declared_networks_the_office_is_not_there(office: Office) -> None:
    """An address outside the networks finds nothing, not even the sign-in page, and is on the record."""
    office.officer()
    door = office.app.door
    before = door._networks
    door._networks = []
    try:
        for path in ("/office", "/office/sign-in", "/en/office/begin/x"):
            assert office.client().get(path).status_code == 404
    finally:
        door._networks = before
    office.jk.sequence()
    assert office.officer().get("/office").status_code == 200


@pytest.mark.clause("10.9")
def test_the_first_time_asks_for_the_pledge_and_a_proof(office: Office) -> None:
    """An invitation lets somebody in only once they have pledged and set a password and a code; then they sign in with
    both."""
    system = office.jk.acting("system", "set-up")
    office.jk.driver.run(enter_worker(office.jk.house, "h-first", name="가나다", email="first@example.com"))
    token = office.jk.driver.run(invite(office.jk.house, "h-first"))
    with pytest.raises(jikim.DeniedError) as denied:
        office.jk.by(system).grant("h-first", ["support"], office.jk.now() + timedelta(days=30))
    assert denied.value.why == "no-pledge"
    assert denied.value.clause == "10.9"
    browser = office.client()
    page = browser.get(f"/office/begin/{token}")
    assert page.status_code == 200
    secret = page.text.split('name="secret" value="')[1].split('"')[0]
    code = pyotp.TOTP(secret).now()
    given = {"secret": secret, "password": "nine calm otters", "code": code, "way": "password"}
    assert post(browser, f"/office/begin/{token}", **given).status_code == 422
    answer = post(browser, f"/office/begin/{token}", pledge="yes", **given)
    assert answer.status_code == 303, answer.text
    assert browser.get("/office").status_code == 200
    who = next(one for one in office.jk.driver.run(workers(office.jk.house)) if one.handler == "h-first")
    assert who.pledged is not None
    assert set(who.proofs) == {"password", "totp"}
    assert office.client().get(f"/office/begin/{token}").status_code == 404
    # The code of the first time is used up: signing in waits for the next one.
    again = office.client()
    wrong = post(again, "/office/sign-in", handler="h-first", password="nine calm otters", code=code)
    assert wrong.status_code == 422
    later = next_code(secret)
    right = post(again, "/office/sign-in", handler="h-first", password="nine calm otters", code=later)
    assert right.status_code == 303


def test_a_wrong_proof_lets_nobody_in_and_then_waits(office: Office) -> None:
    """Unknown handlers and wrong passwords get one answer; after several tries each further one waits."""
    office.officer("h-guessed")
    texts = set()
    for handler in ("h-guessed", "h-nobody"):
        for _ in range(7):
            answer = post(office.client(), "/office/sign-in", handler=handler, password="wrong", code="000000")
            assert answer.status_code == 422
        texts.add(answer.text.split('role="alert"')[1].split("</div>")[0][:12])
    assert len(texts) == 1
    assert "기다려야" in answer.text


def test_what_is_typed_at_the_door_breaks_nothing_and_is_written_down_nowhere(office: Office) -> None:
    """Names and passkeys of no form at all are wrong ones; of what stands in the field of the name the ledger keeps a
    handler's name alone."""
    house = office.jk.house
    office.officer("h-typed")
    said = "010-0000-4417"
    for handler in ("h\0x", "x" * 100_000, said, "h-typed"):
        answer = post(office.client(), "/office/sign-in", handler=handler, password="p", code="000000")
        assert answer.status_code == 422, handler[:9]
    nul = json.dumps({"response": {"userHandle": "AA"}, "rawId": "AA"})
    for passkey in ("[" * 200_000, "null", nul):
        browser = office.client()
        challenge = browser.get("/office/sign-in").text.split('name="challenge" value="')[1].split('"')[0]
        assert post(browser, "/office/sign-in/passkey", passkey=passkey, challenge=challenge).status_code == 422
    office.jk.sequence()
    wanted = Wanted(office.jk.now() - timedelta(hours=1), office.jk.now(), None, "", "", "office:sign-in", True)
    kept = str(office.jk.driver.run(search(house, wanted, actor=office.jk.handler("h-typed"))).entries)
    assert "outsider:h-typed" in kept
    assert said not in kept


def test_an_invitation_of_somebody_who_is_in_already_is_seen_by_all(office: Office) -> None:
    """Whoever makes a link for a colleague and sets their proofs would be two people at once: every officer is told.
    Odd secrets break nothing."""
    office.officer("h-colleague")
    token = office.jk.driver.run(invite(office.jk.house, "h-colleague", actor=office.jk.handler("h-colleague")))
    browser, way = office.client(), f"/office/begin/{token}"
    for odd in ("A", "가" * 32, "a" * 100_000):
        assert post(browser, way, secret=odd, password="nine calm otters", code="000000").status_code == 422
    secret = browser.get(way).text.split('name="secret" value="')[1].split('"')[0]
    given = {"secret": secret, "password": "nine calm otters", "code": pyotp.TOTP(secret).now()}
    assert post(browser, way, **given).status_code == 303
    assert "proof" in {one.kind for one in office.jk.driver.run(open_alerts(office.jk.house))}


def test_a_link_that_is_used_up_meanwhile_sets_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two who come with one link, the one whom the other overtook sets no password and is not let in; a link whose
    form was wrong is good still."""
    office.officer("h-overtaken")
    house, run = office.jk.house, office.jk.driver.run
    token = run(invite(house, "h-overtaken", actor=office.jk.handler("h-overtaken")))
    browser, way = office.client(), f"/office/begin/{token}"
    secret = browser.get(way).text.split('name="secret" value="')[1].split('"')[0]
    given = {"secret": secret, "password": "nine calm otters", "code": pyotp.TOTP(secret).now()}
    before = [(one.kind, one.secret) for one in run(proofs_of(house, "h-overtaken"))]
    assert post(browser, way, **(given | {"code": "000000"})).status_code == 422
    assert run(invited(house, token)) == "h-overtaken"

    def overtaken(secret: str, code: str) -> int | None:
        # The newer link ends the older, as the one who is first ends it by using it.
        run(invite(house, "h-overtaken", actor=office.jk.handler("h-overtaken")))
        return step_of(secret, code)

    monkeypatch.setattr(begin, "step_of", overtaken)
    answer = post(browser, way, **given)
    assert answer.status_code == 404
    assert OFFICE_COOKIE not in answer.cookies
    assert [(one.kind, one.secret) for one in run(proofs_of(house, "h-overtaken"))] == before


@pytest.mark.clause("10.6")
def test_the_passkey_that_was_used_is_the_one_that_is_renewed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two passkeys of somebody the one with which they renewed is good for another interval; of the other nothing
    was shown."""
    office.employ("h-two-keys", "officer")
    house, run = office.jk.house, office.jk.driver.run
    browser = office.browser("h-two-keys")
    actor = office.jk.acting("system", "set-up")
    for name in (b"at-hand", b"in-a-drawer"):
        run(proofs._set(house, "h-two-keys", proofs.Made("passkey", name, b"invented", 0), actor))
    token = run(begin_office(house, "h-two-keys", "127.0.0.1"))
    browser.cookies.set(OFFICE_COOKIE, token, domain="127.0.0.1")

    def renewed() -> dict[bytes, datetime]:
        return {one.id: one.renewed for one in run(proofs_of(house, "h-two-keys")) if one.kind == "passkey"}

    class Done:
        new_sign_count = 0

    monkeypatch.setattr(proofs.webauthn, "verify_authentication_response", lambda **_: Done())
    before = renewed()
    page = browser.get("/office/renew").text
    challenge = page.split('name="challenge" value="')[1].split('"')[0]
    said = {"response": {"userHandle": bytes_to_base64url(b"h-two-keys")}, "rawId": bytes_to_base64url(b"at-hand")}
    assert post(browser, "/office/renew/passkey", passkey=json.dumps(said), challenge=challenge).status_code == 303
    after = renewed()
    assert after[b"at-hand"] > before[b"at-hand"]
    assert after[b"in-a-drawer"] == before[b"in-a-drawer"]


@pytest.mark.clause("10.8")
def test_leaving_ends_everything_at_once(office: Office) -> None:
    """A session that ran a moment ago is over with the leaving, and so is each grant; the handover is asked for until
    it is recorded."""
    officer = office.jk.handler("h-hangyeol") if office.officer() else None
    assert officer is not None
    browser = office.worker("h-leaver")
    assert browser.get("/office").status_code == 200
    assert office.jk.by(officer).leave_duty("h-leaver") == 1
    assert browser.get("/office").status_code == 303
    assert office.jk.handler("h-leaver").purposes == 0


def test_a_stolen_cookie_of_a_member_opens_no_office(office: Office) -> None:
    """A member's session is no handler's."""
    person, _ = office.member()
    token = office.signed_in(person).cookies["jikim_session"]
    browser = office.client()
    browser.cookies.set(OFFICE_COOKIE, token, domain="127.0.0.1")
    assert browser.get("/office").status_code == 303
