"""The register of all that left: found by receiver, item, day or person, a page at a time; as CSV and PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from litestar import Request, get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.disclosures.demand_register import LAST, LATEST
from jikim.disclosures.left import Left, Sought, Space, left
from jikim.errors import InvalidError
from jikim.handlers.sessions import Signed
from jikim.policy.numbers import Space as NumberSpace
from jikim.verbs.then import choices
from jikim.web.forms import Form
from jikim.web.office.disclosures.printing import register_files
from jikim.web.office.me import actor_of, officer_only
from jikim.web.office.sheet import Sheet
from jikim.web.page import Page

SIZE, MOST = 50, 5_000
CHOICES: tuple[NumberSpace, ...] = ("recipient", "processor", "item")
FIELDS = ("to", "item", "first", "last", "person")
GROUNDS = {"recipient": ("제3자 제공", "provided"), "processor": ("위탁", "entrusted")}
DELETIONS = {
    "done": ("삭제 확인", "deleted"),
    "kept": ("법령에 따라 보존", "kept as a statute requires"),
    "waiting": ("삭제 요청", "asked to delete"),
    "sending": ("삭제 요청", "asked to delete"),
    "sent": ("삭제 요청", "asked to delete"),
}


def sought_of(page: Page, request: Request[Any, Any, Any]) -> tuple[Sought, Form]:
    """What a request looks for, and its form, which says what can't be read."""
    form = Form(page.visitor, {name: request.query_params.get(name, "").strip() for name in FIELDS})
    subject = form.id("person")
    if form["person"] and subject is None:
        form.wrong(
            "person",
            "정보주체 번호 36자 전체를 입력해 주세요",
            "please enter the full 36 characters of the person’s number",
        )
    space, _, name = form["to"].partition(":")
    known = cast("Space", space if space in GROUNDS else "recipient")
    return Sought(subject, known, name, form["item"], form.day("first"), form.day("last")), form


def from_of(request: Request[Any, Any, Any]) -> tuple[datetime, UUID]:
    """Where a page begins; the beginning for what is no place."""
    at, _, message = request.query_params.get("after", "").partition("~")
    try:
        found = datetime.fromisoformat(at)
        return (found, UUID(message)) if found.tzinfo else (LATEST, LAST)
    except ValueError:
        return LATEST, LAST


@get("/office/disclosures")
async def everything(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Response[str]:
    """A page of it."""
    officer_only(jk, me)
    sought, form = sought_of(page, request)
    before, message = from_of(request)
    rows: list[Left] = []
    if form.fine:
        rows = await jk.do(
            left, sought, actor=await actor_of(jk, me), before=before, before_message=message, limit=SIZE + 1
        )
    more = f"{rows[SIZE - 1].at.isoformat()}~{rows[SIZE - 1].message}" if len(rows) > SIZE else ""
    recipients, processors, items = [await jk.do(choices, space) for space in CHOICES]
    return page.show(
        "office/disclosures/left.html",
        rows=rows[:SIZE],
        sought=form.values,
        form=form,
        more=more,
        begun=before != LATEST,
        grounds=GROUNDS,
        deletions=DELETIONS,
        recipients=recipients,
        processors=processors,
        item_choices=items,
    )


def _row(page: Page, one: Left) -> tuple[str, ...]:
    answered = one.receipt.get("receipt", "")
    return (
        page.moment(one.at),
        one.then.receiver(one.space, one.to, page.visitor.language),
        page.say(*GROUNDS[one.space]),
        str(one.subject),
        one.then.voice(page.visitor.language).items(one.items),
        str(one.version),
        answered,
        page.say(*DELETIONS[one.deletion]) if one.deletion in DELETIONS else "",
    )


def _head(page: Page) -> tuple[str, ...]:
    return (
        page.say("일시", "when"),
        page.say("제공받은 곳", "recipient"),
        page.say("근거", "ground"),
        page.say("정보주체 번호", "person"),
        page.say("항목", "items"),
        page.say("버전", "version"),
        page.say("답변", "answer"),
        page.say("삭제", "deletion"),
    )


async def _whole(page: Page, jk: AsyncJikim, me: Signed, request: Request[Any, Any, Any]) -> Sheet:
    """What is looked for: the newest 5,000 lines."""
    officer_only(jk, me)
    sought, form = sought_of(page, request)
    # What can't be read narrows nothing: a file of everybody's is not what was asked for.
    for name, said in form.errors.items():
        raise InvalidError(said, item=name, ko=(said, ""))
    rows = await jk.do(left, sought, actor=await actor_of(jk, me), limit=MOST)
    title = page.say("제공·위탁 대장", "Register of disclosures")
    return Sheet(title, _head(page), [_row(page, one) for one in rows], widths=(1.3, 1.1, 0.8, 2, 1.5, 0.5, 1.2, 1))


AS_FILES = register_files("/office/disclosures/left", "disclosures", _whole)
