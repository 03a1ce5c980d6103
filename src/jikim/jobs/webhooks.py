"""webhooks: what happened, told to whoever asked, by reference: whose, which record, what, under which clause. Never a
value.

What is told comes out of the ledger's entries, in their order, so nothing that was done is missed and nothing is told
that was not done. Each message is signed (Standard Webhooks) and is a CloudEvents 1.0 event in structured JSON. It
arrives at least once, and for each subject in order: the next waits until the one before has arrived, or was given up
after a week. What was given up is listed, and can be replayed.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.clock import machine_moment, machine_seconds
from jikim.crypto import derived, unwrap, wrap
from jikim.db.driver import Driver, Steps
from jikim.db.queries import load
from jikim.db.steps import rows_of, value_of
from jikim.errors import JikimError
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbound_addresses import Outward, expect_outward, opened
from jikim.jobs.outbox import PAUSES, TIMEOUT_SECONDS
from jikim.jobs.outbox import post as post_signed
from jikim.ledger.export import Q as LEDGER
from jikim.ledger.export import bodies_from
from jikim.settings import Endpoint
from jikim.verbs.house import House

Q = load("jikim.jobs")
MEDIA = "application/cloudevents+json"
EVENT = re.compile(r"\*|[a-z]+:(?:\*|[a-z]+(?:-[a-z]+)*)")
NOBODY = UUID(int=0)
GIVEN_UP = 11  # tries: a minute, ten, an hour, six, and then daily for a week
BATCH = 1_000
# For how long one receiver is talked to in one run, and how many failures in a row end it: the others wait for it.
SECONDS, FAILURES = 20.0, 3
ARRIVED = timedelta(days=7)

Post = Callable[[Endpoint, str, bytes, datetime, str], Answer | tuple[int, bytes]]


class Webhook(NamedTuple):
    """A webhook: whose (empty: the house's), where to, which events, and how much waits or was given up."""

    webhook: UUID
    owner: str
    url: str
    events: tuple[str, ...]
    made: datetime
    waiting: int
    dead: int


class DeadMessage(NamedTuple):
    """A message that was given up: its last answer's status (0: nobody answered), and what it says."""

    webhook: UUID
    message: UUID
    position: int
    tries: int
    status: int
    body: Mapping[str, Any]


class Called(NamedTuple):
    """What one run did, by number of messages."""

    told: int = 0
    failed: int = 0
    dead: int = 0


class _Hook(NamedTuple):
    """A webhook as it is kept. `keys`, `seeing`: of its owner's keys those that may have webhooks, and that may see evidence; None
    of the house's own."""

    webhook: UUID
    owner: str
    events: Sequence[str]
    sealed: bytes
    made: datetime
    position: int
    keys: list[int] | None
    seeing: list[int] | None


def _hooks(owner: str | None = None) -> Steps[list[_Hook]]:
    """Every one, or those of one owner."""
    return [one for one in map(_Hook._make, (yield Q["hook.list"]())) if owner is None or one.owner == owner]


def _numbers(owner: str | None, webhook: UUID | None) -> Steps[list[UUID]]:
    return [one.webhook for one in (yield from _hooks(owner)) if webhook is None or one.webhook == webhook]


def _key(house: House) -> Steps[bytes]:
    return derived((yield from house.keyring.ensure("web", b"api")), b"webhooks")


def add_webhook(house: House, owner: str, url: str, events: Sequence[str], outward: Outward) -> Steps[tuple[UUID, str]]:
    """Adds a webhook from now on. Answers its number and its secret, which is shown once.

    Raises JikimError for an address that leads inwards, or an event of another form.
    """
    for event in events:
        if not EVENT.fullmatch(event):
            raise JikimError(
                "`{}` is no event",
                hint="write `subject:leave`, `record:*` or `*`",
                given=event,
                ko=("이벤트가 아닙니다: `{}`", "`subject:leave`, `record:*` 또는 `*` 형식으로 적어 주세요"),
            )
    if not events:
        raise JikimError(
            "a webhook is told of something",
            hint="name events: `subject:leave`",
            ko=("웹훅으로 알릴 이벤트가 없습니다", "`subject:leave`처럼 이벤트를 적어 주세요"),
        )
    secret = "whsec_" + base64.b64encode(os.urandom(32)).decode()
    expect_outward(url, outward)
    webhook = uuid4()
    sealed = wrap((yield from _key(house)), webhook.bytes, json.dumps([url, secret]).encode())
    [(size, _frontier, _generation)] = yield LEDGER["ledger.tree_now"]()
    given = {"events": sorted(set(events)), "sealed": sealed, "at": machine_moment(), "position": size}
    yield Q["hook.add"](webhook=webhook, owner=owner, **given)
    return webhook, secret


def webhooks(house: House, owner: str | None = None) -> Steps[list[Webhook]]:
    """Every webhook, or those of one owner."""
    found = []
    counted = {webhook: counts for webhook, *counts in (yield Q["hook.counts"]())}
    for one in (yield from _hooks(owner)):
        url, _secret = json.loads(unwrap((yield from _key(house)), one.webhook.bytes, bytes(one.sealed)))
        waiting, dead = counted.get(one.webhook, (0, 0))
        found.append(Webhook(one.webhook, one.owner, url, tuple(one.events), one.made, waiting, dead))
    return found


def end_webhook(webhook: UUID, owner: str | None = None) -> Steps[bool]:
    """Ends a webhook, with all that it had still to tell. Answers whether there was one (of that owner)."""
    [(done,)] = yield Q["hook.end"](webhook=webhook, owner=owner, at=machine_moment())
    if done:
        yield Q["hook.drop"](webhook=webhook)
    return bool(done)


def dead_messages(
    owner: str | None = None, webhook: UUID | None = None, after: int = -1, limit: int = 100
) -> Steps[list[DeadMessage]]:
    """What was given up, oldest first."""
    rows = yield Q["hook.dead"](webhooks=(yield from _numbers(owner, webhook)), after=after, limit=limit)
    return [
        DeadMessage(of, message, place, tries, said, json.loads(body)) for of, message, place, body, tries, said in rows
    ]


def replay(owner: str | None = None, webhook: UUID | None = None, message: UUID | None = None) -> Steps[int]:
    """What was given up is tried again: all of it, a webhook's, or one message. Answers how many."""
    hooks = yield from _numbers(owner, webhook)
    [(number,)] = yield Q["hook.replay"](webhooks=hooks, message=message, at=machine_moment())
    return int(number)


# ---- the job


def call_webhooks(
    driver: Driver, house: House, source: str, outward: Outward, *, at: datetime | None = None, post: Post | None = None
) -> Called:
    """Looks at what is new in the ledger, and tells it, outward alone. Safe in any number of processes; killed
    anywhere, it goes on."""
    told = failed = dead = 0
    send = post or partial(post_signed, connect=lambda endpoint: opened(endpoint, outward, TIMEOUT_SECONDS))
    moment = at or machine_moment()
    _take(driver, house, source, moment)
    key = driver.run(_key(house))
    hooks = driver.run(_hooks())
    waits = {webhook for webhook, waiting, _dead in driver.run(rows_of(Q["hook.counts"]())) if waiting}
    for webhook, _owner, _events, sealed, _made, _position, keys, _seeing in hooks:
        if webhook not in waits:
            continue
        endpoint = _endpoint(key, webhook, bytes(sealed))
        begun, wrong = machine_seconds(), 0
        while wrong < FAILURES and machine_seconds() - begun < SECONDS:
            asked = Q["hook.due"](webhook=webhook, keys=keys, at=moment, now=house.now(), limit=BATCH)
            due = driver.run(rows_of(asked))
            if not due:
                break
            for subject, position, message, body, tries in due:
                if wrong >= FAILURES or machine_seconds() - begun >= SECONDS:
                    break
                pause = PAUSES[min(tries, len(PAUSES) - 1)]
                if not driver.run(
                    value_of(
                        Q["hook.claim"](
                            subject=subject, webhook=webhook, position=position, tries=tries, next=moment + pause
                        )
                    )
                ):
                    continue
                status = send(endpoint, str(message), body.encode(), machine_moment(), MEDIA)[0] if endpoint else 0
                state = "sent" if 200 <= status < 300 else "dead" if tries + 1 >= GIVEN_UP else "waiting"
                driver.run(
                    value_of(
                        Q["hook.said"](subject=subject, webhook=webhook, position=position, state=state, said=status)
                    )
                )
                told, failed, dead = told + (state == "sent"), failed + (state != "sent"), dead + (state == "dead")
                wrong = 0 if state == "sent" else wrong + 1
    driver.run(value_of(Q["hook.prune"](before=moment - ARRIVED, webhooks=[one.webhook for one in hooks])))
    driver.run(value_of(Q["answer.prune"](at=moment)))
    return Called(told, failed, dead)


def _endpoint(key: bytes, webhook: UUID, sealed: bytes) -> Endpoint | None:
    """Where to; None for an address that was kept before its form was looked at: nobody is there, and others wait for
    nobody."""
    try:
        return Endpoint(*json.loads(unwrap(key, webhook.bytes, sealed)))
    except JikimError:
        return None


def _take(driver: Driver, house: House, source: str, at: datetime) -> None:
    """Every webhook's messages out of entries that it has not looked at."""
    while True:
        hooks = driver.run(_hooks())
        if not hooks:
            return
        first = min(one.position for one in hooks)
        entries = driver.run(bodies_from(house.keyring, house.objects, first, BATCH))
        if not entries:
            return
        *_, (last, *_) = entries
        end = last + 1
        for webhook, _owner, events, _sealed, _made, position, keys, seeing in hooks:
            if position >= end:
                continue
            rows = [
                {
                    "subject": body.get("subject", str(NOBODY)),
                    "kind": _kind(house, body),
                    "position": place,
                    "message": body["entry"],
                    "body": event_of(body, source),
                }
                for place, body in entries
                if place >= position and body is not None and wanted(events, body["event"])
            ]
            if rows:
                told: dict[str, Any] = {
                    "webhook": webhook,
                    "keys": keys,
                    "seeing": seeing,
                    "at": at,
                    "now": house.now(),
                }
                driver.run(rows_of(Q["hook.tell"](rows=json.dumps(rows), **told)))
            driver.run(value_of(Q["hook.take"](webhook=webhook, from_=position, to=end)))


def _kind(house: House, body: Mapping[str, Any]) -> int:
    """The number of the record kind that an entry is of; 0 where it is of none, and one that no key names where no
    version in force knows it."""
    name = body.get("kind")
    return 0 if name is None else house.policy.number("record", name) or -1


def wanted(events: Sequence[str], event: str) -> bool:
    """Whether a webhook is told of an event: of what was done, and not of what was refused."""
    name, _, outcome = event.rpartition(":")
    return outcome == "allowed" and any(one in ("*", name, f"{name.partition(':')[0]}:*") for one in events)


def event_of(body: Mapping[str, Any], source: str) -> str:
    """An entry as a CloudEvent: references alone."""
    name = body["event"].removesuffix(":allowed")
    data = {key: body[key] for key in ("subject", "record", "kind", "clause", "version") if key in body}
    event = {
        "specversion": "1.0",
        "id": body["entry"],
        "source": source,
        "type": f"jikim.{name.replace(':', '.')}",
        "time": body["at"],
        "datacontenttype": "application/json",
        "data": {"event": name, **data},
    }
    return json.dumps(event | ({"subject": body["subject"]} if "subject" in body else {}))
