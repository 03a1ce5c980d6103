"""Asking a route as somebody, over HTTP, and what the answer comes to in one word of the matrix."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import httpx
from tests.web.arranged import Everybody
from tests.web.routes import Route

from jikim.web.door import SESSION_COOKIE
from jikim.web.site import CSRF_COOKIE

TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


def said(answer: httpx.Response) -> str:
    """`200`; `sign-in` and `step-up` for the ways there; `to:/cart` for another page of the site; numbers in addresses
    are left out."""
    if answer.status_code == 403 and 'name="kept"' in answer.text:
        # The proof is asked for at once, and what was typed goes on from there.
        return "step-up"
    if answer.status_code not in (302, 303):
        return str(answer.status_code)
    path = urlsplit(answer.headers["location"]).path
    if path in ("/sign-in", "/step-up"):
        return path[1:]
    return "to:" + re.sub(r"/(?:[0-9a-f]{32}|[0-9a-f-]{36}|[0-9A-Z]{5}-[0-9A-Z]{5})(?=/|$)", "/#", path)


class Asker:
    """A browser without a screen in which somebody is signed in, and stays so: a session that was ended on the way is
    begun anew."""

    def __init__(self, made: Everybody, who: str, **more: Any) -> None:
        self.made, self.who = made, who
        self.client = made.shop.web.client(**more)
        self._enter()
        self.token = ""

    def __enter__(self) -> Asker:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def _enter(self) -> None:
        self.made.renew(self.who)
        self.token = ""
        for cookie in [cookie for cookie in self.client.cookies.jar if cookie.name == SESSION_COOKIE]:
            self.client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)
        for name, value in self.made.cookies(self.who).items():
            self.client.cookies.set(name, value, domain="127.0.0.1")

    def __call__(
        self, route: Route, data: dict[str, Any] | None = None, *, token: bool = True, body: bytes = b"", at: str = ""
    ) -> httpx.Response:
        """Asks. A form is posted with its page's token, and empty where nothing is given; `body` is one that is encoded
        already, `at` its address."""
        address = at or self.made.address(route)
        if route.method == "GET":
            answer = self.client.get(address)
            if SESSION_COOKIE in answer.headers.get("set-cookie", ""):
                self._enter()
            return answer
        if not self.token or CSRF_COOKIE not in self.client.cookies:
            found = TOKEN.search(self.client.get("/guest").text)
            assert found is not None
            self.token = found[1]
        form = {**(data or {}), **({"_csrf_token": self.token} if token else {})}
        if body:
            # A body that is refused unread ends its connection: the next request has another one.
            content = body + f"&_csrf_token={self.token}".encode()
            answer = self.client.post(
                address,
                content=content,
                headers={"content-type": "application/x-www-form-urlencoded", "connection": "close"},
            )
        else:
            answer = self.client.request(route.method, address, data=form)
        if SESSION_COOKIE in answer.headers.get("set-cookie", "") or route.path == "/my/guardian/finish":
            self.client.cookies.delete(
                "jikim_session", domain="127.0.0.1"
            ) if "jikim_session" in self.client.cookies else None
            self._enter()
        return answer
