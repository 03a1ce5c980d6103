"""What an entry's body says: the five facts that the safety standard asks (who, when, from where, whose data, what was done),
the purpose, clause and policy digest; never an item's value.

    {"actor":"handler:delivery-1","at":"2013-03-05T01:02:03.000000Z","clause":"2.1","entry":"…","event":"record:use:allowed",
     "from":"192.0.2.7","items":["address","name"],"kind":"order","policy":"9f…","purpose":"delivery","record":"…","subject":"…","version":1}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from jikim.policy.decide import WHY_OF, Outcome

REFUSED = 99  # denied before any statement; the fact says why

_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Waiting(NamedTuple):
    """A row of an inbox, in the order of its columns."""

    seq: int
    entry: UUID
    at: datetime
    fact: str
    who: bytes
    subject: UUID | None
    record: UUID | None
    version: int | None
    items: list[int] | None
    outcome: int
    blocker: UUID | None


def compose(row: Waiting, who: Mapping[str, str], item_name: Callable[[int], str]) -> dict[str, Any]:
    """The body of one entry, ready for its canonical form."""
    body = _decode(row.fact)
    body.update(who)
    body["at"] = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    body["entry"] = str(row.entry)
    if row.subject is not None:
        body["subject"] = str(row.subject)
    if row.record is not None:
        body["record"] = str(row.record)
    if row.version is not None:
        body["version"] = row.version
    if row.items:
        body["items"] = sorted(item_name(number) for number in row.items)
    if row.blocker is not None:
        body["about"] = str(row.blocker)
    if row.outcome == 0:
        body["event"] = f"{body['event']}:allowed"
    else:
        body["event"] = f"{body['event']}:denied"
        if row.outcome != REFUSED:
            body["why"] = WHY_OF.get(Outcome(row.outcome), "conflict")
    return body
