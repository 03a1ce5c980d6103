"""What the lists of the back office share: one record by its address, a record by its number, and what a page says once it is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from jikim import Ref
from jikim.web import HandlerJikim, Page, Redirect, Response


async def listed(
    page: Page, jk: HandlerJikim, kind: str, path: str, template: str, query: Mapping[str, str], **shown: Any
) -> Response[Any] | Redirect:
    """A list of what waits, or straight to the one whose number was asked for."""
    number = query.get("number", "")
    found = await jk.numbered(kind, number) if number else []
    if len(found) == 1:
        return page.to(at(path, found[0]))
    return page.show(
        template,
        waiting=await jk.waiting(page, kind, query),
        path_of=path,
        number=number,
        several=len(found),
        kind=kind,
        at=at,
        short=short,
        **shown,
    )


def at(path: str, ref: Ref) -> str:
    """A record's page."""
    return f"{path}/{ref.subject}/{ref.record}"


def short(ref: Ref) -> str:
    """Its number as people read it out."""
    return f"{ref.record.hex[:4]}-{ref.record.hex[4:8]}".upper()


def done(page: Page, jk: HandlerJikim, ref: Ref, path: str, said: str, became: Any, reason: str) -> Response[str]:
    """After an act: what was recorded, and what becomes of the record."""
    return page.show(
        "staff/done.html",
        kind=ref.kind,
        number=short(ref),
        path_of=path,
        done=said,
        became=became,
        reason=reason,
        at=jk.now(),
    )


def over(page: Page, kind: str, path: str, subject: UUID, record: UUID) -> Response[str]:
    """The page of a record that is not open: nobody of the shop sees it any more."""
    return page.show("staff/over.html", status=404, kind=kind, path_of=path, number=short(Ref(subject, record, kind)))
