"""A policy in which an officer approves each destruction: no sweep destroys anything before, a part of a record either."""

from __future__ import annotations

import pytest
from tests.conftest import HOMEPAGE
from tests.faults.making import identity
from tests.faults.test_share import answered, appoint, stop

from jikim.app import Jikim, read_policy
from jikim.policy.model import PolicyFile
from jikim.policy.model.care import Sweep


@pytest.fixture
def homepage() -> PolicyFile:
    return read_policy(HOMEPAGE).model_copy(update={"sweep": Sweep(share=0, few=0)})


def test_nothing_is_destroyed_before_an_officer_approved_it(jk: Jikim) -> None:
    """One answered enquiry waits; so does what no rule keeps of an identity check that is done, which moves to the archive with the rest of
    it once that was approved; approved, both are done and nothing waits any more."""
    appoint(jk)
    enquiry, settled = answered(jk, 1)[0], identity(jk)
    jk.event(settled, "checked")
    told = stop(jk)
    assert "records of 2 people would go" in told.message
    living = {card.ref.record: card.items for ref in (enquiry, settled) for card in jk.show(ref.subject).cards}
    assert set(living) == {enquiry.record, settled.record}
    assert told.plan is not None
    jk.by(jk.handler("omar", kind="officer")).approve(told.plan)
    swept = jk.sweep()
    assert (swept.destroyed, swept.retired) == ({"enquiry": 1}, {"identity-check": 1})
    assert jk.sweep().destroyed == {}
