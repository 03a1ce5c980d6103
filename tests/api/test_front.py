"""The front: whom it believes, what it refuses, what it writes down, and how the house is watched."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from tests.api.conftest import Served, wire

from jikim.web.front import Front


class Seen:
    """An application that notes whom it was told that it speaks with."""

    def __init__(self, kept: list[Any]) -> None:
        self.kept = kept
        self.metrics: Any = self

    def answered(self, *_: Any) -> None:
        """Counts nothing."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> int:
        self.kept.append((scope["client"][0], scope["scheme"]))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a=b; HttpOnly")]})
        await send({"type": "http.response.body", "body": b""})
        return 200


def ask(
    client: str, headers: dict[str, str], *, proxies: tuple[str, ...] = (), scheme: str = "http", path: str = "/products", journal: Any = None
) -> tuple[list[Any], int, list[Any]]:  # fmt: skip
    """One request through a front. Answers what the application saw, the status and the headers."""
    seen: list[Any] = []
    sent: list[Any] = []
    app: Any = Seen(seen)
    front = Front(app, app, proxies, journal)
    scope: Any = {
        "type": "http", "method": "GET", "path": path, "scheme": scheme, "client": (client, 1), "query_string": b"q=secret",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(front(scope, receive, send))
    return seen, sent[0]["status"], sent[0]["headers"]


PROXIES = ("127.0.0.1", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("client", "said", "proto", "proxies", "found"),
    [
        ("127.0.0.1", "203.0.113.9", "https", PROXIES, ("203.0.113.9", "https")),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "https", PROXIES, ("203.0.113.9", "https")),
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "https", PROXIES, ("203.0.113.9", "https")),
        ("127.0.0.1", "203.0.113.9, nonsense, 10.1.2.3", "https", PROXIES, ("10.1.2.3", "https")),
        ("127.0.0.1", "", "https", PROXIES, ("127.0.0.1", "https")),
        ("127.0.0.1", "203.0.113.9", "https", (), ("127.0.0.1", "http")),
        ("::1", "203.0.113.9", "https", ("127.0.0.1",), ("::1", "http")),
        ("10.9.9.9", "2001:db8::7", "http, https", PROXIES, ("2001:db8::7", "https")),
    ],
)  # fmt: skip
def test_a_proxy_is_believed_where_it_is_named(
    client: str, said: str, proto: str, proxies: tuple[str, ...], found: Any
) -> None:
    """The client is the rightmost address that is no trusted proxy's; what anyone else says of themselves is nothing."""
    seen, status, _ = ask(client, {"x-forwarded-for": said, "x-forwarded-proto": proto}, proxies=proxies)
    assert (seen, status) == ([found], 200)


@pytest.mark.parametrize(
    ("client", "headers", "proxies", "scheme"),
    [
        ("203.0.113.9", {}, (), "http"),
        ("203.0.113.9", {"x-forwarded-proto": "https"}, (), "http"),
        ("203.0.113.9", {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https"}, PROXIES, "http"),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http"}, PROXIES, "http"),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, PROXIES, "http"),
    ],
)
@pytest.mark.parametrize("path", ["/products", "/api/v1/use", "/my"])
def test_nothing_travels_in_the_clear(
    client: str, headers: dict[str, str], proxies: tuple[str, ...], scheme: str, path: str
) -> None:
    """Plain HTTP from elsewhere gets a 403 and reaches no page and no route."""
    seen, status, _ = ask(client, headers, proxies=proxies, scheme=scheme, path=path)
    assert (seen, status) == ([], 403)


def test_what_is_set_over_tls_stays_there() -> None:
    """Over TLS every cookie is secure."""
    _, _, headers = ask("203.0.113.9", {}, scheme="https")
    assert headers == [(b"set-cookie", b"a=b; HttpOnly; Secure")]


