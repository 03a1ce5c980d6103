"""leave: a person goes. Everything of theirs is hidden at once by one row; the same `Plan` tells before and does after."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jikim.db.driver import Beside, Steps, together
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy
from jikim.policy.outcome import Outcome
from jikim.policy.period import day_of, due_from
from jikim.policy.plan import grace_until
from jikim.policy.planned import Plan, RecordFacts
from jikim.policy.states import Verb
from jikim.store.directory import free
from jikim.store.rows import PersonRow, person_row
from jikim.store.sealed import Q
from jikim.verbs.account import account_of, leaving_of
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.judged import permit
from jikim.verbs.last_use import clocks, note_use


def inventory_of(house: House, subject: UUID) -> Steps[tuple[list[RecordFacts], Policy, bool]]:
    """A person's live records as plan takes them, the policy that serves them, and whether they are still here,
    or may come back."""
    account = yield from account_of(house, subject, take_over=True)
    return account.inventory, account.policy, not account.gone


def leaving_plan(house: House, subject: UUID) -> Steps[Plan]:
    """What leaving now would do: what is destroyed at once, what is archived until when and why, what is still in progress."""
    return (yield from leaving_of(house, (yield from account_of(house, subject, take_over=True))))


def leave(
    by: By, subject: UUID, *, now: bool = False, time: int | None = None, beside: Beside | None = None
) -> Steps[Plan]:
    """Leaves, with what commits beside it. Answers the plan that the sweep carries out. Raises DeniedError for someone
    who is not here.

    Where the policy gives a grace it is hidden at once and can be undone until that is over (`come_back`). `now`: it is
    done for good, in the grace too. `time`: only if it is still the n-th time that they are away; else raises
    ConflictError.
    """
    yield from _go(by, subject, now, time, beside)
    return (yield from leaving_plan(by.house, subject))


def leave_for_good(by: By, subject: UUID) -> Steps[None]:
    """The same with `now`, where nobody asks for the plan: it is not drawn up."""
    yield from _go(by, subject, True, None, None)


def _go(by: By, subject: UUID, now: bool, time: int | None, beside: Beside | None) -> Steps[None]:
    house, actor = by
    answer = yield from permit(house, "subject:leave", Ask(Verb.LEAVE, 0, 0, actor, of=subject), subject)
    person = None if now and beside is not None else (yield from person_row(subject))
    until = None if now else (yield from _grace_of(house, subject, person))
    # Hidden first, by one row however many records there are; the account is drawn up afterwards.
    if until is None:
        bars = None if beside is not None else (yield from _bars(house, answer.policy, subject, person))
        entry = yield from house.entry("subject:leave", answer.policy, actor, answer.ask, answer.clause)
        gone: dict[str, Any] = {"subject": subject, "time": time, "grant": actor.grant, "entry": entry}
        if bars is None:
            done = yield together(Q["leave"], beside, **gone)
        else:
            done = yield Q["leave_barred"](bars=bars, **gone)
    else:
        day = day_of(until - timedelta(seconds=1), answer.policy.zone).isoformat()
        entry = yield from house.entry("subject:leave", answer.policy, actor, answer.ask, answer.clause, until=day)
        done = yield together(Q["leave_for_now"], beside, subject=subject, until=until, grant=actor.grant, entry=entry)
    [(outcome,)] = done
    if outcome:
        house.denied(answer.policy, answer, Outcome(outcome))
    if until is None:
        # INVARIANT: what bars them (drawn beside it too) stands before another may have what they claimed.
        if bars is not None or beside is not None:
            yield from house.holding.bars.stand(subject)
        yield from free(house.holding.index.standing, subject, house.now())


def _bars(house: House, policy: Policy, subject: UUID, person: PersonRow | None) -> Steps[str | None]:
    """What keeps somebody who leaves from joining again, where the policy has that; None where nothing does."""
    bar = policy.file.rejoining
    if bar is None or "leaving" not in bar.after or person is None or policy.people_named[person.kind] not in bar.of:
        return None
    items = [number for name in bar.items if (number := policy.number("item", name)) is not None]
    return (yield from house.holding.bars.drawn(subject, items, due_from(house.now(), policy.zone, bar.for_)))


def grace_of(house: House, subject: UUID) -> Steps[datetime | None]:
    """Until when leaving now could be undone, by the version that serves the person. Whose account only rests leaves it for
    good."""
    return (yield from _grace_of(house, subject, (yield from person_row(subject))))


def _grace_of(house: House, subject: UUID, person: PersonRow | None) -> Steps[datetime | None]:
    if person is None or person.away == "dormant":
        return None
    policy, _ = yield from house.served(subject, person.policy)
    return grace_until(policy, person.kind, house.now())


def come_back(by: By, subject: UUID, *, time: int | None = None) -> Steps[None]:
    """Who is away is here again, with all that was theirs, and what waited for them leaves. Raises DeniedError once their
    time is over, or they have left for good; ConflictError for who is here.

    `time`: only if it is still the n-th time that they are away; else raises ConflictError.
    """
    house, actor = by
    answer = yield from permit(house, "subject:return", Ask(Verb.LEAVE, 0, 0, actor, of=subject), subject)
    entry = yield from house.entry("subject:return", answer.policy, actor, answer.ask, answer.clause)
    [(outcome,)] = yield Q["come_back"](
        subject=subject, time=time, clocks=clocks(house), grant=actor.grant, entry=entry
    )
    if outcome:
        house.denied(answer.policy, answer, Outcome(outcome))


def used_now(by: By, subject: UUID) -> Steps[None]:
    """Says that somebody uses the service now: an account that nobody uses becomes dormant, and records are counted from
    their last use, where the policy has that.

    For an application that signs people in by itself; a sign-in on the pages says so without it. Raises DeniedError for
    a grant that does not reach all of a person.
    """
    house, actor = by
    yield from permit(house, "subject:seen", Ask(Verb.LEAVE, 0, 0, actor, of=subject), subject, looks=True)
    yield from note_use(house, subject)


def leave_in_the_end(house: House, at: datetime, after: UUID, limit: int) -> Steps[list[UUID]]:
    """One page of people whose time away was over at a moment: each leaves for good. Answers who they were."""
    people = [subject for (subject,) in (yield Q["away_over"](at=at, after=after, limit=limit))]
    for subject in people:
        entry = yield from house.note("subject:leave", SYSTEM, "ended")
        yield Q["leave_in_the_end"](subject=subject, entry=entry)
    return people


def leave_empty(house: House, subject: UUID, kind: int) -> Steps[bool]:
    """A guest whose last record has gone is gone too, and a child whose guardian never agreed. Answers whether they
    were; a record that came meanwhile keeps them."""
    entry = yield from house.note("subject:leave", SYSTEM, "ended")
    [(outcome,)] = yield Q["leave_empty"](subject=subject, kind=kind, entry=entry)
    return Outcome(outcome) is Outcome.ALLOWED
