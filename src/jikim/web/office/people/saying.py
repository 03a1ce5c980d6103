"""How people and their values are said in the office: the book of its pages, a value masked and plain, the head of what
is printed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jikim.handlers.sessions import Signed
from jikim.policy.citing import place_of
from jikim.policy.items import mask
from jikim.web.page import Page
from jikim.web.parts import Book
from jikim.web.parts.values import as_text, plain

PEOPLE = {"member": ("회원", "member"), "corporate": ("기업회원", "corporate member"), "guest": ("비회원", "guest")}


def office_book(page: Page) -> Book:
    """The book of a page of the office: promises stand under /policy."""
    href = page.visitor.href
    return Book(
        page.policy.file,
        page.visitor.language,
        page.zone,
        lambda clause: f"{href('/policy')}#{place_of(clause)}",
        version_page=lambda version: href(f"/policy/{version}"),
    )


def kind_said(page: Page, kind: str) -> str:
    """A kind of person, by the company's own word or the usual one."""
    own = page.policy.file.labels.get(kind)
    if own is not None:
        return page.voice.text(own)
    return page.say(*PEOPLE[kind]) if kind in PEOPLE else page.say("알 수 없음", "unknown")


def kinds(page: Page) -> list[str]:
    """The kinds of people that there are: those that every policy knows, and further ones of this."""
    return list(page.policy.people)


def item_said(book: Book, kind: str, item: str) -> str:
    """An item of a record by the policy's label."""
    return book.voice.item(item.removeprefix(f"{kind}."), kind)


def masked(book: Book, item: str, value: Any) -> str:
    """A value as it is shown until somebody asks for it unmasked. What no mask can read is hidden whole."""
    declared = book.policy.items.get(item)
    if isinstance(value, bytes) or declared is None:
        return "***"
    return mask(declared.type, as_text(value))


def plainly(book: Book, item: str, value: Any) -> str:
    """A value as it is."""
    return plain(book, item, value)


def head_of(page: Page, me: Signed, purpose: str, reason: str, at: datetime) -> list[tuple[str, str]]:
    """What every print-out and download carries: the purpose, who, when, why (safety notice §12)."""
    say = page.say
    rows = [
        (say("목적", "Purpose"), purpose),
        (say("취급자", "Handler"), f"{me.name} ({me.handler})"),
        (say("시각", "Time"), page.moment(at)),
    ]
    return [*rows, (say("사유", "Reason"), reason)] if reason else rows
