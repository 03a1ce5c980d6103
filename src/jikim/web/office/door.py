"""The office's door: declared networks alone, a session of its own, and nothing but signing in without one (clauses
10.5, 10.6).

Guarantees: no page of the office is reached from an address outside the declared networks, or without a handler who is
signed in, has signed the pledge and whose proof is not overdue. A page need not ask; it is given `Signed`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_network
from typing import Any, cast

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from jikim.alerts.raising import alert
from jikim.app import AsyncJikim
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed, hash_of, signed_in
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.languages import LANGUAGES, address_of
from jikim.web.client_address import Networks, within
from jikim.web.csrf import Tokens
from jikim.web.door import HEADERS, HSTS, arrived
from jikim.web.visitor import Visitor, enter

OFFICE_COOKIE = "jikim_office"
OFFICE_BROWSER = "jikim_office_browser"
OFFICE_CSRF = "jikim_office_csrf"
OPEN = ("/office/sign-in", "/office/begin")
RENEW = ("/office/renew", "/office/sign-out")
_KEY = "jikim.signed"


def is_office(path: str) -> bool:
    """Whether a path leads into the office, in any language."""
    _, inner = address_of(LANGUAGES, path)
    return inner == "/office" or inner.startswith("/office/")


def signed_of(scope: Scope) -> Signed:
    """The handler of a request. INVARIANT: the door lets none in without one but to `OPEN`."""
    return cast("Signed", cast("dict[str, Any]", scope)[_KEY])


class OfficeDoor:
    """ASGI middleware: the office's pages go through this door, all others to `site`. `office` is asked for them when
    somebody comes."""

    def __init__(
        self, office: Callable[[], ASGIApp], site: ASGIApp, jk: AsyncJikim, tokens: Tokens, networks: Sequence[str]
    ) -> None:
        self.office, self.site, self.jk, self.tokens = office, site, jk, tokens
        self._networks: Networks = [ip_network(one, strict=False) for one in networks]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not is_office(scope["path"]):
            await self.site(scope, receive, send)
            return
        visitor = arrived(scope, self.jk)
        path, cookies = visitor.path, visitor.cookies
        enter(scope, visitor)
        cast("dict[str, Any]", scope)[_KEY] = None

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                begins = _named(*visitor.leaving[OFFICE_COOKIE]) if OFFICE_COOKIE in visitor.leaving else None
                self.tokens.leave(visitor, OFFICE_CSRF, scope["method"], begins)
                for name, value in visitor.leaving.items():
                    headers.add("set-cookie", _cookie(name, *value))
                for name, said in HEADERS.items():
                    headers.setdefault(name, said)
                if visitor.secure:
                    headers.setdefault("strict-transport-security", HSTS)
                headers.setdefault("cache-control", "no-store")
                headers.setdefault("x-robots-tag", "noindex")
            await send(message)

        if not within(visitor.address, self._networks):
            await self._outside(visitor)
            await _answer(out, 404)
            return
        token = cookies.get(OFFICE_COOKIE)
        me = await self._signed(token, visitor.address) if token else None
        cast("dict[str, Any]", scope)[_KEY] = me
        self.tokens.enter(visitor, OFFICE_CSRF, "" if me is None else me.token.hex())
        if me is None and not path.startswith(OPEN):
            await _answer(out, 303, visitor.href("/office/sign-in"))
        elif me is not None and me.overdue and not path.startswith((*OPEN, *RENEW)):
            await _answer(out, 303, visitor.href("/office/renew"))
        else:
            await self.office()(scope, receive, out)

    async def _outside(self, visitor: Visitor) -> None:
        """An attempt from another network is recorded, and answered as if there were no office."""
        house = self.jk.house
        actor = Actor("outsider", "office", 0, visitor.address)
        try:
            await self.jk.do(
                alert,
                "knock",
                "허용되지 않은 네트워크에서 접속 시도가 있었습니다",
                "Access was attempted from a network that is not allowed",
                href="/office/ledger?event=office:&refused=yes",
            )
            await self.jk.driver.run(house.refuse("office:knock", house.policy, actor, deny(house.policy, "outside")))
        except JikimError:
            return

    async def _signed(self, token: str, address: str) -> Signed | None:
        try:
            return await self.jk.do(signed_in, token, address)
        except JikimError:
            # An error denies.
            return None


def _named(token: str, _life: int | None) -> str:
    """A session's name for its forms' tokens: its hash; of none, nothing."""
    return hash_of(token).hex() if token else ""


def _cookie(name: str, value: str, life: int | None) -> str:
    age = "" if life is None else f"; Max-Age={life}"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict{age}"


async def _answer(send: Send, status: int, to: str | None = None) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    if to is not None:
        headers.append((b"location", to.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if to else b"404\n", "more_body": False})
