"""event: something happens in a record's life (paid, delivered, settled). Some events end it; periods are counted from
them."""

from __future__ import annotations

from datetime import datetime

from jikim.db.driver import Beside, Steps, together
from jikim.ledger.entry import Entry
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Allowed, deny
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.sealed import Q
from jikim.verbs.house import By
from jikim.verbs.judged import Done, Prepared, judged

NEVER_BY_TIME = "infinity"  # as PostgreSQL writes a moment that never comes
NEVER_TOLD = ("collected", "ended", "left", "consent-withdrawn")  # what the house alone knows


def happening(policy: Policy, rules: RecordRules, name: str, now: datetime) -> tuple[int, bool, datetime | str | None]:
    """An event's number, whether it ends a record, and from when on the record is over by it; 0 for one that the kind
    does not declare."""
    number, ends = rules.events.get(name, 0), rules.record.ends
    if number and name in ends.unless:
        return number, number in rules.ending, NEVER_BY_TIME
    over = over_from(policy, rules, now, {number: now}) if number and ends.from_ == name else None
    return number, number in rules.ending, over


def event(by: By, ref: Ref, name: str, *, reason: str = "", beside: Beside | None = None) -> Steps[bool]:
    """Records an event now, and what commits beside it. Answers whether it ended the record.

    Raises DeniedError for an event that its kind does not declare, or that the policy lets others record.
    """
    house, actor = by

    def prepare(policy: Policy, _by: Policy) -> Prepared[RecordRules]:
        if (rules := policy.records.get(ref.kind)) is None:
            return deny(policy, "record-kind")
        if name not in rules.events or name in NEVER_TOLD:
            return deny(policy, "event")
        return Ask(Verb.EVENT, rules.number, 0, actor, to=rules.events[name], reason=reason), rules

    def act(allowed: Allowed, rules: RecordRules, version: int, entry: Entry) -> Steps[Done[bool]]:
        number, ends, over = happening(allowed.policy, rules, name, house.now())
        [(outcome, serving)] = yield together(
            Q["happen"],
            beside,
            subject=ref.subject,
            record=ref.record,
            kind=rules.number,
            policy=version,
            event=number,
            ends=ends,
            over_from=over,
            finishes=rules.finishes,
            grant=actor.grant,
            entry=entry,
        )
        return Done(Outcome(outcome), serving, ends)

    return (
        yield from judged(
            house, "record:event", actor, prepare, act, subject=ref.subject, record=ref.record, facts={"happened": name}
        )
    )
