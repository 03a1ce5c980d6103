"""The office in the story: who works there, and what they do year after year so that the promises that people keep are
kept.

People are appointed, pledged, taught, granted and, in time, gone; contracts are filed and processors inspected; the
internal management plan is approved and looked at anew; access records are reviewed each month. All of it by the steps
that the office's own pages take.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from jikim.app import Jikim
from jikim.demo.cabinet import set_apart, shred
from jikim.demo.model import ENDING
from jikim.demo.stage import Stage
from jikim.errors import DeniedError
from jikim.handlers.papers import add_paper, confirm_paper
from jikim.handlers.register import accept_grant, worker, workers
from jikim.plan.management_plan import MONTHLY, approve_plan, draft_of, plan_of, save_plan
from jikim.policy.ask import Actor
from jikim.policy.expecting import expected_of, last_day
from jikim.processors.contracts import Space, add_contract
from jikim.processors.inspections import record_inspection
from jikim.processors.processor_status import processor_statuses
from jikim.prove.reach import attest, enter_system, systems
from jikim.review.reviewing import Leaver, began, family_of, make_review, missing, reviews, signers, write_review
from jikim.review.worksheet import name as name_of
from jikim.store.holding import Ref
from jikim.uploads import Accepted, pack

# Invented, as everyone here. `None`: every purpose that there is.
NAMES: Final = {"hana": "새봄", "omar": "한결", "dain": "다온", "sora": "늘봄"}
PURPOSES: Final = {
    "hana": ("delivery", "support", "billing", "complaints", "dispute-records"),
    "omar": None,
    "dain": None,
}
ORIGINS: Final = {"hana": "192.0.2.10", "omar": "192.0.2.11", "sora": "192.0.2.12", "dain": "192.0.2.13"}
OFFICERS: Final = ("omar", "dain")
DUTIES: Final = {
    "hana": "주문, 배송과 상담",
    "omar": "개인정보 보호책임자",
    "dain": "개인정보 보호 부책임자",
    "sora": "상담",
}
YEAR: Final = timedelta(days=365)
SYSTEM: Final = "office-building"
SHEET: Final = pack(
    [Accepted("inspection.txt", "text/plain", "지어낸 점검표입니다.".encode(), datetime(2013, 2, 5, tzinfo=UTC))]
)
# In the last days of the story something is left to do: the review of its last month is not made.
LAST_REVIEW: Final = date(2018, 12, 31)


def appoint(stage: Stage) -> None:
    """The office's people, each with the purposes they may name, for half a year: a pledge comes first (10.6, 10.9)."""
    system = stage.jk.acting("system", "set-up")
    for handler in PURPOSES:
        kind = "officer" if handler in OFFICERS else "handler"
        stage.jk.enter_handler(
            handler,
            name=NAMES[handler],
            email=f"{handler}@example.com",
            duty=DUTIES[handler],
            kind=kind,  # type: ignore[arg-type]
            actor=system,
        )
    _pledge(stage, system)
    renew(stage, system)
    _train(stage, system)
    stage.jk.by(stage.jk.handler("omar", kind="officer")).confirm_officer("dain")


def _pledge(stage: Stage, system: Actor) -> None:
    jk = stage.jk
    why = ""
    try:
        jk.by(system).grant("hana", ["support"])
    except DeniedError as denied:
        why = denied.clause
    for handler in PURPOSES:
        pledge(stage, handler)
    sworn = [one.handler for one in jk.do(workers) if one.pledged == stage.today]
    stage.report.check(
        "10.9",
        why == "10.9" and sorted(sworn) == sorted(PURPOSES),
        "서약하지 않은 담당자에게는 권한이 나가지 않았고, 세 사람 모두 서약했습니다",
        "nobody gets a grant before the pledge: the register refused, then all three signed",
    )


def pledge(stage: Stage, handler: str) -> None:
    """Somebody signs their own pledge (10.9)."""
    stage.jk.do(
        add_paper, handler, "pledge", day=stage.today, text="보안 서약", place="가상 서류철 1", actor=own(handler)
    )


def own(handler: str) -> Actor:
    """Somebody of the office who signs for themself."""
    return Actor("officer" if handler in OFFICERS else "handler", handler, 0, ORIGINS[handler])


def renew(stage: Stage, by: Actor | None = None) -> None:
    """Grants until the next renewal; an officer's by the other one (10.6)."""
    for handler in PURPOSES:
        grant(stage.jk, handler, by or stage.handlers["omar" if handler != "omar" else "dain"])
        stage.handlers[handler] = acting(stage, handler)


def grant(jk: Jikim, handler: str, by: Actor) -> None:
    """Somebody of the office is granted what they are there for, until the next renewal."""
    file = jk.policy.file
    number = jk.by(by).grant(handler, PURPOSES[handler] or [*file.purposes, *file.archive.purposes])
    jk.do(accept_grant, number, actor=own(handler))


