"""Finding people: in pages by kind, state and the day they came; by the number of theirs, of a record, a request or a
complaint; by an exact value.

Values are sealed: nobody is found by a part of one. What can be found by is the policy's (`lookup`, `unique`,
`lookup_with`), and `searchable` says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
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
_LAST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


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


def people(
    house: House,
    *,
    actor: Actor,
    kinds: Sequence[str] = (),
    states: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    after: ListedPerson | None = None,
    limit: int = PAGE,
) -> Steps[list[ListedPerson]]:
    """A page of people, the newest first; `after` is the last line of the page before. Recorded, without saying who was
    on it."""
    event, policy = "people:list", house.policy
    yield from working(house, event, actor)
    wanted = [number for kind, number in policy.people.items() if not kinds or kind in kinds]
    entry = yield from house.note(event, actor, "grant")
    joined, subject = _LAST if after is None else (after.joined, after.subject)
    rows = yield Q["people.page"](
        kinds=wanted,
        states=[number for name, number in STATES.items() if not states or name in states],
        from_=datetime.min.replace(tzinfo=UTC) if since is None else start_of(since, policy.zone),
        to=_LAST[0] if until is None else start_of(date.fromordinal(until.toordinal() + 1), policy.zone),
        before=joined,
        before_subject=subject,
        limit=limit,
        grant=actor.grant,
        entry=entry,
    )
    if refused := next((outcome for outcome, *_ in rows if outcome), 0):
        house.denied(policy, None, Outcome(refused))
    return [
        ListedPerson(subject, policy.people_named.get(kind, ""), state == HERE, joined, left, open_, state == AWAY)
        for _, subject, kind, state, joined, left, open_ in rows
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
