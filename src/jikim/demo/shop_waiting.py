"""What waits in the homepage's own back office when the site opens: an enquiry, orders, a delivery, a bill, a refund and
an entry. Customers write and order on the homepage or call; who takes the call enters it. Everybody is invented."""

from __future__ import annotations

import re

from jikim.demo.doors import Door
from jikim.demo.people import Invented, somebody

CALL = "/office/intake/entry/phone/order"
ORDERS, PAPERS = "/office/shop/orders", "/office/shop/papers"


BUYER = somebody(12, "차예시", "cha.yesi")
PAYER = somebody(13, "허예시", "heo.yesi")
VISITOR = somebody(14, "양예시", "yang.yesi")
BOXED = somebody(15, "진예시", "jin.yesi")
OWES = somebody(16, "유예시", "yu.yesi")
REGRETS = somebody(17, "우예시", "u.yesi")
COMPANY = {"v.company": "주식회사 없는회사", "v.business_no": "101-01-00009"}


def shop_waits(url: str, today: str, hana: Door, omar: Door) -> None:
    """Makes it, each through the page of whoever does it."""
    with Door(url) as visitor:
        asked = {"subject": "접속이 느립니다", "text": "산마루에서는 화면이 늦게 바뀝니다."}
        contact = {"name": VISITOR.name, "email": VISITOR.email, "age": "yes"}
        visitor.send("/board/write", **contact, **asked)
        visitor.send("/events/first-week", **contact, answers="산마루에서 서울의 컴퓨터를 켰습니다.", consent="yes")
        visitor.send("/products/business-1y", "/cart", **{"add": "business-1y", "business-1y": "1", "then": "cart"})
        visitor.send("/order", **contact, phone=VISITOR.phone)
    for buyer, lines, said, paper in (
        (
            BUYER,
            "리모트뷰 1년 한 건",
            COMPANY,
            {"which": "tax-invoice", "number": "41000000-a1b2c3d4", "supply": "360000", "tax": "36000"},
        ),
        (
            PAYER,
            "리모트뷰 1개월 한 건",
            {},
            {"which": "cash-receipt", "number": "K00000001", "supply": "43637", "tax": "4363", "mobile": PAYER.mobile},
        ),
    ):
        order = _called(hana, omar, buyer, lines, **said)
        _paid(omar, order, str(int(paper["supply"]) + int(paper["tax"])), today)
        numbered = {**paper, "number": f"{today.replace('-', '')}-{paper['number']}"}
        omar.send(f"{PAPERS}/{order}", do="issue", day=today, issuer="nts", **numbered)
        omar.send(f"{ORDERS}/{order}", do="delivered")
    address = {
        f"v.address.{part}": value
        for part, value in {"postcode": "00000", "line1": f"가상특별시 예시구 없는길 {BOXED.number}"}.items()
    }
    _paid(omar, _called(hana, omar, BOXED, "리모트뷰 박스 한 대", **address), "1280000", today)
    omar.send(f"{ORDERS}/{_called(hana, omar, OWES, '리모트뷰 1년 한 건')}", do="delivered")
    order = _called(hana, omar, REGRETS, "리모트뷰 1개월 한 건")
    _paid(omar, order, "48000", today)
    refund = {"channel": "paper", "bank": "가상은행", "account": "000000-00-000001", "cabinet": "A", "shelf": "1"}
    omar.send(f"{ORDERS}/{order}", do="withdrawn", **refund)


def _called(hana: Door, omar: Door, buyer: Invented, lines: str, **said: str) -> str:
    """Somebody orders by phone. Answers where the order stands in the back office."""
    told = {"v.name": buyer.name, "v.phone": buyer.phone, "v.email": buyer.email, "v.lines": lines, **said}
    hana.send(CALL, do="enter", age="yes", paperless="yes", **told)
    found = omar.send("/office/people", "/office/people/find", item="email", value=buyer.email)
    subject = found.headers["location"].rpartition("/")[2]
    way = re.search(rf"{ORDERS}/({subject}/[0-9a-f-]+)", omar.client.get(ORDERS).text)
    assert way is not None
    return way[1]


def _paid(omar: Door, order: str, amount: str, day: str) -> None:
    omar.send(f"{ORDERS}/{order}", do="paid", amount=amount, day=day)
