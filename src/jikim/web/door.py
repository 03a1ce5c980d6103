"""The door: every request comes in and every answer goes out through it.

Inwards it settles the language (the policy's first at the root), the client's address and the session. Outwards it sets
the headers that keep a browser safe, and lets a cookie out only where the policy declares it and the visitor allows it
(section 9).
"""

from __future__ import annotations

from contextlib import suppress

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from jikim.accounts.sessions import parse_token, session_of, why_over
from jikim.app import AsyncJikim
from jikim.clock import machine_moment, machine_seconds
from jikim.cookies.rules import FORGERY
from jikim.errors import JikimError, StoreError
from jikim.policy.languages import address_of
from jikim.web.cookies.keeper import FILES, Keeper, sent_cookies
from jikim.web.csrf import Tokens
from jikim.web.look import Looks
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
# How often a server looks whether a version of the policy was announced or withdrawn; the switch itself needs no look.
LOOK_SECONDS = 5.0
HSTS = "max-age=63072000; includeSubDomains"


def _named(token: str, _life: int | None) -> str:
    """A session's name for its forms' tokens: its number; of none, nothing."""
    parsed = parse_token(token)
    return "" if parsed is None else str(parsed[1])


def _host(scope: Scope) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")


def arrived(scope: Scope, jk: AsyncJikim) -> Visitor:
    """Who makes a request, not yet known to be anybody. The scope's path loses its language."""
    languages = jk.policy.file.service.languages
    language, path = address_of(languages, scope["path"])
    if path != scope["path"]:
        scope["path"] = path
        scope["raw_path"] = path.encode()
    client, cookies = scope.get("client"), sent_cookies(scope)
    return Visitor(
        language,
        path,
        address=client[0] if client else "",
        secure=scope.get("scheme") == "https",
        cookies=cookies,
        brought=cookies,
        languages=languages,
    )


class Door:
    """ASGI middleware around the whole site."""

    def __init__(
        self, app: ASGIApp, jk: AsyncJikim, tokens: Tokens, keeper: Keeper | None = None, looks: Looks | None = None
    ) -> None:
        self.app = app
        self.looks = looks or Looks(jk.file)
        self.tokens = tokens
        self.jk = jk
        self.keeper = keeper or Keeper(jk)
        self._looked = machine_seconds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        if machine_seconds() - self._looked > LOOK_SECONDS:
            await self._look()
        visitor = arrived(scope, self.jk)
        visitor.brand = self.looks.brand_at(_host(scope))
        path, cookies = visitor.path, visitor.cookies
        if not path.startswith((*FILES, "/api/")) and (token := cookies.get(SESSION_COOKIE)):
            await self._look_for(visitor, token)
            if visitor.session is None and visitor.unreached is None:
                visitor.over = await self._over(token)
                visitor.heard = not visitor.over
        await self.keeper.come(scope, visitor)
        self.tokens.enter(visitor, FORGERY, "" if visitor.session is None else str(visitor.session.session))
        enter(scope, visitor)

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                if visitor.heard and SESSION_COOKIE not in visitor.leaving:
                    visitor.drop_cookie(SESSION_COOKIE)
                begins = _named(*visitor.leaving[SESSION_COOKIE]) if SESSION_COOKIE in visitor.leaving else None
                self.tokens.leave(visitor, FORGERY, scope["method"], begins)
                headers = MutableScopeHeaders.from_message(message)
                await self.keeper.go(scope, message["status"], headers, visitor, machine_moment())
                self._dress(headers, visitor)
            await send(message)

        await self.app(scope, receive, out)

    async def _look(self) -> None:
        """Learns of a version that another process announced or withdrew."""
        self._looked = machine_seconds()
        # A database that does not answer is told of by whatever needs it.
        with suppress(JikimError):
            await self.jk.driver.run(self.jk.house.versions.refresh(self.jk.now()))

    async def _look_for(self, visitor: Visitor, token: str) -> None:
        """Whose session it is. An error denies; where it cannot be looked at now, the browser keeps its token."""
        try:
            visitor.session = await self.jk.do(session_of, token)
        except StoreError as error:
            visitor.unreached = error
        except JikimError:
            visitor.session = None

    async def _over(self, token: str) -> str:
        try:
            return await self.jk.do(why_over, token)
        except JikimError:
            return ""

    def _dress(self, headers: MutableScopeHeaders, visitor: Visitor) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if visitor.secure:
            headers.setdefault("strict-transport-security", HSTS)
        if not visitor.path.startswith(FILES):
            headers.setdefault("cache-control", "no-store")
