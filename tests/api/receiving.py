"""A real receiver of webhooks on loopback, which can be slow, wrong or gone."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.listening import listening


@dataclass
class Receiver:
    """What came, in order: headers and body, and what was asked for. `status` is what it answers, `slow` for how long
    it waits first."""

    port: int = 0
    status: int = 204
    slow: float = 0.0
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    refused: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    def events(self) -> list[dict[str, Any]]:
        """The bodies."""
        return [json.loads(body) for _, body in self.taken]

    def about(self, subject: object) -> list[str]:
        """The events of a person, in the order in which they came."""
        return [one["data"]["event"] for one in self.events() if one.get("subject") == str(subject)]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A server that takes webhooks."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 - the library's name
            body = self.rfile.read(int(self.headers["content-length"]))
            found.asked.append(self.path)
            threading.Event().wait(found.slow)
            if found.status < 300:
                found.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            else:
                found.refused += 1
            self.send_response(found.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    with listening(server):
        yield found
