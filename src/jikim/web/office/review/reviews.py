"""The review of access records: what is due, a worksheet drawn from the ledger, what was found, a signature, and the
sheet on paper (10.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import DeniedError, JikimError
from jikim.handlers.register import workers
from jikim.handlers.sessions import Signed
from jikim.monitoring.explaining import ask_explanation, explanations
from jikim.paper import Facts, Heading, Paper, Paragraph, Table
from jikim.plan.management_plan import cycle
from jikim.policy.decide import deny
from jikim.policy.render.voice import date_in
from jikim.review.reviewing import (
    Leaver,
    Missing,
    Review,
    Words,
    began,
    family_of,
    make_review,
    missing,
    reviews,
    signers,
    words_of,
    write_review,
)
from jikim.review.worksheet import SIGNS, Check, Sampled, Sheet, name
from jikim.tasks.filing import file_task
from jikim.verbs.house import House, error_of
from jikim.web.downloads import as_pdf
from jikim.web.forms import Form
from jikim.web.office.ledger.looking import said_of
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.todo import SIGN, Todo, haste_of, of_officers
from jikim.web.page import Page
from jikim.web.visitor import Visitor

CHECKS: dict[str, tuple[str, str]] = {
    "fine": ("업무상 적정", "fits the work"),
    "ask": ("본인에게 확인", "ask the handler"),
    "wrong": ("잘못된 처리", "wrong"),
}

OWN = (
    "서명자 본인의 열람이 점검 대상에 포함되어 있습니다.",
    "This sheet includes access by the officer who signed it.",
)
ALONE = ("점검표를 만든 사람이 서명했습니다.", "This sheet was signed by the officer who created it.")


def due_reviews(house: House) -> Steps[list[Missing]]:
    """Every span that is over and not signed, the oldest first."""
    return (yield from missing(house, (yield from cycle(house)), (yield from began(house))))


@get("/office/review")
async def listed(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor) -> Response[str]:
    """What is due, and what was reviewed."""
    officer_only(jk, me)
    return await _list(page, jk, Form(visitor))


async def _list(page: Page, jk: AsyncJikim, form: Form) -> Response[str]:
    due = await jk.do(due_reviews)
    done = await jk.do(reviews)
    return page.show(
        "office/review/reviews.html",
        form=form,
        due=due,
        done=done,
        cycle=await jk.do(cycle),
        today=jk.house.today(),
        yesterday=jk.house.today() - timedelta(days=1),
    )


@post("/office/review", status_code=200)
async def made(page: Page, jk: AsyncJikim, me: Signed, form: Form) -> Response[Any]:
    """Draws the worksheet of a span."""
    officer_only(jk, me)
    form.need("begins", "ends")
    begins, ends = form.day("begins"), form.day("ends")
    if begins is None or ends is None:
        return await _list(page, jk, form)
    people = {one.handler: Leaver(family_of(one.name), one.left) for one in await jk.do(workers)}
    with form.catching(DeniedError):
        number = await jk.do(make_review, begins, ends, people, actor=await actor_of(jk, me))
        return page.to(f"/office/review/{number}")
    return await _list(page, jk, form)


async def _one(jk: AsyncJikim, number: UUID) -> Review:
    for one in await jk.do(reviews):
        if one.review == number:
            return one
    raise error_of(deny(jk.policy, "gone"))


@get("/office/review/{number:uuid}")
async def one(page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, number: FromPath[UUID]) -> Response[str]:
    """The worksheet."""
    officer_only(jk, me)
    return await _show(page, jk, await _one(jk, number), Form(visitor))


async def _show(page: Page, jk: AsyncJikim, review: Review, form: Form) -> Response[str]:
    return page.show(
        "office/review/one.html",
        form=form,
        review=review,
        sheet=review.sheet,
        signs=SIGNS,
        checks=CHECKS,
        said=said_of(page),
        field=name,
        own=page.say(*OWN),
        alone=page.say(*ALONE),
        able=await jk.do(signers, review),
        words=await jk.do(words_of, review),
        at=lambda text: page.moment(datetime.fromisoformat(text)),
        explained={one.about: one for one in await jk.do(explanations, None, f"review:{review.review}:")},
        today=jk.house.today(),
    )


@post("/office/review/{number:uuid}", status_code=200)
async def written(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """Writes down what was found; with `sign`, for good. What was wrong or is to be asked about becomes a task."""
    officer_only(jk, me)
    review = await _one(jk, number)
    sheet = _filled(review.sheet, form)
    sign = form["do"] == "sign"
    actor = await actor_of(jk, me)
    try:
        await jk.do(write_review, review, sheet, actor=actor, sign=sign)
    except JikimError as error:
        if isinstance(error, DeniedError) and error.why != "second-person":
            raise
        form.caught(error)
        return await _show(page, jk, review._replace(sheet=sheet), form)
    if sign:
        for row in sheet.sample:
            if row.found in ("ask", "wrong"):
                await jk.do(
                    file_task,
                    "review",
                    f"{number}:{row.position}",
                    me.handler,
                    jk.house.today() + timedelta(days=10),
                    f"접속 기록 점검에서 발견: 원장 {row.position}번, {row.handler}",
                    f"Found in the access review: entry {row.position}, {row.handler}",
                    actor,
                    href=f"/office/review/{number}",
                )
                ko, en = f"원장 {row.position}번의 열람", f"the access of entry {row.position}"
                await jk.do(ask_explanation, f"review:{number}:{row.position}", row.handler, ko, en, actor)
    return page.to(f"/office/review/{number}")


def _filled(sheet: Sheet, form: Form) -> Sheet:
    others = "fine" if form.on("others") else ""
    sample = tuple(
        replace(
            row,
            found=cast("Check", found if (found := form[f"found.{row.position}"]) in CHECKS else others),
            note=form[f"note.{row.position}"][:500],
        )
        for row in sheet.sample
    )
    answers = {name(row): form[f"answer.{name(row)}"][:1000] for row in sheet.outliers}
    return replace(sheet, sample=sample, answers=answers, remarks=form["remarks"][:4000])


@get("/office/review/{number:uuid}/review.pdf")
async def on_paper(page: Page, jk: AsyncJikim, me: Signed, number: FromPath[UUID]) -> Response[Any]:
    """The sheet on paper, with who printed it and when."""
    officer_only(jk, me)
    review = await _one(jk, number)
    paper = paper_of(page, review, await jk.do(words_of, review), me)
    return await as_pdf(f"access-review-{number}.pdf", lambda: paper)


def paper_of(page: Page, review: Review, words: Words, me: Signed) -> Paper:
    """The worksheet as a paper."""
    sheet, say = review.sheet, page.say
    signed = (
        f"{page.moment(review.signed)} · {review.signer}"
        if review.signed
        else say("아직 서명하지 않음", "not signed yet")
    )
    return Paper(
        say("접속 기록 점검표", "Review of access records"), page.visitor.language, page.now,
        [
            Facts(
                [
                    (say("기간", "period"), f"{page.day(review.begins)} – {page.day(review.ends)}"), (say("만든 사람", "made by"), review.by),
                    (say("취급자의 기록", "entries of handlers"), f"{sheet.entries:,}"), (say("서명", "signed"), signed),
                ]
            ),
            Heading(say("취급자별", "By handler")),
            Table(
                [say("취급자", "handler"), say("열람", "reads"), say("인원", "people"), say("거절", "refused"), say("야간", "night"), say("목적", "purposes")],
                [[one.handler, str(one.reads), str(one.people), str(one.refused), str(one.night), words.purposes(one.handler, page.visitor.language)]
                 for one in sheet.counted],
                (2, 1, 1, 1, 1, 4),
            ),
            Heading(say("이상 징후", "Conspicuous activity")),
            Table(
                [say("무엇", "what"), say("취급자", "handler"), say("건", "count"), say("확인 결과", "findings")],
                [[say(*SIGNS[one.sign]), one.handler, str(one.count), sheet.answers.get(name(one), "")] for one in sheet.outliers],
                (3, 2, 1, 4),
            ),
            Heading(say("표본", "The sample")),
            Table(
                [say("원장", "entry"), say("취급자", "handler"), say("목적과 사유", "purpose and reason"), say("판단", "judged"), say("메모", "note")],
                [
                    [
                        str(one.position), one.handler, _why(page, words, one), say(*CHECKS[one.found]) if one.found else "", one.note,
                    ]
                    for one in sheet.sample
                ],
                (1, 2, 4, 2, 3),
            ),
            Heading(say("의견", "Remarks")), Paragraph(sheet.remarks or "–"),
            *(Paragraph(say(*words)) for words, so in ((OWN, review.own), (ALONE, review.alone)) if so),
        ],
        foot=say(
            f"접속 기록 점검{'(「안전성 확보조치 기준」 제8조)' if page.korean else ''} · 출력 {me.handler} {page.moment(page.now)}",
            f"Review of access records{' (safety notice §8)' if page.korean else ''} · printed by {me.handler}, {page.moment(page.now)}",
        ),
    )  # fmt: skip


def _why(page: Page, words: Words, one: Sampled) -> str:
    return f"{words.sample[one.position].purpose(page.visitor.language)} {one.reason}".strip()


@of_officers
def waiting(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Spans whose review is due."""
    today = house.today()
    return [
        Todo(
            haste_of(one.due, today),
            f"접속 기록 점검: {date_in(one.begins, 'ko')}~{date_in(one.ends, 'ko')}",
            f"Access review: {date_in(one.begins, 'en')} – {date_in(one.ends, 'en')}",
            f"/office/review/{one.review}" if one.review else "/office/review",
            SIGN,
            one.due,
            about=f"/office/review/{one.begins}",
        )
        for one in (yield from due_reviews(house))
    ]
