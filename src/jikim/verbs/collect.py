"""collect: take a record, through a declared channel, for declared purposes, no more.

What the policy does not list is refused at the door with the clause, and nothing of it is stored or logged. A new
subject's key is durable before the first ciphertext; subject, claims, record and entry commit together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple, NoReturn, TypeVar
from uuid import UUID, uuid4

from jikim.answers import Collected as Collected
from jikim.answers import Offer as Offer
from jikim.answers import Person as Person
from jikim.db.driver import Aside, Beside, Servers, Steps
from jikim.db.spread import Spread
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError, StoreError
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy, RecordRules, numbers_of
from jikim.policy.decide import Allowed, Denied, deny, too_young
from jikim.policy.model import Under
from jikim.policy.outcome import Outcome
from jikim.policy.plan import over_from
from jikim.policy.states import State, Verb
from jikim.store.holding import Claim, New, Ref, shared
from jikim.store.rows import record_rows
from jikim.verbs.house import By, House, error_of
from jikim.verbs.judged import Done, Prepared, judged
from jikim.verbs.last_use import note_giving
from jikim.verbs.values import Checked, check_values, held_by_others, lane_of

EVENT = "record:collect"
T = TypeVar("T")


class Entered(NamedTuple):
    """What an offer says beside its values, as a version has it."""

    rules: RecordRules
    channel: int
    supplier: int
    party: int


class Offered(NamedTuple):
    """What somebody offers, but for its values, and who: all that a version of the policy judges them by."""

    kind: str
    channel: str
    who: str
    actor: Actor
    old_enough: bool | None = None
    partner: str = ""
    country: str = "KR"
    cleared: str = ""
    consents: tuple[str, ...] = ()
    counterparty: str = ""
    moved: bool = False  # it comes from another system, where a password is a hash

    def prepare(self, values: Mapping[str, Any], policy: Policy, by: Policy) -> Prepared[tuple[Checked, int]]:
        """The ask behind it, from names as the version in force (`by`) means them; its values, checked, and the number
        of its other party."""
        entered = self.entered(policy, by)
        if isinstance(entered, Denied):
            return entered
        checked = self.check(policy, entered.rules, values)
        if isinstance(checked, Denied):
            return checked
        ask = self.ask(policy, entered, checked.items)
        return ask if isinstance(ask, Denied) else (ask, (checked, entered.party))

    def entered(self, policy: Policy, by: Policy) -> Entered | Denied:
        """What is known before a value is looked at."""
        rules = policy.records.get(self.kind)
        if rules is None:
            return deny(policy, "record-kind")
        if self.who not in policy.people:
            return deny(policy, "subject-kind")
        # INVARIANT: age comes before anything else is looked at, so that a "no" keeps nothing.
        if (why := too_young(policy, self.kind, self.old_enough)) is not None:
            return deny(policy, why)
        number = policy.number("channel", self.channel)
        supplier = policy.meant("partner", self.partner, by) if self.partner else 0
        if number is None or supplier is None:
            return deny(policy, "channel" if number is None else "partner")
        party = self.party(policy, by)
        if party is None:
            return deny(policy, "no-recipient")
        if self.cleared and self.actor.kind != "officer":
            return deny(policy, "not-confirmed")
        return Entered(rules, number, supplier, party)

    def check(self, policy: Policy, rules: RecordRules, values: Mapping[str, Any]) -> Checked | Denied:
        """Its values. Raises InvalidError for one of the wrong form."""
        return check_values(policy, rules, values, self.country, cleared=bool(self.cleared), moved=self.moved)

    def ask(self, policy: Policy, entered: Entered, items: int) -> Ask | Denied:
        """The ask of so many items."""
        given = 0
        for name in self.consents:
            consent = policy.purpose_consents.get(name) or policy.recipient_consents.get(name)
            if consent is None:
                return deny(policy, "purpose", name)
            given |= 1 << consent
        return Ask(
            Verb.COLLECT,
            entered.rules.number,
            items,
            self.actor,
            0,
            entered.channel,
            entered.supplier,
            policy.people[self.who],
            self.cleared,
            self.old_enough,
            consents=given,
        )

    def party(self, policy: Policy, by: Policy) -> int | None:
        """The other party of an order, which gets it once it is paid (3.6): 0 where none is named, None for who is none
        of this record kind's."""
        if not self.counterparty:
            return 0
        declared = policy.file.recipients.get(self.counterparty)
        if declared is None or declared.under is not Under.COUNTERPARTY or self.kind not in declared.records:
            return None
        return policy.meant("recipient", self.counterparty, by)

    def facts(self) -> dict[str, str | int]:
        """What the entry says beside the ask."""
        said = {
            "partner": self.partner,
            "counterparty": self.counterparty,
            "cleared": self.cleared and "resident-number",
        }
        return {"channel": self.channel, **{name: one for name, one in said.items() if one}}


