"""/notices (공지사항): every notice that was ever posted, the newest first; one; and a feed of them (Atom)."""

from __future__ import annotations

from datetime import UTC
from html import escape

from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.desk.notices import PAGE, Notice, notice_of, notices
from jikim.mail.letters import site_of
from jikim.publishing.publications import publications
from jikim.web.page import Page

KINDS = {
    "ordinary": ("공지", "Notice"),
    "important": ("중요", "Important"),
    "policy-change": ("처리방침 변경", "Policy change"),
}


def _kind(page: Page, notice: Notice) -> str:
    return page.say(*KINDS[notice.kind])


@get("/notices")
async def board(page: Page, jk: AsyncJikim, before: FromQuery[int | None] = None) -> Response[str]:
    """The notices, a page at a time."""
    found = await jk.do(notices, before, PAGE + 1)
    older = found[PAGE - 1].number if len(found) > PAGE else None
    return page.show(
        "desk/notices.html",
        notices=found[:PAGE],
        older=older,
        first=before is None,
        kind_of=lambda one: _kind(page, one),
    )


@get("/notices/{number:int}")
async def notice(page: Page, jk: AsyncJikim, number: FromPath[int]) -> Response[str]:
    """One notice."""
    found = await jk.do(notice_of, number)
    if found is None:
        return page.show("desk/no_notice.html", status=404)
    about = None
    if found.kind == "policy-change":
        made = await jk.do(publications)
        about = next((one for one in made if number in (one.notice, one.withdrawal)), None)
    return page.show("desk/notice.html", notice=found, kind=_kind(page, found), publication=about)


@get("/notices.xml")
async def feed(page: Page, jk: AsyncJikim) -> Response[str]:
    """The newest notices as an Atom feed (RFC 4287), in the language of its address."""
    found = await jk.do(notices)
    language = page.visitor.language
    site = site_of(jk.settings, page.policy)
    board_url = f"{site}{page.visitor.href('/notices')}"
    updated = found[0].posted if found else page.now
    title = f"{page.voice.text(page.policy.file.service.name)} {page.say('공지사항', 'notices')}"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<id>{escape(board_url)}</id><title>{escape(title)}</title><updated>{updated.astimezone(UTC).isoformat()}</updated>",
        f'<link href="{escape(board_url)}"/><link rel="self" href="{escape(site + page.visitor.href("/notices.xml"))}"/>',
        f"<author><name>{escape(page.voice.text(page.policy.file.service.controller))}</name></author>",
    ]
    for one in found:
        where = f"{board_url}/{one.number}"
        text = "".join(f"<p>{escape(part)}</p>" for part in one.paragraphs(language))
        lines.append(
            f"<entry><id>{escape(where)}</id><title>{escape(one.title(language))}</title>"
            f'<updated>{one.posted.astimezone(UTC).isoformat()}</updated><link href="{escape(where)}"/>'
            f'<content type="html">{escape(text)}</content></entry>'
        )
    return Response("\n".join([*lines, "</feed>"]), media_type="application/atom+xml; charset=utf-8")
