"""Disclosures: to authorities, on new consent, as statistics, by hand; and the register of all that left."""

from __future__ import annotations

from jikim.web.office.disclosures import asking, counts, demand, demands, handing, register, releases
from jikim.web.office.disclosures.waiting import waiting
from jikim.web.office.todo import Source
from jikim.web.routes import routes_of

PAGES = routes_of(register, demands, demand, asking, releases, counts, handing)
TODOS: list[Source] = [waiting, handing.handing_waiting]
