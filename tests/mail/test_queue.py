"""The queue: an address is read when its mail leaves, by a real use; whoever may not be written to is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.conftest import ALICE, Cast, Databases
from tests.mail.servers import Post, post

import jikim
from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.errors import JikimError
from jikim.jobs.mails import PAUSES, Mailed, mails
from jikim.mail.letters import Letter, source
from jikim.mail.purposes import email_of, purpose_of
from jikim.mail.queue import again, dead, doubtful_of, queue
from jikim.mail.sending import MailError
from jikim.settings import Settings

NOON = datetime(2013, 2, 6, 3, 0, tzinfo=UTC)  # in Seoul
NIGHT = datetime(2013, 2, 6, 12, 30, tzinfo=UTC)  # 21:30 there
Forward = Callable[..., datetime]


@pytest.fixture
def box(jk: Jikim) -> Iterator[Post]:
    """A mail server, and a Jikim that knows it."""
    with post() as one:
        jk.settings = replace(jk.settings, smtp=f"smtp://127.0.0.1:{one.port}", url="https://rview.example")
        yield one


def put(jk: Jikim, ref: jikim.Ref, name: str = "password-changed", **facts: str) -> None:
    jk.driver.run(queue(jk.house, ref, name, "ko", facts or {"when": "오늘"}))


def entries(jk: Jikim, event: str) -> list[dict[str, Any]]:
    text = b"".join(jk.export_ledger()).decode()
    bodies = [json.loads(line).get("body") for line in text.splitlines()]
    found = [json.loads(body) if isinstance(body, str) else body or {} for body in bodies]
    return [one for one in found if str(one.get("event", "")).startswith(event)]


def test_a_mail_leaves(jk: Jikim, cast: Cast, box: Post) -> None:
    """The address is read for `notices` when the mail leaves; the reading and the sending stand in the ledger, and the
    queue is empty."""
    put(jk, cast.alice_membership)
    assert jk.mails() == Mailed(sent=1)
    assert box.to == [ALICE["email"]]
    body = box.mails[0].get_body(("plain",))
    assert body is not None
    assert "https://rview.example/forgot" in body.get_content()
    assert jk.mails() == Mailed()
    (sent,) = entries(jk, "mail:sent")
    assert sent["letter"] == "password-changed"
    used = [one for one in entries(jk, "record:use") if one.get("purpose") == "notices"]
    assert len(used) == 1


def test_the_queue_holds_no_value(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """What waits is references; a reason that was typed is sealed under the person's key."""
    put(jk, cast.alice_membership, "request-refused", kind="열람", reason="비밀스러운 까닭")
    with psycopg.connect(databases.admin["live"]) as conn:
        row = conn.execute("SELECT m::text, facts FROM live.mail m").fetchone()
    assert row is not None
    assert ALICE["email"] not in row[0]
    assert "까닭".encode() not in row[1]


@pytest.mark.clause("7.2")
def test_who_left_is_not_written_to(jk: Jikim, cast: Cast, box: Post) -> None:
    """A member who left before a mail was sent gets none, and the refusal is recorded; nothing stays in the queue."""
    put(jk, cast.alice_membership)
    jk.by(jk.acting("member", str(cast.alice.subject))).leave(cast.alice.subject)
    assert jk.mails() == Mailed(dropped=1)
    assert box.mails == []


@pytest.mark.clause("7.4a")
def test_a_frozen_record_is_not_used_for_mail(jk: Jikim, cast: Cast, box: Post, forward: Forward) -> None:
    """While a correction is open its address is not used; the mail waits, and goes to the corrected address."""
    me = jk.acting("member", str(cast.alice.subject))
    correction = jk.by(me).ask_correction(cast.alice_membership, ["email"])
    put(jk, cast.alice_membership)
    assert jk.mails() == Mailed(later=1, waiting=1)
    assert box.mails == []
    jk.by(me).correct(correction, {"email": "new@example.com"})
    assert jk.mails() == Mailed(waiting=1)
    forward(hours=7)
    assert jk.mails() == Mailed(sent=1)
    assert box.to == ["new@example.com"]


