"""Impact assessments: voluntary under PIPA §33⑪, which asks it of no private company but to endeavour; of GDPR 35 where that applies.

It is no assessment of §33①, which public bodies alone have made by designated assessors and submit. What is assessed, its risks, the measures, the
officer's opinion; and a signature of somebody who took no step of it before.
"""

from __future__ import annotations

from jikim.cases.register import Field, Register, Step
from jikim.policy.model import PolicyFile, Processor, Recipient
from jikim.policy.period import Period

IMPACT = Register(
    name="impact",
    path="/office/impact",
    one=("영향평가(자율)", "Impact assessment"),
    many=("영향평가(자율) · GDPR 35", "Impact assessments"),
    intro=(
        "회사가 스스로 하는 평가입니다. 공공기관이 지정된 평가기관에 의뢰하는 개인정보 영향평가가 아닙니다.",
        "A voluntary assessment, or that of GDPR 35. It is not the one that public bodies commission from designated assessors.",
    ),
    states={
        "begun": ("위험 분석", "risks"), "risks": ("조치 계획", "measures"), "measures": ("의견 대기", "waits for an opinion"),
        "opinion": ("서명 대기", "waits for a second signature"), "signed": ("완료", "signed"),
        "stopped": ("중단", "stopped"),
    },
    steps=(
        Step(
            "risks", ("begun",), "risks", ("desk",), ("위험 분석", "risks"), title=("위험 분석", "The risks"),
            asks=(
                Field(
                    "need", ("필요성과 비례성", "Necessity and proportion"),
                    ("목적에 꼭 필요한 만큼인지", "Whether it is no more than the purpose needs"), 3,
                ),
                Field("risks", ("정보주체에 대한 위험", "Risks to people"), ("무엇이, 얼마나 심하게, 얼마나 자주", "What, how grave, how likely"), 4),
            ),
            button=("저장", "Save"), rewrites=True,
        ),
        Step(
            "measures", ("risks",), "measures", ("desk",), ("조치 계획", "measures"), title=("조치 계획", "The measures"),
            asks=(
                Field("measures", ("위험별 조치", "Measures"), ("담당과 기한을 함께", "With who and by when"), 4),
                Field("left", ("남는 위험", "What risk is left"), rows=2),
            ),
            button=("저장", "Save"), rewrites=True,
        ),
        Step(
            "opinion", ("measures",), "opinion", ("officer",), ("의견", "opinion"), title=("보호책임자 의견", "The officer’s opinion"),
            asks=(
                Field("opinion", ("의견", "Opinion"), rows=3),
                Field("heard", ("정보주체의 의견", "Views of the people concerned"), ("들었으면 적습니다.", "Where they were asked."), 2, optional=True),
            ),
            button=("의견 등록", "Record it"), rewrites=True,
        ),
        Step(
            "sign", ("opinion",), "signed", ("officer",), ("서명", "signed"), guard="another", title=("서명", "Sign"),
            note=("이 평가를 작성하지 않은 다른 보호책임자가 서명합니다.", "Signed by an officer who wrote no part of it."),
            asks=(Field("signed", ("확인한 내용", "What you looked at"), rows=2),), button=("서명", "Sign"),
        ),
        Step(
            "back", ("risks", "measures", "opinion"), "begun", ("officer",), ("다시 작성", "sent back"),
            asks=(Field("again", ("다시 작성할 사유", "Why it is written again"), rows=2),), button=("다시 작성", "Send it back"), second=True,
        ),
        Step(
            "stop", ("begun", "risks", "measures", "opinion"), "stopped", ("officer",), ("중단", "stopped"),
            asks=(Field("stopped", ("중단 사유", "Why it is stopped"), rows=2),), button=("중단", "Stop it"), second=True,
        ),
    ),
    within=Period(30, "d"),
    clause="audit",
    todo=("영향평가(자율): {title}", "Impact assessment: {title}"),
    filed=("시작", "begun"),
    house=True,
    menu="policy",
    files=(
        Field("what", ("평가 대상", "What is assessed"), ("처리의 내용과 목적", "The processing, and what for"), 3),
        Field("why", ("시작 사유", "Why it was begun"), rows=2),
    ),
    kept=Period(5, "y"),
)  # fmt: skip


def demanded(before: PolicyFile, after: PolicyFile) -> bool:
    """Whether a version does what the plan has assessed: it takes data that a law guards, gives it to somebody else, or
    sends it to another country, as the one before did not."""

    def abroad(file: PolicyFile) -> set[str | None]:
        parties: list[Recipient | Processor] = [*file.recipients.values(), *file.processors.values()]
        return {one.country for one in parties} - {None, file.service.country}

    return bool(
        after.guarded - before.guarded
        or set(after.recipients) - set(before.recipients)
        or abroad(after) - abroad(before)
    )
