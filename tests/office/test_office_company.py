"""The company's people sign in to the office by the company's own provider, and are out when it says so."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.office.conftest import Office, post
from tests.web.oidc_provider import CLIENT, SECRET, Provider, provider

import jikim
from jikim.alerts.raising import open_alerts
from jikim.app.vouching import ask_provider
from jikim.clock import machine_moment
from jikim.handlers.proofs import proofs_of
from jikim.handlers.register import workers
from jikim.handlers.sessions import signed_in as signed
from jikim.openid import EVENTS, LOGOUT
from jikim.review.search import Wanted, search
from jikim.settings import Settings
from jikim.web.office.door import OFFICE_COOKIE

CLOSED, PURGED, REVOKED = EVENTS
HOURS = 9 * 3600


@pytest.fixture
def company(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The company's provider, whose claim `jikim_handler` is a handler's name; pages and jobs know it."""
    assert office.inside is not None
    with provider() as one:
        told = {
            "issuer": one.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "claim": "jikim_handler",
            "scope": "openid offline_access",
            "acr": "",
        }
        for jk in (office.inside, office.jk):
            monkeypatch.setattr(jk, "settings", dataclasses.replace(jk.settings, office_oidc=told))
        yield one


def employed(office: Office, company: Provider, handler: str, **more: Any) -> None:
    """Somebody with a pledge and a grant, whom the provider vouches for."""
    office.employ(handler, more.pop("kind", "handler"), **more)
    company.subject, company.claims = f"sub of {handler}", {"jikim_handler": handler, "sid": f"sid of {handler}"}


def round_trip(browser: httpx.Client, path: str = "/office/sign-in/company") -> httpx.Response:
    """To the provider and back, as a browser goes: what it comes back to sends it on from here."""
    return came_back(browser, browser.get(path))


def came_back(browser: httpx.Client, there: httpx.Response) -> httpx.Response:
    """The answer to a browser that was sent to the provider, and came back."""
    assert there.status_code == 303, there.text
    page = browser.get(httpx.get(there.headers["location"]).headers["location"])
    onward = re.search(r'content="0; url=([^"]+)"', page.text)
    assert onward is not None, page.text
    return browser.get(onward[1].replace("&amp;", "&"))


def signed_in(office: Office, company: Provider, handler: str, **more: Any) -> httpx.Client:
    """A browser in which they came by the provider."""
    employed(office, company, handler, **more)
    browser = office.client()
    answer = round_trip(browser)
    assert (answer.status_code, answer.headers.get("location")) == (303, "/office"), answer.text
    assert browser.get("/office").status_code == 200
    return browser


def events(office: Office, event: str, handler: str = "") -> str:
    """What the ledger says of an event, by a handler or by anybody."""
    office.jk.sequence()
    now = office.jk.now()
    wanted = Wanted(now - timedelta(hours=1), now, None, handler, "", event)
    office.employ("h-reviewer", "officer")
    return str(office.jk.driver.run(search(office.jk.house, wanted, actor=office.jk.handler("h-reviewer"))).entries)


@pytest.mark.clause("10.6")
def test_only_who_is_registered_with_a_pledge_and_a_grant_comes_in(office: Office, company: Provider) -> None:
    """Whoever the provider vouches for comes in where the register has them with a grant; it makes nobody a handler."""
    signed_in(office, company, "h-vouched")
    assert "company" in events(office, "office:sign-in", "h-vouched")
    office.employ("h-vouched-without-grant", purposes=())
    before = len(office.jk.do(workers))
    for number, name in enumerate(("h-nobody", "h-vouched-without-grant", "", 7)):
        company.subject, company.claims = f"another {number}", {"jikim_handler": name}
        assert round_trip(office.client()).status_code == 422, name
    company.claims = {}
    assert round_trip(office.client()).status_code == 422
    assert len(office.jk.do(workers)) == before
    assert not office.jk.do(proofs_of, "h-vouched-without-grant")


