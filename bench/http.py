"""`use` and `collect` over HTTP on one worker, authenticated and recorded before the answer, against a bare server that
answers a constant.

The server is a process of its own; so is the load, on raw sockets and one epoll. All of it, with PostgreSQL, shares
this machine: the figures are those of a box under its own load.
"""

from __future__ import annotations

import json
import multiprocessing
import select
import socket
import statistics
import time
from functools import partial
from typing import Any

from bench.house import key_of
from bench.records import VALUES, VISIT
from bench.serving import Served
from bench.stage import Figure, Stage, spent_by

CONNECTIONS = 96
Taken = tuple[float, float, float]
ITEMS = ["name", "phone", "address"]


def load(port: int, requests: list[bytes], total: int, connections: int, out: Any) -> None:
    """Sends each request in turn over kept-alive connections, one at a time on each; reports the seconds and every
    latency."""
    poll = select.epoll()
    socks: dict[int, socket.socket] = {}
    begun: dict[int, float] = {}
    held: dict[int, bytes] = {}
    sent = done = wrong = 0
    latencies: list[float] = []
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        socks[one.fileno()] = one
        held[one.fileno()] = b""
        poll.register(one.fileno(), select.EPOLLIN)
    start = time.perf_counter()
    for number, one in socks.items():
        begun[number] = time.perf_counter()
        one.send(requests[sent % len(requests)])
        sent += 1
    while done < total:
        for number, _ in poll.poll():
            one = socks[number]
            content = held[number] + one.recv(65_536)
            head = content.find(b"\r\n\r\n")
            length = (
                int(content[content.lower().index(b"content-length:") + 15 : head].split(b"\r\n")[0])
                if head >= 0
                else 1 << 30
            )
            if len(content) < head + 4 + length:
                held[number] = content
                continue
            held[number] = b""
            now = time.perf_counter()
            latencies.append(now - begun[number])
            wrong += not content.startswith(b"HTTP/1.1 200")
            done += 1
            if sent < total:
                begun[number] = now
                one.send(requests[sent % len(requests)])
                sent += 1
    took = time.perf_counter() - start
    for one in socks.values():
        one.close()
    out.put((took, latencies, wrong))


def _measured(port: int, requests: list[bytes], total: int, connections: int = CONNECTIONS) -> Taken:
    """Requests a second, and the median and 99th percentile in milliseconds."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    worker = context.Process(target=load, args=(port, requests, total, connections, out))
    worker.start()
    took, latencies, wrong = out.get(timeout=300)
    worker.join()
    assert wrong == 0, f"{wrong} answers were no 200"
    latencies.sort()
    return total / took, statistics.median(latencies) * 1e3, latencies[int(len(latencies) * 0.99)] * 1e3


def _request(path: str, body: dict[str, Any], key: str) -> bytes:
    content = json.dumps(body, ensure_ascii=False).encode()
    head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {key}\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
    return head.encode() + content


def http(stage: Stage) -> list[Figure]:
    """Both acts, the baseline in the same run; then the server's start and memory."""
    jk, count = stage.jk, stage.size(20_000, 600)
    key = key_of(jk)
    people = [stage._member(f"http{n}") for n in range(20)]
    refs = [
        jk.collect("order", VALUES, channel="homepage", subject=people[n % 20], old_enough=True).ref for n in range(200)
    ]
    uses = [
        _request(
            "/api/v1/use",
            {
                "ref": {"subject": str(ref.subject), "record": str(ref.record), "kind": "order"},
                "purpose": "delivery",
                "items": ITEMS,
            },
            key,
        )
        for ref in refs
    ]
    collects = [
        _request(
            "/api/v1/collect",
            {
                "kind": "visit",
                "channel": "automatic",
                "subject": {"subject": str(one.subject), "kind": "member"},
                "old_enough": True,
                "values": VISIT,
            },
            key,
        )
        for one in people
    ]
    with (
        Served("bench.answering", "bare", str(stage.directory)) as bare,
        Served("bench.answering", "jikim", str(stage.directory)) as ours,
    ):
        cold = ours.start
        for requests in (uses, collects):
            _measured(ours.port, requests, max(200, count // 10))
        read, base, taken = list[Taken](), list[Taken](), list[Taken]()
        for _ in range(3):
            base.append(_measured(bare.port, uses, count))
            read.append(_measured(ours.port, uses, count))
            taken.append(_measured(ours.port, collects, count))
        limits = [
            spent_by(stage, ours.process.pid, partial(_measured, ours.port, requests, count), count)
            for requests in (uses, collects)
        ]
        alone = _measured(ours.port, uses, max(200, count // 10), 1)
        held = ours.megabytes()

    def middle(rows: list[Taken], n: int) -> float:
        return statistics.median(row[n] for row in rows)

    rate, late = middle(read, 0), middle(read, 2)
    into = middle(taken, 0)
    bare_rate = middle(base, 0)
    return [
        Figure(
            f"use over HTTP, one worker, {CONNECTIONS} connections",
            rate,
            "/s",
            bare_rate,
            "(a constant answer)",
            "12,000/s",
            rate >= 12_000,
            limits[0],
        ),
        Figure("… median", middle(read, 1), "ms", middle(base, 1), "(a constant answer)"),
        Figure("… p99", late, "ms", middle(base, 2), "(a constant answer)", "20 ms", late < 20),
        Figure("… from one connection alone, median", alone[1], "ms"),
        Figure(
            "collect over HTTP, one worker",
            into,
            "/s",
            bare_rate,
            "(a constant answer)",
            "10,000/s",
            into >= 10_000,
            limits[1],
        ),
        Figure("… p99", middle(taken, 2), "ms", middle(base, 2), "(a constant answer)"),
        Figure("the server, cold, on a directory whose database runs", cold, "s", goal="1 s", met=cold < 1),
        Figure("… memory after the load", held, "MB", goal="120 MB", met=held < 120),
    ]
