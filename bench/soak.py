"""The soak: a mixed load on `jikim serve` for `--minutes`, with sweeps that destroy, backups, epochs and checkpoints
again and again, and a restart of PostgreSQL in the middle; then the account of what was answered against what the
ledger holds."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from threading import Event, Thread
from typing import Any, NamedTuple
from uuid import UUID

import httpx
import psycopg

from bench.mixed import Asked, People, mixed
from bench.serving import Served, serve
from bench.stage import POLICY, Figure, Stage, admin_of
from jikim.app import Jikim, read_policy
from jikim.errors import JikimError
from jikim.ledger.export import entries_of
from jikim.proof.verify import verify
from jikim.settings import Settings

CYCLES = 12
LEASE_SECONDS = 2.0  # an epoch waits that long for every process to forget what it had opened
PATIENCE_SECONDS = 60.0
ENQUIRY = {"name": "가나다", "email": "nobody@example.com", "text": "어느 포트를 열어야 하나요?"}
CLIENTS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"


class Sample(NamedTuple):
    """What the server held at a moment, how many connections its PostgreSQL had, and how many milliseconds a bare server
    took to answer a constant: the machine's own pace, which is not the same all through an hour."""

    at: float
    megabytes: float
    connections: int
    bare: float


def soak(stage: Stage) -> list[Figure]:
    """Quarters are compared by what every one of them has; the restart lies between the second and the third."""
    directory, minutes = stage.directory / "soak", 0.5 if stage.quick else stage.minutes
    backups, keys = stage.directory / "sets", stage.directory / "key-sets"
    settings = Settings(directory, lease=LEASE_SECONDS, backups=backups, keys_backups=keys, backups_kept="2")
    lasts, over = minutes * 60, Event()
    samples: list[Sample] = []
    done = Counter[str]()
    with (
        Jikim(read_policy(POLICY), settings, "beside") as jk,
        serve(directory, jobs=10, lease=LEASE_SECONDS) as served,
        Served("bench.answering", "bare", str(directory)) as bare,
        httpx.Client(base_url=f"http://127.0.0.1:{bare.port}") as client,
    ):
        with mixed(served.port, People(jk)) as asked:
            begun = time.perf_counter()
            failed: list[BaseException] = []
            beside = Thread(target=_beside, args=(jk, lasts, over, done, failed))
            beside.start()
            while (now := time.perf_counter() - begun) < lasts:
                if (connections := _connections(jk)) is not None:
                    samples.append(Sample(now, served.megabytes(), connections, _bare(client)))
                time.sleep(1)
            over.set()
            beside.join()
        if failed:
            raise failed[0]
        return [*_work(served, asked, done, minutes), *_growth(asked, samples, lasts), *_account(jk, asked)]


def _beside(jk: Jikim, lasts: float, over: Event, done: Counter[str], failed: list[BaseException]) -> None:
    """The house's own work until it is over, or failed."""
    try:
        _cycles(jk, lasts, over, done)
    except BaseException as error:
        failed.append(error)


def _cycles(jk: Jikim, lasts: float, over: Event, done: Counter[str]) -> None:
    """In cycles; PostgreSQL ends and begins anew in the middle one."""
    works: dict[str, Callable[[], object]] = {
        "records ended": lambda: _ended(jk),
        "sweeps": jk.sweep,
        "backups": jk.backups.both,
        "epochs": jk.epoch,
        "checkpoints": lambda: admin_of(jk).execute("CHECKPOINT"),
    }
    begun = time.perf_counter()
    for cycle in range(1, CYCLES):
        if over.wait(max(0.0, begun + lasts * cycle / CYCLES - time.perf_counter())):
            return
        if cycle == CYCLES // 2:
            state = json.loads((jk.settings.directory / "server.json").read_bytes())
            os.kill(state["postmaster"], signal.SIGINT)
            done["restarts"] += 1
        for what, work in works.items():
            _patiently(work)
            done[what] += 1


def _ended(jk: Jikim) -> None:
    """Two records of guests whose purpose is over: the next sweep destroys them."""
    for _ in range(2):
        made = jk.collect("enquiry", ENQUIRY, channel="board", subject="guest", old_enough=True)
        jk.event(made.ref, "answered")


def _patiently(work: Callable[[], object]) -> None:
    """Does it, and again where the database was away meanwhile: every one of these may be cut off anywhere."""
    end = time.perf_counter() + PATIENCE_SECONDS
    while True:
        try:
            work()
            return
        except (JikimError, psycopg.OperationalError):
            if time.perf_counter() > end:
                raise
            time.sleep(0.5)


def _bare(client: httpx.Client) -> float:
    begun = time.perf_counter()
    client.get("/")
    return (time.perf_counter() - begun) * 1e3


def _connections(jk: Jikim) -> int | None:
    try:
        with admin_of(jk) as conn:
            [(found,)] = conn.execute(CLIENTS).fetchall()
    except psycopg.OperationalError:
        return None
    return int(found)


