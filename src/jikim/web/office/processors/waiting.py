"""What waits among processors and partners: what is missing, inspections that are due, deletions that nobody has confirmed."""

from __future__ import annotations

from urllib.parse import quote

from jikim.db.driver import Steps
from jikim.handlers.sessions import Signed
from jikim.processors.processor_status import WORDS, standings
from jikim.verbs.house import House
from jikim.web.office.todo import Todo, haste_of


def waiting(house: House, me: Signed) -> Steps[list[Todo]]:
    """An officer's."""
    found: list[Todo] = []
    if not me.officer:
        return found
    today = house.today()
    missing = 0
    for one in (yield from standings(house, house.policy.file.processors)):
        # Whether a webhook reaches it is the page's to say: it knows the settings.
        label, way = one.declared.label, f"/office/processors/{one.space}/{quote(one.name)}"
        missing += sum(what != "inspection" for what in one.missing)
        if one.next is not None and one.over is None and (state := haste_of(one.next, today)) != "open":
            found.append(Todo(state, f"수탁자 점검: {label['ko']}", f"Inspection of {label['en']}", way, one.next))
        if late := one.deletions.get("overdue"):
            found.append(
                Todo(
                    "overdue",
                    f"삭제 미확인: {label['ko']}",
                    f"Deletion not confirmed: {label['en']}",
                    way,
                    None,
                    late,
                )
            )
        elif asked := one.deletions.get("asked"):
            found.append(
                Todo(
                    "open",
                    f"삭제 확인 대기: {label['ko']}",
                    f"Deletion to be confirmed: {label['en']}",
                    way,
                    None,
                    asked,
                )
            )
        if "ended" in one.missing:
            found.append(
                Todo("overdue", f"{WORDS['ended'][0]}: {label['ko']}", f"{label['en']}: {WORDS['ended'][1]}", way)
            )
    if missing:
        found.append(
            Todo("open", "수탁자·제휴사 대장의 누락 사항", "Missing in the register of processors", "/office/processors", None, missing)
        )  # fmt: skip
    return found
