"""What the company does as somebody's processor: for whom, what, where, with whose help, how it is kept safe, until when, and how it is given back
(PIPA §26; GDPR 30(2)). It stands beside the register of the company's own processing.

A client's contract runs until somebody records its end; then what is the client's waits to be returned or destroyed, and that closes the entry.
"""

from __future__ import annotations

from jikim.cases.register import DUE, FILES, Field, Register, Step
from jikim.policy.period import Period

_FILES = (
    Field("client", ("위탁자", "Client"), ("회사 이름", "The company’s name")),
    Field(
        "contact", ("위탁자 연락처", "Client’s contact"),
        ("담당 부서와 보호책임자의 연락처. 이름보다 부서를 적어 주세요.", "Its department and its privacy officer; a department rather than a name."), 2,
    ),
    Field("task", ("위탁받은 업무", "What is done for them"), ("처리의 종류와 목적", "The kinds of processing, and what for"), 3),
    Field("items", ("처리하는 개인정보", "Personal data"), ("항목과 정보주체의 범위", "Items, and whose they are"), 3),
    Field(
        "where", ("처리 장소", "Where"),
        ("시스템과 국가. 국외로 옮기면 근거도 적어 주세요.", "Systems and countries; of a transfer abroad, its ground too."), 2,
    ),
    Field(
        "sub", ("재위탁", "Sub-processors"),
        (
            "재위탁받는 곳과 업무, 위탁자의 동의. 없으면 ‘없음’.",
            "Who and for what, and the client’s consent. If there are none, say so.",
        ), 2,
    ),
    Field("measures", ("안전성 확보 조치", "Safety measures"), rows=3),
    Field("until", ("위탁 기간", "Term of the contract")),
    Field("return", ("종료 후 처리", "At the end"), ("반환 또는 파기의 방법과 기한", "Return or destruction: how, and by when"), 2),
    Field(
        DUE, ("다음 확인일", "Next review"),
        ("계약 종료일이 더 이르면 그날", "The contract’s last day, where that is earlier."), kind="date",
    ),
)  # fmt: skip

CLIENTS = Register(
    name="client",
    path="/office/clients",
    one=("수탁 업무", "Client"),
    many=("수탁 업무 대장", "Clients"),
    intro=(
        "다른 회사의 개인정보를 위탁받아 처리하는 업무입니다. 개인정보 처리 대장은 보고서에 있습니다.",
        "What the company processes for others. Its own processing is under Reports.",
    ),
    states={
        "running": ("수행 중", "active"), "ended": ("계약 종료, 반환 전", "ended, not yet returned"),
        "returned": ("반환·파기 완료", "returned or destroyed"),
    },
    steps=(
        Step(
            "change", ("running",), "running", ("desk",), ("변경", "changed"), title=("확인과 변경", "Review and change"),
            note=("변경이 없어도 다음 확인일을 정해 저장합니다.", "Where nothing has changed, save it with the next review."),
            asks=_FILES, button=("저장", "Save"), second=True, rewrites=True,
        ),
        Step(
            "end", ("running",), "ended", ("desk",), ("계약 종료", "contract ended"), title=("계약 종료", "The contract ends"),
            asks=(Field("how", ("종료 사유와 종료일", "Why and when it ended"), rows=2),), button=("종료 기록", "Record the end"), second=True,
            within=Period(10, "d"),
        ),
        Step(
            "return", ("ended",), "returned", ("desk",), ("반환·파기", "returned or destroyed"), title=("반환·파기 기록", "Record the return"),
            asks=(
                Field("returned", ("반환·파기한 것과 방법", "What was returned or destroyed, and how"), rows=3),
                Field(
                    "proof", ("증빙", "Evidence"),
                    ("인수증이나 파기 확인서의 문서 번호 또는 보관 위치", "The receipt’s or certificate’s number, or where it lies"),
                ),
                Field(FILES, ("증빙 파일", "The document"), kind="file", optional=True),
            ),
            button=("완료", "Done"),
        ),
    ),
    within=Period(1, "y"),
    clause="audit",
    todo=("수탁 업무 확인: {title}", "Review what is done for {title}"),
    filed=("등록", "entered"),
    house=True,
    menu="disclosures",
    files=_FILES,
    ahead=Period(30, "d"),
    kept=Period(3, "y"),
)  # fmt: skip
