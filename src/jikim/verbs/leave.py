"""leave: a person goes. Everything of theirs is hidden at once by one row; the same `Plan` tells before and does after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from jikim.db.driver import Beside, Steps, together
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.outcome import Outcome
from jikim.policy.plan import declares, plan
from jikim.policy.planned import Plan, RecordFacts
from jikim.policy.states import State, Verb
from jikim.store.rows import person_row, record_rows
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.judged import permit


def inventory_of(house: House, subject: UUID) -> Steps[tuple[list[RecordFacts], Policy, bool]]:
    """A person's live records as plan takes them, the policy that serves them, and whether they are still here."""
    person = yield from person_row(subject)
    if person is None:
        return [], house.policy, False
    policy, _ = yield from house.served(subject, person.policy)
    facts = [
        RecordFacts(
            subject=subject,
            record=row.record,
            kind=row.kind,
            subject_kind=person.kind,
            state=State(row.state),
            items=mask_of(row.items),
            collected=row.collected,
            events=moments(row.events),
            ended=row.ended,
            frozen=row.frozen is not None,
            held=row.hold is not None,
        )
        for row in (yield from record_rows(subject))
    ]
    return facts, policy, person.state == 1


def given_of(
    house: House, serving: Policy, records: Iterable[tuple[UUID, int, int, Sequence[int]]]
) -> Steps[dict[UUID, Policy]]:
    """Of records (with kind, version and items) that the version which serves their person does not declare, the one
    they were given under."""
    found: dict[UUID, Policy] = {}
    for record, kind, version, items in records if house.versions.several else ():
        if not declares(serving, kind, mask_of(items)):
            found[record] = yield from house.versions.serving(version)
    return found


def _planned(house: House, subject: UUID) -> Steps[Plan]:
    facts, policy, _ = yield from inventory_of(house, subject)
    given: dict[UUID, Policy] = {}
    if house.versions.several and facts:
        rows = yield from record_rows(subject)
        given = yield from given_of(house, policy, ((row.record, row.kind, row.policy, row.items) for row in rows))
    return plan(policy, facts, house.now(), leaving=True, given=given)


def moments(events: dict[str, str]) -> dict[int, datetime]:
    """A record's events as the store keeps them (JSON), by number."""
    return {int(number): datetime.fromisoformat(at) for number, at in events.items()}


def leaving_plan(house: House, subject: UUID) -> Steps[Plan]:
    """What leaving now would do: what goes at once, what rests until when and why, what first finishes."""
    return (yield from _planned(house, subject))


def leave(by: By, subject: UUID, *, beside: Beside | None = None) -> Steps[Plan]:
    """Leaves, with what commits beside it. Answers the plan that the sweep carries out. Raises DeniedError for someone
    who is not here."""
    house, actor = by
    answer = yield from permit(house, "subject:leave", Ask(Verb.LEAVE, 0, 0, actor, of=subject), subject)
    entry = yield from house.entry("subject:leave", answer.policy, actor, answer.ask, answer.clause)
    # Hidden first, by one row however many records there are; the account is drawn up afterwards.
    [(outcome,)] = yield together(Q["leave"], beside, subject=subject, grant=actor.grant, entry=entry)
    if outcome:
        house.denied(answer.policy, answer, Outcome(outcome))
    return (yield from _planned(house, subject))


def leave_empty(house: House, subject: UUID, kind: int) -> Steps[bool]:
    """A guest whose last record has gone is gone too, and a child whose guardian never agreed. Answers whether they
    were; a record that came meanwhile keeps them."""
    policy = house.policy
    entry = yield from house.entry("subject:leave", policy, SYSTEM, None, policy.clause("ended"))
    [(outcome,)] = yield Q["leave_empty"](subject=subject, kind=kind, entry=entry)
    return Outcome(outcome) is Outcome.ALLOWED
