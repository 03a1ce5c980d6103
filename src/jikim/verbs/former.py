"""Who is not here any more, or never was: what is kept of them is found by a number, and shown once they proved who
they are (7.5, PIPA §35).

The number of an order opens that order as it is archived; that of a receipt all that is kept of its person: what is
archived, and of who has left what is in progress. An address may be another's by now, so a code that comes there is
half of the proof: the other is a fact that was given with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from jikim.answers import Card, Dossier, RestingCard
from jikim.db.driver import Steps
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.compiled import Policy
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType
from jikim.policy.planned import Plan
from jikim.store.rows import person_row
from jikim.verbs.account import went_of
from jikim.verbs.entries import held_back, told_of
from jikim.verbs.house import By, House
from jikim.verbs.show import looked, opened_live
from jikim.verbs.show_resting import opened, show_resting

# A record's number as orders show it, `3F2A-91C0`: the beginning of the whole.
SHORT = re.compile(r"([0-9a-f]{4})-?([0-9a-f]{4})", re.IGNORECASE)
DOOR = Actor("system", "number-and-code", EVERY_PURPOSE)
REACHED = (ItemType.EMAIL, ItemType.MOBILE, ItemType.PHONE)


class Held(NamedTuple):
    """A text that is held of somebody, mostly an address, and the record that holds it."""

    record: UUID
    text: str


class Behind(NamedTuple):
    """Whose a number is: the person, the record (None: the number of a receipt, which is the person's), the addresses
    that are held, the best to write to first, and what was given."""

    subject: UUID
    record: UUID | None
    addresses: tuple[Held, ...]
    given: tuple[Card | RestingCard, ...]

    def knows(self, policy: Policy, typed: str, reached: str) -> bool:
        """Whether this is a fact of what was given: a telephone number or an e-mail address, but not the one that the
        code came to. Where no other was given, the day of it."""
        known = {_same(policy, held.text) for held in self.addresses} - {_same(policy, reached), ""}
        if known:
            return _same(policy, typed) in known
        zone = policy.zone
        try:
            return date.fromisoformat(typed.strip()) in {one.collected.astimezone(zone).date() for one in self.given}
        except ValueError:
            return False

    def named(self, policy: Policy, name: str) -> bool:
        """Whether this is a name that was given."""
        return _plain(name) in {_plain(held.text) for held in texts_of(policy, self.given, ItemType.PERSON_NAME)}


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _same(policy: Policy, typed: str) -> str:
    """An address in the one form that all its ways of being written have; empty for what is none."""
    for type in REACHED:
        try:
            return accept(type, typed, country=policy.file.service.country).key or ""
        except ItemError:
            continue
    return ""


def behind(house: House, number: str) -> Steps[Behind | None]:
    """Who is behind the number of an order or a receipt, and where they can be written to. None for nobody.

    The system reads the addresses, so that a code can be sent there: recorded on the person, like every look.
    """
    span = _span(number)
    if span is None:
        return None
    entry = yield from house.note("archive:reach", DOOR, "rights")
    found = yield from house.archive.by_number(*span, house.today(), entry)
    if found is None and span[0] == span[1] and (yield from person_row(span[0])) is not None:
        found = span[0], None
    if found is None:
        return None
    subject, record = found
    entry = yield from house.note("archive:reach", DOOR, "rights")
    given: list[Card | RestingCard] = [*(yield from opened(house, subject, record, entry))]
    if record is None:
        given += yield from _in_progress(house.by(DOOR), subject)
    if not given:
        return None
    return Behind(subject, record, tuple(addresses_of(house.policy, given)), tuple(given))


def addresses_of(policy: Policy, given: Iterable[Card | RestingCard]) -> Iterator[Held]:
    """The addresses that cards hold, the best to write to first."""
    return texts_of(policy, given, *REACHED)


def texts_of(policy: Policy, given: Iterable[Card | RestingCard], *types: ItemType) -> Iterator[Held]:
    """What cards hold of these types, type by type, the newest first."""
    newest = sorted(given, key=lambda one: one.collected, reverse=True)
    for type in types:
        for one in newest:
            for item, value in one.values.items():
                declared = policy.file.items.get(item)
                if declared is not None and declared.type is type and isinstance(value, str):
                    yield Held(one.ref.record, value)


def _span(number: str) -> tuple[UUID, UUID] | None:
    """The numbers that one stands for: itself, or all that begin with it."""
    text = number.strip()
    if short := SHORT.fullmatch(text):
        low = int(short[1] + short[2], 16) << 96
        return UUID(int=low), UUID(int=low | (1 << 96) - 1)
    try:
        whole = UUID(text)
    except ValueError:
        return None
    return whole, whole


def _in_progress(by: By, subject: UUID) -> Steps[list[Card]]:
    """What is still in progress of somebody who has left. Nothing of who is here: they sign in."""
    row = yield from person_row(subject)
    if row is None or row.state != 2:
        return []
    answer, serving, person = yield from looked(by, subject)
    finishing = [rules.number for rules in serving.records.values() if rules.finishes]
    _, cards = yield from opened_live(by.house, serving, answer, subject, person, finishing=finishing)
    return cards


def show_former(by: By, subject: UUID, *, record: UUID | None = None) -> Steps[Dossier]:
    """What is kept of a person, or of one record of theirs, with who used it and to whom it went: for themself, who came
    by a number and a code."""
    house = by.house
    resting = yield from show_resting(by, subject, record=record)
    cards = [] if record is not None else (yield from _in_progress(by, subject))
    row = yield from person_row(subject)
    near = {str(part.ref.record) for part in resting} | {str(card.ref.record) for card in cards}
    held = yield from held_back(house, subject)
    went = yield from went_of(house, subject, held)
    uses = yield from told_of(house, subject, held)
    return Dossier(
        subject=subject,
        kind=house.policy.people_named.get(row.kind, "") if row is not None else "",
        here=False,
        joined=None,
        consents=(),
        cards=tuple(cards),
        resting=resting,
        went=tuple(one for one in went if str(one.record) in near),
        requests=(),
        uses=tuple(use for use in uses if use.get("record") in near),
        leaving=Plan(house.now(), ()),
    )
