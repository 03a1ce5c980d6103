"""Each process numbers its entries and vouches for them: what is taken out of an inbox, altered there or put into it is
found and named."""

from __future__ import annotations

import base64
import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.conftest import Cast, Databases

from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.db import teller
from jikim.db.driver import Steps
from jikim.db.schema import Database
from jikim.errors import StoreError
from jikim.ledger import processes
from jikim.ledger import sequencer as module
from jikim.ledger.numbers import MOST, place_of
from jikim.ledger.processes import FORGED, MISSING, SILENT, UNPROMISED
from jikim.proof import verify
from jikim.verbs.destroy import destroy_key
from jikim.verbs.house import SYSTEM

# Of the uses that wait, the last: what else waits may lie on another server.
LAST = "(SELECT entry FROM ledger.inbox WHERE strpos(fact, 'record:use') > 0 ORDER BY seq DESC LIMIT 1)"


@pytest.fixture
def owner(databases: Databases) -> Iterator[psycopg.Connection]:
    """Whoever owns the live database."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        yield conn


@pytest.fixture
def keeper(databases: Databases) -> Iterator[psycopg.Connection]:
    """Whoever owns the ledger's database."""
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        yield conn


def use(jk: Jikim, cast: Cast) -> None:
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process says a word by itself, however slow the machine: asked for before the house that it is to hold for."""
    monkeypatch.setattr(teller, "WORD_SECONDS", 3600)


def speak(jk: Jikim) -> None:
    """The word that a process says by itself within a second."""
    jk.driver.hurried(jk.word(False))


def found(jk: Jikim, *events: str) -> list[dict[str, Any]]:
    """The entries of these events in an export that verifies, oldest first."""
    lines = b"".join(jk.export_ledger())
    assert verify([lines], trusted_key=str(jk.signer.verifier)).ok
    bodies = [json.loads(json.loads(line)["body"]) for line in lines.splitlines() if b'"body":"' in line]
    return [body for body in bodies if body["event"] in (events or (MISSING, FORGED, SILENT, UNPROMISED))]


def last(owner: psycopg.Connection) -> UUID:
    row = owner.execute(f"SELECT entry FROM ledger.inbox WHERE entry = {LAST}").fetchone()  # type: ignore[arg-type]
    assert row is not None
    entry: UUID = row[0]
    return entry


def test_what_nobody_touched_is_whole(jk: Jikim, cast: Cast, another: Callable[[], Jikim]) -> None:
    """Uses, refusals and a bulk read of two processes, said at different moments: nothing is missing and nothing
    strange."""
    other = another()
    for _ in range(3):
        use(jk, cast)
        use(other, cast)
        speak(jk)
        jk.sequence()
        speak(other)
    jk.sweep()
    speak(jk)
    jk.sequence()
    assert found(jk) == []


def test_an_entry_taken_out_of_the_inbox_is_missed_and_named_once(
    jk: Jikim, cast: Cast, owner: psycopg.Connection
) -> None:
    """A superuser deletes a row between its answer and its position: process and number stand in the ledger, and the
    officers are told."""
    use(jk, cast)
    taken = place_of(last(owner))
    owner.execute(f"DELETE FROM ledger.inbox WHERE entry = {LAST}")  # type: ignore[arg-type]
    use(jk, cast)
    speak(jk)
    jk.sequence()
    named = found(jk)
    assert [(body["event"], body["process"], body["numbers"], body["count"]) for body in named] == [
        (MISSING, taken.process.to_bytes(6, "big").hex(), str(taken.number), 1)
    ]
    assert [one.kind for one in jk.driver.run(open_alerts(jk.house))] == ["ledger"]
    use(jk, cast)
    speak(jk)
    assert found(jk) == named


def test_numbers_that_wait_in_several_inboxes_are_true(
    jk: Jikim, cast: Cast, quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process records in turn in two databases, more often than ranges are kept of it: the one inbox is placed before
    the other, and nothing of either is strange."""
    monkeypatch.setattr(processes, "MOST_RANGES", 3)
    for _ in range(2):
        for _ in range(8):
            use(jk, cast)
            entry = jk.driver.run(jk.house.entry("subject:destroy-key", jk.policy, SYSTEM))
            jk.driver.run(destroy_key(jk.house, "person", b"nobody", entry))
        speak(jk)
        jk.sequence()
    assert found(jk) == []


