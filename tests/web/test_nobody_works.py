"""A house in which nobody works, moved through thirteen months: what staff took in lives on, and the page of promises
says so in both languages.

One house for all opposites, whose clock moves once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.employed import employ
from tests.web.running import Running, running

import jikim
from jikim.app.due import run_due
from jikim.cabinet.papers import enter_paper
from jikim.cases.listing import open_cases
from jikim.desk.impersonation import report_impersonation
from jikim.desk.requests import file_request
from jikim.disclosures.demand_register import demand_of
from jikim.disclosures.demands import prepare, put, set_part
from jikim.handlers.proofs import set_password
from jikim.jobs.handing_over_by_hand import hand_over
from jikim.policy.model import PolicyFile
from jikim.tasks.filing import TASKS
from jikim.verbs.correct import correct_now
from jikim.verbs.former import DOOR
from jikim.verbs.house import SYSTEM

NAME, OTHERS = "자차카 무응답", ("타파하", "거너더", "거너러", "가나경찰서")
MONTHS = 13
DEMAND: dict[str, Any] = {
    "ground": "order",
    "authority": "가나경찰서 사이버수사팀",
    "statute": "통신비밀보호법 제13조",
    "document": "가나-2013-0101",
}
LEFT = {"enquiry": 2, "order": 1, "payment": 1, "event-entry": 1}  # what nobody ends
BEGUN = {"order": "delivered", "payment": "paid"}  # what came to something, and so waits for somebody


@pytest.fixture(scope="module")
def idle(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """People brought what staff has to end; then thirteen months pass with the daily work alone."""
    # A month's work may end an epoch, which waits out the lease.
    begin = datetime(2013, 2, 5, tzinfo=UTC)
    with running(homepage, tmp_path_factory.mktemp("idle"), lease=0.2, demo_start=begin) as one:
        employ(one.jk, "h-idle")
        employ(one.jk, "h-idle-officer", "officer")
        one.jk.by(one.jk.acting("system", "set-up")).grant("h-idle", ["support", "delivery", "billing", "complaints"])
        person, _ = one.member(name=NAME)
        order = _bring(one.jk, person)
        _ask(one, person)
        _hand_on(one, order)
        _employ(one.jk)
        for _month in range(MONTHS):
            one.jk.move_clock(one.jk.now() + timedelta(days=31))
            list(run_due(one.jk))
        yield one


def _bring(jk: jikim.Jikim, person: jikim.Person) -> jikim.Ref:
    """What people bring. Answers the order that somebody delivered."""
    begun = {}
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
        to = "counterparty" if kind == "order" else ""
        ref = jk.by(by).collect(kind, values, channel=channel, subject=person, old_enough=True, counterparty=to).ref
        if kind in BEGUN:
            jk.event(ref, BEGUN[kind])
            begun[kind] = ref
            jk.by(by).collect(
                kind, values, channel=channel, subject=person, old_enough=True
            )  # one that comes to nothing
    return begun["order"]


def _ask(site: Running, person: jikim.Person) -> None:
    """A complaint on the page, a request of each right, a report of impersonation, and a paper to be destroyed."""
    jk = site.jk
    browser = site.signed_in(person)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', browser.get("/complaint").text)
    assert token is not None
    said = {"name": NAME, "email": "nobody-works@example.com", "text": "아무도 답하지 않습니다"}
    assert browser.post("/complaint", data={"_csrf_token": token[1], **said}).status_code == 303
    browser.close()
    member = jk.acting("member", str(person.subject))
    record = next(card.ref for card in jk.by(member).show(person.subject).cards if card.ref.kind == "enquiry")
    for right in ("access", "correct", "delete"):
        jk.do(file_request, person.subject, right, record if right != "access" else None, "page", member)
    letter = {"name": NAME, "text": "편지로 여쭙니다"}
    for right in ("access", "withdraw"):
        jk.do(file_request, person.subject, right, None, "letter", jk.handler("h-idle"), words=letter)
    jk.do(file_request, person.subject, "guardian", None, "page", member, words=letter)
    other, given = site.member(name="마바사")
    jk.do(report_impersonation, "email", given["email"], actor=DOOR)
    jk.do(enter_paper, "enquiry", cabinet="서류함 가상", shelf="1", actor=jk.handler("h-idle"))
    # What is settled rests, and its paper lies where it lay.
    values = {"name": "마바사", "phone": "02-555-0191", "lines": "한 상자"}
    clerk = jk.by(jk.handler("h-idle"))
    order = clerk.collect("order", values, channel="phone", subject=other, old_enough=True).ref
    jk.do(enter_paper, "order", ref=order, cabinet="서류함 가상", shelf="2", actor=jk.handler("h-idle"))
    for event in ("paid", "delivered", "settled"):
        clerk.event(order, event)


def _hand_on(site: Running, order: jikim.Ref) -> None:
    """What was handed over once and has to be corrected or deleted there; what waits to be handed over; and a demand
    that waits for an officer."""
    jk = site.jk
    handler = jk.handler("h-idle")

    def handed(sent: Any) -> None:
        assert jk.do(hand_over, sent.subject, sent.message) is not None

    # Whoever leaves has the processors told to delete; nobody answers for them.
    leaver, _ = site.member(name="타파하")
    paid = {"method": "transfer", "amount": 9_000, "currency": "KRW"}
    due = {"name": "타파하", "phone": "02-555-0192", "lines": [{"product": "personal-1y", "quantity": 1}]}
    payment, debt = (
        jk.collect(kind, values, channel="homepage", subject=leaver, old_enough=True).ref
        for kind, values in (("payment", {"name": "타파하", "payment": paid}), ("order", due))
    )
    for to in ("kcp", "kftc", "paypal", "epsilon", "alipay"):
        handed(jk.entrust(payment, to=to, purpose="billing"))
    handed(jk.entrust(debt, to="kis", purpose="debt-collection"))
    jk.by(jk.acting("member", str(leaver.subject))).leave(leaver.subject)
    # A partner holds a name that was wrong, and is to get an address more.
    other, _ = site.member(name="거너더")
    me = jk.by(jk.acting("member", str(other.subject)))
    me.consent(other.subject, give=["marketing.ads", "agreed-partner/marketing.ads"])
    record = next(card.ref for card in me.show(other.subject).cards if card.ref.kind == "membership")
    handed(jk.provide(record, to="agreed-partner", purpose="marketing.ads", items=["name"]))
    me.do(correct_now, record, {"name": "거너러"})
    jk.provide(record, to="agreed-partner", purpose="marketing.ads", items=["email"])
    # The carrier and the other party of an order that was paid wait for theirs, and an authority for its answer.
    jk.event(order, "paid")
    for to in ("service-least", "counterparty"):
        jk.provide(order, to=to, purpose="delivery", items=["name", "phone"])
    number = jk.do(prepare, to="authority", purpose="support", place="A", actor=handler, **DEMAND)
    jk.do(set_part, jk.do(demand_of, number), order, ["name"], actor=handler)
    jk.do(put, jk.do(demand_of, number), actor=handler)


def _employ(jk: jikim.Jikim) -> None:
    """Somebody who never signs, somebody who goes and hands nothing over, and a password that nobody renews."""
    jk.enter_handler("h-idle-unsworn", name="가나다", email="h-idle-unsworn@example.com")
    employ(jk, "h-idle-gone")
    jk.by(jk.acting("system", "set-up")).leave_duty("h-idle-gone")
    jk.do(set_password, "h-idle", "seven idle herons", actor=jk.acting("system", "set-up"))


@pytest.fixture(scope="module")
def pages(idle: Running) -> dict[str, str]:
    """The page of promises after those months, as anybody reads it, by its language."""
    with idle.client() as client:
        return {"ko": client.get("/promises").text, "en": client.get("/en/promises").text}


def _promise(page: str, clause: str) -> tuple[str, str]:
    """How a promise stands on the page, and its part of it in plain text."""
    found = re.search(rf'<section class="promise state-(\w+)" id="p{re.escape(clause)}".*?</section>', page, re.S)
    assert found is not None
    return found[1], html.unescape(re.sub(r"<[^>]+>", " ", found[0]))


@pytest.mark.by_nobody
@pytest.mark.clause("5.1")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_nobody_ended_breaks_the_promise_in_public(idle: Running, pages: dict[str, str], language: str) -> None:
    """Each kind that lived on is named with its number, and no value of anybody."""
    page = pages[language]
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
    # Wishes for no delivery were late before they ended by themselves; what is asked waits at its own desk as well.
    assert set(found) == {*LEFT, "delivery-request", "complaint", "rights-request"}
    assert {one.owner for one in found.values()} <= {"h-idle", "h-idle-officer"}
    assert all(one.due < idle.jk.house.today() for one in found.values())


BROKEN = (
    "1.2", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "5.3", "5.4", "5.5", "6.2", "6.4", "7.1", "7.2", "7.3", "7.4a", "7.4b", "7.5", "8.2",
    "10.2", "10.5", "10.6", "10.7", "10.8", "10.9", "10.10", "11.2",
)  # fmt: skip


@pytest.mark.by_nobody
@pytest.mark.clause("1.2", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "5.3", "5.4", "5.5", "6.2", "6.4")
@pytest.mark.clause("7.1", "7.2", "7.3", "7.4a", "7.4b", "7.5", "8.2")
@pytest.mark.clause("10.2", "10.5", "10.6", "10.7", "10.8", "10.9", "10.10", "11.2")
@pytest.mark.parametrize("clause", BROKEN)
def test_a_duty_that_nobody_kept_breaks_its_promise(pages: dict[str, str], clause: str) -> None:
    """Nobody inspected, trained, reviewed, signed, renewed, handed over, moved, shredded, answered, decided, ended,
    deleted or told: each is broken on the public page, and names nobody."""
    state, said = _promise(pages["ko"], clause)
    assert state == "broken"
    assert not [one for one in (NAME, *OTHERS, "h-idle") if one in said]


UNCONFIRMED = (
    "수신 확인이 없는 것이 5건 미만",
    "Not confirmed by the recipient five days after they were due: fewer than 5",
)
# What was never asked, chosen, sent or decided is no broken promise; the page says that it was not.
NOTHING = {
    "1.3": ("kept", "아직 수집한 기록이 없는 경로: 팩스, 이메일", "Nothing has been collected yet by: Fax, E-mail"),
    "1.4": ("ready", "제휴사가 제공한 기록이 아직 없습니다", "No partner has supplied a record yet"),
    "3.2": ("late", *UNCONFIRMED),
    "3.3": ("ready", "공개하지 않습니다", "is not published"),
    "3.4": ("late", *UNCONFIRMED),
    "3.5": (
        "ready",
        "통계·가명정보를 제공한 내역이 없습니다",
        "No statistics or pseudonymised data have been released yet",
    ),
    "3.6": ("late", *UNCONFIRMED),
    "3.7": ("ready", "새 동의를 요청한 적이 아직 없습니다", "No new consent has been requested yet"),
    "5.2": ("ready", "이용이 종료된 기록이 아직 없습니다", "No record has ended yet"),
    "5.6": ("ready", "이용이 종료된 기록이 아직 없습니다", "No record has ended yet"),
    "5.8": ("kept", "열람한 내역이 아직 없습니다", "none has been viewed yet"),
    "8.1": ("kept", "5명 미만은 아직 확인하거나 수정하지 않았습니다", "fewer than 5 have neither confirmed"),
    "8.3": ("kept", "5명 미만은 아직 확인하거나 수정하지 않았습니다", "fewer than 5 have neither confirmed"),
    "8.4": (
        "kept",
        "모두 정한 시간이 지나면 자동으로 로그아웃됩니다",
        "Current sessions: fewer than 5; each ends automatically",
    ),
    "9.2": ("ready", "현재 유효한 쿠키 선택이 없습니다", "No cookie choice holds now"),
    "9.3": ("ready", "현재 유효한 쿠키 선택이 없습니다", "No cookie choice holds now"),
    "10.3": ("unproven", "백신이 설정되어 있지 않습니다", "No virus scanner is configured"),
    "13.1": ("ready", "공지할 개정이 아직 없습니다", "There has been no such change to announce yet"),
    "13.2": ("ready", "공지할 개정이 아직 없습니다", "There has been no such change to announce yet"),
    "13.3": ("kept", "지금까지의 버전 1개를 모두", "Versions so far, each read again and unchanged: 1"),
}


@pytest.mark.by_nobody
@pytest.mark.clause("1.3", "1.4", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "5.2", "5.6", "5.8")
@pytest.mark.clause("8.1", "8.3", "8.4", "9.2", "9.3", "10.3", "13.1", "13.2", "13.3")
@pytest.mark.parametrize("clause", NOTHING)
def test_what_nobody_did_is_said_not_to_have_been_done(pages: dict[str, str], clause: str) -> None:
    """Nobody entered, handed over, decided, asked, looked, confirmed, signed out, chose, set up or announced: the page
    says so in both languages, and names nobody."""
    expected, *words = NOTHING[clause]
    for language, word in zip(("ko", "en"), words, strict=True):
        state, said = _promise(pages[language], clause)
        assert (state, word in " ".join(said.split())) == (expected, True), said
        assert not [one for one in (NAME, *OTHERS, "h-idle") if one in said]
