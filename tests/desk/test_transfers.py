"""A transfer to a third party at its person's request: what it names, once its person is confirmed, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import START, Databases
from tests.employed import admin_of

from jikim.app import Jikim, read_policy
from jikim.desk import request_steps
from jikim.desk.requests import Request, requests_of
from jikim.desk.transfers import offers, send_transfers, to_send, transfers_of
from jikim.errors import DeniedError
from jikim.jobs.outbox import deliver
from jikim.settings import Endpoint
from jikim.store.holding import Ref
from jikim.verbs.collect import Person
from jikim.verbs.house import SYSTEM

NOTES = Path(__file__).parents[1] / "policy" / "others" / "notes.yaml"
ENDPOINTS = {"paperwork": Endpoint("https://paperwork.example/in", "an invented secret")}


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    with Jikim(read_policy(NOTES), databases.settings(tmp_path), demo_start=START) as made:
        yield made


def note(jk: Jikim) -> Ref:
    """Somebody's note."""
    values = {"notes": "a recipe for plum cake", "name": "Abigail Invented", "email": "abigail@example.com"}
    account = {"email": "abigail@example.com", "password": "quiet heron walks 77", "name": "Abigail Invented"}
    person = jk.collect("account", account, channel="site", subject="member", old_enough=True).ref.subject
    return jk.collect("note", values, channel="site", subject=Person(person, "member"), old_enough=True).ref


def asked(jk: Jikim, ref: Ref) -> Request:
    """A transfer of the note that came by letter."""
    every = jk.do(offers, ref.subject)
    assert [(one.to, one.ref) for one in every] == [("paperwork", ref)]
    named = to_send(jk.house, every, {every[0].key})
    return jk.do(request_steps.file_for, ref.subject, "portability", None, "letter", actor=SYSTEM, transfers=named)


def confirm(jk: Jikim, made: Request) -> None:
    jk.do(request_steps.confirm, made.subject, made.request, actor=SYSTEM, proof="document")


def delivered(jk: Jikim) -> list[dict[str, Any]]:
    """What a run of the outbox hands to the recipient."""
    got: list[dict[str, Any]] = []

    def post(_: Endpoint, __: str, body: bytes, ___: datetime) -> tuple[int, bytes]:
        got.append(json.loads(body))
        return 200, b'{"receipt": "R-1"}'

    deliver(jk.driver, jk.house, ENDPOINTS, post)
    return got


def test_what_a_confirmed_request_names_leaves_and_nothing_before(jk: Jikim) -> None:
    """Unconfirmed it sends nothing; confirmed, the named items leave as JSON, and stand among what went."""
    ref = note(jk)
    made = asked(jk, ref)
    [early] = jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM)
    assert early.why == "no-request"
    confirm(jk, made)
    assert jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM) == []
    assert jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM) == []
    [left] = delivered(jk)
    assert (left["to"], left["record"], left["purpose"]) == ("paperwork", "note", "product")
    assert left["items"] == {"name": "Abigail Invented", "notes": "a recipe for plum cake"}
    assert [one.state for one in jk.do(transfers_of, ref.subject, made.request, made.opened)] == ["done"]
    assert [(one.to, set(one.items)) for one in jk.show(ref.subject).went] == [("paperwork", {"name", "notes"})]


def test_nobody_sends_it_without_its_persons_request(jk: Jikim) -> None:
    """Asked by the application or the house itself, and under another number than the request's: refused by the
    database."""
    ref = note(jk)
    made = asked(jk, ref)
    confirm(jk, made)
    for by in (jk, jk.by(SYSTEM)):
        with pytest.raises(DeniedError) as caught:
            by.provide(ref, to="paperwork", purpose="product", items=["notes"])
        assert caught.value.why == "no-request"
    assert delivered(jk) == []


