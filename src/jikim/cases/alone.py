"""What one officer did alone, since there was no other (ADR 28): the database files each as it is done, and another
officer looks at it once there is one."""

from __future__ import annotations

from collections.abc import Mapping

from jikim.cases.register import Field, Register, Step, Words
from jikim.policy.period import Period

ALONE = Register(
    name="alone",
    path="/office/alone",
    one=("단독 처리", "Act of one alone"),
    many=("단독 처리", "Acts of one alone"),
    intro=(
        "다른 보호책임자가 없어 한 사람이 혼자 처리한 일입니다. 다른 보호책임자가 생기면 사후에 확인합니다.",
        "What one officer did alone, since there was no other. Another officer looks at it once there is one.",
    ),
    states={"done": ("확인 전", "not looked at yet"), "seen": ("확인", "looked at")},
    steps=(
        Step(
            "look", ("done",), "seen", ("officer",), ("사후 확인", "looked at"), guard="never-alone", title=("사후 확인", "Look at it"),
            note=("혼자 처리한 사람이 아닌 보호책임자가 확인합니다.", "Looked at by an officer who did not do it."),
            asks=(Field("found", ("확인한 내용", "What you found"), rows=2),), button=("확인 기록", "Record it"),
        ),
    ),
    within=Period(7, "d"),
    clause="audit",
    todo=("단독 처리 사후 확인: {title}", "Look at an act of one alone: {title}"),
    filed=("혼자 처리", "done alone"),
    house=True,
    kept=Period(3, "y"),
)  # fmt: skip
# By kind: what it was, and its page, with what it is about in the place of `{}`.
ACTS: Mapping[str, tuple[Words, str]] = {
    "bulk": (("대량 열람 승인", "Bulk access, approved"), "/office/people/many/{}"),
    "download": (("대량 열람 사후 점검", "A download, reviewed"), "/office/people/many/{}"),
    "officer": (("보호책임자 확인", "An officer, confirmed"), "/office/handlers/{}"),
    "policy": (("처리방침 변경안 승인", "A proposal of the policy, approved"), "/office/policy/proposals/{}"),
    "publication": (("처리방침 공고", "The policy, announced"), "/office/policy/{}"),
    "release": (("가명정보 제공 승인", "A pseudonymised release"), "/office/disclosures/releases"),
    "sweep": (("대량 파기 승인", "A large sweep, approved"), "/office/calendar"),
    "bar": (("재가입 제한 해제", "A bar on joining again, lifted"), "/office/measures/{}"),
    "pause": (("열람 정지 해제 또는 판단", "A suspension, lifted or judged"), "/office/monitoring#pause-{}"),
    "explanation": (("소명 판단", "An explanation, judged"), "/office/explanations"),
    "review": (("접속 기록 점검 서명", "A review of access, signed"), "/office/review/{}"),
    "complaint": (("민원 종결", "A complaint, closed"), "/office/complaints/{}"),
    "measure": (("이용자 조치", "A measure against an account"), "/office/measures/{}"),
    "data-move": (("데이터 이전 승인", "A move of data, approved"), "/office/data-moves/{}"),
    "impact": (("영향평가 서명", "An impact assessment, signed"), "/office/impact/{}"),
}
