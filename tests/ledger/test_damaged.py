"""What was altered where it lies is named, and keeps nothing else from being read, exported or placed; what was cut off
is verified by nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.ledger.test_beside import _snapshot

from jikim.app import Jikim
from jikim.ledger.body import DAMAGED
from jikim.ledger.export import bodies_from
from jikim.ledger.searching import looked_through
from jikim.proof import Report, verify

ALTER = "UPDATE ledger.body SET sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1) WHERE position = %s"
CUT = "UPDATE ledger.body SET sealed = 'x' WHERE position = %s"


@pytest.fixture
def owner(databases: Databases) -> Iterator[psycopg.Connection]:
    """Whoever owns the live database."""
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        yield conn


def _verified(jk: Jikim) -> Report:
    return verify([b"".join(jk.export_ledger())], trusted_key=str(jk.signer.verifier))


@pytest.mark.parametrize("how", [ALTER, CUT])
def test_an_altered_body_is_named_and_the_rest_goes_on(
    jk: Jikim, cast: Cast, owner: psycopg.Connection, how: str
) -> None:
    """The export reaches its end, verify names the entry, the person sees every other use, and whoever looks the ledger
    through too."""
    for _ in range(3):
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    jk.sequence()
    place = jk.show(cast.alice.subject).uses[-2]["position"]
    before = len(jk.show(cast.alice.subject).uses)
    owner.execute(how.encode(), (place,))
    report = _verified(jk)
    assert [(fault.kind, fault.position) for fault in report.faults] == [("body", place)]
    assert "altered where it lay" in report.faults[0].text
    uses = jk.show(cast.alice.subject).uses
    assert [use["position"] for use in uses if use["event"] == DAMAGED] == [place]
    assert len(uses) > before
    bodies = dict(jk.driver.run(bodies_from(jk.house.keyring, jk.house.objects, 0, 1000)))
    assert bodies[place] is not None
    assert bodies[place]["event"] == DAMAGED
    found, _ = jk.driver.run(
        looked_through(jk.house.keyring, jk.house.objects, 0, report.entries, lambda body: True, most=1000)
    )
    assert len(found) == report.entries


def test_a_leaf_or_checkpoint_that_was_altered_is_named(jk: Jikim, cast: Cast, owner: psycopg.Connection) -> None:
    """A leaf that is none, and a note that no longer parses or is of another size: the export goes on, and verify names
    each."""
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    first = jk.sequence().size
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    jk.sequence()
    owner.execute("UPDATE ledger.checkpoint SET note = 'no note' WHERE size = %s", (first,))
    assert [fault.kind for fault in _verified(jk).faults] == ["checkpoint"]
    owner.execute("UPDATE ledger.leaf SET commitment = substr(commitment, 2) WHERE position = 2")
    report = _verified(jk)
    assert not report.ok
    assert ("commitment", 2) in [(fault.kind, fault.position) for fault in report.faults]


@pytest.mark.parametrize("gone", ["position = 1", "position IN (0, 1)", "position > 2"])
def test_a_leaf_that_was_removed_is_named_and_the_rest_goes_on(
    jk: Jikim, cast: Cast, owner: psycopg.Connection, gone: str
) -> None:
    """The export reaches its end, with as many entries as were signed for, and verify names each that is not there."""
    assert cast.alice.kind == "member"
    size = jk.sequence().size
    rows = owner.execute(f"DELETE FROM ledger.leaf WHERE {gone} RETURNING position").fetchall()  # type: ignore[arg-type]
    report = _verified(jk)
    assert report.entries == size
    assert [fault.position for fault in report.faults if fault.kind == "position"] == sorted(row[0] for row in rows)
    assert "root" in [fault.kind for fault in report.faults]


def test_a_ledger_that_was_cut_is_not_verified(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """The house was open all the while and nothing waits: the checkpoint beside the ring says more, and stands in the
    export."""
    jk.sequence()
    put_back = _snapshot(databases)
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    whole = jk.sequence().size
    assert _verified(jk).ok
    put_back()
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        conn.execute("DELETE FROM ledger.inbox")
    report = _verified(jk)
    assert not report.ok
    assert f"a checkpoint of size {whole} stands after" in report.faults[0].text


@pytest.mark.parametrize(
    "fact", ["", "no json", "{}", "[]", '{"event": 7}', '{"event": "record:use", "kind": {"a": 1}}']
)
def test_an_entry_that_says_nothing_sensible_stops_no_other(
    jk: Jikim, cast: Cast, databases: Databases, fact: str
) -> None:
    """Whoever holds the live role records nonsense: it gets its position, as forged, and so does all that comes after
    it. What a process wrote and somebody spoiled where no number covers it, is unreadable."""
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn:
        text = "SELECT ledger.note(ROW(%s, '2013-02-05', %s, 'x', 0)::ledger.entry, NULL, NULL, NULL, %s)"
        conn.execute(text, (uuid4(), fact, 0))
        conn.execute(text, (uuid4(), '{"event": "record:use"}', 31_000))
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    with psycopg.connect(databases.admin["live"], autocommit=True) as live:
        live.execute("UPDATE ledger.inbox SET outcome = 31000 WHERE seq = (SELECT max(seq) FROM ledger.inbox)")
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    jk.sequence()
    lines = b"".join(jk.export_ledger())
    assert verify([lines], trusted_key=str(jk.signer.verifier)).ok
    events = [json.loads(json.loads(line)["body"])["event"] for line in lines.splitlines() if b'"body":"' in line]
    assert events.count("ledger:forged:found") == 2
    assert events.count("ledger:unreadable:found") == 1
    assert "record:use:allowed" in events
