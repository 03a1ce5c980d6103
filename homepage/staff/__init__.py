"""The homepage's back office: the work of the people who run the shop, on the public SDK alone, by handlers with grants.

It repeats no page of the office (intake, requests, complaints, records), and adds what is this homepage's own.
"""

from __future__ import annotations

from pathlib import Path

from jikim.web import OfficePages

from . import enquiries, orders, refunds

OFFICE = OfficePages(
    pages=[*enquiries.PAGES, *orders.PAGES, *refunds.PAGES],
    title=("홈페이지 업무", "Homepage"),
    places=[
        (enquiries.PATH, "문의", "Enquiries", "enquiry"),
        (orders.PATH, "주문", "Orders", "order"),
        (refunds.PATH, "청약철회와 환불", "Withdrawals and refunds", "order-withdrawal"),
    ],
    templates=[Path(__file__).parent / "templates"],
)
