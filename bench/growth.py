"""Growth: what each act costs as a house holds 10,000, 100,000 and 1,000,000 people, each with a membership and an
order, two look-ups and an entry of the ledger.

The crowd is laid out by the superuser as copies of one real person, under keys of their own, one who came each second;
nobody opens it. Who is measured is real.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

import jikim
from bench.epoch import lay_keys
from bench.house import PASSWORD, employed
from bench.ledger import alike, fill
from bench.records import VALUES, VISIT
from bench.serving import serve
from bench.stage import POLICY, Figure, Measured, Stage, admin_of, hidden_after, seconds
from jikim.accounts.sessions import begin_session
from jikim.app import Jikim, read_policy
from jikim.handlers.proofs import set_password
from jikim.handlers.sessions import begin_office
from jikim.keys.keyring import person_name
from jikim.proof.verify import verify
from jikim.settings import Settings

SIZES = (10_000, 100_000, 1_000_000)
QUICK = (100, 300)
CROWD = (
    "CREATE TEMP TABLE crowd AS SELECT gen_random_uuid() AS id, now() - (%(people)s - n) * interval '1 second' AS at"
    " FROM generate_series(1, %(people)s) AS n",
    "INSERT INTO live.subject SELECT (jsonb_populate_record(s, jsonb_build_object('subject', c.id, 'joined', c.at))).*"
    " FROM live.subject s, crowd c WHERE s.subject = %(model)s ORDER BY c.at",
    "INSERT INTO live.record (subject, record, kind, version, generation, policy, channel, collected, over_from, items, head, body)"
    " SELECT c.id, gen_random_uuid(), r.kind, r.version, r.generation, r.policy, r.channel, c.at, NULL, r.items, r.head, r.body"
    " FROM live.record r, crowd c WHERE r.subject = %(model)s ORDER BY c.at",
    "INSERT INTO live.claim (tag, subject, record, item, version, exclusive, sealed)"
    " SELECT sha256(uuid_send(c.id) || l.tag), c.id, r.record, l.item, l.version, l.exclusive, l.sealed"
    " FROM live.claim l JOIN live.record m ON m.subject = l.subject AND m.record = l.record, crowd c"
    " JOIN live.record r ON r.subject = c.id WHERE l.subject = %(model)s AND r.kind = m.kind",
    "ANALYZE live.subject",
    "ANALYZE live.record",
    "ANALYZE live.claim",
)
_numbers = itertools.count(1)


def growth(stage: Stage) -> list[Figure]:
    """Each act at each size: the median of its rounds, but for what is done once."""
    directory, figures = stage.directory / "growth", list[Figure]()
    with Jikim(read_policy(POLICY), Settings(directory), "bench") as jk:
        employed(jk)
        model = _joined(jk)
        jk.collect("order", VALUES, channel="homepage", subject=model, old_enough=True)
        jk.sequence()
        people = 1
        for size in QUICK if stage.quick else SIZES:
            _lay(jk, model, size - people)
            people = size
            figures += _acts(jk, 5 if stage.quick else 51, size)
            figures += _pages(jk, directory, 3 if stage.quick else 21, size)
            figures += _jobs(jk, 5 if stage.quick else 50, size)
    return figures


def _joined(jk: Jikim) -> jikim.Person:
    name = f"grows{next(_numbers)}"
    given = {"login_id": name, "password": PASSWORD, "name": "가나다", "email": f"{name}@example.com"}
    made = jk.collect("membership", given, channel="homepage", old_enough=True)
    return jikim.Person(made.ref.subject, "member")


def _lay(jk: Jikim, model: jikim.Person, people: int) -> None:
    """So many more people, and as many more entries, each of which gets its position."""
    with admin_of(jk) as live, admin_of(jk, "keys") as keys:
        for statement in CROWD:
            live.execute(statement, {"people": people, "model": model.subject} if "%" in statement else None)
        with live.cursor() as found:
            found.execute("SELECT id FROM crowd")
            lay_keys(keys, jk.house.keyring.ring, (person_name(one, 1) for (one,) in found))
        live.execute("DROP TABLE crowd")
        jk.sequence()
        # An entry waits whose person the others name.
        jk.collect("visit", VISIT, channel="automatic", subject=model, old_enough=True)
        fill(live, alike(jk), people)
        for conn in (live, keys):
            conn.execute("CHECKPOINT")
        jk.sequence()
        # So many entries at once leave as many dead rows, which the server clears away by itself, a minute later.
        live.execute("VACUUM ledger.inbox")


def _figure(what: str, taken: list[float], size: int, unit: str = "ms") -> Figure:
    return Figure(what, Measured.of(taken), unit, people=size)


def _acts(jk: Jikim, rounds: int, size: int) -> Iterator[Figure]:
    people = [_joined(jk) for _ in range(rounds)]
    refs: list[jikim.Ref] = []

    def collect(person: jikim.Person) -> None:
        refs.append(jk.collect("order", VALUES, channel="homepage", subject=person, old_enough=True).ref)

    collected = [seconds(lambda one=one: collect(one)) * 1e3 for one in people]  # type: ignore[misc]
    used = [seconds(lambda ref=ref: jk.use(ref, purpose="delivery", items=["name"])) * 1e3 for ref in refs]  # type: ignore[misc]
    yield _figure("collect one record", collected, size)
    yield _figure("use one record", used, size)
    yield _figure("leave, to hidden", [hidden_after(jk, one.subject) * 1e3 for one in people], size)
    yield _figure("sign up, its password hashed", [seconds(lambda: _joined(jk)) * 1e3 for _ in range(5)], size)


def _pages(jk: Jikim, directory: Path, rounds: int, size: int) -> Iterator[Figure]:
    member = _joined(jk)
    mine = {"jikim_session": jk.do(begin_session, member.subject, member.kind)}
    jk.do(set_password, "officer", f"{PASSWORD} of size {size}", actor=jk.acting("system", "set-up"))
    office = {"jikim_office": jk.do(begin_office, "officer", "127.0.0.1")}
    with serve(directory, jobs=86_400) as served:
        for what, path, cookies in (("`/my`", "/my", mine), ("the office's first page", "/office", office)):
            with httpx.Client(base_url=f"http://127.0.0.1:{served.port}", cookies=cookies, timeout=600) as client:

                def page(path: str = path, client: httpx.Client = client) -> None:
                    assert client.get(path).status_code == 200

                page()
                yield _figure(what, [seconds(page) * 1e3 for _ in range(rounds)], size)


def _jobs(jk: Jikim, due: int, size: int) -> Iterator[Figure]:
    """What the clock does, once each: a sweep of some who are due, an epoch (the lease aside), and the whole ledger
    verified."""
    jk.sweep()
    for person in [_joined(jk) for _ in range(due)]:
        text = {"name": "가나다", "email": "nobody@example.com", "text": "어느 포트를 열어야 하나요?"}
        made = jk.collect("enquiry", text, channel="board", subject=person, old_enough=True)
        jk.event(made.ref, "answered")
    yield _figure(f"sweep, {due} people due", [seconds(jk.sweep) * 1e3], size)
    lease, jk.house.keyring.lease = jk.house.keyring.lease, 0.0
    yield _figure("epoch", [seconds(lambda: jk.epoch(backup_keys=lambda: True)) * 1e3], size)
    jk.house.keyring.lease = lease
    jk.sequence()
    pieces = list(jk.export_ledger())
    begun = time.perf_counter()
    report = verify(pieces)
    assert report.ok, str(report)
    yield _figure("verify the whole ledger", [(time.perf_counter() - begun) * 1e3], size)
