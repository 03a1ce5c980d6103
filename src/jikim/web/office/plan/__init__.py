"""The internal management plan, the controls that its evidence answers, and the access records of other systems."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.web.office.plan import controlling, duties, taking, writing
from jikim.web.office.todo import Source

PAGES: list[ControllerRouterHandler] = [
    writing.plan,
    writing.edit,
    writing.saved,
    writing.approved,
    writing.version,
    controlling.controls,
    controlling.controls_csv,
    taking.taken,
    taking.took,
]
TODOS: list[Source] = [writing.todos, duties.todos]
