"""event: something happens in a record's life (paid, delivered, settled). Some events end it; periods are counted from them."""

from __future__ import annotations

from jikim.db.driver import Statement, Steps
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Allowed, deny
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.sealed import Q
from jikim.verbs.house import House
from jikim.verbs.judged import Done, Prepared, judged

NEVER_TOLD = ("collected", "ended", "left", "consent-withdrawn")  # what the house alone knows


def event(house: House, ref: Ref, name: str, *, actor: Actor) -> Steps[bool]:
    """Records an event now. Answers whether it ended the record. Raises DeniedError for one its kind does not declare."""

    def prepare(policy: Policy, _by: Policy) -> Prepared[RecordRules]:
        if (rules := policy.records.get(ref.kind)) is None:
            return deny(policy, "record-kind")
        if name not in rules.events or name in NEVER_TOLD:
            return deny(policy, "event")
        return Ask(Verb.EVENT, rules.number, 0, actor, to=rules.events[name]), rules

    def act(allowed: Allowed, rules: RecordRules, version: int, entry: Entry) -> Steps[Done[bool]]:
        number, now = allowed.ask.to, house.now()
        ends = number in rules.ending
        over = over_from(allowed.policy, rules, now, {number: now}) if rules.record.ends.from_ == name else None
        rows = yield Statement(
            Q["happen"],
            (ref.subject, ref.record, rules.number, version, number, ends, over, rules.finishes, actor.grant, *entry),
        )
        return Done(Outcome(rows[0][0]), rows[0][1], ends)

    return (
        yield from judged(
            house, "record:event", actor, prepare, act, subject=ref.subject, record=ref.record, facts={"happened": name}
        )
    )
