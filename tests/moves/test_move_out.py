"""The exit: everything that lives goes out by two people's word, and an empty house that reads it back is equal."""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.attach.django_shop import database
from tests.conftest import START, Cast, Databases, emptied
from tests.employed import employ, lasting, ledger_of
from tests.moves.conftest import Moving
from tests.moves.old_shop import CUSTOMER, ORDER, SECRET, written
from tests.waiting import PATIENCE, eventually

from jikim.accounts.credentials import sign_in
from jikim.app import Jikim
from jikim.db.embedded import Embedded
from jikim.errors import DeniedError, StoreError
from jikim.moves.exporting import export
from jikim.moves.register import approve_move, ask_move, begin_move, digest_of, end_move, move_of
from jikim.moves.tables_out import form_of, name_of
from jikim.policy.model import PolicyFile
from jikim.verbs.move_out import move_out

FORM = digest_of("export", b"csv")


def exported(jk: Jikim, to: Path, form: str = "csv") -> None:
    """Asked for by Hana, approved by Omar and carried out by Otto, an officer too."""
    digest = digest_of("export", name_of(form).encode())
    employ(jk, "otto", "officer")
    lasting(jk, "otto")
    number = jk.by(jk.handler("hana")).do(ask_move, "export", digest, "every record", reason="we change systems")
    jk.by(jk.handler("omar")).do(approve_move, str(number))
    do = jk.by(jk.handler("otto")).do
    do(begin_move, do(move_of, str(number)), "export", digest)
    export(do, jk.policy, number, form_of(form, to), to, lambda _: None)
    do(end_move, do(move_of, str(number)))
    with pytest.raises(DeniedError, match="approv"):
        do(begin_move, do(move_of, str(number)), "export", digest)
    assert do(move_out, number, UUID(int=0), 10) == (None, [])


def rows(directory: Path) -> dict[str, list[dict[str, str]]]:
    """What went out, without the numbers that each house gives, in an order of its own."""
    found = {}
    for path in sorted(directory.glob("*.csv")):
        lines = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
        kept = [{k: v for k, v in line.items() if k not in ("record", "person")} for line in lines]
        found[path.name] = sorted(kept, key=lambda line: json.dumps(line, sort_keys=True))
    return found


def test_read_back_it_is_equal(
    moving: Moving, cast: Cast, databases: Databases, homepage: PolicyFile, server: Embedded, tmp_path: Path
) -> None:
    """Members, a guest, orders, dates, events, consents and hashes: exported as CSV, as Parquet and into a database, each
    imported into an empty house and exported again, not a cell differs; and who was here signs in there."""
    jk, address = moving.jk, database(server)[1]
    moving.bring(moving.approved(), written(tmp_path / "dump", [CUSTOMER], [ORDER]))
    exported(jk, tmp_path / "out")
    exported(jk, tmp_path / "parquet", "parquet")
    exported(jk, tmp_path / "mapping", address)
    with pytest.raises(StoreError, match="cannot be written there"):
        exported(jk, tmp_path / "twice", address)  # not over a table that stands
    first = rows(tmp_path / "out")
    assert {name: len(lines) for name, lines in first.items()} == {
        "enquiry.csv": 1,
        "membership.csv": 3,
        "order.csv": 2,
    }
    places = [path for name in ("out", "parquet", "mapping") for path in (tmp_path / name).iterdir()]
    assert {path.stat().st_mode & 0o077 for path in places} == {0}
    events = [one["event"].partition(":allowed")[0] for one in ledger_of(jk, cast.alice.subject)]
    assert events.count("record:move-out") == 3
    jk.close()
    for n, source in enumerate((tmp_path / "out", tmp_path / "parquet", address)):
        emptied(databases)
        with Jikim(homepage, databases.settings(tmp_path / f"new{n}"), demo_start=START) as new:
            for name, kind in (("hana", "handler"), ("omar", "officer")):
                employ(new, name, kind)  # type: ignore[arg-type]
                lasting(new, name)
            there = Moving(new, (tmp_path / "mapping" / "mapping.yaml").read_bytes())
            tally = there.bring(there.approved(), source)
            assert dict(tally.refused) == {}
            exported(new, tmp_path / f"again{n}")
            assert new.do(sign_in, "old.alice", SECRET, "192.0.2.1").person is not None
        assert rows(tmp_path / f"again{n}") == first


def test_what_goes_meanwhile_does_not_go_out(moving: Moving, cast: Cast, databases: Databases, tmp_path: Path) -> None:
    """An export that waits for whoever changes a person reads what they left behind."""
    jk = moving.jk
    with psycopg.connect(databases.admin["live"]) as conn, ThreadPoolExecutor(1) as beside:
        conn.execute("SELECT FROM live.subject WHERE subject = %s FOR UPDATE", (cast.alice.subject,))
        running = beside.submit(exported, jk, tmp_path / "out")
        waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%live.move_out%%'"
        with psycopg.connect(databases.admin["live"], autocommit=True) as looking:
            eventually(lambda: running.done() or looking.execute(waiting).rowcount, "an export that waits")
            assert not running.done()
        conn.execute("DELETE FROM live.record WHERE record = %s", (cast.alice_order.record,))
        conn.commit()
        running.result(PATIENCE)
    assert "order.csv" not in rows(tmp_path / "out") or rows(tmp_path / "out")["order.csv"] == []


def test_a_handler_exports_nothing(moving: Moving, tmp_path: Path) -> None:
    """Not even what was approved."""
    do = moving.by("hana")
    number = do(ask_move, "export", FORM, "every record", reason="we change systems")
    moving.by("omar")(approve_move, str(number))
    do(begin_move, do(move_of, str(number)), "export", FORM)
    with pytest.raises(DeniedError):
        export(do, moving.jk.policy, number, form_of("csv", tmp_path / "out"), tmp_path / "out", lambda _: None)
