"""Measures against abuse (2.2): a handler sets out what was seen, an officer who did not warns the member or suspends the
account, and the member is told, reads why, and may object; who answers an objection is another again. A suspension that
stands may lead to the end of the membership, and to a time in which its person does not join again (`barring.py`).

The words (reason and evidence, objection, answer) are a record of the member's own, so the policy says who reads them
and how long they are kept. While an account is suspended no session of it opens (`live.stands_still`).
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from jikim.cases.cases import Case, file_case, may, stepping
from jikim.cases.listing import cases_of
from jikim.cases.register import Act, Field, Register, Step
from jikim.db.driver import Steps
from jikim.desk.barring import end_for_misuse
from jikim.desk.written_steps import step_in_words
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, blank
from jikim.policy.model import ChannelKind, Language
from jikim.policy.period import Period
from jikim.policy.planned import Plan
from jikim.store.holding import Ref
from jikim.verbs.collect import Person
from jikim.verbs.event import event
from jikim.verbs.house import House

KIND = "measure"
SUSPENDED = frozenset({"suspended", "suspension-objected", "suspension-upheld"})
OPEN_TO_OBJECT = frozenset({"warned", "suspended"})
ANSWER = Field("answer", ("판단과 사유", "Decision and reason"), rows=4)


def propose_measure(
    house: House, person: Person, evidence: str, *, language: Language = "ko", actor: Actor
) -> Steps[Case]:
    """Sets out what was seen of an account. Nothing happens to it before an officer decides."""
    yield from may(house, MEASURES, "file", person.subject, actor)
    if blank(evidence):
        raise InvalidError(
            "a measure needs a reason and evidence",
            item="evidence",
            hint="say what was seen, when, and how it is known",
            ko=("사유와 근거가 비어 있습니다", "언제 무엇을 어떻게 확인했는지 적어 주세요"),
        )
    file = house.policy.file
    channel = next(one for one in file.records[KIND].via if file.channels[one].kind is ChannelKind.AUTOMATIC)
    return (
        yield from file_case(
            house,
            MEASURES,
            KIND,
            {"evidence": evidence},
            person=person,
            actor=actor,
            channel=channel,
            language=language,
            old_enough=True,
        )
    )


def suspended(house: House, subject: UUID) -> Steps[bool]:
    """Whether no session of an account opens because of a measure."""
    found = yield from cases_of(house, MEASURES, subject)
    return any(one.closed is None and one.state in SUSPENDED for one in found)


def object_to(house: House, case: Case, given: Mapping[str, str], *, actor: Actor) -> Steps[None]:
    """The member objects, in their own words."""
    yield from may(house, MEASURES, "object", case.subject, actor)
    yield from step_in_words(house, MEASURES, case, "object", "objection", given, actor=actor)


def _answering(step: str, happens: str = "") -> Act:
    """An act by which an officer answers in words; one that ends the case ends its record too."""

    def answer(house: House, case: Case, given: Mapping[str, str], *, actor: Actor) -> Steps[None]:
        yield from may(house, MEASURES, step, case.subject, actor)
        yield from step_in_words(house, MEASURES, case, step, "answer", given, happens, actor=actor)

    return answer


def _happening(step: str, happens: str) -> Act:
    """An act that goes with an event in the life of the case's record: a measure is taken, or all is over."""

    def act(house: House, case: Case, _given: Mapping[str, str], *, actor: Actor) -> Steps[None]:
        yield from may(house, MEASURES, step, case.subject, actor)
        ref = Ref(case.subject, case.id, KIND)
        yield from event(house.by(actor), ref, happens, beside=(yield from stepping(house, MEASURES, step, actor)))

    return act


def _end(house: House, case: Case, given: Mapping[str, str], *, actor: Actor) -> Steps[Plan]:
    return (yield from end_for_misuse(house, MEASURES, case, given, actor=actor))


