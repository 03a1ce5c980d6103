"""Webhooks: references to what happened, signed, at least once, in order for each person; given up after a week, and
replayed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.api.conftest import ORDER, Served
from tests.api.receiving import Receiver, receiver
from tests.at_once import run_all

import jikim
from jikim.api.keys import make_key
from jikim.clock import machine_moment
from jikim.jobs.outbound_addresses import Outward
from jikim.jobs.outbox import post
from jikim.jobs.webhooks import (
    GIVEN_UP,
    add_webhook,
    call_webhooks,
    dead_messages,
    end_webhook,
    replay,
    wanted,
    webhooks,
)

MEMBER = {"login_id": "ganada", "password": "quiet heron walks", "name": "가나다", "email": "ganada@example.com"}
DAY = timedelta(days=1)
# Receivers of the tests are on this machine.
HERE = Outward((ip_network("127.0.0.0/8"),))


@pytest.fixture
def ear() -> Iterator[Receiver]:
    """A receiver."""
    with receiver() as one:
        yield one


def _add(jk: jikim.Jikim, ear: Receiver, *events: str, owner: str = "") -> tuple[UUID, str]:
    return jk.driver.run(add_webhook(jk.house, owner, ear.url, events, HERE))


def _call(jk: jikim.Jikim, later: timedelta = timedelta(), **more: Any) -> Any:
    jk.sequence()
    return call_webhooks(jk.driver, jk.house, "https://example.com/jikim", HERE, at=machine_moment() + later, **more)


def test_what_happened_is_told_by_reference(jk: jikim.Jikim, ear: Receiver) -> None:
    """A webhook gets a CloudEvent for each event that it asked for: whose, what, which record, which clause; never a
    value."""
    before = jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True).ref
    jk.sequence()
    webhook, secret = _add(jk, ear, "subject:leave", "record:*")
    member = jk.collect("membership", MEMBER, channel="homepage", old_enough=True).ref
    jk.use(member, purpose="member-services")
    with pytest.raises(jikim.DeniedError):
        jk.use(member, purpose="delivery")
    jk.leave(member.subject)
    done = _call(jk)
    assert (done.told, done.failed) == (3, 0)
    assert ear.about(member.subject) == ["record:collect", "record:use", "subject:leave"]
    assert ear.about(before.subject) == []
    headers, body = ear.taken[-1]
    event = json.loads(body)
    assert headers["content-type"] == "application/cloudevents+json"
    assert {name: event[name] for name in ("specversion", "source", "type", "subject")} == {
        "specversion": "1.0",
        "source": "https://example.com/jikim",
        "type": "jikim.subject.leave",
        "subject": str(member.subject),
    }
    assert set(event["data"]) <= {"event", "subject", "record", "kind", "clause", "version"}
    said = b"".join(body for _, body in ear.taken)
    for value in ("가나다", "ganada", "02-555"):
        assert value.encode() not in said
    assert b"\\u" not in said
    # As Standard Webhooks verifies: the secret's base64 is the key, over number, moment and body.
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-id"] == event["id"]
    assert _call(jk) == (0, 0, 0)
    assert [one.webhook for one in jk.driver.run(webhooks(jk.house))] == [webhook]


def test_a_receiver_that_is_down_is_tried_again_in_order(jk: jikim.Jikim, ear: Receiver) -> None:
    """While a receiver fails, a person's later events wait behind the first; pauses grow; when it is back all come, in
    order."""
    _add(jk, ear, "*")
    member = jk.collect("membership", MEMBER, channel="homepage", old_enough=True).ref
    jk.consent(member.subject, give=["marketing.ads"])
    jk.leave(member.subject)
    ear.status = 500
    first = _call(jk)
    # Of this person one was tried; the others are behind it.
    assert first.told == 0
    assert first.failed == ear.refused
    tried = ear.refused
    assert _call(jk, timedelta(seconds=30)).failed == 0
    assert ear.refused == tried
    ear.status = 204
    assert _call(jk, timedelta(minutes=2)).told > 0
    assert _call(jk, timedelta(minutes=30)).failed == 0
    assert ear.about(member.subject) == ["record:collect", "subject:consent", "subject:leave"]


def test_a_receiver_that_nobody_reaches_keeps_no_other_waiting(jk: jikim.Jikim, ear: Receiver) -> None:
    """One whose port is closed, and one that is slow, do not hold up what goes to others."""
    with receiver() as gone:
        _add(jk, gone, "record:*")
    with receiver() as slow:
        slow.slow = 0.1
        _add(jk, slow, "record:*")
        _add(jk, ear, "record:*")
        refs = [jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True).ref for _ in range(6)]
        done = _call(jk)
        assert done.failed == 3
        assert [ear.about(ref.subject) for ref in refs] == [["record:collect"]] * 6
        assert len(slow.taken) == 6


def test_what_was_given_up_is_listed_and_replayed(jk: jikim.Jikim, ear: Receiver) -> None:
    """After a week of tries a message is dead: the next of the same person goes on, the dead one is listed, and comes
    when it is replayed."""
    kinds = list(jk.policy.records)
    until = jk.now() + DAY * 60
    jk.driver.run(make_key(jk.house, "shop", ["support"], until=until, may=("webhooks",), records=kinds))
    webhook, _ = _add(jk, ear, "record:collect", "subject:leave", owner="shop")
    member = jk.collect("membership", MEMBER, channel="homepage", old_enough=True).ref
    jk.leave(member.subject)
    ear.status = 503
    for n in range(GIVEN_UP):
        # With its last try it is given up, and the next of the same person is tried at once.
        assert _call(jk, DAY * 2 * n).failed == (2 if n == GIVEN_UP - 1 else 1)
    run = jk.driver.run
    dead = run(dead_messages("shop"))
    assert [(one.webhook, one.tries, one.status, one.body["data"]["event"]) for one in dead] == [
        (webhook, GIVEN_UP, 503, "record:collect")
    ]
    assert run(dead_messages("other")) == []
    ear.status = 204
    assert _call(jk, DAY * 2 * GIVEN_UP).told == 1
    assert ear.about(member.subject) == ["subject:leave"]
    assert run(replay("other")) == 0
    assert run(replay("shop", webhook)) == 1
    assert _call(jk, DAY * 2 * GIVEN_UP).told == 1
    assert ear.about(member.subject) == ["subject:leave", "record:collect"]
    assert run(dead_messages("shop")) == []
    assert run(end_webhook(webhook, "other")) is False
    assert run(end_webhook(webhook, "shop")) is True
    assert run(webhooks(jk.house)) == []


def test_killed_between_sending_and_noting_it_comes_again(jk: jikim.Jikim, ear: Receiver) -> None:
    """At least once: a process that dies after a message went and before that was noted sends it again, under the same
    number."""
    _add(jk, ear, "record:collect")
    jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True)
    jk.sequence()

    def killed(step: str, when: str) -> None:
        if (step, when) == ("hook.said", "before"):
            raise KeyboardInterrupt

    jk.driver.hook = killed
    with pytest.raises(KeyboardInterrupt):
        _call(jk)
    jk.driver.hook = None
    assert _call(jk, timedelta(minutes=2)).told == 1
    assert [headers["webhook-id"] for headers, _ in ear.taken] == [ear.taken[0][0]["webhook-id"]] * 2


def test_two_processes_send_each_message_once(jk: jikim.Jikim, another: Any, ear: Receiver) -> None:
    """Two that work at the same time take each message once."""
    import threading

    _add(jk, ear, "record:collect")
    for _ in range(12):
        jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True)
    jk.sequence()
    ear.slow = 0.02
    other = another()
    told: list[int] = []
    threads = [
        threading.Thread(target=lambda one=one: told.append(call_webhooks(one.driver, one.house, "x", HERE).told))
        for one in (jk, other)
    ]
    run_all(threads)
    assert sum(told) == len(ear.taken) == 12
    assert len({headers["webhook-id"] for headers, _ in ear.taken}) == 12


@pytest.mark.parametrize(
    ("events", "event", "is_wanted"),
    [
        (["*"], "record:use:allowed", True),
        (["record:*"], "record:use:allowed", True),
        (["record:*"], "subject:leave:allowed", False),
        (["subject:leave"], "subject:leave:allowed", True),
        (["subject:leave"], "subject:leave:denied", False),
        (["*"], "record:use:denied", False),
    ],
)
def test_what_is_told(events: list[str], event: str, is_wanted: bool) -> None:
    """A webhook is told of what it asked for, and of nothing that was refused."""
    assert wanted(events, event) is is_wanted


@pytest.mark.parametrize(
    ("url", "events"),
    [
        ("http://shop.example.com/x", ["*"]),
        ("ftp://x", ["*"]),
        ("https://x.example.com", ["Leave"]),
        ("https://x.example.com", []),
    ],
)
def test_a_webhook_is_what_it_should_be(jk: jikim.Jikim, url: str, events: list[str]) -> None:
    """An address in the clear or an event of another form is refused, and nothing is kept."""
    with pytest.raises(jikim.JikimError):
        jk.driver.run(add_webhook(jk.house, "", url, events, HERE))
    assert jk.driver.run(webhooks(jk.house)) == []


def test_an_application_has_webhooks_of_its_own(served: Served, shop: httpx.Client, ear: Receiver) -> None:
    """Over the API an application adds, lists, replays and ends its own webhooks, and sees no other's."""
    _, other = served.key(may=("webhooks",), name="second")
    served.jk.sequence()  # what others did before is not told
    made = shop.post("/webhooks/add", json={"url": ear.url, "events": ["subject:leave"]}).json()
    assert made["secret"].startswith("whsec_")
    assert [one["webhook"] for one in shop.get("/webhooks").json()["items"]] == [made["webhook"]]
    assert "whsec_" not in shop.get("/webhooks").text
    person, _ = served.member()
    assert shop.post("/leave", json={"subject": str(person.subject)}).status_code == 200
    served.jk.sequence()
    ear.status = 500
    for n in range(GIVEN_UP):
        call_webhooks(served.jk.driver, served.jk.house, "x", HERE, at=machine_moment() + DAY * 2 * n, post=post)
    dead = shop.post("/webhooks/dead", json={"webhook": made["webhook"], "limit": 1}).json()
    assert [one["event"]["type"] for one in dead["items"]] == ["jikim.subject.leave"]
    with served.api(other) as client:
        assert client.get("/webhooks").json()["items"] == []
        assert client.post("/webhooks/dead", json={"webhook": made["webhook"]}).json()["items"] == []
        assert client.post("/webhooks/replay", json={"webhook": made["webhook"]}).json() == {"messages": 0}
        assert client.post("/webhooks/end", json={"number": made["webhook"]}).json() == {"done": False}
    assert shop.post("/webhooks/replay", json={"webhook": made["webhook"]}).json() == {"messages": 1}
    ear.status = 204
    call_webhooks(served.jk.driver, served.jk.house, "x", HERE, at=machine_moment() + DAY * 60)
    assert ear.about(person.subject) == ["subject:leave"]
    assert shop.post("/webhooks/end", json={"number": made["webhook"]}).json() == {"done": True}
    with served.api(served.key(name="without")[1]) as client:
        assert client.get("/webhooks").json()["type"] == "urn:jikim:problem:not-allowed"


