"""collect: take a record, through a declared channel, for declared purposes, no more.

What the policy does not list is refused at the door with the clause, and nothing of it is stored or logged. A new subject's key is
durable before the first ciphertext; subject, claims, record and entry commit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from jikim.answers import Collected as Collected
from jikim.answers import Offer as Offer
from jikim.answers import Person as Person
from jikim.db.driver import Aside, Steps
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError
from jikim.ledger.entry import Entry, sibling
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import SUBJECT_KINDS, Policy, RecordRules, mask_of
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.model import SubjectKind
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.states import Verb
from jikim.store.holding import Claim, New, Ref
from jikim.verbs.house import House, error_of
from jikim.verbs.values import Checked, check_values, takes_long


def _ask(
    house: House, policy: Policy, kind: str, given: Mapping[str, Any], channel: str, subject_kind: str, actor: Actor,
    old_enough: bool | None, partner: str, country: str, cleared: str = "",
) -> tuple[RecordRules, Checked, Ask] | Denied:  # fmt: skip
    rules = policy.records.get(kind)
    if rules is None:
        return deny(policy, "record-kind")
    if subject_kind not in SubjectKind.__members__.values():
        return deny(policy, "subject-kind")
    # INVARIANT: age comes before anything else is looked at, so that a "no" keeps nothing.
    if policy.file.refuse.below_age and old_enough is not True:
        return deny(policy, "under-age" if old_enough is False else "age-not-asked")
    number = policy.number("channel", channel)
    if number is None:
        return deny(policy, "channel")
    supplier = policy.meant("partner", partner, house.policy) if partner else 0
    if supplier is None:
        return deny(policy, "partner")
    if cleared and actor.kind != "officer":
        return deny(policy, "not-confirmed")
    checked = check_values(policy, rules, given, country, cleared=bool(cleared))
    if isinstance(checked, Denied):
        return checked
    ask = Ask(
        Verb.COLLECT, rules.number, checked.items, actor, 0, number, supplier,
        SUBJECT_KINDS[SubjectKind(subject_kind)], cleared, old_enough,
    )  # fmt: skip
    return rules, checked, ask


def _new(
    policy: Policy, rules: RecordRules, checked: Checked, allowed: Allowed, subject: UUID, is_new: bool,
    consents: tuple[int, ...], over_from: datetime | None,
) -> New:  # fmt: skip
    ask = allowed.ask
    return New(
        subject=subject,
        subject_kind=ask.subject_kind,
        is_new=is_new,
        consents=consents,
        record=uuid4(),
        values=checked.values,
        claims=checked.claims if ask.subject_kind != SUBJECT_KINDS[SubjectKind.GUEST] else _shared(checked),
        channel=ask.channel,
        source=ask.to,
        over_from=over_from,
        single=rules.single,
    )


def _shared(checked: Checked) -> tuple[Any, ...]:
    """A guest's e-mail finds the guest, and keeps nobody from joining with it."""
    return tuple(claim._replace(exclusive=False) for claim in checked.claims)


