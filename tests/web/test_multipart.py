"""Forms with files: in memory and nowhere else, within bounds, and what will be refused is not read (6.1, 10.3)."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar import Request, post
from litestar.exceptions import HTTPException
from tests.conftest import Databases

from jikim.app import AsyncJikim
from jikim.policy.model import PolicyFile
from jikim.web import Addition, Form, multipart, problems
from jikim.web.multipart import FILES
from jikim.web.site import site

BOUNDARY = b"-----------------------------9051914041544843365972754266"
MARK = b"a line that must lie on no disk\n"
CHUNK = 65_536
came: list[tuple[str, int]] = []


@post("/came", opt=FILES, status_code=200)
async def taken(request: Request[Any, Any, Any]) -> str:
    """Takes files, and notes what came."""
    form = await Form.of(request)
    for files in form.files.values():
        for one in files:
            came.append((one.filename, len(await one.read())))
    return form["name"]


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    """One part of a form."""
    named = b'; filename="%b"' % filename.encode() if filename is not None else b""
    return b'--%b\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n' % (
        BOUNDARY,
        name.encode(),
        named,
        content,
    )


class Sender:
    """A browser at the application itself: it knows how much of its body was asked for."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.read = 0
        self.token = ""

    async def open(self) -> None:
        """Looks at a page, and gets a form's token."""
        _, headers, _ = await self._ask("GET", "/complaint", [], [])
        found = re.search(
            rb"jikim_csrf=([0-9a-f]+)", b"".join(value for name, value in headers if name == b"set-cookie")
        )
        assert found is not None
        self.token = found[1].decode()

    async def send(
        self,
        body: bytes,
        path: str = "/came",
        *,
        cookie: bool = True,
        length: bool = True,
        slow: float = 0.0,
        kind: str = "multipart/form-data",
    ) -> tuple[int, str]:
        """Posts a body piece by piece. Answers status and page."""
        self.read = 0
        headers = [(b"content-type", f"{kind}; boundary={BOUNDARY.decode()}".encode())]
        if length:
            headers.append((b"content-length", str(len(body)).encode()))
        if cookie:
            headers.append((b"cookie", f"jikim_csrf={self.token}".encode()))
        pieces = [body[at : at + CHUNK] for at in range(0, len(body), CHUNK)]
        status, _, page = await self._ask("POST", path, headers, pieces, slow)
        return status, page.decode()

    async def _ask(
        self, method: str, path: str, headers: list[Any], pieces: list[bytes], slow: float = 0.0
    ) -> tuple[int, list[Any], bytes]:
        said: list[Any] = []

        async def receive() -> Any:
            await asyncio.sleep(slow)
            self.read += 1
            n = self.read
            return {
                "type": "http.request",
                "body": pieces[n - 1] if n <= len(pieces) else b"",
                "more_body": n < len(pieces),
            }

        async def send(message: Any) -> None:
            said.append(message)

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": path, "raw_path": path.encode(),
            "query_string": b"", "root_path": "", "scheme": "http", "headers": headers, "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        await self.app(scope, receive, send)
        return said[0]["status"], said[0]["headers"], b"".join(one.get("body", b"") for one in said[1:])


@pytest.fixture
def sending(homepage: PolicyFile, databases: Databases, tmp_path: Path) -> Any:
    """Runs a story with a sender at a site of its own."""

    def run(story: Any) -> Any:
        async def whole() -> Any:
            async with AsyncJikim(homepage, databases.settings(tmp_path)) as jk:
                sender = Sender(await site(jk, Addition(pages=[taken])))
                await sender.open()
                return await story(sender)

        came.clear()
        return asyncio.run(whole())

    return run


def form(token: str, *files: bytes) -> bytes:
    """A form with a token, a name and files."""
    parts = [part("_csrf_token", token.encode()), part("name", "가나다".encode())]
    return b"".join([*parts, *(part("files", one, "글.txt") for one in files), b"--%b--\r\n" % BOUNDARY])


_open: list[tuple[str, int]] | None = None


def _hook(event: str, given: tuple[Any, ...]) -> None:
    if _open is not None and event == "open" and isinstance(given[2], int):
        _open.append((str(given[0]), given[2]))


sys.addaudithook(_hook)


