"""The partners' door: a signed message is checked, then taken row by row (`jikim.intake`). Nothing of it is decoded
before its signature holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from msgspec import Meta

from jikim.accounts.rate_limits import within
from jikim.api.answered import Fed, RowRefused
from jikim.api.call import Call
from jikim.api.problems import ProblemError
from jikim.api.shapes import MOST, Holding, Name, Shape
from jikim.errors import DeniedError
from jikim.intake.feeds import FeedEntry, ReplayError, Report, begin_feed, supplies, take_feed
from jikim.intake.webhook_signatures import check_signature
from jikim.policy.decide import deny

MANY, PER = 600, timedelta(minutes=10)


class FeedRow(Holding, kw_only=True):
    """A row of a partner's feed. `reference` is the partner's own number for it: the same one is taken once."""

    old_enough: bool | None = None
    reference: Annotated[str, Meta(max_length=200)] = ""


class Feed(Shape):
    kind: Name
    rows: Annotated[list[FeedRow], Meta(min_length=1, max_length=MOST)]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it came: whose it says it is, its headers, its body; `decoded` reads the body."""

    partner: str
    headers: Mapping[bytes, bytes]
    body: bytes
    decoded: Callable[[], Any]


async def feed(call: Call, sent: Sent) -> Fed:
    """A partner's feed: each row is judged alone, and the answer says which were refused and why."""
    house, partner = call.house, sent.partner
    if not await call.run(within(house, "feed", call.actor.origin, MANY, PER)):
        raise ProblemError.of("over-limit", headers={"retry-after": "60"})
    message, timestamp, signature = (
        sent.headers.get(name, b"").decode("latin-1")
        for name in (b"webhook-id", b"webhook-timestamp", b"webhook-signature")
    )
    found = await call.run(check_signature(house, partner, message, timestamp, signature, sent.body))
    if found is None:
        try:
            await call.run(house.refuse("partner:feed", house.policy, call.actor, deny(house.policy, "wrong-secret")))
        except DeniedError:
            raise ProblemError.of("signature") from None
    assert found is not None
    # What can't be read is told before its name is taken: the partner mends it and sends it again.
    asked = sent.decoded()
    rows = [FeedEntry(number, row.given(), row.old_enough, row.reference) for number, row in enumerate(asked.rows, 1)]
    supplies(house, partner, asked.kind)
    try:
        begun = await call.run(begin_feed(house, partner, found, sent.body))
    except ReplayError:
        raise ProblemError.of("replayed") from None
    if isinstance(begun, Report):
        return _said(begun)
    actor = found.actor(call.actor.origin)
    return _said(await call.run(take_feed(house, partner, asked.kind, rows, actor=actor, way="api", feed=begun)))


def _said(report: Report) -> Fed:
    refused = tuple(RowRefused(one.row, one.why, one.items, one.clause) for one in report.refused)
    return Fed(report.feed, report.rows, report.taken, report.again, refused)
