"""Inspections of processors and partners (4.7): each is a case, filed and closed by what was found. That all is well is
shown by a file, which the database asks for; findings stay open until somebody says how they were put right.

When the next is due follows from the policy's `inspect_every`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple, cast
from uuid import UUID

from jikim.cases.cases import HOUSE, Case, file_house, may, take_step
from jikim.cases.facts import taken
from jikim.cases.listing import case_by, cases_of
from jikim.cases.register import FILES, Field, Register, Step
from jikim.db.driver import Steps
from jikim.policy.ask import Actor
from jikim.policy.languages import worded
from jikim.policy.period import Period, day_of, due
from jikim.processors.contracts import Space, agreed, declared, number_of
from jikim.verbs.house import House

Result = Literal["sound", "findings"]
_DAY = Field("day", ("점검일", "Date"), kind="past")
_TEXT = Field("text", ("점검 내용과 결과", "What was inspected and found"), rows=3)
_FILE = Field(FILES, ("점검 결과 파일", "The record of the inspection"), kind="file")
_MEND = Period(14, "d")  # by when what an inspection found is looked at again

INSPECTIONS = Register(
    name="inspection",
    path="/office/inspections",
    one=("수탁자 점검", "Inspection"),
    many=("수탁자 점검 대장", "Inspections"),
    intro=(
        "수탁자와 제휴사를 점검한 결과입니다. 지적 사항은 조치를 확인할 때까지 처리 중으로 남습니다. 새 점검은 수탁자 페이지에서 기록합니다.",
        "What inspections of processors and partners found. Findings stay open until they are put right. A new inspection is recorded on the processor’s page.",
    ),
    states={
        "begun": ("결과 입력 전", "no result yet"), "sound": ("이상 없음", "no findings"),
        "findings": ("지적 사항 있음", "findings"), "mended": ("조치 확인", "put right"),
    },
    steps=(
        Step(
            "sound", ("begun",), "sound", ("officer",), ("이상 없음", "no findings"), title=("이상 없음", "No findings"),
            asks=(_DAY, _TEXT._replace(optional=True), _FILE), button=("저장", "Save"), rewrites=True,
        ),
        Step(
            "findings", ("begun",), "findings", ("officer",), ("지적 사항", "findings"), title=("지적 사항 있음", "Findings"),
            asks=(_DAY, _TEXT, _FILE._replace(optional=True)), button=("저장", "Save"), second=True, rewrites=True, within=_MEND,
        ),
        Step(
            "mend", ("findings",), "mended", ("officer",), ("조치 확인", "put right"), title=("조치 확인", "It is put right"),
            asks=(Field("how", ("조치 내용", "How it was put right"), rows=3), _FILE._replace(optional=True)), button=("확인", "Confirm"),
        ),
    ),
    within=_MEND,
    clause="entrust",
    todo=("{title}", "{title}"),
    filed=("등록", "filed"),
    house=True,
    menu="disclosures",
    kept=Period(10, "y"),  # as long as damages may be claimed (Civil Act §766②)
)  # fmt: skip


class Inspection(NamedTuple):
    """One inspection. `due` is the last day of the next one."""

    case: Case
    day: date
    due: date | None


def record_inspection(
    house: House, space: Space, to: str, result: Result, given: Mapping[str, str], files: bytes = b"", *, actor: Actor
) -> Steps[UUID]:
    """Records an inspection with its evidence: what was found, in words, or packed files. Killed before its result, it
    is open without one, and recorded again it is the same.

    Raises InvalidError for a day ahead, for findings without words, and for none that no file shows.
    """
    yield from may(house, INSPECTIONS, "file", None, actor)
    number = yield from number_of(house, "inspection:file", space, to, actor)
    yield from taken(house, INSPECTIONS.step(result).asks, given, files)
    name = declared(house, space, to).label
    # What was begun on that day and has no result yet is gone on with; beside one that has, another is filed.
    for about in (given["day"], ""):
        made = yield from file_house(
            house, INSPECTIONS, f"{space}:{number}", about, ko=f"{worded(name, 'ko')} 점검", en=f"Inspection of {worded(name, 'en')}",
            actor=actor, owner=actor.id, href=f"/office/processors/{space}/{to}",
        )  # fmt: skip
        case = yield from case_by(house, INSPECTIONS, str(made))
        if case is not None and case.state == INSPECTIONS.first:
            break
    assert case is not None
    yield from take_step(house, INSPECTIONS, case, result, given, files, actor=actor)
    return made


def inspections(house: House) -> Steps[dict[tuple[Space, str], list[Inspection]]]:
    """Every inspection that has a result, the newest of each first."""
    found: dict[tuple[Space, str], list[Inspection]] = {}
    for case in (yield from cases_of(house, INSPECTIONS, HOUSE)):
        if case.state == INSPECTIONS.first:
            continue
        kind, number = case.kind.split(":")
        space = cast("Space", kind)
        to = house.policy.name(space, int(number))
        day = date.fromisoformat(case.said["day"]) if case.said else day_of(case.opened, house.policy.zone)
        terms = agreed(house, space, to)
        again = due(day, terms.inspect_every) if terms is not None and terms.inspect_every is not None else None
        found.setdefault((space, to), []).append(Inspection(case, day, again))
    for seen in found.values():
        seen.sort(key=lambda one: (one.day, one.case.opened), reverse=True)
    return found
