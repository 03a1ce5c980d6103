"""Enquiries: what waits for an answer, from every channel; read with a reason, answered by mail, and then over (5.1).

The answer leaves first, and a mail that does not leave ends nothing. What was answered is destroyed: the answer stands in the mail alone.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from jikim import JikimError, Ref
from jikim.web import Form, FromPath, HandlerJikim, Page, Redirect, Request, Response, Visitor, get, post

from ..site.books import Books
from .matters import done, listed, over, short

PATH, KIND, PURPOSE = "/office/shop/enquiries", "enquiry", "support"
READ = ("name", "email", "phone", "mobile", "company", "subject", "text")


@get(PATH)
async def enquiries(page: Page, jk: HandlerJikim, request: Request[Any, Any, Any]) -> Response[Any] | Redirect:
    """The oldest first, without a value."""
    return await listed(page, jk, KIND, PATH, "staff/enquiries.html", request.query_params)


@get(PATH + "/{subject:uuid}/{record:uuid}")
async def enquiry(
    page: Page, jk: HandlerJikim, visitor: Visitor, subject: FromPath[UUID], record: FromPath[UUID]
) -> Response[str]:
    """One enquiry, still closed: it is opened with a reason."""
    return await _show(
        page, jk, Ref(subject, record, KIND), Form(visitor, {"reason": page.say("문의에 답변", "answering it")})
    )


@post(PATH + "/{subject:uuid}/{record:uuid}", status_code=200)
async def worked(
    page: Page, jk: HandlerJikim, request: Request[Any, Any, Any], subject: FromPath[UUID], record: FromPath[UUID]
) -> Response[Any]:
    """Opens it, answers it, or closes it."""
    form, ref = await Form.of(request), Ref(subject, record, KIND)
    acts = {"answer": _answer, "close": _close}
    if form["do"] not in acts:
        form.need("reason")
        return await _show(page, jk, ref, form, read=form.fine)
    form.need("reason", *(["text"] if form["do"] == "answer" else []))
    if not form.fine:
        return await _show(page, jk, ref, form, read=bool(form["reason"]))
    async with Books.of(jk).alone(f"enquiry:{record.hex}"):
        one = await jk.open_record(ref)
        if one is None:
            return over(page, KIND, PATH, subject, record)
        event = "answered" if form["do"] == "answer" else "closed"
        became = jk.becomes(page, one, event)
        try:
            await acts[form["do"]](jk, ref, form)
        except JikimError as error:
            form.caught(error)
            return await _show(page, jk, ref, form, read=True)
    said = (
        page.say(
            "답변을 메일로 보내고, 답변이 끝난 것으로 기록했습니다.",
            "The answer was sent by e-mail, and the enquiry is recorded as answered.",
        )
        if event == "answered"
        else page.say("답변 없이 종결한 것으로 기록했습니다.", "Recorded as closed without an answer.")
    )
    return done(page, jk, ref, PATH, said, became, form["reason"])


async def _answer(jk: HandlerJikim, ref: Ref, form: Form) -> None:
    asked = await jk.use(ref, purpose=PURPOSE, items=["email", "subject"], reason=form["reason"])
    language = "en" if form["language"] == "en" else "ko"
    await jk.write_now(
        asked["email"], "enquiry-answered", language, answer=form["text"], subject=asked.get("subject", "")
    )
    await _end(jk, ref, "answered", form["reason"])


async def _close(jk: HandlerJikim, ref: Ref, form: Form) -> None:
    await _end(jk, ref, "closed", form["reason"])


async def _end(jk: HandlerJikim, ref: Ref, event: str, reason: str) -> None:
    await jk.event(ref, event, reason=reason)
    Books.of(jk).shut(ref)


async def _show(page: Page, jk: HandlerJikim, ref: Ref, form: Form, *, read: bool = False) -> Response[str]:
    """One enquiry; `read`: with its values, by a recorded read."""
    one = await jk.open_record(ref)
    if one is None:
        return over(page, KIND, PATH, ref.subject, ref.record)
    values = None
    if read and form.problem is None:
        try:
            values = await jk.use(
                ref, purpose=PURPOSE, items=[name for name in READ if name in one.holds], reason=form["reason"]
            )
        except JikimError as error:
            form.caught(error)
    return page.show(
        "staff/enquiry.html", one=one, number=short(ref), form=form, values=values, files="files" in one.holds, path_of=PATH,
        answered=jk.becomes(page, one, "answered"), closed=jk.becomes(page, one, "closed"),
    )  # fmt: skip


PAGES = [enquiries, enquiry, worked]
