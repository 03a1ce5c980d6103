"""Section 0: guests, who have no account and every right."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import httpx
import pytest
from tests.clauses.at_home import enquires, enters, found_by, link_opened, orders, path_in, place_of
from tests.homepage.shop import Browser, Shop
from tests.waiting import eventually
from tests.web.cookie_site import Browsing
from tests.web.test_account_joining import texts

from jikim.accounts.sessions import parse_token
from jikim.settings import Endpoint

DOORS: dict[str, Callable[[Shop, Browser, str], httpx.Response]] = {
    "enquiry": lambda _rv, browser, address: enquires(browser, address),
    "event-entry": lambda _rv, browser, address: enters(browser, address),
    "order": lambda rv, browser, address: orders(rv, browser, address),
}


@pytest.mark.clause("0.1")
@pytest.mark.parametrize("kind", DOORS)
def test_a_guest_looks_up_corrects_and_ends_what_they_left(rv: Shop, kind: str) -> None:
    """Whoever enquired, entered or ordered gets a link by the e-mail they gave; it opens once, and the pages show,
    correct and end their data."""
    address = f"guest.{kind}@example.com"
    with rv.browser() as browser:
        assert DOORS[kind](rv, browser, address).status_code == 200
    with rv.browser() as browser, rv.browser() as stranger:
        mine = link_opened(rv, browser, address)
        assert place_of(mine) == "/my"
        assert address in mine.text
        assert stranger.client.get("/my").headers["location"].startswith("/sign-in")
        (person,) = found_by(rv, address)
        (card,) = [card for card in rv.jk.show(person.subject).cards if card.ref.kind == kind]
        at = f"/my/record/{card.ref.record}/correct"
        browser.post(at, {"do": "ask", "items": ["name"]})
        browser.post(at, {"do": "finish", "name": "고친이름"})
        assert "고친이름" in browser.get("/my").text
        left = browser.post("/my/leave", {"sure": "yes"})
        assert "/receipt/" in left.text
        assert browser.client.get("/my").headers["location"].startswith("/sign-in")
    assert found_by(rv, address) == []


@pytest.mark.clause("0.1")
def test_a_guest_who_left_a_phone_number_gets_the_link_there(rv: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where texts are sent, the link goes to the number that an order was placed with, and opens that order's guest
    once."""
    assert rv.web.inside is not None
    phone = "010-0000-7711"
    with texts() as (port, taken), rv.browser() as browser, rv.browser() as other:
        endpoint = Endpoint(f"http://127.0.0.1:{port}/", "a secret")
        monkeypatch.setattr(rv.web.inside, "settings", dataclasses.replace(rv.web.inside.settings, sms=endpoint))
        assert orders(rv, browser, "by.phone@example.com", phone=phone, mobile=phone).status_code == 200
        other.post("/guest", {"address": phone})
        eventually(lambda: taken, "a text message")
        path = path_in(taken[0]["text"], "/guest/")
        assert taken[0]["to"].endswith("1000007711")
        assert "by.phone@example.com" in other.post(path, {}).text
        assert other.post(path, {}).status_code == 410


@pytest.mark.clause("0.1")
def test_a_guest_who_merely_visited_has_the_same_rights(rv: Shop, browse: Browsing) -> None:
    """A browser that allowed it opens its own visits, sees what is held of them and ends it; another browser opens
    nothing."""
    browser, stranger = browse(), browse()
    browser.choose("all")
    browser.get("/thing")
    assert stranger.post("/guest-visits").status_code == 422
    assert browser.post("/guest-visits").headers["location"] == "/my"
    mine = browser.get("/my").text
    assert "방문 기록" in mine
    assert "127.0.0.1" in mine
    token = parse_token(browser.http.cookies["jikim_session"])
    assert token is not None
    assert [card.ref.kind for card in rv.jk.show(token[0]).cards] == ["visit"]
    assert "/receipt/" in browser.post("/my/leave", sure="yes").text
    assert browser.get("/my").headers["location"].startswith("/sign-in")
    dossier = rv.jk.show(token[0])
    assert not dossier.here
    assert not any(card.values for card in dossier.cards)
