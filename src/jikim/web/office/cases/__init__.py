"""The pages of every register: list, one, its steps and its history, from the declaration."""

from __future__ import annotations

from litestar.types import ControllerRouterHandler

from jikim.app.registers import REGISTERS
from jikim.desk.measures import MEASURES
from jikim.web.office.cases import complaints, impersonation, moves, self_check, tasks, words
from jikim.web.office.cases.pages import Own, pages_of, todos_of
from jikim.web.office.cases.sheets import sheets_of
from jikim.web.office.todo import Source

OWN: dict[str, Own] = {
    "complaint": complaints.OWN,
    "data-move": moves.OWN,
    "impersonation": impersonation.OWN,
    "impersonation-outcome": impersonation.OUTCOMES_OWN,
    "measure": words.OWN,
    "self-check": self_check.OWN,
    "task": tasks.OWN,
}  # a register's own part, where it has one

PAGES: list[ControllerRouterHandler] = [
    *(page for one in REGISTERS for page in pages_of(one, OWN.get(one.name, Own()))),
    *(page for one in REGISTERS if one.files for page in sheets_of(one)),
    *complaints.PAGES,
    words.opening(MEASURES, words.OWN),
]
TODOS: list[Source] = [todos_of(one, OWN.get(one.name, Own())) for one in REGISTERS]
