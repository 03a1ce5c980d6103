"""Who is not here any more, or never was, and whose address is too old, bounced or changed: an officer saw by a document,
or by meeting them, who asks, and lets them in where they could not get by themselves (7.5).

Guarantees: it is by an officer, for an open request to see what is held whose person was recognised so; only where the
name in that request is one that is kept under the number. What is kept is compared here and told to nobody. It is in
the ledger of whom the number is, with the request's: the letting in, and each try that another's name was brought to.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from jikim.cases.who_may import at_desk
from jikim.db.driver import Steps
from jikim.desk.answering import show_asked
from jikim.desk.request_steps import AtDesk, desk_of
from jikim.desk.requests import requests_of
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.model import ItemType
from jikim.policy.outcome import Outcome
from jikim.store.sealed import Q
from jikim.verbs.former import addresses_of, behind, texts_of
from jikim.verbs.house import House

EVENT = "archive:let-in"
SEEN = ("document", "in-person")


class LetIn(NamedTuple):
    """Who is let in: the number of the record, or of the person whose everything it is; and the address that whoever
    asks gave with their request, empty where they gave none."""

    number: UUID
    address: str


def may_let_in(desk: AtDesk | None) -> bool:
    """Whether the desk knows who asks well enough: a code or a call to an address shows no name."""
    return desk is not None and desk.asks == "person" and desk.proof in SEEN


def let_in(house: House, subject: UUID, request: UUID, number: str, *, actor: Actor) -> Steps[LetIn | None]:
    """Lets whoever asks by an officer's request see what is kept under a number. None where nothing is, or not under
    their name: which of the two, nobody is told.

    Raises DeniedError for anybody but an officer, and where the request is not open or nobody was recognised.
    """
    yield from at_desk(house, EVENT, subject, actor, officer=True)
    if not may_let_in((yield from desk_of(house, subject, request))):
        yield from house.refuse(EVENT, house.policy, actor, deny(house.policy, "not-confirmed"), None, subject)
    policy = house.policy
    shown = yield from show_asked(house.by(actor), subject, request)
    wording = {one.wording for one in (yield from requests_of(house, subject)) if one.request == request}
    # INVARIANT: as the officer filed it: what was corrected since has been compared with no document.
    asked = [card for card in shown.cards if card.ref in wording and card.version == 1]
    found = yield from behind(house, number)
    if found is None:
        return None
    theirs = any(found.named(policy, held.text) for held in texts_of(policy, asked, ItemType.PERSON_NAME))
    why = {} if theirs else {"why": "not-confirmed"}
    entry = yield from house.note(EVENT, actor, "rights", answers=str(request), **why)
    if not theirs:
        yield Q["deny"](entry=entry, subject=found.subject, record=found.record, items=None, outcome=Outcome.REFUSED)
        return None
    yield Q["note"](entry=entry, subject=found.subject, record=found.record, items=None)
    held = next(addresses_of(policy, asked), None)
    return LetIn(found.record or found.subject, held.text if held is not None else "")