def test_a_webhook_is_told_what_its_key_may_read(served: Served, ear: Receiver) -> None:
    """Of the record kinds that its key reaches, and of people who have such a record; of nothing else, and of nothing
    of the house."""
    jk = served.jk
    number, key = served.key(may=("webhooks",), name="narrow", records=["order"], channels=[], events=[], consents=[])
    with served.api(key) as client:
        assert client.post("/webhooks/add", json={"url": ear.url, "events": ["*"]}).status_code == 200
    member, _ = served.member()
    buyer, _ = served.member()
    order = served.order(buyer)
    for one in (member, buyer):
        jk.consent(one.subject, give=["marketing.ads"])
    jk.sequence()
    call_webhooks(jk.driver, jk.house, "x", HERE, at=machine_moment())
    assert ear.about(member.subject) == []
    assert ear.about(buyer.subject) == ["record:collect", "subject:consent"]
    told = [json.loads(body) for _, body in ear.taken]
    assert {one["data"].get("kind", "order") for one in told} == {"order"}
    assert all("subject" in one for one in told)
    assert order.record in {UUID(one["data"]["record"]) for one in told if "record" in one["data"]}
    # What waits for a key that was revoked is told to nobody.
    ear.status = 500
    jk.use(order, purpose="delivery")
    jk.sequence()
    call_webhooks(jk.driver, jk.house, "x", HERE, at=machine_moment())
    jk.by(jk.acting("system", "set-up")).revoke(number)
    served.order(buyer)
    jk.sequence()
    ear.status, refused = 204, ear.refused
    call_webhooks(jk.driver, jk.house, "x", HERE, at=machine_moment() + DAY * 3)
    assert (ear.about(buyer.subject), ear.refused) == (["record:collect", "subject:consent"], refused)
