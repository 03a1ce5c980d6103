"""The bounds: what is too much is refused before anything of it is looked at, and nobody else waits for it."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.exceptions import HTTPException
from tests.drawn import sampled
from tests.waiting import PATIENCE
from tests.web.running import Running, running
from tests.web.test_account_signing import steps, token_of

from jikim.policy.model import PolicyFile
from jikim.web import form_fields, request_limits
from jikim.web.site import site

MIB = 1024 * 1024
URLENCODED = {"content-type": "application/x-www-form-urlencoded"}
MULTIPART = {"content-type": "multipart/form-data; boundary=x"}
FILE = b'--x\r\ncontent-disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'


def parts(body: bytes) -> Iterator[bytes]:
    """A body that does not say beforehand how long it is."""
    for place in range(0, len(body), 65_536):
        yield body[place : place + 65_536]


def post(web: Running, body: Any, headers: dict[str, str], path: str = "/sign-in") -> int:
    """The status of what is answered; where the server hangs up while more is sent, what it said before."""
    with web.client() as client:
        return client.post(path, content=body, headers=headers).status_code


@pytest.mark.parametrize("path", ["/sign-in", "/en/sign-in", "/office/sign-in", "/nowhere", "/hooks/nobody"])
def test_a_body_that_says_it_is_too_large_reaches_nobody(web: Running, path: str) -> None:
    """Nothing of the house is asked: no session, no count by account, no statement at all; and the page says what is
    taken."""
    with steps(web) as asked, web.client() as client:
        answer = client.post(path, content=b"a&" * (5 * MIB), headers=URLENCODED)
    assert (answer.status_code, asked) == (413, [])
    assert "1MB" in answer.text or "1 MB" in answer.text
    assert ('lang="en"' in answer.text) is path.startswith("/en/")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"a=" + b"b" * (MIB + 1), URLENCODED, 413),
        (b"a&" * 1_001, URLENCODED, 413),
        (b"a&" * (5 * MIB), URLENCODED, 413),
        (b"{" * (2 * MIB), {"content-type": "application/json"}, 403),
        (b"x" * (2 * MIB), {}, 403),
        (FILE + b"x" * (12 * MIB), MULTIPART, 415),
        (b"a=" + b"b" * (MIB - 100), URLENCODED, 403),
        (b"a&" * 999, URLENCODED, 403),
    ],
    ids=["text", "fields", "fields without end", "json", "nothing", "file", "just", "just fields"],
)
def test_a_body_that_grows_is_refused_while_it_comes(
    web: Running, body: bytes, headers: dict[str, str], status: int
) -> None:
    """Bytes and fields are counted as they come, whatever kind of body it is; what is within bounds, or no form,
    gets as far as the form's token and no further."""
    assert post(web, parts(body), headers) == status


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/policy", {"x-filler": "x" * 40_000}, 431),
        ("/policy", {"cookie": "; ".join(f"c{n}=1" for n in range(8_000))}, 431),
        ("/policy", {f"x-{n}": "1" for n in range(101)}, 431),
        ("/policy?" + "a&" * 200, {}, 414),
        ("/policy?a=" + "b" * 20_000, {}, 414),
        ("/" + "b" * 20_000, {}, 414),
        ("/api/v1/use", {"x-filler": "x" * 40_000}, 431),
        ("/api/v1/subjects?" + "a&" * 200, {}, 414),
        ("/office", {"x-filler": "x" * 40_000}, 431),
        ("/static/%00", {}, 404),
        ("/static/jikim.css%00", {}, 404),
        ("/en/%00", {}, 404),
        ("/office/%00", {}, 404),
        ("/api/v1/%00", {}, 404),
    ],
)
def test_a_head_that_is_too_large_reaches_nobody(web: Running, path: str, headers: dict[str, str], status: int) -> None:
    """Headers, cookies, addresses and queries have bounds of their own, on pages, in the office and in the API; nothing
    of the house is asked."""
    with steps(web) as asked, web.client() as client:
        answer = client.get(path, headers=headers)
    assert (answer.status_code, asked) == (status, [])
    if path.startswith("/api/"):
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_does_not_come_is_not_waited_for(web: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends a form too slowly is told so, and keeps no request open."""
    monkeypatch.setattr(request_limits, "SECONDS", 0.2)
    go_on = threading.Event()

    def slow() -> Iterator[bytes]:
        yield b"a=1"
        go_on.wait(PATIENCE)
        yield b"&b=2"

    statuses: list[int] = []

    class Told(HTTPException):
        """What ends the reading, and lets who sends go on."""

        def __init__(self, **more: Any) -> None:
            super().__init__(**more)
            go_on.set()

    monkeypatch.setattr(request_limits, "HTTPException", Told)
    thread = threading.Thread(target=lambda: statuses.append(post(web, slow(), URLENCODED)))
    with steps(web):
        thread.start()
        thread.join(PATIENCE)
    assert statuses == [408]


@given(st.lists(st.tuples(st.text(max_size=30), st.binary(max_size=40))), st.integers(3, 9))
def test_a_form_is_read_as_it_always_was(fields: list[tuple[str, bytes]], step: int) -> None:
    """Read in steps of any length, a form holds what Python's own reader finds in it, whatever bytes it is made of."""
    body = b"&".join(name.encode("utf-8", "replace").replace(b"%", b"%25") + b"=" + value for name, value in fields)

    async def read() -> list[tuple[str, str]]:
        return [pair async for pair in form_fields.pairs(body)]

    before, form_fields.STEP = form_fields.STEP, step
    try:
        found = asyncio.run(read())
    finally:
        form_fields.STEP = before
    assert found == parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="utf-8") or not body.isascii()