def test_an_account_there_is_one_handlers_from_the_first_time_on(office: Office, company: Provider) -> None:
    """A name that the provider gives to another account later opens nothing, nor does one account sign in two."""
    signed_in(office, company, "h-first-come")
    employed(office, company, "h-second-come")
    company.subject = "sub of h-first-come"
    assert round_trip(office.client()).status_code == 422
    company.subject, company.claims = "whoever has the name now", {"jikim_handler": "h-first-come"}
    assert round_trip(office.client()).status_code == 422


@pytest.mark.parametrize(
    "lie",
    [{"iss": "https://elsewhere.example.com"}, {"aud": "another-client"}, {"exp": 1}, {"nonce": "another"}],
    ids=lambda lie: next(iter(lie)),
)
def test_what_it_says_is_verified(office: Office, company: Provider, lie: dict[str, Any]) -> None:
    """A word for another issuer, client, time or browser lets nobody in."""
    employed(office, company, "h-lied-about")
    company.claims |= lie
    assert round_trip(office.client()).status_code == 422


def test_a_provider_that_wants_consent_for_a_refresh_token_is_asked_for_it(office: Office, company: Provider) -> None:
    """One that gives a refresh token to nobody who did not ask for consent is asked once more, so that a removal there
    is learnt here; a proof by such a provider keeps the token."""
    company.strict = True
    employed(office, company, "h-consenting")
    browser = office.client()
    there = round_trip(browser)
    assert "prompt=consent" in there.headers["location"]
    assert came_back(browser, there).headers["location"] == "/office"
    first = company.refresh
    assert round_trip(browser, "/office/prove/company?next=/office").headers["location"] == "/office"
    assert company.refresh == first, "a proof asks for no consent, and gets no token"
    company.closed = True
    assert ask_provider(office.jk)["ceased"] == 1
    assert browser.get("/office").status_code == 303


