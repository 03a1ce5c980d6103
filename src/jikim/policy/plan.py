"""plan: what becomes of records at a moment: what stays, what rests until when under which rule, what goes.

One `Plan` serves alike to show a member what leaving would do, to leave, to sweep and to print a certificate, so the
account before and the deed cannot differ. Store functions that move or destroy take a plan's `Step`, which only this
module makes.

Each retention rule names its items and its starting event. An item rests until the latest of the days that its rules
give, so a record rests in one part per due day; a part remembers every rule that covers it and until when each one
runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from jikim.policy.compiled import LAST_USE, Policy, RecordRules, numbers_of
from jikim.policy.period import day_of, due_from, start_of
from jikim.policy.planned import Plan, RecordFacts, Resting, Step

_make = tuple.__new__


def ends_on(policy: Policy, rules: RecordRules, collected: datetime, events: Mapping[int, datetime]) -> date | None:
    """The day from which on a record is over by time alone, or None where only an event ends it (any more)."""
    ends = rules.record.ends
    if ends.after is None or any(rules.events[name] in events for name in ends.unless):
        return None
    first = collected if ends.from_ in ("collected", LAST_USE) else None
    start = events.get(rules.events[ends.from_], first)
    if start is None:
        return None
    return due_from(start, policy.zone, ends.after) + timedelta(days=1)


def over_from(
    policy: Policy, rules: RecordRules, collected: datetime, events: Mapping[int, datetime]
) -> datetime | None:
    """The first moment of `ends_on`'s day, in the policy's time zone: from then on nobody may use the record."""
    day = ends_on(policy, rules, collected, events)
    return None if day is None else start_of(day, policy.zone)


def grace_until(policy: Policy, subject_kind: int, left: datetime) -> datetime | None:
    """Until when somebody who leaves at this moment may come back; None where the policy lets them leave at once."""
    leaving = policy.file.leaving
    if leaving is None or policy.people_named.get(subject_kind) not in leaving.of:
        return None
    return start_of(due_from(left, policy.zone, leaving.grace) + timedelta(days=1), policy.zone)


def carried_out(rules: RecordRules, at: datetime) -> dict[int, datetime]:
    """The events that time and retention ask for, as if they had happened: of a record of which no more is known than
    its kind."""
    waited = {rules.events[name] for name in rules.record.ends.unless}.union(*(rule.once for rule in rules.keep))
    return dict.fromkeys(waited, at)


def resting(policy: Policy, rules: RecordRules, facts: RecordFacts, ended: datetime) -> tuple[Resting, ...]:
    """The parts in which an ended record rests, by due day. A rule whose event never came counts from the end; one that
    waits for an event (`once`) keeps nothing without it."""
    last: dict[int, date] = {}
    running: list[tuple[int, int, date]] = []
    for rule in rules.keep:
        if facts.subject_kind not in rule.subjects or not rule.items & facts.items:
            continue
        if rule.once and rule.once.isdisjoint(facts.events):
            continue
        match rule.keep.from_:
            case "ended":
                start = ended
            case "collected":
                start = facts.collected
            case _:
                start = facts.events.get(rule.from_event, ended)
        until = due_from(start, policy.zone, rule.keep.for_)
        running.append((rule.number, rule.items & facts.items, until))
        for item in numbers_of(rule.items & facts.items):
            last[item] = max(last.get(item, until), until)
    parts = []
    for day in sorted(set(last.values())):
        items = 0
        for item, until in last.items():
            if until == day:
                items |= 1 << item
        parts.append(Resting(day, items, tuple((number, until) for number, mask, until in running if mask & items)))
    return tuple(parts)


def declares(policy: Policy, kind: int, items: int) -> bool:
    """Whether a version declares all that a record holds. What it does not is judged by the version that the record was
    given under."""
    rules = policy.by_number.get(kind)
    return rules is not None and not items & ~rules.items


def plan(
    policy: Policy,
    inventory: Iterable[RecordFacts],
    now: datetime,
    *,
    leaving: bool = False,
    given: Mapping[UUID, Policy] | None = None,
) -> Plan:
    """What becomes of these records at `now`; with `leaving`, what would if their subject left now.

    `stays`: it lives on. `waits`: it is over, but a correction or a legal hold keeps it where it is. `rests`: its kept
    items move to the archive, the others go. `goes`: nothing keeps it. Records already archived rest on until their
    days. `given`: of records that this version does not declare, the one that they were given under; it judges them.
    """
    today = day_of(now, policy.zone)
    steps = []
    serving = policy
    for facts in inventory:
        policy = given.get(facts.record, serving) if given else serving
        rules = policy.by_number.get(facts.kind)
        if rules is None:
            # A kind that this version no longer declares has no purpose: nothing keeps it but a hold.
            steps.append(
                _make(Step, (facts, "waits" if facts.held else "goes", (), facts.items, policy.clause("ended")))
            )
            continue
        ended = facts.ended
        over = ends_on(policy, rules, facts.collected, facts.events)
        if over is not None and over <= today:
            # INVARIANT: what time ends is over from that day's first moment; a sweep that comes late keeps nothing
            # longer.
            start = start_of(over, policy.zone)
            ended = start if ended is None else min(ended, start)
        if ended is None and leaving and not rules.finishes:
            ended = now
        if ended is None:
            steps.append(_make(Step, (facts, "stays", (), 0, rules.clause)))
            continue
        if ended != facts.ended:
            facts = facts._replace(ended=ended)
        if facts.frozen and not leaving:
            steps.append(_make(Step, (facts, "waits", (), 0, policy.clause("frozen"))))
            continue
        parts = tuple(part for part in resting(policy, rules, facts, ended) if part.due >= today)
        kept = 0
        for part in parts:
            kept |= part.items
        if facts.held and kept != facts.items:
            # INVARIANT: a hold stops destruction, of any item; what is not kept waits with the rest until its release.
            steps.append(_make(Step, (facts, "waits", parts, 0, policy.clause("ended"))))
            continue
        clause = next((rule.clause for rule in rules.keep if rule.items & kept), policy.clause("ended"))
        steps.append(_make(Step, (facts, "rests" if parts else "goes", parts, facts.items & ~kept, clause)))
    return Plan(now, tuple(steps))
