"""What a receiver answers when it is to delete: by webhook (`jobs/outbox.py`), through a letter's link
(`deletion_letters.py`), or on paper, written down here.

Also the account before a contract ends: how much it holds, and what would be asked of it.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple
from uuid import UUID

from jikim.db.driver import Servers, Steps
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, blank
from jikim.policy.period import day_of
from jikim.processors.contracts import Q, Space
from jikim.verbs.approve import only_officers
from jikim.verbs.deletions import DeletionStanding, standing_of
from jikim.verbs.end_contract import recall
from jikim.verbs.house import House
from jikim.verbs.then import Named, named

LATEST, LAST = datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1)


class Holds(NamedTuple):
    """What a receiver holds by what left: `untold` records it has not been told to delete, `waiting` messages that have
    not left yet."""

    people: int
    records: int
    untold: int
    waiting: int


class Told(NamedTuple):
    """One deletion that a receiver was told of; its items by their words of then."""

    subject: UUID
    message: UUID
    record: UUID
    items: tuple[Named, ...]
    asked: datetime
    standing: DeletionStanding
    tries: int
    receipt: dict[str, str]
    by_letter: bool


def holds(house: House, space: Space, to: str) -> Steps[Holds]:
    """The account before: what ending its contract would ask of a receiver."""
    rows = yield Q["contract.holds"](space=space, targets=list(house.policy.bearing(space, to)))
    return Holds(*rows[0])


def recall_again(house: House) -> Steps[None]:
    """Ends what a kill left of an ended contract on the servers beside the house's. For the daily work."""
    if len((yield Servers()).servers) > 1:
        for space, number, _at in (yield Q["contract.over"]()):
            if space == "processor":
                yield from recall(number, house.now())


def told(
    house: House, space: Space, to: str, before: datetime = LATEST, before_message: UUID = LAST, limit: int = 50
) -> Steps[list[Told]]:
    """What a receiver was told to delete, the newest first, a page at a time."""
    policy, today = house.policy, house.today()
    number = policy.known(space, to) or 0
    rows = yield Q["deletion.page"](
        space=space, target=number, before=before, before_message=before_message, limit=limit
    )
    found = []
    for subject, message, record, items, made, state, tries, receipt, by_letter in rows:
        words = yield from named(house, made, "item", items)
        standing = standing_of(state, day_of(made, policy.zone), today)
        answer = json.loads(receipt) if receipt else {}
        found.append(Told(subject, message, record, tuple(words.values()), made, standing, tries, answer, by_letter))
    return found


def duty(statute: str, until: str, today: date) -> str:
    """The receipt of data that is kept by a duty of the receiver's own. Raises InvalidError where it does not say
    which, and until when."""
    if blank(statute):
        raise InvalidError(
            "a duty of one's own has a statute",
            item="statute",
            hint="name the act and the article",
            ko=("어느 법령에 따른 보존인지 적지 않았습니다", "법령과 조항을 적어 주세요"),
        )
    try:
        day = date.fromisoformat(until)
    except ValueError:
        day = date.min
    if day <= today:
        raise InvalidError(
            "the day until which it is kept",
            item="until",
            hint="a day that lies ahead",
            ko=("언제까지 보존하는지 적지 않았습니다", "앞으로 올 날을 선택해 주세요"),
        )
    return json.dumps({"state": "kept", "statute": statute.strip()[:200], "until": day.isoformat()}, ensure_ascii=False)


def write_down(
    house: House,
    to: str,
    one: Told,
    *,
    state: Literal["done", "kept"],
    how: str,
    statute: str = "",
    until: str = "",
    actor: Actor,
) -> Steps[None]:
    """An officer writes down an answer that came by letter or phone. Raises ConflictError where it was answered
    already."""
    event = "record:delete-receipt"
    yield from only_officers(house, event, actor)
    receipt = json.dumps({"receipt": how[:200]}, ensure_ascii=False)
    if state == "kept":
        receipt = duty(statute, until, house.today())
    entry = yield from house.entry(event, house.policy, actor, None, "", to=to, state=state)
    done = yield Q["deletion.answer"](
        subject=one.subject, message=one.message, state=state, receipt=receipt, entry=entry
    )
    house.expect(done)
