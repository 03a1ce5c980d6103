"""A recorded contract with AWS KMS: `kms.json` holds requests and answers, and a server on loopback replays them in
order.

It is a stand-in. The exchange was recorded with a small model of the service, made for it from its JSON API as we know
it; no account of the service was asked. What it shows is that Jikim sends exactly these requests, and what it makes of
these answers.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.listening import listening

CONTRACT = Path(__file__).with_name("kms.json")


class Replay:
    """One scene of the contract. Leaving it fails where a request differed from the record or was never made."""

    def __init__(self, scene: str) -> None:
        scenes: dict[str, list[dict[str, Any]]] = json.loads(CONTRACT.read_text(encoding="utf-8"))["scenes"]
        self._waiting = list(scenes[scene])
        self._wrong: list[str] = []
        replay = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = replay.answer(self.headers["X-Amz-Target"], body, self.headers["Authorization"] or "")
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/x-amz-json-1.1")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._listens = ExitStack()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, target: str, body: dict[str, Any], authorization: str) -> tuple[int, dict[str, Any]]:
        """The recorded answer to the next recorded request."""
        if not self._waiting:
            self._wrong.append(f"{target}: one request too many")
            return 400, {"__type": "OutsideTheContract"}
        one = self._waiting.pop(0)
        if (target, body) != (f"TrentService.{one['operation']}", one["request"]):
            self._wrong.append(f"asked {target} {body}, the contract has {one['operation']} {one['request']}")
        if (
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/" not in authorization
            or "/kms/aws4_request" not in authorization
        ):
            self._wrong.append(f"{target}: not signed for KMS")
        return one["status"], one["answer"]

    def __enter__(self) -> Replay:
        self._listens.enter_context(listening(self._server))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listens.close()
        wrong = [*self._wrong, *(f"never asked {one['operation']}" for one in self._waiting)]
        if wrong:
            raise AssertionError("\n".join(wrong)) from error
