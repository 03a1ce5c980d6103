"""consent: given and withdrawn, purpose by purpose, recipient by recipient. What lived by a withdrawn consent alone
ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from jikim.answers import Consented as Consented
from jikim.db.driver import Steps
from jikim.ledger.entry import Entry
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import State, Verb
from jikim.store.holding import flat
from jikim.store.rows import record_rows
from jikim.store.sealed import Q
from jikim.verbs.house import By, House
from jikim.verbs.judged import Done, Prepared, judged


def _numbers(policy: Policy, names: Iterable[str], by: Policy | None = None) -> list[int] | Denied:
    """The clauses behind names. `by`: the version in force, where none may be given that it means otherwise by the
    name."""
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


def _is_child(house: House, subject: UUID) -> Steps[bool]:
    """Whether somebody is here by their guardian's consent. Its record comes first of all, so nobody becomes one meanwhile."""
    kind = house.policy.file.refuse.guardian
    if kind is None:
        return False
    number = house.policy.number("record", kind)
    return any(row.kind == number and row.state == State.LIVE for row in (yield from record_rows(subject, house.now())))


def consent(by: By, subject: UUID, *, give: Iterable[str] = (), withdraw: Iterable[str] = ()) -> Steps[Consented]:
    """Gives and withdraws consents by name: a purpose (`marketing.events`) or a recipient and purpose
    (`acme/marketing`).

    A child's are given by who acts for them as their guardian, while the record of the guardian's consent stands (PIPA
    §22-2①); withdrawn by the child too.
    """
    return (yield from _consented(by, subject, tuple(give), tuple(withdraw), None))


def consent_over(by: By, subject: UUID, name: str, given: datetime) -> Steps[Consented]:
    """Withdraws a consent whose time is over, only where it was given at or before that moment."""
    return (yield from _consented(by, subject, (), (name,), given))


def _consented(
    by: By, subject: UUID, give: tuple[str, ...], withdraw: tuple[str, ...], over: datetime | None
) -> Steps[Consented]:
    house, actor = by
    if give and actor.kind != "guardian" and (yield from _is_child(house, subject)):
        yield from house.refuse("subject:consent", house.policy, actor, deny(house.policy, "under-age"), None, subject)

    def prepare(policy: Policy, by: Policy) -> Prepared[tuple[list[int], list[int]]]:
        given, taken = _numbers(policy, give, by), _numbers(policy, withdraw)
        if isinstance(taken, Denied):
            return taken
        if isinstance(given, Denied):
            return given
        return Ask(Verb.CONSENT, 0, 0, actor, of=subject, consents=mask_of(given) | mask_of(taken)), (given, taken)

    def act(
        allowed: Allowed, numbers: tuple[list[int], list[int]], version: int, entry: Entry
    ) -> Steps[Done[Consented]]:
        by_consent = [rules for rules in allowed.policy.records.values() if rules.consent_only]
        give, withdraw = numbers
        rows = yield Q["consent"](
            subject=subject,
            policy=version,
            give=give,
            withdraw=withdraw,
            kinds=[rules.number for rules in by_consent],
            kind_needs=[flat(rules.consent_only) for rules in by_consent],
            grant=actor.grant,
            over=over,
            entry=entry,
        )
        outcome, serving, ended, told = rows[0]
        return Done(Outcome(outcome), serving, Consented(ended, told))

    facts = {"given": ",".join(give), "withdrawn": ",".join(withdraw)}
    return (yield from judged(house, "subject:consent", actor, prepare, act, subject=subject, facts=facts))
