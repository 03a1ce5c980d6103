"""What waits among the disclosures: demands for a second person, approved ones that have not left, releases."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jikim.db.driver import Steps
from jikim.desk.deadlines import rests
from jikim.disclosures.demand_register import counts
from jikim.disclosures.new_consents import askings
from jikim.disclosures.releases import releases
from jikim.handlers.sessions import Signed
from jikim.policy.period import Period, day_of, due
from jikim.verbs.house import House
from jikim.web.office.todo import APPROVE, FINISH, LOOK, State, Todo, haste_of

PROMPT = Period(10, "d")


def look_due(house: House, decided: datetime) -> date:
    """By when a second officer looks at what one approved alone: the end of the next working day."""
    day = day_of(decided, house.policy.zone) + timedelta(days=1)
    while rests(day, house.policy.file.service.country):
        day += timedelta(days=1)
    return day


WORDS: dict[str, tuple[State, str, str]] = {
    "draft": ("open", "작성 중인 기관 요구", "A demand by an authority, being prepared"),
    "asked": ("second", "승인 대기 중인 기관 요구", "A demand by an authority, waiting for approval"),
    "alone": (
        "second",
        "단독 승인되어 사후 확인이 필요한 기관 요구",
        "A demand that one officer approved alone, for another to review",
    ),
    "approved": ("due", "승인 후 제공 전인 기관 요구", "An approved demand not yet carried out"),
}


def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """An officer's, and the drafts of handlers."""
    found: list[Todo] = []
    zone = house.policy.zone
    for state, (many, oldest, demand) in (yield from counts(house)).items():
        if not me.officer and state != "draft":
            continue
        haste, ko, en = WORDS[state]
        last = look_due(house, oldest) if state == "alone" else due(day_of(oldest, zone), PROMPT)
        late = haste_of(last, house.today())
        act = APPROVE if state == "asked" else LOOK if state == "alone" else FINISH
        state_ = late if late == "overdue" else haste
        way = "/office/disclosures/demands" + (f"/{demand}" if many == 1 else "")
        found.append(Todo(state_, ko, en, way, act, last, many, about=f"demands:{state}"))
    if not me.officer:
        return found
    waits = sum(one.state == "asked" for one in (yield from releases(house)))
    if waits:
        found.append(
            Todo(
                "second",
                "승인 대기 중인 가명정보 제공",
                "A pseudonymised release, waiting for approval",
                "/office/disclosures/releases",
                APPROVE,
                None,
                waits,
            )
        )
    for one in (yield from askings(house)):
        if one.open(house.today()) and one.silent:
            found.append(
                Todo(
                    "open",
                    "응답 대기 중인 동의 요청",
                    "A consent request, waiting for answers",
                    "/office/disclosures/asking",
                    LOOK,
                    one.until,
                    one.silent,
                )
            )
    return found
