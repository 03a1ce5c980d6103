"""Records that are open for longer than their purpose should last: a task for each kind, with somebody who may end them
as its owner (clause 5.1)."""

from __future__ import annotations

from jikim.db.driver import Steps
from jikim.handlers.register import grants, workers
from jikim.handlers.sessions import reads
from jikim.policy.period import Period, due
from jikim.reading.open_records import overdue
from jikim.tasks.filing import file_task
from jikim.verbs.house import SYSTEM, House

KIND = "late-records"
MENDING = Period(7, "d")


def file_late(house: House) -> Steps[int]:
    """Files one task for each kind with late records; the open one stands for it until it is done. Answers for how many
    kinds."""
    found = yield from overdue(house, most=1)
    for one in found:
        label = house.policy.file.records[one.kind].label
        ko, en = label.get("ko", one.kind), label.get("en", one.kind)
        owner = yield from _owner(house, one.kind)
        yield from file_task(
            house,
            KIND,
            one.kind,
            owner,
            due(house.today(), MENDING),
            f"예상 기간이 지난 기록 확인: {ko}. 목적이 끝난 것은 종료로 기록해 주세요.",
            f"Open for longer than expected: {en}. Record the end of those whose purpose has ended.",
            SYSTEM,
            f"/office/records/{one.kind}",
        )
    return len(found)


def _owner(house: House, kind: str) -> Steps[str | None]:
    """A handler whose grant reads such records, else an officer who works here."""
    here = {one.handler: one.kind for one in (yield from workers(house)) if one.left is None}
    now = house.now()
    able = {
        one.handler
        for one in (yield from grants(house))
        if one.runs(now) and one.handler in here and reads(house.policy, one, kind)
    }
    handlers = sorted(one for one in able if here[one] == "handler")
    officers = sorted(one for one, what in here.items() if what == "officer")
    return next(iter((*handlers, *officers)), None)
