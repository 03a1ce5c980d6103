"""The front: outermost of all. Who comes and how, whether that is safe, and what is written down of it.

A proxy is believed only where the settings name it (`client_address`). What is too much (`bounds`), and plain HTTP from
elsewhere, is refused before anything is read. A journal's line holds the method, the route's template, the status, the
time it took and the name of the key: never a path with values in it, a query, an address or a body.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_network
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from jikim.api.bodies import encode
from jikim.api.problems import MEDIA, ProblemError
from jikim.api.serving import Api
from jikim.api.this_machine import secure
from jikim.clock import machine_seconds
from jikim.policy.languages import address_of
from jikim.web import host_cookies, request_limits
from jikim.web.client_address import Networks, settle
from jikim.web.door import HEADERS

Journal = Callable[[dict[str, Any]], None]
_DRESS = [(name.encode(), value.encode()) for name, value in {**HEADERS, "cache-control": "no-store"}.items()]


class Front:
    """ASGI middleware around the pages (`door`) and the REST API."""

    def __init__(self, door: ASGIApp, api: Api, proxies: Sequence[str] = (), journal: Journal | None = None) -> None:
        self.door = door
        self.api = api
        self.api.dress = _DRESS
        self.journal = journal
        self._proxies: Networks = [ip_network(one, strict=False) for one in proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.door(scope, receive, send)
            return
        begun = machine_seconds()
        status = 500
        settle(scope, self._proxies)
        https = scope["scheme"] == "https"
        if https:
            # HTTP/2 may bring each cookie in a line of its own: what wins is settled over all of them.
            lines = [value for name, value in scope["headers"] if name == b"cookie"]
            others = [(name, value) for name, value in scope["headers"] if name != b"cookie"]
            scope["headers"] = [*others, (b"cookie", host_cookies.came(b"; ".join(lines)))] if lines else others
        api = scope["path"].startswith("/api/") or scope["path"] == "/api"

        async def out(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if https:
                    message["headers"] = [one for name, value in message["headers"] for one in _safe(name, value)]
            await send(message)

        try:
            if (much := request_limits.too_much(scope, api=api)) is not None:
                language, _ = address_of(self.api.jk.policy.file.service.languages, scope["path"])
                problem = ProblemError("too-large", much.status, (much.title, much.ko[0]), (much.en[1], much.ko[1]))
                await self._refuse(scope, out, problem, None if api else much.page(language))
            elif not secure(scope["scheme"], _client(scope)):
                await self._refuse(scope, out, ProblemError.of("insecure"))
            elif api:
                status = await self.api(scope, receive, send)
            else:
                await self.door(scope, request_limits.bounded(scope, receive), out)
        finally:
            took = machine_seconds() - begun
            if not api:
                self.api.metrics.answered(_template(scope), status, took)
            if self.journal is not None:
                line = {
                    "method": scope["method"],
                    "route": _template(scope),
                    "status": status,
                    "ms": round(took * 1000, 1),
                }
                key = scope.get("jikim.key")
                self.journal({**line, "key": key} if key else line)

    async def _refuse(self, scope: HTTPScope, send: Send, problem: ProblemError, page: bytes | None = None) -> None:
        """An answer to who gets no further: a problem, or a page for people. What else was sent is not read."""
        scope["path_template"] = "refused"
        body, media = (
            (encode(problem.body(self.api.language(dict(scope["headers"])))), MEDIA)
            if page is None
            else (page, "text/html; charset=utf-8")
        )
        headers = [
            (b"content-type", media.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            *_DRESS,
        ]
        await send({"type": "http.response.start", "status": problem.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _client(scope: HTTPScope) -> str:
    client = scope["client"]
    return client[0] if client else ""


def _template(scope: HTTPScope) -> str:
    """The route as it is declared, so that nothing that somebody typed is in it."""
    return str(scope.get("path_template") or "other")


def _safe(name: bytes, value: bytes) -> list[tuple[bytes, bytes]]:
    """A cookie that was set over TLS travels over TLS alone, and is this host's."""
    return [(name, one) for one in host_cookies.goes(value)] if name.lower() == b"set-cookie" else [(name, value)]
