"""Damage insurance (PIPA §39-7, decree §48-7): what covers the company's liability to people, and until when.

Bound is who had a turnover of a thousand million won or more in the year before, and on the daily average of its last three months the data of ten
thousand people. What is not bound is entered too, and looked at again a year later. The least sum insured stands in the decree's table 1-4, which
was not read: `check` knows none.
"""

from __future__ import annotations

from jikim.cases.register import DUE, FILES, Field, Register, Step
from jikim.policy.period import Period

PEOPLE = 10_000  # decree §48-7①2
_FILES = (
    Field(
        "insurer", ("보장 수단", "What covers it"),
        ("보험사나 공제조합, 준비금이면 예치한 곳. 대상이 아니면 ‘대상 아님’", "The insurer or mutual; for a reserve, where it is held; or “not bound”."),
    ),
    Field(
        "kind", ("구분", "Kind"), kind="choice",
        choices={
            "insurance": ("보험", "insurance"), "mutual": ("공제", "mutual aid"), "reserve": ("준비금", "a reserve"),
            "not-bound": ("가입 대상 아님", "not bound"),
        },
    ),
    Field("number", ("증권 번호", "Policy number"), optional=True),
    Field(
        "amount", ("가입 금액", "Sum insured"),
        ("시행령 별표 1의4의 최저 금액 이상이어야 합니다.", "At least the minimum in table 1-4 of the decree."), optional=True,
    ),
    Field("basis", ("판단 근거", "Grounds"), ("전년도 매출액과 정보주체 수", "Turnover and number of people in the previous year"), 2),
    Field(FILES, ("증권 파일", "The policy document"), kind="file", optional=True),
    Field(DUE, ("만기일 또는 다음 확인일", "Last day of cover, or next review"), kind="date"),
)  # fmt: skip

INSURANCE = Register(
    name="insurance",
    path="/office/insurance",
    one=("손해배상책임 보장", "Damage insurance"),
    many=("손해배상책임 보장", "Damage insurance"),
    intro=(
        "전년도 매출액이 10억 원 이상이고 전년도 말 직전 3개월의 정보주체가 일일평균 1만 명 이상이면 보험이나 공제에 "
        "가입하거나 준비금을 적립합니다(「개인정보 보호법」 제39조의7, 같은 법 시행령 제48조의7).",
        "A company with a turnover of KRW 1,000 million or more last year and, on daily average, the data of 10,000 "
        "people in its last three months takes out insurance or builds a reserve (PIPA §39-7, decree §48-7).",
    ),
    states={"held": ("유효", "in force"), "ended": ("종료", "ended")},
    steps=(
        Step(
            "renew", ("held",), "held", ("desk",), ("갱신", "renewed"), title=("갱신", "Renew"), asks=_FILES,
            button=("갱신 기록", "Record"), rewrites=True,
        ),
        Step(
            "end", ("held",), "ended", ("officer",), ("종료", "ended"),
            asks=(Field("why", ("종료 사유", "Why it ends"), rows=2),), button=("종료", "End it"), second=True,
        ),
    ),
    within=Period(1, "y"),
    clause="audit",
    todo=("손해배상책임 보장 갱신: {title}", "Renew the damage insurance: {title}"),
    filed=("등록", "entered"),
    house=True,
    law="kr.pipa",
    menu="policy",
    files=_FILES,
    ahead=Period(30, "d"),
    kept=Period(3, "y"),
)  # fmt: skip
