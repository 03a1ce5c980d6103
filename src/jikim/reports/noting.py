"""Who has a report made, and of what: an officer, recorded before the first line is answered."""

from __future__ import annotations

from jikim.db.driver import Steps
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.reports.destruction import Q
from jikim.verbs.house import House


def note(house: House, report: str, *, actor: Actor, form: str, span: str = "") -> Steps[None]:
    """Records that a report is made. Raises DeniedError for anyone but an officer whose grant stands."""
    event, policy = "report:make", house.policy
    if actor.kind != "officer":
        yield from house.refuse(event, policy, actor, deny(policy, "not-confirmed"))
    if not actor.grant or not actor.purposes:
        yield from house.refuse(event, policy, actor, deny(policy, "grant"))
    entry = yield from house.note(event, actor, "audit", report=report, form=form, span=span)
    done = yield Q["report.note"](grant=actor.grant, entry=entry)
    house.expect(done, policy)