def test_a_line_of_the_journal_names_nobody(served: Served) -> None:
    """Whatever is asked, a line holds method, route, status, milliseconds and the key's name: no path with a value in it, query, address or body."""
    import threading

    from tests.web.running import free_port

    from jikim.web.running import Site
    from jikim.web.site import site

    lines: list[dict[str, Any]] = []
    person, given = served.member()
    order = served.order(person)
    _, key = served.key(may=("people",), name="journal")
    port = free_port()

    async def make(jk: Any) -> Any:
        return await site(jk, journal=lines.append)

    running = Site(served.jk._file, served.settings, make, port=port, jobs=None, jk=served.jk)
    thread = threading.Thread(target=lambda: asyncio.run(running.run()), daemon=True)
    thread.start()
    try:
        base = httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers={"authorization": f"Bearer {key}"},
            transport=httpx.HTTPTransport(retries=20),
        )
        for _ in range(100):
            try:
                base.get("/api/health")
                break
            except httpx.TransportError:
                threading.Event().wait(0.1)
        base.post("/api/v1/use", json={"ref": wire(order), "purpose": "delivery"})
        base.post("/api/v1/find", json={"item": "email", "value": given["email"]})
        base.get(f"/my/record/{order.record}?email={given['email']}")
        base.get(f"/nowhere/{given['email']}")
        base.get(f"/api/v1/{given['email']}")
        base.post("/sign-in", data={"login_id": given["login_id"], "password": given["password"]})
        base.close()
    finally:
        running.stop()
        thread.join(30)
    text = json.dumps(lines)
    for value in (
        given["email"],
        given["login_id"],
        str(order.record),
        str(person.subject),
        "127.0.0.1",
        "가나다",
        key,
    ):
        assert value not in text
    assert {name for line in lines for name in line} == {"method", "route", "status", "ms", "key"}
    used = next(line for line in lines if line["route"] == "/api/v1/use")
    assert (used["method"], used["status"], used["key"]) == ("POST", 200, "journal")
    assert {line["route"] for line in lines} >= {"/api/v1/find", "other", "/api/health"}


def test_the_house_says_whether_it_lives_and_is_ready(served: Served) -> None:
    """Health and readiness answer without a key, with numbers alone."""
    with served.client() as client:
        assert client.get("/api/health").json() == {"status": "ok"}
        found = client.get("/api/ready").json()
        assert found["status"] == "ready"
        assert set(found) == {"status", "ledger", "messages", "webhooks"}
        assert client.head("/api/health").content == b""
        assert client.post("/api/health").status_code == 405


def test_a_house_that_cannot_work_is_not_ready(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a database or the ring does not answer, it says so, by the kind of the error alone."""
    from jikim.api import pages
    from jikim.errors import StoreError

    async def broken(_api: Any) -> Any:
        raise StoreError("the database at 10.0.0.7 is gone")

    monkeypatch.setattr(pages, "_backlog", broken)
    with served.client() as client:
        answer = client.get("/api/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "because": "StoreError"}


def test_metrics_are_for_this_machine_or_a_key(served: Served, shop: httpx.Client) -> None:
    """Metrics name routes and statuses and nothing personal; through a proxy that nobody named they ask for a key that may."""
    person, given = served.member()
    shop.post("/find", json={"item": "email", "value": given["email"]})
    with served.client() as client:
        text = client.get("/api/metrics").text
        assert 'jikim_requests_total{route="/api/v1/find",status="200"}' in text
        assert "jikim_backlog" in text
        assert "jikim_batch_size" in text
        for value in (given["email"], str(person.subject), "127.0.0.1"):
            assert value not in text
        elsewhere = {"x-forwarded-for": "203.0.113.9"}
        assert client.get("/api/metrics", headers=elsewhere).status_code == 401
        _, plain = served.key(name="no-metrics")
        _, watcher = served.key(name="watcher", may=("metrics",))
        for key, status in ((plain, 403), (watcher, 200)):
            answer = client.get("/api/metrics", headers={**elsewhere, "authorization": f"Bearer {key}"})
            assert answer.status_code == status


def test_every_answer_of_the_api_is_dressed(shop: httpx.Client) -> None:
    """Answers and problems of the API are cached nowhere and framed nowhere."""
    for answer in (shop.get("/deletions"), shop.get("/nowhere"), shop.get("/openapi.json")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in answer.headers["content-security-policy"]
