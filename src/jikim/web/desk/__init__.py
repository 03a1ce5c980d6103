"""Pages of what people ask for and what is told to them: requests, complaints, notices, guardians, guests."""

from __future__ import annotations

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
from jikim.web.routes import routes_of

PAGES = routes_of(
    requests, visits, complaints, notices, guardians, guest_orders, guests, rested, impersonation, confirming, refusing
)
