"""The queue: mails that wait, as references. The address is read when a mail leaves, by a real `use` of its record.

Guarantees: nobody who left or is away, whose record is frozen by a correction, or who took back a consent is written to: `use`
says no, and the ledger has it. What a letter needs beside the address (a reason, a date) waits sealed under the
person's key, and goes with it. What is to go to somebody who is away waits until they are back. An advertisement is sent by a consent and by day alone.

A letter about a correction that begins, or about leaving, cannot go this way, because its record is closed by then: the
page reads the address before, and sends the letter itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid4

from jikim.crypto import unwrap, wrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import DeniedError, JikimError, KeyGoneError, SealError
from jikim.keys.keyring import person_name
from jikim.mail.campaigns import refusal
from jikim.mail.letters import Letter, letter, source
from jikim.mail.purposes import email_of, purpose_of
from jikim.mail.returned import failed, return_address, sent_to
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.model import ItemType, Language
from jikim.store.holding import Ref
from jikim.store.rows import person_row, record_rows
from jikim.verbs.house import House
from jikim.verbs.receipt import say_returned
from jikim.verbs.use import use

Q = load("jikim.mail")
POST = Actor("system", "mail", EVERY_PURPOSE)
TRIES = 3
# Advertisements are not sent from 21:00 to 8:00 (Network Act §50③).
EVENING, MORNING = time(21), time(8)


class Waiting(NamedTuple):
    """A mail whose time has come."""

    subject: UUID
    mail: UUID
    record: UUID
    kind: str
    letter: str
    language: Language
    facts: bytes
    generation: int
    tries: int

    @property
    def ref(self) -> Ref:
        return Ref(self.subject, self.record, self.kind)


class Dead(NamedTuple):
    """A mail that was given up: whose, which letter, since when it waited, and why."""

    subject: UUID
    mail: UUID
    kind: str
    letter: str
    made: datetime
    tries: int
    why: str


class Doubtful(NamedTuple):
    """A record whose e-mail address a server said it does not know, and since when."""

    record: UUID
    at: datetime


class Addressed(NamedTuple):
    """A mail ready to leave. `version` is the record's, in which the address stands."""

    to: str
    letter: Letter
    version: int


def queue(
    house: House,
    ref: Ref,
    name: str,
    language: Language,
    facts: Mapping[str, str] | None = None,
    *,
    answers: UUID | None = None,
) -> Steps[None]:
    """Queues a letter to the e-mail of a record. `facts` are the letter's own (`mail/letters.py`). `answers`: the request
    that reaches its person by it, and is open again if it comes back.

    Raises JikimError for a letter or facts that there are not, or for a record whose address no purpose may read. A
    record that is gone is passed over.
    """
    read, given = source(name), dict(facts or {})
    read.check(given)
    if purpose_of(house.policy, ref.kind, read) is None:
        raise JikimError(
            f"no purpose of the policy reads an e-mail address of `{{}}` for the letter {name}",
            hint="send it to a record that has an address, by a purpose in its `for`",
            given=ref.kind,
            ko=(
                f"편지 {name}에 쓸 이메일 주소를 읽는 목적이 방침에 없습니다: `{{}}`",
                "주소가 있는 기록에, 그 `for`에 적힌 목적으로 보내 주세요",
            ),
        )
    mail = answers or uuid4()
    sealed, generation = yield from _sealed(house, ref.subject, mail, given)
    if generation:
        yield Q["mail.queue"](
            subject=ref.subject,
            mail=mail,
            record=ref.record,
            kind=ref.kind,
            letter=name,
            language=language,
            facts=sealed,
            generation=generation,
            at=house.now(),
        )


def _sealed(house: House, subject: UUID, mail: UUID, facts: Mapping[str, str]) -> Steps[tuple[bytes, int]]:
    """Facts under the person's key, and its generation; generation 0 where nobody is here."""
    for _ in range(TRIES):
        person = yield from person_row(subject)
        if person is None:
            break
        generation = person.generation
        if not facts:
            return b"", generation
        try:
            key = yield from house.keyring.open("person", person_name(subject, generation))
        except KeyGoneError:
            continue  # The person was given a newer key between the two.
        return wrap(key, _name(mail), json.dumps(facts).encode()), generation
    return b"", 0


def _name(mail: UUID) -> bytes:
    return b"mail" + mail.bytes


def facts_of(house: House, row: Waiting) -> Steps[dict[str, str]]:
    """A mail's facts. Raises KeyGoneError where their key is destroyed."""
    if not row.facts:
        return {}
    if not row.generation:
        # A circular says the same to everybody, and nothing of anybody: it is not sealed.
        return cast("dict[str, str]", json.loads(row.facts))
    key = yield from house.keyring.open("person", person_name(row.subject, row.generation))
    return cast("dict[str, str]", json.loads(unwrap(key, _name(row.mail), row.facts)))


def due(house: House, limit: int) -> Steps[list[Waiting]]:
    """The mails whose time has come, the longest first."""
    rows = yield Q["mail.due"](at=house.now(), limit=limit)
    return [Waiting._make(row) for row in rows]


def take(house: House, row: Waiting, pause: timedelta) -> Steps[bool]:
    """Takes one mail for this process; False where another has it. Left alone, it is tried again after the pause."""
    [(taken,)] = yield Q["mail.take"](subject=row.subject, mail=row.mail, tries=row.tries, until=house.now() + pause)
    return bool(taken)


def night_until(house: House, row: Waiting) -> datetime | None:
    """Until when an advertisement waits for the morning; None where it need not."""
    if source(row.letter).kind != "marketing":
        return None
    here = house.now().astimezone(house.policy.zone)
    if MORNING <= here.time() < EVENING:
        return None
    day = here.date() + timedelta(days=1 if here.time() >= EVENING else 0)
    return datetime.combine(day, MORNING, house.policy.zone)