@contextmanager
def opened() -> Iterator[list[tuple[str, int]]]:
    """Every file that this process opens meanwhile, with its flags."""
    global _open
    _open = found = []
    try:
        yield found
    finally:
        _open = None


def test_a_file_that_comes_opens_no_file(sending: Any) -> None:
    """Eight megabytes in two files are taken without one file being opened for writing, named or not; so is what is
    refused at its end."""
    large = MARK * 130_000

    async def story(sender: Sender) -> Any:
        with opened() as files:
            answers = [
                await sender.send(form(sender.token, large, large)),
                await sender.send(form(sender.token, large)[:-20]),
            ]
        written = os.O_WRONLY | os.O_RDWR | getattr(os, "O_TMPFILE", 0)
        # The embedded server's lock is looked at whenever a connection has to wait: nothing is written to it.
        return answers, [one for one in files if one[1] & written and not one[0].endswith("/keeper.lock")]

    answers, written = sending(story)
    assert [status for status, _ in answers] == [200, 400]
    assert came == [("글.txt", len(large))] * 2
    assert written == []


@pytest.mark.parametrize(
    ("what", "status", "most"),
    [
        ("no-cookie", 403, 0),
        ("no-token", 403, 1),
        ("wrong-token", 403, 1),
        ("token-behind-the-file", 403, 1),
        ("text-before-the-token", 403, 1),
        ("no-boundary", 403, 1),
        ("too-large", 413, 0),
        ("takes-no-files", 415, 0),
        ("nobody-signed-in", 403, 0),
        ("too-much-at-once", 503, 0),
        ("slow", 408, 3),
        ("right", 200, 99),
    ],
)
def test_what_will_be_refused_is_not_read(
    sending: Any, monkeypatch: pytest.MonkeyPatch, what: str, status: int, most: int
) -> None:
    """A body that is too large, comes without the form's token, or to a page that takes none from this visitor, is
    refused before a file of it is read."""
    file = part("files", MARK * 100_000, "a.txt")

    async def story(sender: Sender) -> int:
        right, more, path = form(sender.token, MARK * 100_000), {}, "/came"
        match what:
            case "no-cookie":
                more = {"cookie": False}
            case "no-token":
                right = file
            case "wrong-token":
                right = form("0" * 128, MARK * 100_000)
            case "token-behind-the-file":
                right = file + part("_csrf_token", sender.token.encode())
            case "text-before-the-token":
                right = part("text", MARK * 100_000) + right
            case "no-boundary":
                right = MARK * 100_000
            case "too-large":
                right = form(sender.token, *[MARK * 100_000] * 4)
            case "takes-no-files":
                path = "/sign-in"
            case "nobody-signed-in":
                path = "/my/guardian"
            case "too-much-at-once":
                monkeypatch.setattr(multipart._Held, "now", multipart.AT_ONCE)
            case "slow":
                monkeypatch.setattr(multipart, "SECONDS", 0.05)
                more = {"slow": 0.04}
        found, page = await sender.send(right, path, **more)  # type: ignore[arg-type]
        assert sender.read <= most
        assert found != 200 or sender.read > 40
        assert "<h1>" in page or found == 200
        return found

    assert sending(story) == status
    assert bool(came) is (what == "right")


def test_what_has_no_length_is_cut_off(sending: Any) -> None:
    """A body that does not say how long it is ends where it is too long, and gives back the room it took."""

    async def story(sender: Sender) -> int:
        return (await sender.send(form(sender.token, MARK * 600_000), length=False))[0]

    assert sending(story) == 413
    assert multipart._Held.now == 0


@pytest.mark.parametrize("broken", [b"--%b\r\nX\r\n" % BOUNDARY, part("name", b"\xff\xfe"), b"\r\n\r\n"])
def test_a_form_that_can_t_be_read_is_said_so(sending: Any, broken: bytes) -> None:
    """A form that breaks off, or holds what is no text, is the sender's mistake (400), and no failure of ours."""

    async def story(sender: Sender) -> int:
        return (await sender.send(part("_csrf_token", sender.token.encode()) + broken))[0]

    assert sending(story) == 400


@pytest.mark.parametrize("status", [403, 408, 413, 415, 503])
def test_each_refusal_has_its_words(status: int) -> None:
    """Whoever is refused reads why in either language, and not that something went wrong."""
    assert problems.status_of(HTTPException(status_code=status)) == status
    assert status in problems._TEXTS
