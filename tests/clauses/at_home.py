"""What somebody does at the running homepage again and again in the clauses' tests: reads a mail, signs in, leaves
something as a guest."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import httpx
from tests.homepage.shop import GUEST, Browser, Shop, number_of
from tests.waiting import eventually
from tests.web.running import plain

import jikim

PASSWORD = "seven blue kettles"


def mail_to(rv: Shop, address: str, holding: str) -> str:
    """The newest mail to an address with these words in it; waits for it."""
    mail = rv.web.mails.newest(
        lambda one: address.lower() in str(one["to"]).lower() and holding in plain(one), f"to {address}: {holding}"
    )
    return plain(mail)


def path_in(text: str, start: str) -> str:
    """The path of the first link in a text that begins so."""
    found = re.search(rf"https?://[^\s/]+({start}\S*)", text)
    assert found is not None, text
    return found[1]


def sign_in(browser: Browser, given: dict[str, Any], **more: str) -> httpx.Response:
    """Signs in by the page, as its form is; `next`: sent there by the page that they wanted."""
    page = f"/sign-in?next={more['next']}" if "next" in more else None
    return browser.post("/sign-in", {"name": given["login_id"], "password": given["password"], **more}, page)


def link_opened(rv: Shop, browser: Browser, address: str) -> httpx.Response:
    """Asks for the guests' link to an address and opens it, as it came by mail."""
    browser.post("/guest", {"address": address})
    return browser.post(path_in(mail_to(rv, address, "/guest/"), "/guest/"), {})


def enquires(browser: Browser, address: str, **more: str) -> httpx.Response:
    """Asks something on the board."""
    given = {**GUEST, "email": address, "subject": "접속이 끊깁니다", "text": "아침마다 끊깁니다", **more}
    return browser.post("/board/write", given)


def enters(browser: Browser, address: str, **more: str) -> httpx.Response:
    """Enters an event."""
    given = {**GUEST, "email": address, "answers": "제주에서 서울 사무실을 열었습니다", "consent": "yes", **more}
    return browser.post("/events/first-week", given)


def orders(rv: Shop, browser: Browser, address: str, **more: str) -> httpx.Response:
    """Orders a licence."""
    browser.post("/cart", {"add": "personal-1y", "personal-1y": "1", "then": "cart"}, page="/products/personal-1y")
    answer = browser.post("/order", {**GUEST, "email": address, **more})
    if answer.status_code == 200:
        assert number_of(answer)
    return answer


def complains(browser: Browser, address: str, **more: str) -> httpx.Response:
    """Complains about how data is handled."""
    return browser.post("/complaint", {**GUEST, "email": address, "text": "광고가 자꾸 옵니다", **more})


def codes_to(rv: Shop, address: str) -> list[str]:
    """The six digits of each mail to an address that holds some, the oldest first."""
    bodies = [mail.get_body(("plain",)) for mail in rv.web.mails.mails if address.lower() in str(mail["to"]).lower()]
    found = [re.search(r"(?<!\d)\d{6}(?!\d)", body.get_content()) for body in bodies if body is not None]
    return [one[0] for one in found if one is not None]


def own_code(rv: Shop, address: str, earlier: int = 0) -> str:
    """The six digits of the newest mail to an address; waits for one after so many earlier ones."""
    return eventually(lambda: codes_to(rv, address)[earlier:], f"a code to {address}")[-1]


def found_by(rv: Shop, address: str) -> list[jikim.Person]:
    """Who is known by an e-mail address."""
    found: list[jikim.Person] = rv.jk.find("email", address)
    return found


def place_of(answer: httpx.Response) -> str:
    """On which page somebody ended up."""
    return urlsplit(str(answer.url)).path
