"""Enquiries: what waits for an answer, from every channel; read with a reason, answered by mail, and then over (5.1).

What was answered is destroyed: the answer stands in the mail alone.
"""

from __future__ import annotations

from jikim.web import Form, HandlerJikim, OpenRecord

from .desk import Act, Desk, Pair

PURPOSE = "support"


async def _answer(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """The answer leaves first, and a mail that does not leave ends nothing."""
    asked = await jk.use(one.ref, purpose=PURPOSE, items=["email", "subject"], reason=form["reason"])
    language = "en" if form["language"] == "en" else "ko"
    await jk.write_now(
        asked["email"], "enquiry-answered", language, answer=form["text"], subject=asked.get("subject", "")
    )
    return None


DESK = Desk(
    path="/office/shop/enquiries",
    kind="enquiry",
    name=("문의", "Enquiries"),
    one=("문의", "Enquiry"),
    waits=("답변을 기다리는 문의", "Enquiries to answer"),
    lead=(
        "게시판, 전화, 팩스, 이메일, 서면으로 들어온 문의를 오래된 순으로 표시합니다. 목록에는 누가 무엇을 물었는지 표시하지 않습니다.",
        "From the board, by phone, fax, e-mail and on paper, the oldest first. The list shows neither who asked nor what.",
    ),
    number=("글쓴이가 알려 준 글 번호. 예: 1A2B-3C4D", "As its writer reads it out, such as 1A2B-3C4D"),
    empty=("기다리는 문의가 없습니다.", "No enquiry is waiting."),
    clause="5.1",
    reads={PURPOSE: ("name", "email", "phone", "mobile", "company", "subject", "text")},
    reason=("문의에 답변", "answering it"),
    template="staff/enquiry.html",
    acts=(
        Act(
            "answer", "answered", ("답변을 보내고 끝내기", "Send the answer and end it"),
            (
                "답변을 메일로 보내고, 답변이 끝난 것으로 기록했습니다.",
                "The answer was sent by e-mail, and the enquiry is recorded as answered.",
            ),
            ("text",), do=_answer, opened=True,
        ),
        Act(
            "close", "closed", ("답변 없이 종결", "Close it without an answer"),
            ("답변 없이 종결한 것으로 기록했습니다.", "Recorded as closed without an answer."), ("reason",), opened=True,
        ),
    ),
)  # fmt: skip
