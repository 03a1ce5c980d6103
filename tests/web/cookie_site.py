"""A site with pages of a company's own that set cookies well and badly, and a browser without a screen that chooses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from litestar import Request, get
from litestar.response import Response
from tests import entering, pressed
from tests.web.running import Running, running

from jikim.app import AsyncJikim
from jikim.policy.model import PolicyFile
from jikim.web import Addition, Page, Visitor
from jikim.web.site import site

HTML = {"accept": "text/html"}


@get("/thing")
async def thing(page: Page) -> Response[str]:
    """A page that sets nothing."""
    return page.show("thing.html")


@get("/thing/trail")
async def trail(page: Page) -> Response[str]:
    """Sets a declared cookie, the way that is meant."""
    page.visitor.set_cookie("rv_trail", "a.b.c")
    return page.show("thing.html")


@get("/thing/late")
async def late(page: Page) -> Response[str]:
    """Sets one after the page was made: it can't ask any more."""
    answer = page.show("thing.html")
    page.visitor.set_cookie("rv_trail", "a.b.c")
    return answer


@get("/thing/raw")
async def raw(page: Page) -> Response[str]:
    """Writes headers by itself: a declared one too long and lax, an undeclared one, and one with something hidden in
    it."""
    answer = page.show("thing.html")
    answer.set_cookie(
        "rv_ad", "seen", max_age=10**9, httponly=False, samesite="none", domain="example.com", path="/thing"
    )
    answer.set_cookie("rv_trail", "x", max_age=3600)
    answer.set_cookie("sneaky", "fingerprint")
    answer.headers["Set-Cookie"] = "rv_event=1; Expires=Fri, 31 Dec 2099 23:59:59 GMT"
    return answer


@get("/thing/topic")
async def topic(page: Page, visitor: Visitor, request: Request[Any, Any, Any]) -> Response[str]:
    """A page about something."""
    visitor.interested(request.query_params.get("which", "remoteview"))
    return page.show("thing.html")


@get("/thing/seen", media_type="application/json")
async def seen(request: Request[Any, Any, Any]) -> dict[str, str]:
    """What a handler sees of the cookies that came."""
    return dict(request.cookies)


PAGES = [thing, trail, late, raw, topic, seen]


@contextmanager
def cookie_site(file: PolicyFile, directory: Path, **more: Any) -> Iterator[Running]:
    """The site, running, with these pages."""

    async def make(jk: AsyncJikim) -> Any:
        return await site(jk, Addition(pages=PAGES, templates=[Path(__file__).parent / "cookie_pages"]))

    with running(file, directory, make=make, **more) as one:
        yield one


class Browser:
    """A browser without a screen. It keeps cookies, and sends Global Privacy Control where `signal` is set."""

    def __init__(self, run: Running, *, signal: bool = False) -> None:
        self.http = run.client(headers={**HTML, **({"sec-gpc": "1"} if signal else {})})

    def get(self, path: str, **more: Any) -> httpx.Response:
        pressed.lead_to(path)  # a page of the company's own site, which leads to its others
        return self.http.get(path, **more)

    def post(
        self, path: str, back: str = "/thing", headers: dict[str, str] | None = None, **fields: str
    ) -> httpx.Response:
        """Posts a form of ours, with what keeps it from being forged; `back`: the page that it stands on."""
        if not self.http.cookies.get("jikim_csrf"):
            self.get("/cookies")
        form = {"_csrf_token": self.http.cookies.get("jikim_csrf") or "", **fields}
        form |= {} if entering.by_page() else {"back": back}  # the form of a page says so itself
        return self.http.post(path, data=form, headers=headers)

    def choose(self, choice: str, **fields: str) -> httpx.Response:
        answer = self.post("/cookies/choose", choice=choice, **fields)
        assert answer.status_code == 303, answer.text
        return answer

    def names(self) -> set[str]:
        """The cookies that this browser holds."""
        return {cookie.name for cookie in self.http.cookies.jar}


Browsing = Callable[..., Browser]


@contextmanager
def browsing(run: Running) -> Iterator[Browsing]:
    """Opens browsers of a site, and closes them."""
    opened: list[Browser] = []

    def make(*, signal: bool = False) -> Browser:
        opened.append(Browser(run, signal=signal))
        return opened[-1]

    yield make
    for one in opened:
        one.http.close()


def set_in(answer: httpx.Response) -> dict[str, dict[str, str]]:
    """The cookies that an answer sets, and their attributes in lower case."""
    found: dict[str, dict[str, str]] = {}
    for value in answer.headers.get_list("set-cookie"):
        first, *more = value.split(";")
        name, _, content = first.partition("=")
        attributes = {"value": content}
        for attribute in more:
            key, _, text = attribute.strip().partition("=")
            attributes[key.lower()] = text
        found[name] = attributes
    return found


def question(answer: httpx.Response) -> str | None:
    """The purpose that a page asks about."""
    found = re.search(r'name="purpose" value="([a-z]+)"', answer.text)
    return found[1] if found else None


def asks_first(answer: httpx.Response) -> list[str]:
    """The choices of the banner, in their order; none where there is no banner."""
    return re.findall(r'<button class="second" name="choice" value="([a-z]+)">', answer.text)
