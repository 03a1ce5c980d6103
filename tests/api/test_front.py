"""The front: whom it believes, what it refuses, what it writes down, and how the house is watched."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tests.api.conftest import Served, wire
from tests.waiting import PATIENCE, answered
from tests.web.running import free_port

import jikim.api
import jikim.web
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.schema import DATABASES, Database
from jikim.prove.gathering import _ledger
from jikim.web.client_address import settle
from jikim.web.front import Front
from jikim.web.running import Site
from jikim.web.site import site


class Seen:
    """An application that notes whom it was told that it speaks with."""

    def __init__(self, kept: list[Any]) -> None:
        self.kept = kept
        self.metrics: Any = self

    def answered(self, *_: Any) -> None:
        """Counts nothing."""

    def language(self, _: Any) -> str:
        """What problems are told in."""
        return "en"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> int:
        self.kept.append((scope["client"][0], scope["scheme"]))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a=b; HttpOnly")]})
        await send({"type": "http.response.body", "body": b""})
        return 200


def ask(
    client: str,
    headers: dict[str, str],
    *,
    proxies: tuple[str, ...] = (),
    scheme: str = "http",
    path: str = "/products",
    journal: Any = None,
) -> tuple[list[Any], int, list[Any]]:
    """One request through a front. Answers what the application saw, the status and the headers."""
    seen: list[Any] = []
    sent: list[Any] = []
    app: Any = Seen(seen)
    front = Front(app, app, proxies, journal)
    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": path,
        "scheme": scheme,
        "client": (client, 1),
        "query_string": b"q=secret",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    asyncio.run(front(scope, receive, send))
    return seen, sent[0]["status"], sent[0]["headers"]


PROXIES = ("127.0.0.1", "10.0.0.0/8")


@contextmanager
def another(served: Served, make: Any, settings: Any = None) -> Iterator[str]:
    """Another door of the same house, on a port of its own."""
    port = free_port()
    running = Site(served.jk._file, settings or served.settings, make, port=port, jobs=None, jk=served.jk)
    thread = threading.Thread(target=lambda: asyncio.run(running.run()), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{port}"
    try:
        answered(f"{url}/api/health")
        yield url
    finally:
        running.stop()
        thread.join(PATIENCE)


@pytest.fixture(scope="module")
def behind(served: Served) -> Iterator[str]:
    """The same house behind a proxy on this machine that is named."""
    with another(served, site, replace(served.settings, trusted_proxies=("127.0.0.1",))) as url:
        yield url


@pytest.mark.parametrize(
    ("client", "said", "found"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.9.9.9", "2001:db8::7", "2001:db8::7"),
        ("10.9.9.9", "[2001:db8::7]:50123", "2001:db8::7"),
        ("10.9.9.9", "[2001:db8::7]", "2001:db8::7"),
        ("10.9.9.9", "203.0.113.9:443", "203.0.113.9"),
        ("10.9.9.9", "203.0.113.9, [::ffff:10.0.0.1]:80", "203.0.113.9"),
        ("10.9.9.9", "fe80::1%eth0", "fe80::1"),
        ("10.9.9.9", "::ffff:203.0.113.9", "203.0.113.9"),
        ("10.9.9.9", "127.0.0.1, 203.0.113.9", "203.0.113.9"),
        # What can't be read, or is not said, is nobody.
        ("127.0.0.1", "203.0.113.9, nonsense, 10.1.2.3", ""),
        ("127.0.0.1", "unknown", ""),
        ("127.0.0.1", "_hidden", ""),
        ("127.0.0.1", "127.0.0.1 203.0.113.9", ""),
        ("127.0.0.1", "[127.0.0.1", ""),
        ("127.0.0.1", "127.0.0.1, ", ""),
        ("127.0.0.1", ", 10.0.0.1", ""),
        ("127.0.0.1", "0x7f000001", ""),
        ("127.0.0.1", "2130706433", ""),
        ("127.0.0.1", "", ""),
        ("127.0.0.1", None, ""),
    ],
)
def test_a_proxy_that_is_named_is_believed(client: str, said: str | None, found: str) -> None:
    """The client is the rightmost address that is no trusted proxy's, with brackets, port and zone read off; what can't
    be read, or is not said, is nobody."""
    headers = {"x-forwarded-proto": "http, https", **({} if said is None else {"x-forwarded-for": said})}
    seen, status, _ = ask(client, headers, proxies=PROXIES)
    assert (seen, status) == ([(found, "https")], 200)


def test_a_proxy_says_it_in_any_number_of_lines() -> None:
    """Several headers are one list, in their order: what stands before a line of the proxy's own is not believed."""
    found = Scope(headers=[(b"x-forwarded-for", b"127.0.0.1"), (b"x-forwarded-for", b"203.0.113.9")])
    settle(found, [ip_network("10.0.0.0/8")])
    assert found["client"] == ("203.0.113.9", 0)


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Proto", "X-Forwarded-Host"]
)
@pytest.mark.parametrize("client", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_a_proxy_that_nobody_named_is_not_this_machine(client: str, header: str) -> None:
    """Whoever comes over loopback with a proxy's header is nobody, and is refused in the clear; from elsewhere such a
    header is nothing."""
    assert ask(client, {header.lower(): "127.0.0.1"}, proxies=("10.0.0.0/8",))[:2] == ([], 403)
    assert ask(client, {header.lower(): "127.0.0.1"}, scheme="https")[0] == [("", "https")]
    assert ask("203.0.113.9", {header.lower(): "127.0.0.1"}, scheme="https")[0] == [("203.0.113.9", "https")]


class Scope(dict[str, Any]):
    """A request that came from a proxy by TLS."""

    def __init__(self, **more: Any) -> None:
        super().__init__(client=("10.0.0.1", 1), scheme="http", **more)


UNREADABLE = [{}, {"x-forwarded-for": ""}, {"x-forwarded-for": "unknown"}, {"x-forwarded-for": "127.0.0.1, unknown"}]


@pytest.mark.parametrize("said", UNREADABLE)
@pytest.mark.parametrize(
    ("path", "https", "http"),
    [("/office/sign-in", 404, 403), ("/api/metrics", 401, 403), ("/policy", 200, 403), ("/api/ready", 200, 403)],
)
def test_nobody_is_this_machine(behind: str, said: dict[str, str], path: str, https: int, http: int) -> None:
    """Each place that trusts this machine, asked through a named proxy on it that does not say for whom: no office, no
    metrics, nothing in the clear."""
    assert httpx.get(behind + path, headers={**said, "x-forwarded-proto": "https"}).status_code == https
    assert httpx.get(behind + path, headers={**said, "x-forwarded-proto": "http"}).status_code == http
    assert httpx.get(behind + path, headers=said).status_code == http


def test_who_trusts_this_machine_is_written_in_one_place() -> None:
    """No other file of the pages or the API asks whether an address is loopback, or reads who a proxy speaks for."""
    rooms = [Path(str(jikim.web.__path__[0])), Path(str(jikim.api.__path__[0]))]
    asking = {
        path.name
        for room in rooms
        for path in room.rglob("*.py")
        if re.search(r"is_loopback|forwarded-for|127\.0\.0\.1", path.read_text())
    }
    # The pages of `jikim write` are served to this machine alone.
    assert asking == {"this_machine.py", "client_address.py", "running.py", "guard.py"}


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
    """Whatever is asked, a line holds method, route, status, milliseconds and the key's name: no path with a value in
    it, query, address or body."""
    lines: list[dict[str, Any]] = []
    person, given = served.member()
    order = served.order(person)
    _, key = served.key(may=("people",), name="journal")

    async def make(jk: Any) -> Any:
        return await site(jk, journal=lines.append)

    headers = {"authorization": f"Bearer {key}"}
    with another(served, make) as url, httpx.Client(base_url=url, headers=headers) as base:
        base.post("/api/v1/use", json={"ref": wire(order), "purpose": "delivery"})
        base.post("/api/v1/find", json={"item": "email", "value": given["email"]})
        base.get(f"/my/record/{order.record}?email={given['email']}")
        base.get(f"/nowhere/{given['email']}")
        base.get(f"/api/v1/{given['email']}")
        base.post("/sign-in", data={"login_id": given["login_id"], "password": given["password"]})
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


@pytest.mark.parametrize("database", DATABASES)
def test_what_waits_is_counted_in_each_inbox(served: Served, database: Database) -> None:
    """Readiness and the proof count what waits for its position in each of the four databases, and since when."""
    served.jk.sequence()
    hour_ago = served.jk.now() - timedelta(hours=1)
    row = "INSERT INTO ledger.inbox (entry, at, fact, who, outcome) VALUES (gen_random_uuid(), %s, '{}', '', 0)"
    server = served.jk._server
    assert isinstance(server, Embedded)
    with psycopg.connect(server.conninfo(database, ADMIN), autocommit=True) as conn:
        conn.execute(row, (hour_ago,))
        with served.client() as client:
            found = client.get("/api/ready").json()["ledger"]
        proof = served.jk.driver.run(_ledger(served.jk.house))
        conn.execute("DELETE FROM ledger.inbox WHERE at = %s", (hour_ago,))
    assert found["waiting"] >= 1
    assert found["oldest_seconds"] >= 3600
    assert proof["waiting"] >= 1
    assert proof["waiting_since"] == hour_ago


def test_a_house_that_cannot_work_is_not_ready(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a database or the ring does not answer, it says so, by the kind of the error alone."""
    from jikim.api import pages
    from jikim.errors import StoreError

    async def broken(_api: Any) -> Any:
        raise StoreError("the database at 10.0.0.7 is gone", ko=("10.0.0.7의 DB가 없음", ""))

    monkeypatch.setattr(pages, "_backlog", broken)
    with served.client() as client:
        answer = client.get("/api/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "because": "StoreError"}


def test_metrics_are_for_this_machine_or_a_key(served: Served, shop: httpx.Client, behind: str) -> None:
    """Metrics name routes and statuses and nothing personal; from elsewhere they ask for a key that may."""
    person, given = served.member()
    shop.post("/find", json={"item": "email", "value": given["email"]})
    with served.client() as client:
        text = client.get("/api/metrics").text
        assert 'jikim_requests_total{route="/api/v1/find",status="200"}' in text
        assert "jikim_backlog" in text
        assert "jikim_batch_size" in text
        for value in (given["email"], str(person.subject), "127.0.0.1"):
            assert value not in text
        assert client.get("/api/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    elsewhere = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
    with httpx.Client(base_url=behind) as client:
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
