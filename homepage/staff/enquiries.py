"""Enquiries: what waits for an answer, from every channel; read with a reason, and answered by mail and on the page.

Question and answer stay on the page of whoever asked until they say that they have read it, or for the days that the
policy names; then they are over (5.1). INVARIANT: an answer leaves once. It stands in the record before it leaves, and
that it leaves is noted first; where a process dies before that is recorded, nobody sends it again, and a handler says
what became of it.
"""

from __future__ import annotations

from jikim import JikimError
from jikim.web import Form, HandlerJikim, OpenRecord

from ..site.board import ANSWERED, read_until
from ..site.books import Books
from .worklist import Act, Pair, Worklist

PURPOSE, ANSWER = "support", "answer"


async def _answer(jk: HandlerJikim, one: OpenRecord, form: Form) -> Pair | None:
    """The answer leaves before it is recorded as sent, and a mail that does not leave ends nothing."""
    books = Books.of(jk)
    asked = await jk.use(one.ref, purpose=PURPOSE, items=["email", "subject"], reason=form["reason"])
    language = "en" if form["language"] == "en" else "ko"
    await jk.write_in(one.ref, ANSWER, form["text"])
    books.send(one.ref, ANSWER, one.ref.record, jk.now())
    try:
        await jk.write_now(
            asked["email"],
            "enquiry-answered",
            language,
            answer=form["text"],
            subject=asked.get("subject", ""),
            until=read_until(jk, jk.now()),
        )
    except JikimError:
        books.unsend(one.ref, ANSWER)  # No server took it.
        raise
    return None


def _waits(_jk: HandlerJikim, one: OpenRecord) -> bool:
    """Whether it waits for an answer."""
    return ANSWERED not in one.happened


def _doubtful(jk: HandlerJikim, one: OpenRecord) -> bool:
    """Whether an answer was on its way when its process ended."""
    return _waits(jk, one) and bool(Books.of(jk).sent(one.ref, ANSWER))


async def _not_sent(jk: HandlerJikim, one: OpenRecord, _form: Form) -> Pair | None:
    Books.of(jk).unsend(one.ref, ANSWER)
    return None


WORKLIST = Worklist(
    path="/office/shop/enquiries",
    kind="enquiry",
    name=("문의", "Enquiries"),
    one=("문의", "Enquiry"),
    waits=("답변을 기다리는 문의", "Enquiries to answer"),
    lead=(
        "게시판, 전화, 팩스, 이메일, 서면으로 들어온 문의를 오래된 순으로 표시합니다. 목록에는 누가 무엇을 물었는지 표시하지 않습니다.",
        "From the board, by phone, fax, e-mail and on paper, the oldest first. The list shows neither who asked nor what.",
    ),
    number=("글쓴이가 알려 준 글 번호. 예: 1A2B-3C4D", "As given by the writer, such as 1A2B-3C4D"),
    empty=("답변을 기다리는 문의가 없습니다.", "No enquiry is waiting."),
    clause="5.1",
    here=_waits,
    reads={PURPOSE: ("name", "email", "phone", "mobile", "company", "subject", "text")},
    reason=("문의에 답변", "answering the enquiry"),
    template="staff/enquiry.html",
    acts=(
        Act(
            "answer", ANSWERED, ("답변 보내기", "Send the answer"),
            (
                "답변을 메일로 보내고 문의 글에 표시했습니다.",
                "The answer was sent by e-mail and stands beside the enquiry on the page of whoever asked.",
            ),
            ("text",), lambda jk, one: _waits(jk, one) and not _doubtful(jk, one), _answer, opened=True,
        ),
        Act(
            "arrived", ANSWERED, ("답변을 발송한 것으로 기록", "Record the answer as sent"),
            ("답변을 발송한 것으로 기록했습니다.", "Recorded as sent."), ("reason",), _doubtful,
            hint=(
                "답변을 발송하다가 처리가 중단되었습니다. 메일 서버의 발송 기록을 확인해 주세요. 다시 보내지는 않습니다.",
                "It was interrupted while an answer was being sent. Please check the mail server’s log. Nothing is sent again.",
            ),
        ),
        Act(
            "unsent", "", ("답변이 발송되지 않음", "The answer was not sent"),
            ("다시 답변할 수 있습니다.", "It can be answered again."), ("reason",), _doubtful, _not_sent,
            after=("문의는 계속 진행 중입니다.", "The enquiry stays open."),
        ),
        Act(
            "close", "closed", ("답변 없이 종결", "Close it without an answer"),
            ("답변 없이 종결한 것으로 기록했습니다.", "Recorded as closed without an answer."), ("reason",), _waits,
            opened=True,
        ),
    ),
)  # fmt: skip
