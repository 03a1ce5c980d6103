"""What has become of the record that a question is about, as a sweep that is on time leaves it: `plan` says so."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from jikim.policy.compiled import Policy, mask_of
from jikim.policy.may.question import Question
from jikim.policy.period import Period, day_of
from jikim.policy.plan import carried_out, plan
from jikim.policy.planned import RecordFacts
from jikim.policy.states import State, Verb

SOMEBODY, _RECORD = UUID(int=1), UUID(int=2)
_STATES: Mapping[str, State] = {
    "live": State.LIVE,
    "ended": State.ENDED,
    "archived": State.ARCHIVED,
    "destroyed": State.DESTROYED,
}


def resolved(policy: Policy, question: Question) -> Question:
    """Items by their full names: `lines` of an order is `order.lines`."""
    rules = policy.records.get(question.record)
    if rules is None:
        return question
    full = tuple(policy.name("item", rules.names[ref]) if ref in rules.names else ref for ref in question.items)
    return replace(question, items=full)


def fate_of(policy: Policy, question: Question, now: datetime) -> tuple[State, int, dict[int, date]]:
    """The record's state as a sweep that is on time would have left it, and what rests of it under which rules until
    when."""
    rules = policy.records.get(question.record)
    if rules is None:
        return _STATES[question.condition], 0, {}
    collected, ended = (
        _before(now, question.collected, policy.zone),
        None if question.ended is None else _before(now, question.ended, policy.zone),
    )
    if question.ended is None and question.condition != "live":
        return _STATES[question.condition], rules.items, {}
    subjects = [question.subject] if question.subject else list(rules.record.of)
    if ended is not None and question.collected is None:
        collected = ended
    facts = RecordFacts(
        SOMEBODY,
        _RECORD,
        rules.number,
        policy.people[subjects[0]],
        State.LIVE if ended is None else State.ENDED,
        rules.items,
        collected,
        carried_out(rules, ended or collected),
        ended,
        False,
        question.held,
    )
    (step,) = plan(policy, [facts], now).steps
    if step.fate == "stays":
        return State.LIVE, rules.items, {}
    over = step.facts.ended
    if step.fate == "waits" or (over is not None and day_of(over, policy.zone) == day_of(now, policy.zone)):
        return State.ENDED, rules.items, {}
    if step.fate == "goes":
        return State.DESTROYED, 0, {}
    kept = 0
    until: dict[int, date] = {}
    for part in step.parts:
        kept |= part.items
        until.update(dict(part.rules))
    wanted = mask_of(rules.names[ref] for ref in question.items if ref in rules.names)
    # Of what no rule keeps nothing is left, whatever else of the record rests.
    gone = bool(wanted) and not wanted & kept
    return State.DESTROYED if gone else State.ARCHIVED, kept, until


def state_of(policy: Policy, question: Question, now: datetime) -> State:
    """The state that the question's record is in; what is collected has none yet."""
    if question.verb is Verb.COLLECT:
        return State.LIVE
    return fate_of(policy, question, now)[0]


def _before(now: datetime, period: Period | None, zone: ZoneInfo) -> datetime:
    """The moment a period before now, by the calendar. What happened some days ago happened in the course of a day, not
    at its midnight."""
    if period is None:
        return now
    if period.unit in ("min", "h"):
        return now - period.delta()
    if now.astimezone(zone).time() == time():
        now += timedelta(hours=12)
    if period.unit in ("d", "w"):
        return now - period.delta()
    months = now.year * 12 + now.month - 1 - period.count * (12 if period.unit == "y" else 1)
    for day in range(now.day, 0, -1):
        with suppress(ValueError):
            return now.replace(year=months // 12, month=months % 12 + 1, day=day)
    raise ValueError("there is no such day")  # pragma: no cover - each month has a first
