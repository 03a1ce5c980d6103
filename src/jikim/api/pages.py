"""What lies under /api beside the routes: whether the house lives and is ready, metrics, the OpenAPI document, and a
page that people read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from html import escape
from typing import Any

from litestar.types import HTTPScope

from jikim.api.bodies import encode
from jikim.api.keys import Q
from jikim.api.openapi import document
from jikim.api.problems import ProblemError
from jikim.api.route import BASE
from jikim.api.routes import ROUTES
from jikim.api.service import Service
from jikim.api.this_machine import of_this_machine
from jikim.db.steps import rows_of
from jikim.errors import JikimError
from jikim.ledger.backlog import backlog
from jikim.policy.languages import worded

JSON, TEXT, HTML = b"application/json", b"text/plain; version=0.0.4; charset=utf-8", b"text/html; charset=utf-8"
READY_SECONDS = 3.0
Answer = tuple[int, bytes, bytes]


async def answer(api: Service, scope: HTTPScope, headers: Mapping[bytes, bytes]) -> Answer:
    """The answer to a path that is no route."""
    path = scope["path"].rstrip("/")
    if path not in _PAGES:
        raise ProblemError.of("no-route")
    scope["path_template"] = path
    if scope["method"] not in ("GET", "HEAD"):
        raise ProblemError.of("method", headers={"allow": "GET"})
    status, media, body = await _PAGES[path](api, scope, headers)
    return status, media, b"" if scope["method"] == "HEAD" else body


async def _health(_api: Service, _scope: HTTPScope, _headers: Mapping[bytes, bytes]) -> Answer:
    """Whether this process answers."""
    return 200, JSON, encode({"status": "ok"})


async def _ready(api: Service, _scope: HTTPScope, _headers: Mapping[bytes, bytes]) -> Answer:
    """Whether it can do its work: the databases, the key ring; and how far the ledger and what leaves are behind."""
    found: dict[str, Any] = {"status": "ready"}
    try:
        async with asyncio.timeout(READY_SECONDS):
            found |= await _backlog(api)
            await asyncio.to_thread(api.jk.house.keyring.reload)
    except (JikimError, TimeoutError, OSError) as error:
        api.metrics.failed(f"ready:{type(error).__name__}")
        return 503, JSON, encode({"status": "not ready", "because": type(error).__name__})
    return 200, JSON, encode(found)


async def _backlog(api: Service) -> dict[str, Any]:
    """Asks each of the four databases."""
    entries, oldest = await api.jk.driver.run(backlog())
    [(messages, hooks, dead)] = await api.jk.driver.run(rows_of(Q["backlog"]()))
    age = 0.0 if oldest is None else max(0.0, (api.jk.now() - oldest).total_seconds())
    for what, number in (("ledger", entries), ("messages", messages), ("webhooks", hooks), ("webhooks-dead", dead)):
        api.metrics.waiting(what, number)
    api.metrics.oldest(age)
    return {
        "ledger": {"waiting": entries, "oldest_seconds": round(age)},
        "messages": {"waiting": messages},
        "webhooks": {"waiting": hooks, "dead": dead},
    }


async def _metrics(api: Service, scope: HTTPScope, headers: Mapping[bytes, bytes]) -> Answer:
    """For this machine, or with a key that may."""
    client = scope["client"]
    if client is None or not of_this_machine(client[0]):
        application = await api.gate.application(headers.get(b"authorization"))
        if "metrics" not in application.may:
            raise ProblemError.of("not-allowed")
    try:
        async with asyncio.timeout(READY_SECONDS):
            await _backlog(api)
    except (JikimError, TimeoutError) as error:
        api.metrics.failed(f"metrics:{type(error).__name__}")
    api.metrics.faults(api.jk.house.faults)
    return 200, TEXT, api.metrics.text()


async def _openapi(api: Service, _scope: HTTPScope, _headers: Mapping[bytes, bytes]) -> Answer:
    return 200, JSON, encode(document(api.jk.policy, api.site))


async def _human(api: Service, _scope: HTTPScope, _headers: Mapping[bytes, bytes]) -> Answer:
    """A page that fetches nothing but this house's own style."""
    rows = "".join(
        f"<tr><td><code>{route.method} {escape(route.full)}</code></td><td>{escape(route.about)}</td>"
        f"<td>{'no key' if route.needs == 'nothing' else 'a key' if route.needs == 'key' else f'a key that may: {route.needs}'}</td>"
        f"<td><pre>{escape(encode(dict(route.example)).decode()) if route.example else ''}</pre></td></tr>"
        for route in ROUTES.values()
    )
    name = escape(worded(api.jk.policy.file.service.name, "en"))
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}: REST API</title>'
        f'<link rel="stylesheet" href="/static/jikim.css"><body><main><h1>{name}: REST API</h1>'
        f'<p>The whole of it as OpenAPI 3.1: <a href="{BASE}/openapi.json">openapi.json</a>. A key: <code>jikim key new</code>.</p>'
        f"<table><thead><tr><th>Route</th><th>What it does</th><th>Asks for</th><th>Example</th></tr></thead><tbody>{rows}</tbody></table></main></body></html>"
    )
    return 200, HTML, page.encode()


_PAGES = {
    "/api/health": _health,
    "/api/ready": _ready,
    "/api/metrics": _metrics,
    f"{BASE}/openapi.json": _openapi,
    BASE: _human,
    "/api": _human,
}
