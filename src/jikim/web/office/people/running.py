"""The download of a read of many: page by page, each person's read in the ledger before it leaves, and an alert to the
officer. As an Excel file under a password, or streamed as CSV.

It runs once. A connection that breaks off uses it up: what had left had left.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from litestar import post
from litestar.params import FromPath
from litestar.response import Response, Stream

from jikim.alerts.raising import alert
from jikim.answers import Values
from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.policy.ask import Actor
from jikim.reading.mass import LIFE, Approval, begin, end
from jikim.reading.mass import page as next_page
from jikim.store.holding import Ref
from jikim.verbs.house import House
from jikim.verbs.then import Then
from jikim.web.downloads import attachment
from jikim.web.forms import Form, Problem
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of
from jikim.web.office.people.many import FILE, found_of, show
from jikim.web.office.people.saying import head_of, item_said, office_book, plainly
from jikim.web.office.people.workbook import MEDIA_TYPE, workbook
from jikim.web.office.sheet import lines
from jikim.web.page import Page
from jikim.web.sealed_tokens import unseal

BOM = b"\xef\xbb\xbf"


@post("/office/people/many/{number:uuid}/run", status_code=200)
async def run(page: Page, jk: AsyncJikim, me: Signed, form: Form, number: FromPath[UUID]) -> Response[Any]:
    """Runs it: from here on it is used up, and the officer is told."""
    found = await found_of(page, jk, me, number)
    await prove_first(page, jk, me, f"/office/people/many/{number}", form)
    actor = await actor_of(jk, me, found.query.purpose, kind=found.query.kind)
    # INVARIANT: the password is the one that the page showed, for this file and this hour; nobody chooses it.
    password = await unseal(jk, f"{FILE} {number}", form["file"], within=LIFE) if form["as"] == "xlsx" else None
    if form["as"] == "xlsx" and (password is None or password.get("for") != me.handler):
        form.problem = Problem(
            page.say("이 화면이 오래되었습니다.", "This page is too old."),
            page.say("아래의 새 비밀번호로 다시 내려받아 주세요.", "Please download it with the new password below."),
        )
        return await show(page, jk, me, found, form)
    try:
        approval = await jk.do(begin, found, actor=actor)
    except JikimError as error:
        form.problem = Problem.of(error, page.visitor)
        return await show(page, jk, me, await found_of(page, jk, me, number), form)
    await jk.do(_alert, approval, actor)
    at = approval.at.astimezone(page.zone)
    name = f"many-{at:%Y%m%d-%H%M}.{'xlsx' if password else 'csv'}"
    headers = attachment(name)
    rows = _rows(page, jk, me, approval, found.then, actor)
    if password is None:
        return Stream(_csv(rows), media_type="text/csv", headers=headers)
    every = [row async for some in rows for row in some]
    title = page.voice.record(found.query.kind)
    made = await asyncio.to_thread(workbook, title, every, str(password["password"]))
    return Response(made, media_type=MEDIA_TYPE, headers=headers)


def _alert(house: House, approval: Approval, actor: Actor) -> Steps[None]:
    people = approval.people
    yield from alert(
        house,
        "mass-read",
        f"대량 열람이 시작되었습니다: {people:,}명",
        f"Bulk access has begun: {people:,} people",
        href=f"/office/people/many/{approval.number}",
        actor=actor,
    )


async def _csv(rows: AsyncIterator[Sequence[Sequence[Any]]]) -> AsyncIterator[bytes]:
    yield BOM
    async for some in rows:
        yield lines(some)


async def _rows(
    page: Page, jk: AsyncJikim, me: Signed, approval: Approval, words: Then, actor: Actor
) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """The head, then the lines a page at a time, each person's read in the ledger before it is answered."""
    query, book, say = approval.query, office_book(page).told(words), page.say
    voice = words.voice(page.visitor.language)
    head = head_of(page, me, voice.purpose(query.purpose), approval.reason, approval.at)
    head += [(say("승인", "Approved by"), approval.approver), (say("번호", "Number"), str(approval.number))]
    labels = [item_said(book, query.kind, item) for item in query.items]
    yield [*head, (), (say("기록 번호", "record"), *labels, say("비고", "note"))]
    after: Ref | None = None
    people: set[UUID] = set()
    records, whole = 0, False
    try:
        while lines := await jk.do(next_page, approval, after, actor=actor):
            rows: list[Sequence[Any]] = []
            for line in lines:
                people.add(line.ref.subject)
                if len(people) > query.ceiling:
                    # Somebody came in the meantime: no one beyond those who were approved leaves.
                    break
                rows.append(_row(page, book, approval, line.ref, line.values))
            records += len(rows)
            yield rows
            after = lines[-1].ref
            if len(people) > query.ceiling:
                break
        whole = True
    finally:
        await jk.do(end, approval, records, actor=actor, whole=whole)


def _row(page: Page, book: Any, approval: Approval, ref: Ref, values: Values | JikimError) -> Sequence[Any]:
    if not isinstance(values, Values):
        return (str(ref.record), *("" for _ in approval.query.items), Problem.of(values, page.visitor).text)
    said = ("" if (value := values.get(item)) is None else plainly(book, item, value) for item in approval.query.items)
    return (str(ref.record), *said, "")
