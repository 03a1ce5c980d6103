"""Batches of an inbox: each is placed once and counted once, wherever the sequencer is killed, and holds nothing up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import psycopg
import pytest
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.db.driver import Steps
from jikim.ledger.processes import FORGED, MISSING
from jikim.ledger.sequencer import Q
from jikim.proof import verify
from jikim.verbs.house import SYSTEM, House


class _CutError(Exception):
    """Stands for the end of the process."""


def _cut(jk: Jikim, step: str, when: str) -> None:
    """One run that is killed there."""

    def hook(at: str, of: str) -> None:
        if (at, of) == (step, when):
            raise _CutError

    jk.driver.hook = hook
    with pytest.raises(_CutError):
        jk.sequence()
    jk.driver.hook = None


def _of(jk: Jikim, cast: Cast, step: str) -> str:
    """A step of the sequencer on the server that Alice lies on."""
    return f"ledger.{step}_{jk.driver.spread.of(cast.alice.subject)}"


STEPS = [("take", "after"), ("place", "after"), ("drop", "before"), ("count", "after"), ("drop", "after")]


@pytest.mark.parametrize(("step", "when"), STEPS)
def test_reads_are_counted_once(jk: Jikim, cast: Cast, databases: Databases, step: str, when: str) -> None:
    """Killed between any two of its commits and run again, by the same process or another, a batch's reads count once;
    and each entry stands once."""
    jk.sequence()
    for _ in range(3):
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    _cut(jk, _of(jk, cast, step), when)
    jk.sequencer._dropped.clear()
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    jk.sequence()
    jk.sequencer._dropped.clear()
    jk.sequence()
    with psycopg.connect(databases.admin["live"]) as conn:
        # One person, in as many batches as there were: what commits late is in the next.
        counts = conn.execute("SELECT people FROM live.read_count WHERE actor = 'handler:hana'").fetchall()
        assert sum(people for (people,) in counts) == 2
        assert conn.execute("SELECT count(*) FROM ledger.inbox").fetchone() == (0,)
    uses = Counter(body["entry"] for body in jk.show(cast.alice.subject).uses if body["event"] == "record:use:allowed")
    assert len(uses) == 4
    assert set(uses.values()) == {1}
    assert verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier)).ok


@pytest.mark.tampers
def test_a_batch_whose_rows_were_taken_out_holds_nothing_up(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Whoever owns the database empties a batch that stands: what comes after has its place, and what was vouched for
    is missing."""
    jk.sequence()
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    _cut(jk, _of(jk, cast, "take"), "after")
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("DELETE FROM ledger.inbox")
    jk.driver.hurried(jk.word(False))
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["name"])
    jk.sequence()
    uses = [body for body in jk.show(cast.alice.subject).uses if body["event"] == "record:use:allowed"]
    assert [body["items"] for body in uses] == [["name"]]
    assert MISSING.encode() in b"".join(jk.export_ledger())


def test_a_batch_is_let_go_of_by_whichever_sequencer_comes_next(
    jk: Jikim, cast: Cast, another: object, databases: Databases
) -> None:
    """The last batch of each inbox and its mark are one number, or the batch before it: a house opens at any moment
    between two commits."""
    for step, when in STEPS:
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        _cut(jk, _of(jk, cast, step), when)
        other = another()  # type: ignore[operator]
        assert other.sequence().size > 0
        with psycopg.connect(databases.admin["live"]) as conn:
            assert conn.execute("SELECT rows FROM ledger.batch").fetchone() == ([],)


def test_what_came_behind_a_batch_that_stood_is_not_missing(jk: Jikim, cast: Cast) -> None:
    """A sequencer was killed once it had taken a batch; what was recorded and vouched for meanwhile is placed by the next
    run before anybody judges what is missing."""
    jk.sequence()
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    _cut(jk, _of(jk, cast, "take"), "after")
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["name"])
    jk.driver.hurried(jk.word(False))
    for _ in range(2):
        jk.sequence()
    lines = b"".join(jk.export_ledger())
    assert [event for event in (MISSING, FORGED) if event.encode() in lines] == []
    uses = [body for body in jk.show(cast.alice.subject).uses if body["event"] == "record:use:allowed"]
    assert sorted(body["items"] for body in uses) == [["name"], ["phone"]]


def _lengthened(house: House) -> Steps[None]:
    """An entry in the ledger's own inbox."""
    entry = yield from house.entry("policy:adopt", house.policy, SYSTEM)
    yield Q["ledger.lengthen_ledger"](lot=0, term="9 years", entry=entry)


def test_a_generation_begins_without_what_has_its_position(jk: Jikim, another: Callable[[], Jikim]) -> None:
    """A ledger came back with a batch of its own inbox that has its positions, and the restore was killed just after the
    next generation began: nothing is placed twice."""
    jk.sequence()
    jk.do(_lengthened)
    _cut(jk, "ledger.place_ledger", "after")
    jk.driver.run(jk._go_on(whatever=True))
    two = another()
    two.sequence()
    assert FORGED.encode() not in b"".join(two.export_ledger())


def test_the_ledgers_own_inbox_lets_go_again_where_a_commit_was_rolled_back(jk: Jikim, databases: Databases) -> None:
    """The ledger's own inbox lets go, and takes, in the transaction that grows the tree: where that fails, the same process
    lets go once more, and places nothing twice."""
    jk.sequence()
    jk.do(_lengthened)
    _cut(jk, "ledger.place_ledger", "after")
    _cut(jk, "ledger.take_ledger", "after")
    jk.sequence()
    assert FORGED.encode() not in b"".join(jk.export_ledger())
    with psycopg.connect(databases.admin["ledger"]) as conn:
        assert conn.execute("SELECT count(*) FROM ledger.inbox").fetchone() == (0,)
