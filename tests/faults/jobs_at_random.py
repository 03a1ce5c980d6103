"""Eight workers that run every job again and again, in an order of their own, on a house where much is due."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

from tests.answered import deleted
from tests.at_once import run_all
from tests.conftest import ROOT
from tests.faults.acting import ENDPOINTS
from tests.faults.ending import _left_long_ago, _past, _too_much
from tests.faults.killing import Stage, beside
from tests.faults.making import guest, member, order

import jikim
from jikim.app import Jikim
from jikim.errors import StoppedError
from jikim.jobs.certificate import certify
from jikim.jobs.outbox import deliver

WORKERS = 8
JOBS = "workers"
SCHEDULE = ["sweep", "sweep", "sequence", "sequence", "deliver", "certify", "approve", "dry"]


class Much:
    """What is due, and how much of it a certificate must name."""

    def __init__(self, jk: Jikim) -> None:
        self.resting = [_left_long_ago(jk)[0] for _ in range(2)] + [_past(jk)[0] for _ in range(2)]
        self.leaving = [member(jk) for _ in range(3)]
        self.settled = [order(jk, whose) for whose in self.leaving] + [order(jk) for _ in range(4)]
        for ref in self.settled:
            jk.event(ref, "settled")
        self.going = _too_much(jk)[0]
        for _ in range(3):
            jk.by(jk.acting("system", "shop")).provide(order(jk), to="service-least", purpose="delivery")
        for whose in self.leaving:
            jk.leave(whose.subject)
        self.stays = order(jk)
        self.enquiry = guest(
            jk, "enquiry", {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}, "board"
        )


def work(jk: Jikim, seed: int) -> None:
    """One worker: its schedule twice over, shuffled; every job may meet every other, and none may fail."""
    chance = random.Random(seed)
    todo = SCHEDULE * 2
    chance.shuffle(todo)
    for job in todo:
        run(jk, job)


def run(jk: Jikim, job: str) -> None:
    match job:
        case "sweep" | "dry":
            try:
                assert jk.sweep(dry_run=job == "dry").failed == []
            except StoppedError as stopped:
                jk.by(jk.handler("omar", kind="officer")).approve(stopped.plan or "")
        case "sequence":
            jk.sequence()
        case "deliver":
            deliver(jk.driver, jk.house, ENDPOINTS, lambda endpoint, message, *_: deleted(endpoint, message))
        case "certify":
            jk.driver.run(certify(jk.house))
        case "approve":
            for one in jk.proposals():
                jk.by(jk.handler("omar", kind="officer")).approve(one.plan)


def in_threads(stage: Stage, seed: int) -> list[str]:
    """Eight threads, each with a Jikim of its own. Answers what failed."""
    failures: list[str] = []
    begin = threading.Barrier(WORKERS)

    def one(jk: Jikim, worker: int) -> None:
        begin.wait()
        try:
            work(jk, seed * WORKERS + worker)
        except Exception as error:
            failures.append(f"worker {worker}: {error!r}")

    opened = [Jikim(stage.homepage, stage.databases.settings(stage.directory)) for _ in range(WORKERS)]
    threads = [threading.Thread(target=one, args=(jk, n)) for n, jk in enumerate(opened)]
    run_all(threads)
    for jk in opened:
        jk.close()
    return failures


CHILD = """
import sys
from tests.faults.jobs_at_random import work
from tests.faults.scenes import reopen
jk, seed = reopen(sys.argv[1])
work(jk, seed)
jk.close()
"""


def in_processes(stage: Stage, seed: int) -> list[str]:
    """Eight processes. Answers what failed."""
    from tests.faults.killing import packed_order

    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, packed_order(stage, seed * WORKERS + n)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(WORKERS)
    ]
    ends = [(child.communicate()[1], child.returncode) for child in children]
    return [f"worker {n}: {err}" for n, (err, code) in enumerate(ends) if code]


def settle(stage: Stage, much: Much) -> list[str]:
    """Each job once more; then everything must hold. Answers what does not."""
    jk = stage.director
    for job in ("sweep", "sweep", "deliver", "sweep", "sequence"):
        run(jk, job)
    found = stage.watch.look()
    wrong = [*found.wrong, *stage.watch.settled(), *beside(stage)]
    places: dict[str, list[jikim.Ref]] = {
        "rests": much.resting,
        "archive rests": much.settled,
        "destroyed": much.going,
        "live": [much.stays, much.enquiry],
    }
    for wanted, refs in places.items():
        wrong += [
            f"{ref} is in {found.places(ref.record)}, not {wanted}"
            for ref in refs
            if found.places(ref.record) != set(wanted.split())
        ]
    certified: Counter[str] = Counter()
    for _, _, content, _ in jk.certificates():
        for line in json.loads(content)["destroyed"]:
            certified[line["what"]] += line["count"]
    owed = {
        "records that nothing keeps": len(much.going) + len(much.leaving) + _enquiries(much),
        "archived parts": len(much.resting),
    }
    wrong += [
        f"{certified[what]} {what} are certified, of {count}"
        for what, count in owed.items()
        if certified[what] != count
    ]
    sent = stage.watch.rows(
        "live", "SELECT message, count(*) FROM live.disclosure GROUP BY message HAVING count(*) > 1"
    )
    wrong += [f"{message} was recorded {count} times" for message, count in sent]
    return wrong


def _enquiries(much: Much) -> int:
    # Of each who left long ago an enquiry went with them.
    return len(much.resting) // 2


def storm(stage: Stage, seed: int, runner: Any) -> None:
    much = Much(stage.director)
    failures = runner(stage, seed)
    stage.tally.tried("jobs", JOBS, WORKERS * len(SCHEDULE) * 2)
    stage.tally.wrong("jobs", JOBS, failures, f"seed {seed}")
    stage.tally.wrong("jobs", JOBS, settle(stage, much), f"seed {seed}")
    stage.watch.ledger(stage.director)
