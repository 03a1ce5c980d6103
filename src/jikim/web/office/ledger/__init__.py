"""The ledger, searched and exported."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.ledger import looking
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [looking.ledger, looking.exported]
TODOS: list[Source] = []
