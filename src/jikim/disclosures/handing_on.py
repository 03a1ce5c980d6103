"""Handing on by hand: to whom a record may go, what would leave, and the certificate that a receiver without an
endpoint has (clauses 3.x, 4.x).

The policy says it: its `recipients` and `processors`, but for demands by law (`demands.py`), counts (`releases.py`) and
what its person asks to have sent, which have ways of their own. What leaves goes through `provide` and `entrust` and waits in the outbox; nothing here
holds a value.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from jikim.db.driver import Row, Steps
from jikim.disclosures.demand_register import Q
from jikim.on_demand import on_demand
from jikim.policy.ask import Actor
from jikim.policy.compiled import Handing, Policy
from jikim.policy.model import Named, Under
from jikim.policy.numbers import Space
from jikim.verbs.approve import only_officers
from jikim.verbs.house import House

if TYPE_CHECKING:
    from jikim.disclosures import envelope
else:
    envelope = on_demand("jikim.disclosures.envelope")

SPACES: tuple[Space, ...] = ("recipient", "processor")
ELSEWHERE = (Under.LAW, Under.STATISTICS, Under.REQUEST)
SHOWN = 200


class Way(NamedTuple):
    """One receiver and purpose to which records of a kind may go, and what the policy says of it."""

    space: Space
    to: str
    purpose: str
    handing: Handing

    @property
    def value(self) -> str:
        """What a form carries of it."""
        return f"{self.space}/{self.to}/{self.purpose}"


class Lot(NamedTuple):
    """What waits for one receiver, purpose and kind, and what was put into a file that nobody confirmed yet."""

    space: Space
    to: str
    purpose: str
    kind: str
    waiting: int
    taken: int
    oldest: datetime

    @property
    def value(self) -> str:
        """What names it on a page."""
        return f"{self.space}/{self.to}/{self.purpose}/{self.kind}"


class Certificate(NamedTuple):
    """The certificate that files to a receiver are encrypted to, and who entered it."""

    pem: str
    by: str
    at: datetime


def ways(policy: Policy, kind: str, purposes: Collection[str]) -> list[Way]:
    """To whom records of a kind may be handed on for these purposes, in the policy's order."""
    number = policy.records[kind].number
    found = []
    for space in SPACES:
        for (to, purpose, record), handing in (policy.providing if space == "recipient" else policy.entrusting).items():
            name = policy.name("purpose", purpose)
            if record == number and handing.ground not in ELSEWHERE and name in purposes:
                found.append(Way(space, policy.name(space, to), name, handing))
    return found


def declared(policy: Policy, space: str, to: str) -> Named | None:
    """What the policy in force says of a receiver."""
    table = policy.file.recipients if space == "recipient" else policy.file.processors
    return table.get(to)


def leaving(policy: Policy, way: Way, items: int, actor: Actor) -> int:
    """The items of a record that holds `items` which may leave by this way and this grant (masks). Pure."""
    return way.handing.items & ~policy.unreadable & items & actor.items


def lots(house: House, before: datetime | None = None) -> Steps[list[Lot]]:
    """Everything that waits to be handed on, or to be confirmed; `before`: of what was queued by then."""
    rows = yield Q["by_hand.counts"](before=before or house.now())
    name = house.policy.name
    return [
        Lot(space, name(space, to), name("purpose", purpose), name("record", kind), waiting, taken, oldest)
        for space, to, purpose, kind, waiting, taken, oldest in rows
    ]


def certificate_of(house: House, space: Space, to: str) -> Steps[Certificate | None]:
    """A receiver's certificate, where an officer entered one."""
    rows = yield Q["by_hand.certificate"](space=space, target=house.policy.number(space, to))
    return Certificate._make(rows[0]) if rows else None


def enter_certificate(house: House, space: Space, to: str, pem: bytes, *, actor: Actor) -> Steps[str]:
    """An officer's word that a certificate is this receiver's. Answers its fingerprint. Raises InvalidError for one
    that nothing can be encrypted to."""
    event = "disclosure:certificate"
    yield from only_officers(house, event, actor)
    read = envelope.read_certificate(pem, house.now())
    said = declared(house.policy, space, to)
    clause = (said.clause if said is not None else "") or house.policy.clause("entrust")
    entry = yield from house.entry(event, house.policy, actor, None, clause, to=to, certificate=read.fingerprint)
    yield Q["by_hand.certify"](space=space, target=house.policy.number(space, to), pem=read.pem, entry=entry)
    return read.fingerprint


class Waiting(NamedTuple):
    """One message for a person to hand over. `again`: it is in a file already, and may be put into another from then
    on."""

    subject: UUID
    message: UUID
    record: UUID
    kind: str
    items: tuple[int, ...]
    taken: bool
    again: datetime
    made: datetime


def messages(house: House, space: Space, to: str, purpose: str) -> Steps[list[Waiting]]:
    """What waits for a receiver and purpose, the oldest first: numbers alone."""
    name = house.policy.name
    return [
        Waiting(subject, message, record, name("record", kind), tuple(items), state == "sending", again, made)
        for subject, message, record, _, _, _, _, kind, items, _, _, state, _, again, _, made in (
            yield from message_rows(house, space, to, purpose)
        )
    ]


def state_of(house: House, subject: UUID, message: UUID) -> Steps[str]:
    """How a message stands in the outbox: waiting, sending, sent, unclear, done, kept, denied; empty for one that is not
    there, or whose person is gone."""
    rows = yield Q["demand.message"](subject=subject, message=message)
    return next((state for *_, state, _tries, _not_before, _key in rows), "")


def message_rows(house: House, space: Space, to: str, purpose: str) -> Steps[list[Row]]:
    """The rows behind `messages`, as the outbox has them."""
    policy = house.policy
    rows: list[Row] = yield Q["by_hand.messages"](
        space=space, target=policy.number(space, to), purpose=policy.number("purpose", purpose), limit=SHOWN
    )
    return rows