def _train(stage: Stage, by: Actor | None = None) -> None:
    """Each one's yearly training, recorded by an officer and confirmed by who was trained (10.7)."""
    jk = stage.jk
    for handler in PURPOSES:
        officer = stage.handlers["omar" if handler != "omar" else "dain"] if by is None else by
        paper = jk.do(
            add_paper,
            handler,
            "training",
            day=stage.today,
            text="가상의 개인정보 교육",
            place="가상 서류철 2",
            actor=officer,
        )
        jk.do(confirm_paper, handler, paper, "개인정보의 안전한 처리를 배웠습니다.", actor=own(handler))


def acting(stage: Stage, handler: str) -> Actor:
    """Somebody of the office by the newest grant."""
    return stage.jk.handler(handler, kind="officer" if handler in OFFICERS else None, origin=ORIGINS[handler])


# ---- what the years bring


def plan_years(stage: Stage, end: date) -> None:
    """Puts the office's year into the calendar, from today to the end of the story."""
    _first_papers(stage)
    for year in range(stage.today.year, end.year):
        stage.plan(date(year, 7, 20), lambda: renew(stage))
    for year in range(stage.today.year + 1, end.year + 1):
        stage.plan(date(year, 1, 20), lambda: renew(stage))
        stage.plan(date(year, 1, 20), lambda: _train(stage))
        if year < end.year:
            stage.plan(date(year, 1, 22), lambda: _approve_plan(stage))
            stage.plan(date(year, 2, 10), lambda: _inspect(stage))
        stage.plan(date(year, 1, 24), lambda: _attest(stage))
    week = stage.today + timedelta(days=4)
    while week <= end:
        stage.plan(week, lambda: set_apart(stage))
        week += timedelta(days=4)
    month = date(stage.today.year, stage.today.month + 1, 4)
    while month <= end:
        stage.plan(month, lambda: review(stage))
        stage.plan(month, lambda: end_open(stage))
        if month.month % 3 == 1:
            stage.plan(month + timedelta(days=24), lambda: shred(stage))
        month = (month.replace(day=28) + timedelta(days=7)).replace(day=4)


def end_open(stage: Stage) -> None:
    """Each month what is open for longer than its purpose should last is looked through, and ended (5.1)."""
    for number, found in list(stage.model.live.items()):
        period = expected_of(stage.policy.records[found.kind].record)
        if period is not None and last_day(found.collected, period)[0] < stage.today:
            assert isinstance(found.owner, UUID)
            assert isinstance(number, UUID)
            stage.happen(Ref(found.owner, number, found.kind), ENDING[found.kind][0])


def _first_papers(stage: Stage) -> None:
    """What an office has from its first day: contracts, a plan, and an attestation of the building that it rents."""
    jk, omar = stage.jk, stage.handlers["omar"]
    signed = stage.policy.file.version.announced
    spaces: list[tuple[Space, str]] = [("processor", name) for name in stage.policy.file.processors]
    spaces += [("partner", name) for name in stage.policy.file.partners]
    for space, name in spaces:
        jk.do(
            add_contract,
            space,
            name,
            signed=signed,
            scope="맡긴 일에만 씁니다.",
            safeguards="접근 통제와 암호화, 삭제의 확인.",
            place="가상 계약 서류철",
            actor=omar,
        )
    _approve_plan(stage)
    jk.do(
        enter_system,
        SYSTEM,
        "outside",
        ko="임차 사옥의 출입 통제(문서고)",
        en="the rented building’s access control (where paper lies)",
        clauses=["6.2"],
        actor=omar,
    )
    _attest(stage)
    given = [one for one in jk.do(processor_statuses, stage.receiver.endpoints) if one.space == "processor"]
    stage.report.check(
        "4.7",
        len(given) == len(stage.policy.file.processors) and all(one.contract is not None for one in given),
        f"수탁자 {len(given)}곳과의 계약이 대장에 있고, 점검할 날이 정해졌습니다",
        f"contracts with {len(given)} processors are in the register, each with the day of its next inspection",
    )


def _approve_plan(stage: Stage) -> None:
    """The internal management plan is looked at, and approved for a year."""
    jk, omar = stage.jk, stage.handlers["omar"]
    plan = jk.do(plan_of)
    sections = draft_of(jk.house, plan, jk.settings) | {
        "weak": "연 1회 외부 전문가에게 점검을 맡기고, 발견된 취약점은 3개월 안에 조치합니다.",
        "risk": "연 1회 위험을 분석하고, 그 결과를 이 계획에 반영합니다.",
    }
    jk.do(save_plan, 0, sections, MONTHLY, actor=omar)
    draft = jk.do(plan_of).draft
    assert draft is not None
    jk.do(approve_plan, draft.edit, "가상의 검토: 처리방침, 조직, 시스템과 대조하여 이상이 없습니다.", actor=omar)