@pytest.mark.clause("2.3")
def test_an_advertisement_needs_its_consent(jk: Jikim, cast: Cast, box: Post, forward: Forward) -> None:
    """Without the consent nothing is sent; with it the mail leaves; once it is taken back, one that waited does not."""
    forward(to=NOON)
    me = jk.acting("member", str(cast.alice.subject))
    ad = {"title": "새 소식", "text": "새 제품이 나왔습니다"}
    put(jk, cast.alice_membership, "news", **ad)
    assert jk.mails() == Mailed(dropped=1)
    jk.by(me).consent(cast.alice.subject, give=["marketing.ads"])
    put(jk, cast.alice_membership, "news", **ad)
    assert jk.mails() == Mailed(sent=1)
    put(jk, cast.alice_membership, "news", **ad)
    jk.by(me).consent(cast.alice.subject, withdraw=["marketing.ads"])
    assert jk.mails() == Mailed(dropped=1)
    assert len(box.mails) == 1


@pytest.mark.clause("2.3")
def test_no_advertisement_at_night(jk: Jikim, cast: Cast, box: Post, forward: Forward) -> None:
    """From nine in the evening to eight in the morning an advertisement waits; a service letter does not."""
    forward(to=NIGHT)
    jk.by(jk.acting("member", str(cast.alice.subject))).consent(cast.alice.subject, give=["marketing.ads"])
    put(jk, cast.alice_membership, "news", title="t", text="t")
    put(jk, cast.alice_membership)
    assert jk.mails() == Mailed(sent=1, later=1, waiting=1)
    forward(to=datetime(2013, 2, 6, 22, 59, tzinfo=UTC))
    assert jk.mails().sent == 0
    forward(to=datetime(2013, 2, 6, 23, 0, tzinfo=UTC))
    assert jk.mails() == Mailed(sent=1)


def test_the_fitting_purpose_is_chosen(jk: Jikim) -> None:
    """A service letter goes by a contract's purpose, an advertisement by marketing's alone, and a record without an
    address by none."""
    plain, ad = source("password-changed"), source("news")
    policy = jk.policy
    assert purpose_of(policy, "membership", plain) == "notices"
    assert purpose_of(policy, "membership", ad) == "marketing.ads"
    assert purpose_of(policy, "order", source("order-received")) == "billing"
    assert purpose_of(policy, "order", ad) is None
    assert purpose_of(policy, "complaint", source("complaint-received")) == "complaints"
    assert purpose_of(policy, "event-entry", plain) == "marketing.events"
    assert email_of(policy, "visit") is None
    assert purpose_of(policy, "visit", plain) is None


def test_a_letter_that_cannot_be_sent_is_an_error_at_once(jk: Jikim, cast: Cast) -> None:
    """A letter to a record without an address, one without its facts, and an unknown one are refused when they are
    queued."""
    with pytest.raises(JikimError, match="no purpose"):
        put(jk, cast.alice_order, "news", title="t", text="t")
    with pytest.raises(JikimError, match="needs `when`"):
        jk.driver.run(queue(jk.house, cast.alice_membership, "password-changed", "ko"))
    with pytest.raises(JikimError, match="no letter"):
        jk.driver.run(queue(jk.house, cast.alice_membership, "nothing", "ko"))


def test_a_record_without_the_optional_address(jk: Jikim, cast: Cast, box: Post) -> None:
    """An order that was placed without an e-mail address gets no mail, and nothing waits for it."""
    put(jk, cast.alice_order, "order-received", order="A-1")
    assert jk.mails() == Mailed(dropped=1)


def test_a_server_that_is_away_is_tried_again(jk: Jikim, cast: Cast, box: Post, forward: Forward) -> None:
    """A mail is tried after growing pauses; one run asks a server that is away once, not for every mail."""
    asked: list[str] = []

    def away(_settings: Settings, to: str, _letter: Letter) -> None:
        asked.append(to)
        raise MailError("away", hint="later", ko=("응답 없음", "나중에"), reached=False)

    def run(send: Any = away) -> Mailed:
        return mails(jk.driver, jk.house, jk.settings, send)

    put(jk, cast.alice_membership)
    put(jk, cast.bob_membership)
    assert run() == Mailed(failed=1, waiting=2)
    assert len(asked) == 1
    run()
    assert run() == Mailed(waiting=2)
    forward(minutes=1)
    run()
    assert len(asked) == 3
    for pause in PAUSES:
        forward(seconds=pause.total_seconds())
        while run().failed:
            pass
    forward(days=2)
    while run().given_up:
        pass
    assert run() == Mailed(dead=2)
    assert {one.why for one in jk.driver.run(dead(jk.house))} == {"not reached"}
    assert jk.driver.run(doubtful_of(jk.house, cast.alice.subject)) == []
    assert len(entries(jk, "mail:given-up")) == 2


