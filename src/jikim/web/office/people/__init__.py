"""People: found, looked at, read for a purpose; and reads of many that a second person approves."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.people import (
    consents,
    guardians,
    listing,
    looks,
    many,
    one,
    reading,
    rejoining,
    running,
    sign_ins,
)
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    listing.listed, listing.by_value, listing.by_number, listing.by_rested_value, many.asked, many.new, many.ask, many.one, many.decide,
    many.review, running.run, one.person, reading.choose, reading.read, reading.unmask, reading.rest, looks.listed, looks.decide, guardians.end,
    sign_ins.asked, sign_ins.compared, sign_ins.before, sign_ins.proposed, rejoining.listed, rejoining.lifted, consents.waiting, consents.confirmed,
]  # fmt: skip
TODOS: list[Source] = [many.waiting, looks.waiting]