MEASURES = Register(
    name="measure",
    path="/office/measures",
    one=("부정 이용 조치", "Measure against abuse"),
    many=("부정 이용 조치", "Measures against abuse"),
    intro=(
        "담당자가 근거를 적고 다른 보호책임자가 경고나 이용 정지를 결정합니다. 회원에게 알리며 회원은 이의를 제기할 수 있습니다.",
        "A handler sets out the evidence, and another officer warns or suspends. The member is told and may object.",
    ),
    states={
        "proposed": ("검토 중", "to be decided"), "dropped": ("조치하지 않음", "no measure"), "warned": ("경고", "warned"),
        "suspended": ("이용 정지", "suspended"), "warning-objected": ("경고에 이의신청", "warning objected to"),
        "suspension-objected": ("이용 정지에 이의신청", "suspension objected to"),
        "suspension-upheld": ("이용 정지 유지", "suspension upheld"), "ended": ("회원 자격 종료", "membership ended"),
        "closed": ("종결", "closed"), "lifted": ("조치 해제", "lifted"),
    },
    steps=(
        Step(
            "warn", ("proposed",), "warned", ("officer",), ("경고", "warned"), guard="uninvolved", title=("경고하기", "Warn"),
            note=("계정은 그대로 쓸 수 있습니다. 사유를 회원에게 알립니다.", "The account goes on. The member is told why."),
            button=("경고", "Warn"), letter="measure-taken",
        ),
        Step(
            "suspend", ("proposed",), "suspended", ("officer",), ("이용 정지", "suspended"), guard="uninvolved",
            title=("이용 정지하기", "Suspend"),
            sure=("해제할 때까지 이 계정으로 로그인할 수 없습니다.", "Nobody can sign in to this account until it is lifted."),
            button=("계정 이용 정지", "Suspend the account"), letter="measure-taken",
        ),
        Step(
            "drop", ("proposed",), "dropped", ("officer",), ("조치하지 않음", "no measure taken"), title=("조치하지 않기", "Take no measure"),
            button=("조치하지 않음", "Take none"), second=True,
        ),
        Step("object", ("warned",), "warning-objected", ("person",), ("이의신청", "objected")),
        Step("object", ("suspended",), "suspension-objected", ("person",), ("이의신청", "objected")),
        Step(
            "uphold", ("warning-objected",), "closed", ("officer",), ("이의 기각, 경고 유지", "warning upheld"), guard="uninvolved",
            title=("조치를 유지하는 경우", "To uphold it"), asks=(ANSWER,), button=("조치 유지", "Uphold it"), letter="measure-answered",
        ),
        Step(
            "keep", ("suspension-objected",), "suspension-upheld", ("officer",), ("이의 기각, 정지 유지", "suspension upheld"),
            guard="uninvolved", title=("조치를 유지하는 경우", "To uphold it"), asks=(ANSWER,), button=("조치 유지", "Uphold it"),
            letter="measure-answered",
        ),
        Step(
            "lift", ("warned", "suspended", "warning-objected", "suspension-objected", "suspension-upheld"), "lifted",
            ("officer",), ("조치 해제", "lifted"), title=("조치를 해제하는 경우", "To lift it"), asks=(ANSWER,),
            button=("조치 해제", "Lift it"), letter="measure-answered", second=True,
        ),
        Step(
            "lapse", ("suspended", "suspension-objected", "suspension-upheld"), "lifted", ("officer",), ("근거 소실로 해제", "lifted, its evidence lost"),
            guard="words-lost", title=("근거가 소실된 경우", "Its evidence is lost"),
            note=(
                "복구한 백업에 이 조치의 근거가 없습니다. 계정은 아직 정지되어 있습니다. 해제한 뒤, 필요하면 근거를 다시 적어 새로 제안해 주세요.",
                "The backup that was restored does not hold the evidence. The account is still suspended. Lift it; if a measure is still needed, "
                "set out the evidence again and propose a new one.",
            ),
            button=("조치 해제", "Lift it"), letter="measure-answered", second=True,
        ),
        Step(
            "end", ("suspended", "suspension-upheld"), "ended", ("officer",), ("회원 자격 종료", "membership ended"), guard="uninvolved",
            title=("회원 자격을 종료하는 경우", "To end the membership"),
            note=(
                "처리방침이 재가입 제한을 정했다면 그 항목을 일방향 암호화한 값만 정한 날까지 남습니다. 이용 정지를 알린 뒤 처리방침이 정한 기간이 지나야 합니다.",
                "If the policy bars joining again, only a hash of its items is kept until its day. The member was told of the suspension as long before as it says.",
            ),
            asks=(Field("ended", ("종료하는 사유", "Reason"), rows=3),),
            sure=("이 계정을 종료합니다. 취소할 수 없습니다.", "Close this account. This cannot be undone."),
            button=("회원 자격 종료", "End the membership"), second=True,
        ),
        Step(
            "close", ("suspended", "warning-objected", "suspension-objected", "suspension-upheld", "ended"), "closed", ("officer",),
            ("종결", "closed"), guard="person-left", note=("회원이 탈퇴하여 종결합니다.", "The member has left."),
            button=("종결", "Close it"), second=True,
        ),
        Step(
            "close", ("warned",), "closed", ("officer",), ("종결", "closed"), title=("종결", "Close"),
            note=(
                "이의가 없는 경고를 종결합니다. 종결한 뒤에는 회원이 이의를 제기할 수 없습니다.",
                "For a warning that the member has not objected to. Once it is closed they cannot.",
            ),
            button=("종결", "Close it"), second=True,
        ),
    ),
    within=Period(30, "d"),
    clause="abuse",
    todo=("부정 이용 조치 {number} 처리", "Decide measure {number}"),
    filed=("근거 작성", "evidence set out"),
    reads=KIND,
    kept=Period(3, "y"),
    link="/measures",
    acts={
        "warn": _happening("warn", "confirmed"), "suspend": _happening("suspend", "confirmed"), "drop": _happening("drop", "closed"),
        "close": _happening("close", "closed"), "lapse": _happening("lapse", "closed"), "object": object_to, "keep": _answering("keep"),
        "end": _end, "uphold": _answering("uphold", "closed"), "lift": _answering("lift", "closed"),
    },
)  # fmt: skip
