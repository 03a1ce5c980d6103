"""Transfers on request (제3자전송요구, PIPA §35-2): what a person has sent to a recipient that the policy names for that
(`under: request`), or an agent for them.

A request names from its filing the records, their items, the recipient and the number of each message. INVARIANT: the
database queues and sends nothing else to such a recipient, but the correction of what it got; nothing before its person
is confirmed; and closes no such request before everything in it is on its way. Here nothing judges more: `provide` decides, and decides again when the
outbox sends.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Steps
from jikim.desk.requests import Q, records_here
from jikim.errors import DeniedError, StoreError
from jikim.policy.ask import Actor
from jikim.policy.compiled import numbers_of
from jikim.policy.model import Text, Under
from jikim.store.holding import Ref
from jikim.verbs.house import House
from jikim.verbs.provide import provide
from jikim.verbs.then import Named, name_of, named

DENIED = "denied"  # of a message: it was not allowed to leave any more when it was to


class Offer(NamedTuple):
    """What may be asked to leave: these items of one record, to one recipient for one purpose."""

    to: str
    purpose: str
    ref: Ref
    items: int

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.to}/{self.purpose}/{self.ref.record}"


class Transfer(NamedTuple):
    """What a request asks to have sent, by the words of when it was asked. `state` is its message's: empty until it is
    queued."""

    message: UUID
    record: UUID
    to: Named
    purpose: Named
    about: Named
    items: tuple[Named, ...]
    state: str

    @property
    def company(self) -> Text | None:
        """Who receives it, where the policy named them beside their label."""
        one = self.to.then.policy.file.recipients.get(self.to.key)
        return one.company if one is not None else None

    @property
    def relay(self) -> Text | None:
        """The relay agency through which it goes, where the policy named one (PIPA decree §42-6⑦)."""
        one = self.to.then.policy.file.recipients.get(self.to.key)
        return one.relay if one is not None else None


def takes_transfers(house: House) -> bool:
    """Whether the policy names a recipient for it, and the right."""
    file = house.policy.file
    return "portability" in file.rights and any(one.under is Under.REQUEST for one in file.recipients.values())


def offers(house: House, subject: UUID) -> Steps[list[Offer]]:
    """What a person can have sent, by recipient. Reads no value."""
    policy, found = house.policy, []
    here = (yield from records_here(house, subject)) if takes_transfers(house) else []
    for name, one in policy.file.recipients.items():
        for ref, _, held in here:
            for purpose in one.purposes if one.under is Under.REQUEST and ref.kind in one.records else ():
                key = (
                    policy.number("recipient", name),
                    policy.number("purpose", purpose),
                    policy.records[ref.kind].number,
                )
                items = policy.providing[key].items & ~policy.unreadable & sum(1 << item for item in held)  # type: ignore[index]
                if items:
                    found.append(Offer(name, purpose, ref, items))
    return found


def to_send(house: House, every: Sequence[Offer], keys: Collection[str]) -> list[dict[str, Any]]:
    """The offers that a form names, as `file_request` takes them: each under the number by which it will leave."""
    policy = house.policy
    return [
        {
            "message": uuid4(),
            "record": one.ref.record,
            "kind": policy.number("record", one.ref.kind),
            "target": policy.number("recipient", one.to),
            "purpose": policy.number("purpose", one.purpose),
            "items": numbers_of(one.items),
        }
        for one in every
        if one.key in keys
    ]


def transfers_of(house: House, subject: UUID, request: UUID, at: datetime) -> Steps[list[Transfer]]:
    """What a request asks to have sent, and how far each is. `at`: when it was asked."""
    found = []
    for message, record, kind, target, purpose, items, state in (
        yield Q["transfers"](subject=subject, request=request)
    ):
        to = yield from name_of(house, at, "recipient", target)
        why = yield from name_of(house, at, "purpose", purpose)
        about = yield from name_of(house, at, "record", kind)
        words = yield from named(house, at, "item", items)
        found.append(Transfer(message, record, to, why, about, tuple(words.values()), state))
    return found


def send_transfers(
    house: House, subject: UUID, request: UUID, *, actor: Actor, purpose: str = ""
) -> Steps[list[DeniedError]]:
    """Queues what a request asks to have sent (for a purpose) and is not on its way, what was denied as it was to leave
    among it. Answers why some of it may not leave now."""
    denied = []
    for one in (yield from transfers_of(house, subject, request, house.now())):
        if one.state not in ("", DENIED) or purpose not in ("", one.purpose.key):
            continue
        ref, items = Ref(subject, one.record, one.about.key), [item.key for item in one.items]
        try:
            yield from provide(
                house.by(actor), ref, to=one.to.key, purpose=one.purpose.key, items=items, message=one.message
            )
        except DeniedError as error:
            denied.append(error)
        except StoreError:
            # Somebody queued it in the same moment, under the same number: it leaves once.
            continue
    return denied
