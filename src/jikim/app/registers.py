"""Every register that is kept by cases. The database's rules, the office's pages, places and events, and the reminders
follow from these declarations."""

from __future__ import annotations

from jikim.cases.alone import ALONE
from jikim.cases.register import Register
from jikim.desk.complaints import COMPLAINTS
from jikim.desk.impersonation import IMPERSONATION, OUTCOMES
from jikim.desk.measures import MEASURES
from jikim.desk.request_register import REQUESTS
from jikim.moves.register import MOVES
from jikim.plan.impact import IMPACT
from jikim.plan.insurance import INSURANCE
from jikim.plan.self_check import SELF_CHECK
from jikim.processors.clients import CLIENTS
from jikim.processors.inspections import INSPECTIONS
from jikim.tasks.filing import TASKS

REGISTERS: tuple[Register, ...] = (
    COMPLAINTS,
    IMPERSONATION,
    MEASURES,
    CLIENTS,
    INSPECTIONS,
    IMPACT,
    INSURANCE,
    SELF_CHECK,
    TASKS,
    MOVES,
    ALONE,
    OUTCOMES,
)
# Requests are cases by their rules and steps, with pages of their own.
RULED = (*REGISTERS, REQUESTS)