def _new(
    allowed: Allowed, checked: Checked, party: int, subject: UUID, is_new: bool, over: datetime | None,
    barring: tuple[Claim, ...] = (), record: UUID | None = None,
) -> New:  # fmt: skip
    ask, rules = allowed.ask, allowed.policy.by_number[allowed.ask.kind]
    guest = ask.subject_kind in allowed.policy.guests
    return New(
        subject, ask.subject_kind, is_new, numbers_of(ask.consents), record or uuid4(), checked.values,
        shared(checked.claims) if guest else checked.claims, ask.channel, ask.to, party, over, rules.single, barring, record is not None,
    )  # fmt: skip


def barring_of(policy: Policy, kind: str, who: str, is_new: bool, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """By what somebody who joins is asked whether they are barred: where a policy bars, and an account begins."""
    bar = policy.file.rejoining
    if bar is None or who not in bar.of or not (is_new or policy.records[kind].items & policy.unreadable):
        return ()
    known = {policy.number("item", name) for name in bar.items}
    return tuple(one for one in claims if one.item in known)


def collect(
    by: By,
    kind: str,
    values: Mapping[str, Any],
    *,
    channel: str,
    subject: Person | str = "member",
    old_enough: bool | None = None,
    consents: Iterable[str] = (),
    partner: str = "",
    country: str = "KR",
    accepted: str = "",
    no_resident_number: str = "",
    counterparty: str = "",
    once: Claim | None = None,
    beside: Beside | None = None,
    newcomer: tuple[UUID, UUID] | None = None,
) -> Steps[Collected]:
    """Takes one record. `subject` is a person who is here, or the kind of a new one (`member`, `corporate`, `guest`).

    `old_enough` answers the policy's age question; of a child who is here `False` is enough once a guardian has
    confirmed. `consents` names the optional purposes that a new person agrees to, `accepted` the version of the terms
    that they accepted with it, for the ledger; `counterparty` the recipient that is the other party of an order: to it
    alone, of those by that ground, the order goes, once it is paid; `once` what the record is known by, of which there
    is one; `beside` what commits with it; `newcomer` a new person's number and their record's, where somebody has to know
    them before, and tries again by them.
    `no_resident_number` is an officer's reason why what has a resident number's shape is none: it is recorded; one that is
    certain is refused all the same.
    Raises DeniedError with the clause, InvalidError for a value of the wrong form; in both cases nothing is kept.
    """
    house, actor = by
    is_new = isinstance(subject, str)
    if (consents := tuple(consents)) and not is_new:
        raise JikimError(
            "someone who is here gives a consent by itself",
            hint="call `consent` first, then `collect`",
            ko=("이미 있는 사람의 동의는 따로 받습니다", "먼저 `consent`를, 다음에 `collect`를 호출해 주세요"),
        )
    here, who = (None, subject) if isinstance(subject, str) else (subject.subject, subject.kind)
    if here is not None and old_enough is False:
        old_enough = yield from guardian_agreed(house, here)
    # INVARIANT: what was never taken is never recorded about. Who is nobody here and is refused leaves no trace of
    # where they came from; where a handler wrote it down is the handler's.
    refused = actor._replace(origin="") if is_new and actor.kind not in ("handler", "officer") else actor
    offered = Offered(
        kind, channel, who, actor, old_enough, partner, country, no_resident_number, consents, counterparty
    )

    def act(allowed: Allowed, given: tuple[Checked, int], version: int, entry: Entry) -> Steps[Done[Collected]]:
        policy, (checked, party) = allowed.policy, given
        over = over_from(policy, policy.records[kind], house.now(), {})
        barring = barring_of(policy, kind, who, is_new, checked.claims)
        whose, record = (here, None) if newcomer is None else newcomer
        new = _new(allowed, checked, party, whose or house.holding.newcomer(), is_new, over, barring, record)
        if once is not None:
            new = new._replace(claims=(*new.claims, once))
        if here is not None:
            yield from note_giving(house, (here,))
        outcome, serving = yield from house.holding.collect(allowed, version, new, entry, beside)
        held = () if outcome is not Outcome.TAKEN else (yield from held_by_others(house, policy, new.claims))
        if is_new and (denied := house.denial(policy, allowed, outcome)) and outcome is not Outcome.OTHER_VERSION:
            # Of a newcomer the statement has recorded nothing.
            return (yield from refuse(policy, denied._replace(about=held), allowed.ask))
        if held:
            raise error_of(deny(policy, "taken", *held))
        return Done(outcome, serving, Collected(Ref(new.subject, new.record, kind), checked.handover))

    def refuse(policy: Policy, denied: Denied, ask: Ask | None) -> Steps[NoReturn]:
        return house.refuse(EVENT, policy, refused, denied, ask)

    if consents and old_enough is False:
        # A child agrees to nothing by themselves (PIPA §22-2①).
        yield from refuse(house.policy, deny(house.policy, "under-age"), None)
    return (
        yield from judged(
            house,
            EVENT,
            actor,
            partial(offered.prepare, values),
            act,
            subject=here,
            lane=lambda policy: lane_of(policy, kind, values),
            refuse=refuse,
            facts={**offered.facts(), **({"accepted": accepted} if accepted else {})},
        )
    )


def guardian_agreed(house: House, subject: UUID) -> Steps[bool]:
    """Whether a guardian of somebody who is too young has confirmed their consent, by the record that is kept of it."""
    policy = house.policy
    rules = policy.records.get(policy.file.refuse.guardian or "")
    if rules is None:
        return False
    confirmed = {rules.events[name] for name in rules.record.ends.unless}
    return any(
        row.kind == rules.number
        and row.state == State.LIVE
        and row.ended is None
        and confirmed & set(map(int, row.events))
        for row in (yield from record_rows(subject, house.now()))
    )


def foresee(
    by: By,
    kind: str,
    values: Mapping[str, Any],
    *,
    channel: str,
    subject: Person,
    old_enough: bool | None = None,
    country: str = "KR",
    no_resident_number: str = "",
) -> Steps[None]:
    """Whether a record of somebody who is here would be taken, as far as it can be said before: nothing is kept. Raises
    as `collect` does.

    What a statement alone can find (a consent that is missing, a value that another has) is found by `collect`.
    """
    house, actor = by
    policy, version = house.in_force()
    offered = Offered(kind, channel, subject.kind, actor, old_enough, "", country, no_resident_number)
    prepared = yield from _at_door(policy, kind, values, partial(offered.prepare, values, policy, policy))
    answer = prepared if isinstance(prepared, Denied) else house.judge(policy, prepared[0])
    if isinstance(answer, Denied) and (yield from house.elsewhere(subject.subject, version)) is None:
        ask = None if isinstance(prepared, Denied) else prepared[0]
        yield from house.refuse(EVENT, policy, actor, answer, ask)


def _at_door(policy: Policy, kind: str, values: Mapping[str, Any], work: Callable[[], T]) -> Steps[T]:
    """Work on values: aside where it takes long."""
    lane = lane_of(policy, kind, values)
    done: T = work() if lane is None else (yield Aside(work, lane))
    return done


def _door(policy: Policy, offered: Offered) -> tuple[Offered, Entered] | None:
    """By which records of people who are here are taken together; None for what is taken or refused alone."""
    entered = offered.entered(policy, policy)
    if isinstance(entered, Denied) or entered.rules.single or entered.rules.lookup or entered.rules.pairs:
        return None
    return offered, entered


def collect_many(
    by: By, offers: Sequence[Offer], *, old_enough: bool | None = None, country: str = "KR"
) -> Steps[list[Collected | JikimError]]:
    """Takes many records of people who are here, in one round trip and one commit; each row has its own outcome.

    A row that is denied or of the wrong form answers with its error and hinders no other row, and so does one whose server
    is away while another is not. Kinds that hold unique or single items are taken one by one, with the same answers.
    """
    house, actor = by
    policy, version = house.in_force()
    answers: dict[int, Collected | JikimError] = {}
    together: list[tuple[int, Allowed, New, Entry, Mapping[str, str]]] = []
    shared_by: Entry | None = None
    # What is offered alike is looked at once, is judged once, and is recorded in the same words; None: it is taken or
    # refused alone.
    doors: dict[tuple[str, ...], tuple[Offered, Entered] | None] = {}
    alike: dict[tuple[tuple[str, ...], int], tuple[Allowed, str, datetime | None] | None] = {}
    for n, offer in enumerate(offers):
        said = offer.kind, offer.channel, offer.subject.kind, offer.partner, offer.counterparty
        if said not in doors:
            offered = Offered(*said[:3], actor, old_enough, offer.partner, country, counterparty=offer.counterparty)
            doors[said] = _door(policy, offered)
        if (door := doors[said]) is None:
            continue
        offered, entered = door
        check = partial(offered.check, policy, entered.rules, offer.values)
        try:
            checked = yield from _at_door(policy, offer.kind, offer.values, check)
        except InvalidError as error:
            answers[n] = error
            continue
        if isinstance(checked, Denied):
            continue
        asked = said, checked.items
        if asked not in alike:
            alike[asked] = None
            ask = offered.ask(policy, entered, checked.items)
            answer = ask if isinstance(ask, Denied) else house.judge(policy, ask)
            if not isinstance(answer, Denied):
                made = yield from house.own_look(EVENT, policy, actor, answer.ask, answer.clause, **offered.facts())
                shared_by = shared_by or made
                alike[asked] = answer, made.fact, over_from(policy, entered.rules, house.now(), {})
        if (one := alike[asked]) is None or shared_by is None:
            continue
        allowed, fact, over = one
        new = _new(allowed, checked, entered.party, offer.subject.subject, False, over)
        together.append((n, allowed, new, shared_by.another(fact), checked.handover))
    if together:
        yield from note_giving(house, (new.subject for _, _, new, _, _ in together))
        outcomes = yield from house.holding.collect_many(
            [(allowed, new, entry) for _, allowed, new, entry, _ in together], version, together[0][3].at
        )
        for (n, allowed, new, _, handover), outcome in zip(together, outcomes, strict=True):
            if outcome is Outcome.ALLOWED:
                answers[n] = Collected(Ref(new.subject, new.record, offers[n].kind), handover)
            elif isinstance(outcome, StoreError):
                answers[n] = outcome
            elif outcome not in (Outcome.OTHER_VERSION, Outcome.CONFLICT):
                answers[n] = house.found(policy, allowed, outcome)
    spread: Spread = yield Servers()
    away: dict[str, StoreError] = {}
    for n, offer in enumerate(offers):
        # What is single, is refused, or is another version's to judge, is taken or refused alone.
        if n not in answers and (refused := away.get(spread.of(offer.subject.subject))) is not None:
            answers[n] = refused
        elif n not in answers:
            try:
                answers[n] = yield from collect(
                    by,
                    offer.kind,
                    offer.values,
                    channel=offer.channel,
                    subject=offer.subject,
                    old_enough=old_enough,
                    partner=offer.partner,
                    counterparty=offer.counterparty,
                    country=country,
                )
            except (ConflictError, DeniedError, InvalidError) as error:
                answers[n] = error
            except StoreError as error:
                if len(spread.servers) == 1:
                    raise
                answers[n] = away[spread.of(offer.subject.subject)] = error
    return [answers[n] for n in range(len(offers))]