def address(house: House, row: Waiting, site: str) -> Steps[Addressed | None]:
    """Reads the address by a real use, recorded, and writes the letter. None where there is no address.

    Raises DeniedError where the policy says no: frozen, left, gone, no consent.
    """
    read = source(row.letter)
    policy = house.policy
    purpose, email = purpose_of(policy, row.kind, read), email_of(policy, row.kind)
    if purpose is None or email is None:
        return None
    facts = yield from facts_of(house, row)
    found = yield from use(house.by(POST), row.ref, purpose=purpose, items=[email], reason=f"mail: {row.letter}")
    to: Any = found.get(email)
    if not to:
        return None
    if read.kind == "marketing":
        facts["refuse"] = yield from refusal(house, row.subject, purpose)
    person = yield from person_row(row.subject)
    guest = person is not None and person.kind in house.policy.guests
    where = {"site": site, "brand": (yield from brand_behind(house, row.ref))}
    written = letter(policy, house.today(), row.language, row.letter, guest, **{**where, **facts})
    answers = False
    if row.letter == "request-answered":
        [(answers,)] = yield Q["mail.answers"](subject=row.subject, mail=row.mail)
    back = yield from return_address(house, row.subject, row.mail if answers else row.record, found.version)
    return Addressed(str(to), replace(written, back=back), found.version)


def brand_behind(house: House, ref: Ref) -> Steps[str]:
    """The brand by whose door a record came in, and in whose name its person is written to; empty where by none's."""
    policy, brands = house.policy, house.policy.file.brands
    if not brands:
        return ""
    came = next((row.channel for row in (yield from record_rows(ref.subject, house.now(), record=ref.record))), 0)
    door = policy.name("channel", came)
    return next((name for name, brand in brands.items() if door in brand.channels), "")


def later(_house: House, row: Waiting, until: datetime) -> Steps[None]:
    """Not now. It counts as no try."""
    yield Q["mail.later"](subject=row.subject, mail=row.mail, until=until)


def waits(house: House, row: Waiting) -> Steps[bool]:
    """A mail to who is away waits until they are back. False for who is not, and for what is worth nothing by then: a link
    or code that lives for minutes, an advertisement."""
    read = source(row.letter)
    if read.kind == "marketing" or "minutes" in read.needed:
        return False
    [(waits,)] = yield Q["mail.waits"](subject=row.subject, mail=row.mail, at=house.now())
    return bool(waits)


def drop(_house: House, row: Waiting) -> Steps[None]:
    """It may not leave any more."""
    yield Q["mail.drop"](subject=row.subject, mail=row.mail)


def sent(house: House, row: Waiting) -> Steps[None]:
    """A server took it: recorded, and forgotten."""
    entry = yield from house.entry("mail:sent", house.policy, POST, letter=row.letter)
    yield Q["mail.sent"](subject=row.subject, mail=row.mail, record=row.record, entry=entry)


def die(house: House, row: Waiting, why: str, doubtful: int = 0) -> Steps[None]:
    """It is given up. `doubtful` is the record's version whose address the server knows nothing of, 0 for none."""
    entry = yield from house.entry("mail:given-up", house.policy, POST, letter=row.letter, why=why)
    yield Q["mail.die"](subject=row.subject, mail=row.mail, record=row.record, why=why, doubt=doubtful, entry=entry)


def dead(_house: House, limit: int = 100) -> Steps[list[Dead]]:
    """The mails that were given up, the newest first."""
    rows = yield Q["mail.dead"](limit=limit)
    return [Dead._make(row) for row in rows]


def again(house: House, subject: UUID, mail: UUID) -> Steps[bool]:
    """A mail that was given up is tried again. Answers whether there was one."""
    [(again,)] = yield Q["mail.again"](subject=subject, mail=mail, at=house.now())
    return bool(again)


def counts(_house: House) -> Steps[tuple[int, int]]:
    """How many mails wait, and how many were given up."""
    [(waiting, dead)] = yield Q["mail.counts"]()
    return int(waiting), int(dead)


def doubtful_of(_house: House, subject: UUID) -> Steps[list[Doubtful]]:
    """The records of a person whose e-mail address is in doubt (8.1), until they are corrected, a mail is taken there or
    its person says that it is right."""
    rows = yield Q["mail.doubtful"](subject=subject)
    return [Doubtful._make(row) for row in rows]


def come_back(house: House, to: Iterable[str], content: bytes) -> Steps[bool]:
    """Takes down a mail that came to these addresses. Answers whether it says that one of ours will never be delivered: then
    the address that it went to is in doubt, if it is that of the record still. That a letter of a leaving did is said in the
    receipt, too, which is there when its person is not."""
    sent = yield from sent_to(house, to)
    if sent is None or not failed(content):
        return False
    if sent.what == "leaving":
        yield from say_returned(house, sent.subject)
    entry = yield from house.entry("mail:returned", house.policy, POST)
    [(doubted,)] = yield Q["mail.returned"](
        subject=sent.subject,
        low=UUID(int=sent.start << 96),
        high=UUID(int=(sent.start + 1 << 96) - 1),
        version=sent.version,
        items=[number for number, type in house.policy.types.items() if type is ItemType.EMAIL],
        entry=entry,
    )
    return bool(doubted)


def trust(_house: House, ref: Ref) -> Steps[None]:
    """Its person says that a record's address is right: it is written to again."""
    yield Q["mail.trusted"](subject=ref.subject, record=ref.record)


# What ends a mail without a word to anybody: its facts or its record's key are gone, or the verb says no.
OVER = (DeniedError, KeyGoneError, SealError)
