"""Sign-ins to the office that are guessed at: every officer learns of it, on the page and by mail."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import httpx
import pytest
from tests.office.conftest import Office, post
from tests.office.test_office_company import company, employed, round_trip
from tests.web.oidc_provider import Provider

from jikim.app.alerting import tell_alerts

__all__ = ["company"]
WORDS, TIMES = "로그인이나 본인 확인이 여러 번 실패했습니다", 12


def by_password(browser: httpx.Client, _number: int) -> httpx.Response:
    return post(browser, "/office/sign-in", handler="h-guessed-at", password="wrong", code="000000")


def by_names(browser: httpx.Client, number: int) -> httpx.Response:
    return post(browser, "/office/sign-in", handler=f"h-name-{number}", password="wrong", code="000000")


def by_passkey(browser: httpx.Client, _number: int) -> httpx.Response:
    asked = re.search(r'name="challenge" value="([^"]+)"', browser.get("/office/sign-in").text)
    assert asked is not None
    return post(browser, "/office/sign-in/passkey", passkey="{}", challenge=html.unescape(asked[1]))


def see_all(officer: httpx.Client) -> None:
    """Whatever waits is looked at, by the page's buttons."""
    for way in re.findall(r'action="(/office/alerts/\d+/seen)"', officer.get("/office/alerts").text):
        assert post(officer, way).status_code == 303


@pytest.mark.clause("10.5")
@pytest.mark.parametrize("wrong", [by_password, by_names, by_passkey], ids=lambda one: one.__name__)
def test_twelve_wrong_sign_ins_alert_every_officer(
    office: Office, wrong: Callable[[httpx.Client, int], httpx.Response]
) -> None:
    """One after the other without waiting, by password for one handler, for twelve, or by passkey: the officers' first
    page says so, and a mail, once."""
    officer, guesser = office.officer("h-watching"), office.client()
    see_all(officer)
    tell_alerts(office.jk)  # what else waits to be told
    for number in range(TIMES):
        assert wrong(guesser, number).status_code == 422
    assert WORDS in officer.get("/office").text
    office.mails.mails.clear()
    tell_alerts(office.jk)
    told = [one.get_body(("plain",)) for one in office.mails.mails if "h-watching@example.com" in str(one["to"])]
    assert [WORDS in str(body.get_content()) for body in told if body is not None].count(True) == 1


@pytest.mark.clause("10.5")
@pytest.mark.parametrize("way", ["/office/prove", "/office/prove/passkey", "/office/renew"])
def test_wrong_proofs_in_a_session_alert_and_are_on_the_record(office: Office, way: str) -> None:
    """Whoever sits at a browser that is signed in and guesses at the proof is no less seen."""
    officer, left_open = office.officer("h-watching"), office.worker("h-away")
    see_all(officer)
    for _ in range(TIMES):
        assert post(left_open, way, password="wrong", code="000000", passkey="{}", next="/office").status_code == 422
    assert WORDS in officer.get("/office").text
    office.jk.sequence()
    assert "h-away" in officer.get("/office/ledger?event=office:sign-in&refused=yes").text


@pytest.mark.clause("10.5")
def test_refused_company_accounts_alert(office: Office, company: Provider) -> None:
    """Twelve times an account of the company that no handler has, from one address."""
    officer, browser = office.officer("h-watching"), office.client()
    employed(office, company, "h-known-there")
    see_all(officer)
    company.claims = {"jikim_handler": "h-unknown-here"}
    for _ in range(TIMES):
        assert round_trip(browser).status_code == 422
    assert WORDS in officer.get("/office").text


@pytest.mark.clause("10.5")
def test_a_few_wrong_ones_alert_nobody(office: Office) -> None:
    """A handler who mistypes four times is nobody's alert."""
    officer, handler = office.officer("h-watching"), office.client()
    see_all(officer)
    for number in range(4):
        assert by_password(handler, number).status_code == 422
    assert "/seen" not in officer.get("/office/alerts").text
