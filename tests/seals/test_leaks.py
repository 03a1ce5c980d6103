"""No value gets out: not in a statement or its parameters, a log, an error, a record of evidence, or the files of the
data directory."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tests.conftest import START, Databases, emptied
from tests.seals.marked import MARKERS, found_in
from tests.seals.marked_story import Ear, dump, force, listening, tell

import jikim
from jikim.app import Jikim
from jikim.errors import JikimError
from jikim.policy.model import PolicyFile


@dataclass
class Told:
    """A long story, told once: what was heard, logged and left behind while it went on."""

    ear: Ear
    logged: bytes
    export: bytes
    certificates: bytes
    dumps: dict[str, bytes]
    pg_log: bytes
    read: set[str]


@pytest.fixture(scope="module")
def told(cloned: Databases, homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The story is long; it is told once, on databases of its own time, and looked at from every side."""
    emptied(cloned)
    records: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(f"{record.getMessage()} {record.args!r} {record.exc_info!r} {record.__dict__!r}")

    keep = Keep(logging.DEBUG)
    root = logging.getLogger()
    before = root.level
    root.addHandler(keep)
    root.setLevel(logging.DEBUG)
    directory = tmp_path_factory.mktemp("told")
    patch = pytest.MonkeyPatch()
    try:
        with Jikim(homepage, cloned.settings(directory), demo_start=START) as jk:
            for name in ("psycopg", "psycopg.pool"):
                logging.getLogger(name).setLevel(logging.DEBUG)
            with listening(patch) as ear:
                tell(jk, ear)
                force(jk, cloned, ear)
                dumps = dump(cloned)
                export = b"".join(jk.export_ledger())
                certificates = "\n".join(text for _, _, text, _ in jk.certificates()).encode()
            kinds = {json.loads(line)["destroyed"][0]["kind"] for line in certificates.decode().splitlines()}
    finally:
        root.removeHandler(keep)
        root.setLevel(before)
        for name in ("psycopg", "psycopg.pool"):
            logging.getLogger(name).setLevel(logging.NOTSET)
    return Told(
        ear,
        "\n".join(records).encode("utf-8", "backslashreplace"),
        export,
        certificates,
        dumps,
        b"".join((one.parent / "pg.log").read_bytes() for one in directories(cloned)),
        kinds,
    )


def directories(databases: Databases) -> set[Path]:
    """Where the servers keep their files."""
    found = set()
    for reader in databases.readers.values():
        with psycopg.connect(reader) as conn:
            found |= {Path(path) for (path,) in conn.execute("SHOW data_directory")}
    return found


def test_the_story_tells_enough(told: Told) -> None:
    """It would be no proof if nothing had happened: statements of every verb, errors of every kind, and certificates."""
    heard = b"\n".join(told.ear.statements)
    for function in ("live.collect(", "live.collect_many(", "live.use(", "live.correct(", "live.dispatch(", "live.find(", "archive.admit(", "archive.consult(",
                     "keys.destroy(", "live.certify("):  # fmt: skip
        assert function.encode() in heard, function
    assert len(told.ear.errors) > 35
    assert told.read
    assert told.export.count(b'"n":') > 100
    assert b"PGCOPY" in heard


def test_every_marker_would_be_found() -> None:
    """The search finds each marker in UTF-8, UTF-16, hex, base64 at any offset, and escaped in JSON."""
    import base64

    for name, marker in MARKERS.items():
        raw = marker.encode()
        for form in (
            raw,
            marker.encode("utf-16-le"),
            raw.hex().encode(),
            raw.hex().upper().encode(),
            json.dumps(marker).encode(),
            *(base64.b64encode(b"x" * n + raw + b"tail") for n in range(6)),
        ):
            assert name in found_in(b"before" + form + b"after", [name]), (name, form)


def test_no_statement_carries_a_value(told: Told) -> None:
    """Neither SQL text nor a parameter nor the bytes of a COPY hold a marker in any form."""
    for statement in told.ear.statements:
        assert not found_in(statement), statement[:80]


@pytest.mark.clause("1.2")
def test_no_error_carries_a_value(told: Told) -> None:
    """Neither what an error says, nor its repr, its traceback, or the errors behind it."""
    leaking = {name: found for name, shown in told.ear.errors if (found := found_in(shown))}
    assert leaking == {}


def test_every_refusal_is_ours(told: Told) -> None:
    """What a wrong value meets is an error of Jikim's, made to be shown; never one of Python's or of the driver's."""
    foreign = {name for name, shown in told.ear.errors if b"jikim.errors." not in shown.split(b"Traceback")[-1]}
    assert foreign == set()
    assert issubclass(jikim.DeniedError, JikimError)


def test_nothing_is_logged(told: Told) -> None:
    """No log record of any library at DEBUG holds a value, and neither does the server's own log."""
    assert told.logged
    assert found_in(told.logged) == []
    assert told.pg_log
    assert found_in(told.pg_log) == []


def test_no_answer_shows_a_value_in_its_repr(told: Told) -> None:
    """What the verbs answer can be logged as it is."""
    assert found_in("\n".join(told.ear.answers).encode()) == []


def test_no_evidence_carries_a_value(told: Told) -> None:
    """Neither the ledger's bodies nor a certificate."""
    assert found_in(told.export) == []
    assert told.certificates
    assert found_in(told.certificates) == []


def test_no_table_holds_a_value(told: Told) -> None:
    """Not one row of any table, the outbox and the journals among them, holds a value in any form."""
    assert {name.split(": ")[1] for name in told.dumps} >= {
        "live.outbox",
        "live.journal",
        "live.record",
        "live.claim",
        "live.request",
    }
    assert {name: found for name, rows in told.dumps.items() if (found := found_in(rows))} == {}


def _scan(directory: Path, needle: bytes) -> list[str]:
    found = []
    for path in directory.rglob("*"):
        if path.is_file() and not path.is_symlink():
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue  # a file that the server has just taken away
            if needle in content:
                found.append(str(path.relative_to(directory)))
    return found


@pytest.mark.clause("6.5")
def test_no_file_of_the_data_directory_holds_a_value(told: Told, cloned: Databases) -> None:
    """Table files, indexes, WAL: no marker in UTF-8, before any VACUUM. A marker put there on purpose is found."""
    assert told.export
    control = "zqcontrol" + "9931"
    with psycopg.connect(cloned.admin["live"], autocommit=True) as conn:
        conn.execute("CREATE TABLE public.plain AS SELECT %s::text AS text", (control,))
        conn.execute("CHECKPOINT")
        assert all(len(_scan(one, control.encode())) >= 2 for one in directories(cloned))
        conn.execute("DROP TABLE public.plain")
    files = 0
    left: dict[str, list[str]] = {}
    needles = {name: marker.encode() for name, marker in MARKERS.items()}
    for path in (path for one in directories(cloned) for path in one.rglob("*")):
        if path.is_file() and not path.is_symlink():
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue
            files += 1
            for name, needle in needles.items():
                if needle in content:
                    left.setdefault(str(path), []).append(name)
    assert files > 100
    assert all(any("pg_wal" in str(path) for path in one.rglob("*")) for one in directories(cloned))
    assert left == {}
