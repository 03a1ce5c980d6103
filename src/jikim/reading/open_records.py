"""Open records: of each kind how many, since when, how many are late; a page of them, the oldest or the newest first; and what an
event would make of one.

Numbers, days and states, never a value: a row of names would be a row of recorded reads. The list itself is recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from jikim.db.driver import Steps
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy, RecordRules, mask_of, numbers_of
from jikim.policy.decide import deny
from jikim.policy.expecting import expected_of, last_day, lateness
from jikim.policy.model import Raiser
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, day_of
from jikim.policy.plan import ends_on, plan
from jikim.policy.planned import RecordFacts, Step
from jikim.policy.states import State
from jikim.reading.people import FIRST, PAGE, Place, Q, begins, between, working
from jikim.store.holding import Ref
from jikim.verbs.account import moments
from jikim.verbs.event import NEVER_TOLD
from jikim.verbs.house import House, error_of

MOST = 10_000  # a list counts no further
ALL = 2**31 - 1
# Of which a list is asked for: those that are late, that wait for a correction, or that a hold keeps.
Waits = Literal["", "late", "frozen", "held"]


class Counted(NamedTuple):
    """A record kind: how many are open, since when the oldest is, how many are late, and how many of those break the
    promise."""

    kind: str
    open: int
    oldest: datetime | None
    late: int
    broken: int
    expected: Period | None


class Open(NamedTuple):
    """An open record. `until`: its last day, as expected or as time ends it; `worse`: the last on which it is merely
    late; `party`: the other party of an order."""

    ref: Ref
    facts: RecordFacts
    policy: Policy
    until: date | None
    worse: date | None
    party: str = ""

    @property
    def rules(self) -> RecordRules:
        return self.policy.by_number[self.facts.kind]

    @property
    def happened(self) -> dict[str, datetime]:
        """What happened to it, by the events' names."""
        return {self.policy.name("event", number): at for number, at in self.facts.events.items()}

    @property
    def holds(self) -> frozenset[str]:
        """The names of what it holds, as a read takes them."""
        names = (self.policy.name("item", number) for number in numbers_of(self.facts.items))
        return frozenset(name.removeprefix(f"{self.ref.kind}.") for name in names)


def counted(house: House, kinds: Sequence[str] | None = None, most: int = MOST) -> Steps[list[Counted]]:
    """Every kind of the policy, or those named, in the policy's order. A number of `most` means as many, or more."""
    policy, today = house.policy, house.today()
    named = [name for name in policy.records if kinds is None or name in kinds]
    asked = [policy.records[name] for name in named]
    marks = [lateness(one.record, today, policy.zone) for one in asked]
    never = FIRST[0]
    rows = yield Q["open.counted"](
        kinds=[one.number for one in asked],
        finishes=[one.finishes for one in asked],
        late=[one.late if one else never for one in marks],
        broken=[one.broken if one else never for one in marks],
        at=house.now(),
        most=most,
    )
    found = {kind: counts for kind, *counts in rows}
    return [Counted._make((one.name, *found[one.number], expected_of(one.record))) for one in asked]


def overdue(house: House, kinds: Sequence[str] | None = None, most: int = MOST) -> Steps[list[Counted]]:
    """The kinds, of all or of those named, that have late records."""
    timed = [
        name
        for name, rules in house.policy.records.items()
        if (kinds is None or name in kinds) and expected_of(rules.record) is not None
    ]
    return [one for one in (yield from counted(house, timed, most)) if one.late]


def open_records(
    house: House,
    kind: str,
    *,
    actor: Actor,
    only: Sequence[Ref] | None = None,
    since: date | None = None,
    until: date | None = None,
    waits: Waits = "",
    newest: bool = False,
    after: Open | Place | None = None,
    limit: int = PAGE,
) -> Steps[list[Open]]:
    """A page of a kind's open records, the oldest first or (`newest`) the newest, collected from a day to a day; or those
    of `only`. Recorded, without saying which.

    Raises DeniedError, recorded, for who has no grant that reaches the kind.
    """
    event, policy = "record:list-open", house.policy
    yield from working(house, event, actor)
    rules = policy.records.get(kind)
    if rules is None or not actor.kinds >> rules.number & 1:
        yield from house.refuse(event, policy, actor, deny(policy, "beyond-grant", kind))
    assert rules is not None
    entry = yield from house.note(event, actor, "grant", kind=kind)
    if isinstance(after, Open):
        after = (after.facts.collected, after.facts.record)
    from_, to = between(house, since, until)
    if waits == "late":
        # Whatever was collected before a moment is late today.
        late = lateness(rules.record, house.today(), policy.zone)
        to = min(to, late.late) if late is not None else from_
    collected, record = begins(from_, to, newest, after)
    rows = yield Q["open.page"](
        kind=rules.number,
        finishes=rules.finishes,
        subjects=None if only is None else [one.subject for one in only],
        records=None if only is None else [one.record for one in only],
        from_=from_,
        to=to,
        waits="" if waits == "late" else waits,
        newest=newest,
        after=collected,
        after_record=record,
        limit=limit,
        grant=actor.grant,
        entry=entry,
    )
    if refused := next((outcome for outcome, *_ in rows if outcome), 0):
        house.denied(policy, None, Outcome(refused))
    period, found = expected_of(rules.record), []
    for _, subject, record, of, serving, items, collected, events, frozen, held, party in rows:
        facts = RecordFacts(
            subject,
            record,
            rules.number,
            of,
            State.LIVE,
            mask_of(items),
            collected,
            moments(events),
            frozen=frozen,
            held=held,
        )
        last, _ = yield from house.served(subject, serving)
        until, worse = last_day(day_of(collected, policy.zone), period) if period is not None else (None, None)
        # What time ends by itself lasts no longer than that.
        over = ends_on(last, last.by_number[rules.number], collected, facts.events)
        if over is not None and (until is None or over <= until):
            until = over - timedelta(days=1)
        other = last.name("recipient", party) if party else ""
        found.append(Open(Ref(subject, record, kind), facts, last, until, worse, other))
    return found


def events_for(rules: RecordRules) -> Mapping[str, bool]:
    """The events of a kind that a handler may record, each with whether it ends the record."""
    on = rules.record.ends.on
    mine = {name: True for name, ending in on.items() if Raiser.HANDLER in ending.by and name not in NEVER_TOLD}
    return {**{name: False for name in rules.record.events if name not in on}, **mine}


def becomes(one: Open, event: str, now: datetime) -> Step:
    """What becomes of a record if this event happens to it now: by the plan that the sweep carries out. Pure.

    Raises DeniedError where the version that serves its person knows no such event.
    """
    rules = one.rules
    if (number := rules.events.get(event)) is None:
        raise error_of(deny(one.policy, "event"))
    facts = one.facts._replace(events={**one.facts.events, number: now})
    if number in rules.ending:
        facts = facts._replace(state=State.ENDED, ended=now)
    return plan(one.policy, (facts,), now).steps[0]
