"""Who may open the pages of `jikim write`: this machine, under its own name, with the token that the terminal printed.

INVARIANT: a page answers nobody whose browser does not hold the token. Another site's page cannot name this host (its name is looked at, so
that a name that leads here does not count), cannot send the cookie (`SameSite=Strict`), and cannot post (origin, and the form's own token).
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, quote

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from jikim.policy.languages import LANGUAGES, address_of
from jikim.web.door import HEADERS
from jikim.web.visitor import Visitor, enter

COOKIE = "jikim_write"
DRESS = {**HEADERS, "referrer-policy": "no-referrer", "cache-control": "no-store"}


class Guard:
    """ASGI middleware. `token` opens the pages, `forms` stands in their forms; `port`: where they answer."""

    def __init__(self, app: ASGIApp, token: str, forms: str, port: int) -> None:
        self.app, self.token, self.forms = app, token, forms
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        headers = Headers.from_scope(scope)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if headers.get("host", "") not in self.hosts or not self._own(scope, headers):
            await _answer(scope, send, 403, [])
        elif given and self._is(given):
            # Two slashes would name another host.
            here = "/" + quote(scope["path"].lstrip("/"))
            cookie = f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Strict"
            await _answer(scope, send, 303, [("location", here), ("set-cookie", cookie)])
        elif not self._is(_cookie(headers)):
            await _answer(scope, send, 403, [])
        else:
            language, path = address_of(LANGUAGES, scope["path"])
            if path != scope["path"]:
                scope["path"], scope["raw_path"] = path, path.encode()
            enter(scope, Visitor(language, path, address="127.0.0.1", token=self.forms))

            async def out(message: Message) -> None:
                if message["type"] == "http.response.start":
                    dressed = MutableScopeHeaders.from_message(message)
                    for name, value in DRESS.items():
                        dressed.setdefault(name, value)
                await send(message)

            await self.app(scope, receive, out)

    def _is(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())

    def _own(self, scope: HTTPScope, headers: Headers) -> bool:
        """Whether a request that changes something comes from a page of ours."""
        origin = headers.get("origin", "")
        return scope["method"] in ("GET", "HEAD") or origin in {f"http://{host}" for host in self.hosts}


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    return found[COOKIE].value if COOKIE in found else ""


async def _answer(scope: HTTPScope, send: Send, status: int, more: list[tuple[str, str]]) -> None:
    body = (
        b""
        if status == 303
        else "터미널에 표시된 주소로 열어 주세요.\nOpen the address that the terminal shows.\n".encode()
    )
    headers = [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(body))), *DRESS.items(), *more]
    lines = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body, "more_body": False})
