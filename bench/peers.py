"""`collect` and `use` beside what PostgreSQL's own extensions offer for the same: pgaudit, which logs each statement, and
pgcrypto, which seals each value. Where they are installed: Debian has both for its PostgreSQL, and `JIKIM_PG_BIN` may
name another's programs.

Neither does all of it. pgaudit's log is a file beside the transaction and is not on the disk when the answer leaves;
pgcrypto is told the key in each statement, and one key for all.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.postgres import Server
from bench.records import INSERT, PLAIN, VALUES, plain_row
from bench.stage import Figure, Stage, alternating, seconds

DEBIANS = Path("/usr/lib/postgresql")
SETTINGS = {
    "log_destination": "csvlog",
    "logging_collector": "on",
    "log_directory": "csv",
    "shared_preload_libraries": "pgaudit",
    "pgaudit.log": "read, write",
    "pgaudit.log_catalog": "off",
    "pgaudit.log_parameter": "on",
}
SELECT = "SELECT name, phone, address FROM public.plain_record WHERE subject = %s AND record = %s"
SEALED = """CREATE TABLE public.crypto_record (subject uuid, record uuid, kind int, state smallint, version int, channel int, collected timestamptz,
    name bytea, phone bytea, address bytea, note bytea, PRIMARY KEY (subject, record))"""
SEAL = """INSERT INTO public.crypto_record VALUES (%(subject)s, %(record)s, 1, 1, 1, 1, %(at)s, pgp_sym_encrypt(%(name)s, %(key)s),
    pgp_sym_encrypt(%(phone)s, %(key)s), pgp_sym_encrypt(%(address)s, %(key)s), pgp_sym_encrypt(%(note)s, %(key)s))"""
OPEN = """SELECT pgp_sym_decrypt(name, %(key)s), pgp_sym_decrypt(phone, %(key)s), pgp_sym_decrypt(address, %(key)s)
    FROM public.crypto_record WHERE subject = %(subject)s AND record = %(record)s"""
KEY = "an invented key of the application"
ITEMS = ["name", "phone", "address"]


def peers(stage: Stage) -> list[Figure]:
    """Rates of one record, with the extension's on a PostgreSQL of its own; which is not installed says so."""
    figures: list[Figure] = []
    for name, against in (("pgaudit", _pgaudit), ("pgcrypto", _pgcrypto)):
        found = installed(name)
        if found is None:
            figures.append(Figure(f"beside {name}: not run, it is not installed", 0, "/s"))
            continue
        settings = SETTINGS if name == "pgaudit" else {}
        with Server(stage.directory / name, settings, found) as server, server.connect("postgres") as conn:
            conn.execute(f"CREATE EXTENSION {name}")
            told = f"({name}, PostgreSQL {conn.info.server_version // 10_000})"
            figures += _beside(stage, told, *against(stage, conn))
    return figures


def installed(extension: str) -> Path | None:
    """The programs of a PostgreSQL that has the extension, the newest of Debian's."""
    named = [Path(os.environ["JIKIM_PG_BIN"])] if os.environ.get("JIKIM_PG_BIN") else []
    for place in (*named, *sorted(DEBIANS.glob("*/bin"), reverse=True)):
        if (place.parent / "lib" / f"{extension}.so").exists() and (place / "initdb").exists():
            return place
    return None


def _beside(stage: Stage, told: str, write: Callable[[], Any], read: Callable[[Any], Any]) -> list[Figure]:
    jk, count = stage.jk, stage.size(1_000, 50)

    def collect() -> Any:
        return jk.collect("order", VALUES, channel="homepage", subject=stage.person, old_enough=True).ref

    mine, theirs = [collect() for _ in range(count)], [write() for _ in range(count)]

    def rate(run: Callable[[], object]) -> Callable[[], float]:
        return lambda: count / seconds(run)

    collected = alternating(
        5, rate(lambda: [collect() for _ in range(count)]), rate(lambda: [write() for _ in range(count)])
    )
    used = alternating(
        5,
        rate(lambda: [jk.use(ref, purpose="delivery", items=ITEMS) for ref in mine]),
        rate(lambda: [read(row) for row in theirs]),
    )
    return [
        Figure(what, ours, "/s", base, told)
        for what, (ours, base) in (("collect one record", collected), ("use one record", used))
    ]


def _pgaudit(stage: Stage, conn: psycopg.Connection[Any]) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """A plain row, written and read, with each statement and its parameters in the log."""
    for statement in PLAIN.strip().split(";\n"):
        conn.execute(statement)

    def write() -> Any:
        row = plain_row(stage)
        conn.execute(INSERT, row, binary=True)
        return row[:2]

    return write, lambda row: conn.execute(SELECT, row, binary=True).fetchall()


def _pgcrypto(stage: Stage, conn: psycopg.Connection[Any]) -> tuple[Callable[[], Any], Callable[[Any], Any]]:
    """The same row with each value sealed by the server, and opened by it."""
    conn.execute(SEALED)

    def write() -> Any:
        subject, record = stage.person.subject, uuid.uuid4()
        _, _, at, name, phone, address, note = plain_row(stage)
        given = {"at": at, "name": name, "phone": phone, "address": address, "note": note}
        conn.execute(SEAL, {"subject": subject, "record": record, "key": KEY, **given}, binary=True)
        return {"subject": subject, "record": record, "key": KEY}

    return write, lambda row: conn.execute(OPEN, row, binary=True).fetchall()
