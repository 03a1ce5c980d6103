"""The sequencer as a process of its own: an entry has its position within a second, whoever ends the process, and old
checkpoints are thinned."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import HOMEPAGE, Cast, Databases
from tests.waiting import PATIENCE, eventually

from jikim.app import Jikim
from jikim.app import sequencing as module
from jikim.app.sequencing import Beside, keep_sequencing
from jikim.db.steps import value_of
from jikim.errors import JikimError, StoreError
from jikim.ledger.checkpoint_copies import Q as LEDGER
from jikim.proof import verify

Forward = Callable[..., datetime]


def waiting(databases: Databases) -> int:
    """How many entries have no position yet, in the three inboxes."""
    found = 0
    for admin in databases.admin.values():
        with psycopg.connect(admin) as conn:
            row = conn.execute("SELECT count(*) FROM ledger.inbox").fetchone()
            assert row is not None
            found += row[0]
    return found


@contextmanager
def sequencing(jk: Jikim, told: Callable[[str], None] = print) -> Iterator[None]:
    """The sequencer at work in a thread."""
    ended = threading.Event()
    thread = threading.Thread(target=keep_sequencing, args=(jk, ended, told))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(PATIENCE)


@pytest.fixture
def process(databases: Databases, jk: Jikim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Beside]:
    """The process that `jikim serve` keeps beside itself, on this test's databases."""
    databases.named(monkeypatch, tmp_path / "ring")
    # It ends by itself, however busy this machine is.
    monkeypatch.setattr(module, "END_SECONDS", PATIENCE)
    one = Beside(HOMEPAGE, None)
    yield one
    one.end()


def test_what_was_done_has_its_place_without_being_asked_for(
    jk: Jikim, cast: Cast, another: Any, databases: Databases
) -> None:
    """Entries of all three databases are placed and signed for while nobody calls `sequence`."""
    with sequencing(another()):
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        eventually(lambda: not waiting(databases))
    lines = b"".join(jk.export_ledger())
    assert verify([lines], trusted_key=str(jk.signer.verifier)).ok


def test_a_killed_process_is_started_again_and_one_is_ended_with_its_keeper(
    process: Beside, jk: Jikim, cast: Cast, databases: Databases
) -> None:
    """SIGKILL ends it; its keeper starts another, which places what waits; and none is left when the keeper ends it."""
    assert process.keep() is None
    eventually(lambda: not waiting(databases))
    first = process._process
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    first.wait(PATIENCE)
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    assert process.keep() == -signal.SIGKILL
    eventually(lambda: not waiting(databases))
    process.end()
    assert process._process is not None
    assert process._process.returncode == 0


def test_a_process_that_waits_for_its_server_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that is told to stop while its server recovers is gone within five seconds: what does not end is killed."""
    assert module.END_SECONDS + 0.5 < 5
    monkeypatch.setattr(module, "END_SECONDS", 0.05)
    one = Beside(HOMEPAGE, None)
    one._command = [sys.executable, "-c", "import time; time.sleep(600)"]
    one.keep()
    one.end()
    assert one._process is not None
    assert one._process.returncode == -signal.SIGKILL


@pytest.mark.long
def test_a_process_that_is_killed_under_load_loses_and_doubles_nothing(
    process: Beside, jk: Jikim, cast: Cast, databases: Databases
) -> None:
    """SIGKILL ten times while people are read: every use that was answered stands in the ledger once."""
    entries: set[str] = set()
    for turn in range(10):
        process.keep()
        eventually(lambda: not waiting(databases))
        for _ in range(20 + turn):
            jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        assert process._process is not None
        process._process.kill()
        process._process.wait(PATIENCE)
    process.keep()
    eventually(lambda: not waiting(databases))
    uses = [use for use in jk.show(cast.alice.subject).uses if use["event"] == "record:use:allowed"]
    entries = {use["entry"] for use in uses}
    assert len(entries) == len(uses) == sum(20 + turn for turn in range(10))


def test_what_fails_is_told_once_and_tried_again_and_at_last_the_process_ends(
    jk: Jikim, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away for a moment is told once; one that stays away ends the process, whose keeper starts it
    anew."""
    said: list[JikimError] = []
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(jk.sequencer, "run", lambda at: (_ for _ in ()).throw(StoreError("away", ko=("없음", ""))))
    with pytest.raises(StoreError, match="away"):
        keep_sequencing(jk, threading.Event(), said.append)
    assert [one.message for one in said] == ["away"]


def test_witnesses_are_asked_each_minute(jk: Jikim, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a minute a witness hears once, whatever is placed meanwhile; then again."""
    asked: list[float] = []
    now = [0.0]
    ended = threading.Event()

    def sequence() -> None:
        asked.append(now[0])

    def turn(_seconds: float) -> bool:
        now[0] += 7
        if now[0] > 190:
            ended.set()
        return True

    monkeypatch.setattr(module, "machine_seconds", lambda: now[0])
    monkeypatch.setattr(jk, "sequence", sequence)
    monkeypatch.setattr(ended, "wait", turn)
    jk.settings.witnesses["one"] = None  # type: ignore[index]
    keep_sequencing(jk, ended, print)
    assert asked == [0, 63, 126, 189]


def test_old_checkpoints_are_thinned_to_hours_and_cosigned_ones(
    jk: Jikim, cast: Cast, forward: Forward, databases: Databases
) -> None:
    """Of two days of checkpoints each quarter of an hour, the first day keeps one an hour and the cosigned one; the
    export verifies."""
    sizes = []
    for _ in range(16):
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        sizes.append(jk.sequence().size)
        forward(minutes=15)
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        conn.execute(
            "UPDATE ledger.checkpoint SET note = note || E'\\u2014 witness AAAA\\n' WHERE size = %s", (sizes[1],)
        )
        assert jk.driver.run(value_of(LEDGER["ledger.thin"](at=jk.now()))) == 0
        forward(hours=25)
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        newest = jk.sequence().size
        jk.driver.run(value_of(LEDGER["ledger.thin"](at=jk.now())))
        left = [row[0] for row in conn.execute("SELECT size FROM ledger.checkpoint ORDER BY size").fetchall()]
        assert left == [sizes[1], *sizes[3::4], newest]
        conn.execute("UPDATE ledger.checkpoint SET note = replace(note, E'\\u2014 witness AAAA\\n', '')")
    lines = b"".join(jk.export_ledger())
    assert verify([lines], trusted_key=str(jk.signer.verifier)).ok