def collect(
    house: House,
    kind: str,
    values: Mapping[str, Any],
    *,
    channel: str,
    actor: Actor,
    subject: Person | str = "member",
    old_enough: bool | None = None,
    consents: Iterable[str] = (),
    partner: str = "",
    country: str = "KR",
    accepted: str = "",
    no_resident_number: str = "",
    once: Claim | None = None,
) -> Steps[Collected]:
    """Takes one record. `subject` is a person who is here, or the kind of a new one (`member`, `corporate`, `guest`).

    `old_enough` answers the policy's age question; `consents` names the optional purposes that a new person agrees to,
    `accepted` the version of the terms that they accepted with it, for the ledger; `once` what the record is known by, of which there is
    one. `no_resident_number` is an officer's reason why what has a resident number's shape is none: it is recorded; one that is certain is refused
    all the same.
    Raises DeniedError with the clause, InvalidError for a value of the wrong form; in both cases nothing is kept.
    """
    policy, version = house.in_force()
    is_new = isinstance(subject, str)
    consents = tuple(consents)
    if consents and not is_new:
        raise JikimError("someone who is here gives a consent by itself", hint="call `consent` first, then `collect`")
    who = subject if isinstance(subject, str) else subject.kind
    # INVARIANT: what was never taken is never recorded about. Who is nobody here and is refused leaves no trace of where they came from; where a
    # handler wrote it down is the handler's.
    refused = actor._replace(origin="") if is_new and actor.kind not in ("handler", "officer") else actor
    for _ in range(3):
        said = (house, policy, kind, values, channel, who, actor, old_enough, partner, country, no_resident_number)
        prepared = (yield Aside(partial(_ask, *said))) if takes_long(policy, kind, values) else _ask(*said)
        here = None if isinstance(subject, str) else subject.subject
        if isinstance(prepared, Denied) and (other := (yield from house.elsewhere(here, version))) is not None:
            policy, version = other
            continue
        if isinstance(prepared, Denied):
            yield from house.refuse("record:collect", policy, refused, prepared)
        assert not isinstance(prepared, Denied)
        rules, checked, ask = prepared
        given: list[int] = []
        for name in consents:
            number = policy.purpose_consents.get(name) or policy.recipient_consents.get(name)
            if number is None:
                yield from house.refuse("record:collect", policy, refused, deny(policy, "purpose", name))
            assert number is not None
            given.append(number)
        ask = ask._replace(consents=mask_of(given)) if given else ask
        answer = decide(policy, ask, now=house.now())
        if isinstance(answer, Denied) and (other := (yield from house.elsewhere(here, version))) is not None:
            policy, version = other
            continue
        if isinstance(answer, Denied):
            yield from house.refuse("record:collect", policy, refused, answer, ask)
        assert isinstance(answer, Allowed)
        person = house.holding.newcomer() if isinstance(subject, str) else subject.subject
        new = _new(
            policy,
            rules,
            checked,
            answer,
            person,
            is_new,
            tuple(sorted(given)),
            over_from(policy, rules, house.now(), {}),
        )
        if once is not None:
            new = new._replace(claims=(*new.claims, once))
        entry = yield from house.entry(
            "record:collect",
            policy,
            actor,
            ask,
            answer.clause,
            channel=channel,
            **_from(partner),
            **_accepted(accepted),
            **_cleared(no_resident_number),
        )
        outcome, serving = yield from house.holding.collect(answer, version, new, entry)
        if outcome is Outcome.OTHER_VERSION:
            policy, version = yield from house.served(None if is_new else person, serving)
            continue
        if outcome is not Outcome.ALLOWED:
            if is_new and (found := house.denial(policy, answer, outcome)) is not None:
                yield from house.refuse("record:collect", policy, refused, found, ask)
            house.denied(policy, answer, outcome)
        return Collected(Ref(person, new.record, kind), checked.handover)
    house.denied(policy, None, Outcome.CONFLICT)


def foresee(
    house: House, kind: str, values: Mapping[str, Any], *, channel: str, actor: Actor, subject: Person, old_enough: bool | None = None,
    country: str = "KR", no_resident_number: str = "",
) -> Steps[None]:  # fmt: skip
    """Whether a record of somebody who is here would be taken, as far as it can be said before: nothing is kept. Raises as `collect` does.

    What a statement alone can find (a consent that is missing, a value that another has) is found by `collect`.
    """
    policy, version = house.in_force()
    said = (house, policy, kind, values, channel, subject.kind, actor, old_enough, "", country, no_resident_number)
    prepared = (yield Aside(partial(_ask, *said))) if takes_long(policy, kind, values) else _ask(*said)
    answer = prepared if isinstance(prepared, Denied) else decide(policy, prepared[2], now=house.now())
    if isinstance(answer, Denied) and (yield from house.elsewhere(subject.subject, version)) is None:
        ask = None if isinstance(prepared, Denied) else prepared[2]
        yield from house.refuse("record:collect", policy, actor, answer, ask)


