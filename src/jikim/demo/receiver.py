"""A stand-in for those who receive data: an HTTP server on loopback that checks each signature and keeps what it got.

The real ones are other companies' systems. This one answers as they would: it confirms deletions, says of KCP that its
own duty makes it keep payments, and lets Alipay be chased once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self

from jikim.jobs.deletion_answers import signed
from jikim.settings import Endpoint

TOLERANCE = timedelta(minutes=5)
KEEPER, KEEPER_STATUTE, KEEPER_YEARS = "kcp", "kr.e-finance.transactions", 5
LATE = "alipay"


class Got(NamedTuple):
    """One message as it arrived."""

    to: str
    topic: str
    message: str
    body: dict[str, Any]


class Receiver:
    """Runs while its `with` block does. `got` is every message that was signed well, in order; `held` what each still
    keeps."""

    def __init__(self, names: Iterable[str], clock: Callable[[], datetime]) -> None:
        self._secrets = {name: secrets.token_urlsafe(24) for name in names}
        self._clock = clock
        self._lock = threading.Lock()
        self.got: list[Got] = []
        self.held: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in self._secrets}
        self.cards: Counter[str] = Counter()
        self.refused = 0
        self._asked: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def endpoints(self) -> dict[str, Endpoint]:
        """Where each of them receives, as `Jikim.deliver` takes it."""
        return {
            name: Endpoint(f"http://127.0.0.1:{self.port}/{name}", secret) for name, secret in self._secrets.items()
        }

    def of(self, name: str, topic: str) -> list[Got]:
        """What one of them got on one topic."""
        return [got for got in self.got if got.to == name and got.topic == topic]

    def pay(self, name: str, card: str) -> int:
        """The payment hand-over: the whole card number, once, past the store. Answers the HTTP status."""
        return self._post(f"/pay/{name}", json.dumps({"card": card}).encode())

    def forged(self, name: str) -> int:
        """A message that nobody signed. Answers the HTTP status."""
        return self._post(f"/{name}", b'{"topic":"entrust","message":"forged"}')

    def _post(self, path: str, body: bytes) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", path, body, {"content-type": "application/json"})
            response = connection.getresponse()
            response.read()
            return response.status
        finally:
            connection.close()

    # ---- the server's side

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, answer = receiver._receive(self.path, body, dict(self.headers.items()))
                text = json.dumps(answer).encode()
                self.send_response(status)
                for header, value in receiver._seal(self.path, dict(self.headers.items()), text).items():
                    self.send_header(header, value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: a log of what arrives is no place for it."""

        return Handler

    def _seal(self, path: str, headers: dict[str, str], body: bytes) -> dict[str, str]:
        """An answer is signed as a message is: with the secret that both sides hold, under the message's own number."""
        secret = self._secrets.get(path.strip("/"))
        message = {key.lower(): value for key, value in headers.items()}.get("webhook-id", "")
        return signed(secret, message, body, self._clock()) if secret and message else {}

    def _receive(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str]]:
        name = path.strip("/")
        if name.startswith("pay/"):
            with self._lock:
                self.cards[json.loads(body)["card"]] += 1
            return 200, {"state": "done"}
        secret = self._secrets.get(name)
        if secret is None or not self._signed(secret, body, {key.lower(): value for key, value in headers.items()}):
            with self._lock:
                self.refused += 1
            return 401, {"state": "refused"}
        said = json.loads(body)
        with self._lock:
            self.got.append(Got(name, said["topic"], said["message"], said))
            return self._answer(name, said)

    def _signed(self, secret: str, body: bytes, headers: dict[str, str]) -> bool:
        """Standard Webhooks: HMAC-SHA256 over id, timestamp and body, and a timestamp of about now."""
        message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if (
            not stamp.isdecimal()
            or len(stamp) > 12
            or abs(self._clock().timestamp() - int(stamp)) > TOLERANCE.total_seconds()
        ):
            return False
        mac = hmac.digest(secret.encode(), f"{message}.{stamp}.".encode() + body, hashlib.sha256)
        return hmac.compare_digest(headers.get("webhook-signature", ""), f"v1,{base64.b64encode(mac).decode()}")

    def _answer(self, name: str, said: dict[str, Any]) -> tuple[int, dict[str, str]]:
        if said["topic"] != "delete":
            self.held[name][said["message"]] = said
            return 200, {"receipt": said["message"], "state": "done"}
        if name == KEEPER:
            now = self._clock()
            until = now.replace(year=now.year + KEEPER_YEARS, day=min(now.day, 28)).date().isoformat()
            return 200, {
                "subject_request_id": said["message"],
                "request_status": "kept",
                "statute": KEEPER_STATUTE,
                "until": until,
            }
        if name == LATE and said["message"] not in self._asked:
            self._asked.add(said["message"])
            return 202, {"subject_request_id": said["message"], "request_status": "pending"}
        for message in said.get("about", ()):
            self.held[name].pop(message, None)
        return 200, {"subject_request_id": said["message"], "request_status": "completed"}
