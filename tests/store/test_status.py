"""How records stand, without a value: state, events, freeze and what left; by whose key or grant reaches the kind."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.conftest import Cast
from tests.employed import ledger_of

import jikim
from jikim.app import Jikim
from jikim.policy.ask import Actor


def test_a_record_is_told_from_its_first_day_to_its_last(jk: Jikim, cast: Cast) -> None:
    """Live with what happened to it, frozen, ended before the sweep, archived until its day; and none of another kind."""
    order = cast.alice_order
    jk.event(order, "paid")
    [one] = jk.status(order.subject, "order", record=order.record)
    assert (one.state, one.here, one.frozen, one.happened) == ("live", True, None, {"paid": jk.now()})
    assert {"name", "phone", "lines"} <= set(one.items)
    assert jk.status(order.subject, "payment", record=order.record) == []
    asked = jk.by(Actor("member", str(order.subject))).ask_correction(order, ["phone"])
    assert [one.frozen for one in jk.status(order.subject, "order")] == [asked.request]
    jk.refuse_correction(asked, reason="맞는 번호")
    jk.event(order, "settled")
    assert [one.state for one in jk.status(order.subject, "order")] == ["ended"]
    jk.sweep()
    [rests] = jk.status(order.subject, "order", record=order.record)
    assert (rests.state, rests.happened) == ("archived", {})
    assert rests.until is not None
    assert jk.status(uuid4(), "order") == []


def test_what_time_has_ended_is_ended(jk: Jikim, cast: Cast) -> None:
    """From the moment on which it is over, whenever the sweep comes."""
    made = jk.collect(
        "order",
        {"name": "가나다", "phone": "02-555-0101", "lines": []},
        channel="homepage",
        subject=cast.alice,
        old_enough=True,
    )
    jk.move_clock(jk.now() + timedelta(days=20))
    assert [one.state for one in jk.status(made.ref.subject, "order", record=made.ref.record)] == ["ended"]


def test_it_is_no_look_at_values_and_within_the_grant(jk: Jikim, cast: Cast) -> None:
    """No entry tells of a program's; a handler's is recorded on the person, another's member is refused, and so is a
    kind that does not exist."""
    subject = cast.alice.subject
    jk.status(subject, "order")
    jk.by(cast.hana).status(subject, "order")
    for actor, kind in ((Actor("member", str(cast.bob.subject)), "order"), (jk.actor, "no-such-kind")):
        with pytest.raises(jikim.DeniedError):
            jk.by(actor).status(subject, kind)
    jk.sequence()
    told = [(one["event"], str(one["actor"]).partition(":")[0]) for one in ledger_of(jk, subject)]
    assert [one for one in told if one[0].startswith("record:status")] == [
        ("record:status:allowed", "handler"),
        ("record:status:denied", "member"),
        ("record:status:denied", "application"),
    ]
