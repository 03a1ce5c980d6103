"""consent: given and withdrawn, purpose by purpose, recipient by recipient. What lived by a withdrawn consent alone ends."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from jikim.answers import Consented as Consented
from jikim.db.driver import Statement, Steps
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import flat
from jikim.store.sealed import Q
from jikim.verbs.house import House


def _numbers(policy: Policy, names: Iterable[str], by: Policy | None = None) -> list[int] | Denied:
    """The clauses behind names. `by`: the version in force, where none may be given that it means otherwise by the name."""
    numbers = []
    for name in names:
        number = policy.purpose_consents.get(name) or policy.recipient_consents.get(name)
        if by is not None and not _means(policy, name, by):
            number = None
        if number is None:
            return deny(policy, "purpose", *((name,) if name in policy.file.purposes else ()))
        numbers.append(number)
    return numbers


def _means(policy: Policy, name: str, by: Policy) -> bool:
    """Whether a version means the same receiver and purpose by a consent's name as the one in force does."""
    to, _, purpose = name.rpartition("/")
    known = policy.number("purpose", purpose) is None or policy.meant("purpose", purpose, by) is not None
    return known and (not to or policy.meant("recipient", to, by) is not None)


def consent(
    house: House, subject: UUID, *, actor: Actor, give: Iterable[str] = (), withdraw: Iterable[str] = ()
) -> Steps[Consented]:
    """Gives and withdraws consents by name: a purpose (`marketing.events`) or a recipient and purpose (`acme/marketing`)."""
    now_in_force, version = house.in_force()
    policy = now_in_force
    give, withdraw = tuple(give), tuple(withdraw)
    for _ in range(3):
        given, taken = _numbers(policy, give, now_in_force), _numbers(policy, withdraw)
        named = 0 if isinstance(given, Denied) or isinstance(taken, Denied) else mask_of(given) | mask_of(taken)
        ask = Ask(Verb.CONSENT, 0, 0, actor, of=subject, consents=named)
        answer: Allowed | Denied = decide(policy, ask, now=house.now())
        for found in (given, taken):
            if isinstance(found, Denied):
                answer = found
        if isinstance(answer, Denied) and (other := (yield from house.elsewhere(subject, version))) is not None:
            policy, version = other
            continue
        if isinstance(answer, Denied):
            yield from house.refuse("subject:consent", policy, actor, answer, ask, subject)
        assert isinstance(answer, Allowed)
        by_consent = [rules for rules in policy.records.values() if rules.consent_only]
        entry = yield from house.entry(
            "subject:consent", policy, actor, ask, answer.clause, given=",".join(give), withdrawn=",".join(withdraw)
        )
        rows = yield Statement(
            Q["consent"],
            (
                subject, version, given, taken, [rules.number for rules in by_consent],
                [flat(rules.consent_only) for rules in by_consent], actor.grant, *entry,
            ),
        )  # fmt: skip
        outcome, serving, ended, told = rows[0]
        if outcome == Outcome.OTHER_VERSION:
            policy, version = yield from house.served(subject, serving)
            continue
        if outcome != Outcome.ALLOWED:
            house.denied(policy, answer, Outcome(outcome))
        return Consented(ended, told)
    house.denied(policy, None, Outcome.CONFLICT)
