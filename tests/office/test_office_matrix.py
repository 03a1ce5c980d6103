"""Who reaches what in the office, held for every route that there is: nobody without a session, nothing without a
token, no room without a grant."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import httpx
import pytest
from tests.office.conftest import Office, post
from tests.web.routes import Route, applications, routes
from tests.web.running import OPENED

from jikim.web.office.door import OPEN, is_office

TYPED: dict[str, str] = {}  # each path with the types of its parameters


@pytest.fixture(scope="module")
def ours(office: Office) -> list[Route]:
    """Every route of the office."""
    for app in applications(office.app):
        TYPED.update({re.sub(r"{([^}:]+)(?::[^}]*)?}", r"{\1}", one.path): one.path for one in app.routes})
    return [route for route in routes(office) if is_office(route.path)]


NAMED = {"int": "999999", "uuid": str(uuid.uuid4()), "str": "nothing-here", "path": "nothing", "date": "2013-02-05"}


def address(route: Route) -> str:
    """The route with something that names nothing in the place of each parameter."""
    return re.sub(r"{[^}:]+:?([^}]*)}", lambda found: NAMED[found[1] or "str"], TYPED.get(route.path, route.path))


def test_every_route_asks_for_a_session(office: Office, ours: list[Route]) -> None:
    """Nobody, and a signed-in member, are led to the sign-in page by every route but those of signing in itself."""
    assert len(ours) > 20
    person, _ = office.member()
    browsers = {"nobody": office.client(), "member": office.signed_in(person)}
    wrong = []
    for who, browser in browsers.items():
        for route in ours:
            if route.path.startswith(OPEN):
                continue
            for path in (address(route), f"/en{address(route)}"):
                answer = browser.request(route.method, path)
                if answer.status_code != 303 or not answer.headers["location"].endswith("/office/sign-in"):
                    wrong.append(f"{route} as {who}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_no_form_without_its_token(office: Office, ours: list[Route]) -> None:
    """Whatever changes something is refused without the token of the office's own page, an officer too."""
    browser = office.officer()
    wrong = [
        f"{route}: {answer.status_code}"
        for route in ours
        if route.method != "GET" and (answer := browser.request(route.method, address(route))).status_code != 403
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", ["officer", pytest.param("handler", marks=pytest.mark.long), "without"])
def test_no_route_fails_whoever_comes(office: Office, ours: list[Route], who: str) -> None:
    """An officer, a handler with a narrow grant and one without any are answered or refused in words by every route;
    none breaks."""
    name = f"h-{who}"
    if who == "officer":
        browser = office.officer(name)
    else:
        office.employ(name, "handler", ("delivery",) if who == "handler" else ())
        browser = office.browser(name)
    wrong = []
    for route in ours:
        if route.path in ("/office/sign-out",):
            continue
        answer = _ask(browser, route)
        if answer.status_code >= 500:
            wrong.append(f"{route}: {answer.status_code}")
        if who == "without" and route.method == "GET" and not route.parameters and answer.status_code == 200:
            assert "@example.com" not in answer.text.replace(f"{name}@example.com", ""), route
    assert not wrong, "\n".join(wrong)


def _ask(browser: httpx.Client, route: Route) -> httpx.Response:
    if route.method == "GET":
        return browser.get(address(route))
    return post(browser, address(route))


@pytest.mark.clause("10.6")
def test_an_overdue_proof_is_renewed_before_anything_else(office: Office) -> None:
    """A handler whose password is older than the policy's interval reaches the renewal alone; a demo's clock need not
    wait for it."""
    browser = office.worker("h-overdue")
    office.jk.driver.run(_aged(office, "h-overdue"))
    for path in ("/office", "/office/me", "/office/people"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/office/renew"), path
    assert browser.get("/office/renew").status_code == 200
    assert browser.get("/en/office").headers["location"] == "/en/office/renew"


def _aged(office: Office, handler: str):  # type: ignore[no-untyped-def]
    """The same proof, as if it had been set long ago."""
    from dataclasses import replace

    from jikim.handlers.proofs import set_password
    from jikim.handlers.sessions import begin_office, hash_of

    house = office.jk.house

    class Then:
        """A clock that stands a year back."""

        def now(self):  # type: ignore[no-untyped-def]
            return house.clock.now() - timedelta(days=400)

    yield from set_password(
        replace(house, clock=Then()), handler, "an old heron waits", actor=office.jk.acting("system", "set-up")
    )
    token = yield from begin_office(house, handler, "127.0.0.1")
    OPENED[-1].cookies.set("jikim_office", token, domain="127.0.0.1")
    assert hash_of(token)