def _accepted(terms: str) -> dict[str, str | int]:
    return {"accepted": terms} if terms else {}


def _cleared(reason: str) -> dict[str, str | int]:
    return {"cleared": "resident-number"} if reason else {}


def _from(partner: str) -> dict[str, str | int]:
    return {"partner": partner} if partner else {}


def collect_many(
    house: House, offers: Sequence[Offer], *, actor: Actor, old_enough: bool | None = None, country: str = "KR"
) -> Steps[list[Collected | JikimError]]:
    """Takes many records of people who are here, in one round trip and one commit; each row has its own outcome.

    A row that is denied or of the wrong form answers with its error and hinders no other row. Kinds that hold unique or
    single items are taken one by one, with the same answers.
    """
    policy, version = house.in_force()
    answers: list[Collected | JikimError | None] = [None] * len(offers)
    together: list[tuple[int, Allowed, New, Entry, Mapping[str, str]]] = []
    alone: list[int] = []
    shared: Entry | None = None
    facts: dict[tuple[int, str, str], tuple[str, datetime | None]] = {}
    for n, offer in enumerate(offers):
        rules = policy.records.get(offer.kind)
        if rules is not None and (rules.single or rules.lookup):
            alone.append(n)
            continue
        try:
            prepared = _ask(
                house, policy, offer.kind, offer.values, offer.channel, offer.subject.kind, actor, old_enough,
                offer.partner, country,
            )  # fmt: skip
            if isinstance(prepared, Denied):
                if house.versions.several:
                    # Another version may serve this person.
                    alone.append(n)
                    continue
                yield from house.refuse("record:collect", policy, actor, prepared)
            assert not isinstance(prepared, Denied)
            ruled, checked, ask = prepared
            answer = decide(policy, ask, now=house.now())
            if isinstance(answer, Denied):
                yield from house.refuse("record:collect", policy, actor, answer, ask)
            assert isinstance(answer, Allowed)
        except (DeniedError, InvalidError) as error:
            answers[n] = error
            continue
        alike = (ask.kind, offer.channel, offer.partner)
        found = facts.get(alike)
        if shared is None or found is None:
            more = {"channel": offer.channel, **_from(offer.partner)}
            made = yield from house.entry("record:collect", policy, actor, ask, answer.clause, **more)
            shared = shared or made
            found = facts[alike] = (made.fact, over_from(policy, ruled, house.now(), {}))
        entry = sibling(shared, found[0])
        new = _new(policy, ruled, checked, answer, offer.subject.subject, False, (), found[1])
        together.append((n, answer, new, entry, checked.handover))
    if together:
        outcomes = yield from house.holding.collect_many(
            [(allowed, new, entry) for _, allowed, new, entry, _ in together], version, together[0][3].at
        )
        for (n, allowed, new, _, handover), outcome in zip(together, outcomes, strict=True):
            if outcome is Outcome.ALLOWED:
                answers[n] = Collected(Ref(new.subject, new.record, offers[n].kind), handover)
            elif outcome in (Outcome.OTHER_VERSION, Outcome.CONFLICT):
                alone.append(n)
            else:
                try:
                    house.denied(policy, allowed, outcome)
                except JikimError as error:
                    answers[n] = error
    for n in alone:
        offer = offers[n]
        try:
            answers[n] = yield from collect(
                house, offer.kind, offer.values, channel=offer.channel, actor=actor, subject=offer.subject,
                old_enough=old_enough, partner=offer.partner, country=country,
            )  # fmt: skip
        except (ConflictError, DeniedError, InvalidError) as error:
            answers[n] = error
    return [answer if answer is not None else error_of(deny(policy, "gone")) for answer in answers]
