"""Looking: what every page of a person's own data starts from: who looks, what is known of them, and how it is said.

The look is `show`, so each is recorded, and answers what the verb lets the person see: values of what lives, and of
what is over only what is kept, why and until when (7.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request

from jikim.accounts.sessions import Session
from jikim.answers import Card, Dossier
from jikim.app import AsyncJikim
from jikim.errors import DeniedError
from jikim.policy.citing import place_of
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.verbs.house import error_of
from jikim.verbs.then import Telling, telling_of
from jikim.web.forms import whole
from jikim.web.page import Page
from jikim.web.parts import Book
from jikim.web.visitor import Visitor

T = TypeVar("T")


def book_of(page: Page) -> Book:
    """The book of a page of the site: promises stand under /policy, a record has a page of its own."""
    href = page.visitor.href
    return Book(
        page.policy.file,
        page.visitor.language,
        page.zone,
        lambda clause: f"{href('/policy')}#{place_of(clause)}",
        lambda record: href(f"/my/record/{record}"),
        lambda version: href(f"/policy/{version}"),
    )


@dataclass(frozen=True)
class Seen:
    """What was seen at one look, and its words then. `given` are the purposes, `given_to` the recipients
    (`acme/marketing`) that the person consents to now. `older`: the position below which entries of the ledger were left
    out; None: none was."""

    page: Page
    book: Book
    dossier: Dossier
    telling: Telling
    today: date
    given: tuple[str, ...]
    given_to: tuple[str, ...]
    older: int | None = None

    @property
    def subject(self) -> UUID:
        return self.dossier.subject

    def card(self, record: UUID) -> Card | None:
        return next((card for card in self.dossier.cards if card.ref.record == record), None)

    def kind_of(self, record: UUID) -> str:
        """A record's kind, of one that lives or rests; "" of one that is no more."""
        found = self.card(record) or next((part for part in self.dossier.resting if part.ref.record == record), None)
        return found.ref.kind if found is not None else ""

    @property
    def main(self) -> Card | None:
        """The record that makes a person a member: the one that holds a password; None for a guest."""
        return next((card for card in self.dossier.cards if passworded(self.page.policy, card.ref.kind)), None)


def passworded(policy: Policy, kind: str) -> bool:
    """Whether records of this kind hold a password."""
    rules = policy.records.get(kind)
    return rules is not None and bool(rules.items & policy.unreadable)


def subject_of(visitor: Visitor) -> UUID:
    """Whose data a page is about: the visitor's own, or the child's for whom a guardian acts."""
    assert visitor.session is not None
    return visitor.session.subject


async def seen_first(page: Page, jk: AsyncJikim, proven: Session) -> Seen:
    """The parameter `seen` of a page: a look by who proved who they are."""
    return await look(page, jk)


async def look(page: Page, jk: AsyncJikim) -> Seen:
    """Everything about the person who is signed in, once they proved who they are."""
    dossier = await jk.by(page.visitor.actor).show(subject_of(page.visitor))
    await served(page, jk)
    return await told(page, jk, dossier)


async def served(page: Page, jk: AsyncJikim) -> None:
    """Whom an older version serves sees everything by that one."""
    found = await jk.driver.run(jk.house.elsewhere(subject_of(page.visitor), jk.house.in_force()[1]))
    if found is not None:
        page.policy = found[0]


async def told(page: Page, jk: AsyncJikim, dossier: Dossier, older: int | None = None) -> Seen:
    """A dossier as it is shown, with the words of then."""
    telling = await jk.do(telling_of, dossier)
    return replace(seen_of(page, dossier, telling, jk.now().astimezone(page.zone).date()), older=older)


def seen_of(page: Page, dossier: Dossier, telling: Telling, today: date) -> Seen:
    """A dossier as it is shown, with what its person consents to now."""
    policy, held = page.policy, set(dossier.consents)

    def given(consents: dict[str, int]) -> tuple[str, ...]:
        return tuple(name for name, number in consents.items() if policy.name("consent", number) in held)

    purposes, recipients = given(policy.purpose_consents), given(policy.recipient_consents)
    return Seen(page, book_of(page), dossier, telling, today, purposes, recipients)


def gone(page: Page) -> DeniedError:
    """The answer to a record that is not the person's, or is no more: the same for both."""
    return error_of(deny(page.policy, "gone"))


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """One page of a long list. `first` and `last` count from 1."""

    things: Sequence[T]
    total: int
    number: int
    pages: int
    first: int
    last: int
    path: str
    query: dict[str, str]

    def link(self, number: int) -> str:
        """The address of another page of the same list."""
        return f"{self.path}?{urlencode({**self.query, 'page': str(number)})}"


def part_of(
    request: Request[Any, Any, Any], path: str, things: Sequence[T], size: int, names: Sequence[str] = ()
) -> ListPage[T]:
    """The part that a request asks for with `page`; a number that there is not gives the nearest. `names`: the filters
    that stay."""
    number = min(number_of(request), max(ceil(len(things) / size), 1))
    start = (number - 1) * size
    return list_page(request, path, things[start : start + size], size, number, len(things), names)


def number_of(request: Request[Any, Any, Any]) -> int:
    """Which page of a long list a request asks for."""
    return whole(request.query_params.get("page", ""), 7) or 1


def list_page(
    request: Request[Any, Any, Any],
    path: str,
    shown: Sequence[T],
    size: int,
    number: int,
    total: int,
    names: Sequence[str],
) -> ListPage[T]:
    """A page of a long list that somebody else cut."""
    start, pages = (number - 1) * size, max(ceil(total / size), 1)
    query = {name: value for name in names if (value := request.query_params.get(name, ""))}
    return ListPage(shown, total, number, pages, start + 1 if shown else 0, start + len(shown), path, query)
