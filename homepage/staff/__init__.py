"""The homepage's back office: the work of the people who run the shop, on the public SDK alone, by handlers with
grants.

It repeats no page of the office (intake, requests, complaints, records), and adds what is this homepage's own. A desk
is a declaration (`desk.py`).
"""

from __future__ import annotations

from pathlib import Path

from jikim.web import OfficePages

from . import advertising, companies, company_usage, debts, deliveries, enquiries, events, orders, papers, refunds

DESKS = [enquiries.DESK, orders.DESK, deliveries.DESK, refunds.DESK, debts.DESK, *papers.DESKS, companies.DESK]
OFFICE = OfficePages(
    pages=[*(page for desk in DESKS for page in desk.pages), *events.PAGES, *advertising.PAGES, *company_usage.PAGES],
    title=("홈페이지 업무", "Homepage"),
    places=[*(desk.place for desk in DESKS), events.PLACE, advertising.PLACE, company_usage.PLACE],
    templates=[Path(__file__).parent / "templates"],
)
