"""Forms that only this site can post: a token that a form and the browser's cookie both bring, bound to the session
that it was made in.

A token is 16 random bytes and their HMAC with the session's name, in hex (OWASP: signed double-submit cookie). One from
before signing in, of another session or of nobody is refused: whoever can set a cookie in somebody's browser still has
none of theirs. An answer to a GET brings the cookie.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from litestar.enums import RequestEncodingType, ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from jikim.crypto import keyed
from jikim.web.multipart import HEADER, TOKEN, PageRequest, expect_token
from jikim.web.visitor import Visitor, visitor_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART})


class Tokens(NamedTuple):
    """Makes tokens and knows its own; `key` is the house's, for pages or for the office."""

    key: bytes

    def enter(self, visitor: Visitor, cookie: str, session: str) -> None:
        """Gives a visitor the token of their forms."""
        brought = visitor.cookies.get(cookie, "")
        visitor.token = self.of(brought, session)
        visitor.proves = visitor.token == brought

    def leave(self, visitor: Visitor, cookie: str, method: str, session: str | None) -> None:
        """Lets the token's cookie out where the browser has another; `session` is one that begins or ends with this
        answer."""
        if cookie in visitor.leaving:
            return
        if session is not None:
            visitor.set_cookie(cookie, self.of(visitor.token, session))
        elif method in SAFE and not visitor.proves:
            visitor.set_cookie(cookie, visitor.token)

    def of(self, brought: str, session: str) -> str:
        """The token of a request: the one that its browser brought, where it is one of this session; else a new one."""
        return brought if self._is_own(brought, session) else self._made(os.urandom(16).hex(), session)

    def _made(self, chance: str, session: str) -> str:
        return chance + keyed(self.key, f"{chance}:{session}".encode()).hex()

    def _is_own(self, token: str, session: str) -> bool:
        return len(token) == 96 and hmac.compare_digest(self._made(token[:32], session).encode(), token.encode())


class OwnForms(ASGIMiddleware):
    """Lets through what changes something only with the visitor's token, but on paths that are signed otherwise."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, but: Sequence[str] = ()) -> None:
        self._but = tuple(but)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["method"] not in SAFE and not scope["path"].startswith(self._but):  # type: ignore[typeddict-item]
            request = PageRequest(scope, receive, send)
            token: Any = request.headers.get(HEADER)
            if token is None and request.content_type[0] in FORMS:
                token = (await request.form()).get(TOKEN)
            expect_token(token, visitor_of(scope))
        await next_app(scope, receive, send)
