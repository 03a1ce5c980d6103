"""correct: a correction is asked for (the record freezes), then made or refused (it thaws); who got a wrong version is told.

While it is open the record is neither used nor provided. When it is made, the whole record is sealed anew as the next version,
and each recipient and processor that got a changed item in an earlier version has a message in the outbox.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from jikim.answers import Correction as Correction
from jikim.db.driver import Aside, Statement, Steps
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.compiled import SUBJECT_KINDS, Policy, RecordRules
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.model import SubjectKind
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Corrected, Ref
from jikim.store.sealed import Q
from jikim.verbs.house import House
from jikim.verbs.use import items_asked
from jikim.verbs.values import Checked, check_values, takes_long


def _allowed(
    house: House, policy: Policy, ref: Ref, items: int | Denied, actor: Actor, event: str
) -> Steps[tuple[Allowed, RecordRules]]:
    rules = policy.records.get(ref.kind)
    ask = None
    answer: Allowed | Denied
    if isinstance(items, Denied) or rules is None:
        answer = items if isinstance(items, Denied) else deny(policy, "record-kind")
    else:
        ask = Ask(Verb.CORRECT, rules.number, items, actor, of=ref.subject)
        answer = decide(policy, ask, now=house.now())
    if isinstance(answer, Denied):
        yield from house.refuse(event, policy, actor, answer, ask, ref.subject, ref.record)
    assert isinstance(answer, Allowed)
    assert rules is not None
    return answer, rules


def ask_correction(
    house: House, ref: Ref, items: Sequence[str], *, actor: Actor, number: UUID | None = None
) -> Steps[Correction]:
    """Opens a correction of these items: from here on the record is neither used nor provided (clause 7.4a).

    `number` is the number of the request that it is asked by, where there is one already.
    """
    policy, version = house.in_force()
    for _ in range(3):
        mask = items_asked(policy, ref.kind, items, 0)
        if isinstance(mask, Denied) and (other := (yield from house.elsewhere(ref.subject, version))) is not None:
            policy, version = other
            continue
        answer, rules = yield from _allowed(house, policy, ref, mask, actor, "record:freeze")
        request = number or uuid4()
        entry = yield from house.entry("record:freeze", policy, actor, answer.ask, answer.clause)
        rows = yield Statement(
            Q["freeze"],
            (
                ref.subject,
                ref.record,
                rules.number,
                version,
                request,
                sorted(rules.names[name] for name in items),
                actor.grant,
                *entry,
            ),
        )
        outcome, serving, blocker = Outcome(rows[0][0]), rows[0][1], rows[0][2]
        if outcome is Outcome.OTHER_VERSION:
            policy, version = yield from house.served(ref.subject, serving)
            continue
        if outcome is not Outcome.ALLOWED:
            house.denied(policy, answer, outcome, blocker)
        return Correction(request, ref)
    house.denied(policy, None, Outcome.CONFLICT)


def correct(
    house: House, correction: Correction, values: Mapping[str, Any], *, actor: Actor, country: str = "KR"
) -> Steps[Corrected]:
    """Makes a correction: a new version; the freeze ends; answers how many recipients of a wrong version are told (7.4b)."""
    ref = correction.ref
    policy, version = house.in_force()
    for _ in range(3):
        rules = policy.records.get(ref.kind)
        checked: Checked | Denied
        if rules is None:
            checked = deny(policy, "record-kind")
        elif takes_long(policy, ref.kind, values):
            checked = yield Aside(partial(check_values, policy, rules, values, country))
        else:
            checked = check_values(policy, rules, values, country)
        items = checked if isinstance(checked, Denied) else checked.items
        if isinstance(items, Denied) and (other := (yield from house.elsewhere(ref.subject, version))) is not None:
            policy, version = other
            continue
        answer, rules = yield from _allowed(house, policy, ref, items, actor, "record:correct")
        assert isinstance(checked, Checked)
        claims = checked.claims
        rows = yield Statement(Q["subject_of"], (ref.subject,))
        if rows and rows[0][0] == SUBJECT_KINDS[SubjectKind.GUEST]:
            claims = tuple(claim._replace(exclusive=False) for claim in claims)
        entry = yield from house.entry("record:correct", policy, actor, answer.ask, answer.clause)
        looked = yield from house.resealing("correct", actor)
        done = yield from house.holding.correct(
            answer, version, ref, correction.request, checked.values, claims, entry, looked
        )
        if done.outcome is Outcome.OTHER_VERSION:
            policy, version = yield from house.served(ref.subject, done.policy)
            continue
        if done.outcome is not Outcome.ALLOWED:
            house.denied(policy, answer, done.outcome, correction.request)
        return done
    house.denied(policy, None, Outcome.CONFLICT)


def refuse_correction(house: House, correction: Correction, *, actor: Actor, reason: str) -> Steps[None]:
    """Refuses a correction with its reason: the value stays and may be used again."""
    policy = house.policy
    ref = correction.ref
    answer, rules = yield from _allowed(house, policy, ref, 0, actor, "record:refuse-correction")
    if blank(reason):
        yield from house.refuse(
            "record:refuse-correction", policy, actor, deny(policy, "reason"), answer.ask, ref.subject, ref.record
        )
    entry = yield from house.entry(
        "record:refuse-correction", policy, actor, answer.ask._replace(reason=reason), answer.clause
    )
    rows = yield Statement(
        Q["refuse_correction"], (ref.subject, ref.record, correction.request, rules.number, actor.grant, *entry)
    )
    if rows[0][0] != Outcome.ALLOWED:
        house.denied(policy, answer, Outcome(rows[0][0]), correction.request)