def _attest(stage: Stage) -> None:
    jk = stage.jk
    jk.do(
        attest,
        SYSTEM,
        day=stage.today,
        until=stage.today + YEAR + timedelta(days=20),
        by="가상 관리 회사",
        words="문서고의 출입을 통제하고 기록합니다.",
        name="invented-attestation.txt",
        content="지어낸 증명서입니다.".encode(),
        actor=stage.handlers["omar"],
    )


def _inspect(stage: Stage) -> None:
    """Each processor is inspected once a year; one whose contract is over is not (4.7)."""
    jk = stage.jk
    for one in jk.do(processor_statuses, stage.receiver.endpoints):
        if one.space == "processor" and one.over is None:
            given = {"day": stage.today.isoformat(), "text": "가상의 점검: 문제 없음"}
            omar = stage.handlers["omar"]
            jk.do(record_inspection, one.space, one.name, "sound", given, SHEET, actor=omar)


def review(stage: Stage) -> None:
    """The access records of the month that is over are reviewed, and the worksheet is signed (10.10). The last month's
    is left to be done."""
    jk, house, omar = stage.jk, stage.jk.house, stage.handlers["omar"]
    ends = stage.today.replace(day=1) - timedelta(days=1)
    if ends > LAST_REVIEW:
        return
    people = {one.handler: Leaver(family_of(one.name), one.left) for one in jk.driver.run(workers(house))}
    number = jk.driver.run(make_review(house, ends.replace(day=1), ends, people, actor=omar))
    made = next(one for one in jk.driver.run(reviews(house)) if one.review == number)
    sheet = replace(
        made.sheet,
        sample=tuple(replace(line, found="fine") for line in made.sheet.sample),
        answers={name_of(stands): "업무에 필요한 열람이었음을 확인했습니다." for stands in made.sheet.outliers},
        remarks="가상의 점검",
    )
    # Who signs drew it not, and has no read of their own on the sheet, where there is another.
    able = jk.driver.run(signers(house, made._replace(sheet=sheet)))
    signer = stage.handlers[able[0]] if able else omar
    jk.driver.run(write_review(house, made, sheet, actor=signer, sign=True))


# ---- somebody comes for half a year, and goes


def leaves(stage: Stage, handler: str) -> bool:
    """Somebody leaves: what they hold ends at once, and a handover is asked for and recorded (10.8). Answers whether it
    went so."""
    jk, omar = stage.jk, stage.handlers["omar"]
    jk.by(omar).grant(handler, ["support"])
    ended = jk.by(omar).leave_duty(handler)
    left = jk.do(worker, handler)
    asked = left.left is not None and left.handed is None and not left.may
    words = "상담 기록과 담당 업무를 인계했습니다."
    paper = jk.do(add_paper, handler, "handover", text=words, place="가상 서류철 3", to="hana", actor=omar)
    asked = asked and jk.do(worker, handler).handed is None
    jk.do(confirm_paper, handler, paper, "상담 기록을 모두 넘겨받았습니다.", actor=own("hana"))
    handed = jk.do(worker, handler).handed is not None
    return bool(ended) and asked and handed


def kept_up(stage: Stage) -> None:
    """At the end: trainings, inspections and reviews are all as the policy asks."""
    jk, report = stage.jk, stage.report
    here = [one for one in jk.do(workers) if one.left is None]
    report.check(
        "10.7",
        len(here) == len(PURPOSES)
        and all(one.training_due is not None and one.training_due >= stage.today for one in here),
        f"담당자 {len(here)}명이 해마다 교육을 받았고, 기한이 지난 사람은 없습니다",
        f"{len(here)} people were trained each year; nobody's training is overdue",
    )
    every = [one for one in jk.do(processor_statuses, stage.receiver.endpoints) if one.space == "processor"]
    going = [one for one in every if one.over is None]
    seen = sum(len(one.inspections) for one in every)
    report.check(
        "4.7",
        bool(seen) and all(one.next is not None and one.next >= stage.today for one in going),
        f"수탁자를 여섯 해 동안 {seen}번 점검했고, 밀린 점검은 없습니다. 다음은 {min(one.next for one in going if one.next)}까지입니다",
        f"processors were inspected {seen} times in six years, none is overdue; the next is due by {min(one.next for one in going if one.next)}",
    )
    done = jk.do(reviews)
    signed = [one for one in done if one.signed is not None]
    left = jk.do(missing, MONTHLY, jk.do(began))
    report.check(
        "10.10",
        bool(signed) and all(one.begins > LAST_REVIEW for one in left) and len(signed) == len(done),
        f"접속 기록을 달마다 점검하고 서명했습니다: {len(signed)}번, 담당자의 기록 {sum(one.sheet.entries for one in signed):,}건",
        f"access records were reviewed and signed each month: {len(signed)} times, {sum(one.sheet.entries for one in signed):,} entries",
    )
    attested = jk.do(systems)
    assert all(one.attested is not None and one.attested.until >= stage.today for one in attested)
