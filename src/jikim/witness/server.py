"""A witness' door: `POST /add-checkpoint` (C2SP tlog-witness, c2sp.org), and `GET /`, which says its key.

| status | what |
|---|---|
| 200 | the cosignature's line |
| 400 | another form, or an old size above the checkpoint's |
| 403 | none of the log's keys signed it |
| 404 | an origin that this witness does not know |
| 409 | the old size is not what was cosigned last: the answer is that size (`text/x.tlog.size`) |
| 413 | a request of more than 256 KiB |
| 422 | the proof does not lead from what was cosigned last to this |

TLS is a reverse proxy's: off loopback the door opens only where one is said to stand before it. Answers repeat nothing
of a request.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jikim.clock import Clock
from jikim.errors import JikimError
from jikim.particles import eun
from jikim.proof.checkpoint import Note, VerifierKey
from jikim.proof.cosignature import Cosigner
from jikim.proof.merkle import ProofError
from jikim.proof.witness import MAX_REQUEST_BYTES, RefusalError, Request, judge
from jikim.witness.state import State

READ_SECONDS = 10.0


class Witness:
    """A key, its state and the logs that it watches. Requests may come from many threads."""

    def __init__(self, cosigner: Cosigner, state: State, logs: Sequence[VerifierKey], clock: Clock) -> None:
        self.cosigner = cosigner
        self._state = state
        self._logs = tuple(logs)
        self._clock = clock
        self._lock = threading.Lock()

    def add_checkpoint(self, body: bytes) -> str:
        """The cosignature's line. Raises RefusalError, and JikimError where the state can't be written."""
        request = Request.parse(body)
        # INVARIANT: what was cosigned last is compared, replaced and on disk before anyone else looks, and before the
        # line is made.
        with self._lock:
            checkpoint = judge(request, self._logs, self._state.latest)
            self._state.advance(checkpoint, request.note)
            # The log's own text, extension lines included, is what a cosignature is over.
            return str(self.cosigner.cosign(Note.parse(request.note).text, int(self._clock.now().timestamp())))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "jikim-witness"
    sys_version = ""
    timeout = READ_SECONDS
    server: Door

    def do_GET(self) -> None:
        if self.path != "/":
            self._answer(404, "there is `POST /add-checkpoint`, and `GET /` for the key\n")
            return
        self._answer(200, f"{self.server.witness.cosigner.verifier}\n")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or len(length) > 9 or int(length) > MAX_REQUEST_BYTES:
            # The body is left unread, so nothing more can come on this connection.
            self.close_connection = True
            self._answer(411 if not length.isdecimal() else 413, "the body's length is missing or too large\n")
            return
        body = self.rfile.read(int(length))
        if self.path != "/add-checkpoint":
            self._answer(404, "there is `POST /add-checkpoint`, and `GET /` for the key\n")
            return
        try:
            line = self.server.witness.add_checkpoint(body)
        except RefusalError as refusal:
            if refusal.size is None:
                self._answer(refusal.status, f"{refusal.message}\n")
            else:
                self._answer(refusal.status, f"{refusal.size}\n", "text/x.tlog.size")
        except (JikimError, ProofError):
            self._answer(500, "the witness can't keep its state: nothing was cosigned\n")
        else:
            self._answer(200, line)

    def _answer(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing of a request is written anywhere."""


class Door(ThreadingHTTPServer):
    """The server. `serve_forever` runs it, `shutdown` from another thread ends it."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.witness = witness
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)


def address_of(listen: str, behind_proxy: bool) -> tuple[str, int]:
    """HOST:PORT as an address. Raises JikimError for another form, and off loopback where no proxy is said to stand
    before it."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise JikimError(
            f"`{listen}` is no address",
            hint="it reads HOST:PORT, such as 127.0.0.1:8080",
            ko=(f"{eun(f'`{listen}`')} 주소가 아닙니다", "127.0.0.1:8080처럼 HOST:PORT로 적어 주세요"),
        )
    bare = host.removeprefix("[").removesuffix("]")
    try:
        local = ipaddress.ip_address(bare).is_loopback
    except ValueError:
        local = bare == "localhost"
    if not local and not behind_proxy:
        raise JikimError(
            f"`{listen}` can be reached from outside, and a witness has no TLS of its own",
            hint="listen on 127.0.0.1 behind a reverse proxy; if one stands before this address, add --behind-proxy",
            ko=(
                f"{eun(f'`{listen}`')} 밖에서 접속할 수 있는 주소이며, 증인에는 TLS가 없습니다",
                "리버스 프록시 뒤의 127.0.0.1에서 연결을 받아 주세요. 이 주소 앞에 프록시가 있으면 --behind-proxy를 적어 주세요",
            ),
        )
    return bare, int(port)


def logs_of(texts: Sequence[str]) -> list[VerifierKey]:
    """The keys of the logs to watch. Raises JikimError where there is none, or one can't be read."""
    try:
        found = [VerifierKey.parse(text) for text in texts]
    except ProofError as error:
        raise JikimError(
            f"--log: {error.message}",
            hint="it is the verifier key that the company publishes",
            ko=("--log의 값이 원장의 검증 키가 아닙니다", "회사가 공개한 검증 키를 적어 주세요"),
        ) from None
    if not found:
        raise JikimError(
            "a witness watches at least one log",
            hint="add --log VKEY",
            ko=("증인은 적어도 원장 하나를 지켜봅니다", "--log VKEY를 적어 주세요"),
        )
    return found
