"""consult: read what rests, for the purpose of the rule that keeps it, or on a demand by law; each time with a reason
(5.8, 6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NoReturn

from jikim.db.driver import Steps
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.reasons import Why
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.verbs.house import By, error_of
from jikim.verbs.judged import Done, Prepared, judged
from jikim.verbs.use import Values, items_asked, marks_of
from jikim.verbs.values import spoken

_WHY: Mapping[Outcome, Why] = {Outcome.NO_CONSENT: "archive-purpose", Outcome.ARCHIVE_APPROVAL: "archive-approval"}


def asked_for(
    policy: Policy,
    ref: Ref,
    purpose: str,
    items: Sequence[str] | None,
    actor: Actor,
    reason: str,
    reason_kind: str,
    statute: str,
    document: str,
) -> Prepared[RecordRules]:
    """The ask of a look into the archive, by a version; what it is that this version does not know, else."""
    rules, number = policy.records.get(ref.kind), policy.number("archive", purpose)
    if rules is None or number is None:
        return deny(policy, "record-kind" if rules is None else "archive-purpose")
    readable = reduce(or_, (rule.items for rule in rules.keep if rule.purpose == number), 0)
    mask = items_asked(policy, rules, items, readable & ~policy.unreadable)
    if isinstance(mask, Denied):
        return mask
    ask = Ask(Verb.CONSULT, rules.number, mask, actor, number, reason=reason, statute=statute, document=document)
    return ask._replace(reason_kind=reason_kind), rules


def consult(
    by: By,
    ref: Ref,
    *,
    purpose: str,
    reason: str,
    items: Sequence[str] | None = None,
    statute: str = "",
    document: str = "",
    reason_kind: str = "",
    shown: str = "",
) -> Steps[Values]:
    """Reads an archived record for an archive purpose. Raises DeniedError where no running rule keeps it for that
    purpose.

    `reason_kind` is the kind of the reason, of those that the policy lists for the purpose.
    """
    house, actor = by
    event = "archive:consult"

    def prepare(policy: Policy, _by: Policy) -> Prepared[RecordRules]:
        return asked_for(policy, ref, purpose, items, actor, reason, reason_kind, statute, document)

    def act(allowed: Allowed, rules: RecordRules, version: int, entry: Entry) -> Steps[Done[Values]]:
        policy = allowed.policy
        keeping = [rule.number for rule in rules.keep if rule.purpose == allowed.ask.purpose]
        found = yield from house.archive.consult(allowed, version, ref, keeping, house.today(), entry)
        # INVARIANT: a grant that stands after the look stood when it was recorded: nothing is read that was recorded
        # after a revocation. The archive is another database, so its statement cannot look at the grant itself.
        first = found[0]
        if not (yield from house.grant_runs(actor)):
            return (yield from refuse(policy, deny(policy, "grant"), allowed.ask))
        # The second person's word falls with the grant that they gave it under.
        if first.under is not None and not (yield from house.grant_runs(actor._replace(grant=first.under))):
            return (yield from refuse(policy, deny(policy, "archive-approval"), allowed.ask))
        if first.outcome not in (Outcome.ALLOWED, Outcome.OTHER_VERSION):
            # The statement has recorded it. Its "no consent" says that no running rule keeps the record for this
            # purpose.
            raise error_of(deny(policy, _WHY.get(first.outcome, "gone")))
        values = {item: value for part in found for item, value in part.values.items()}
        said = yield from spoken(policy, rules, ref.subject, values)
        return Done(first.outcome, first.policy, Values(said, first.version))

    def refuse(policy: Policy, denied: Denied, ask: Ask | None) -> Steps[NoReturn]:
        return house.refuse(event, policy, actor, denied, ask, ref.subject, ref.record)

    # A resting record is judged by its own version, whichever serves its person: no subject is named.
    facts = {"purpose": purpose, **({"reason_kind": reason_kind} if reason_kind else {}), **marks_of(shown)}
    return (
        yield from judged(house, event, actor, prepare, act, facts=facts, looks=True, reads=ref.subject, refuse=refuse)
    )
