"""A house in which nobody works, moved through thirteen months: what staff took in lives on, and the page of promises
says so in both languages.

One house for all opposites, whose clock moves once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.employed import employ
from tests.web.running import Running, running

import jikim
from jikim.app.due import run_due
from jikim.cases.cases import open_cases
from jikim.policy.model import PolicyFile
from jikim.tasks.filing import TASKS
from jikim.verbs.house import SYSTEM

NAME = "자차카 무응답"
MONTHS = 13
LEFT = {"enquiry": 2, "order": 1, "payment": 1, "event-entry": 1}  # what nobody ends
BEGUN = {"order": "delivered", "payment": "paid"}  # what came to something, and so waits for somebody


@pytest.fixture(scope="module")
def idle(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """People brought what staff has to end; then thirteen months pass with the daily work alone."""
    # A month's work may end an epoch, which waits out the lease.
    begin = datetime(2013, 2, 5, tzinfo=UTC)
    with running(homepage, tmp_path_factory.mktemp("idle"), lease=1.0, demo_start=begin) as one:
        employ(one.jk, "h-idle")
        employ(one.jk, "h-idle-officer", "officer")
        one.jk.by(one.jk.acting("system", "set-up")).grant("h-idle", ["support", "delivery", "billing"])
        person, _ = one.member(name=NAME)
        _bring(one.jk, person)
        for _month in range(MONTHS):
            one.jk.move_clock(one.jk.now() + timedelta(days=31))
            list(run_due(one.jk))
        yield one


def _bring(jk: jikim.Jikim, person: jikim.Person) -> None:
    hana = jk.handler("h-idle")
    jk.consent(person.subject, give=["marketing.events"])
    contact = {"name": NAME, "email": "nobody-works@example.com"}
    address = {"postcode": "04524", "line1": "서울특별시 가상구 없는로 9"}
    lines = [{"product": "RemoteView Box", "quantity": 1}]
    paid = {"method": "transfer", "amount": 9_000, "currency": "KRW"}
    account = {"bank": "가상은행", "number": "000000-00-000009"}
    for kind, channel, values in (
        ("enquiry", "board", {**contact, "text": "연결이 끊깁니다"}),
        ("enquiry", "phone", {**contact, "text": "답을 기다립니다"}),
        ("order", "phone", {"name": NAME, "phone": "02-555-0190", "lines": lines}),
        ("payment", "homepage", {"name": NAME, "payment": paid, "bank_account": account}),
        ("delivery-request", "delivery-request", {"name": NAME, "phone": "02-555-0190", "address": address}),
        ("event-entry", "event", {**contact, "answers": "remote"}),
    ):
        by = hana if channel == "phone" else jk.actor
        ref = jk.by(by).collect(kind, values, channel=channel, subject=person, old_enough=True).ref
        if kind in BEGUN:
            jk.event(ref, BEGUN[kind])
            jk.by(by).collect(
                kind, values, channel=channel, subject=person, old_enough=True
            )  # one that comes to nothing


def _promise(page: str, clause: str) -> tuple[str, str]:
    """How a promise stands on the page, and its part of it in plain text."""
    found = re.search(rf'<section class="promise state-(\w+)" id="p{re.escape(clause)}".*?</section>', page, re.S)
    assert found is not None
    return found[1], html.unescape(re.sub(r"<[^>]+>", " ", found[0]))


@pytest.mark.by_nobody
@pytest.mark.clause("5.1")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_nobody_ended_breaks_the_promise_in_public(idle: Running, language: str) -> None:
    """Each kind that lived on is named with its number, and no value of anybody."""
    with idle.client() as client:
        page = client.get("/promises" if language == "ko" else "/en/promises").text
    state, said = _promise(page, "5.1")
    assert state == "broken"
    labels = [(idle.jk.policy.file.records[kind].label[language], many) for kind, many in LEFT.items()]
    assert [f"{label} {many}" in said for label, many in labels] == [True] * len(LEFT), said
    assert NAME not in page
    assert "nobody-works" not in page


@pytest.mark.clause("5.3", "5.4")
def test_what_came_to_nothing_ended_by_itself(idle: Running) -> None:
    """The order that nobody paid, the payment that was never made and the wishes for no delivery are gone, without a
    hand."""
    person = next(one for one in idle.jk.find("email", "nobody-works@example.com"))
    shown = idle.jk.show(person.subject)
    kinds = [card.ref.kind for card in shown.cards]
    assert (kinds.count("order"), kinds.count("payment"), kinds.count("delivery-request")) == (1, 1, 0)
    assert {part.ref.kind for part in shown.resting} <= {"visit", "usage-history"}


@pytest.mark.clause("5.1")
def test_each_kind_is_a_task_with_an_owner(idle: Running) -> None:
    """One task for each kind, given to somebody whose grant once reached it or to an officer, and overdue for long."""
    found = {one.about: one for one in idle.jk.do(open_cases, TASKS, actor=SYSTEM) if one.kind == "late-records"}
    # Wishes for no delivery were late before they ended by themselves.
    assert set(found) == {*LEFT, "delivery-request"}
    assert {one.owner for one in found.values()} <= {"h-idle", "h-idle-officer"}
    assert all(one.due < idle.jk.house.today() for one in found.values())


@pytest.mark.by_nobody
@pytest.mark.clause("10.7")
@pytest.mark.clause("10.10")
@pytest.mark.clause("4.7")
@pytest.mark.parametrize("clause", ["4.7", "10.7", "10.10"])
def test_a_duty_that_nobody_kept_breaks_its_promise(idle: Running, clause: str) -> None:
    """No processor was inspected, nobody trained, no access record reviewed: each is broken on the public page."""
    with idle.client() as client:
        assert _promise(client.get("/promises").text, clause)[0] == "broken"
