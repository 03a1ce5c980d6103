"""The door: every request comes in and every answer goes out through it.

Inwards it settles the language (Korean at the root, English under `/en`), the client's address and the session. Outwards it sets the
headers that keep a browser safe, and lets a cookie out only where the policy declares it and the visitor allows it (section 9).
"""

from __future__ import annotations

from http.cookies import SimpleCookie

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from jikim.accounts.sessions import Session, session_of
from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.web.visitor import Visitor, enter

SESSION_COOKIE = "jikim_session"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
HSTS = "max-age=63072000; includeSubDomains"


class Door:
    """ASGI middleware around the whole site."""

    def __init__(self, app: ASGIApp, jk: AsyncJikim) -> None:
        self.app = app
        self.jk = jk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        english = path == "/en" or path.startswith("/en/")
        if english:
            path = path[3:] or "/"
            scope["path"] = path
            scope["raw_path"] = path.encode()
        cookies = _cookies(scope)
        visitor = Visitor(
            language="en" if english else "ko", path=path, address=self._address(scope), secure=self._secure(scope), cookies=cookies,
        )  # fmt: skip
        if not path.startswith(("/static/", "/assets/", "/api/")) and (token := cookies.get(SESSION_COOKIE)):
            visitor.session = await self._session(token)
            if visitor.session is None:
                visitor.drop_cookie(SESSION_COOKIE)
        enter(scope, visitor)

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableScopeHeaders.from_message(message), visitor)
            await send(message)

        await self.app(scope, receive, out)

    async def _session(self, token: str) -> Session | None:
        try:
            return await self.jk.driver.run(session_of(self.jk.house, token))
        except JikimError:
            return None

    def _address(self, scope: Scope) -> str:
        client = scope.get("client")
        return client[0] if client else ""

    def _secure(self, scope: Scope) -> bool:
        return scope.get("scheme") == "https"

    def _dress(self, headers: MutableScopeHeaders, visitor: Visitor) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if visitor.secure:
            headers.setdefault("strict-transport-security", HSTS)
        if not visitor.path.startswith(("/static/", "/assets/")):
            headers.setdefault("cache-control", "no-store")
        for name, (value, life) in visitor.leaving.items():
            headers.add("set-cookie", _cookie(name, value, life, visitor.secure))


def _cookies(scope: Scope) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, _, text = part.strip().partition("=")
                found.setdefault(key, text)
    return found


def _cookie(name: str, value: str, life: int | None, secure: bool) -> str:
    jar: SimpleCookie = SimpleCookie()
    jar[name] = value
    morsel = jar[name]
    morsel["path"] = "/"
    morsel["httponly"] = True
    morsel["samesite"] = "Lax"
    if life is not None:
        morsel["max-age"] = life
    if secure:
        morsel["secure"] = True
    return morsel.OutputString()
