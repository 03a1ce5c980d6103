"""Company administrators (5.2): each confirmed by a document of the company and a call to the company's own number, or refused.

INVARIANT: what is confirmed is the version that the handler read. A correction makes another, and that waits anew.
"""

from __future__ import annotations

from datetime import date, timedelta

from jikim.web import Form, HandlerJikim, OpenRecord, Page

from ..site.books import Books
from ..site.company import CONFIRMED, KIND, PURPOSE
from .orders import happened
from .worklist import Act, Pair, Worklist

WITHIN = timedelta(days=14)  # a request that nobody decides ends by itself after a month


def _due(jk: HandlerJikim, one: OpenRecord) -> date | None:
    return None if happened(one, CONFIRMED) else (one.facts.collected + WITHIN).astimezone(jk.policy.zone).date()


async def _confirm(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    read = await jk.use(one.ref, purpose=PURPOSE, items=["company", "business_no"])
    if str(read.version) != form["version"]:
        return (
            "열람하신 뒤에 회사나 번호가 변경되었습니다. 다시 열람하고 확인해 주세요.",
            "The company or its number was changed since you read it. Please view it again before you confirm.",
        )
    Books.of(jk).send(one.ref, CONFIRMED, form["version"], jk.now())
    return None


async def _end(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    Books.of(jk).forget(one.ref)
    return None


def _sound(_page: Page, form: Form, act: Act) -> None:
    """A confirmation says both: that the document was read, and which call was made to which number."""
    if act.name != "confirm":
        return
    if not form.on("document"):
        form.wrong(
            "document", "회사 서류를 열어 확인한 뒤 표시해 주세요", "please open the company’s document, and tick this"
        )
    if not form.on("called"):
        form.wrong(
            "called",
            "신청인이 준 번호가 아니라 공개된 회사 대표번호로 전화해 확인한 뒤 표시해 주세요",
            "please call the company at its public number, not at one that the applicant gave, and tick this",
        )


WORKLIST = Worklist(
    path="/office/shop/companies",
    kind=KIND,
    name=("회사 관리자", "Company administrators"),
    one=("회사 관리자", "Company administrator"),
    waits=("회사 관리자", "Company administrators"),
    lead=(
        "확인된 관리자는 그 회사 계정 전체의 이용 기록을 봅니다. 사업자등록번호는 누구나 알 수 있으므로 회사 서류와 전화로 한 사람씩 확인합니다.",
        "An administrator sees the usage of every account of the company. A registration number is public, so each person is confirmed by a document and a call.",
    ),
    number=("신청 번호. 예: 1A2B-3C4D", "The request’s number, such as 1A2B-3C4D"),
    empty=("확인을 기다리거나 확인된 관리자가 없습니다.", "There are no administrators, waiting or confirmed."),
    clause="5.2",
    due=(("확인 기한", "Confirm by"), _due),
    reads={PURPOSE: ("name", "company", "business_no")},
    reason=("회사 관리자 확인", "confirming an administrator"),
    template="staff/company.html",
    sound=_sound,
    acts=(
        Act(
            "confirm", CONFIRMED, ("관리자로 확인", "Confirm the administrator"),
            ("관리자로 확인했습니다. 이제 회사 계정의 이용 기록을 볼 수 있습니다.", "Confirmed. They can now see the usage of the company’s accounts."),
            ("reason",), do=_confirm, opened=True,
            hint=(
                "확인한 서류의 종류, 통화한 시각과 번호를 어디에서 찾았는지 사유에 적어 주세요. 이미 확인했더라도 정정되면 다시 확인합니다.",
                "Give as the reason which document it was, when you called and where you found the number. After a correction it must be confirmed again.",
            ),
        ),
        Act(
            "refuse", "rejected", ("확인 거절", "Refuse"), ("거절한 것으로 기록했습니다.", "Recorded as refused."),
            ("reason",), lambda _, one: not happened(one, CONFIRMED), _end,
        ),
        Act(
            "end", "closed", ("관리자 해제", "Remove as administrator"), ("관리자에서 해제했습니다.", "Removed as administrator."),
            ("reason",), lambda _, one: happened(one, CONFIRMED), _end,
        ),
    ),
)  # fmt: skip
