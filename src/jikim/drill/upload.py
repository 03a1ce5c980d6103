"""Uploads of marked lines, sent to the site itself: one that is read to its end, one that breaks off, one that is
refused for its token.

None of them is taken. What the process leaves of them on the disk is what the search of its blocks looks for.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from jikim.app import AsyncJikim, Jikim
from jikim.policy.model import PolicyFile
from jikim.settings import Settings
from jikim.web.site import CSRF_COOKIE, site

_BOUNDARY = "jikim-drill-boundary"
_LINES = 150_000  # some 4 MB
_CHUNK = 65_536
_PAGE = "/complaint"


def send(jk: Jikim, file: PolicyFile, settings: Settings, mark: str) -> int:
    """Sends them. Answers how many lines were read. Raises JikimError for a policy that no site can serve."""
    return asyncio.run(_send(jk, file, settings, mark))


async def _send(jk: Jikim, file: PolicyFile, settings: Settings, mark: str) -> int:
    async with AsyncJikim(file, settings, "drill", jk) as own:
        app = await site(own)
        headers, _ = await _ask(app, "GET", [], [])
        cookies = b"".join(value for name, value in headers if name == b"set-cookie").decode()
        found = re.search(rf"{CSRF_COOKIE}=([0-9a-f]+)", cookies)
        token = found[1] if found else ""
        lines = f"{mark}\n".encode() * _LINES
        whole = _form(token, lines)
        read = 0
        for body, cookie in ((whole, token), (whole[:-_CHUNK], token), (_form("0" * 128, lines), token), (whole, "")):
            pieces = [body[at : at + _CHUNK] for at in range(0, len(body), _CHUNK)]
            read += (await _ask(app, "POST", _headers(cookie), pieces))[1]
        return read * _CHUNK // (len(mark) + 1)


def _form(token: str, lines: bytes) -> bytes:
    parts = (('name="_csrf_token"', token.encode()), ('name="files"; filename="drill.txt"', lines))
    head = "--{}\r\nContent-Disposition: form-data; {}\r\n\r\n"
    return b"".join(head.format(_BOUNDARY, name).encode() + content + b"\r\n" for name, content in parts) + (
        f"--{_BOUNDARY}--\r\n".encode()
    )


def _headers(cookie: str) -> list[tuple[bytes, bytes]]:
    sent = [(b"content-type", f"multipart/form-data; boundary={_BOUNDARY}".encode())]
    return [*sent, (b"cookie", f"{CSRF_COOKIE}={cookie}".encode())] if cookie else sent


async def _ask(app: Any, method: str, headers: list[tuple[bytes, bytes]], pieces: list[bytes]) -> tuple[list[Any], int]:
    """One request at the application itself. Answers its headers, and how many pieces were read."""
    said: list[Any] = []
    read = 0

    async def receive() -> Any:
        nonlocal read
        read += 1
        more = read < len(pieces)
        return {"type": "http.request", "body": pieces[read - 1] if read <= len(pieces) else b"", "more_body": more}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": _PAGE, "raw_path": _PAGE.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "headers": headers, "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return said[0]["headers"], read if pieces else 0
