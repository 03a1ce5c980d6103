"""The homepage's back office: the work of the people who run the shop, on the public SDK alone, by handlers with
grants.

It repeats no page of the office (intake, requests, complaints, records), and adds what is this homepage's own. A worklist
is a declaration (`worklist.py`); what waits on all of them stands on one page (`today.py`).
"""

from __future__ import annotations

from pathlib import Path

from jikim.web import OfficePages

from . import (
    advertising,
    companies,
    company_usage,
    debts,
    deliveries,
    enquiries,
    events,
    orders,
    papers,
    refunds,
    today,
)

WORKLISTS = [
    enquiries.WORKLIST,
    orders.WORKLIST,
    deliveries.WORKLIST,
    refunds.WORKLIST,
    debts.WORKLIST,
    *papers.WORKLISTS,
    companies.WORKLIST,
]
OFFICE = OfficePages(
    pages=[
        today.today_page(WORKLISTS),
        *(page for worklist in WORKLISTS for page in worklist.pages),
        *events.PAGES,
        *advertising.PAGES,
        *company_usage.PAGES,
    ],
    title=("홈페이지 업무", "Homepage"),
    places=[
        today.PLACE,
        *(worklist.place for worklist in WORKLISTS),
        events.PLACE,
        advertising.PLACE,
        company_usage.PLACE,
    ],
    templates=[Path(__file__).parent / "templates"],
)
