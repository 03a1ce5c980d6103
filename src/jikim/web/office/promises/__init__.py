"""The promises with their evidence, the runs that proved them and what they found, and the systems outside that
somebody attests."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.promises import showing, systems
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    showing.promises,
    showing.proved,
    systems.listed,
    systems.entered,
    systems.ended,
    systems.one,
    systems.attested,
    systems.file,
]
TODOS: list[Source] = [showing.todos, systems.todos]
