"""Guardians: a person acts for a child through a link that an officer confirmed on evidence (7.1). Either side, or the
officer, ends it at once.

Who is under age is known to nobody here, since no birth date is ever taken; so a link is confirmed for a year and then
confirmed anew.

A link lies with the child, and the guardian may lie on another server (decision 25): whether they are here is asked
before it is made and once more when it stands (`_meet`); what was killed in between, a job asks (`meet_all`).
INVARIANT: whoever forgets a guardian finds each link that is met, and one that is not met is asked about or goes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from jikim.cases.who_may import at_desk, own
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import ConflictError, JikimError
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.period import Period, due
from jikim.store.rows import person_row
from jikim.verbs.destroy import forget_links
from jikim.verbs.house import House

Q = load("jikim.desk")
LASTS = Period(1, "y")
PAGE = 500


class Link(NamedTuple):
    """One link. `subject` is the child, `kind` what kind of person the child is here; `until` its last day."""

    subject: UUID
    guardian: UUID
    kind: str
    linked: datetime
    until: date


def wards_of(house: House, guardian: UUID) -> Steps[list[Link]]:
    """The children that a person acts for today."""
    rows = yield Q["guardian.wards"](guardian=guardian, today=house.today())
    return [_link(house, *row) for row in rows]


def guardians_of(house: House, child: UUID) -> Steps[list[Link]]:
    """Who acts for this person today."""
    rows = yield Q["guardian.of"](subject=child, today=house.today())
    return [_link(house, *row) for row in rows]


def _link(house: House, subject: UUID, guardian: UUID, kind: int, linked: datetime, until: date) -> Link:
    return Link(subject, guardian, house.policy.people_named[kind], linked, until)


def link_guardian(house: House, child: UUID, guardian: UUID, *, actor: Actor) -> Steps[Link]:
    """Confirms, or confirms anew, that a person is a child's guardian: for a year. An officer does, who has seen the
    evidence."""
    yield from at_desk(house, "guardian:link", child, actor, officer=True)
    if not any("guardian" in right.who for right in house.policy.file.rights.values()):
        yield from house.refuse("guardian:link", house.policy, actor, deny(house.policy, "right"), None, child)
    if child == guardian:
        raise JikimError(
            "nobody is their own guardian",
            hint="name the child and the guardian",
            ko=("본인의 법정대리인이 될 수 없습니다", "아동과 법정대리인을 따로 적어 주세요"),
        )
    until, person = due(house.today(), LASTS), (yield from person_row(guardian))
    here = person is not None and person.state == 1
    entry = yield from house.note("guardian:link", actor, "rights", until=until.isoformat())
    done = yield Q["guardian.link"](subject=child, guardian=guardian, here=here, until=until, entry=entry)
    house.expect(done)
    yield from _meet(house, child, guardian)
    for link in (yield from guardians_of(house, child)):
        if link.guardian == guardian:
            return link
    raise ConflictError.meanwhile()  # it was ended at once, or the guardian has left


def _meet(house: House, child: UUID, guardian: UUID) -> Steps[None]:
    """A link stands: the guardian is here, or it goes."""
    person = yield from person_row(guardian)
    # INVARIANT: who has left for good never comes back, so that nobody who is here is taken for one who is not.
    if person is None or person.state == 2:
        yield from forget_links(house, guardian)
    else:
        yield Q["guardian.met"](subject=child, guardian=guardian)


def meet_all(house: House) -> Steps[None]:
    """The same of every link whose making was killed before it, or that a restore brought back."""
    while unmet := (yield Q["guardian.unmet"](limit=PAGE)):
        for child, guardian in unmet:
            yield from _meet(house, child, guardian)


def unlink(house: House, child: UUID, guardian: UUID, *, actor: Actor) -> Steps[None]:
    """Ends a link: the child, the guardian or an officer does. What the guardian has open for the child closes with it."""
    policy = house.policy
    if actor.kind in ("member", "guardian"):
        # A guardian who acts for the child is the child here; on their own page they are themselves.
        yield from own(house, "guardian:unlink", child if actor.id == str(child) else guardian, actor)
    else:
        yield from at_desk(house, "guardian:unlink", child, actor, officer=True)
    entry = yield from house.note("guardian:unlink", actor, "rights")
    done = yield Q["guardian.unlink"](subject=child, guardian=guardian, entry=entry)
    house.expect(done, policy)


def acts_for(house: House, guardian: UUID, child: UUID) -> Steps[Link | None]:
    """The link by which a person acts for a child today; None where there is none."""
    return next((one for one in (yield from wards_of(house, guardian)) if one.subject == child), None)
