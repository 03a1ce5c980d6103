"""People: found, looked at, read for a purpose; and reads of many that a second person approves."""

from __future__ import annotations

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
from jikim.web.routes import routes_of

PAGES = routes_of(listing, many, running, one, reading, looks, guardians, sign_ins, rejoining, consents)
TODOS: list[Source] = [many.waiting, looks.waiting]