@pytest.mark.parametrize(
    "how",
    [
        "fact = replace(fact, 'delivery', 'support')",
        "at = at - interval '1 second'",
        "who = set_byte(who, 20, get_byte(who, 20) # 1)",
        "entry = gen_random_uuid()",
    ],
)
def test_an_altered_entry_is_no_true_one(jk: Jikim, cast: Cast, owner: psycopg.Connection, how: str) -> None:
    """What a process wrote and somebody altered is recorded as forged, and the number that it had is missing."""
    use(jk, cast)
    number = place_of(last(owner)).number
    owner.execute(f"UPDATE ledger.inbox SET {how} WHERE entry = {LAST}")  # type: ignore[arg-type]
    speak(jk)
    jk.sequence()
    assert [(body["event"], body.get("numbers")) for body in found(jk)] == [(FORGED, None), (MISSING, str(number))]


def test_a_row_that_no_process_wrote_is_no_entry(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Whoever holds the role's password, and no key, records a read that never was: it says nothing but that it is
    forged."""
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn:
        fact = '{"event": "record:use", "purpose": "delivery"}'
        conn.execute(
            "SELECT ledger.note(ROW(%s, now(), %s, 'x', 0)::ledger.entry, %s, NULL, NULL, 0)",
            (uuid4(), fact, cast.alice.subject),
        )
    jk.sequence()
    assert [(body["event"], body["actor"]) for body in found(jk)] == [(FORGED, "unreadable")]
    assert FORGED in [one["event"] for one in jk.show(cast.alice.subject).uses]


def test_a_true_entry_counts_once(jk: Jikim, cast: Cast, owner: psycopg.Connection) -> None:
    """A copy of an entry, about somebody else: before it was placed and afterwards, the second one is forged."""
    use(jk, cast)
    copy = (
        "INSERT INTO ledger.inbox (entry, at, fact, who, subject, record, version, items, outcome) "
        "SELECT entry, at, fact, who, %s, record, version, items, outcome FROM public.kept"
    )
    owner.execute(f"CREATE TABLE public.kept AS SELECT * FROM ledger.inbox WHERE entry = {LAST}")  # type: ignore[arg-type]
    owner.execute(copy, (cast.bob.subject,))
    jk.sequence()
    owner.execute(copy, (cast.bob.subject,))
    speak(jk)
    jk.sequence()
    assert [body["event"] for body in found(jk)] == [FORGED, FORGED]


@pytest.mark.parametrize("seq", ["-1", "i.seq + 1"])
def test_a_further_row_stands_before_the_first_or_after_it(
    jk: Jikim, cast: Cast, owner: psycopg.Connection, seq: str
) -> None:
    """A statement with several entries may record them in any order: none of them is taken for a copy. The first is
    missed though the others stand."""
    further = (
        f"INSERT INTO ledger.inbox (seq, entry, at, fact, who, subject, outcome) OVERRIDING SYSTEM VALUE SELECT {seq}, f.entry, f.at, f.fact, f.who, "
        f"i.subject, 0 FROM ledger.inbox i, ledger.further((i.entry, i.at, i.fact, i.who, 0), 1) f WHERE i.entry = {LAST}"
    )
    use(jk, cast)
    owner.execute(further)  # type: ignore[arg-type]
    speak(jk)
    jk.sequence()
    assert found(jk) == []
    use(jk, cast)
    number = place_of(last(owner)).number
    owner.execute(further.replace("i.seq + 1", "i.seq + 2"))  # type: ignore[arg-type]
    owner.execute("DELETE FROM ledger.inbox WHERE get_byte(uuid_send(entry), 15) = 0")
    speak(jk)
    jk.sequence()
    assert str(number) in [body["numbers"] for body in found(jk)]


def test_what_was_rolled_back_is_not_missing(jk: Jikim, cast: Cast, owner: psycopg.Connection) -> None:
    """A statement that the database refused has used a number that nobody vouches for."""
    owner.execute("ALTER TABLE ledger.inbox ADD CONSTRAINT never CHECK (outcome <> 0) NOT VALID")
    with pytest.raises(StoreError):
        use(jk, cast)
    owner.execute("ALTER TABLE ledger.inbox DROP CONSTRAINT never")
    use(jk, cast)
    speak(jk)
    jk.sequence()
    assert found(jk) == []


def test_a_word_that_was_taken_is_missed_by_the_next(
    jk: Jikim, cast: Cast, owner: psycopg.Connection, keeper: psycopg.Connection
) -> None:
    """Whoever removes the entry and the word that vouches for it is found out by the word after it."""
    use(jk, cast)
    owner.execute(f"DELETE FROM ledger.inbox WHERE entry = {LAST}")  # type: ignore[arg-type]
    speak(jk)
    keeper.execute("DELETE FROM ledger.word")
    jk.sequence()
    use(jk, cast)
    speak(jk)
    jk.sequence()
    assert [body["event"] for body in found(jk)] == [MISSING]


def test_a_process_whose_words_never_come_is_named(
    quiet: None, jk: Jikim, cast: Cast, keeper: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All its words are removed while it goes on recording: a minute later that stands in the ledger, as an alarm."""
    now = [1000.0]
    monkeypatch.setattr(module, "machine_seconds", lambda: now[0])
    speak(jk)
    jk.sequence()
    for _ in range(8):
        now[0] += 10
        use(jk, cast)
        speak(jk)
        keeper.execute("DELETE FROM ledger.word")
        jk.sequence()
    assert [body["event"] for body in found(jk)] == [SILENT]


KILLED = """
import base64, pickle, sys
from jikim.app import Jikim
from jikim.db import teller
teller.WORD_SECONDS = 3600
policy, settings, ref, actor = pickle.loads(base64.b64decode(sys.argv[1]))
jk = Jikim(policy, settings)
jk.by(actor).use(ref, purpose="delivery", items=["phone"])
jk.driver.hurried(jk.word(False))
for _ in range(2):
    jk.by(actor).use(ref, purpose="delivery", items=["phone"])
print("done", flush=True)
sys.stdin.read()
"""


@pytest.mark.usefixtures("quiet")
def test_the_tail_of_a_killed_process_is_not_promised_and_no_alarm(
    jk: Jikim,
    cast: Cast,
    owner: psycopg.Connection,
    tmp_path: Any,
    databases: Databases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SIGKILL before its next word, and the last of its two entries removed: nobody can say, and the ledger says so,
    once."""
    now = [1000.0]
    monkeypatch.setattr(module, "machine_seconds", lambda: now[0])
    order = pickle.dumps((jk._file, databases.settings(tmp_path), cast.alice_order, cast.hana))
    code = base64.b64encode(order).decode()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"done\n"
        os.kill(process.pid, signal.SIGKILL)
    theirs = place_of(last(owner))
    owner.execute(f"DELETE FROM ledger.inbox WHERE entry = {LAST}")  # type: ignore[arg-type]
    jk.sequence()
    for _ in range(3):
        now[0] += 70
        speak(jk)
        assert not jk.sequence().alarm
    named = found(jk)
    assert [(body["event"], body["process"]) for body in named] == [
        (UNPROMISED, theirs.process.to_bytes(6, "big").hex())
    ]
    assert named[0]["after"] < theirs.number


@pytest.mark.usefixtures("quiet")
def test_a_process_that_ends_in_order_leaves_no_tail(
    jk: Jikim, cast: Cast, another: Callable[[], Jikim], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last word comes when it closes: nothing of it is unpromised, however long ago that was."""
    now = [1000.0]
    monkeypatch.setattr(module, "machine_seconds", lambda: now[0])
    other = another()
    use(other, cast)
    other.close()
    jk.sequence()
    now[0] += 3600
    speak(jk)
    jk.sequence()
    assert found(jk) == []


@pytest.mark.parametrize("how", ["DELETE FROM ledger.process", "UPDATE ledger.process SET seen = 'x'"])
def test_whoever_touches_what_was_seen_makes_more_missing_and_never_less(
    jk: Jikim, cast: Cast, keeper: psycopg.Connection, how: str
) -> None:
    """The sequencer's memory of a process is altered or removed: what it had seen is missing."""
    speak(jk)
    jk.sequence()
    use(jk, cast)
    jk.sequence()
    keeper.execute(how)  # type: ignore[arg-type]
    speak(jk)
    jk.sequence()
    assert MISSING in [body["event"] for body in found(jk)]


@pytest.mark.parametrize("database", ["live", "archive", "keys"])
def test_no_role_of_the_application_can_empty_its_inbox_unnoticed(
    jk: Jikim, cast: Cast, databases: Databases, database: Database
) -> None:
    """Whoever holds the password of an application's role removes what waits in its database: all of it is missed."""
    jk.sequence()
    jk.event(cast.alice_order, "settled")
    jk.leave(cast.alice.subject)
    jk.sweep()
    with psycopg.connect(databases.dsns[database], autocommit=True) as conn:
        waiting = [row[1] for row in conn.execute("SELECT * FROM ledger.waiting(100)").fetchall()]
        conn.execute("SELECT ledger.remove(%s)", (waiting,))
    gone = [place_of(entry) for entry in waiting]
    assert gone
    speak(jk)
    jk.sequence()
    assert sum(body["count"] for body in found(jk)) == sum(place.row == 0 for place in gone)


@pytest.mark.usefixtures("quiet")
def test_a_busy_process_is_not_silent(
    jk: Jikim, cast: Cast, keeper: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It records without a pause, so that some entry is always ahead of its words: they arrive, and nothing is said of
    it."""
    now = [1000.0]
    monkeypatch.setattr(module, "machine_seconds", lambda: now[0])
    for _ in range(20):
        now[0] += 10
        use(jk, cast)
        speak(jk)
        use(jk, cast)
        jk.sequence()
    assert found(jk) == []
    # An old word, put back in the place of the new ones, is no word of now.
    speak(jk)
    keeper.execute("CREATE TABLE public.kept AS SELECT * FROM ledger.word")
    for _ in range(8):
        now[0] += 10
        use(jk, cast)
        speak(jk)
        keeper.execute("DELETE FROM ledger.word")
        keeper.execute("INSERT INTO ledger.word SELECT * FROM public.kept")
        jk.sequence()
    assert [body["event"] for body in found(jk)] == [SILENT]


def test_a_sequencer_that_runs_now_and_then_says_what_is_not_promised(
    jk: Jikim, cast: Cast, keeper: psycopg.Connection, another: Callable[[], Jikim], forward: Callable[..., datetime]
) -> None:
    """Where `jikim jobs` alone sequences, each run is a process of its own: the next one names a tail that waited for
    more than a minute."""
    use(jk, cast)
    jk.sequence()
    forward(minutes=2)
    keeper.execute("DELETE FROM ledger.word")
    other = another()
    other.sequence()
    assert [body["event"] for body in found(other)] == [UNPROMISED]
    another().sequence()
    assert [body["event"] for body in found(other)] == [UNPROMISED]


@pytest.mark.usefixtures("quiet")
def test_several_sequencers_share_the_words(
    jk: Jikim, cast: Cast, another: Callable[[], Jikim], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where several servers sequence, one hears all words of a process and the other places what came after them: it is
    not silent."""
    now = [1000.0]
    monkeypatch.setattr(module, "machine_seconds", lambda: now[0])
    other = another()
    other.sequence()
    for _ in range(20):
        now[0] += 10
        speak(jk)
        jk.sequence()
        use(jk, cast)
        other.sequence()
    assert found(jk) == []


def test_a_clock_that_jumps_leaves_no_tail(
    jk: Jikim, cast: Cast, another: Callable[[], Jikim], forward: Callable[..., datetime]
) -> None:
    """A demo's clock moves by months within a second: what was done just before is not the work of a process that
    ended."""
    use(jk, cast)
    jk.sequence()
    late = another()
    late.sequence()
    forward(days=100)
    another().sequence()
    assert found(jk) == []


def test_what_another_sequencer_placed_meanwhile_is_no_tail(
    jk: Jikim,
    cast: Cast,
    another: Callable[[], Jikim],
    forward: Callable[..., datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sequencer looks at what its predecessor left; before it judges, another one places what the same process did
    since."""
    use(jk, cast)
    jk.sequence()
    monkeypatch.setattr(jk, "word", lambda _ended: gone())
    forward(minutes=2)
    monkeypatch.undo()
    slow = another()
    real = slow.sequencer._words

    def words() -> Any:
        monkeypatch.undo()
        use(jk, cast)
        jk.sequence()
        return real()

    monkeypatch.setattr(slow.sequencer, "_words", words)
    slow.sequence()
    assert found(jk) == []


def gone() -> Steps[None]:
    """A word that nobody says."""
    return
    yield


def test_a_further_row_that_comes_later_is_forged(jk: Jikim, cast: Cast, owner: psycopg.Connection) -> None:
    """An entry that had its place comes back, about somebody else and as one more row of its statement: it is no true
    one."""
    use(jk, cast)
    owner.execute(
        "CREATE TABLE public.kept AS SELECT i.seq + 1 AS seq, f.entry, f.at, f.fact, f.who, i.outcome "
        f"FROM ledger.inbox i, ledger.further((i.entry, i.at, i.fact, i.who, 0), 1) f WHERE i.entry = {LAST}"  # type: ignore[arg-type]
    )
    jk.sequence()
    owner.execute(
        "INSERT INTO ledger.inbox (seq, entry, at, fact, who, outcome, subject) OVERRIDING SYSTEM VALUE SELECT *, %s FROM public.kept",
        (cast.bob.subject,),
    )
    jk.sequence()
    assert [body["event"] for body in found(jk)] == [FORGED]


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_the_rows_of_one_statement_lie_in_several_batches(
    jk: Jikim, cast: Cast, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    """A batch that ends among them, and a sequencer that is killed there, make none of them strange."""
    use(jk, cast)
    owner.execute(
        "INSERT INTO ledger.inbox (seq, entry, at, fact, who, subject, outcome) OVERRIDING SYSTEM VALUE SELECT i.seq + n, f.entry, f.at, f.fact, f.who, "
        f"i.subject, 0 FROM ledger.inbox i, generate_series(1, 4) AS n, ledger.further((i.entry, i.at, i.fact, i.who, 0), n) f WHERE i.entry = {LAST}"  # type: ignore[arg-type]
    )
    speak(jk)
    monkeypatch.setattr(module, "BATCH", batch)
    jk.sequencer._at = jk.now()
    jk.sequencer._place("live")
    jk.sequence()
    assert found(jk) == []


def test_an_alert_is_owed_until_somebody_was_told(
    jk: Jikim, cast: Cast, another: Callable[[], Jikim], owner: psycopg.Connection
) -> None:
    """A sequencer is killed between what it found and the alert: the next one raises it, though nothing new is found."""
    use(jk, cast)
    owner.execute(f"UPDATE ledger.inbox SET entry = gen_random_uuid() WHERE entry = {LAST}")  # type: ignore[arg-type]
    jk.sequencer.run(jk.now())
    assert jk.driver.run(open_alerts(jk.house)) == []
    for _ in range(2):
        other = another()
        other.sequence()
        assert [one.kind for one in jk.driver.run(open_alerts(jk.house))] == ["ledger"]


def test_numbers_that_run_out_go_on_as_another_process(jk: Jikim, cast: Cast, owner: psycopg.Connection) -> None:
    """Beyond its two thousand millionth entry a process takes another number for itself; what it recorded before is
    vouched for."""
    jk.house.numbers._next = count((jk.house.numbers._process << 32) + MOST)
    use(jk, cast)
    before = place_of(last(owner)).process
    use(jk, cast)
    speak(jk)
    use(jk, cast)
    assert place_of(last(owner)).process != before
    speak(jk)
    jk.sequence()
    assert found(jk) == []


def test_a_process_that_records_nothing_leaves_nothing(
    jk: Jikim, another: Callable[[], Jikim], keeper: psycopg.Connection
) -> None:
    """Opened and closed again, it says no word."""
    jk.sequence()
    other = another()
    other.house.numbers._stirred = False
    other.house.numbers._answered.clear()
    other.close()
    assert keeper.execute("SELECT count(*) FROM ledger.word").fetchone() == (0,)


def test_who_reads_what_rests_without_a_key_is_named(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Whoever holds the password of `jikim_archive` asks for the parts of a hold that nobody laid: the entry that hands
    them out is no true one."""
    jk.event(cast.alice_order, "settled")
    jk.sweep()
    jk.sequence()
    ref = cast.alice_order
    with psycopg.connect(databases.dsns["archive"], autocommit=True) as conn:
        fact = '{"event": "record:reseal", "job": "hold"}'
        run = uuid4()
        conn.execute("SELECT archive.hold_begin(%s, %s, %s, %s, NULL, now())", (ref.subject, ref.record, run, [run]))
        rows = conn.execute(
            "SELECT * FROM archive.for_hold(%s, %s, ROW(%s, now(), %s, 'x', 0)::ledger.entry)",
            (ref.record, run, uuid4(), fact),
        ).fetchall()
    assert rows
    jk.sequence()
    assert {body["event"] for body in found(jk)} == {FORGED}
    assert [one.kind for one in jk.driver.run(open_alerts(jk.house))] == ["ledger"]
