"""The privacy officer's report to the chief executive and the board: when it is due, and the task that says so.

PIPA as changed for 2026-09-11 (`kr.pipa.officer-reports`, whose text, and how often it asks for the report, was not
read): once a year is our choice. The report is a page and a PDF of the office; it counts as made when its task is done,
with words that say to whom and on which day.
"""

from __future__ import annotations

from datetime import date, timedelta

from jikim.cases.cases import Q
from jikim.db.driver import Steps
from jikim.db.steps import value_of
from jikim.handlers.register import workers
from jikim.policy import statutes
from jikim.policy.period import Period, day_of, due
from jikim.review.reviewing import began
from jikim.tasks.filing import TASKS, file_task
from jikim.verbs.house import SYSTEM, House

KIND = "board-report"
EVERY = Period(1, "y")
AHEAD = timedelta(days=30)
STATUTE = "kr.pipa.officer-reports"
PATH = "/office/reports/board"


def report_due(house: House) -> Steps[date | None]:
    """The day by which the next report is to be made; None where the policy is not under the PIPA, or the law is not in
    force yet."""
    row, today = statutes.get(STATUTE), house.today()
    if "kr.pipa" not in house.policy.file.service.under or row is None or not row.in_force(today):
        return None
    last = yield from value_of(Q["case.last"](register=TASKS.name, kind=KIND))
    if last is not None:
        return due(day_of(last, house.policy.zone), EVERY)
    begun = yield from began(house)
    first = row.in_force_from if isinstance(row.in_force_from, date) else begun
    return due(max(begun, first), EVERY)


def file_report(house: House) -> Steps[int]:
    """Files the officer's task a month before the report is due. Answers how many it filed or found."""
    last = yield from report_due(house)
    if last is None or house.today() < last - AHEAD:
        return 0
    officer = next(
        (one.handler for one in (yield from workers(house)) if one.kind == "officer" and one.left is None), None
    )
    yield from file_task(
        house,
        KIND,
        last.isoformat(),
        officer,
        last,
        "대표자와 이사회에 개인정보 보호 현황을 보고합니다. 마칠 때 누구에게 언제 보고했는지 적어 주세요.",
        "Report to the chief executive and the board. Say to whom and on which day when it is done.",
        SYSTEM,
        PATH,
    )
    return 1
