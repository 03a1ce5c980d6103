"""Asking for a new consent (3.7): to a declared recipient, for a purpose and its items, one person or many; each is
written to, and answers once.

Guarantees: no answer is no yes. A yes is the consent itself, given by the person; the request only remembers that it
was asked. What the policy does not declare can't be asked for: it is changed first.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Steps
from jikim.disclosures.demand_register import Q
from jikim.disclosures.demands import sound_text
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.decide import deny
from jikim.policy.states import Verb
from jikim.verbs.approve import only_officers
from jikim.verbs.consent import consent
from jikim.verbs.house import House
from jikim.verbs.judged import permit
from jikim.verbs.then import Then, then

PAGE = 2_000
_NIL = UUID(int=0)


class Asking(NamedTuple):
    """A request for a consent, with its answers counted. `name` is the consent's, recipient/purpose, `then` has its
    words of the day."""

    request: UUID
    name: str
    why_ko: str
    why_en: str
    until: date
    by: str
    made: datetime
    ended: datetime | None
    asked: int
    yes: int
    no: int
    then: Then

    @property
    def silent(self) -> int:
        return self.asked - self.yes - self.no

    def open(self, today: date) -> bool:
        """Whether it can still be answered."""
        return self.ended is None and today <= self.until


class Asked(NamedTuple):
    """What one person was asked, and their answer."""

    request: UUID
    name: str
    why_ko: str
    why_en: str
    until: date
    asked: datetime
    answer: str
    answered: datetime | None
    open: bool


class Unmailed(NamedTuple):
    """Somebody who was asked and is not written to yet."""

    subject: UUID
    request: UUID
    name: str
    why_ko: str
    why_en: str
    until: date


def _records(house: House, name: str) -> list[int]:
    recipient = house.policy.file.recipients[name.partition("/")[0]]
    numbers = (house.policy.number("record", kind) for kind in recipient.records)
    return sorted(number for number in numbers if number is not None)


def _clause(house: House, name: str) -> str:
    recipient = house.policy.file.recipients.get(name.partition("/")[0])
    return (recipient.clause if recipient is not None else None) or house.policy.clause("new-consent")


def reach(house: House, name: str, subject: UUID | None = None) -> Steps[int]:
    """How many people a request would ask: the account before."""
    number = house.policy.recipient_consents.get(name)
    if number is None:
        return 0
    [(count,)] = yield Q["asking.reach"](consent=number, records=_records(house, name), subject=subject)
    return int(count)


def ask_people(
    house: House, name: str, *, why_ko: str, why_en: str, until: date, actor: Actor, subject: UUID | None = None
) -> Steps[tuple[UUID, int]]:
    """Asks everybody who can be asked, or one person. Answers the request's number and how many were asked.

    Raises DeniedError for a consent that the policy does not declare, and InvalidError for words that are missing or a
    day that is past.
    """
    policy = house.policy
    event = "consent:ask"
    yield from only_officers(house, event, actor)
    number = policy.recipient_consents.get(name)
    if number is None:
        return (yield from house.refuse(event, policy, actor, deny(policy, "no-recipient")))
    for item, text in (("why_ko", why_ko), ("why_en", why_en)):
        if blank(text):
            raise InvalidError(
                "whoever is asked reads why",
                item=item,
                hint="write it in both languages",
                ko=("사유가 비어 있습니다", "한국어와 영어로 모두 적어 주세요"),
            )
        sound_text(house, item, text)
    if until <= house.today():
        raise InvalidError(
            "people need time to answer",
            item="until",
            hint="choose a day that lies ahead",
            ko=("답할 시간이 없습니다", "앞으로 올 날을 선택해 주세요"),
        )
    request, records = uuid4(), _records(house, name)
    entry = yield from house.entry(event, policy, actor, None, _clause(house, name), asked=name)
    yield Q["asking.open"](request=request, name=name, consent=number, ko=why_ko, en=why_en, until=until, entry=entry)
    count, after = 0, _NIL
    while True:
        entry = yield from house.entry("subject:consent-asked", policy, actor, None, _clause(house, name), asked=name)
        rows = yield Q["asking.ask"](
            request=request, records=records, subject=subject, after=after, limit=PAGE, entry=entry
        )
        asked, last = rows[0]
        count += asked
        if last is None or asked < PAGE:
            return request, count
        after = last


def asked_of(house: House, subject: UUID) -> Steps[list[Asked]]:
    """What a person was asked, the newest first."""
    today, declared = house.today(), house.policy.recipient_consents
    rows = yield Q["asking.of"](subject=subject)
    # A question that the policy no longer declares, or declares of another company by the name, can't be answered any
    # more.
    return [
        Asked(
            request,
            name,
            ko,
            en,
            until,
            asked,
            answer or "",
            answered,
            answer is None and ended is None and today <= until and declared.get(name) == number,
        )
        for request, name, number, ko, en, until, asked, answer, answered, ended in rows
    ]


def answer(house: House, subject: UUID, request: UUID, yes: bool, *, actor: Actor) -> Steps[Asked]:
    """A person's answer. A yes gives the consent and is then written down beside it; a no gives nothing.

    Raises DeniedError for a request that is not theirs, and ConflictError for one that was answered already.
    """
    policy = house.policy
    event = "subject:consent-answer"
    ask = Ask(Verb.CONSENT, 0, 0, actor, of=subject)
    yield from permit(house, event, ask, subject)
    mine = next((one for one in (yield from asked_of(house, subject)) if one.request == request), None)
    if mine is None:
        return (yield from house.refuse(event, policy, actor, deny(policy, "gone"), ask, subject))
    if yes and mine.open:
        yield from consent(house.by(actor), subject, give=[mine.name])
    said = "yes" if yes else "no"
    entry = yield from house.entry(event, policy, actor, ask, _clause(house, mine.name), asked=mine.name, answer=said)
    done = yield Q["asking.answer"](subject=subject, request=request, answer=said, today=house.today(), entry=entry)
    house.expect(done, policy)
    return mine


def end(house: House, request: UUID, *, actor: Actor) -> Steps[None]:
    """Takes a request back: nobody can answer it any more. What was answered stands."""
    yield from only_officers(house, "consent:end", actor)
    entry = yield from house.note("consent:end", actor, "new-consent")
    done = yield Q["asking.end"](request=request, entry=entry)
    house.expect(done)


def askings(house: House, limit: int = 100) -> Steps[list[Asking]]:
    """The requests, the newest first, each by the words of the day on which it was made."""
    found = []
    for request, name, number, *rest in (yield Q["asking.all"](limit=limit)):
        words = yield from then(house, rest[4], "consent", number)
        found.append(Asking._make((request, name, *rest, words)))
    return found


def unmailed(house: House, limit: int = 500) -> Steps[list[Unmailed]]:
    """Who is to be written to."""
    return [
        Unmailed(*row)
        for row in (
            yield Q["asking.unmailed"](
                consents=list(house.policy.recipient_consents.values()), today=house.today(), limit=limit
            )
        )
    ]


def mailed(house: House, one: Unmailed) -> Steps[None]:
    """Their letter is queued, or they left no address: the page asks them all the same."""
    yield Q["asking.mailed"](subject=one.subject, request=one.request, at=house.now())
