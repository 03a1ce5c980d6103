"""collect and use against bare statements of the same shape on the same server, durable and one commit each."""

from __future__ import annotations

import json
import uuid
from typing import Any

import jikim
from bench.account import account
from bench.stage import Figure, Stage, alternating, seconds, spent
from jikim.verbs.private import use as private_use

VALUES = {
    "name": "가나다",
    "phone": "02-555-0101",
    "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
    "note": "부재 시 경비실",
}
VISIT = {"ip": "192.0.2.7", "access_log": {"path": "/products", "status": 200}}
PLAIN = """
CREATE TABLE IF NOT EXISTS public.plain_record (subject uuid, record uuid, kind int, state smallint, version int, channel int, collected timestamptz,
    name text, phone text, address text, note text, PRIMARY KEY (subject, record));
CREATE TABLE IF NOT EXISTS public.plain_audit (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz, who text, what text, subject uuid, record uuid);
"""
INSERT = "INSERT INTO public.plain_record VALUES (%s, %s, 1, 1, 1, 1, %s, %s, %s, %s, %s)"
AUDITED = """WITH r AS (SELECT * FROM public.plain_record WHERE subject = %s AND record = %s), a AS (
    INSERT INTO public.plain_audit (at, who, what, subject, record) SELECT %s, %s, %s, subject, record FROM r) SELECT name, phone, address FROM r"""


def plain_row(stage: Stage) -> tuple[Any, ...]:
    address = json.dumps(VALUES["address"], ensure_ascii=False)
    return stage.person.subject, uuid.uuid4(), stage.jk.now(), VALUES["name"], VALUES["phone"], address, VALUES["note"]


def collect(stage: Stage) -> list[Figure]:
    jk, count = stage.jk, stage.size(1_500, 100)
    with stage.admin() as conn:
        for statement in PLAIN.strip().split(";\n"):
            conn.execute(statement)

        def ours() -> None:
            for _ in range(count):
                jk.collect("order", VALUES, channel="homepage", subject=stage.person, old_enough=True)

        def bare() -> None:
            for _ in range(count):
                conn.execute(INSERT, plain_row(stage), binary=True)

        rate, base = alternating(5, lambda: count / seconds(ours), lambda: count / seconds(bare))
        again = list[uuid.UUID]()

        def anew() -> uuid.UUID:
            again.append(uuid.uuid4())
            return again[-1]

        parts = account(stage, count, ours, bare, conn, {"record": anew})
        # What was sealed for one record opens for no other: these go, and nobody meets them.
        for table in ("claim", "record"):
            conn.execute(f"DELETE FROM live.{table} WHERE record = ANY (%s)".encode(), [again])
    return [
        Figure(
            "collect one record, sealed, recorded, durable",
            rate,
            "/s",
            base,
            "(bare INSERT)",
            "0.85",
            rate / base >= 0.85,
            account=parts,
        )
    ]


def use(stage: Stage) -> list[Figure]:
    jk, count = stage.jk, stage.size(1_500, 100)
    refs = [
        jk.collect("order", VALUES, channel="homepage", subject=stage.person, old_enough=True).ref for _ in range(count)
    ]
    items = ["name", "phone", "address"]
    with stage.admin() as conn:
        for statement in PLAIN.strip().split(";\n"):
            conn.execute(statement)
        rows = [plain_row(stage) for _ in range(count)]
        with conn.cursor() as cursor:
            cursor.executemany(INSERT, rows)

        def ours() -> None:
            for ref in refs:
                jk.use(ref, purpose="delivery", items=items)

        def bare() -> None:
            for row in rows:
                conn.execute(AUDITED, (row[0], row[1], jk.now(), "app", "delivery"), binary=True).fetchall()

        rate, base = alternating(5, lambda: count / seconds(ours), lambda: count / seconds(bare))
        parts = account(stage, count, ours, bare, conn)
    return [
        Figure(
            "use one record, locked, recorded, opened",
            rate,
            "/s",
            base,
            "(SELECT and INSERT of an audit row)",
            "0.8",
            rate / base >= 0.8,
            account=parts,
        )
    ]


def private(stage: Stage) -> list[Figure]:
    """What it costs a read that its values keep their purpose: the same reads plain, beside it."""
    jk, count, items = stage.jk, stage.size(1_500, 100), ["name", "phone", "address"]
    ref = jk.collect("order", VALUES, channel="homepage", subject=stage.person, old_enough=True).ref
    by = jk.by(jk.actor)

    def ours() -> None:
        for _ in range(count):
            values = by.do(private_use, ref, purpose="delivery", items=items)
            assert all(one.to("page") for one in values.values())

    def bare() -> None:
        for _ in range(count):
            assert all(jk.use(ref, purpose="delivery", items=items).values())

    rate, base = alternating(5, lambda: count / seconds(ours), lambda: count / seconds(bare))
    return [
        Figure(
            "use one record, its values keep their purpose",
            rate,
            "/s",
            base,
            "(use, plain)",
            "0.9",
            rate / base >= 0.9,
            spent(stage, ours, count),
        )
    ]


def bulk_collect(stage: Stage) -> list[Figure]:
    jk, batch, batches = stage.jk, 500, stage.size(20, 2)
    people = [stage._member(f"bulk{n}") for n in range(20)]
    offers = [jikim.Offer(people[n % 20], "visit", VISIT, "automatic") for n in range(batch)]
    with stage.admin() as conn:
        conn.execute(
            "CREATE TABLE IF NOT EXISTS public.plain_visit (subject uuid, record uuid, kind int, state smallint, version int, channel int,"
            " collected timestamptz, ip text, PRIMARY KEY (subject, record))"
        )

        def ours() -> None:
            for _ in range(batches):
                answers = jk.collect_many(offers, old_enough=True)
                assert not any(isinstance(answer, Exception) for answer in answers)

        def bare() -> None:
            for _ in range(batches):
                rows = [(people[n % 20].subject, uuid.uuid4(), jk.now(), VISIT["ip"]) for n in range(batch)]
                columns = list(zip(*rows, strict=True))
                conn.execute(
                    "INSERT INTO public.plain_visit SELECT s, r, 1, 1, 1, 1, a, i FROM unnest(%s::uuid[], %s::uuid[], %s::timestamptz[],"
                    " %s::text[]) AS u(s, r, a, i)",
                    [list(column) for column in columns],
                    binary=True,
                )

        rate, base = alternating(5, lambda: batch * batches / seconds(ours), lambda: batch * batches / seconds(bare))
        parts = account(stage, batch * batches, ours, bare, conn, {"records": lambda: _numbers(batch)})
    return [
        Figure(
            f"bulk collect, {batch} a batch",
            rate,
            "/s",
            base,
            "(bare batch by unnest)",
            "0.6",
            rate / base >= 0.6,
            account=parts,
        )
    ]


def _numbers(count: int) -> str:
    return "{" + ",".join(uuid.uuid4().hex for _ in range(count)) + "}"