@pytest.mark.clause("8.1")
def test_an_address_that_no_server_knows_is_in_doubt(jk: Jikim, cast: Cast, box: Post) -> None:
    """The mail is given up and can be tried again; the record's address is in doubt until it is corrected."""
    run, subject = jk.driver.run, cast.alice.subject
    box.rcpt = "550 5.1.1 no such user"
    put(jk, cast.alice_membership)
    assert jk.mails() == Mailed(given_up=1, dead=1)
    assert [one.record for one in run(doubtful_of(jk.house, subject))] == [cast.alice_membership.record]
    assert run(doubtful_of(jk.house, cast.bob.subject)) == []
    (given_up,) = run(dead(jk.house))
    assert (given_up.letter, given_up.why) == ("password-changed", "refused")
    me = jk.acting("member", str(subject))
    correction = jk.by(me).ask_correction(cast.alice_membership, ["email"])
    jk.by(me).correct(correction, {"email": "right@example.com"})
    assert run(doubtful_of(jk.house, subject)) == []
    box.rcpt = "250 OK"
    assert run(again(jk.house, subject, given_up.mail))
    assert not run(again(jk.house, subject, given_up.mail))
    assert jk.mails() == Mailed(sent=1)
    assert box.to == ["right@example.com"]


@pytest.mark.clause("8.1")
def test_a_doubt_ends_where_a_mail_is_taken(jk: Jikim, cast: Cast, box: Post) -> None:
    """An address that takes mails again is in doubt no longer."""
    box.rcpt = "550 no"
    put(jk, cast.alice_membership)
    jk.mails()
    box.rcpt = "250 OK"
    put(jk, cast.alice_membership)
    assert jk.mails() == Mailed(sent=1, dead=1)
    assert jk.driver.run(doubtful_of(jk.house, cast.alice.subject)) == []


@pytest.mark.clause("6.5")
def test_mail_goes_with_its_record(jk: Jikim, cast: Cast, box: Post, databases: Databases, forward: Forward) -> None:
    """When a person is gone, no mail and no doubt of theirs is left."""
    box.rcpt = "550 no"
    put(jk, cast.alice_membership)
    put(jk, cast.bob_membership)
    jk.mails()
    jk.by(jk.acting("member", str(cast.alice.subject))).leave(cast.alice.subject)
    jk.by(jk.acting("member", str(cast.bob.subject))).leave(cast.bob.subject)
    forward(days=1)
    jk.sweep()
    with psycopg.connect(databases.admin["live"]) as conn:
        left = conn.execute("SELECT (SELECT count(*) FROM live.mail), (SELECT count(*) FROM live.doubt)").fetchone()
    assert left == (0, 0)


def test_two_processes_send_a_mail_once(jk: Jikim, cast: Cast, another: Callable[[], Jikim]) -> None:
    """Where another process takes a mail while this one looks, it is sent once."""
    other, sent = another(), []

    def send(_settings: Settings, to: str, _letter: Letter) -> None:
        sent.append(to)
        mails(other.driver, jk.house, jk.settings, send)

    jk.settings = replace(jk.settings, smtp="smtp://127.0.0.1:1")
    for ref in (cast.alice_membership, cast.bob_membership, cast.alice_membership):
        put(jk, ref)
    mails(jk.driver, jk.house, jk.settings, send)
    assert sorted(sent) == ["alice@example.com", "alice@example.com", "bob@example.com"]


def test_without_a_server_mails_wait(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """Where no server is named nothing is read and nothing is lost; the daily work says how many wait."""
    put(jk, cast.alice_membership)
    jk.event(cast.alice_order, "paid")  # else it ends, and the day's epoch waits out the lease
    forward(days=30)
    ran = {one.step: one for one in run_due(jk)}
    assert ran["mail"].failed is None
    assert ran["mail"].done["waiting"] == 1
    assert list(ran)[:4] == ["deliver", "statistics", "mail", "sweep"]
    assert timedelta(0) < PAUSES[0] < PAUSES[-1]
