"""One person: everything that is known, and leaving, at growing numbers of records; and a cold start."""

from __future__ import annotations

import subprocess
import sys
import uuid
from typing import Any

import psycopg

import jikim
from bench.records import VISIT
from bench.stage import POLICY, Figure, Stage, alternating, hidden_after, seconds, spent
from jikim.app import Jikim
from jikim.db.driver import Steps
from jikim.policy.ask import Ask
from jikim.policy.states import Verb
from jikim.store.rows import person_row
from jikim.verbs.judged import permit
from jikim.verbs.show import opened_live


def fill(jk: Jikim, person: jikim.Person, records: int) -> None:
    """Many records of one person, through the bulk verb."""
    offer = jikim.Offer(person, "visit", VISIT, "automatic")
    for start in range(0, records, 2_000):
        answers = jk.collect_many([offer] * min(2_000, records - start), old_enough=True)
        assert not any(isinstance(answer, Exception) for answer in answers)
    jk.sequence()


def show(stage: Stage) -> list[Figure]:
    """Export of all that is known; the ledger's entries about the person are part of it, so both are said."""
    figures = []
    for records, goal in ((1_000, 0.015), (stage.size(100_000, 2_000), 1.2)):
        person = stage._member(f"show{records}")
        fill(stage.jk, person, records)
        (cards,) = alternating(3, lambda person=person: seconds(lambda: stage.jk.driver.run(_cards(stage, person))))  # type: ignore[misc]
        (whole,) = alternating(3, lambda person=person: seconds(lambda: stage.jk.show(person.subject)))  # type: ignore[misc]
        limits = spent(stage, lambda person=person: stage.jk.driver.run(_cards(stage, person)), records)  # type: ignore[misc]
        figures.append(
            Figure(
                f"export of a person with {records:,} records, opened",
                cards * 1e3,
                "ms",
                goal=f"{goal * 1e3:,.0f} ms",
                met=cards <= goal,
                limits=f"{limits}, of each record" if limits else "",
            )
        )
        figures.append(Figure(f"… with every ledger entry about them ({records:,})", whole * 1e3, "ms"))
    return figures


def _cards(stage: Stage, person: jikim.Person) -> Steps[int]:
    """The records alone, opened. Answers how many."""
    house, policy = stage.jk.house, stage.jk.house.policy
    ask = Ask(Verb.SHOW, 0, 0, stage.jk.actor, of=person.subject)
    allowed = yield from permit(house, "subject:show", ask, person.subject, looks=True)
    row = yield from person_row(person.subject)
    _, cards = yield from opened_live(house, policy, allowed, person.subject, row)
    return len(cards)


def erasure(stage: Stage) -> list[Figure]:
    """From asking to hidden: one row, whatever the number of records."""
    figures = []
    for records in (1, 1_000, stage.size(100_000, 5_000)):
        with stage.admin() as conn:
            (took,) = alternating(5, lambda conn=conn, records=records: _hidden(conn, stage, records))  # type: ignore[misc]
        figures.append(
            Figure(f"leaving, to hidden, {records:,} records", took * 1e3, "ms", goal="2 ms, flat", met=took < 0.002)
        )
    return figures


def _hidden(conn: psycopg.Connection[Any], stage: Stage, records: int) -> float:
    """Seconds from asking to hidden of somebody with so many records. Somebody else leaves first, so that what the rows
    drove out of the server's memory as they were laid out is back."""
    person = stage._member(f"erase{records}x{uuid.uuid4().hex[:6]}")
    _copies(conn, stage, person, records)
    hidden_after(stage.jk, stage._member(f"before{uuid.uuid4().hex[:6]}").subject)
    took = hidden_after(stage.jk, person.subject)
    conn.execute("DELETE FROM live.record WHERE subject = %s", (person.subject,))
    return took


def _copies(conn: psycopg.Connection[Any], stage: Stage, person: jikim.Person, records: int) -> None:
    """Rows beside a real one, made by the superuser: leaving must not look at them, so what they hold is no matter."""
    made = stage.jk.collect("visit", VISIT, channel="automatic", subject=person, old_enough=True)
    conn.execute(
        "INSERT INTO live.record SELECT (jsonb_populate_record(r, jsonb_build_object('record', gen_random_uuid()))).*"
        " FROM live.record r, generate_series(1, %s) WHERE r.subject = %s AND r.record = %s",
        (records - 1, made.ref.subject, made.ref.record),
    )


def cold_start(stage: Stage) -> list[Figure]:
    """Opening on an existing directory in a new process, and what that process holds."""
    code = (
        "import sys, time; t = time.perf_counter(); import jikim\n"
        "jk = jikim.open(sys.argv[1], sys.argv[2]); took = time.perf_counter() - t\n"
        # ru_maxrss would carry the parent's size over the exec; VmHWM is this process's own.
        "print(took, next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
        "jk.close()"
    )
    directory = stage.directory / "cold"
    times, memory = [], 0.0
    for _ in range(4):
        done = subprocess.run(
            [sys.executable, "-c", code, str(POLICY), str(directory)], capture_output=True, text=True, check=True
        )
        took, kib = done.stdout.split()
        times.append(float(took))
        memory = float(kib) / 1024
    best = sorted(times[1:])[1]
    return [
        Figure("jikim.open on an existing directory (imports, server, policy)", best, "s", goal="1 s", met=best < 1),
        Figure("memory of that process", memory, "MiB", goal="120 MB", met=memory < 114.4),
    ]