def test_words_alone_close_no_transfer(jk: Jikim) -> None:
    """Before everything in it is on its way it is neither answered nor done; a refusal with its reason ends it."""
    ref = note(jk)
    made = asked(jk, ref)
    confirm(jk, made)
    for close in (request_steps.answer, request_steps.carry_out):
        with pytest.raises(DeniedError) as caught:
            jk.do(close, ref.subject, made.request, "we sent it", actor=SYSTEM)
        assert caught.value.why == "not-done"
    with pytest.raises(DeniedError):
        jk.do(request_steps.refuse, ref.subject, made.request, " ", actor=SYSTEM)
    jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM)
    jk.do(request_steps.refuse, ref.subject, made.request, "it tells of somebody else", actor=SYSTEM)
    assert delivered(jk) == []  # what was refused before it left stays here
    [kept] = jk.do(requests_of, ref.subject)
    assert kept.state == "refused"


def test_a_frozen_record_waits_for_its_correction(jk: Jikim) -> None:
    """What may not leave is answered with the promise that refuses it, and the request stays open."""
    ref = note(jk)
    made = asked(jk, ref)
    confirm(jk, made)
    jk.by(SYSTEM).ask_correction(ref, ["notes"])
    [denied] = jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM)
    assert denied.why == "frozen"
    assert [one.state for one in jk.do(transfers_of, ref.subject, made.request, made.opened)] == [""]


def test_what_was_denied_as_it_was_to_leave_is_not_done(jk: Jikim) -> None:
    """Queued is not sent: whose person left meanwhile is denied by the outbox, and nobody says that it was sent."""
    ref = note(jk)
    made = asked(jk, ref)
    confirm(jk, made)
    assert jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM, purpose="billing") == []
    assert [one.state for one in jk.do(transfers_of, ref.subject, made.request, made.opened)] == [""]
    jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM, purpose="product")
    jk.leave(ref.subject)
    assert delivered(jk) == []
    assert [one.state for one in jk.do(transfers_of, ref.subject, made.request, made.opened)] == ["denied"]
    with pytest.raises(DeniedError) as caught:
        jk.do(request_steps.carry_out, ref.subject, made.request, "we sent it", actor=SYSTEM)
    assert caught.value.why == "not-done"


def test_what_was_denied_as_it_was_to_leave_is_sent_again_under_its_number(jk: Jikim) -> None:
    """A request that is done stands on the desk's list while a part of it was denied; once what denied it is over, the
    part leaves by the same request, once, under the number by which its receiver knows it."""
    ref = note(jk)
    made = asked(jk, ref)
    confirm(jk, made)
    assert jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM) == []
    jk.do(request_steps.carry_out, ref.subject, made.request, "we are sending it", actor=SYSTEM)
    [(number, *_)] = jk.do(transfers_of, ref.subject, made.request, made.opened)
    setting = f"contract-over:recipient:{jk.policy.number('recipient', 'paperwork')}"
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute("INSERT INTO live.setting VALUES (%s, now()::text)", (setting,))
        assert delivered(jk) == []
        assert [one.request for one in jk.do(request_steps.undelivered, actor=SYSTEM)] == [made.request]
        [denied] = jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM)
        assert denied.why == "no-recipient"
        admin.execute("DELETE FROM live.setting WHERE name = %s", (setting,))
    for _ in range(2):
        assert jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM) == []
    [left] = delivered(jk)
    assert (left["message"], left["items"]["notes"]) == (str(number), "a recipe for plum cake")
    assert jk.do(request_steps.undelivered, actor=SYSTEM) == []
    assert jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM) == []
    assert delivered(jk) == []


def test_no_other_right_sends_anything(jk: Jikim) -> None:
    """A request for access that names a transfer sends nothing: portability alone does."""
    ref = note(jk)
    every = jk.do(offers, ref.subject)
    named = to_send(jk.house, every, {every[0].key})
    made = jk.do(request_steps.file_for, ref.subject, "access", None, "letter", actor=SYSTEM, transfers=named)
    confirm(jk, made)
    [denied] = jk.do(send_transfers, ref.subject, made.request, actor=SYSTEM)
    assert denied.why == "no-request"
