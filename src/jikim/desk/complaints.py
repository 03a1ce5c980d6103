"""Complaints: each gets a number to follow it by, a deadline, states and an answer (11.2). The text and the answer are
a record (`complaint`) of the person's.

The number is drawn at random and shows how a complaint stands, never a word of it: for that, its person comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jikim.cases.cases import Case, file_case, may, stepping, take_step
from jikim.cases.register import Field, Register, Step
from jikim.db.driver import Steps
from jikim.desk.deadlines import COMPLAINT
from jikim.desk.written_steps import step_in_words
from jikim.policy.ask import Actor
from jikim.policy.model import ChannelKind, Language
from jikim.policy.period import Period
from jikim.store.holding import Ref
from jikim.verbs.collect import Person
from jikim.verbs.event import event
from jikim.verbs.house import House

KIND = "complaint"
ANSWER_HINT = (
    "민원 기록과 함께 보관합니다. 정보주체 본인이 볼 수 있고, 취급자는 업무 목적이 있을 때만 열람합니다.",
    "It is kept with the complaint. The person concerned can read it; staff need a purpose to open it.",
)


def complain(
    house: House,
    values: Mapping[str, Any],
    *,
    person: Person | None,
    actor: Actor,
    old_enough: bool | None = None,
    channel: str = "",
    language: Language = "ko",
    no_resident_number: str = "",
) -> Steps[Case]:
    """Takes a complaint: of a person who is here, or of somebody who becomes a guest by it. Without a channel it comes by the
    first on which people enter it themselves. Raises as `collect` does."""
    policy = house.policy.file
    own = (
        (via for via in policy.records[KIND].via if policy.channels[via].kind is ChannelKind.SELF)
        if KIND in policy.records
        else ()
    )
    return (
        yield from file_case(
            house,
            COMPLAINTS,
            KIND,
            values,
            person=person,
            actor=actor,
            channel=channel or next(iter(own), ""),
            language=language,
            old_enough=old_enough,
            no_resident_number=no_resident_number,
        )
    )


def ref_of(case: Case) -> Ref:
    """The record that holds a complaint's words."""
    return Ref(case.subject, case.id, KIND)


def answer_complaint(house: House, case: Case, given: Mapping[str, str], *, actor: Actor) -> Steps[None]:
    """Answers, in one statement: the answer becomes part of the record, and is kept and destroyed with it. Recorded as
    every change of a record is."""
    yield from may(house, COMPLAINTS, "answer", case.subject, actor)
    yield from step_in_words(house, COMPLAINTS, case, "answer", "answer", given, "answered", actor=actor)


def close_complaint(house: House, case: Case, _given: Mapping[str, str] | None = None, *, actor: Actor) -> Steps[None]:
    """It is over, for its person or for another of the desk than who answered: from here on the record rests by its rule.

    Of somebody who has left no record changes any more: the desk tells them the answer itself, and closes what waits.
    """
    rules = house.policy.records.get(KIND)
    if rules is not None and "closed" not in rules.events:
        yield from take_step(house, COMPLAINTS, case, "close", actor=actor)
        return
    yield from may(house, COMPLAINTS, "close", case.subject, actor)
    yield from event(
        house.by(actor), ref_of(case), "closed", beside=(yield from stepping(house, COMPLAINTS, "close", actor))
    )


COMPLAINTS = Register(
    name="complaint",
    path="/office/complaints",
    one=("민원", "Complaint"),
    many=("민원", "Complaints"),
    intro=("접수한 개인정보 민원을 확인하고 답변합니다.", "Every privacy complaint is read and answered."),
    states={
        "received": ("접수", "received"), "looked-at": ("확인 중", "being reviewed"), "answered": ("답변 완료", "answered"),
        "closed": ("종결", "closed"),
    },
    steps=(
        Step("look", ("received",), "looked-at", ("desk",), ("확인", "looked at")),
        Step(
            "answer", ("received", "looked-at"), "answered", ("desk",), ("답변", "answered"), guard="person-here",
            title=("답하기", "Answer"),
            asks=(Field("answer", ("답변", "Answer"), ANSWER_HINT, 7),),
            button=("답변 보내기", "Send the answer"), letter="complaint-answered",
        ),
        Step(
            "close", ("received", "looked-at"), "closed", ("desk",), ("종결", "closed"), guard="person-left",
            note=(
                "탈퇴했거나 개인정보를 삭제한 분의 민원이므로 기록을 변경할 수 없습니다. 남긴 연락처로 직접 답변하고 종결해 주세요.",
                "This person’s data has been deleted, so the record can no longer change: answer them directly at the contact they left, then close it.",
            ),
            button=("답변 완료, 종결", "Answered; close it"), second=True,
        ),
        Step(
            "close", ("answered",), "closed", ("desk", "person"), ("종결", "closed"), guard="another", title=("종결", "Close"),
            note=(
                "답변한 사람이 아닌 다른 담당자가 답변이 충분한지 확인하고 종결합니다. 다른 담당자가 없으면 답변한 사람이 종결합니다. "
                "종결하면 법정 기간 동안 분리 보관한 뒤 파기합니다.",
                "Somebody other than who answered looks whether that is sufficient, and closes it; where nobody else works in the "
                "office, who answered does. It is then archived for the statutory period.",
            ),
            button=("민원 종결", "Close the complaint"), second=True,
        ),
    ),
    within=COMPLAINT,
    clause="complaints",
    todo=("민원 {number} 답변", "Answer complaint {number}"),
    filed=("접수", "received"),
    reads=KIND,
    kept=Period(3, "y"),
    because="kr.ecommerce.dispute",
    link="/complaint/{number}",
    acts={"answer": answer_complaint, "close": close_complaint},
)  # fmt: skip
