"""What leaves, against whatever forbids it: nothing is sent after a freeze, withdrawal, leaving or a contract's end, no
correction either."""

from __future__ import annotations

import json
from typing import Any

from tests.answered import SECRET, deleted
from tests.races.interleave import Pause, Ring, ring, start  # noqa: F401
from tests.races.people import entry, looker, member, order

import jikim
from jikim.app import Jikim
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbox import Delivered, deliver
from jikim.settings import Endpoint

ENDPOINTS = {
    name: Endpoint("http://127.0.0.1:9/", SECRET) for name in ("service-least", "agreed-partner", "publication", "kcp")
}


class Outside:
    """The world outside: what arrived there, in order."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []

    def post(self, endpoint: Endpoint, message: str, body: bytes, _at: Any) -> Answer:
        self.got.append(json.loads(body))
        return deleted(endpoint, message)

    def send(self, jk: Jikim) -> Delivered:
        return deliver(jk.driver, jk.house, ENDPOINTS, self.post)

    def values(self) -> list[dict[str, Any]]:
        return [got["items"] for got in self.got if "items" in got]


def _offered(jk: Jikim) -> jikim.Ref:
    """An event entry whose person agreed that a partner gets the name and e-mail, queued to it."""
    values = {"name": "Dan Example", "email": "dan@example.org", "answers": "파란색"}
    consents = ["marketing.events", "agreed-partner/marketing.events"]
    ref = jk.collect("event-entry", values, channel="event", subject="guest", old_enough=True, consents=consents).ref
    jk.by(looker(jk)).provide(ref, to="agreed-partner", purpose="marketing.events", items=["name", "email"])
    return ref


def test_nothing_is_sent_that_waited_for_a_withdrawal(ring: Ring) -> None:
    """The withdrawal goes first: the message that was queued before it is denied, and nothing arrives."""
    outside = Outside()
    ref = _offered(ring.one)
    _, sent = ring.race(
        "subject:consent",
        lambda: ring.one.consent(ref.subject, withdraw=["agreed-partner/marketing.events"]),
        lambda: outside.send(ring.two),
    )
    assert sent.result() == Delivered(denied=1)
    assert outside.got == []
    assert ring.story("subject:consent", "record:provide-sent") == [
        "subject:consent:allowed",
        "record:provide-sent:denied",
    ]


def test_a_withdrawal_that_waited_for_a_dispatch_asks_for_deletion(ring: Ring) -> None:
    """The dispatch goes first: the withdrawal stands after it, and the receiver is asked to delete what it got."""
    outside = Outside()
    ref = _offered(ring.one)
    sent, told = ring.race(
        "record:provide-sent",
        lambda: outside.send(ring.one),
        lambda: ring.two.consent(ref.subject, withdraw=["agreed-partner/marketing.events"]),
    )
    assert (sent.result(), told.result().told) == (Delivered(sent=1), 1)
    outside.send(ring.one)
    assert [got["topic"] for got in outside.got] == ["provide", "delete"]
    assert ring.story("subject:consent", "record:provide-sent") == [
        "record:provide-sent:allowed",
        "subject:consent:allowed",
    ]


def test_nothing_is_sent_that_waited_for_a_freeze(ring: Ring) -> None:
    """The freeze goes first: the message waits until the correction is made, and then the new value leaves."""
    outside = Outside()
    ref = order(ring.one)
    ring.one.by(looker(ring.one)).provide(ref, to="service-least", purpose="delivery", items=["phone"])
    asked, sent = ring.race(
        "record:freeze", lambda: ring.one.ask_correction(ref, ["phone"]), lambda: outside.send(ring.two)
    )
    assert sent.result().sent == 0
    assert outside.got == []
    ring.two.correct(asked.result(), {"phone": "02-555-0199"})
    ring.move(days=1)
    assert outside.send(ring.two).sent == 1
    assert outside.values() == [{"phone": "+8225550199"}]


def test_nothing_is_sent_of_someone_who_left_meanwhile(ring: Ring) -> None:
    """Leaving goes first: what was queued of the membership stays."""
    outside = Outside()
    whose, membership = member(ring.one, "marketing.ads", "agreed-partner/marketing.ads")
    ring.one.by(looker(ring.one)).provide(membership, to="agreed-partner", purpose="marketing.ads", items=["email"])
    _, sent = ring.race("subject:leave", lambda: ring.one.leave(whose.subject), lambda: outside.send(ring.two))
    assert sent.result().sent == 0
    assert outside.values() == []


def test_nothing_is_queued_of_someone_who_left_meanwhile(ring: Ring) -> None:
    """A provision that waited for the leaving is denied before it is queued."""
    whose, membership = member(ring.one, "marketing.ads", "agreed-partner/marketing.ads")
    _, queued = ring.race(
        "subject:leave",
        lambda: ring.one.leave(whose.subject),
        lambda: ring.two.by(looker(ring.two)).provide(
            membership, to="agreed-partner", purpose="marketing.ads", items=["email"]
        ),
    )
    assert queued.outcome() == "left"
    assert ring.watch.one("live", "SELECT count(*) FROM live.outbox") == 0


def test_one_message_is_sent_by_one_of_two_senders(ring: Ring) -> None:
    """Two senders take the same message at once: it arrives once and is recorded once."""
    outside = Outside()
    ref = order(ring.one)
    ring.one.by(looker(ring.one)).provide(ref, to="service-least", purpose="delivery", items=["phone"])
    a, b = ring.race("record:provide-sent", lambda: outside.send(ring.one), lambda: outside.send(ring.two))
    assert a.result().sent + b.result().sent == 1
    assert len(outside.got) == 1
    assert ring.story("record:provide-sent") == ["record:provide-sent:allowed"]


def test_a_correction_is_not_told_to_who_lost_the_consent(ring: Ring) -> None:
    """A partner got an address, the person took the consent back, then corrected the address: the new one never goes
    there."""
    outside = Outside()
    ref = _offered(ring.one)
    assert outside.send(ring.one).sent == 1
    ring.one.consent(ref.subject, withdraw=["agreed-partner/marketing.events"])
    ring.one.correct(ring.one.ask_correction(ref, ["email"]), {"email": "new-address@example.org"})
    ring.move(days=1)
    outside.send(ring.one)
    assert [got["topic"] for got in outside.got] == ["provide", "delete"]
    assert "new-address" not in json.dumps(outside.got)


def test_a_correction_that_waits_to_be_told_stops_at_a_withdrawal(ring: Ring) -> None:
    """The correction was queued to the partner; the consent went before it was sent: it is not sent."""
    outside = Outside()
    ref = _offered(ring.one)
    outside.send(ring.one)
    correction = ring.one.ask_correction(ref, ["email"])
    assert ring.one.correct(correction, {"email": "new-address@example.org"}).told == 1
    _, _sent = ring.race(
        "subject:consent",
        lambda: ring.one.consent(ref.subject, withdraw=["agreed-partner/marketing.events"]),
        lambda: outside.send(ring.two),
    )
    ring.move(days=1)
    outside.send(ring.one)
    assert "new-address" not in json.dumps(outside.got)


def test_a_correction_is_told_where_the_ground_still_stands(ring: Ring) -> None:
    """A carrier got the order for the service itself, without any consent: it is told the corrected number."""
    outside = Outside()
    ref = order(ring.one)
    ring.one.by(looker(ring.one)).provide(ref, to="service-least", purpose="delivery", items=["phone"])
    outside.send(ring.one)
    for number in ("02-555-0198", "02-555-0199"):
        assert ring.one.correct(ring.one.ask_correction(ref, ["phone"]), {"phone": number}).told == 1
        outside.send(ring.one)
    assert [items["phone"] for items in outside.values()] == ["+8225550101", "+8225550198", "+8225550199"]


def test_a_message_whose_key_was_renewed_under_way_is_sent_later(ring: Ring) -> None:
    """Between dispatch and opening the person gets a new key: nothing is lost, the message leaves at the next try."""
    outside = Outside()
    whose, _ = member(ring.one)
    ref, settled = order(ring.one, whose), order(ring.one, whose)
    ring.one.by(looker(ring.one)).provide(ref, to="service-least", purpose="delivery", items=["phone"])
    ring.one.event(settled, "settled")
    slow = ring.another()
    with Pause(slow, "dispatch", "after") as pause:
        sending = start(lambda: outside.send(slow))
        pause.at()
        ring.one.sweep()
    sending.result()
    ring.move(days=1)
    outside.send(ring.one)
    assert outside.values() == [{"phone": "+8225550101"}]


def test_an_entry_is_withdrawn_once_however_often_it_is_asked(ring: Ring) -> None:
    """Two withdrawals at once: both stand in the ledger, the record ended once."""
    ref = entry(ring.one)
    a, b = ring.race(
        "subject:consent",
        lambda: ring.one.consent(ref.subject, withdraw=["marketing.events"]),
        lambda: ring.two.consent(ref.subject, withdraw=["marketing.events"]),
    )
    assert sorted((a.result().ended, b.result().ended)) == [0, 1]


def _paid(jk: Jikim) -> jikim.Ref:
    payment = {"method": "card", "amount": 99000, "currency": "KRW", "approval": "A1"}
    values = {"name": "가나다", "payment": payment}
    return jk.collect("payment", values, channel="homepage", subject="guest", old_enough=True).ref


def test_what_left_while_a_contract_ended_is_told_to_be_deleted(ring: Ring) -> None:
    """A payment is on its way when the processor's contract ends: the end waits for it, and asks for the deletion of
    this one, too."""
    outside = Outside()
    ref = _paid(ring.one)
    ring.one.by(looker(ring.one)).entrust(ref, to="kcp", purpose="billing")
    sent, ended = ring.race(
        "record:entrust-sent", lambda: outside.send(ring.one), lambda: ring.two.by(looker(ring.two)).end_contract("kcp")
    )
    assert (sent.result().sent, ended.result()) == (1, 1)
    outside.send(ring.one)
    assert [got["topic"] for got in outside.got] == ["entrust", "delete"]


def test_nothing_is_sent_that_waited_for_a_contract_to_end(ring: Ring) -> None:
    """The contract ends first: what was queued is denied, and so is what is queued at that moment."""
    outside = Outside()
    ref, other = _paid(ring.one), _paid(ring.one)
    ring.one.by(looker(ring.one)).entrust(ref, to="kcp", purpose="billing")
    _, sent = ring.race(
        "processor:end", lambda: ring.one.by(looker(ring.one)).end_contract("kcp"), lambda: outside.send(ring.two)
    )
    if ring.databases.people:
        # On a server of people nobody waits for an end that was not answered yet: what left before it is asked back.
        outside.send(ring.one)
        assert [got["topic"] for got in outside.got] == ["entrust", "delete"]
    else:
        assert sent.result().sent == 0
        assert outside.values() == []
    assert start(lambda: ring.two.by(looker(ring.two)).entrust(other, to="kcp", purpose="billing")).outcome() != "ok"


def test_nothing_is_queued_while_a_contract_ends(ring: Ring) -> None:
    """An entrustment that waited for the end is denied."""
    ref = _paid(ring.one)
    _, queued = ring.race(
        "processor:end",
        lambda: ring.one.by(looker(ring.one)).end_contract("kcp"),
        lambda: ring.two.by(looker(ring.two)).entrust(ref, to="kcp", purpose="billing"),
    )
    if ring.databases.people:
        # On a server of people nobody waits for an end that was not answered yet: what is queued before it never leaves.
        outside = Outside()
        assert queued.outcome() == "ok"
        assert (outside.send(ring.one).sent, outside.values()) == (0, [])
    else:
        assert queued.outcome() not in ("ok", "StoreError")
        assert ring.watch.one("live", "SELECT count(*) FROM live.outbox") == 0