def _work(served: Served, asked: Sequence[Asked], done: Counter[str], minutes: float) -> list[Figure]:
    told = ", ".join(f"{number} {what}" for what, number in done.items())
    if hasattr(os, "sched_getscheduler") and os.sched_getscheduler(0) != os.SCHED_OTHER:
        told += "; it went before all else that the machine did (real-time scheduling)"
    unanswered = [one for one in asked if not one.answered]
    away = max((one.at for one in unanswered), default=0.0) - min((one.at for one in unanswered), default=0.0)
    assert served.says("/api/ready")
    return [
        Figure(f"soak: {minutes:g} min of mixed load, answered", len(asked) - len(unanswered), "requests", limits=told),
        Figure("… not answered, about the restart", len(unanswered), "requests", limits=_by_what(unanswered)),
        Figure("… from the first of these to the last", away, "s"),
    ]


def _by_what(asked: Sequence[Asked]) -> str:
    told = ", ".join(f"{number} × {what}" for what, number in Counter(one.what for one in asked).most_common())
    return f"not answered: {told or 'none'}"


def _growth(asked: Sequence[Asked], samples: Sequence[Sample], lasts: float) -> list[Figure]:
    """The first quarter against the last, latency by the machine's own pace in each; memory from the second on, once
    caches are full."""

    def quarters(things: Sequence[Any]) -> list[list[Any]]:
        return [[one for one in things if n <= one.at / lasts * 4 < n + 1] for n in range(4)]

    def course(values: Iterable[float]) -> str:
        return " → ".join(f"{one:.2f}" if one < 1 else f"{one:.3g}" for one in values)

    whole, held = quarters(asked), quarters(samples)
    by_what = {
        what: quarters([one for one in asked if one.what == what]) for what in sorted({one.what for one in asked})
    }
    bare = [statistics.median(one.bare for one in each) for each in held]
    figures = []
    for name, share, most in (("p50", 0.5, 1.1), ("p99", 0.99, 1.25)):
        told = [f"{what} {course(_took(one, share) for one in each)}" for what, each in by_what.items() if all(each)]
        first, last = _took(whole[0], share), _took(whole[3], share)
        figure = _compared(f"… {name}, last quarter", last, "ms", first, "(the first)", most, bare[3] / bare[0])
        limits = f"ms, quarter by quarter: {', '.join(told)}; a bare server that answers a constant {course(bare)}"
        figures.append(dataclasses.replace(figure, limits=limits))
    for name, field, unit, number, is_, most in (
        ("memory", "megabytes", "MB", 1, "(the second)", 1.02),
        ("connections", "connections", "", 0, "(the first)", 1.0),
    ):
        first, last = (statistics.median(getattr(one, field) for one in held[n]) for n in (number, 3))
        figure = _compared(f"… {name}, median of the last quarter", last, unit, first, is_, most)
        figures.append(dataclasses.replace(figure, limits=_by_twelfth(samples, field, lasts)))
    return figures


def _took(asked: Sequence[Asked], share: float) -> float:
    """Milliseconds within which so large a share of these was answered."""
    return sorted(one.took for one in asked)[int(len(asked) * share)] * 1e3


def _by_twelfth(samples: Sequence[Sample], field: str, lasts: float) -> str:
    """How it went, from twelfth to twelfth."""
    parts = [[getattr(one, field) for one in samples if n <= one.at / lasts * CYCLES < n + 1] for n in range(CYCLES)]
    told = ", ".join(f"{statistics.median(one):.0f} ({max(one):.0f})" for one in parts if one)
    return f"median and most of each twelfth: {told}"


def _compared(what: str, last: float, unit: str, first: float, is_: str, most: float, pace: float = 1.0) -> Figure:
    """`pace`: how much longer the machine itself took in the last."""
    goal = f"at most {most:g} of it" + ("" if pace == 1.0 else f" × {pace:.2f}, the bare server's")
    return Figure(what, last, unit, first, is_, goal, last <= most * pace * first)


def _account(jk: Jikim, asked: Sequence[Asked]) -> list[Figure]:
    """Every answered use and collection has its entry, and no entry is of what nobody asked; the ledger verifies."""
    jk.sequence()
    report = verify(list(jk.export_ledger()))
    told = [one for one in asked if one.what in ("use", "collect")]
    lost, beyond, house = 0, 0, jk.house
    for subject in {one.subject for one in told}:
        bodies = jk.driver.run(
            entries_of(house.keyring, house.objects, house.policy.zone, UUID(subject), house.names())
        )
        held = Counter((str(body["event"]), str(body.get("record"))) for body in bodies)
        mine = [one for one in told if one.subject == subject]
        for what in ("use", "collect"):
            answered = Counter(one.record for one in mine if one.what == what and one.answered)
            entries = {record: n for (event, record), n in held.items() if event == f"record:{what}:allowed"}
            lost += sum(max(0, n - entries.get(record, 0)) for record, n in answered.items())
            asked_for = sum(one.what == what for one in mine)
            # An order was collected of each before the load began.
            beyond += max(0, sum(entries.values()) - asked_for - (what == "collect") * 2)
    return [
        Figure(
            f"… uses and collections answered, {len(told):,} asked, and not in the ledger",
            lost,
            "",
            goal="0",
            met=not lost,
        ),
        Figure("… in the ledger and never asked", beyond, "", goal="0", met=not beyond),
        Figure("… entries, which verify", report.entries, "", goal="all", met=report.ok),
    ]
