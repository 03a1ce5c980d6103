"""What waits among processors and partners: what is missing, inspections that are due, deletions that nobody has
confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.policy.languages import worded
from jikim.policy.model import Language
from jikim.processors.processor_status import WORDS, processor_statuses
from jikim.verbs.house import House
from jikim.web.office.todo import CONFIRM, FILL_IN, INSPECT, LOOK, Act, State, Todo, Together, haste_of, of_officers

INSPECTIONS = "/office/processors/inspections"
TOGETHER = Together(INSPECTIONS, "수탁자 점검", "inspections of processors")


@of_officers
def waiting(house: House, me: Signed, by: date) -> Steps[list[Todo]]:
    """An officer's."""
    found: list[Todo] = []
    today, missing = house.today(), 0
    for one in (yield from processor_statuses(house, house.policy.file.processors)):
        # Whether a webhook reaches it is the page's to say: it knows the settings.
        label, way = one.declared.label, f"/office/processors/{one.space}/{quote(one.name)}"
        missing += sum(what != "inspection" for what in one.missing)

        def add(
            state: State,
            ko: str,
            en: str,
            act: Act,
            last: date | None = None,
            count: int = 1,
            together: Together | None = None,
            label: Mapping[Language, str] = label,
            way: str = way,
        ) -> None:
            words = (f"{ko}: {worded(label, 'ko')}", f"{en} {worded(label, 'en')}")
            found.append(Todo(state, *words, way, act, last, count, together=together))

        if one.next is not None and one.over is None and one.next <= by:
            add(haste_of(one.next, today), "수탁자 점검", "Inspection of", INSPECT, one.next, together=TOGETHER)
        if late := one.deletions.get("overdue"):
            add("overdue", "삭제 미확인", "Deletion not confirmed:", CONFIRM, count=late)
        elif asked := one.deletions.get("asked"):
            add("open", "삭제 확인 대기", "Deletion to be confirmed:", CONFIRM, count=asked)
        if "ended" in one.missing:
            add("overdue", WORDS["ended"][0], f"{WORDS['ended'][1]}:".capitalize(), LOOK)
        elif one.ends is not None and one.over is None and one.ends <= by:
            add(haste_of(one.ends, today), "계약 만료 예정", "The contract ends:", LOOK, one.ends)
    if missing:
        ko, en = "수탁자·제휴사 대장의 누락 사항", "Missing in the register of processors"
        found.append(Todo("open", ko, en, "/office/processors", FILL_IN, None, missing))
    return found
