"""Open work of the desks: requests in every state, a complaint, a report of impersonation, tasks, a partner's feed, a
notice. Everybody is invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.employed import admin_of
from tests.kept_connections import looking

from jikim.app import desk_letters
from jikim.cases.cases import file_by_hand
from jikim.cases.register import DUE, Register
from jikim.desk import request_steps as at_desk
from jikim.desk.complaints import complain
from jikim.desk.impersonation import owe_outcome, report_impersonation
from jikim.desk.notices import post_notice
from jikim.desk.requests import Request, file_request
from jikim.intake.feeds import FeedEntry, take_feed
from jikim.intake.webhook_signatures import make_partner_key
from jikim.plan.impact import IMPACT
from jikim.plan.insurance import INSURANCE
from jikim.plan.self_check import SELF_CHECK
from jikim.policy.ask import Actor
from jikim.processors.clients import CLIENTS
from jikim.processors.inspections import record_inspection
from jikim.tasks.filing import file_own, file_task
from jikim.verbs.house import SYSTEM

if TYPE_CHECKING:
    from tests.office.conftest import Office

ORDER = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}

# What somebody of the office enters into the registers of its own duties.
KEPT: tuple[tuple[Register, dict[str, str]], ...] = (
    (CLIENTS, {one.name: "가상의 내용" for one in CLIENTS.files if one.name != DUE}),
    (INSURANCE, {"insurer": "가상화재", "kind": "insurance", "basis": "매출 20억 원"}),
    (IMPACT, {"what": "추천 기능", "why": "민감한 항목을 새로 다룸"}),
    (SELF_CHECK, {"why": "시행 중인 버전"}),
)


def open_desk(office: Office, handler: str = "h-worker") -> dict[str, Request]:
    """Makes it, the steps of the desk by this officer. Answers the requests by what they are."""
    jk, run, house = office.jk, office.jk.driver.run, office.jk.house
    officer, system = jk.handler(handler), jk.acting("system", "set-up")
    person, given = office.member()
    me = Actor("member", str(person.subject))
    order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    words = {"name": "가나다", "email": given["email"], "text": "제 것을 살펴봐 주세요"}
    made = {
        "letter": run(
            at_desk.file_for(
                house, person.subject, "correct", order, "letter", actor=officer, words=words, items=["phone"]
            )
        ),
        "access": run(file_request(house, person.subject, "access", None, "page", me, words=words)),
        "delete": run(file_request(house, person.subject, "delete", None, "page", me, words=words)),
        "withdraw": run(file_request(house, person.subject, "withdraw", None, "page", me, words=words)),
        "guardian": run(file_request(house, person.subject, "guardian", None, "page", me, words=words)),
        "refused": run(file_request(house, person.subject, "access", None, "page", me, words=words)),
        "postponed": run(file_request(house, person.subject, "access", None, "page", me, words=words)),
    }
    membership = next(card.ref for card in jk.by(me).show(person.subject).cards if card.ref.kind == "membership")
    made["correct"] = run(
        file_request(house, person.subject, "correct", membership, "page", me, words=words, items=["name", "email"])
    )
    run(
        desk_letters.refuse(
            house, person.subject, made["refused"].request, "다른 사람의 권리를 해칠 수 있습니다", actor=officer
        )
    )
    run(
        desk_letters.postpone(
            house, person.subject, made["postponed"].request, "보관 중인 이력을 찾고 있습니다", actor=officer
        )
    )
    run(at_desk.take(house, person.subject, made["access"].request, None, actor=officer))
    run(
        complain(
            house,
            {"name": "가나다", "email": given["email"], "text": "광고가 너무 자주 옵니다"},
            person=person,
            actor=me,
            old_enough=True,
        )
    )
    _, other = office.member()
    [suspected] = run(report_impersonation(house, "email", other["email"], actor=jk.actor))
    run(owe_outcome(house, suspected.subject, "email", other["email"], "ko"))
    today = house.today()
    run(
        file_task(
            house,
            "finding",
            "promise:10.2:desk-work",
            handler,
            today - timedelta(days=1),
            "백업을 살펴봐 주세요",
            "Look at the backup",
            SYSTEM,
        )
    )
    run(file_own(house, "서류함 열쇠 바꾸기\n기술지원팀 서류함입니다", None, today + timedelta(days=9), actor=officer))
    for register, given in KEPT:
        fields = {**given, **({DUE: str(today + timedelta(days=9))} if DUE in register.fields else {})}
        run(file_by_hand(house, register, "own", fields, actor=officer))
    seen = {"day": str(today), "text": "접속 기록이 없음"}
    run(record_inspection(house, "processor", "kcp", "findings", seen, actor=officer))
    run(make_partner_key(house, "reseller", actor=system))
    rows = [
        FeedEntry(1, ORDER, True, "W-1"),
        FeedEntry(2, {**ORDER, "card": "4111111111111111"}, True, "W-2"),
        FeedEntry(3, ORDER, False, "W-3"),
        FeedEntry(4, {**ORDER, "phone": "없음"}, True, "W-4"),
    ]
    run(take_feed(house, "reseller", "order", rows, actor=officer, way="csv"))
    run(
        post_notice(
            house,
            title_ko="점검 안내",
            title_en="Maintenance",
            body_ko="하루 동안 점검합니다.",
            body_en="For one day.",
            actor=officer,
            kind="important",
        )
    )
    with looking(admin_of(jk)) as admin:
        admin.execute("SELECT live.went_alone('pause', '1', %s, now())", (handler,))
    return made