def test_as_strongly_as_the_settings_ask(office: Office, company: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the settings name an `acr`, the provider's word without it is none."""
    employed(office, company, "h-strong")
    assert office.inside is not None
    told = {**office.inside.settings.office_oidc, "acr": "phr"}
    monkeypatch.setattr(office.inside, "settings", dataclasses.replace(office.inside.settings, office_oidc=told))
    assert round_trip(office.client()).status_code == 422
    company.claims["acr"] = "phr"
    assert round_trip(office.client()).status_code == 303


def test_the_way_back_belongs_to_one_browser(office: Office, company: Provider) -> None:
    """Another browser, or a second time, comes in by no answer of the provider."""
    employed(office, company, "h-one-browser")
    browser = office.client()
    back = httpx.get(browser.get("/office/sign-in/company").headers["location"]).headers["location"]
    done = back.replace("/back?", "/done?")
    assert office.client().get(done).status_code == 422
    assert browser.get(done).status_code == 303
    assert browser.get(done).status_code == 422


def test_proving_once_more_asks_there_again(office: Office, company: Provider) -> None:
    """Before a grant is given the provider has to have asked them after we sent them there: who was asked before, at an
    unknown time, or another, has proved nothing."""
    browser = signed_in(office, company, "h-prover", kind="officer")
    path = "/office/prove/company?next=/office/handlers"
    for asked in (
        int(machine_moment().timestamp()) - HOURS,
        int(machine_moment().timestamp()) + HOURS,
        None,
        "now",
        True,
    ):
        company.claims["auth_time"] = asked
        assert round_trip(browser, path).status_code == 422, asked
    assert browser.get("/office/handlers/new").headers["location"].startswith("/office/prove")
    del company.claims["auth_time"]
    company.subject = "somebody else"
    assert round_trip(browser, path).status_code == 422
    company.subject, company.claims["auth_time"] = "sub of h-prover", int(machine_moment().timestamp()) - 30
    answer = round_trip(browser, path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/office/handlers")
    me = office.jk.do(signed, browser.cookies[OFFICE_COOKIE], "192.0.2.1")
    assert me is not None
    assert me.proved == datetime.fromtimestamp(company.claims["auth_time"], UTC), (
        "when they were asked, not when they came"
    )
    assert "company" in events(office, "office:prove")


@pytest.mark.clause("10.6")
@pytest.mark.parametrize("asked", [HOURS, 0], ids=["of-hours-ago", "of-just-now"])
def test_a_sign_in_there_is_no_proof(office: Office, company: Provider, asked: int) -> None:
    """Who came by the provider is signed in, and enters nobody before they were sent there for a proof: the provider may
    have asked them hours ago, and says so of itself alone."""
    employed(office, company, name := f"h-signed-in-{asked}", kind="officer")
    company.claims["auth_time"] = int(machine_moment().timestamp()) - asked
    browser = office.client()
    assert round_trip(browser).headers["location"] == "/office"
    entered = {"handler": f"h-entered-{asked}", "name": "신입 예시", "email": "newcomer@example.com"}
    page = post(browser, "/office/handlers/new", **entered)
    assert page.status_code == 403
    assert entered["handler"] not in {one.handler for one in office.jk.do(workers)}
    [prove] = re.findall(r'href="(/office/prove/company[^"]+)"', page.text)
    del company.claims["auth_time"]
    assert round_trip(browser, html.unescape(prove)).headers["location"] == "/office/handlers/new"
    assert (
        post(browser, "/office/handlers/new", **entered).headers["location"] == f"/office/handlers/{entered['handler']}"
    )
    assert name in events(office, "office:prove")


@pytest.mark.parametrize(
    ("claims", "enters"),
    [
        ({"aud": [CLIENT, "another"]}, False),
        ({"aud": [CLIENT, "another"], "azp": "another"}, False),
        ({"azp": "another"}, False),
        ({"aud": [CLIENT, "another"], "azp": CLIENT}, True),
        ({"aud": [CLIENT]}, True),
    ],
    ids=["two", "two-for-another", "for-another", "two-for-us", "a-list-of-us"],
)
def test_a_word_for_several_says_that_it_was_given_to_us(
    office: Office, company: Provider, claims: dict[str, Any], enters: bool, request: pytest.FixtureRequest
) -> None:
    """An ID token for several audiences lets nobody in without `azp`, and one that names another never does."""
    employed(office, company, f"h-{request.node.callspec.id}")
    company.claims |= claims
    assert round_trip(office.client()).status_code == (303 if enters else 422)


def test_signing_out_there_ends_the_sessions_here(office: Office, company: Provider) -> None:
    """A logout token ends the sessions that the provider began, of one of its sessions or of all; grants stand."""
    browser = signed_in(office, company, "h-out")
    with office.client() as machine:
        for about in ({"sid": "sid of h-out"}, {"sub": "sub of h-out"}):
            token = company.word(LOGOUT, **about)
            assert browser.get("/office").status_code == 200
            assert machine.post("/hooks/company/logout", data={"logout_token": token}).status_code == 200
            assert browser.get("/office").status_code == 303
            assert round_trip(browser).status_code == 303
        for lie in ({"aud": "another"}, {"iss": "https://elsewhere.example.com"}, {"nonce": "n"}, {"iat": 1}):
            token = company.word(LOGOUT, **{"sub": "sub of h-out", **lie})
            assert machine.post("/hooks/company/logout", data={"logout_token": token}).status_code == 400, lie
        assert machine.post("/hooks/company/logout", data={"logout_token": company.word(LOGOUT)}).status_code == 400
    assert browser.get("/office").status_code == 200
    assert office.jk.handler("h-out").purposes


@pytest.mark.clause("10.8")
@pytest.mark.parametrize("kind", ["handler", "officer"])
def test_an_account_that_is_closed_there_ends_every_grant_at_once(office: Office, company: Provider, kind: str) -> None:
    """By the answer to the provider's word the session, each grant and every other proof are over, an officer's too."""
    office.officer()
    name = f"h-closed-{kind}"
    browser = signed_in(office, company, name, kind=kind)
    other = office.browser(name)
    assert other.get("/office").status_code == 200
    actor = office.jk.handler(name)
    about = {"format": "iss_sub", "iss": company.issuer, "sub": f"sub of {name}"}
    with office.client() as machine:
        token = company.word(CLOSED, sub_id=about)
        assert machine.post("/hooks/company/events", content=token).status_code == 202
    assert browser.get("/office").status_code == 303
    assert other.get("/office").status_code == 303
    assert not office.jk.handler(name).purposes
    with pytest.raises(jikim.DeniedError):
        office.jk.by(actor).show(office.member()[0].subject)
    assert not office.jk.do(proofs_of, name)
    assert round_trip(browser).status_code == 422
    assert name in events(office, "handler:close")
    assert "company-account-closed" in {one.kind for one in office.jk.driver.run(open_alerts(office.jk.house))}


@pytest.mark.clause("10.8")
def test_whom_the_provider_no_longer_vouches_for_is_out_and_their_grants_rest(
    office: Office, company: Provider
) -> None:
    """Asked again, the provider refuses: the session is over, no statement goes by their grants, and no password lets
    them in; once it vouches for them again, all of it stands as before."""
    browser = signed_in(office, company, "h-resting")
    actor, person = office.jk.handler("h-resting"), office.member()[0].subject
    first = company.refresh
    assert ask_provider(office.jk)["ceased"] == 0
    assert company.refresh != first
    assert browser.get("/office").status_code == 200
    assert office.jk.by(actor).show(person)
    company.closed = True
    assert ask_provider(office.jk)["ceased"] == 1
    assert browser.get("/office").status_code == 303
    with pytest.raises(jikim.DeniedError):
        office.jk.by(actor).show(person)
    with pytest.raises(jikim.DeniedError):
        office.browser("h-resting")
    assert "h-resting" in events(office, "handler:cease")
    assert round_trip(browser).status_code == 303
    assert office.jk.by(actor).show(person)


def test_a_provider_that_answers_nothing_ends_nothing_until_its_word_is_old(
    office: Office, company: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that is down takes no grant; what it said last counts for a quarter of an hour."""
    from jikim.handlers import company as room

    monkeypatch.setattr(room, "ASKED", timedelta(0))
    employed(office, company, "h-waiting")
    browser = office.client()
    assert round_trip(browser).status_code == 303
    assert browser.get("/office").status_code == 303, "its word is over"
    monkeypatch.undo()
    told = {**office.jk.settings.office_oidc, "issuer": "http://127.0.0.1:9"}
    monkeypatch.setattr(office.jk, "settings", dataclasses.replace(office.jk.settings, office_oidc=told))
    assert ask_provider(office.jk)["ceased"] == 0
    assert office.jk.handler("h-waiting").purposes


def test_without_a_provider_there_is_no_such_way(office: Office) -> None:
    """Where no provider is named its paths are not there, and the page offers none."""
    browser = office.officer()
    for path in ("/office/sign-in/company", "/office/prove/company", "/office/sign-in/company/back?code=x"):
        assert browser.get(path).status_code == 404, path
    assert "/office/sign-in/company" not in office.client().get("/office/sign-in").text
    assert post(browser, "/hooks/company/events").status_code == 404


def test_the_provider_is_named_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its secret may lie in a file; what is left out is named."""
    assert not Settings.from_environment().office_oidc
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("JIKIM_OFFICE_OIDC_ISSUER", "https://id.example.com")
    monkeypatch.setenv("JIKIM_OFFICE_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("JIKIM_OFFICE_OIDC_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(jikim.JikimError) as refused:
        Settings.from_environment()
    assert "JIKIM_OFFICE_OIDC_CLAIM" in str(refused.value.hint)
    monkeypatch.setenv("JIKIM_OFFICE_OIDC_CLAIM", "jikim_handler")
    assert Settings.from_environment().office_oidc["client_secret"] == SECRET
