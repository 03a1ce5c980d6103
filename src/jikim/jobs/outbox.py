"""The outbox: sends what provide and entrust queued, tells corrected values, asks receivers to delete, and tells the
company's own systems what became of what they hold copies of (`system_requests.py`).

At the moment of sending each message is decided again, the record is locked, and the version that leaves is on disk
before it does; the receiver's answer is a third entry (of a deletion: `deletion_answers.py`). Messages are signed in
the form of Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`), and a receiver knows a repeated
one by its id.

A message without an endpoint waits. One that fails is tried again after a growing pause.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, cast
from urllib.parse import urlsplit
from uuid import UUID

from jikim.clock import machine_seconds
from jikim.crypto import SealContext, open_items
from jikim.db.driver import Driver, Steps
from jikim.errors import KeyGoneError
from jikim.jobs.deletion_answers import Answer, Fate, judged, signed
from jikim.jobs.system_requests import system_request
from jikim.keys.keyring import person_name
from jikim.policy.ask import EVERY_PURPOSE, Actor, Ask
from jikim.policy.compiled import Policy, RecordRules, mask_of
from jikim.policy.condition import finishing
from jikim.policy.decide import Allowed, Denied
from jikim.policy.numbers import Space
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.settings import Endpoint
from jikim.store.holding import flat, mask_text
from jikim.store.sealed import Q
from jikim.urls import target
from jikim.verbs.file_packages import as_json
from jikim.verbs.hand_over import Terms, terms_of
from jikim.verbs.house import House
from jikim.verbs.values import spoken

SENDER = Actor("system", "outbox", EVERY_PURPOSE)
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
TIMEOUT_SECONDS = 10.0
# For how long a decision to send holds, by the machine's clock. With the time-out it is less than the minute for which
# a receiver is not yet told to delete what may be on its way (`live.take_message`), so that nothing comes after it was
# told.
HOLDS_SECONDS = 30.0

Connect = Callable[[Endpoint], http.client.HTTPConnection]
Post = Callable[[Endpoint, str, bytes, datetime], Answer | tuple[int, bytes]]


class Due(NamedTuple):
    """A message whose time has come."""

    subject: UUID
    message: UUID
    record: UUID
    topic: str
    space: str
    target: int
    purpose: int
    kind: int
    items: list[int]
    policy: int
    demand: UUID | None
    state: str
    tries: int
    not_before: datetime
    key: str | None  # of an attached record: its row


# What the row of an attached record says, by item: of this kind, with this key, of these items.
RowReader = Callable[[RecordRules, str, int], Steps[Mapping[int, bytes]]]


class Delivered(NamedTuple):
    """What one run did, by number of messages."""

    sent: int = 0
    failed: int = 0
    denied: int = 0
    waiting: int = 0

    def __add__(self, other: object) -> Delivered:
        assert isinstance(other, Delivered)
        return Delivered(*(a + b for a, b in zip(self, other, strict=True)))


def _connection(endpoint: Endpoint) -> http.client.HTTPConnection:
    url = urlsplit(endpoint.url)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    return kind(url.hostname or "", url.port, timeout=TIMEOUT_SECONDS)


def post(
    endpoint: Endpoint,
    message: str,
    body: bytes,
    at: datetime,
    media: str = "application/json",
    connect: Connect = _connection,
) -> Answer:
    """One signed POST. Answers status, body and headers; status 0 where nobody answered. No redirect is followed;
    `connect` makes the connection."""
    url = urlsplit(endpoint.url)
    headers = {"content-type": media, **signed(endpoint.secret, message, body, at)}
    try:
        connection = connect(endpoint)
    except OSError:
        return Answer(0, b"")
    try:
        connection.request("POST", target(url), body, headers)
        response = connection.getresponse()
        content = response.read(64 * 1024)
        return Answer(response.status, content, {name.lower(): value for name, value in response.getheaders()})
    except (OSError, http.client.HTTPException):
        return Answer(0, b"")
    finally:
        connection.close()


def deliver(
    driver: Driver,
    house: House,
    endpoints: Mapping[str, Endpoint],
    post: Post = post,
    limit: int = 500,
    reader: RowReader | None = None,
    site: str = "",
) -> Delivered:
    """Sends every message whose time has come. Safe in any number of processes: each message is taken by one.

    `reader` reads rows of an application's database; without it, what is about attached records waits.
    `site`: the address of the pages, at which the company's own systems may tell that they are done.
    """
    done = Delivered()
    for row in _waiting(driver, house.now(), limit):
        policy = driver.run(house.versions.serving(row.policy)) if row.policy else house.policy
        space = cast("Space", row.space)
        name = policy.name(space, row.target)
        # INVARIANT: an endpoint is a company's, whatever bears its name by now.
        endpoint = endpoints.get(policy.numbers.handle(space, row.target))
        if endpoint is None:
            done += Delivered(waiting=1)
            continue
        asked = machine_seconds()
        try:
            payload = driver.run(take_for_sending(house, policy, row, name, reader=reader, site=site))
        except KeyGoneError:
            # The person was given a new key between the statement and the look-up: it leaves at the next try.
            done += Delivered(failed=1)
            continue
        if not isinstance(payload, bytes):
            done += Delivered(waiting=1) if payload == "waits" else Delivered(denied=1)
            continue
        if machine_seconds() - asked > HOLDS_SECONDS:
            # This process stood still since, and much may have been taken back: the next try decides again.
            done += Delivered(failed=1)
            continue
        answer = Answer(*post(endpoint, str(row.message), payload, house.now()))
        if not 200 <= answer.status < 300:
            done += Delivered(failed=1)
            continue
        fate, receipt = received(house, row, endpoint.secret, answer)
        driver.run(note_receipt(house, policy, row, name, fate, receipt))
        done += Delivered(failed=1) if fate == "unclear" else Delivered(sent=1)
    return done


def _waiting(driver: Driver, at: datetime, page: int) -> Iterator[Due]:
    """Every message whose time has come, page by page: those that no endpoint takes must not stand before the others."""
    after: tuple[datetime | None, UUID | None] = (None, None)
    while True:
        rows = driver.run(_due(at, after, page))
        yield from rows
        if len(rows) < page:
            return
        after = (rows[-1].not_before, rows[-1].message)


def _due(at: datetime, after: tuple[datetime | None, UUID | None], page: int) -> Steps[list[Due]]:
    not_before, message = after
    rows = yield Q["outbox_due"](at=at, after=not_before, after_message=message, limit=page)
    return [Due._make(row) for row in rows]


def ask_of(row: Due, terms: Terms, actor: Actor = SENDER) -> Ask:
    """What is asked again of a message at the moment of sending."""
    if row.topic == "corrected":
        return Ask(Verb.CORRECT, row.kind, mask_of(row.items), actor, to=row.target)
    verb = Verb.PROVIDE if row.topic == "provide" else Verb.ENTRUST
    return Ask(verb, row.kind, mask_of(row.items), actor, row.purpose, to=row.target, **terms._asdict())


def take_for_sending(
    house: House,
    policy: Policy,
    row: Due,
    name: str,
    actor: Actor = SENDER,
    reader: RowReader | None = None,
    site: str = "",
) -> Steps[bytes | Literal["waits", "denied"]]:
    """Takes one message for sending. `denied` where it may not leave any more; `waits` where it may not leave now (its
    record is frozen, its person away, what a deletion is about on its way) or someone else has it. `actor`: who carries
    it, where a person does."""
    now = house.now()
    pause = PAUSES[min(row.tries, len(PAUSES) - 1)]
    head: dict[str, Any] = {"message": str(row.message), "topic": row.topic, "to": name}
    if row.topic == "delete" or row.space == "system":
        [(took, asked)] = yield Q["take_message"](subject=row.subject, message=row.message, at=now, retry=now + pause)
        if not took:
            return "waits"
        if row.space == "system":
            what = {
                field: getattr(row, field) for field in ("message", "subject", "record", "kind", "items", "purpose")
            }
            return system_request(policy, name, row.topic, asked=asked, site=site, **what)
        went = yield Q["disclosures_of"](subject=row.subject)
        head["about"] = sorted(
            str(message)
            for message, record, _v, space, target, *_ in went
            if (record, space, target) == (row.record, row.space, row.target)
        )
        return json.dumps(head).encode()
    if row.key is not None and reader is None:
        # INVARIANT: nothing is recorded as sent whose values nobody here can read.
        return "waits"
    version = row.policy
    terms = yield from terms_of(house, row.demand)
    for _ in range(3):
        ask = ask_of(row, terms, actor)
        answer = house.judge(policy, ask)
        if isinstance(answer, Denied) and answer.fault:
            # Nothing leaves, and nothing is recorded as refused.
            return "waits"
        entry = yield from house.entry(
            f"record:{row.topic}-sent",
            policy,
            actor,
            ask,
            answer.clause if isinstance(answer, Allowed) else "",
            to=name,
        )
        handing = (policy.providing if row.space == "recipient" else policy.entrusting).get(
            (row.target, row.purpose, row.kind)
        )
        # A decision that has become a denial is put to the statement as a condition that nobody meets, so that it is
        # recorded.
        needs = "{0}" if isinstance(answer, Denied) else flat(answer.needs)
        consent = answer.needs[0][0] if isinstance(answer, Allowed) and answer.needs else 0
        rules = policy.by_number.get(row.kind)
        rows = yield Q["dispatch"](
            subject=row.subject,
            message=row.message,
            policy=version,
            items=mask_text(ask.items),
            needs=needs,
            finishes=finishing(policy, ask),
            consent=consent,
            until_left=handing is None or handing.until_withdrawal,
            retry=now + pause,
            entry=entry,
        )
        outcome, serving, of_version, generation, sealed_head, items, body, waits = rows[0]
        if outcome == Outcome.OTHER_VERSION:
            policy, version = yield from house.served(row.subject, serving)
            continue
        if outcome != Outcome.ALLOWED or rules is None:
            return "waits" if waits else "denied"
        values: Mapping[str, Any] = {}
        if items:
            opened: Mapping[int, bytes]
            if row.key is not None and reader is not None:
                opened = yield from reader(rules, row.key, mask_of(items))
                if not opened:
                    return "waits"
            else:
                key = yield from house.keyring.open("person", person_name(row.subject, generation))
                place = SealContext(row.subject, row.record, of_version, generation)
                opened = open_items(key, place, sealed_head, zip(items, body, strict=True))
            said = yield from spoken(policy, rules, row.subject, opened)
            values = {name: as_json(value) if isinstance(value, bytes) else value for name, value in said.items()}
        head |= {"record": rules.name, "version": of_version, "items": values}
        if row.purpose:
            head["purpose"] = policy.name("purpose", row.purpose)
        return json.dumps(head, ensure_ascii=False).encode()
    return "waits"


def received(house: House, row: Due, secret: str, answer: Answer) -> tuple[Fate, dict[str, str]]:
    """What an answer means. Of a deletion, and of whatever a system of the company's own was told, nothing but a signed
    answer that says so is evidence; that anything else arrived, its status says."""
    if row.topic == "delete" or row.space == "system":
        return judged(secret, str(row.message), answer, house.today())
    try:
        said = json.loads(answer.body) if answer.body else {}
    except ValueError:
        said = {}
    said = said if isinstance(said, dict) else {}
    return "done", {key: str(said[key])[:200] for key in ("receipt", "state") if key in said}


def note_receipt(
    house: House, policy: Policy, row: Due, name: str, fate: Fate, receipt: Mapping[str, str], actor: Actor = SENDER
) -> Steps[bool]:
    """Records what the receiver answered: done, kept by its own duty, still to come (`sent`) or unclear; the last two
    are asked again.

    Answers whether it was on its way. `actor`: who says that it arrived, where a person does.
    """
    entry = yield from house.entry(f"record:{row.topic}-receipt", policy, actor, None, "", to=name, state=fate)
    [(outcome,)] = yield Q["receipt"](
        subject=row.subject,
        message=row.message,
        state=fate,
        receipt=json.dumps(receipt, ensure_ascii=False),
        entry=entry,
    )
    return bool(outcome == Outcome.ALLOWED)
