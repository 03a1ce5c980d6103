"""What a handler takes out for a receiver without an endpoint: by their own grant, decided anew, once until it is
confirmed or the pause is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from tests.conftest import Cast
from tests.employed import employ, lasting, ledger_of

from jikim.app import Jikim
from jikim.disclosures.handing_on import lots, messages
from jikim.errors import DeniedError
from jikim.jobs.handing_over_by_hand import confirm, take_out
from jikim.policy.ask import Actor

WHERE = ("processor", "kis", "debt-collection")


@pytest.fixture
def collector(jk: Jikim) -> Actor:
    """A handler for unpaid bills."""
    employ(jk, "h-collects")
    lasting(jk, "h-collects", ["debt-collection"])
    return jk.handler("h-collects")


def queued(jk: Jikim, cast: Cast, collector: Actor) -> UUID:
    """Alice's order waits for the collector."""
    return jk.by(collector).entrust(cast.alice_order, to="kis", purpose="debt-collection", items=["name"]).message


@pytest.mark.clause("4.6")
def test_it_is_taken_once_and_again_after_a_pause_until_it_is_confirmed(
    jk: Jikim, cast: Cast, collector: Actor, forward: Callable[..., datetime]
) -> None:
    """A second file at once has nothing in it; a lost one is made again a minute later; once confirmed there is nothing
    left, and a second word counts none."""
    message = queued(jk, cast, collector)
    (first,) = jk.do(take_out, *WHERE, {message}, actor=collector)
    assert (first.message, dict(first.values)) == (message, {"name": "가나다"})
    assert jk.do(take_out, *WHERE, {message}, actor=collector) == []
    forward(minutes=2)
    assert len(jk.do(take_out, *WHERE, {message}, actor=collector)) == 1
    told = {"receipt": "handed over by hand", "how": "post"}
    assert jk.do(confirm, *WHERE, {message}, told, actor=collector) == 1
    assert jk.do(messages, *WHERE) == jk.do(lots) == []
    assert jk.do(confirm, *WHERE, {message}, told, actor=collector) == 0
    jk.sequence()
    said = [
        one["actor"] for one in ledger_of(jk, cast.alice.subject) if one["event"] == "record:entrust-receipt:allowed"
    ]
    assert said == ["handler:h-collects"]


@pytest.mark.clause("4.6")
def test_what_ended_meanwhile_does_not_leave(jk: Jikim, cast: Cast, collector: Actor) -> None:
    """Between the button and the file the order is withdrawn: the file has nothing of it, and it waits no more."""
    message = queued(jk, cast, collector)
    jk.event(cast.alice_order, "withdrawn")
    assert jk.do(take_out, *WHERE, {message}, actor=collector) == []
    assert jk.do(messages, *WHERE) == []


@pytest.mark.clause("10.6")
def test_by_another_grant_nothing_is_taken_and_nothing_is_lost(jk: Jikim, cast: Cast, collector: Actor) -> None:
    """A handler of other purposes is refused, to take and to confirm; it is recorded, and the message waits as before."""
    message = queued(jk, cast, collector)
    for step, more in ((take_out, ()), (confirm, ({},))):
        with pytest.raises(DeniedError):
            jk.do(step, *WHERE, {message}, *more, actor=cast.hana)  # type: ignore[arg-type, operator]
    assert [one.taken for one in jk.do(messages, *WHERE)] == [False]
    jk.sequence()
    refused = [one["actor"] for one in ledger_of(jk, cast.alice.subject) if one["event"].endswith(":denied")]
    assert refused == ["handler:hana", "handler:hana"]


@pytest.mark.clause("10.6")
def test_a_grant_that_is_over_takes_nothing(jk: Jikim, cast: Cast, collector: Actor) -> None:
    """Revoked between the page and its button, the grant takes nothing out: the statement itself looks."""
    message = queued(jk, cast, collector)
    jk.by(jk.acting("system", "set-up")).revoke(collector.grant)
    with pytest.raises(DeniedError):
        jk.do(take_out, *WHERE, {message}, actor=collector)
    assert [one.taken for one in jk.do(messages, *WHERE)] == [False]
