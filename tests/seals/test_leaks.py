"""No personal value reaches SQL text, parameters, logs, errors or tracebacks, the ledger, a certificate, or a table file in the clear."""

from __future__ import annotations

import base64
import logging
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

import jikim
from conftest import ALICE, ORDER, Cast, Databases
from jikim.app import Jikim
from jikim.db.driver import Batch, Statement
from jikim.db.embedded import Embedded
from jikim.errors import SealError

# Each value is unmistakable and stands nowhere else.
MARKS = {
    "name": "표식이름가나다라",
    "email": "markedmail7391@example.com",
    "line1": "표식로 7391번길 가상아파트",
    "note": "markednote7391 경비실에 맡겨 주세요",
    "phone": "+8225557391",
    "login_id": "markedlogin7391",
    "password": "markedpassword 7391",
    "text": "markedtext7391 화면이 멈춥니다",
}


def forms(value: str) -> list[bytes]:
    """A value as UTF-8, UTF-16, hex and base64 (in its three alignments)."""
    plain = value.encode()
    found = [plain, value.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode()]
    for pad in range(3):
        coded = base64.b64encode(b"\0" * pad + plain)
        found.append(coded[(pad * 4 + 2) // 3 + 1 : -4])
    return found


def hits(content: bytes) -> list[str]:
    """Which marks a content holds in any form."""
    return [name for name, value in MARKS.items() if any(form in content for form in forms(value))]


def _flat(params: Any) -> Iterator[bytes]:
    match params:
        case bytes():
            yield params
        case str():
            yield params.encode()
        case list() | tuple():
            for one in params:
                yield from _flat(one)
        case _:
            dumps = getattr(params, "dumps", None)
            yield dumps(None) if dumps is not None else repr(params).encode()


@pytest.fixture
def watched(jk: Jikim, caplog: pytest.LogCaptureFixture) -> Iterator[list[bytes]]:
    """Everything that goes to the database: SQL texts and parameters; and every log record at DEBUG."""
    seen: list[bytes] = []
    execute, batch = jk.driver._execute, jk.driver._batch

    def note(statement: Statement) -> None:
        seen.append(statement.query.text.encode())
        seen.extend(_flat(tuple(statement.params)))

    def watched_execute(statement: Statement) -> Any:
        note(statement)
        return execute(statement)

    def watched_batch(wanted: Batch) -> Any:
        for statement in wanted.statements:
            note(statement)
        return batch(wanted)

    jk.driver._execute = watched_execute  # type: ignore[method-assign]
    jk.driver._batch = watched_batch  # type: ignore[method-assign,assignment]
    with caplog.at_level(logging.DEBUG):
        yield seen
    seen.extend(record.getMessage().encode() for record in caplog.records)


def _story(jk: Jikim) -> tuple[jikim.Person, jikim.Ref]:
    values = {
        **ALICE,
        "login_id": MARKS["login_id"],
        "password": MARKS["password"],
        "name": MARKS["name"],
        "email": MARKS["email"],
    }
    made = jk.collect("membership", values, channel="homepage", old_enough=True)
    person = jikim.Person(made.ref.subject, "member")
    address = {"postcode": "04524", "line1": MARKS["line1"]}
    order = {**ORDER, "name": MARKS["name"], "phone": "02-555-7391", "address": address, "note": MARKS["note"]}
    ref = jk.collect("order", order, channel="homepage", subject=person, old_enough=True).ref
    enquiry = {"name": MARKS["name"], "email": MARKS["email"], "text": MARKS["text"]}
    jk.collect_many([jikim.Offer(person, "enquiry", enquiry, "board")], old_enough=True)
    assert jk.use(ref, purpose="delivery", items=["phone"])["phone"] == MARKS["phone"]
    jk.use_many([jikim.Read(ref, "delivery")])
    jk.entrust(ref, to="kis", purpose="debt-collection")
    jk.correct(jk.ask_correction(ref, ["note"]), {"note": MARKS["note"] + "!"})
    jk.show(person.subject)
    jk.find("email", MARKS["email"])
    return person, ref


def _errors(jk: Jikim, cast: Cast, databases: Databases, ref: jikim.Ref) -> Iterator[BaseException]:
    """Every kind of refusal, met with marked values in hand."""
    bad = {"name": MARKS["name"], "email": MARKS["email"], "text": MARKS["text"]}
    person = cast.alice

    def offer(**more: Any) -> Callable[[], object]:
        return lambda: jk.collect("enquiry", {**bad, **more}, channel="board", subject=person, old_enough=True)

    calls: list[Callable[[], object]] = [
        offer(gender=MARKS["note"]),
        offer(**{MARKS["email"]: "x"}),
        offer(email=MARKS["text"]),
        offer(phone=MARKS["note"]),
        offer(text=MARKS["text"] + " 900101-1234567"),
        offer(text=b"\xff" + MARKS["text"].encode()),
        offer(files=MARKS["text"]),
        offer(mobile={"number": MARKS["note"]}),
        lambda: jk.collect("enquiry", bad, channel="board", subject=person, old_enough=False),
        lambda: jk.collect("membership", {**ALICE, "email": MARKS["email"]}, channel="homepage", old_enough=True),
        lambda: jk.use(ref, purpose="joining"),
        lambda: jk.find("email", MARKS["text"]),
        lambda: jk.find("name", MARKS["name"]),
        lambda: jk.event(ref, "eaten"),
    ]

    def broken() -> object:
        with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
            conn.execute(
                "UPDATE live.record SET head = decode(repeat('00', 65), 'hex') WHERE record = %s", (ref.record,)
            )
        return jk.use(ref, purpose="delivery")

    def no_function() -> object:
        with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
            conn.execute("ALTER TABLE live.record RENAME TO record_away")
        try:
            return jk.collect("enquiry", bad, channel="board", subject=person, old_enough=True)
        finally:
            with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
                conn.execute("ALTER TABLE live.record_away RENAME TO record")

    for call in [*calls, broken, no_function]:
        try:
            call()
        except (jikim.JikimError, SealError) as error:
            yield error
        else:
            pytest.fail("a call that should have been refused was not")


def test_no_value_reaches_sql_logs_errors_or_the_ledger(
    jk: Jikim, cast: Cast, databases: Databases, watched: list[bytes], forward: Callable[..., datetime],
) -> None:  # fmt: skip
    """A whole story and every refusal: statements, parameters, log records, messages, reprs, tracebacks, ledger and certificates hold no mark."""
    person, ref = _story(jk)
    told: list[bytes] = [repr(jk.show(person.subject)).encode(), repr(jk.use(ref, purpose="delivery")).encode()]
    for error in _errors(jk, cast, databases, ref):
        lines = traceback.TracebackException.from_exception(error, capture_locals=False).format(chain=True)
        told += [str(error).encode(), repr(error).encode(), repr(error.args).encode(), "".join(lines).encode()]
    jk.leave(cast.alice.subject)
    forward(days=400)
    jk.sweep()
    told += [content.encode() for _, _, content, _ in jk.certificates()]
    told.append(b"".join(jk.export_ledger()))
    assert len(told) > 60
    assert len(watched) > 300
    for content in [*told, *watched]:
        assert hits(content) == [], content[:120]
    # The control: what is looked for would be found.
    assert hits(b"x" + MARKS["text"].encode() + b"x") == ["text"]
    assert hits(base64.b64encode(b"ab" + MARKS["note"].encode() + b"c")) == ["note"]


def test_no_value_lies_in_the_servers_files(jk: Jikim, cast: Cast, databases: Databases, server: Embedded) -> None:
    """Table files, WAL and the server's log hold no mark in any form; a mark put into a plain table is found in them."""

    def scan() -> set[str]:
        found: set[str] = set()
        for path in Path(server.directory).rglob("*"):
            if path.is_file():
                found.update(hits(path.read_bytes()))
        return found

    _story(jk)
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("CHECKPOINT")
        assert scan() == set()
        conn.execute("CREATE TABLE public.control (value text)")
        conn.execute("INSERT INTO public.control VALUES (%s)", (MARKS["note"],))
        conn.execute("CHECKPOINT")
        assert scan() == {"note"}
