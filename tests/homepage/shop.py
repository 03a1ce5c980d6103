"""The homepage as it runs: the site with its own pages, the stand-in as a server beside it, and what a browser without
a screen does there."""

from __future__ import annotations

import asyncio
import re
import secrets
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from homepage.sandbox import PROVIDERS, SandboxState, sandbox
from homepage.site import addition
from homepage.site.events import EVENTS
from tests import entering, pressed
from tests.employed import employ, swept
from tests.waiting import PATIENCE, answered
from tests.web.running import Running, free_port, running

import jikim
from jikim.accounts.sessions import begin_session, session_of, step_up
from jikim.app import AsyncJikim
from jikim.policy.model import PolicyFile
from jikim.settings import Endpoint
from jikim.web.problems import status_of
from jikim.web.site import Addition, site

_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
CARD = "4242 4242 4242 4242"
DECLINED = "4000 0000 0000 0002"
START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
GUEST = {"name": "나그네", "phone": "010-0000-1234", "email": "wanderer@example.com", "age": "yes"}
PLACE = {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1", "line2": "2층"}


@dataclass
class Browser:
    """A browser without a screen: it follows redirects within the site, and stops where a page leads out of it."""

    client: httpx.Client
    en: bool = False
    guest: bool = True

    def at(self, path: str) -> str:
        return f"/en{path}" if self.en and not path.startswith("/en") else path

    def get(self, path: str) -> httpx.Response:
        return self._follow(self.client.get(self.at(path)))

    def post(self, path: str, data: dict[str, Any], page: str | None = None, **more: Any) -> httpx.Response:
        """Posts a form as the page of the same address would, with its token."""
        shown = self.get(page or path)
        token = _TOKEN.search(shown.text)
        assert token is not None, shown.text
        return self._follow(self.client.post(self.at(path), data={"_csrf_token": token[1], **data}, **more))

    def _follow(self, answer: httpx.Response) -> httpx.Response:
        for _ in range(8):
            if answer.status_code not in (302, 303):
                return answer
            to = urlsplit(answer.headers["location"])
            if to.netloc and to.netloc != self.client.base_url.netloc.decode():
                return answer
            answer = self.client.get(f"{to.path}?{to.query}" if to.query else to.path)
        raise AssertionError("it goes round in circles")


def out_of(answer: httpx.Response) -> str:
    """Where a page's own link leads out to."""
    found = re.search(r'href="(http://127[^"]+)" rel="external"', answer.text)
    assert found is not None, answer.text
    return found[1].replace("&amp;", "&")


def number_of(answer: httpx.Response) -> str:
    """The order that a page is about."""
    found = re.search(r"/orders/([0-9a-f]{32})", str(answer.url) + answer.text)
    assert found is not None, answer.text
    return found[1]


@dataclass
class Shop:
    """The running homepage, its stand-in and what that keeps."""

    web: Running
    stand_in: str
    kept: SandboxState

    @property
    def jk(self) -> Any:
        return self.web.jk

    @contextmanager
    def browser(self, person: jikim.Person | None = None, *, en: bool = False) -> Iterator[Browser]:
        """A browser, signed in as somebody perhaps."""
        with self.web.client() as client:
            if person is not None and entering.by_page():
                self.web.sign_in(client, person)
            elif person is not None:
                run, house = self.jk.driver.run, self.jk.house
                token = run(begin_session(house, person.subject, person.kind))
                session = run(session_of(house, token))
                run(step_up(house, session))
                client.cookies.set("jikim_session", token, domain="127.0.0.1")
            yield Browser(client, en, person is None)

    def pay(self, url: str, **typed: str) -> str:
        """Does what a person does at the stand-in's page. Answers where that leads back to."""
        place = urlsplit(url)
        note = dict(part.split("=", 1) for part in place.query.split("&"))["m"]
        page = httpx.get(url, timeout=PATIENCE)
        assert page.status_code == 200
        answer = httpx.post(
            f"{place.scheme}://{place.netloc}{place.path}",
            data={"m": httpx.QueryParams(f"m={note}")["m"], **typed},
            timeout=PATIENCE,
        )
        assert answer.status_code == 303, answer.text
        back = urlsplit(answer.headers["location"])
        pressed.lead_to(back.path)
        return f"{back.path}?{back.query}"

    def order(self, browser: Browser, product: str = "personal-1y", quantity: int = 1, **typed: str) -> str:
        """Puts something into the basket and orders it. Answers the order's number."""
        browser.post("/cart", {"add": product, product: str(quantity), "then": "order"}, page=f"/products/{product}")
        asked = {name: value for name, value in GUEST.items() if browser.guest or name != "age"}
        answer = browser.post("/order", {**asked, **typed})
        assert answer.status_code == 200, answer.text
        return number_of(answer)

    def paid(self, browser: Browser, number: str, through: str = "kcp", **typed: str) -> httpx.Response:
        """Pays an order through a provider's page. Answers the page one comes back to."""
        typed = typed or {
            "kcp": {"card": CARD, "expires": "12/29"},
            "epsilon": {"card": CARD, "expires": "12/29"},
            "kftc": {"bank": "가상은행", "account": "000000-00-000001"},
        }.get(through, {"act": "pay"})
        back = self.pay(out_of(browser.get(f"/orders/{number}/pay/{through}")), **typed)
        return browser.get(back[3:] if browser.en else back)

    def later(self, **delta: float) -> None:
        """Moves the demo's clock forward."""
        self.jk.move_clock(self.jk.now() + timedelta(**delta))

    def sweep(self) -> None:
        """A sweep, approved where it may not go alone."""
        swept(self.jk)

    def handler(self, *purposes: str) -> Any:
        """A handler with a grant for these purposes."""
        name = f"hana-{secrets.token_hex(3)}"
        employ(self.jk, name)
        self.jk.by(self.jk.acting("system", "set-up")).grant(name, list(purposes), self.jk.now() + timedelta(days=30))
        return self.jk.handler(name, origin="192.0.2.10")

    def subject(self, number: str) -> Any:
        """Whose order that is, from the shop's books."""
        import sqlite3
        from contextlib import closing
        from uuid import UUID

        with closing(sqlite3.connect(self.web.settings.directory / "remoteview-books.sqlite")) as db:
            row = db.execute("SELECT subject FROM placed WHERE record = ?", (str(UUID(hex=number)),)).fetchone()
        return UUID(row[0])

    def dossier(self, number: str) -> Any:
        """All that is known of the person of an order."""
        return self.jk.show(self.subject(number))

    def cards(self, number: str, kind: str) -> list[Any]:
        return [card for card in self.dossier(number).cards if card.ref.kind == kind]

    def events(self, number: str, event: str) -> list[Any]:
        return [use for use in self.dossier(number).uses if use["event"] == event]


@contextmanager
def stand_in(secret: dict[str, str], clock: Any, kept: SandboxState, port: int) -> Iterator[None]:
    """The stand-in as a real server in a thread."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    server = Server(
        sandbox(secret, clock, kept), address="127.0.0.1", port=port, interface=Interfaces.ASGI, log_enabled=False
    )

    def main() -> None:
        asyncio.set_event_loop(loop)
        serving = loop.create_task(server.serve())
        loop.call_soon(ready.set)
        loop.run_until_complete(asyncio.gather(serving, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=main, daemon=True)
    thread.start()
    ready.wait(PATIENCE)
    answered(f"http://127.0.0.1:{port}/")
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(PATIENCE)


async def _told(error: Exception, _scope: Any) -> None:
    """Where a page fails, the test's report says why."""
    if status_of(error) > 409:
        traceback.print_exception(error)


@contextmanager
def shop(file: PolicyFile, directory: Path, own: Addition | None = None, **settings: Any) -> Iterator[Shop]:
    """The homepage and its stand-in, running; with other pages than its own where `own` names them. Its events take
    entries however far the clock is moved."""
    port, kept = free_port(), SandboxState()
    ours = {name: secrets.token_urlsafe(24) for name in PROVIDERS}
    place = f"http://127.0.0.1:{port}"
    endpoints = {name: Endpoint(f"{place}/{name}", secret) for name, secret in ours.items()}
    endpoints["publication"] = Endpoint(place, secrets.token_urlsafe(24))
    endpoints["remoteview"] = Endpoint(place, secrets.token_urlsafe(24))

    async def make(opened: AsyncJikim) -> Any:
        built: Any = await site(opened, own or addition())
        inner = built
        while not hasattr(inner, "after_exception"):
            inner = getattr(inner, "door", None) or getattr(inner, "site", None) or inner.app
        if _told not in inner.after_exception:  # the routes are the same for every site
            inner.after_exception.append(_told)
        return built

    with (
        pytest.MonkeyPatch.context() as patch,
        running(
            file, directory, make=make, endpoints=endpoints, uploads="quarantine", demo_start=START, **settings
        ) as web,
        stand_in(ours, web.jk.now, kept, port),
    ):
        for name, one in EVENTS.items():
            patch.setitem(EVENTS, name, replace(one, until=date.max))
        yield Shop(web, place, kept)
