"""Demands that a warrant or a statute forbids to tell of: held back from their people until the day that an officer
enters with its document.

What is held back, and where, is `verbs.entries`; pages, downloads and mails say always that such may exist, so that its
absence says nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.disclosures.demand_register import Demand, Q
from jikim.disclosures.demands import sound_text, standing_for
from jikim.errors import InvalidError
from jikim.keys.sealed_words import opened, seal, seal_words, words_of
from jikim.policy.ask import Actor, blank
from jikim.verbs.approve import only_officers
from jikim.verbs.hand_over import DEMAND
from jikim.verbs.house import House


class Secrecy(NamedTuple):
    """What keeps a demand secret: `by` which order or article, in which document; `tell`: from which day on its people
    are told, by `told`."""

    by: str
    document: str
    who: str
    at: datetime
    tell: date | None
    told: str
    officer: str

    def over(self, today: date) -> bool:
        """Whether its people are told by now."""
        return self.tell is not None and self.tell <= today


def keep_secret(house: House, one: Demand, *, by: str, document: str, actor: Actor) -> Steps[None]:
    """Keeps a demand from its people from now on: by whoever prepared it, or an officer. Raises InvalidError where
    nothing is named that forbids telling."""
    event = "demand:keep-secret"
    yield from standing_for(house, event, actor, one.purpose)
    if actor.id != one.prepared:
        yield from only_officers(house, event, actor)
    for item, text in (("secret_by", by), ("secret_document", document)):
        _named(house, item, text)
    words = {"by": by, "document": document}
    said = yield from seal_words(house.keyring, DEMAND, one.demand.bytes, b"secret", words)
    entry = yield from house.note(event, actor, "told", to=one.to)
    done = yield Q["demand.keep_secret"](demand=one.demand, said=said, grant=actor.grant, entry=entry)
    house.expect(done)


def tell_from(house: House, one: Demand, day: date, *, document: str, actor: Actor) -> Steps[None]:
    """An officer enters from which day its people are told, with the document that says so. A day that has come is not
    moved.

    Raises InvalidError for a day that is past or a document that is not named, and ConflictError where they are told
    already.
    """
    event = "demand:tell"
    yield from only_officers(house, event, actor)
    yield from standing_for(house, event, actor, one.purpose)
    _named(house, "tell_document", document)
    if day < house.today():
        raise InvalidError(
            "this day is past",
            item="tell",
            hint="give today, or the day until which the document forbids telling",
            ko=("지난 날입니다", "오늘이나, 문서가 알리지 못하게 한 기간이 끝난 다음 날을 적어 주세요"),
        )
    told = yield from seal(house.keyring, DEMAND, one.demand.bytes, b"told", document.encode())
    entry = yield from house.note(event, actor, "told", to=one.to, day=day.isoformat())
    done = yield Q["demand.tell"](
        demand=one.demand, tell=day, today=house.today(), told=told, grant=actor.grant, entry=entry
    )
    house.expect(done)


def secrecy_of(house: House, demand: UUID) -> Steps[Secrecy | None]:
    """What keeps a demand secret, or kept it; None where nothing ever did. Words are empty where their key, or a
    backup, has lost them."""
    rows = yield Q["demand.secrecy"](demand=demand)
    if not rows:
        return None
    said, by, at, tell, told, officer = rows[0]
    words = yield from words_of(house.keyring, DEMAND, demand.bytes, b"secret", said)
    document = yield from opened(house.keyring, DEMAND, demand.bytes, b"told", told)
    return Secrecy(words.get("by", ""), words.get("document", ""), by, at, tell, document.decode(), officer or "")


def _named(house: House, item: str, text: str) -> None:
    if blank(text):
        raise InvalidError(
            "what forbids telling, and until when, is written somewhere",
            item=item,
            hint="name the order or the article, and the document's number",
            ko=("비어 있습니다", "알리지 못하게 한 영장이나 법 조항, 문서번호를 적어 주세요"),
        )
    sound_text(house, item, text)
