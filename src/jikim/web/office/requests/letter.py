"""The letter that a request ends in, as PDF: to print, sign and post. It carries its purpose and when it was made
(safety notice §12), a contact, and nothing of the office's own: who printed it stands in the ledger.

The name on it is read for this purpose, by a recorded use; where no grant reads it, or it is gone, the letter goes by
the request's number.
"""

from __future__ import annotations

import asyncio
from typing import Any

from litestar import get, post
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cases.who_may import WORDING
from jikim.desk.answering import SHOWS, show_asked
from jikim.desk.deadlines import putting_off
from jikim.desk.request_register import WAITS
from jikim.desk.requests import address_of
from jikim.handlers.sessions import Signed
from jikim.paper import Block, Facts, Heading, Paper, Paragraph, Table
from jikim.policy.bodies import Reached, bodies_of
from jikim.policy.period import day_of
from jikim.policy.render.voice import Voice
from jikim.verbs.then import telling_of
from jikim.web.downloads import as_pdf
from jikim.web.member.as_paper import data_paper
from jikim.web.member.looking import seen_of
from jikim.web.office.me import actor_of
from jikim.web.office.requests.one import OF, Found
from jikim.web.office.requests.words import read
from jikim.web.page import Page


def foot_of(page: Page, voice: Voice, purpose: str) -> str:
    """What a letter says of itself: its purpose, and when it was made. Who printed it is the office's alone: the ledger
    has them."""
    at = page.now.astimezone(page.zone)
    made = f"{voice.date(at.date())} {at:%H:%M}"
    purposes = page.policy.file.purposes
    named = (
        voice.text(purposes[purpose].label)
        if purpose in purposes
        else voice.say("권리 행사 처리", "answering a request")
    )
    return voice.say(f"목적: {named} · 출력: {made}", f"Purpose: {named} · printed {made}")


def contact_of(page: Page, voice: Voice) -> Paragraph:
    """Whom the person turns to, under every letter: the officer of the policy, and the company."""
    officer = page.policy.file.officers.officer
    contact = " · ".join((voice.text(officer.title), *officer.ways))
    company = voice.text(page.policy.file.service.controller)
    return Paragraph(f"{voice.date(day_of(page.now, page.zone))}\n{company}\n{voice.say('문의', 'Contact')}: {contact}")


@get("/office/requests/{subject:uuid}/{number:uuid}/letter.pdf", dependencies=OF)
async def letter_pdf(page: Page, jk: AsyncJikim, me: Signed, found: Found) -> Response[Any]:
    """The letter, in the language in which the request came."""
    to = await jk.do(address_of, found.made.subject, found.made.wording)
    values, purpose = await read(
        jk, me, to, f"letter of request {found.made.number}", ("name", "address"), found.made.request
    )
    return await as_pdf(f"letter-{found.made.number}.pdf", lambda: _letter(page, found, values, purpose))


