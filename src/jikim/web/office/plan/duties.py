"""What the office owes because of a version that was announced, or of how many people it has: a self-check, an assessment that the plan
demands, damage insurance. Each line goes once somebody has entered it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from jikim.cases.listing import closed_cases, open_cases
from jikim.cases.register import Register
from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed, acting
from jikim.plan.impact import IMPACT, demanded
from jikim.plan.insurance import INSURANCE, PEOPLE
from jikim.plan.management_plan import plan_of
from jikim.plan.self_check import SELF_CHECK
from jikim.policy.period import day_of, start_of
from jikim.publishing.publications import Publication, publications
from jikim.verbs.house import House
from jikim.web.office.todo import BEGIN, FILL_IN, Todo, haste_of, of_officers

WITHIN = timedelta(days=30)


@of_officers
def todos(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """For officers."""
    pipa = "kr.pipa" in house.policy.file.service.under
    found, today, zone = list[Todo](), house.today(), house.policy.zone
    announced = [one for one in (yield from publications(house)) if one.state in ("announced", "in-force")]
    if (one := (yield from _to_assess(house, announced))) is not None:
        since = start_of(one.announced, zone)
        if not (yield from _entered(house, me, IMPACT, since)):
            due = day_of(one.effective, zone)
            found.append(_line(IMPACT, "영향평가(자율) 시작", "Begin an impact assessment", due, today))
    last = next((one for one in announced if one.state == "in-force"), None)
    if pipa and last is not None and not (yield from _entered(house, me, SELF_CHECK, start_of(last.announced, zone))):
        due = day_of(last.effective, zone) + WITHIN
        found.append(_line(SELF_CHECK, "처리방침 자가점검 시작", "Begin a policy self-check", due, today))
    many = (house.policy.file.service.people or 0) >= PEOPLE
    if pipa and many and not (yield from _entered(house, me, INSURANCE, None)):
        ko, en = "손해배상책임 보장 등록", "Enter the damage insurance"
        found.append(Todo("open", ko, en, INSURANCE.path, FILL_IN))
    return found


def _to_assess(house: House, announced: Sequence[Publication]) -> Steps[Publication | None]:
    """The last announcement, where the approved plan has such a version assessed."""
    plan = yield from plan_of(house)
    if not announced or plan.current is None or not plan.current.sections.get("impact", "").strip():
        return None
    last = announced[0]
    before = yield from house.versions.serving(last.previous)
    after = yield from house.versions.serving(last.version)
    return last if demanded(before.file, after.file) else None


def _line(register: Register, ko: str, en: str, due: date, today: date) -> Todo:
    return Todo(haste_of(due, today), ko, en, register.path, BEGIN, due)


def _entered(house: House, me: Signed, register: Register, since: datetime | None) -> Steps[bool]:
    """Whether a case is open, or one was closed since a moment."""
    actor = yield from acting(house, me)
    if (yield from open_cases(house, register, actor=actor, limit=1)):
        return True
    closed = yield from closed_cases(house, register, actor=actor, limit=1)
    return since is not None and any(one.opened >= since for one in closed)
