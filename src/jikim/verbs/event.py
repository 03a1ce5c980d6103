"""event: something happens in a record's life (paid, delivered, settled). Some events end it; periods are counted from them."""

from __future__ import annotations

from jikim.db.driver import Statement, Steps
from jikim.policy.ask import Actor, Ask
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.sealed import Q
from jikim.verbs.house import House


def event(house: House, ref: Ref, name: str, *, actor: Actor) -> Steps[bool]:
    """Records an event now. Answers whether it ended the record. Raises DeniedError for one its kind does not declare."""
    policy, version = house.in_force()
    for _ in range(3):
        rules = policy.records.get(ref.kind)
        number = rules.events.get(name) if rules is not None else None
        declared = (
            rules is not None and number is not None and name not in ("collected", "ended", "left", "consent-withdrawn")
        )
        answer: Allowed | Denied
        ask = None
        if not declared or rules is None or number is None:
            answer = deny(policy, "event" if rules is not None else "record-kind")
        else:
            ask = Ask(Verb.EVENT, rules.number, 0, actor, to=number)
            answer = decide(policy, ask, now=house.now())
        if isinstance(answer, Denied) and (other := (yield from house.elsewhere(ref.subject, version))) is not None:
            policy, version = other
            continue
        if isinstance(answer, Denied):
            yield from house.refuse("record:event", policy, actor, answer, ask, ref.subject, ref.record)
        assert isinstance(answer, Allowed)
        assert rules is not None
        assert number is not None
        now = house.now()
        ends = number in rules.ending
        over = over_from(policy, rules, now, {number: now}) if rules.record.ends.from_ == name else None
        entry = yield from house.entry("record:event", policy, actor, ask, answer.clause, happened=name)
        rows = yield Statement(
            Q["happen"],
            (ref.subject, ref.record, rules.number, version, number, ends, over, rules.finishes, actor.grant, *entry),
        )
        outcome, serving = Outcome(rows[0][0]), rows[0][1]
        if outcome is Outcome.OTHER_VERSION:
            policy, version = yield from house.served(ref.subject, serving)
            continue
        if outcome is not Outcome.ALLOWED:
            house.denied(policy, answer, outcome)
        return ends
    house.denied(policy, None, Outcome.CONFLICT)