def _letter(page: Page, found: Found, values: dict[str, Any], purpose: str) -> Paper:
    made = found.made
    voice = Voice(page.policy.file, made.language)
    say, policy = voice.say, page.policy.file
    kind = made.right(made.language)
    name = str(values.get("name", ""))
    place = values.get("address")
    lines = (
        [" ".join(str(place.get(part, "")) for part in ("postcode", "line1", "line2")).strip()]
        if isinstance(place, dict)
        else []
    )
    lines.append(
        say(
            f"{name} 님께" if name else f"요청 번호 {made.number}의 신청인께",
            name or f"To the applicant of request {made.number}",
        )
    )
    opened = day_of(made.opened, page.zone)
    may = putting_off(page.policy, made.kind, made.due)
    extended = may is not None and may.extended
    titles = {
        "answered": say("요청에 대한 답변", "Our answer to your request"),
        "done": say("요청 처리 완료 안내", "Your request has been completed"),
        "refused": say("요청 거절 안내", "Your request has been refused"),
        "postponed": say("답변 기한 연장 안내", "The deadline for your request has been extended")
        if extended
        else say("요청 연기 안내", "Your request has been postponed"),
    }
    blocks: list[Block] = [
        Paragraph("\n".join(line for line in lines if line)),
        Facts(
            [
                (say("요청", "Request"), f"{kind} · {made.number}"),
                (say("접수일", "Received"), voice.date(opened)),
                (
                    say("진행 상황 안내일", "We will update you by")
                    if made.state == "postponed" and not extended
                    else say("답변 기한", "To be answered by"),
                    voice.date(made.due),
                ),
                *([(say("완료일", "Completed"), voice.date(day_of(made.closed, page.zone)))] if made.closed else []),
            ]
        ),
    ]
    heads = {
        "refused": say("거절 사유", "Reason for the refusal"),
        "postponed": say("연기 사유", "Reason for the postponement"),
    }
    if made.said:
        blocks += [Heading(heads.get(made.state, say("답변", "Our answer"))), Paragraph(made.answer(voice.language))]
    else:
        blocks.append(
            Paragraph(
                say(
                    "요청이 접수되었으며 위의 기한까지 답변드립니다.",
                    "We have received your request and will answer it by the date above.",
                )
            )
        )
    if made.state == "postponed" and not extended:
        blocks.append(
            Paragraph(
                say(
                    "이 사유가 소멸하면 지체 없이 요청하신 대로 처리합니다.",
                    "Once this reason ends, we will do what you asked without delay.",
                )
            )
        )
    if made.state in ("refused", "postponed"):
        officer, right = policy.officers.officer, policy.rights.get(made.kind)  # type: ignore[call-overload]
        blocks += [
            Heading(say("이의가 있으시면", "If you disagree")),
            Paragraph(
                say(
                    f"보호책임자({', '.join((voice.text(officer.title), *officer.ways))})에게 이의를 제기하거나 아래 기관에 도움을 요청하실 수 있습니다.",
                    f"You can object to the privacy officer ({', '.join((voice.text(officer.title), *officer.ways))}), or to one of these bodies.",
                )
            ),
            *([Paragraph(voice.text(right.appeal))] if right is not None and right.appeal else []),
            Table(
                [say("기관", "Body"), say("전화", "Phone"), say("홈페이지", "Web")],
                [
                    (
                        voice.text(one.label),
                        _phone(voice, one),
                        (one.url_now or one.url).replace("https://", "").replace("http://", ""),
                    )
                    for one in bodies_of(policy, day_of(page.now, page.zone))
                ],
                (4, 2, 3),
            ),
        ]
    blocks.append(contact_of(page, voice))
    return Paper(
        titles.get(made.state, say("요청 접수 안내", "We have received your request")),
        made.language,
        page.now,
        blocks,
        under=voice.text(policy.service.name),
        foot=foot_of(page, voice, purpose),
    )


def _phone(voice: Voice, body: Reached) -> str:
    unknown = voice.say(" (번호 변경됨)", " (number has changed)") if body.unknown else ""
    return f"{body.phone_now or body.phone}{unknown}"


@post("/office/requests/{subject:uuid}/{number:uuid}/data.pdf", status_code=200, dependencies=OF)
async def data_pdf(page: Page, jk: AsyncJikim, me: Signed, found: Found) -> Response[Any]:
    """Everything that is known of the person, for one who asked to look it up by letter or phone and was recognised,
    while that is not settled."""
    made = found.made
    if made.kind not in SHOWS or made.state not in WAITS:
        raise page.missing("office/requests/none.html")
    dossier = await jk.by(await actor_of(jk, me, kind=WORDING)).do(show_asked, made.subject, made.request)
    telling = await jk.do(telling_of, dossier)
    seen = seen_of(page, dossier, telling, day_of(page.now, page.zone))
    paper = await asyncio.to_thread(data_paper, seen, jk.now())
    voice = Voice(page.policy.file, page.visitor.language)
    signed = Paper(
        page.say("개인정보 열람 자료", "What we hold about you"),
        paper.language,
        paper.at,
        [*paper.blocks, contact_of(page, voice)],
        under=paper.under,
        foot=foot_of(page, voice, ""),
    )
    return await as_pdf(f"data-{found.made.number}.pdf", lambda: signed)
