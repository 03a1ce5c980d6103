"""A server of people that is away: what is told of what was done on the others, and how it is done in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.conftest import ORDER
from tests.db.standby import rows
from tests.db.two_servers import BOTH, SECOND, Two, counted, jk, joined, ring, servers  # noqa: F401
from tests.employed import employ

import jikim
from jikim.answers import Collected, Values
from jikim.errors import StoreError
from jikim.proof import verify

pytestmark = pytest.mark.long


@contextmanager
def second_away(servers: Two, jk: Any) -> Iterator[None]:
    """While this lasts nobody is asked there, and who asks is refused after a second."""
    jk.driver.pools[SECOND].timeout = 1.0
    servers.second_falls()
    try:
        yield
    finally:
        servers.second_rises()
        jk.driver.pools[SECOND].timeout = 30.0


def test_a_rule_that_is_changed_is_told_as_it_is(servers: Two, jk: Any) -> None:
    """Whoever revokes is told where it is not known to hold; on the others it does, and asked again once the server is back it
    is answered."""
    employ(jk, "late")
    house = jk.by(jk.acting("system", "set-up"))
    number = house.grant("late", ["delivery"])
    revoked = f"SELECT 1 FROM live.grant_ WHERE number = {number} AND revoked IS NOT NULL"
    with second_away(servers, jk):
        with pytest.raises(StoreError, match="holds on every server but `live@2`") as told:
            house.revoke(number)
        assert "`live@2` 외의 모든 서버에 적용" in told.value.words("ko").reason
        assert rows(servers.house, "live", revoked) == [(1,)]
    assert not house.revoke(number)
    assert rows(servers.second, "live", revoked) == [(1,)]


def test_many_are_answered_each_by_their_own_server(servers: Two, jk: Any) -> None:
    """Reads and records of many, taken together or one by one: those of the server that is there are answered, recorded once,
    and the others say why not."""
    refs = [joined(jk, server) for server in (*BOTH, *BOTH)]
    people = [jikim.Person(ref.subject, "member") for ref in refs]
    for person in people:
        jk.consent(person.subject, give=["marketing.statistics"])
    offers = {
        "order": [jikim.Offer(person, "order", ORDER, "homepage") for person in people],
        "usage-history": [jikim.Offer(one, "usage-history", {"usage": {"sessions": 1}}, "automatic") for one in people],
    }
    reads = [jikim.Read(ref, "content") for ref in refs]
    for given in offers.values():
        assert [type(one) for one in jk.collect_many(given, old_enough=True)] == [Collected] * 4
    jk.sequence()
    with second_away(servers, jk):
        read = jk.use_many(reads)
        assert [type(one) for one in read] == [Values, StoreError] * 2
        uses = "SELECT count(*) FROM ledger.inbox WHERE fact::json ->> 'event' = 'record:use'"
        assert rows(servers.house, "live", uses) == [(2,)]
        for given in offers.values():
            taken = jk.collect_many(given, old_enough=True)
            assert [type(one) for one in taken] == [Collected, StoreError] * 2
            assert "`live@2`" in str(taken[1])
    for kind in offers:
        number = jk.policy.records[kind].number
        assert counted(servers, f"SELECT count(*) FROM live.record WHERE kind = {number}") == [4, 2]
    assert [type(one) for one in jk.use_many(reads)] == [Values] * 4


def test_what_is_asked_of_all_converges(servers: Two, jk: Any) -> None:
    """A sweep that finds a server away says which, and what is done on the others; run again once it is back it does what is
    left, and the ledger of both verifies."""
    gone = []
    for server in BOTH:
        ref = joined(jk, server)
        jk.leave(ref.subject)
        gone.append(ref.subject)
    there = " OR ".join(f"subject = '{one}'" for one in gone)
    with second_away(servers, jk), pytest.raises(StoreError, match="`live@2`"):
        jk.sweep()
    jk.sweep()
    assert counted(servers, f"SELECT count(*) FROM live.record WHERE {there}") == [0, 0]
    jk.sequence()
    assert verify(jk.export_ledger(), trusted_key=str(jk.signer.verifier)).ok
