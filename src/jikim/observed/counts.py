"""Counts as they come from an application, and as they are looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from jikim.answers import Observed, Overdue
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import JikimError
from jikim.verbs.house import By, House

Q = load("jikim.observed")
DAYS = 31
# INVARIANT: what is kept is a name out of somebody's code, never a text that could hold a value.
_NAME = re.compile(r"[\w.:/<>,*() -]{0,200}")
_DEEDS, _VERDICTS = ("read", "insert", "update", "delete"), ("allowed", "refused", "gap")


def observe(by: By, rows: Sequence[Observed], *, lost: int = 0) -> Steps[None]:
    """Adds to the counts of this hour. Raises JikimError for what is no count."""
    for one in rows:
        names = (one.view, one.purpose, one.table, one.columns, one.clause, one.why)
        if not (one.deed in _DEEDS and one.verdict in _VERDICTS and one.times > 0 and all(map(_NAME.fullmatch, names))):
            raise JikimError(
                "this is no count of what was observed",
                hint="send names of the code and the policy, and a number",
                ko=("관찰한 횟수가 아닙니다", "코드와 방침의 이름, 그리고 수를 보내 주세요"),
            )
    yield Q["observed.add"](
        hour=by.house.now().replace(minute=0, second=0, microsecond=0),
        views=[one.view for one in rows],
        purposes=[one.purpose for one in rows],
        places=[one.table for one in rows],
        columns=[one.columns for one in rows],
        deeds=[one.deed for one in rows],
        verdicts=[one.verdict for one in rows],
        clauses=[one.clause for one in rows],
        whys=[one.why for one in rows],
        times=[one.times for one in rows],
        lost=max(0, lost),
    )


def observations(house: House) -> Steps[tuple[list[Observed], int]]:
    """What was counted in the last 31 days, the most frequent first, and how many were lost."""
    since = house.now() - timedelta(days=DAYS)
    rows = yield Q["observed.since"](since=since)
    [(lost,)] = yield Q["observed.lost"](since=since)
    return [Observed(*row) for row in rows], int(lost)


def keep_overdue(house: House, found: Sequence[Overdue]) -> Steps[None]:
    """Keeps a count of rows that are overdue (`attach.overdue`), in the place of the one before."""
    yield Q["observed.overdue_put"](at=house.now(), found=json.dumps(found))


def overdue_of(_house: House) -> Steps[tuple[datetime | None, list[Overdue]]]:
    """The last such count, and of when it is; None where nobody counted."""
    for at, found in (yield Q["observed.overdue"]()):
        return at, [Overdue(*one) for one in found]
    return None, []
