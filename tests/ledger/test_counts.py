"""Entries are counted as they are placed, by month, event and the policy's names: the head signs it, the bodies' end
does not change it, and what was erased before is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest
from tests.conftest import START, Cast, Databases

from jikim.app import Jikim
from jikim.ledger.counting import Count, happened
from jikim.proof import Report, verify
from jikim.proof.counts import UNKNOWN

Forward = Callable[..., datetime]
Owner = psycopg.Connection[tuple[Any, ...]]
NEXT = START.replace(year=2014, month=3)


@pytest.fixture
def owner(databases: Databases) -> Iterator[Owner]:
    """Whoever owns the ledger's database."""
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        yield conn


def verified(jk: Jikim) -> Report:
    return verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier))


def uses(jk: Jikim) -> Count:
    """How often an order was used for delivery."""
    return jk.driver.run(happened()).of("record:use", kind=["order"], purpose=["delivery"])


def used(jk: Jikim, cast: Cast, times: int) -> None:
    for _ in range(times):
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])


def test_what_waits_and_what_is_placed_is_counted_once(jk: Jikim, cast: Cast, owner: Owner) -> None:
    """Before it has its position, after it, and while its batch is still in the inbox: the same number. Another event,
    kind or purpose is no such use."""
    used(jk, cast, 3)
    assert uses(jk) == ({2013: 3}, True)
    jk.sequence()
    assert uses(jk) == ({2013: 3}, True)
    used(jk, cast, 2)
    assert uses(jk).many == 5
    assert jk.driver.run(happened()).of("record:use", purpose=["support"]).many == 0
    report = verified(jk)
    assert report.counts is not None
    assert sum(report.counts.values()) == report.entries
    by_event: Counter[str] = Counter()
    for one, many in report.counts.items():
        by_event[one.event] += many
    assert by_event == report.events


def test_the_counts_outlive_the_bodies(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """A year on the entries say nothing any more, and how many there were is known and verified as before."""
    used(jk, cast, 3)
    jk.sequence()
    forward(to=NEXT)
    assert jk.expire().bodies > 3
    assert uses(jk) == ({2013: 3}, True)
    report = verified(jk)
    assert report.ok, str(report)
    assert "record:use:allowed" not in report.events
    assert report.counts is not None
    assert sum(many for one, many in report.counts.items() if one.event == "record:use:allowed") == 3


def test_a_count_that_was_altered_is_found(jk: Jikim, cast: Cast, owner: Owner) -> None:
    """Whoever writes in the table has the next head signed over counts that the entries do not give."""
    used(jk, cast, 2)
    jk.sequence()
    assert verified(jk).ok
    owner.execute("UPDATE ledger.count SET entries = 0 WHERE event = 'record:use:allowed'")
    used(jk, cast, 1)
    jk.sequence()
    assert [fault.kind for fault in verified(jk).faults] == ["counts"]


def test_a_ledger_of_before_is_counted_once(
    jk: Jikim, cast: Cast, owner: Owner, forward: Forward, another: Callable[[], Jikim], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries from before there were counts: those that still say what they are are counted, those that were erased are
    unknown, and the head that follows is verified; nobody is told meanwhile that something never was."""
    used(jk, cast, 3)
    jk.sequence()
    forward(to=NEXT)
    # An erasure as it was stated before: how many bodies, and no counts.
    monkeypatch.setattr("jikim.jobs.expire.written", lambda counts: b"")
    erased = jk.expire().bodies
    jk.show(cast.alice.subject)
    jk.sequence()
    owner.execute("DELETE FROM ledger.count")
    owner.execute("UPDATE ledger.tree SET counted = 0")
    assert uses(jk) == ({}, False)
    other = another()
    other.show(cast.alice.subject)
    other.sequence()
    assert uses(other) == ({}, False)
    assert other.driver.run(happened()).of("subject:show") == ({2014: 2}, False)
    report = verified(other)
    assert report.ok, str(report)
    assert report.counts is not None
    assert {one.month: many for one, many in report.counts.items() if one.event == UNKNOWN} == {"2013-02": erased}
