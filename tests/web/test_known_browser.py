"""Known browsers: who guesses waits, and its person does not where they signed in before; a token opens nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.suspected import report
from tests.web.person import post
from tests.web.running import Running
from tests.web.test_account_signing import sign_in, steps

from jikim.accounts.browsers import MOST, know_browser
from jikim.accounts.rate_limits import FREE
from jikim.accounts.sessions import end_everybody
from jikim.clock import machine_moment
from jikim.desk.impersonation import release_account, report_impersonation
from jikim.policy.ask import Actor
from jikim.verbs.collect import Person

COOKIE = "jikim_browser"
WAIT = "여러 번 잘못 입력하여"


def token_after(web: Running, given: dict[str, Any]) -> str:
    """The token of a browser in which somebody signed in and out."""
    with web.client() as client:
        assert sign_in(client, given["login_id"], given["password"]).status_code == 303
        post(client, "/cookies", "/sign-out")
        return str(client.cookies[COOKIE])


def browser(web: Running, token: str) -> httpx.Client:
    """A browser that brings a token."""
    client = web.client()
    client.cookies.set(COOKIE, token, domain="127.0.0.1")
    return client


def twice(new: str) -> dict[str, str]:
    """The fields of a new password."""
    return {"password_new": new, "password_again": new}


def guess(web: Running, name: str, client: httpx.Client | None = None) -> httpx.Response:
    """As many wrong tries as are free, and the answer to one more."""
    with client or web.client() as guesser:
        for _ in range(FREE):
            assert sign_in(guesser, name, "a wrong one").status_code == 422
        return sign_in(guesser, name, "a wrong one")


def lets_in(web: Running, given: dict[str, Any], token: str, name: str = "login_id") -> bool:
    """Whether the right password is looked at in a browser that brings a token."""
    with browser(web, token) as client:
        answer = sign_in(client, given[name], given["password"])
    assert answer.status_code == 303 or WAIT in answer.text
    return answer.status_code == 303


@pytest.mark.clause("10.5")
def test_guesses_from_elsewhere_make_strangers_wait_and_not_the_owner(web: Running) -> None:
    """Both names are guessed at; the owner signs in where they did before, the guesser waits on, even if right."""
    _, given = web.member()
    token = token_after(web, given)
    for name in ("login_id", "email"):
        assert WAIT in guess(web, given[name]).text
    assert lets_in(web, given, token)
    assert not lets_in(web, given, "")
    assert not lets_in(web, given, "", "email")


@pytest.mark.clause("10.5")
def test_guesses_from_elsewhere_do_not_stop_a_proof_in_a_session(web: Running) -> None:
    """Whoever is signed in proves who they are by their password while somebody guesses at it elsewhere."""
    _, given = web.member()
    with web.client() as client:
        assert sign_in(client, given["login_id"], given["password"]).status_code == 303
        guess(web, given["login_id"])
        answer = post(client, "/password", password=given["password"], **twice("still heron lakes 4071"))
        assert answer.status_code == 303


@pytest.mark.clause("10.5")
def test_a_stolen_token_is_worth_a_few_tries(web: Running) -> None:
    """Its tries are counted as a stranger's are, and beside theirs: it waits after as many; its owner elsewhere not."""
    _, given = web.member()
    token = token_after(web, given)
    assert WAIT in guess(web, given["login_id"], browser(web, token)).text
    assert not lets_in(web, given, token)
    assert lets_in(web, given, "")


