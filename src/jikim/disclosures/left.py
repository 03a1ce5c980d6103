"""The register of all that left: to whom, whose, which items, in which version, and what the receiver answered. It
holds no value.

A page begins behind the last line of the one before it, so that a million lines page as fast as fifty.
"""

from __future__ import annotations

import json
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.disclosures.demand_register import LAST, LATEST, Q
from jikim.policy.ask import Actor
from jikim.policy.period import start_of
from jikim.store.sealed import Q as STORE
from jikim.verbs.approve import only_officers
from jikim.verbs.house import House
from jikim.verbs.then import Then, then

Space = Literal["recipient", "processor"]
EARLIEST = datetime(1970, 1, 1, tzinfo=LATEST.tzinfo)


class Left(NamedTuple):
    """One line. `state` is its message's, `receipt` what the receiver answered, `deletion` how a later request to
    delete it stands."""

    subject: UUID
    message: UUID
    record: UUID
    version: int
    space: Space
    to: str
    items: tuple[str, ...]
    at: datetime
    consent: bool
    state: str
    receipt: dict[str, str]
    deletion: str
    topic: str
    then: Then


class Sought(NamedTuple):
    """What is looked for: exact, or everything. Days are the policy's, both included."""

    subject: UUID | None = None
    space: Space = "recipient"
    to: str = ""
    item: str = ""
    first: date | None = None
    last: date | None = None


def left(
    house: House,
    sought: Sought,
    *,
    actor: Actor,
    before: datetime = LATEST,
    before_message: UUID = LAST,
    limit: int = 50,
) -> Steps[list[Left]]:
    """A page of the register, the newest first, for an officer. Recorded: it says whose data went where."""
    policy = house.policy
    event = "disclosure:list"
    yield from only_officers(house, event, actor)
    target = policy.known(sought.space, sought.to) if sought.to else 0
    item = policy.numbers.of("item", sought.item) if sought.item else 0
    if target is None or item is None:
        return []
    entry = yield from house.note(event, actor, "told")
    yield STORE["note"](entry=entry, subject=sought.subject, record=None, items=None)
    rows = yield Q["left.page"](
        subject=sought.subject,
        space=sought.space,
        target=target,
        item=item,
        from_=_from(house, sought.first),
        to=_behind(house, sought.last),
        before=before,
        before_message=before_message,
        limit=limit,
    )
    found = []
    for subject, message, record, version, space, number, items, at, consent, state, receipt, deletion, topic in rows:
        told = yield from then(house, at, space, number)
        found.append(
            Left(
                subject, message, record, version, space, told.name(space, number), told.items(items), at, consent > 0, state or "",
                json.loads(receipt) if receipt else {}, deletion or "", topic or "", told,
            )
        )  # fmt: skip
    return found


def _from(house: House, first: date | None) -> datetime:
    """The first moment of a day; of one at the edge of the calendar, the edge."""
    return start_of(first, house.policy.zone) if first is not None and first.year > MINYEAR else EARLIEST


def _behind(house: House, last: date | None) -> datetime:
    """The first moment behind a day."""
    if last is None or last.year == MAXYEAR:
        return LATEST
    return start_of(last + timedelta(days=1), house.policy.zone)
