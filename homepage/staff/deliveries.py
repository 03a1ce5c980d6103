"""Deliveries: what is paid and on no way yet goes to the carrier that the policy names, with exactly name, address and
phone (3.4); its answer comes back.

A carrier with an endpoint is told at once; to one without, the file is handed over by a person (`/office/handing`).
Where the policy names nobody, no data goes out, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.web import Form, HandlerJikim, OpenRecord, Page

from ..site import providers
from ..site.books import Books
from .orders import goods, happened, shut
from .worklist import Act, Pair, Worklist

PURPOSE, LEAST, DAYS = "delivery", ("name", "address", "phone"), 3


def carrier(jk: HandlerJikim) -> str:
    """Whom the policy lets have what a delivery needs (3.4); empty where it names nobody."""
    for name, one in jk.policy.file.recipients.items():
        if (
            one.under == "service"
            and PURPOSE in one.purposes
            and "order" in one.records
            and set(LEAST) <= set(one.items)
        ):
            return name
    return ""


def waits(one: OpenRecord) -> bool:
    """Whether something is still to be delivered of what was paid: an address was asked for only where there is a box."""
    return "address" in one.holds and happened(one, "paid") and not happened(one, "delivered")


def _given(jk: HandlerJikim, one: OpenRecord) -> str:
    """The number under which the carrier got it; empty where it has not."""
    sent = Books.of(jk).sent(one.ref, carrier(jk))
    return sent[-1][0] if sent else ""


async def _hand(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    to = carrier(jk)
    sent = await jk.provide(one.ref, to=to, purpose=PURPOSE, items=LEAST)
    Books.of(jk).send(one.ref, to, sent.message, jk.now())
    return None


async def _ask(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    message = _given(jk, one)
    answer = await providers.asked(jk, carrier(jk), "deliveries", {"messages": [message]})
    if answer is None:
        return "택배사가 답하지 않았습니다.", "The carrier did not answer."
    if message not in answer.get("delivered", {}):
        return "택배사에 따르면 아직 배송 중입니다.", "According to the carrier, it is still on its way."
    return await shut(jk, "delivery-request", one.ref, "delivered")


def _shown(page: Page, jk: HandlerJikim) -> Mapping[str, Any]:
    to = carrier(jk)
    by_hand = bool(to) and to not in jk.settings.endpoints
    return {
        "carrier": to,
        "by_hand": f"/office/handing/recipient/{to}/{PURPOSE}" if by_hand else "",
        "given": lambda one: Books.of(jk).sent(one.ref, to),
        "goods": lambda product: goods(page, product),
    }


WORKLIST = Worklist(
    path="/office/shop/deliveries",
    kind="order",
    name=("배송", "Deliveries"),
    one=("배송", "Delivery"),
    waits=("배송할 주문", "Orders to deliver"),
    lead=(
        "결제한 날부터 3영업일 안에 보냅니다(「전자상거래법」 제15조제1항). 택배사에는 이름, 주소, 전화번호만 전달합니다.",
        "Sent within 3 working days of payment (E-Commerce Act §15(1)). The carrier gets name, address and phone number, nothing else.",
    ),
    number=("주문 번호. 예: 1A2B-3C4D", "The order’s number, such as 1A2B-3C4D"),
    empty=("배송할 주문이 없습니다.", "No order is waiting to be delivered."),
    clause="3.4",
    reads={PURPOSE: ("name", "address", "phone", "mobile", "lines", "note")},
    here=lambda _jk, one: waits(one),
    due=(("발송 기한", "Send by"), lambda jk, one: jk.working_day(one.happened["paid"], DAYS) if happened(one, "paid") else None),
    template="staff/delivery.html",
    goes_on="/office/shop/orders",
    shown=_shown,
    acts=(
        Act(
            "hand", "", ("택배사에 전달", "Pass on to the carrier"),
            ("이름, 주소, 전화번호를 택배사에 전달하도록 등록했습니다.", "Name, address and phone number are queued for the carrier."),
            (), lambda jk, one: waits(one) and bool(carrier(jk)) and not _given(jk, one), _hand,
            after=(
                "이름, 주소, 전화번호만 전달합니다. 주문은 계속 진행 중입니다.",
                "Only name, address and phone number are passed on. The order stays open.",
            ),
        ),
        Act(
            "ask", "delivered", ("배송 상태 조회", "Ask the carrier"),
            ("택배사가 배송을 완료했다고 답하여 기록했습니다.", "The carrier confirmed the delivery, and it has been recorded."),
            (), lambda jk, one: waits(one) and bool(_given(jk, one)) and carrier(jk) in jk.settings.endpoints, _ask,
            hint=(
                "전달 번호만으로 조회합니다. 배송이 완료되었다고 답한 경우에만 기록합니다.",
                "Asked by the message number only. It is recorded only if the carrier confirms it.",
            ),
        ),
        Act(
            "delivered", "delivered", ("배송 완료", "Delivered"), ("배송 완료로 기록했습니다.", "Recorded as delivered."),
            (), lambda jk, one: waits(one), lambda jk, one, _: shut(jk, "delivery-request", one.ref, "delivered"),
        ),
    ),
)  # fmt: skip
