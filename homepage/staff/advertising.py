"""Advertising and event mail (2.3): written, counted, looked at by a second person, sent to those alone who agreed, and
to none of them at night."""

from __future__ import annotations

from typing import Any

from jikim.web import Form, HandlerJikim, Page, Redirect, Response, Visitor, get, post

PATH = "/office/shop/advertising"
STATES = {
    "written": ("다른 담당자의 확인 대기", "waiting for a second person"),
    "going": ("발송 중", "being sent"),
    "gone": ("발송 등록 완료", "queued for everybody"),
    "stopped": ("중지", "stopped"),
}


@get(PATH)
async def advertising(page: Page, jk: HandlerJikim, visitor: Visitor) -> Response[Any] | Redirect:
    """How many each purpose reaches now, and what was written."""
    return await _show(page, jk, Form(visitor))


@post(PATH, status_code=200)
async def worked(page: Page, jk: HandlerJikim, form: Form) -> Response[Any] | Redirect:
    """Writes one, releases another's, or stops one."""
    done = ""
    seen = await jk.advertise(page)
    if form["do"] == "write":
        form.need("title", "text")
        if form["purpose"] not in seen.reach:
            form.wrong("purpose", "목적을 선택해 주세요", "please choose the purpose")
    one = next((one for one in seen.campaigns if str(one.campaign) == form["campaign"]), None)
    if form["do"] != "write" and (one is None or form["do"] not in ("release", "stop")):
        form.wrong("campaign", "목록에서 선택해 주세요", "please choose one from the list")
    if form.fine:
        with form.catching():
            done = await _do(page, jk, form, one)
    return await _show(page, jk, Form(form.visitor) if done else form, done)


async def _do(page: Page, jk: HandlerJikim, form: Form, one: Any) -> str:
    if one is None:
        language = "en" if form["language"] == "en" else "ko"
        await jk.write_advertisement(form["purpose"], language, form["title"], form["text"])
        return page.say(
            "작성했습니다. 다른 담당자가 확인해야 발송됩니다.",
            "Written. It is sent once another person has reviewed it.",
        )
    if form["do"] == "release":
        await jk.release_advertisement(one)
        return page.say(
            "발송을 승인했습니다. 동의한 분께만, 오전 8시부터 오후 9시 사이에 발송합니다.",
            "Released. It is sent to those who agreed, between 8 a.m. and 9 p.m.",
        )
    await jk.stop_advertisement(one)
    return page.say(
        "중지했습니다. 아직 발송하지 않은 메일은 보내지 않습니다.",
        "Stopped. E-mails that have not been sent yet are not sent.",
    )


async def _show(page: Page, jk: HandlerJikim, form: Form, done: str = "") -> Response[Any]:
    return page.show(
        "staff/advertising.html",
        seen=await jk.advertise(page),
        form=form,
        done=done,
        states=STATES,
        path_of=PATH,
        at=jk.now(),
    )


PAGES = [advertising, worked]
PLACE = (PATH, "광고와 이벤트 메일", "Advertising", frozenset({"marketing.ads", "marketing.events"}))
