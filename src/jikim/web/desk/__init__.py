"""Pages of what people ask for and what is told to them: requests, complaints, notices, guardians, guests."""

from __future__ import annotations

from typing import Any

from jikim.web.desk import (
    complaints,
    confirming,
    guardians,
    guest_orders,
    guests,
    impersonation,
    notices,
    refusing,
    requests,
    rested,
    visits,
)

PAGES: list[Any] = [
    *requests.PAGES,
    *visits.PAGES,
    *complaints.PAGES,
    *notices.PAGES,
    *guardians.PAGES,
    *guest_orders.PAGES,
    *guests.PAGES,
    *rested.PAGES,
    *impersonation.PAGES,
    *confirming.PAGES,
    *refusing.PAGES,
]
