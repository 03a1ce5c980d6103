"""The flood: how long another visitor waits for a page, and for signing in, while the worst of bodies come in, and
while others try passwords.

The flood is a process of its own on this machine, with the lowest priority, so that what is measured is the server
and less the fight for a processor.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from threading import Event, Thread
from typing import Any

import httpx

from bench.house import furnish, sign_in
from bench.serving import serve
from bench.stage import Figure, Stage

FORM = (
    b"POST /sign-in HTTP/1.1\r\nhost: 127.0.0.1\r\n"
    b"content-type: application/x-www-form-urlencoded\r\ntransfer-encoding: chunked\r\n\r\n"
)
PART, MB = 65_536, 1_000_000
EACH = 2  # connections of each kind


def _chunked(body: bytes, pause: float = 0.0, part: int = PART) -> Iterator[bytes]:
    """A body that does not say beforehand how long it is."""
    yield FORM
    for place in range(0, len(body), part):
        piece = body[place : place + part]
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
        time.sleep(pause)


def _bodies(key: str, collect: dict[str, Any]) -> list[Any]:
    """Fields without end, text full of cards, a form that comes slowly, much JSON: each a function that makes one
    request."""
    text = {
        **collect,
        "values": {**collect["values"], "access_log": {"path": "/" + "4000 0000 0000 0002 " * 45_000, "status": 200}},
    }
    content = json.dumps(text).encode()
    head = (
        f"POST /api/v1/collect HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: {key}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
    )
    return [
        lambda: _chunked(b"a&" * (49 * MB // 10)),
        lambda: _chunked(b"text=" + b"4000 0000 0000 0002 " * (8 * MB // 20)),
        lambda: _chunked(b"a=" + b"b" * 200_000, 0.05, 1_000),
        lambda: iter([head.encode(), content]),
    ]


def flood(port: int, key: str, collect: dict[str, Any], over: Any) -> None:
    """Sends each kind of body, and tries of passwords, over some connections each, again and again, until it is over."""
    os.nice(19)
    ended = Event()

    def send(make: Any) -> None:
        while not ended.is_set():
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10) as one:
                for piece in make():
                    if ended.is_set():
                        return
                    one.sendall(piece)
                one.recv(1_000)

    def guess(number: int) -> None:
        """Signs in with passwords of nobody, which takes as long as any, under a name of its own each time: no name is
        made to wait."""
        for n in count():
            if ended.is_set():
                return
            with suppress(httpx.TransportError):
                sign_in(f"http://127.0.0.1:{port}", f"nobody-{number}-{n}", "no such words here")

    senders = [Thread(target=send, args=(make,), daemon=True) for make in _bodies(key, collect) for _ in range(EACH)]
    senders += [Thread(target=guess, args=(number,), daemon=True) for number in range(EACH)]
    for sender in senders:
        sender.start()
    over.wait()
    ended.set()


def flooded(stage: Stage) -> list[Figure]:
    """A visitor's pages and sign-ins, in turn without the flood and with it."""
    directory, visits = stage.directory / "flood", stage.size(300, 10)
    outside = furnish(directory)
    context = multiprocessing.get_context("spawn")
    quiet: dict[str, list[float]] = {"page": [], "sign-in": []}
    loud: dict[str, list[float]] = {"page": [], "sign-in": []}
    with serve(directory, jobs=60) as served:
        url = f"http://127.0.0.1:{served.port}"
        _visit(url, {"page": [], "sign-in": []}, 5)
        for _ in range(3):
            _visit(url, quiet, visits // 3)
            over = context.Event()
            sending = context.Process(
                target=flood, args=(served.port, outside.key["authorization"], outside.collect, over)
            )
            sending.start()
            time.sleep(1)
            _visit(url, loud, visits // 3)
            over.set()
            sending.join(30)
    return [
        Figure(f"another's {what} in a flood, {name}", at(loud[what]), "ms", at(quiet[what]), "(without it)", goal, met)
        for what in ("page", "sign-in")
        for name, at, goal, met in (
            ("median", statistics.median, "", None),
            ("p99", _p99, "100 ms", _p99(loud[what]) < 100),
        )
    ]


def _p99(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.99)]


def _visit(url: str, taken: dict[str, list[float]], count: int) -> None:
    with httpx.Client(base_url=url, timeout=60) as client:
        for n in range(count):
            begun = time.perf_counter()
            assert client.get("/policy").status_code == 200
            taken["page"].append((time.perf_counter() - begun) * 1e3)
            if n % 5 == 0:
                begun = time.perf_counter()
                assert sign_in(url) == 303
                taken["sign-in"].append((time.perf_counter() - begun) * 1e3)
