"""Known browsers of the office: who guesses at a password waits; its handler works on where they signed in before."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pyotp
import pytest
from tests.office.conftest import Office, next_code, post

from jikim.accounts.rate_limits import FREE, forget_tries
from jikim.handlers.invitations import invite
from jikim.handlers.proofs import set_password
from jikim.web.office.door import OFFICE_BROWSER

PASSWORD, WAIT = "nine calm otters", "기다려야"  # noqa: S105 - invented


@pytest.fixture(autouse=True)
def _one_address(office: Office) -> Iterator[None]:
    """These tries are not counted for the address from which all tests come."""
    yield
    office.jk.driver.run(forget_tries(office.jk.house, "office", "127.0.0.1"))


def begun(office: Office, handler: str) -> tuple[httpx.Client, str]:
    """A browser in which a handler set their proofs and is signed in, and the secret of their codes."""
    office.employ(handler, "officer")
    token = office.jk.driver.run(invite(office.jk.house, handler, actor=office.jk.handler(handler)))
    browser, way = office.client(), f"/office/begin/{token}"
    secret = browser.get(way).text.split('name="secret" value="')[1].split('"')[0]
    code = pyotp.TOTP(secret).now()
    assert post(browser, way, secret=secret, password=PASSWORD, code=code, way="password").status_code == 303
    return browser, secret


def enters(browser: httpx.Client, handler: str, secret: str) -> bool:
    """Whether the next code and the password let somebody in; where not, they are to wait."""
    code = next_code(secret)
    answer = post(browser, "/office/sign-in", handler=handler, password=PASSWORD, code=code)
    assert answer.status_code == 303 or WAIT in answer.text
    return answer.status_code == 303


def guess(browser: httpx.Client, handler: str) -> httpx.Response:
    """As many wrong tries as are free, and the answer to one more."""
    for _ in range(FREE):
        post(browser, "/office/sign-in", handler=handler, password="wrong", code="000000")
    return post(browser, "/office/sign-in", handler=handler, password="wrong", code="000000")


@pytest.mark.clause("10.5")
def test_guesses_from_elsewhere_do_not_stop_a_handler(office: Office) -> None:
    """They sign in where they did before; the guesser waits on, with the right password and code too."""
    browser, secret = begun(office, "h-known")
    assert post(browser, "/office/sign-out").status_code == 303
    assert WAIT in guess(office.client(), "h-known").text
    assert enters(browser, "h-known", secret)
    assert not enters(office.client(), "h-known", secret)


@pytest.mark.clause("10.5")
def test_guesses_from_elsewhere_do_not_stop_a_proof_in_a_session(office: Office) -> None:
    """Whoever is signed in proves once more who they are."""
    browser, secret = begun(office, "h-proves")
    guess(office.client(), "h-proves")
    later = next_code(secret)
    answer = post(browser, "/office/prove", password=PASSWORD, code=later, next="/office")
    assert answer.status_code == 303


@pytest.mark.clause("10.5")
def test_a_stolen_token_of_the_office_is_worth_a_few_tries(office: Office) -> None:
    """It waits after as many as a stranger, for its handler alone, and its handler elsewhere does not wait for it."""
    browser, secret = begun(office, "h-stolen")
    _, others = begun(office, "h-other-known")
    thief = office.client()
    thief.cookies.set(OFFICE_BROWSER, browser.cookies[OFFICE_BROWSER], domain="127.0.0.1")
    guess(office.client(), "h-other-known")
    assert not enters(thief, "h-other-known", others)
    assert WAIT in guess(thief, "h-stolen").text
    assert not enters(thief, "h-stolen", secret)
    assert enters(office.client(), "h-stolen", secret)


@pytest.mark.clause("10.5")
@pytest.mark.parametrize("token", ["", "x", "00" * 32])
def test_a_forged_token_of_the_office_counts_as_none(office: Office, token: str) -> None:
    """Whatever stands in the cookie, the tries are a stranger's."""
    handler = f"h-forged-{len(token)}"
    _, secret = begun(office, handler)
    guess(office.client(), handler)
    forger = office.client()
    forger.cookies.set(OFFICE_BROWSER, token, domain="127.0.0.1")
    assert not enters(forger, handler, secret)


@pytest.mark.clause("10.6")
def test_a_new_password_of_a_handler_ends_what_was_known(office: Office) -> None:
    """No browser of theirs is known after it."""
    browser, secret = begun(office, "h-renews")
    assert post(browser, "/office/sign-out").status_code == 303
    actor = office.jk.acting("system", "set-up")
    office.jk.driver.run(set_password(office.jk.house, "h-renews", "eleven calm otters", actor=actor))
    guess(office.client(), "h-renews")
    assert not enters(browser, "h-renews", secret)
