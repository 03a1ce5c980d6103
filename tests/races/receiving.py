"""A real receiver on loopback, which keeps what it got, in order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.answered import deleted
from tests.listening import listening

from jikim.settings import Endpoint

NAMES = ("service-least", "agreed-partner", "kcp", "counterparty", "publication")


class Receiver:
    """Whoever data is handed to. It has deleted whatever it is told to."""

    def __init__(self, port: int) -> None:
        self.got: list[dict[str, Any]] = []
        self.raw: list[bytes] = []
        self.endpoints = {name: Endpoint(f"http://127.0.0.1:{port}/{name}", "a secret of ours") for name in NAMES}

    def of(self, message: object) -> list[dict[str, Any]]:
        """What came under one message's number."""
        return [got for got in self.got if got["message"] == str(message)]

    def deletions(self, message: object) -> list[int]:
        """At which places it was told to delete what that message brought."""
        return [
            place for place, got in enumerate(self.got) if got["topic"] == "delete" and str(message) in got["about"]
        ]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listens while this is entered."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.raw.append(body)
            receiver.got.append(json.loads(body))
            found = deleted(receiver.endpoints[NAMES[0]], str(self.headers["webhook-id"]))
            self.send_response(200)
            for name, value in found.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_address[1])
    with listening(server):
        yield receiver
