"""consult: read what rests, for the purpose of the rule that keeps it, or on a demand by law; each time with a reason (5.8, 6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jikim.db.driver import Steps
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.verbs.house import House, error_of
from jikim.verbs.use import Values
from jikim.verbs.values import spoken


def _ask(
    policy: Policy,
    ref: Ref,
    purpose: str,
    items: Sequence[str] | None,
    actor: Actor,
    reason: str,
    statute: str,
    document: str,
) -> Ask | Denied:
    rules = policy.records.get(ref.kind)
    number = policy.number("archive", purpose)
    if rules is None:
        return deny(policy, "record-kind")
    if number is None:
        return deny(policy, "archive-purpose")
    readable = 0
    for rule in rules.keep:
        if rule.purpose == number:
            readable |= rule.items
    if items is None:
        mask = readable & ~policy.unreadable
    else:
        if unknown := [name for name in items if name not in rules.names]:
            return deny(policy, "undeclared-item", *(name for name in unknown if name in policy.file.items))
        mask = mask_of(rules.names[name] for name in items)
    return Ask(Verb.CONSULT, rules.number, mask, actor, number, reason=reason, statute=statute, document=document)


def consult(
    house: House,
    ref: Ref,
    *,
    purpose: str,
    reason: str,
    actor: Actor,
    items: Sequence[str] | None = None,
    statute: str = "",
    document: str = "",
    marks: Mapping[str, str] | None = None,
) -> Steps[Values]:
    """Reads a resting record for an archive purpose. Raises DeniedError where no running rule keeps it for that purpose."""
    policy, version = house.in_force()
    for _ in range(3):
        ask = _ask(policy, ref, purpose, items, actor, reason, statute, document)
        answer = ask if isinstance(ask, Denied) else decide(policy, ask, now=house.now())
        if isinstance(answer, Allowed) and not (yield from house.standing(actor)):
            answer = deny(policy, "grant")
        if isinstance(answer, Denied):
            yield from house.refuse(
                "archive:consult",
                policy,
                actor,
                answer,
                None if isinstance(ask, Denied) else ask,
                ref.subject,
                ref.record,
            )
        assert isinstance(answer, Allowed)
        rules = [rule.number for rule in policy.records[ref.kind].keep if rule.purpose == answer.ask.purpose]
        entry = yield from house.entry(
            "archive:consult", policy, actor, answer.ask, answer.clause, purpose=purpose, **(marks or {})
        )
        found = yield from house.archive.consult(answer, version, ref, rules, house.today(), entry)
        # INVARIANT: a grant that stands after the look stood when it was recorded: nothing is read that was recorded after a revocation.
        # The archive is another database, so its statement cannot look at the grant itself.
        if not (yield from house.standing(actor)):
            yield from house.refuse(
                "archive:consult", policy, actor, deny(policy, "grant"), answer.ask, ref.subject, ref.record
            )
        first = found[0]
        if first.outcome is Outcome.OTHER_VERSION:
            policy, version = (yield from house.versions.serving(first.policy)), first.policy
            continue
        if first.outcome is not Outcome.ALLOWED:
            # The statement has recorded it. Its "no consent" says that no running rule keeps the record for this purpose.
            kept = first.outcome is Outcome.NO_CONSENT
            raise error_of(deny(policy, "archive-purpose" if kept else "gone"))
        values: dict[int, bytes] = {}
        for part in found:
            values.update(part.values)
        return Values((yield from spoken(policy, policy.records[ref.kind], ref.subject, values)), first.version)
    house.denied(policy, None, Outcome.CONFLICT)
