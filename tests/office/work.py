"""Open work of every kind, so that each page of the office has something on it. Everybody is invented."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.office.conftest import post
from tests.office.desk_work import ORDER, open_desk

import jikim
from jikim.alerts.raising import alert
from jikim.answers import Observed
from jikim.cabinet.papers import enter_paper
from jikim.desk.impersonation import report_impersonation
from jikim.desk.measures import propose_measure
from jikim.disclosures import demand_register, demands
from jikim.moves.register import ask_move, digest_of
from jikim.publishing.proposals import Published, save_proposal, text_in_force
from jikim.reading.mass import Query, ask_mass

if TYPE_CHECKING:
    from tests.office.conftest import Office


_numbers = itertools.count(1)


def open_work(office: Office) -> None:
    """Makes it."""
    jk, house = office.jk, office.jk.house
    run: Any = jk.driver.run
    officer = office.officer("h-worker")
    me = jk.handler("h-worker")
    today = house.today()
    leaving = f"h-leaving-{next(_numbers)}"  # who has left is not employed again under that name
    office.employ(leaving, "handler", ("support",))
    jk.by(me).leave_duty(leaving)
    open_desk(office)
    jk.observe(
        [
            Observed("shop_order", "address", "read", "refused", 3, "label", "delivery", "2.1", "purpose-not-covering"),
            Observed("shop_member", "email, mobile", "read", "gap", 12, "birthdays", "", "", "purpose-not-named"),
        ],
        lost=1,
    )
    jk.by(me).do(ask_move, "export", digest_of("export", b"csv"), "every record", reason="다른 시스템으로 옮김")
    person, _ = office.member()
    order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    # One that waits for its delivery, and one that was delivered and is not paid.
    for event in ("paid", "delivered"):
        box = {**ORDER, "address": "서울특별시 가상구 없는로 1"}
        jk.event(jk.collect("order", box, channel="homepage", subject="guest", old_enough=True).ref, event)
    membership = next(card.ref for card in jk.by(me).show(person.subject).cards if card.ref.kind == "membership")
    run(propose_measure(house, person, "여러 계정이 한 주소에서 번갈아 로그인함", actor=me))
    jk.by(me).entrust(order, to="kis", purpose="debt-collection")
    jk.by(me).hold(order, reason="가상의 소송")
    run(enter_paper(house, "order", ref=order, actor=me, cabinet="서류함 A", shelf="3"))
    number = run(
        demands.prepare(
            house,
            to="authority",
            purpose="identification",
            ground="order",
            place="서류함 B",
            actor=me,
            authority="가상지방경찰청",
            statute="통신비밀보호법",
            document="2026-가상-1",
        )
    )
    run(demands.set_part(house, run(demand_register.demand_of(house, number)), membership, ["name"], actor=me))
    run(demands.put(house, run(demand_register.demand_of(house, number)), actor=me))
    run(ask_mass(house, Query("order", "delivery", ("name", "address"), 1_000), actor=me, reason="배송 지연 안내"))
    _, said = office.member()
    run(report_impersonation(house, "email", said["email"], actor=jk.actor))
    identity = {"name": "가나다", "mobile": "010-0000-3344", "result": {"ok": True}}
    jk.event(jk.collect("identity-check", identity, channel="homepage", subject=person, old_enough=True).ref, "checked")
    jk.event(
        jk.collect(
            "enquiry",
            {"name": "가나다", "email": "guest@example.com", "text": "끊깁니다"},
            channel="board",
            subject="guest",
            old_enough=True,
        ).ref,
        "answered",
    )
    enquiry = {"name": "가나다", "email": "waits@example.com", "subject": "가상의 문의", "text": "설치가 멈춥니다"}
    jk.collect("enquiry", enquiry, channel="board", subject="guest", old_enough=True)
    back = {
        "name": "가나다",
        "lines": {"order": order.record.hex},
        "bank_account": {"bank": "가상은행", "number": "000000-00-000001"},
    }
    jk.collect("order-withdrawal", back, channel="homepage", subject=person, old_enough=True)
    firm = {"name": "라마바", "company": "주식회사 없는회사", "business_no": "101-01-00009"}
    jk.collect("company-administrator", firm, channel="homepage", subject="corporate", old_enough=True)
    with suppress(jikim.StoppedError):
        jk.sweep()
    text = run(text_in_force(house))
    run(save_proposal(house, text, actor=me, published=Published("가상의 처리방침입니다.\n".encode(), "policy.txt")))
    run(alert(house, "test", "가상의 알림입니다", "An invented alert", href="/office/jobs"))
    post(officer, "/office/breach", what="가상의 유출입니다")
    jk.sequence()
    post(officer, "/office/review", begins=str(today - timedelta(days=30)), ends=str(today - timedelta(days=29)))
