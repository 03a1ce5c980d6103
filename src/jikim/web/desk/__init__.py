"""Pages of what people ask for and what is told to them: requests, complaints, notices, guardians, guests."""

from __future__ import annotations

from typing import Any

from jikim.web.desk import (
    complaints,
    confirming,
    guardians,
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
    *guests.PAGES,
    *rested.PAGES,
    *impersonation.PAGES,
    *confirming.PAGES,
    *refusing.PAGES,
]
