"""Disclosures: to authorities, on new consent, as statistics, by hand; and the register of all that left."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.disclosures import asking, counts, demand, demands, handing, register, releases
from jikim.web.office.disclosures.waiting import waiting
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    register.everything, *register.AS_FILES, demands.listed, *demands.AS_FILES, demands.new, demands.made,
    demand.one, demand.found, demand.parted, demand.stepped, demand.scan, asking.listed, asking.asked, asking.ended, releases.listed, releases.counted,
    releases.counted_csv, releases.prepared, releases.stepped, counts.statistics,
    handing.lots_waiting, handing.hand_over_page, handing.certificate_entered, handing.file_made, handing.given_confirmed,
]  # fmt: skip
TODOS: list[Source] = [waiting, handing.handing_waiting]
