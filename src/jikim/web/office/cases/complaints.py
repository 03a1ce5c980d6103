"""A complaint's own part (11.2): its words, and the answer as a letter."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from jikim.app import AsyncJikim
from jikim.cases.cases import Case, may
from jikim.cases.listing import case_by
from jikim.desk.complaints import COMPLAINTS, KIND, ref_of
from jikim.handlers.sessions import Signed
from jikim.paper import Block, Facts, Heading, Paper, Paragraph
from jikim.policy.period import day_of
from jikim.policy.render.voice import Voice
from jikim.web.downloads import as_pdf
from jikim.web.office.cases.pages import Own, show
from jikim.web.office.cases.words import CLOSED, TEMPLATE, opening
from jikim.web.office.me import actor_of
from jikim.web.office.requests.letter import contact_of, foot_of
from jikim.web.office.requests.words import read
from jikim.web.page import Page

OWN = Own(TEMPLATE, "office/cases/complaint_letter.html", context=CLOSED)


@get("/office/complaints/{number:str}/letter.pdf")
async def letter_pdf(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[str]) -> Response[Any]:
    """The answer as a letter, with its purpose, its day and a contact."""
    one = await jk.do(case_by, COMPLAINTS, number)
    if one is None:
        return await show(page, jk, me, COMPLAINTS, OWN, number)
    await jk.do(may, COMPLAINTS, "look", one.subject, await actor_of(jk, me, kind=KIND))
    values, purpose = await read(
        jk, me, ref_of(one), f"letter of complaint {one.number}", ("name", "address", "answer")
    )
    return await as_pdf(f"complaint-{one.number}.pdf", lambda: _letter(page, one, values, purpose))


def _letter(page: Page, one: Case, values: dict[str, Any], purpose: str) -> Paper:
    voice = Voice(page.policy.file, one.language)
    say, name, answer = voice.say, str(values.get("name", "")), str(values.get("answer", ""))
    waits = say(
        "민원이 접수되었으며 위의 기한까지 답변드립니다.",
        "We have received your complaint and will answer it by the date above.",
    )
    blocks: list[Block] = [
        Paragraph(
            say(
                f"{name} 님께" if name else f"민원 번호 {one.number}의 신청인께",
                name or f"To the complainant, complaint {one.number}",
            )
        ),
        Facts(
            [
                (say("민원 번호", "Complaint"), one.number),
                (say("접수일", "Received"), voice.date(day_of(one.opened, page.zone))),
                (say("답변 기한", "To be answered by"), voice.date(one.due)),
            ]
        ),
        *([Heading(say("답변", "Our answer")), Paragraph(answer)] if answer else [Paragraph(waits)]),
        contact_of(page, voice),
    ]
    return Paper(
        say("민원에 대한 답변", "Our answer to your complaint")
        if answer
        else say("민원 접수 안내", "We have received your complaint"),
        one.language,
        page.now,
        blocks,
        under=voice.text(page.policy.file.service.name),
        foot=foot_of(page, voice, purpose),
    )


PAGES: list[ControllerRouterHandler] = [opening(COMPLAINTS, OWN), letter_pdf]
