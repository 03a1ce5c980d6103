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
_LEAST_SAID = (
    "이름, 주소, 전화번호만 전달합니다. 주문은 계속 진행 중입니다.",
    "Only name, address and phone number are passed on. The order stays open.",
)


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


def receiver(jk: HandlerJikim, one: OpenRecord) -> str:
    """Who brings it: the other party of an order (3.6), else the carrier."""
    return one.party or carrier(jk)


def _may_name(jk: HandlerJikim, one: OpenRecord) -> bool:
    return not one.party and not _sent(jk, one) and waits(one)


async def _name(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    await jk.name_party(one.ref, to=providers.SELLER, purpose=PURPOSE)
    return None


def _sent(jk: HandlerJikim, one: OpenRecord) -> dict[str, str]:
    """The number under which each got it who has."""
    books = Books.of(jk)
    return {to: number for to in (one.party, carrier(jk)) if to for number, _ in books.sent(one.ref, to)}


def _may_hand(jk: HandlerJikim, one: OpenRecord) -> bool:
    to = receiver(jk, one)
    return waits(one) and bool(to) and to not in _sent(jk, one)


def _may_ask(jk: HandlerJikim, one: OpenRecord) -> bool:
    sent = _sent(jk, one)
    return waits(one) and bool(sent) and sent.keys() <= jk.settings.endpoints.keys()


async def _hand(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    to = receiver(jk, one)
    sent = await jk.provide(one.ref, to=to, purpose=PURPOSE, items=LEAST)
    Books.of(jk).send(one.ref, to, sent.message, jk.now())
    return None


async def _ask(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    for to, message in _sent(jk, one).items():
        answer = await providers.asked(jk, to, "deliveries", {"messages": [message]})
        if answer is None:
            return "전달받은 곳이 답하지 않았습니다.", "There was no answer."
        if message not in answer.get("delivered", {}):
            return "전달받은 곳에 따르면 아직 배송 중입니다.", "It is still on its way."
    return await shut(jk, "delivery-request", one.ref, "delivered")


def _shown(page: Page, jk: HandlerJikim) -> Mapping[str, Any]:
    def by_hand(one: OpenRecord) -> str:
        to = receiver(jk, one)
        return f"/office/handing/recipient/{to}/{PURPOSE}" if to not in jk.settings.endpoints else ""

    return {
        "receiver": lambda one: receiver(jk, one),
        "by_hand": by_hand,
        "given": lambda one: Books.of(jk).sent(one.ref, receiver(jk, one)),
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
            (), lambda jk, one: not one.party and _may_hand(jk, one), _hand, after=_LEAST_SAID,
        ),
        Act(
            "party", "", ("거래 상대방에 전달", "Pass on to the other party"),
            ("이름, 주소, 전화번호를 거래 상대방에 전달하도록 등록했습니다.", "Name, address and phone number are queued for the other party."),
            (), lambda jk, one: bool(one.party) and _may_hand(jk, one), _hand, after=_LEAST_SAID,
        ),
        Act(
            "name", "", ("거래 상대방 지정", "Name the other party"),
            ("거래 상대방을 지정했습니다. 이제 전달할 수 있습니다.", "The other party is named. It can be passed on now."),
            (), _may_name, _name, asked=True,
            after=(
                "제휴 판매점이 판매하고 방문하는 주문인 경우에만 지정합니다. 지정한 뒤에는 바꿀 수 없고, 택배사에는 전달하지 않습니다.",
                "Only for an order that a partner shop sells and visits for. It stays once it is named, and nothing goes to the carrier.",
            ),
        ),
        Act(
            "ask", "delivered", ("배송 상태 조회", "Ask where it is"),
            ("배송을 완료했다는 답을 받아 기록했습니다.", "The delivery was confirmed, and it has been recorded."),
            (), _may_ask, _ask,
            hint=(
                "전달 번호만으로 조회합니다. 배송이 완료되었다고 답한 경우에만 기록합니다.",
                "Asked by the message number only. It is recorded only if it is confirmed.",
            ),
        ),
        Act(
            "delivered", "delivered", ("배송 완료", "Delivered"), ("배송 완료로 기록했습니다.", "Recorded as delivered."),
            (), lambda jk, one: waits(one), lambda jk, one, _: shut(jk, "delivery-request", one.ref, "delivered"),
        ),
    ),
)  # fmt: skip