def foreign(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of somebody else's account."""
    return token_after(web, web.member()[1])


def former(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of a browser that has another one since."""
    with browser(web, token) as client:
        assert sign_in(client, given["login_id"], given["password"]).status_code == 303
        assert client.cookies[COOKIE] != token
    return token


def expired(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of a time that is over."""
    return web.jk.driver.run(know_browser(web.jk.house, person.subject, "", machine_moment() - timedelta(seconds=1)))


def crowded(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of a browser after which the account was opened in as many others as are known at once."""
    until = machine_moment() + timedelta(days=366)
    for _ in range(MOST):
        web.jk.driver.run(know_browser(web.jk.house, person.subject, "", until))
    return token


def signed_out_everywhere(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of an account that was signed out everywhere."""
    with web.client() as client:
        sign_in(client, given["login_id"], given["password"])
        assert post(client, "/sessions", "/sessions/end", session="all").status_code == 303
        assert COOKIE not in client.cookies
    return token


def password_changed(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of an account whose password is another one since."""
    with web.client() as client:
        sign_in(client, given["login_id"], given["password"])
        new = "still heron lakes 4072"
        assert post(client, "/password", password=given["password"], **twice(new)).status_code == 303
        given["password"] = new
    return token


def password_corrected(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of an account whose password was corrected by no page."""
    ref = next(card.ref for card in web.jk.show(person.subject).cards if card.ref.kind == "membership")
    actor = Actor("member", str(person.subject), 0, "127.0.0.1")
    given["password"] = "still heron lakes 4075"  # noqa: S105 - an invented person's
    asked = web.jk.by(actor).ask_correction(ref, ["password"])
    web.jk.by(actor).correct(asked, {"password": given["password"]})
    return token


def password_set_by_link(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of an account whose password was set anew by mail."""
    with web.client() as client:
        post(client, "/forgot", name=given["email"])
        link = web.mails.link(given["email"])
        given["password"] = "still heron lakes 4073"  # noqa: S105 - an invented person's
        assert post(client, link, **twice(given["password"])).status_code == 303
    return token


def reported(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of an account that was said to be somebody else's, until an officer had looked."""
    officer = web.jk.acting("system", "test")
    web.jk.driver.run(report_impersonation(web.jk.house, "email", given["email"], actor=officer))
    made = report(web.jk, person.subject)
    web.jk.driver.run(release_account(web.jk.house, made, {"released": "it is theirs"}, actor=officer))
    return token


def restored(web: Running, person: Person, given: dict[str, Any], token: str) -> str:
    """Of a house that came back from a backup."""
    web.jk.driver.run(end_everybody())
    return token


ENDS = [
    foreign,
    former,
    expired,
    crowded,
    signed_out_everywhere,
    password_changed,
    password_corrected,
    password_set_by_link,
    reported,
    restored,
]
FORGED = ["", "x", "00" * 32, os.urandom(32).hex(), "a" * 4000]


@pytest.mark.clause("10.5")
@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_token_that_is_no_longer_good_counts_as_none(
    web: Running, end: Callable[[Running, Person, dict[str, Any], str], str]
) -> None:
    """Somebody else's, a former, an expired and an ended one wait with the strangers."""
    person, given = web.member()
    token = end(web, person, given, token_after(web, given))
    guess(web, given["login_id"])
    assert not lets_in(web, given, token)


@pytest.mark.clause("10.5")
def test_a_forged_token_counts_as_none(web: Running) -> None:
    """Whatever a guesser writes into the cookie, the tries are a stranger's."""
    _, given = web.member()
    guess(web, given["login_id"])
    assert not any(lets_in(web, given, token) for token in FORGED)


@pytest.mark.clause("8.3")
def test_the_browser_that_changes_a_password_is_known_anew(web: Running) -> None:
    """Its former token ends as all do, and it has another one."""
    _, given = web.member()
    with web.client() as client:
        sign_in(client, given["login_id"], given["password"])
        before = client.cookies[COOKIE]
        new = "still heron lakes 4074"
        assert post(client, "/password", password=given["password"], **twice(new)).status_code == 303
        after = client.cookies[COOKIE]
    assert before != after
    guess(web, given["login_id"])
    assert lets_in(web, {**given, "password": new}, after)


@pytest.mark.clause("10.5")
def test_a_token_shows_no_name_by_the_steps(web: Running) -> None:
    """With a token, one's own name, somebody else's and one that nobody has take the same statements."""
    _, given = web.member()
    _, other = web.member()
    token = token_after(web, given)
    seen = set()
    for name in (given["login_id"], other["login_id"], "nobody-at-all-here"):
        with browser(web, token) as client:
            client.get("/sign-in")
            with steps(web) as names:
                sign_in(client, name, "a wrong one")
            # The site's own work may put a statement in between; what signing in runs stands in its order.
            seen.add(tuple(one for one in names if one.startswith(("find", "browser", "limit", "check"))))
    assert len(seen) == 1
    assert "browser.known" in next(iter(seen))