@dataclass
class Loop:
    """What a site's event loop works through without letting anybody else on, counted: no clock is in it."""

    thread: int = 0
    # Bytes of forms that were decoded, and the most in one turn, where a field's name and its value are as much as so many.
    decoded = now = most = 0
    # Objects that one collection of garbage freed.
    freed: list[int] = field(default_factory=list)

    def begin(self) -> None:
        # What other tests left is not this loop's to free.
        gc.collect()
        self.decoded = self.now = self.most = 0
        self.freed.clear()

    def decode(self, coded: bytes) -> bytes:
        if not self.now:
            asyncio.get_running_loop().call_soon(self._over)
        self.decoded += len(coded)
        self.now += len(coded) + form_fields.FIELD // 2
        self.most = max(self.most, self.now)
        return unquote_to_bytes(coded)

    def _over(self) -> None:
        self.now = 0

    def collected(self, phase: str, info: dict[str, int]) -> None:
        if phase == "stop" and threading.get_ident() == self.thread:
            self.freed.append(info["collected"])


@pytest.fixture(scope="module")
def watched(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Loop]]:
    """A site, and what its event loop does."""
    loop = Loop()

    async def make(jk: Any) -> Any:
        loop.thread = threading.get_ident()
        return await site(jk)

    with (
        pytest.MonkeyPatch.context() as patched,
        running(homepage, tmp_path_factory.mktemp("flooded"), make=make) as one,
    ):
        patched.setattr(form_fields, "unquote_to_bytes", loop.decode)
        gc.callbacks.append(loop.collected)
        try:
            yield one, loop
        finally:
            gc.callbacks.remove(loop.collected)


FLOODS = {
    "fields without end": (b"a&" * (4 * MIB), URLENCODED),
    "as many fields as are taken": (b"a&" * 999, URLENCODED),
    "escapes": (b"a=" + b"%EA%B0%80" * (MIB // 9 - 10), URLENCODED),
    "escapes in many fields": (b"&".join(b"a=" + b"%41" * 340 for _ in range(999)), URLENCODED),
    "cards": (b"text=" + b"4000 0000 0000 0002 " * 50_000, URLENCODED),
}


@pytest.mark.drawn
@pytest.mark.parametrize("what", sampled(FLOODS, one_in=2))
def test_who_floods_keeps_nobody_waiting(watched: tuple[Running, Loop], what: str) -> None:
    """While eight send the worst of bodies without end, a turn of the event loop decodes two steps at most and frees
    little garbage, whoever's it is; another's page is there."""
    web, loop = watched
    body, headers = FLOODS[what]
    over, statuses = threading.Event(), set()

    def flood() -> None:
        with web.client() as client:
            while not over.is_set():
                try:
                    statuses.add(client.post("/sign-in", content=body, headers=headers).status_code)
                except httpx.TransportError:
                    # The server hung up while more was sent.
                    continue

    with web.client() as client:
        client.get("/policy")
        assert token_of(client)
        loop.begin()
        floods = [threading.Thread(target=flood) for _ in range(8)]
        for one in floods:
            one.start()
        try:
            for _ in range(20):
                assert client.get("/sign-in").status_code == 200
        finally:
            over.set()
            for one in floods:
                one.join(PATIENCE)
    if what == "fields without end":
        assert (statuses <= {413}, loop.decoded) == (True, 0)
    else:
        assert (statuses, loop.decoded >= len(body) - body.count(b"&") - body.count(b"=")) == ({403}, True)
    assert loop.most <= 2 * form_fields.STEP
    assert max(loop.freed, default=0) <= 10_000
