"""Finding people: in pages by kind, state and the day they came, in one of four orders; by the number of theirs, of a record, a request or a
complaint; by an exact value.

Values are sealed: nobody is found by a part of one. What can be found by is the policy's (`lookup`, `unique`,
`lookup_with`), and `searchable` says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.period import start_of
from jikim.store.holding import Ref
from jikim.verbs.house import House

Q = load("jikim.reading")
PAGE = 50
HERE, LEFT, AWAY = 1, 2, 3
STATES = {"here": HERE, "left": LEFT, "away": AWAY}
What = Literal["person", "record", "resting", "request"]
# By kind or state: in the policy's order of kinds, or here, left, away; in each the newest first.
Order = Literal["newest", "oldest", "kind", "state"]
Place = tuple[datetime, UUID]  # of a line of a list
NOBODY = UUID(int=0)
FIRST: Place = (datetime.min.replace(tzinfo=UTC), NOBODY)
LAST: Place = (datetime.max.replace(tzinfo=UTC), NOBODY)


class ListedPerson(NamedTuple):
    """One line of the list: a number, a kind, two days, and how many requests and cases of theirs are open. Never a
    value."""

    subject: UUID
    kind: str
    here: bool
    joined: datetime
    left: datetime | None
    open: int = 0
    away: bool = False
    rank: int = 0  # of its group, where the list is in the order of kinds or states


class Located(NamedTuple):
    """Whose a number is. `ref` is the record that it is of, or is about."""

    what: What
    subject: UUID
    ref: Ref | None


def searchable(policy: Policy) -> tuple[str, ...]:
    """The items whose exact value finds a person, alone or (a name) with a telephone number's last four digits."""
    return tuple(name for name, item in policy.file.items.items() if item.finds)


def working(house: House, event: str, actor: Actor, subject: UUID | None = None) -> Steps[None]:
    """Lets pass a handler or officer with a grant. Raises DeniedError, recorded, for anyone else; the statement that
    follows asks whether it stands."""
    if actor.kind not in ("handler", "officer") or not actor.grant or not actor.purposes:
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "grant"), None, subject)


def between(house: House, since: date | None, until: date | None) -> tuple[datetime, datetime]:
    """Two days as moments, the second not in it; all of time where neither is said."""
    zone = house.policy.zone
    return (
        FIRST[0] if since is None else start_of(since, zone),
        LAST[0] if until is None or until >= date.max else start_of(until + timedelta(days=1), zone),
    )


def begins(from_: datetime, to: datetime, newest: bool, after: Place | None) -> Place:
    """Behind which place a page begins: the last line of the page before, but never outside the days."""
    if newest:
        return min(after or LAST, (to, NOBODY))
    return max(after or FIRST, (from_, NOBODY))


def people(
    house: House,
    *,
    actor: Actor,
    kinds: Sequence[str] = (),
    states: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    order: Order = "newest",
    after: ListedPerson | None = None,
    limit: int = PAGE,
) -> Steps[list[ListedPerson]]:
    """A page of people; `after` is the last line of the page before. Recorded, without saying who was
    on it."""
    event, policy = "people:list", house.policy
    yield from working(house, event, actor)
    wanted = [number for kind, number in policy.people.items() if not kinds or kind in kinds]
    entry = yield from house.note(event, actor, "grant")
    from_, to = between(house, since, until)
    last = begins(from_, to, order != "oldest", None if after is None else (after.joined, after.subject))
    rows = yield Q["people.page"](
        kinds=wanted,
        states=[number for name, number in STATES.items() if not states or name in states],
        from_=from_,
        to=to,
        by=order if order in ("kind", "state") else "",
        newest=order != "oldest",
        rank=0 if after is None else after.rank,
        after=last[0],
        after_subject=last[1],
        limit=limit,
        grant=actor.grant,
        entry=entry,
    )
    if refused := next((outcome for outcome, *_ in rows if outcome), 0):
        house.denied(policy, None, Outcome(refused))
    return [
        ListedPerson(
            subject, policy.people_named.get(kind, ""), state == HERE, joined, left, open_, state == AWAY, rank
        )
        for _, subject, kind, state, joined, left, open_, rank in rows
    ]


def locate(house: House, number: UUID, *, actor: Actor) -> Steps[Located | None]:
    """Whose a number is; None where it is nobody's."""
    event, policy = "people:locate", house.policy
    yield from working(house, event, actor)
    entry = yield from house.note(event, actor, "grant")
    rows = yield Q["people.locate"](number=number, grant=actor.grant, entry=entry)
    outcome, what, subject, record, kind = rows[0]
    if outcome == Outcome.GRANT:
        house.denied(policy, None, Outcome.GRANT)
    if subject is None:
        return None
    if what == "resting":
        for part in (yield from house.archive.parts_of(subject, house.today())):
            if part[0] == record:
                return Located("resting", subject, Ref(subject, record, policy.name("record", part[2])))
        return None
    return Located(
        what, subject, Ref(subject, record, policy.name("record", kind)) if record is not None and kind else None
    )
