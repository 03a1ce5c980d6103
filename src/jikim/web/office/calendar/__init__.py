"""The retention calendar, legal holds, dry runs and approvals of sweeps, and the register of destructions."""

from __future__ import annotations

from jikim.web.office.calendar import certificates, holding, picture, sweeping
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(picture, holding, sweeping, certificates)
TODOS: list[Source] = [sweeping.waiting, picture.soon, holding.unfinished]
