"""Records that are opened for what identifies nobody: a page after another, of whoever agreed to the purpose.

Each read is on its person's record. What comes of the values is the caller's to make coarse.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.crypto import SealContext, open_items
from jikim.db.driver import Servers, Steps
from jikim.db.spread import Spread
from jikim.disclosures.demand_register import LATEST, Q
from jikim.errors import SealError
from jikim.keys.keyring import person_name
from jikim.policy.ask import Ask
from jikim.policy.compiled import Reading
from jikim.store.holding import flat
from jikim.verbs.house import House
from jikim.verbs.values import spoken_values

PAGE = 1_000
NOBODY = UUID(int=0)


class After(NamedTuple):
    """Where a page ended: its last person and record."""

    subject: UUID = NOBODY
    record: UUID = NOBODY


FIRST = After()


class OpenedRow(NamedTuple):
    """One record, opened: its person, and values by item name."""

    subject: UUID
    values: dict[str, str]


def opened_page(
    house: House,
    event: str,
    ask: Ask,
    reading: Reading,
    items: Sequence[int],
    after: After,
    before: datetime = LATEST,
    **facts: str,
) -> Steps[tuple[list[OpenedRow], After | None]]:
    """The next records of the ask's kind that hold any of these items and were there `before` a moment, in the order of
    their people, one range after the other: each row is recorded, so none is asked for that does not come out; and who moves
    keeps their number, so that nobody is met twice, or not at all. And where the next page goes on, None after the last. One
    whose key is gone is left out."""
    policy, found = house.policy, list[OpenedRow]()
    rules = policy.by_number[ask.kind]
    entry = yield from house.entry(event, policy, ask.actor, ask, reading.clause, **facts)
    spread: Spread = yield Servers()
    here, behind = spread.stretch(after.subject)
    page = yield Q["release.rows"](
        kind=ask.kind,
        policy=house.versions.number,
        items=items,
        needs=flat(reading.needs),
        grant=ask.actor.grant,
        before=before,
        after=after.subject,
        after_record=after.record,
        until=behind,
        limit=PAGE,
        entry=entry,
    ).on(here)
    names = [person_name(subject, generation) for subject, _, _, generation, *_ in page]
    keys = yield from house.keyring.open_many("person", names)
    for name, (subject, record, version, generation, head, held, body) in zip(names, page, strict=True):
        if (key := keys.get(name)) is None:
            continue
        try:
            values = open_items(
                key, SealContext(subject, record, version, generation), head, zip(held, body, strict=True)
            )
        except SealError:
            continue
        spoken = spoken_values(policy, rules, values).items()
        found.append(OpenedRow(subject, {name: _text(value) for name, value in spoken}))
    if len(page) == PAGE:
        return found, After(page[-1][0], page[-1][1])
    return found, None if behind is None else After(behind)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
